package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// survey looks at the whole space of facts, by one and by two needs and forms at a time. More would tell nothing new: of a rule
// that fires, one need and one form of the request are the cause, and where a verdict differs for want of a rule, or two leads tie,
// it is by that rule and one more. With the two that let them fire alone both still do, and of the others no more than before.
//
// BUG(routing): a lead whose units take each two of its needs but not three together is told of by no finding.
func survey(rows []*row, twins []Finding, like alike, data *directorypb.RoutingData, day string) []Finding {
	s := space{data: data, day: day, reached: map[string]bool{}, seen: map[string][]mark{}, regions: map[matter]region{}}
	for c := range like.cells() {
		s.cell(c, rows, like)
	}
	var found []Finding
	for _, r := range rows {
		if !s.reached[r.ID] && !slices.ContainsFunc(twins, func(f Finding) bool { return slices.Contains(f.Rules, r.ID) }) {
			found = append(found, Finding{Kind: Unreachable, Rules: []string{r.ID}})
		}
	}
	for _, m := range slices.SortedFunc(maps.Keys(s.regions), matter.compare) {
		found = append(found, s.regions[m].findings(m, like)...)
	}
	return found
}

// space gathers what is found on the way.
type space struct {
	data    *directorypb.RoutingData
	day     string
	reached map[string]bool
	// seen are the marks of cells by area, language and the rules, told by their addresses: those of like cells are the same.
	seen    map[string][]mark
	regions map[matter]region
}

// matter is what a finding is about: of a tie both leads, of a lead without a unit that one.
type matter struct {
	kind   Kind
	first  Party
	second Party
}

func (m matter) compare(n matter) int {
	return cmp.Or(cmp.Compare(m.kind, n.kind), compareParties(m.first, n.first), compareParties(m.second, n.second))
}

// mark says that something is the matter with a need, or with two, and which rules make it.
type mark struct {
	matter

	need, beside int
	rows         []*row
}

func (m mark) same(n mark) bool {
	return m.matter == n.matter && m.need == n.need && m.beside == n.beside
}

// cell looks at each form that can be wished and each two of them, the rest as in a spot: of two, what neither of them alone tells.
func (s *space) cell(c spot, rows []*row, like alike) {
	alone := map[int][]mark{}
	look := func(f, g int) []mark {
		c[forms], c[also] = f, g
		return s.visit(c, slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return !r.when.holdsIn(c) }))
	}
	note := func(f, g int, marks []mark) {
		for _, m := range marks {
			at := c
			at[forms], at[also], at[needs], at[with] = f, g, m.need, m.beside
			s.add(m.matter, at, m.rows)
		}
	}
	for _, f := range like.firsts(forms) {
		alone[f] = look(f, none)
		note(f, none, alone[f])
	}
	for _, p := range like.pairs() {
		told := slices.Concat(alone[p[0]], alone[p[1]])
		note(p[0], p[1], slices.DeleteFunc(slices.Clone(look(p[0], p[1])), func(m mark) bool { return slices.ContainsFunc(told, m.same) }))
	}
}

func (s *space) add(m matter, c spot, rows []*row) {
	if s.regions[m] == nil {
		s.regions[m] = region{}
	}
	s.regions[m][c] = rows
}

// visit looks at each need and each two needs in a cell, by the rows that are left there.
func (s *space) visit(c spot, here []*row) []mark {
	key := fmt.Sprintf("%d %d %v", c[areas], c[languages], here)
	marks, ok := s.seen[key]
	if ok {
		return marks
	}
	for n := range codes[needs] {
		c[needs], c[with] = n, none
		marks = append(marks, s.look(c, here)...)
	}
	alone := slices.Clone(marks)
	for n := range codes[needs] {
		for m := range n {
			c[needs], c[with] = m, n
			for _, both := range s.look(c, here) {
				if !slices.ContainsFunc(alone, func(a mark) bool { return a.matter == both.matter && (a.need == n || a.need == m) }) {
					marks = append(marks, both)
				}
			}
		}
	}
	s.seen[key] = marks
	return marks
}

// look answers what is the matter at a spot.
func (s *space) look(c spot, here []*row) []mark {
	facts := c.point()
	rows := fired(here, facts)
	s.reach(rows, facts)
	v := judge(rows, facts)
	top := slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return r.Weight < rows[0].Weight })
	at := mark{need: c[needs], beside: c[with], rows: top}
	switch {
	case len(rows) == 0 && c[with] == none:
		at.matter = matter{kind: Gap}
		return []mark{at}
	case v.triage == "" && s.speaks(v.lead, c) && !s.has(v, c):
		at.matter = matter{kind: NoUnit, first: v.lead}
		return []mark{at}
	}
	return at.ties(v.tied)
}

// ties answers a mark for each two of the leads, the need of the first one first.
func (m mark) ties(leads []Party) []mark {
	var list []mark
	for i, p := range leads {
		for _, q := range leads[i+1:] {
			t := m
			t.matter = matter{Tie, p, q}
			t.rows = slices.DeleteFunc(slices.Clone(m.rows), func(r *row) bool { return r.Lead != p && r.Lead != q })
			if m.beside != none && !brings(t.rows, p, m.need) {
				t.need, t.beside = m.beside, m.need
			}
			list = append(list, t)
		}
	}
	return list
}

// brings reports whether a need lets one of the rows of a lead fire.
func brings(rows []*row, lead Party, need int) bool {
	return slices.ContainsFunc(rows, func(r *row) bool {
		return r.Lead == lead && (r.when[needs] == 0 || r.when[needs]&(1<<need) != 0)
	})
}

// reach notes which of the rows change the verdict.
func (s *space) reach(rows []*row, facts point) {
	for i, r := range rows {
		if !s.reached[r.ID] {
			less := slices.Delete(slices.Clone(rows), i, i+1)
			s.reached[r.ID] = !judge(rows, facts).same(judge(less, facts))
		}
	}
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
	f := cases.Facts{Language: codes[languages][c[languages]]}
	if c[areas] < len(casespb.Area_name)-1 {
		f.Area = codes[areas][c[areas]]
	}
	look := search{data: s.data, day: s.day, facts: f, needs: c.point()[needs]}
	return len(look.rank(v.leads[0], leading)) > 0
}
