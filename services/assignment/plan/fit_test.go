package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

func TestNobodyIsProposedWhoMayNotBe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		e    Expert
		w    Waiting
		want Refusal
	}{
		"all is well": {eeva, aino, ""},
		"the lead of the unit may be given it too": {
			with(eeva, func(e *Expert) { e.Grants = []permission.Grant{{Role: permission.Lead, UnitID: "onerva"}} }), aino, "",
		},
		"without a grant": {with(eeva, func(e *Expert) { e.Grants = nil }), aino, NoPermission},
		"a grant in another unit": {
			with(eeva, func(e *Expert) { e.Grants = []permission.Grant{{Role: permission.Expert, UnitID: "skilla"}} }), aino, NoPermission,
		},
		"a coordinator holds no case": {
			with(eeva, func(e *Expert) { e.Grants = []permission.Grant{{Role: permission.Coordinator, UnitID: "onerva"}} }), aino, NoPermission,
		},
		"no need is known":         {with(eeva, func(e *Expert) { e.Competence = []string{"AUTISM"} }), aino, NoCompetence},
		"one need of two is known": {eeva, with(aino, func(w *Waiting) { w.Facts.Needs = []string{"AUTISM", "VISION"} }), ""},
		"another language":         {eeva, with(aino, func(w *Waiting) { w.Facts.Language = "sv" }), WrongLanguage},
		"a conflict with the school": {
			with(eeva, func(e *Expert) { e.Conflicts = []string{"koulu"} }), aino, ConflictOfInterest,
		},
		"a conflict in the case": {with(eeva, func(e *Expert) { e.Conflicts = []string{"c-1"} }), aino, ConflictOfInterest},
		"a teacher of the school": {
			with(eeva, func(e *Expert) {
				e.Grants = append([]permission.Grant{{Role: permission.Requester, SchoolID: "koulu"}}, e.Grants...)
			}), aino, ConflictOfInterest,
		},
		"in a locked case nobody is refused for what it asks": {
			with(eeva, func(e *Expert) { e.Competence, e.Languages = nil, nil }), Waiting{CaseID: "c-1", UnitID: "onerva", Locked: true}, "",
		},
		"in a locked case there is a conflict": {
			with(eeva, func(e *Expert) { e.Conflicts = []string{"c-1"} }), Waiting{CaseID: "c-1", UnitID: "onerva", Locked: true}, ConflictOfInterest,
		},
		"no hours":                 {with(eeva, func(e *Expert) { e.WeeklyHours = 0 }), aino, NoHours},
		"the first day of absence": {away("2026-11-23", "2026-11-30"), aino, Absent},
		"the last day of absence":  {away("2026-11-01", "2026-11-23"), aino, Absent},
		"back today":               {away("2026-11-01", "2026-11-22"), aino, ""},
		"away from tomorrow":       {away("2026-11-24", "2026-11-30"), aino, ""},
		"over the limit may be chosen by hand": {
			with(eeva, func(e *Expert) { e.Limit = e.Load }), aino, "",
		},
		"of several refusals the first is told": {Expert{}, aino, NoPermission},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, got := Fit(c.e, c.w, today); got != c.want {
				t.Errorf("refused by %q, want %q", got, c.want)
			}
		})
	}
}

func away(from, to string) Expert {
	return with(eeva, func(e *Expert) { e.Absences = []Absence{{from, to}} })
}

func TestACandidateComesWithWhatSpeaksForAndAgainst(t *testing.T) {
	t.Parallel()
	competent, language := Reason{Code: Competence, Value: 1, Of: 1}, Reason{Code: InLanguage}
	near, within := Reason{Code: InCounty}, Reason{Code: WithinLimit, Value: 40, Of: 80}
	for name, c := range map[string]struct {
		e    Expert
		w    Waiting
		want []Reason
	}{
		"nothing against":  {eeva, aino, []Reason{competent, language, near, within}},
		"in a locked case": {eeva, Waiting{UnitID: "onerva", Weight: Ordinary, Locked: true}, []Reason{within}},
		"one need of two": {
			eeva, with(aino, func(w *Waiting) { w.Facts.Needs = []string{"AUTISM", "VISION"} }),
			[]Reason{{Code: Competence, Value: 1, Of: 2, Against: true}, language, near, within},
		},
		"from another county": {
			with(eeva, func(e *Expert) { e.CountyCode = "11" }), aino,
			[]Reason{competent, language, {Code: InArea}, within},
		},
		"a long way, where somebody is to come": {
			from("OYS", "17"), aino, []Reason{competent, language, {Code: Far, Against: true}, within},
		},
		"a long way does not matter by phone": {
			from("OYS", "17"), with(aino, func(w *Waiting) { w.Facts.WishedForms = []string{"PHONE"} }),
			[]Reason{competent, language, {Code: Far}, within},
		},
		"to Åland, which is in no area": {
			from("", ""), with(aino, func(w *Waiting) { w.Facts.Area, w.Facts.CountyCode = "", "91" }),
			[]Reason{competent, language, {Code: Far, Against: true}, within},
		},
		"at the limit": {
			with(eeva, func(e *Expert) { e.Limit = 40 }), aino,
			[]Reason{competent, language, near, {Code: WithinLimit, Value: 40, Of: 40}},
		},
		"over the limit, by weight": {
			eeva, with(aino, func(w *Waiting) { w.Weight = 51 }),
			[]Reason{competent, language, near, {Code: AboveLimit, Value: 81, Of: 80, Against: true}},
		},
		"away in two weeks": {
			away("2026-12-07", "2026-12-08"), aino,
			[]Reason{competent, language, near, within, {Code: AbsenceSoon, Against: true, Date: "2026-12-07"}},
		},
		"away later": {away("2026-12-08", "2026-12-08"), aino, []Reason{competent, language, near, within}},
		"knows the school": {
			with(eeva, func(e *Expert) { e.PastCases = map[string]int{"koulu": 3, "toinen": 9} }), aino,
			[]Reason{competent, language, near, within, {Code: KnowsSchool, Value: 3}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			candidate, refusal := Fit(c.e, c.w, today)
			if diff := cmp.Diff(c.want, candidate.Reasons()); diff != "" || refusal != "" {
				t.Error(refusal, diff)
			}
		})
	}
}

func from(area, county string) Expert {
	return with(eeva, func(e *Expert) { e.Area, e.CountyCode = area, county })
}

func TestTheBestCandidateComesFirst(t *testing.T) {
	t.Parallel()
	two := with(aino, func(w *Waiting) { w.Facts.Needs = []string{"VISION", "AUTISM"} })
	named := func(id string, change func(*Expert)) Expert {
		return with(eeva, func(e *Expert) { e.PersonID = id; change(e) })
	}
	// Each is better than the next by one thing, and worse by all that counts less.
	order := []Expert{
		named("8", func(e *Expert) { e.Competence = []string{"VISION", "AUTISM"}; e.Load = 70 }),
		named("7", func(e *Expert) { e.PastCases = map[string]int{"koulu": 1}; e.CountyCode = "11"; e.Load = 69 }),
		named("6", func(e *Expert) { e.Load = 68 }),
		named("5", func(e *Expert) { e.CountyCode, e.Load = "11", 10 }),
		named("4", func(e *Expert) { e.CountyCode, e.Load, e.WeeklyHours = "11", 10, 15 }),
		named("3", func(e *Expert) { e.CountyCode, e.Load, e.WeeklyHours = "11", 10, 15 }),
		named("2", func(e *Expert) {
			e.Competence = []string{"VISION", "AUTISM"}
			e.Load = 0
			e.Absences = []Absence{{"2026-11-24", "2026-11-24"}}
		}),
		named("1", func(e *Expert) { e.Competence = []string{"VISION", "AUTISM"}; e.Load = 0; e.Limit = 9 }),
		named("0", func(e *Expert) { e.Languages = nil }),
	}
	var got []string
	for _, c := range Rank(two, order, today) {
		got = append(got, c.PersonID)
	}
	if diff := cmp.Diff([]string{"8", "7", "6", "5", "3", "4", "2", "1"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhereNobodyTravelsTheNearerIsBetterAmongEqualsOnly(t *testing.T) {
	t.Parallel()
	phone := with(aino, func(w *Waiting) { w.Facts = with(w.Facts, func(f *cases.Facts) { f.WishedForms = []string{"PHONE"} }) })
	near := with(eeva, func(e *Expert) { e.PersonID = "near" })
	distant := with(from("OYS", "17"), func(e *Expert) { e.PersonID = "distant" })
	if got := Rank(phone, []Expert{distant, near}, today); got[0].PersonID != "near" {
		t.Error("of equals the distant one comes first")
	}
	near.Load++
	if got := Rank(phone, []Expert{near, distant}, today); got[0].PersonID != "distant" {
		t.Error("the nearer one comes first with more load")
	}
}

func TestAnExpertIsProposedByWhatTheUnitOfTheCaseKnowsOfThem(t *testing.T) {
	t.Parallel()
	both := with(eeva, func(e *Expert) {
		e.Grants = append(e.Grants, permission.Grant{ID: "h", Role: permission.Expert, UnitID: "skilla"})
		e.Profiles = map[string]Profile{"skilla": {Competence: []string{"AUTISM"}, Languages: e.Languages, WeeklyHours: 5}}
	})
	autism := with(aino, func(w *Waiting) { w.Facts.Needs = []string{"AUTISM"} })
	for unit, want := range map[string][2]Refusal{"onerva": {"", NoCompetence}, "skilla": {NoCompetence, ""}} {
		for i, w := range []Waiting{aino, autism} {
			w.UnitID = unit
			if _, refusal := Fit(both, w, today); refusal != want[i] {
				t.Errorf("in %s the need %v is refused by %q, want %q", unit, w.Facts.Needs, refusal, want[i])
			}
			p, err := Propose([]Waiting{w}, []Expert{both}, today)
			if err != nil || (len(p.Rows) == 1) != (want[i] == "") {
				t.Errorf("in %s the plan for the need %v is %v, %v", unit, w.Facts.Needs, p, err)
			}
		}
	}
}
