package rules

import (
	"cmp"
	"maps"
	"slices"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// survey looks at the whole space of facts. One need and two at a time are enough for that: of a rule that fires one need
// of the request is the cause, and of two verdicts that differ by a row, or of two leads that tie, two rules are: that row
// with one it competes with. With those two needs alone both still fire, and of the others no more than before.
// A lead without a unit is an exception: three needs may be too many for each of its units where two are not.
func survey(rows []*row, twins []Finding, data *directorypb.RoutingData, day string) []Finding {
	s := space{
		data: data, day: day, reached: map[string]bool{},
		gaps: region{}, ties: map[[2]Party]region{}, unserved: map[Party]region{}, ranked: map[served]bool{},
	}
	for c := range cells() {
		here := slices.DeleteFunc(slices.Clone(rows), func(r *row) bool {
			for k := areas; k < kinds; k++ {
				if r.when[k] != 0 && r.when[k]&c.mask(k) == 0 {
					return true
				}
			}
			return false
		})
		s.visit(c, here)
	}
	var found []Finding
	for _, r := range rows {
		if !s.reached[r.ID] && !slices.ContainsFunc(twins, func(f Finding) bool { return slices.Contains(f.Rules, r.ID) }) {
			found = append(found, Finding{Kind: Unreachable, Rules: []string{r.ID}})
		}
	}
	found = append(found, s.gaps.findings(Gap)...)
	for _, pair := range slices.SortedFunc(maps.Keys(s.ties), func(a, b [2]Party) int {
		return cmp.Or(compareParties(a[0], b[0]), compareParties(a[1], b[1]))
	}) {
		found = append(found, s.ties[pair].findings(Tie, pair[:]...)...)
	}
	for _, p := range slices.SortedFunc(maps.Keys(s.unserved), compareParties) {
		found = append(found, s.unserved[p].findings(NoUnit, p)...)
	}
	return found
}

// space gathers what is found on the way.
type space struct {
	data     *directorypb.RoutingData
	day      string
	reached  map[string]bool
	gaps     region
	ties     map[[2]Party]region
	unserved map[Party]region
	ranked   map[served]bool
}

// served is what the units of a lead are looked for by.
type served struct {
	lead           Party
	needs, brought mask
	area, language uint8
}

// visit looks at each need and each two needs in a cell, by the rows that are left there.
func (s *space) visit(c spot, here []*row) {
	bad := map[[2]uint8]bool{}
	for n := range uint8(len(codes[needs])) {
		c[needs], c[with] = n, none
		bad[[2]uint8{n, n}] = s.look(c, here)
	}
	for n := range uint8(len(codes[needs])) {
		for m := range n {
			if !bad[[2]uint8{n, n}] && !bad[[2]uint8{m, m}] {
				c[needs], c[with] = m, n
				s.look(c, here)
			} else {
				s.reach(fired(here, c.point()), c.point())
			}
		}
	}
}

// look reports whether the facts tie or find no unit: what more needs would only repeat.
func (s *space) look(c spot, here []*row) bool {
	facts := c.point()
	rows := fired(here, facts)
	s.reach(rows, facts)
	v := judge(rows, facts)
	switch {
	case len(rows) == 0:
		s.gaps.add(c, nil)
	case v.triage == "TIE":
		s.tie(c, rows, v)
	case v.lead != "" && s.speaks(v.lead, c) && !s.has(v, c):
		add(s.unserved, v.lead, c, rows)
	default:
		return false
	}
	return len(rows) > 0
}

// reach notes which of the rows change the verdict.
func (s *space) reach(rows []*row, facts point) {
	var whole *verdict
	for i, r := range rows {
		if s.reached[r.ID] {
			continue
		}
		if whole == nil {
			v := judge(rows, facts)
			whole = &v
		}
		s.reached[r.ID] = !whole.same(judge(slices.Delete(slices.Clone(rows), i, i+1), facts))
	}
}

// tie notes each two of the leads, the need of the first one first.
func (s *space) tie(c spot, rows []*row, v verdict) {
	for i, p := range v.tied {
		for _, q := range v.tied[i+1:] {
			at := c
			if c[with] != none && !brings(rows, p, c[needs]) {
				at[needs], at[with] = c[with], c[needs]
			}
			add(s.ties, [2]Party{p, q}, at, slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return r.Lead != p && r.Lead != q }))
		}
	}
}

// brings reports whether a need lets a deciding row of the lead fire.
func brings(rows []*row, lead Party, need uint8) bool {
	return slices.ContainsFunc(rows, func(r *row) bool {
		return r.Lead == lead && r.Weight == rows[0].Weight && (r.when[needs] == 0 || r.when[needs]&(1<<need) != 0)
	})
}

// speaks reports whether the lead works in the language at all; where it does not, its rules are told so once.
func (s *space) speaks(lead Party, c spot) bool {
	return slices.ContainsFunc(unitsOf(lead, s.data), func(u *directorypb.Unit) bool {
		a := actorOf(u, s.data.GetActors())
		return Leads(u, s.data.GetActors(), s.day) && speaks(u, a, codes[languages][c[languages]])
	})
}

// has reports whether the lead has a unit that takes the facts.
func (s *space) has(v verdict, c spot) bool {
	key := served{lead: v.lead, needs: c.point()[needs], brought: v.brought[v.lead], area: c[areas], language: c[languages]}
	if has, ok := s.ranked[key]; ok {
		return has
	}
	f := cases.Facts{Language: codes[languages][c[languages]]}
	if int(c[areas]) < len(casespb.Area_name)-1 {
		f.Area = codes[areas][c[areas]]
	}
	look := search{data: s.data, day: s.day, facts: f, needs: key.needs}
	s.ranked[key] = len(look.rank(v.lead, key.brought, leading)) > 0
	return s.ranked[key]
}
