package rules

import (
	"cmp"
	"slices"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
)

// Scores of a unit; they compare within one decision.
const (
	scoreOwnArea  = 20
	scoreForNeeds = 10
	scoreNational = 5
)

// as says what a unit is looked for: to lead, or to join.
type as bool

const (
	leading as = true
	joining as = false
)

// search looks for units that take one request on one day.
type search struct {
	data  *directorypb.RoutingData
	day   string
	facts cases.Facts
	needs mask
}

// rank answers a party's units that take the request, the nearest first.
func (s search) rank(b brought, role as) []cases.Candidate {
	var ranked []cases.Candidate
	for _, u := range s.data.GetUnits() {
		if s.takes(b, u, role) {
			ranked = append(ranked, cases.Candidate{Unit: UnitOf(u), Score: s.score(u)})
		}
	}
	slices.SortFunc(ranked, func(x, y cases.Candidate) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.ID, y.ID))
	})
	return ranked
}

// best answers the nearest unit of each party, none twice, and not the one that leads already.
func (s search) best(taken *cases.Unit, parties []brought, role as) []cases.Candidate {
	var found []cases.Candidate
	for _, b := range parties {
		ranked := s.rank(b, role)
		if len(ranked) == 0 || taken != nil && ranked[0].Unit == *taken || slices.Contains(found, ranked[0]) {
			continue
		}
		found = append(found, ranked[0])
	}
	return found
}

// takes reports whether a unit is of the party and works in the language now. A unit that the rule names is taken at its
// word; one that only its actor's name brings in also serves the area, and takes all the needs that brought the actor in.
func (s search) takes(b brought, u *directorypb.Unit, role as) bool {
	named := string(b.party) == u.GetId()
	if !named && actors[b.party] != u.GetActor() || !s.works(u, role) {
		return false
	}
	return named || s.serves(u) && s.covers(u, b.needs)
}

func (s search) works(u *directorypb.Unit, role as) bool {
	a := actorOf(u, s.data.GetActors())
	return Open(u, s.day) && Open(a, s.day) && (role == joining || takesLeads(u, a)) && speaks(u, a, s.facts.Language)
}

func (s search) serves(u *directorypb.Unit) bool { return u.GetNational() || s.near(u) }

// near reports whether the school's area is one that the unit serves first.
func (s search) near(u *directorypb.Unit) bool {
	return slices.ContainsFunc(u.GetAreas(), func(a casespb.Area) bool { return bit(a) == bits[areas][s.facts.Area] })
}

// covers reports whether a unit takes all the needs that brought its actor in; where a rule named none: all in which
// the actor is expert.
func (s search) covers(u *directorypb.Unit, by mask) bool {
	if len(u.GetNeeds()) == 0 {
		return true
	}
	if by == anyNeed {
		by = maskOf(actorOf(u, s.data.GetActors()).GetExpertise())
	}
	return by&s.needs&^maskOf(u.GetNeeds()) == 0
}

func (s search) score(u *directorypb.Unit) int32 {
	var score int32
	if s.near(u) {
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

func (s search) whyUnit(id string) string {
	i := slices.IndexFunc(s.data.GetUnits(), func(u *directorypb.Unit) bool { return u.GetId() == id })
	if s.near(s.data.GetUnits()[i]) {
		return "UNIT_OWN_AREA"
	}
	return "UNIT_NATIONAL"
}

// Open reports whether a unit or an actor works on a day; one that is not there does not.
func Open(who interface {
	GetActiveFrom() string
	GetActiveTo() string
}, day string,
) bool {
	from, to := who.GetActiveFrom(), who.GetActiveTo()
	return from != "" && from <= day && (to == "" || day <= to)
}

// Leads reports whether a unit works and takes leads on a day, and its actor too.
func Leads(u *directorypb.Unit, list []*directorypb.ActorInfo, day string) bool {
	a := actorOf(u, list)
	return Open(u, day) && Open(a, day) && takesLeads(u, a)
}

// Works reports whether a unit works on a day, and its actor too.
func Works(u *directorypb.Unit, list []*directorypb.ActorInfo, day string) bool {
	return Open(u, day) && Open(actorOf(u, list), day)
}

func takesLeads(u *directorypb.Unit, a *directorypb.ActorInfo) bool {
	return u.GetTakesLeads() && a.GetTakesLeads() && !a.GetJoinsOnly()
}

func speaks(u *directorypb.Unit, a *directorypb.ActorInfo, language string) bool {
	return slices.Contains(u.GetLanguages(), language) && slices.Contains(a.GetLanguages(), language)
}

// actorOf answers the actor of a unit; nil where the data have none, which the generated getters take for an empty one.
func actorOf(u *directorypb.Unit, list []*directorypb.ActorInfo) *directorypb.ActorInfo {
	for _, a := range list {
		if a.GetActor() == u.GetActor() {
			return a
		}
	}
	return nil
}

// bit of an enum's value among the codes of its kind; none for the zero.
func bit[E ~int32](e E) mask { return 1 << e >> 1 }

func maskOf(list []casespb.Need) (m mask) {
	for _, n := range list {
		m |= bit(n)
	}
	return m
}

// UnitOf answers a unit as a case names it.
func UnitOf(u *directorypb.Unit) cases.Unit {
	return cases.Unit{ID: u.GetId(), Actor: wire.Code(u.GetActor()), NameFi: u.GetNameFi(), NameSv: u.GetNameSv()}
}
