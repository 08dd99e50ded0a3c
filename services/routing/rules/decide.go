package rules

import (
	"slices"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// Decide answers where a request goes and why, by the units that work on a day, YYYY-MM-DD in Helsinki. It is total:
// every request ends in a unit that may take it, or in triage.
func (t *Table) Decide(f cases.Facts, data *directorypb.RoutingData, day string) cases.Routing {
	facts := read(f)
	rows := fired(t.rows, facts)
	v, s := judge(rows, facts), search{data: data, day: day, facts: f, needs: facts[needs]}
	r := cases.Routing{RuleSetVersion: t.set.Version, Matched: matched(f, rows), Fired: tell(rows)}
	switch {
	case len(f.Risks) > 0:
		r.TriageReason = "RISK"
	case v.triage != "":
		r.TriageReason = v.triage
	default:
		s.lead(&r, v)
	}
	if r.TriageReason != "" {
		r.RunnersUp = s.best(nil, v.leads, leading)
	}
	r.Partners = s.best(r.Unit, v.partners, joining)
	return r
}

// lead gives the request to the nearest unit of the lead, and tells the others: those of the lead, and the best of each
// that would have led by a lighter rule.
func (s search) lead(r *cases.Routing, v verdict) {
	ranked := s.rank(v.leads[0], leading)
	if len(ranked) == 0 {
		r.TriageReason = "GAP"
		return
	}
	r.Unit, r.RunnersUp = &ranked[0].Unit, ranked[1:]
	for _, c := range s.best(r.Unit, v.leads[1:], leading) {
		if !slices.Contains(r.RunnersUp, c) {
			r.RunnersUp = append(r.RunnersUp, c)
		}
	}
	r.Matched = append(r.Matched, s.whyUnit(r.Unit.ID))
}

// tell answers the rows as they are kept beside the decision.
func tell(rows []*row) []cases.Fired {
	var list []cases.Fired
	for _, r := range rows {
		list = append(list, cases.Fired{
			Rule: r.ID, Lead: string(r.Lead), Weight: r.Weight, ReasonFi: r.Reason.Fi, ReasonSv: r.Reason.Sv, ReasonEn: r.Reason.En,
		})
	}
	return list
}

// matched answers the facts as codes that the sentence knows: needs, area, language, and the forms that a rule which decided names.
func matched(f cases.Facts, rows []*row) []string {
	var list []string
	for _, n := range f.Needs {
		list = append(list, "NEED_"+n)
	}
	if p := place(f); p != Unknown {
		list = append(list, "AREA_"+p)
	}
	if code, ok := map[string]string{"fi": "LANGUAGE_FI", "sv": "LANGUAGE_SV"}[f.Language]; ok {
		list = append(list, code)
	}
	var named mask
	for _, r := range rows {
		if r.Weight == rows[0].Weight {
			named |= r.when[forms]
		}
	}
	named &= read(f)[forms]
	for i, code := range codes[forms] {
		if named&(1<<i) != 0 {
			list = append(list, "FORM_"+code)
		}
	}
	return list
}
