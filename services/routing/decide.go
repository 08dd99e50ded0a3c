package routing

import (
	"cmp"
	"slices"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
)

// ruleSet names the rules that this release ships: they are the actors' and units' own data.
const ruleSet = "actors-1"

// Scores of a unit; they compare within one decision.
const (
	scoreOwnArea  = 20
	scoreForNeeds = 10
	scoreNational = 5
)

// alandCounty is Statistics Finland's code for Åland, which is in no VIP area.
const alandCounty = "91"

// facts are what a decision looks at.
type facts struct {
	needs    []casespb.Need
	language string
	area     casespb.Area
	county   string
	// risky: the school flagged a risk.
	risky bool
	// date of the decision in Helsinki, YYYY-MM-DD.
	date string
}

// choose answers where a request goes and why. It is pure, deterministic and total: the same facts and data give the
// same answer, and every request ends in a unit or in triage.
func choose(f facts, data *directorypb.RoutingData) cases.Routing {
	r := cases.Routing{RuleSetVersion: ruleSet, Matched: f.matched()}
	leads, weighs := f.leads(data.GetActors())
	r.Partners = f.partners(leads, data)
	switch {
	case f.risky:
		r.TriageReason = "RISK"
	case weighs || len(leads) == 0 || f.outside():
		r.TriageReason = "GAP"
	case len(leads) > 1:
		r.TriageReason = "TIE"
	}
	if r.TriageReason != "" {
		r.RunnersUp = f.best(leads, data)
		return r
	}
	ranked := f.rank(leads[0], data.GetUnits(), true)
	if len(ranked) == 0 {
		r.TriageReason = "GAP"
		return r
	}
	r.Unit, r.RunnersUp = &ranked[0].Unit, ranked[1:]
	r.Matched = append(r.Matched, f.whyUnit(ranked[0], data.GetUnits()))
	return r
}

// outside: Åland in Finnish, and schools whose municipality nobody knows, are for people to decide.
func (f facts) outside() bool {
	return f.county == "" || f.county == alandCounty && f.language != "sv"
}

// matched answers the facts as codes.
func (f facts) matched() []string {
	var codes []string
	for _, n := range f.needs {
		codes = append(codes, n.String())
	}
	switch {
	case f.area != casespb.Area_AREA_UNSPECIFIED:
		codes = append(codes, f.area.String())
	case f.county == alandCounty:
		codes = append(codes, "AREA_ALAND")
	}
	if code, ok := map[string]string{"fi": "LANGUAGE_FI", "sv": "LANGUAGE_SV"}[f.language]; ok {
		codes = append(codes, code)
	}
	return codes
}

// leads answers the actors that lead one of the needs, and whether a need weighs although nobody leads it: one that
// some actor is expert in. A need in nobody's data weighs nothing beside another. The order is that of the actors,
// whatever the order of the needs.
func (f facts) leads(actors []*directorypb.ActorInfo) (leads []*directorypb.ActorInfo, weighs bool) {
	led, known := map[casespb.Need]bool{}, map[casespb.Need]bool{}
	for _, a := range actors {
		if !f.active(a.GetActiveFrom(), a.GetActiveTo()) {
			continue
		}
		lead := false
		for _, need := range f.needs {
			known[need] = known[need] || slices.Contains(a.GetExpertise(), need)
			if a.GetTakesLeads() && !a.GetJoinsOnly() && slices.Contains(a.GetLeadNeeds(), need) {
				lead, led[need] = true, true
			}
		}
		if lead {
			leads = append(leads, a)
		}
	}
	return leads, slices.ContainsFunc(f.needs, func(n casespb.Need) bool { return known[n] && !led[n] })
}

func (f facts) active(from, to string) bool { return from <= f.date && (to == "" || f.date <= to) }

// rank answers an actor's units that take the request, the best first; lead: only those that take leads.
func (f facts) rank(a *directorypb.ActorInfo, units []*directorypb.Unit, lead bool) []cases.Candidate {
	var ranked []cases.Candidate
	for _, u := range units {
		if u.GetActor() != a.GetActor() || lead && !u.GetTakesLeads() || !f.takes(a, u, lead) {
			continue
		}
		ranked = append(ranked, cases.Candidate{Unit: toUnit(u), Score: f.score(u)})
	}
	slices.SortFunc(ranked, func(x, y cases.Candidate) int {
		return cmp.Or(-cmp.Compare(x.Score, y.Score), cmp.Compare(x.ID, y.ID))
	})
	return ranked
}

// takes reports whether a unit works now, in the language, in the area, and with all the needs that bring its actor in.
func (f facts) takes(a *directorypb.ActorInfo, u *directorypb.Unit, lead bool) bool {
	if !f.active(u.GetActiveFrom(), u.GetActiveTo()) ||
		!slices.Contains(u.GetLanguages(), f.language) || !slices.Contains(a.GetLanguages(), f.language) {
		return false
	}
	if !u.GetNational() && !slices.Contains(u.GetAreas(), f.area) {
		return false
	}
	own := a.GetExpertise()
	if lead {
		own = a.GetLeadNeeds()
	}
	for _, n := range f.needs {
		if slices.Contains(own, n) && len(u.GetNeeds()) > 0 && !slices.Contains(u.GetNeeds(), n) {
			return false
		}
	}
	return true
}

func (f facts) score(u *directorypb.Unit) int32 {
	var score int32
	if slices.Contains(u.GetAreas(), f.area) {
		score += scoreOwnArea
	}
	if len(u.GetNeeds()) > 0 {
		score += scoreForNeeds
	}
	if u.GetNational() {
		score += scoreNational
	}
	return score
}

// best answers the best unit of each actor.
func (f facts) best(actors []*directorypb.ActorInfo, data *directorypb.RoutingData) []cases.Candidate {
	var found []cases.Candidate
	for _, a := range actors {
		if ranked := f.rank(a, data.GetUnits(), true); len(ranked) > 0 {
			found = append(found, ranked[0])
		}
	}
	return found
}

// partners answers the best unit of each actor that is expert in one of the needs and does not lead already.
func (f facts) partners(leads []*directorypb.ActorInfo, data *directorypb.RoutingData) []cases.Candidate {
	var found []cases.Candidate
	for _, a := range data.GetActors() {
		expert := slices.ContainsFunc(f.needs, func(n casespb.Need) bool { return slices.Contains(a.GetExpertise(), n) })
		if !expert || slices.Contains(leads, a) || !f.active(a.GetActiveFrom(), a.GetActiveTo()) {
			continue
		}
		if ranked := f.rank(a, data.GetUnits(), false); len(ranked) > 0 {
			found = append(found, ranked[0])
		}
	}
	return found
}

func (f facts) whyUnit(c cases.Candidate, units []*directorypb.Unit) string {
	i := slices.IndexFunc(units, func(u *directorypb.Unit) bool { return u.GetId() == c.ID })
	if slices.Contains(units[i].GetAreas(), f.area) {
		return "UNIT_OWN_AREA"
	}
	return "UNIT_NATIONAL"
}

func toUnit(u *directorypb.Unit) cases.Unit {
	return cases.Unit{ID: u.GetId(), Actor: wire.Code(u.GetActor()), NameFi: u.GetNameFi(), NameSv: u.GetNameSv()}
}

// permissionNeeded reports whether guardian's consent and the school's authorisation must both be there before the
// work starts: by the data of the unit and its actor, or, in triage, when every active actor asks for them.
func permissionNeeded(r *casespb.Request, routing cases.Routing, f facts, data *directorypb.RoutingData) bool {
	asked := cases.Facts{About: wire.Code(r.GetAbout())}
	for _, form := range r.GetWishedForms() {
		asked.WishedForms = append(asked.WishedForms, wire.Code(form))
	}
	if routing.Unit != nil {
		return asked.NeedsPermission(modesOf(routing.Unit.ID, data.GetUnits(), data.GetActors()))
	}
	active := slices.DeleteFunc(slices.Clone(data.GetActors()), func(a *directorypb.ActorInfo) bool {
		return !f.active(a.GetActiveFrom(), a.GetActiveTo())
	})
	return len(active) > 0 && !slices.ContainsFunc(active, func(a *directorypb.ActorInfo) bool {
		return !asked.NeedsPermission(a.GetPermissionModes())
	})
}

// modesOf answers the modes in which a unit wants permissions: its actor's, and its own wish for always.
func modesOf(unitID string, units []*directorypb.Unit, actors []*directorypb.ActorInfo) []string {
	i := slices.IndexFunc(units, func(u *directorypb.Unit) bool { return u.GetId() == unitID })
	if i < 0 {
		return nil
	}
	unit := units[i]
	var modes []string
	for _, a := range actors {
		if a.GetActor() == unit.GetActor() {
			modes = slices.Clone(a.GetPermissionModes())
		}
	}
	if unit.GetPermissionAlways() {
		modes = append(modes, cases.ModeAlways)
	}
	return modes
}

// charges reports whether the actor of the chosen unit charges.
func charges(routing cases.Routing, actors []*directorypb.ActorInfo) bool {
	return routing.Unit != nil && slices.ContainsFunc(actors, func(a *directorypb.ActorInfo) bool {
		return wire.Code(a.GetActor()) == routing.Unit.Actor && a.GetCharges()
	})
}
