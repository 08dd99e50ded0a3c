package rules

import (
	"iter"
	"maps"
	"slices"
)

// with is the second need of a spot and also its second form, columns behind the others; none where there is only one.
const (
	with  = kinds
	also  = kinds + 1
	width = kinds + 2
	none  = -1
)

// spot is one point in the space of facts: of each column the place of a code, of with and also a second one.
type spot [width]int

func (c spot) mask(k int) mask { return 1 << c[k] }

// point answers the facts as a request would have them.
func (c spot) point() (p point) {
	for k := range p {
		p[k] = c.mask(k)
	}
	if c[with] != none {
		p[needs] |= c.mask(with)
	}
	if c[also] != none {
		p[forms] |= c.mask(also)
	}
	return p
}

func (m matter) parties() []Party {
	return slices.DeleteFunc([]Party{m.first, m.second}, func(p Party) bool { return p == "" })
}

// column answers the codes of a column.
func column(k int) []string {
	switch k {
	case with:
		return codes[needs]
	case also:
		return codes[forms]
	}
	return codes[k]
}

// cells answers the spots of all columns but the needs and forms, with one of the codes that are alike.
func (a alike) cells() iter.Seq[spot] {
	return func(yield func(spot) bool) { a.from(areas, spot{also: none}, yield) }
}

func (a alike) from(k int, c spot, yield func(spot) bool) bool {
	if k == forms {
		return yield(c)
	}
	for _, v := range a.firsts(k) {
		c[k] = v
		if !a.from(k+1, c, yield) {
			return false
		}
	}
	return true
}

// region is a set of spots, each with the rules that make it.
type region map[spot][]*row

// box is a product of codes, one list a column.
type box [width][]int

// findings tells the region in few words: as boxes, each as wide as the region allows.
func (r region) findings(m matter, a alike) []Finding {
	var found []Finding
	covered := map[spot]bool{}
	for _, c := range slices.SortedFunc(maps.Keys(r), func(a, b spot) int { return slices.Compare(a[:], b[:]) }) {
		if covered[c] {
			continue
		}
		b := r.widen(c)
		ids := map[string]bool{}
		for s := range b.spots() {
			covered[s] = true
			for _, row := range r[s] {
				ids[row.ID] = true
			}
		}
		f := Finding{Kind: m.kind, Parties: m.parties(), Rules: slices.Sorted(maps.Keys(ids))}
		f.Facts, f.With, f.Also = b.words(a)
		found = append(found, f)
	}
	return found
}

// widen answers the box around a spot that grows, column by column, by each code that keeps it within the region.
func (r region) widen(c spot) box {
	var b box
	for k := range c {
		b[k] = []int{c[k]}
	}
	for k := range c {
		for v := range column(k) {
			if v == c[k] || c[k] == none {
				continue
			}
			slice := b
			slice[k] = []int{v}
			if r.holds(slice) {
				b[k] = append(b[k], v)
			}
		}
		slices.Sort(b[k])
	}
	return b
}

func (r region) holds(b box) bool {
	for s := range b.spots() {
		if _, ok := r[s]; !ok {
			return false
		}
	}
	return true
}

// spots answers the points of a box.
func (b box) spots() iter.Seq[spot] {
	return func(yield func(spot) bool) { b.from(0, spot{}, yield) }
}

func (b box) from(k int, c spot, yield func(spot) bool) bool {
	if k == len(b) {
		return yield(c)
	}
	for _, v := range b[k] {
		c[k] = v
		if !b.from(k+1, c, yield) {
			return false
		}
	}
	return true
}

// words answers a box in codes; a column with all of its codes is empty.
func (b box) words(a alike) (facts When, needsWith, formsAlso []string) {
	var lists [kinds][]string
	for k := range lists {
		if list := a.words(k, b[k]); len(list) < len(codes[k]) {
			lists[k] = list
		}
	}
	if b[also][0] != none { // none is wished beside another
		lists[forms] = slices.DeleteFunc(lists[forms], func(code string) bool { return code == NoForm })
	}
	return whenOf(lists), a.words(needs, b[with]), slices.DeleteFunc(a.words(forms, b[also]), func(code string) bool { return code == NoForm })
}
