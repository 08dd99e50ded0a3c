package rules

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
)

var (
	drawnNeed = rapid.Custom(func(t *rapid.T) casespb.Need {
		return casespb.Need(rapid.Int32Range(1, int32(len(casespb.Need_name)-1)).Draw(t, "need"))
	})
	anyNeeds    = rapid.SliceOfNDistinct(drawnNeed, 0, 6, rapid.ID[casespb.Need])
	anyArea     = rapid.Custom(func(t *rapid.T) casespb.Area { return casespb.Area(rapid.Int32Range(1, 5).Draw(t, "area")) })
	anyAreas    = rapid.SliceOfNDistinct(anyArea, 0, 3, rapid.ID[casespb.Area])
	anyLanguage = rapid.SampledFrom([]string{"fi", "sv"})
	anyTongues  = rapid.SliceOfNDistinct(anyLanguage, 1, 2, rapid.ID[string])
	anyFrom     = rapid.SampledFrom([]string{"2020-01-01", today, "2026-11-24"})
	anyTo       = rapid.SampledFrom([]string{"", "", "2027-01-01", today, "2026-11-22"})
)

func anyData(t *rapid.T) *directorypb.RoutingData {
	data := &directorypb.RoutingData{}
	for a := range casespb.Actor_name {
		if a == 0 || rapid.IntRange(0, 5).Draw(t, "missing") == 0 {
			continue
		}
		data.Actors = append(data.Actors, &directorypb.ActorInfo{
			Actor: casespb.Actor(a), TakesLeads: rapid.Bool().Draw(t, "takes"), JoinsOnly: rapid.Bool().Draw(t, "joins"),
			Languages: anyTongues.Draw(t, "languages"),
			Expertise: anyNeeds.Draw(t, "expertise"), ActiveFrom: anyFrom.Draw(t, "from"), ActiveTo: anyTo.Draw(t, "to"),
		})
	}
	slices.SortFunc(data.GetActors(), func(x, y *directorypb.ActorInfo) int { return int(x.GetActor() - y.GetActor()) })
	for i := range rapid.IntRange(0, 12).Draw(t, "units") {
		data.Units = append(data.Units, &directorypb.Unit{
			Id: "unit-" + strconv.Itoa(i), Actor: casespb.Actor(rapid.Int32Range(1, 4).Draw(t, "actor")),
			Areas: anyAreas.Draw(t, "areas"), National: rapid.Bool().Draw(t, "national"),
			Languages: anyTongues.Draw(t, "languages"), Needs: anyNeeds.Draw(t, "needs"),
			TakesLeads: rapid.Bool().Draw(t, "takes"), ActiveFrom: anyFrom.Draw(t, "from"), ActiveTo: anyTo.Draw(t, "to"),
		})
	}
	return data
}

func anyFacts(t *rapid.T) cases.Facts {
	p := rapid.SampledFrom(places).Draw(t, "place")
	return cases.Facts{
		Needs:    rapid.SliceOfNDistinct(rapid.SampledFrom(codes[needs]), 1, 5, rapid.ID[string]).Draw(t, "needs"),
		Language: anyLanguage.Draw(t, "language"), Area: p.area, CountyCode: p.county,
		Level:   rapid.SampledFrom(codes[levels]).Draw(t, "level"),
		About:   rapid.SampledFrom(codes[about]).Draw(t, "about"),
		Urgency: rapid.SampledFrom(codes[urgencies]).Draw(t, "urgency"),

		WishedForms: rapid.SliceOfNDistinct(rapid.SampledFrom(codes[forms][:len(codes[forms])-1]), 0, 3, rapid.ID[string]).Draw(t, "forms"),
		Permissions: rapid.SampledFrom(append([]string{""}, codes[permissions]...)).Draw(t, "permissions"),
		Risks:       rapid.SampledFrom([][]string{nil, nil, nil, {"SELF_HARM"}}).Draw(t, "risks"),
	}
}

// some answers a condition: usually an empty one, or few of the codes.
func some(t *rapid.T, kind int) []string {
	if rapid.Bool().Draw(t, "any") {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(codes[kind]), 1, 3, rapid.ID[string]).Draw(t, columns[kind])
}

// anySet answers a set of few rules that get in each other's way.
func anySet(t *rapid.T) Set {
	party := rapid.SampledFrom([]Party{"ELMERI", "VALTERI", "HOSPITAL_TEACHING", "STATE_SCHOOL_HOME", "unit-0", "unit-1", Coordination})
	set := Set{Version: "drawn"}
	for i := range rapid.IntRange(1, 7).Draw(t, "rules") {
		r := Rule{
			ID: "r" + strconv.Itoa(i), Lead: party.Draw(t, "lead"), Weight: rapid.Int32Range(1, 3).Draw(t, "weight"),
			Reason: Reason{Fi: "fi", Sv: "sv"},
			When:   When{Needs: some(t, needs), Areas: some(t, areas), Languages: some(t, languages), About: some(t, about), Permissions: some(t, permissions), Forms: some(t, forms)},
		}
		for _, p := range rapid.SliceOfNDistinct(party, 0, 2, rapid.ID[Party]).Draw(t, "partners") {
			if p != Coordination {
				r.Partners = append(r.Partners, p)
			}
		}
		set.Rules = append(set.Rules, r)
	}
	return set
}

func compiled(t interface{ Fatal(args ...any) }, set Set) *Table {
	table, err := Compile(set)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestEveryRequestEndsInAUnitThatMayTakeItOrInTriage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data, f, set := anyData(t), anyFacts(t), anySet(t)
		r := compiled(t, set).Decide(f, data, today)
		if again := compiled(t, set).Decide(f, data, today); !cmp.Equal(r, again) {
			t.Fatalf("the second answer differs:\n%s", cmp.Diff(r, again))
		}
		// The orders of the rows, of the units, of the actors and of the needs do not matter.
		turned := &directorypb.RoutingData{Actors: slices.Clone(data.GetActors()), Units: slices.Clone(data.GetUnits())}
		slices.Reverse(turned.GetUnits())
		slices.Reverse(turned.GetActors())
		other, rows := f, Set{Version: set.Version, Rules: slices.Clone(set.Rules)}
		other.Needs = slices.Clone(f.Needs)
		slices.Reverse(other.Needs)
		slices.Reverse(rows.Rules)
		again := compiled(t, rows).Decide(other, turned, today)
		again.Matched = r.Matched
		if !cmp.Equal(r, again) {
			t.Fatalf("another order gives another answer:\n%s", cmp.Diff(r, again))
		}
		if (r.Unit == nil) == (r.TriageReason == "") || len(f.Risks) > 0 && r.TriageReason != "RISK" {
			t.Fatalf("unit %v and reason %q, risks %v", r.Unit, r.TriageReason, f.Risks)
		}
		if r.Unit != nil {
			mayTake(t, f, data, cases.Candidate{Unit: *r.Unit}, true)
		}
		for _, c := range r.RunnersUp {
			mayTake(t, f, data, c, true)
		}
		for _, c := range r.Partners {
			mayTake(t, f, data, c, false)
		}
	})
}

func TestARowOfSeveralCodesMeansARowForEach(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data, f, set := anyData(t), anyFacts(t), anySet(t)
		var split Set
		for _, r := range set.Rules {
			for i, n := range r.When.Needs {
				one := r
				one.ID, one.When.Needs = r.ID+strconv.Itoa(i), []string{n}
				split.Rules = append(split.Rules, one)
			}
			if len(r.When.Needs) == 0 {
				split.Rules = append(split.Rules, r)
			}
		}
		want, got := compiled(t, set).Decide(f, data, today), compiled(t, split).Decide(f, data, today)
		want.Fired, got.Fired, want.RuleSetVersion = nil, nil, ""
		if !cmp.Equal(want, got) {
			t.Fatalf("split rows decide otherwise:\n%s", cmp.Diff(want, got))
		}
	})
}

// mayTake says in its own words what a unit must be. A unit that a rule names need not serve the area.
func mayTake(t *rapid.T, f cases.Facts, data *directorypb.RoutingData, c cases.Candidate, lead bool) {
	u := data.GetUnits()[slices.IndexFunc(data.GetUnits(), func(u *directorypb.Unit) bool { return u.GetId() == c.ID })]
	i := slices.IndexFunc(data.GetActors(), func(a *directorypb.ActorInfo) bool { return a.GetActor() == u.GetActor() })
	if i < 0 {
		t.Fatalf("%s is of an actor that is not there", c.ID)
	}
	a, named := data.GetActors()[i], c.ID == "unit-0" || c.ID == "unit-1"
	works := func(from, to string) bool { return from <= today && (to == "" || to >= today) }
	for what, ok := range map[string]bool{
		"works now":              works(u.GetActiveFrom(), u.GetActiveTo()) && works(a.GetActiveFrom(), a.GetActiveTo()),
		"speaks the language":    slices.Contains(u.GetLanguages(), f.Language) && slices.Contains(a.GetLanguages(), f.Language),
		"serves the area":        named || u.GetNational() || slices.Contains(wire.Codes(u.GetAreas()), f.Area),
		"takes leads, if it has": !lead || u.GetTakesLeads() && a.GetTakesLeads() && !a.GetJoinsOnly(),
		"is of its actor":        c.Actor == wire.Code(a.GetActor()),
	} {
		if !ok {
			t.Fatalf("%v: the unit %v of %v: %q does not hold", f, u, a, what)
		}
	}
}
