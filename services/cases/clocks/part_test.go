package clocks_test

import (
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// atWork lets the partner's unit do something to its part.
func atWork(d cases.Data) said { return said{permission.Expert, d} }

var (
	joins = atWork(cases.PartnerInvited{AssignmentID: "part", Unit: casetest.OtherUnit, QuestionID: "q", Due: "2026-09-15"}) // a Tuesday
	takes = atWork(cases.Claimed{AssignmentID: "part"})
)

// events answers those of a case, one a day from Tuesday the first of September; the units' by the partner's unit from the invitation on.
func events(all ...said) []cases.Event {
	var events []cases.Event
	by := cases.By{Person: cases.Person{ID: casetest.Expert().PersonID}, UnitID: casetest.Unit.ID}
	for i, s := range all {
		by.Role = s.role
		events = append(events, cases.Event{CaseID: "case", Version: i + 1, At: on(i + 1), By: by, Data: s.data})
		if _, invited := s.data.(cases.PartnerInvited); invited {
			by.UnitID = casetest.OtherUnit.ID
		}
	}
	return events
}

func TestAPartnersPartHasClocksOfItsOwn(t *testing.T) {
	t.Parallel()
	led := []said{filed, routed, claimed, joins} // invited on Friday the fourth
	asks := atWork(cases.Asked{QuestionID: "two", Due: "2026-10-30"})
	for _, c := range []struct {
		what   string
		events []said
		now    time.Time
		goal   clocks.Goal
		state  clocks.State
		says   string
		due    string
	}{
		{"it waits", led, on(12), clocks.Acceptance, clocks.Over, "5 working days used. Target 5.", "2026-09-11"},
		{"it waits, and the day of the invitation comes nearer", led, on(10), clocks.Part, clocks.Running, "3 working days used. Target 7.", "2026-09-15"},
		{"it is held", append(led, takes), on(8), clocks.Acceptance, clocks.Done, "0 working days used. Target 5.", "2026-09-11"},
		{"it is held, and its day is near", append(led, takes), on(15), clocks.Part, clocks.Warned, "6 working days used. Target 7.", "2026-09-15"},
		{"its day has passed", append(led, takes), on(16), clocks.Part, clocks.Over, "7 working days used. Target 7.", "2026-09-15"},
		{"its own question waits", append(led, takes, asks), on(14), clocks.Part, clocks.Paused, "0 working days used, 5 paused: waiting for the school. Target 7.", "2026-09-22"},
		{"the lead's question does not stop it", []said{filed, routed, claimed, asks, joins, takes}, on(10), clocks.Part, clocks.Running, "3 working days used. Target 7.", "2026-09-15"},
		{"it is completed", append(led, takes, atWork(cases.PartCompleted{AssignmentID: "part"})), on(30), clocks.Part, clocks.Done, "0 working days used. Target 7.", "2026-09-15"},
		{"the lead declines", append(led, said{permission.Expert, cases.DeclinedByUnit{AssignmentID: "lead"}}), on(10), clocks.Part, clocks.Running, "3 working days used. Target 7.", "2026-09-15"},
		{"the case has its advice", append(led, takes, wrote, gave), on(16), clocks.Part, clocks.Over, "7 working days used. Target 7.", "2026-09-15"},
	} {
		courses := clocks.PartsOf(events(c.events...))
		if len(courses) != 1 || courses[0].Part.ID != "part" {
			t.Fatalf("%s: %d courses", c.what, len(courses))
		}
		found := false
		for _, k := range courses[0].Clocks(clocks.Shipped(), workdays.Table{}, c.now) {
			if k.Goal != c.goal {
				continue
			}
			if found = true; k.State != c.state || inWords(k) != c.says || k.Due.String() != c.due {
				t.Errorf("%s: %s, %s, due %s; want %s, %s, due %s", c.what, k.State, inWords(k), k.Due, c.state, c.says, c.due)
			}
		}
		if !found {
			t.Errorf("%s: no clock of %s", c.what, c.goal)
		}
	}
}

func TestADayThatIsAgreedStaysWhereTheActorHasABreak(t *testing.T) {
	t.Parallel()
	table := workdays.NewTable([]workdays.Break{{Actor: casetest.OtherUnit.Actor, From: day(t, "2026-09-07"), To: day(t, "2026-09-09")}})
	course := clocks.PartsOf(events(filed, routed, claimed, joins))[0]
	if k := course.Clock(clocks.Part, clocks.Shipped(), table, on(10)); k.Due.String() != "2026-09-15" || k.Target.Days != 4 || k.PausedDays() != 3 {
		t.Errorf("%s, due %s; want four working days, until 2026-09-15", inWords(k), k.Due)
	}
	for _, due := range []string{"2026-09-04", "", "9999-12-31"} { // today, none, and never
		course.Part.Due = due
		if k := course.Clock(clocks.Part, clocks.Shipped(), table, on(30)); k.Target.Days < 1 || k.Due <= workdays.Of(course.Begin) {
			t.Errorf("due %q: %s, due %s", due, inWords(k), k.Due)
		}
	}
}

func TestAPartThatStandsNoMoreHasNoClock(t *testing.T) {
	t.Parallel()
	for what, end := range map[string]said{
		"declined":  atWork(cases.DeclinedByUnit{AssignmentID: "part"}),
		"dismissed": atWork(cases.PartnerDismissed{AssignmentID: "part"}),
		"withdrawn": {permission.Requester, cases.WithdrawnBySchool{}},
	} {
		if courses := clocks.PartsOf(events(filed, routed, claimed, joins, end)); len(courses) > 0 {
			t.Errorf("%s: %+v", what, courses)
		}
	}
	ended := clocks.PartsOf(events(filed, routed, claimed, joins, takes, said{permission.Requester, cases.ClosedBySchool{}}))
	if k, found := clocks.Nearest(ended[0].Clocks(clocks.Shipped(), workdays.Table{}, on(30))); found {
		t.Errorf("in a case that has ended %s runs: %s", k.Goal, inWords(k))
	}
}
