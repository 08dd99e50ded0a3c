package rules

import (
	"maps"
	"slices"
	"strconv"
)

// alike are, of each column, the codes that stand for those which every row treats as it treats them: they are looked at once. What
// the units of the day look at too, needs, areas and languages, stand for themselves.
type alike [kinds]map[int][]int

func alikeIn(rows []*row) (a alike) {
	for k := range a {
		a[k] = map[int][]int{}
		firsts := map[string]int{}
		for v := range codes[k] {
			treated := strconv.Itoa(v)
			if k > languages {
				treated = treatment(rows, k, v)
			}
			if _, known := firsts[treated]; !known {
				firsts[treated] = v
			}
			a[k][firsts[treated]] = append(a[k][firsts[treated]], v)
		}
	}
	return a
}

// treatment tells for which of the rows a code fits, in one text.
func treatment(rows []*row, k, v int) string {
	fits := make([]byte, len(rows))
	for i, r := range rows {
		if r.when[k] == 0 || r.when[k]&(1<<v) != 0 {
			fits[i] = 1
		}
	}
	return string(fits)
}

// firsts answers the codes of a column that stand for others.
func (a alike) firsts(k int) []int {
	return slices.Sorted(maps.Keys(a[k]))
}

// pairs answers each two forms that can be wished together and are not alike.
func (a alike) pairs() (list [][2]int) {
	firsts := slices.DeleteFunc(a.firsts(forms), func(v int) bool { return codes[forms][v] == NoForm })
	for i, f := range firsts {
		for _, g := range firsts[i+1:] {
			list = append(list, [2]int{f, g})
		}
	}
	return list
}

// words answers all codes for which those of a box stand, in their order.
func (a alike) words(k int, standing []int) []string {
	var all []int
	for _, v := range standing {
		if v != none {
			all = append(all, a[k][v]...)
		}
	}
	slices.Sort(all)
	var list []string
	for _, v := range all {
		list = append(list, codes[k][v])
	}
	return list
}
