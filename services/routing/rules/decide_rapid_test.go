package routing

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
	anyNeed = rapid.Custom(func(t *rapid.T) casespb.Need {
		return casespb.Need(rapid.Int32Range(1, int32(len(casespb.Need_name)-1)).Draw(t, "need"))
	})
	anyNeeds    = rapid.SliceOfNDistinct(anyNeed, 0, 6, rapid.ID[casespb.Need])
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
			Languages: anyTongues.Draw(t, "languages"), LeadNeeds: anyNeeds.Draw(t, "leads"),
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

func anyFacts(t *rapid.T) facts {
	p := rapid.SampledFrom(places).Draw(t, "place")
	return facts{
		needs: rapid.SliceOfNDistinct(anyNeed, 1, 5, rapid.ID[casespb.Need]).Draw(t, "needs"),
		area:  p.area, county: p.county, language: anyLanguage.Draw(t, "language"), date: today,
	}
}

func TestEveryRequestEndsInAUnitThatMayTakeItOrInTriage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		data, f := anyData(t), anyFacts(t)
		r := choose(f, data)
		if again := choose(f, data); !cmp.Equal(r, again) {
			t.Fatalf("the second answer differs:\n%s", cmp.Diff(r, again))
		}
		// The order in which units come from the database, and in which needs were ticked, does not matter.
		turned := &directorypb.RoutingData{Actors: data.GetActors(), Units: slices.Clone(data.GetUnits())}
		slices.Reverse(turned.GetUnits())
		other := f
		other.needs = slices.Clone(f.needs)
		slices.Reverse(other.needs)
		again := choose(other, turned)
		again.Matched = r.Matched
		if !cmp.Equal(r, again) {
			t.Fatalf("another order gives another answer:\n%s", cmp.Diff(r, again))
		}
		if (r.Unit == nil) == (r.TriageReason == "") {
			t.Fatalf("unit %v and reason %q", r.Unit, r.TriageReason)
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

// mayTake says in its own words what a unit must be.
func mayTake(t *rapid.T, f facts, data *directorypb.RoutingData, c cases.Candidate, lead bool) {
	u := data.GetUnits()[slices.IndexFunc(data.GetUnits(), func(u *directorypb.Unit) bool { return u.GetId() == c.ID })]
	i := slices.IndexFunc(data.GetActors(), func(a *directorypb.ActorInfo) bool { return a.GetActor() == u.GetActor() })
	if i < 0 {
		t.Fatalf("%s is of an actor that is not there", c.ID)
	}
	a := data.GetActors()[i]
	works := func(from, to string) bool { return from <= f.date && (to == "" || to >= f.date) }
	for what, ok := range map[string]bool{
		"works now":              works(u.GetActiveFrom(), u.GetActiveTo()) && works(a.GetActiveFrom(), a.GetActiveTo()),
		"speaks the language":    slices.Contains(u.GetLanguages(), f.language) && slices.Contains(a.GetLanguages(), f.language),
		"serves the area":        u.GetNational() || slices.Contains(u.GetAreas(), f.area),
		"takes leads, if it has": !lead || u.GetTakesLeads() && a.GetTakesLeads() && !a.GetJoinsOnly(),
		"is of its actor":        c.Actor == wire.Code(a.GetActor()),
	} {
		if !ok {
			t.Fatalf("%v: the unit %v of %v: %q does not hold", f, u, a, what)
		}
	}
}
