package clocks_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// said is an event by somebody of a role.
type said struct {
	role permission.Role
	data cases.Data
}

// on answers the moment of the nth event.
func on(n int) time.Time { return time.Date(2026, time.September, n, 8, 0, 0, 0, time.UTC) }

// lived answers the course of a case with these events, one a day from the first of September.
func lived(all ...said) clocks.Course {
	var events []cases.Event
	for i, s := range all {
		by := cases.By{Person: cases.Person{ID: casetest.Expert().PersonID}, Role: s.role, UnitID: casetest.Unit.ID}
		events = append(events, cases.Event{CaseID: "case", Version: i + 1, At: on(i + 1), By: by, Data: s.data})
	}
	return clocks.CourseOf(events)
}

var (
	filed    = said{permission.Requester, cases.Filed{Facts: casetest.Facts()}}
	routed   = said{permission.Requester, cases.Routed{AssignmentID: "lead", Routing: cases.Routing{Unit: &casetest.Unit}}}
	claimed  = said{permission.Expert, cases.Claimed{AssignmentID: "lead"}}
	released = said{permission.Expert, cases.Released{AssignmentID: "lead"}}
	asked    = said{permission.Expert, cases.Asked{QuestionID: "one", Due: "2026-09-05"}}
	wrote    = said{permission.Expert, cases.AdviceWritten{AdviceID: "advice", AssignmentID: "lead", Revision: 1}}
	gave     = said{permission.Expert, cases.AdvicePublished{Revisions: []int{1}}}
)

func TestEventsReachGoals(t *testing.T) {
	t.Parallel()
	byRole := func(r permission.Role) said { return said{r, cases.Messaged{MessageID: "m"}} }
	for _, c := range []struct {
		what   string
		events []said
		want   map[clocks.Goal]time.Time
	}{
		{"filed and routed", []said{filed, routed}, map[clocks.Goal]time.Time{}},
		{"the school's own message is no word", []said{filed, routed, byRole(permission.Requester), byRole(permission.Principals)}, map[clocks.Goal]time.Time{}},
		{"a reminder of the clock is none either", []said{filed, routed, {permission.Clock, cases.Reminded{}}}, map[clocks.Goal]time.Time{}},
		{"claimed", []said{filed, routed, claimed}, map[clocks.Goal]time.Time{clocks.Acceptance: on(3)}},
		{"given back", []said{filed, routed, claimed, released}, map[clocks.Goal]time.Time{}},
		{"claimed again", []said{filed, routed, claimed, released, claimed}, map[clocks.Goal]time.Time{clocks.Acceptance: on(5)}},
		{"the first word counts", []said{filed, routed, claimed, asked, byRole(permission.Expert)}, map[clocks.Goal]time.Time{clocks.Acceptance: on(3), clocks.FirstWord: on(4)}},
		{"advice", []said{filed, routed, claimed, wrote, gave}, map[clocks.Goal]time.Time{clocks.Acceptance: on(3), clocks.FirstWord: on(5), clocks.Advice: on(5)}},
		{"a new round begins anew", []said{filed, routed, claimed, wrote, gave, {permission.Requester, cases.ClosedBySchool{}}, {permission.Requester, cases.Reopened{}}}, map[clocks.Goal]time.Time{}},
	} {
		if diff := cmp.Diff(c.want, lived(c.events...).Reached); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.what, diff)
		}
	}
}

func TestAClockStopsWhenItsGoalIsReachedOrTheCaseEnds(t *testing.T) {
	t.Parallel()
	later := on(30)
	withdrawn := said{permission.Requester, cases.WithdrawnBySchool{}}
	for _, c := range []struct {
		what   string
		events []said
		goal   clocks.Goal
		state  clocks.State
		used   int
	}{
		{"claimed on the third day", []said{filed, routed, claimed}, clocks.Acceptance, clocks.Done, 1},
		{"but no word was said", []said{filed, routed, claimed}, clocks.FirstWord, clocks.Over, 20},
		{"given back: the days in between are the expert's", []said{filed, routed, claimed, released}, clocks.Acceptance, clocks.Over, 19},
		{"withdrawn", []said{filed, routed, withdrawn}, clocks.Advice, clocks.Done, 1},
		{"reopened: counted from then", []said{filed, routed, claimed, wrote, gave, {permission.Requester, cases.ClosedBySchool{}}, {permission.Requester, cases.Reopened{}}}, clocks.Advice, clocks.Warned, 16},
		{"never filed", nil, clocks.Advice, clocks.Done, 0},
	} {
		k := lived(c.events...).Clock(c.goal, clocks.Shipped(), workdays.Table{}, later)
		if k.State != c.state || k.Used != c.used {
			t.Errorf("%s: %s after %s; want %s after %d", c.what, k.State, inWords(k), c.state, c.used)
		}
		if k.State == clocks.Done && !k.Next().IsZero() {
			t.Errorf("%s: something is due at %s", c.what, k.Next())
		}
	}
}
