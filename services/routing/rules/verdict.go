package rules

import (
	"cmp"
	"fmt"
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
		case i >= MaxRules:
			return nil, fmt.Errorf("row %d: there are more than %d", i+1, MaxRules)
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
	// lead is empty where no rule fires and in a tie.
	lead Party
	// triage is TIE or GAP where coordination decides, also where it is the lead by a rule.
	triage string
	// tied are the leads of a tie.
	tied []Party
	// leads of all rows that fired, the heaviest first, and who is proposed beside them, in the order of parties.
	leads, partners []brought
}

// brought is a party and the needs that brought it in; anyNeed where a row named none.
type brought struct {
	party Party
	needs mask
}

const anyNeed = ^mask(0)

func bring(list []brought, p Party, by mask) []brought {
	if i := slices.IndexFunc(list, func(b brought) bool { return b.party == p }); i >= 0 {
		list[i].needs |= by
		return list
	}
	return append(list, brought{p, by})
}

// judge answers the verdict of rows that fired.
func judge(fired []*row, facts point) verdict {
	var v verdict
	for _, r := range fired {
		if r.Lead != Coordination {
			v.leads = bring(v.leads, r.Lead, r.brings(facts))
		}
	}
	top := deciding(fired)
	switch {
	case len(top) == 0:
		v.triage = "GAP"
	case slices.Contains(top, Coordination):
		v.lead, v.triage = Coordination, "GAP"
	case len(top) > 1:
		v.triage, v.tied = "TIE", top
	default:
		v.lead = top[0]
	}
	for _, r := range fired {
		for _, p := range r.Partners {
			if !v.leadsAlready(p) {
				v.partners = bring(v.partners, p, r.brings(facts))
			}
		}
	}
	slices.SortFunc(v.partners, func(a, b brought) int { return compareParties(a.party, b.party) })
	return v
}

// leadsAlready reports whether a party leads, or is told to coordination as one that could.
func (v verdict) leadsAlready(p Party) bool {
	if v.triage == "" {
		return p == v.lead
	}
	return slices.ContainsFunc(v.leads, func(b brought) bool { return b.party == p })
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

// same reports whether two verdicts lead to the same outcome whatever units there are: the same lead, brought in by the same
// needs, or the same reason of triage, and the same partners.
func (v verdict) same(w verdict) bool {
	return v.lead == w.lead && v.triage == w.triage && slices.Equal(v.partners, w.partners) &&
		(v.triage != "" || v.leads[0] == w.leads[0])
}
