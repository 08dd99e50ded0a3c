package cases_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

const (
	// livesOfACheck of rapid: -rapid.checks says how many checks there are.
	livesOfACheck = 3
	stepsOfAnyOne = 25
	// silence is longer than any target with its pauses.
	silence = 500 * 24 * time.Hour
)

// Everybody tries anything at any time, experts leave, units decline, close and open again, and who could answer comes and goes.
// However a case stands then, and however long nobody does anything, somebody has the turn, and the clock ends the case, or tells
// somebody of it; so of each partner's part in it, and of a dispute about its lead; and nothing waits in a unit that works no more.
func TestNoCaseIsEverWithoutAnOwnerAClockOrAnEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		for range livesOfACheck {
			s := begun(r)
			for range stepsOfAnyOne {
				s.step(r)
				s.notForgotten(r)
			}
		}
	})
}

// story is a case that the core alone knows.
type story struct {
	c      cases.Case
	events []cases.Event
	now    time.Time
	// closed are the units that work no more, by id.
	closed map[string]bool
}

func begun(r *rapid.T) *story {
	s := &story{now: time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC), closed: map[string]bool{}}
	unit := rapid.SampledFrom([]*cases.Unit{nil, &casetest.Unit}).Draw(r, "unit")
	about := rapid.SampledFrom([]string{"ANONYMOUS_PUPIL", "IDENTIFIED_PUPIL"}).Draw(r, "about")
	s.does(cases.By{Person: personOf(casetest.Teacher()), Role: permission.Requester}, filing(unit, about, about == "IDENTIFIED_PUPIL"))
	return s
}

// does lets somebody try something; what is refused changes nothing.
func (s *story) does(by cases.By, cmd cases.Command) {
	events, err := cases.Decide(s.c, cmd, cases.Meta{By: by, At: s.now})
	if err != nil {
		return
	}
	for _, e := range events {
		s.c = cases.Apply(s.c, e)
	}
	s.events = append(s.events, events...)
}

// step lets time pass, and one of those who may do something do it. Nobody erases: an erased case has ended long ago.
func (s *story) step(r *rapid.T) {
	s.now = s.now.Add(rapid.SampledFrom([]time.Duration{time.Minute, 15 * 24 * time.Hour, 100 * 24 * time.Hour}).Draw(r, "later"))
	var moves []move
	for _, cmd := range slices.Concat(ordinary(s.c), withUnits(s.c), permits(s.c), disputes(s.c)) {
		if _, erases := cmd.(cases.Erase); erases {
			continue
		}
		for _, who := range cast() {
			if by, may := gate(s.c, who, cmd); may {
				moves = append(moves, move{by: by, cmd: cmd})
			}
		}
	}
	if len(moves) > 0 {
		m := rapid.SampledFrom(moves).Draw(r, "move")
		s.does(m.by, m.cmd)
	}
	for _, u := range []cases.Unit{casetest.Unit, casetest.OtherUnit} {
		if rapid.IntRange(0, 7).Draw(r, "closes or opens") == 0 {
			s.closed[u.ID] = !s.closed[u.ID]
		}
	}
	s.clock(r)
}

// clock ends what waits in units that work no more; the rules send leads to one that works, or nowhere.
func (s *story) clock(r *rapid.T) {
	to := []*cases.Unit{nil}
	for _, u := range []*cases.Unit{&casetest.Unit, &casetest.OtherUnit} {
		if !s.closed[u.ID] {
			to = append(to, u)
		}
	}
	for _, a := range s.stranded() {
		s.now = s.now.Add(time.Second)
		s.does(cases.Clock, windUp(s.c, a, rapid.SampledFrom(to).Draw(r, "by the rules")))
	}
}

// stranded are the parts that wait in units that work no more. After advice nothing is left to a lead that waits.
func (s *story) stranded() []cases.Assignment {
	return slices.DeleteFunc(slices.Clone(s.c.Assignments), func(a cases.Assignment) bool {
		return a.State != cases.Waiting || !s.c.Stands(a) || !s.closed[a.Unit.ID] || a.Part == cases.LeadPart && !s.c.Phase().BeforeAdvice()
	})
}

// notForgotten fails where a case that has not ended would be left to itself.
func (s *story) notForgotten(r *rapid.T) {
	if left := s.stranded(); len(left) > 0 {
		r.Fatalf("in %s something waits in a unit that works no more: %+v, after %v", s.c.Phase(), left, kinds(s.events))
	}
	quiet := *s
	for due := quiet.c.TickTime(); !due.IsZero(); due = quiet.c.TickTime() {
		if due.After(quiet.now) {
			quiet.now = due
		}
		quiet.does(cases.Clock, cases.Tick{})
		if quiet.c.TickTime().Equal(due) {
			r.Fatalf("in %s the clock does nothing at %s, after %v", quiet.c.Phase(), due, kinds(quiet.events))
		}
	}
	phase := quiet.c.Phase()
	if phase.Ended() {
		return
	}
	if s.c.Turn() == cases.TurnNobody || quiet.c.Turn() == cases.TurnNobody || !phase.BeforeAdvice() {
		r.Fatalf("nothing ends the case in %s, after %v", phase, kinds(quiet.events))
	}
	quiet.isSettled(r)
	lead, _ := quiet.c.Lead()
	quiet.isTold(r, lead, clocks.CourseOf(quiet.events))
	courses := map[string]clocks.Course{}
	for _, course := range clocks.PartsOf(quiet.events) {
		courses[course.Part.ID] = course
	}
	for _, a := range quiet.c.Assignments {
		if a.Part == cases.PartnerPart && quiet.c.Stands(a) && a.State != cases.Done {
			quiet.isTold(r, a, courses[a.ID])
		}
	}
}

// isSettled fails where coordination would never hear of a dispute that is open.
func (s *story) isSettled(r *rapid.T) {
	course, open := clocks.DisputeOf(s.events)
	if open != s.c.Dispute.Open() {
		r.Fatalf("the clock of a dispute runs: %v, of %+v, after %v", open, s.c.Dispute, kinds(s.events))
	}
	if !open {
		return
	}
	k, _ := clocks.Nearest(course.Clocks(clocks.Shipped(), workdays.Table{}, s.now.Add(silence)))
	if call := k.Call(clocks.People{}); call.Tell != clocks.Escalation || call.Rung != clocks.RungCoordination {
		r.Fatalf("in %s coordination is not told of a dispute: %+v of %+v, after %v", s.c.Phase(), call, k, kinds(s.events))
	}
}

// isTold fails where, however long it lasts, nobody hears of a part, the lead's or a partner's.
func (s *story) isTold(r *rapid.T, part cases.Assignment, course clocks.Course) {
	k, found := clocks.Nearest(course.Clocks(clocks.Shipped(), workdays.Table{}, s.now.Add(silence)))
	if !found {
		r.Fatalf("no clock of the part %q runs in %s, after %v", part.Part, s.c.Phase(), kinds(s.events))
	}
	people := clocks.People{
		Lead:        rapid.SampledFrom([]string{"", "head"}).Draw(r, "head"),
		Coordinator: rapid.SampledFrom([]string{"", "coordinator"}).Draw(r, "coordinator"),
	}
	if part.Holder.ID != "" {
		people.Owner = rapid.SampledFrom([]string{"", part.Holder.ID}).Draw(r, "holder")
	}
	// The holder who waits for the school has the case on a list of theirs; everybody else is told.
	if call := k.Call(people); call.Tell == clocks.Nothing && call.Rung != clocks.RungOwner {
		r.Fatalf("in %s nobody is told of the part %q: %+v of %+v, after %v", s.c.Phase(), part.Part, call, k, kinds(s.events))
	}
}
