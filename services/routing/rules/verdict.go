package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Table is a set made ready to decide. It is not changed by deciding: many may share it.
type Table struct {
	set  Set
	rows []*row
}

type row struct {
	Rule

	when point
}

// Compile makes a set ready. It refuses, by row and field, what has no meaning: unknown codes, a row without an id of its
// own or without a lead. Check tells everything else.
func Compile(set Set) (*Table, error) {
	t, ids := &Table{set: set}, map[string]bool{}
	for i, r := range set.Rules {
		when, err := r.When.point()
		switch {
		case err != nil:
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		case r.ID == "" || ids[r.ID]:
			return nil, fmt.Errorf("row %d: field %q: %q is empty or twice", i+1, "id", r.ID)
		case r.Lead == "":
			return nil, fmt.Errorf("row %d: field %q is empty", i+1, "lead")
		}
		ids[r.ID] = true
		t.rows = append(t.rows, &row{Rule: r, when: when})
	}
	// The order in which what fired is told, whatever the order of the rows.
	slices.SortFunc(t.rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), compareParties(a.Lead, b.Lead), cmp.Compare(a.ID, b.ID))
	})
	return t, nil
}

// Version of the set.
func (t *Table) Version() string { return t.set.Version }

// fired answers the rows that fire, the heaviest first.
func fired(rows []*row, facts point) []*row {
	var list []*row
	for _, r := range rows {
		if r.when.holds(facts) {
			list = append(list, r)
		}
	}
	return list
}

// verdict is what the rows alone say, before anybody looks which units are there.
type verdict struct {
	// lead is empty where coordination decides.
	lead Party
	// triage is TIE or GAP without a lead.
	triage string
	// tied are the leads of a tie.
	tied []Party
	// leads of all rows that fired, the heaviest first, and who is proposed beside them.
	leads, partners []Party
	// brought says which of the needs brought a party in; anyNeed where a row named none.
	brought map[Party]mask
}

const anyNeed = ^mask(0)

// judge answers the verdict of rows that fired.
func judge(fired []*row, facts point) verdict {
	v := verdict{brought: map[Party]mask{}}
	for _, r := range fired {
		if r.Lead != Coordination {
			v.leads = addParty(v.leads, r.Lead)
			v.brought[r.Lead] |= r.brings(facts)
		}
	}
	for _, r := range fired {
		for _, p := range r.Partners {
			if !slices.Contains(v.leads, p) {
				v.partners = addParty(v.partners, p)
				v.brought[p] |= r.brings(facts)
			}
		}
	}
	slices.SortFunc(v.partners, compareParties)
	top := deciding(fired)
	switch {
	case len(top) == 0 || slices.Contains(top, Coordination):
		v.triage = "GAP"
	case len(top) > 1:
		v.triage, v.tied = "TIE", top
	default:
		v.lead = top[0]
	}
	return v
}

// brings answers the needs by which a row that fired brings its parties in.
func (r *row) brings(facts point) mask {
	if r.when[needs] == 0 {
		return anyNeed
	}
	return r.when[needs] & facts[needs]
}

// deciding answers the leads of the heaviest rows.
func deciding(fired []*row) []Party {
	var top []Party
	for _, r := range fired {
		if r.Weight == fired[0].Weight {
			top = addParty(top, r.Lead)
		}
	}
	return top
}

// same reports whether two verdicts lead to the same outcome whatever units there are: the same lead or reason of
// triage, and the same partners, brought in by the same needs.
func (v verdict) same(w verdict) bool {
	return v.lead == w.lead && v.triage == w.triage && slices.Equal(v.partners, w.partners) && maps.Equal(v.chosen(), w.chosen())
}

func (v verdict) chosen() map[Party]mask {
	m := map[Party]mask{}
	for _, p := range v.partners {
		m[p] = v.brought[p]
	}
	if v.lead != "" {
		m[v.lead] = v.brought[v.lead]
	}
	return m
}
