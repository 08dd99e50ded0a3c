package rules

import (
	"cmp"
	"slices"
	"strconv"
)

// Change is a row that two sets do not have alike.
type Change struct {
	ID string `json:"id"`
	// Before is nil for a row that was added, After for one that was removed.
	Before *Rule `json:"before,omitempty"`
	After  *Rule `json:"after,omitempty"`
	// Fields that differ in a row that stays.
	Fields []FieldChange `json:"fields,omitempty"`
}

// FieldChange is a field, as the JSON form names it, with the values of each set; of a list sorted, as its order means
// nothing.
type FieldChange struct {
	Field  string   `json:"field"`
	Before []string `json:"before"`
	After  []string `json:"after"`
}

// Diff answers what a reviewer has to look at, by the ids of the rows. Their order means nothing and is not compared.
func Diff(before, after Set) []Change {
	was, now := byID(before), byID(after)
	var list []Change
	for id, r := range was {
		s, stays := now[id]
		if !stays {
			list = append(list, Change{ID: id, Before: &r})
		} else if fields := differ(r, s); len(fields) > 0 {
			list = append(list, Change{ID: id, Before: &r, After: &s, Fields: fields})
		}
	}
	for id, r := range now {
		if _, there := was[id]; !there {
			list = append(list, Change{ID: id, After: &r})
		}
	}
	slices.SortFunc(list, func(a, b Change) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

func byID(set Set) map[string]Rule {
	m := map[string]Rule{}
	for _, r := range set.Rules {
		m[r.ID] = r
	}
	return m
}

func differ(before, after Rule) []FieldChange {
	var list []FieldChange
	was, now := before.fields(), after.fields()
	for i := range was {
		if !slices.Equal(was[i].Before, now[i].Before) {
			list = append(list, FieldChange{Field: was[i].Field, Before: was[i].Before, After: now[i].Before})
		}
	}
	return list
}

// fields answers the values of a row in the order of the columns.
func (r Rule) fields() []FieldChange {
	var list []FieldChange
	for k, values := range r.When.lists() {
		list = append(list, FieldChange{Field: "when." + columns[k], Before: slices.Sorted(slices.Values(values))})
	}
	var partners []string
	for _, p := range r.Partners {
		partners = append(partners, string(p))
	}
	return append(list,
		FieldChange{Field: "lead", Before: []string{string(r.Lead)}},
		FieldChange{Field: "partners", Before: slices.Sorted(slices.Values(partners))},
		FieldChange{Field: "weight", Before: []string{strconv.Itoa(int(r.Weight))}},
		FieldChange{Field: "reason.fi", Before: []string{r.Reason.Fi}},
		FieldChange{Field: "reason.sv", Before: []string{r.Reason.Sv}},
		FieldChange{Field: "reason.en", Before: []string{r.Reason.En}},
	)
}
