package plan

import (
	"fmt"
	"math/rand/v2"
	"time"

	"pgregory.net/rapid"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// today is a Monday.
var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// eeva may be given aino's case and nothing speaks against it.
var (
	eeva = Expert{
		PersonID: "eeva", Name: "Eeva Esimerkki", Grants: []permission.Grant{{ID: "g", Role: permission.Expert, UnitID: "onerva"}},
		Competence: []string{"VISION", "HEARING"}, Languages: []string{"fi"}, Area: "KYS", CountyCode: "13",
		WeeklyHours: 20, Load: 30, Limit: 80,
	}
	aino = Waiting{
		AssignmentID: "a-1", CaseID: "c-1", UnitID: "onerva", Weight: Ordinary,
		Facts: cases.Facts{
			SchoolID: "koulu", Needs: []string{"VISION"}, Language: "fi", Area: "KYS", CountyCode: "13", Urgency: "NORMAL",
			WishedForms: []string{"ON_SITE_MEETING"},
		},
	}
)

// with answers a value changed.
func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}

// anyOf answers draws from rapid, or from a generator of random numbers where a world is too large for rapid.
type anyOf func(n int) int

func drawn(t *rapid.T) anyOf { return func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "n") } }

func seeded(seed uint64) anyOf { return rand.New(rand.NewPCG(seed, 1)).IntN }

// size of a world: how many wait, how many experts there are, in how many units, and how many seats one has at most.
type size struct{ waiting, experts, units, seats int }

var (
	needs    = []string{"AUTISM", "VISION", "HEARING", "LANGUAGE"}
	forms    = []string{"PHONE", "ON_SITE_MEETING", "VISIT_OBSERVATION"}
	areas    = []string{"HYKS", "KYS"}
	hours    = []int{0, 4, 7, 10, 20, 36}
	roles    = []permission.Role{permission.Expert, permission.Expert, permission.Lead, permission.Coordinator}
	urgently = []string{"NORMAL", "NORMAL", "SOON", "ACUTE_SAFETY"}
)

func pick[T any](n anyOf, from []T) T { return from[n(len(from))] }

func (s size) world(n anyOf) (waiting []Waiting, experts []Expert) {
	for i := range s.waiting {
		area := n(len(areas))
		waiting = append(waiting, Waiting{
			AssignmentID: fmt.Sprint("a-", i), CaseID: fmt.Sprint("c-", i), UnitID: fmt.Sprint("u-", n(s.units)),
			Weight: Ordinary, Since: today.AddDate(0, 0, -n(3)),
			Facts: cases.Facts{
				SchoolID: fmt.Sprint("s-", n(50)), Needs: []string{pick(n, needs), pick(n, needs)}, Language: pick(n, []string{"fi", "fi", "sv"}),
				Area: areas[area], CountyCode: fmt.Sprint(area, n(2)), WishedForms: []string{pick(n, forms)}, Urgency: pick(n, urgently),
			},
		})
	}
	for i := range s.experts {
		area := n(len(areas))
		e := Expert{
			PersonID: fmt.Sprint("e-", i), Grants: []permission.Grant{{ID: "g", Role: pick(n, roles), UnitID: fmt.Sprint("u-", n(s.units))}},
			Competence: []string{pick(n, needs), pick(n, needs)}, Languages: []string{pick(n, []string{"fi", "fi", "sv"}), "fi"},
			Area: areas[area], CountyCode: fmt.Sprint(area, n(2)), WeeklyHours: pick(n, hours), Load: n(40),
		}
		e.Limit = e.Load + n(Ordinary*(s.seats+1))
		if n(8) == 0 {
			e.Conflicts = []string{fmt.Sprint("s-", n(50)), fmt.Sprint("c-", n(s.waiting))}
		}
		if n(8) == 0 {
			e.Absences = []Absence{{"2026-11-20", pick(n, []string{"2026-11-22", "2026-11-23", "2026-12-24"})}}
		}
		if n(4) == 0 { // works in another unit too, which knows something else of them
			unit := fmt.Sprint("u-", n(s.units))
			e.Grants = append(e.Grants, permission.Grant{ID: "h", Role: permission.Expert, UnitID: unit})
			e.Profiles = map[string]Profile{unit: {
				Competence: []string{pick(n, needs)}, Languages: e.Languages[:1], Area: areas[n(len(areas))], WeeklyHours: min(e.WeeklyHours, pick(n, hours)),
			}}
		}
		experts = append(experts, e)
	}
	return waiting, experts
}
