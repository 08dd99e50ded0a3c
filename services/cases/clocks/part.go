package clocks

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// partGoals are what a partner's part should reach: somebody holds it, and it is completed.
var partGoals = []Goal{Acceptance, Part}

// PartsOf answers the courses of the partners' parts that stand, from the events of a case, oldest first. A part's clocks run from
// the invitation until it is completed or the case ends, also while the case has no lead, and after the advice.
func PartsOf(events []cases.Event) []Course {
	now := cases.Replay(events)
	parts := now.Partners()
	all := make([]Course, len(parts))
	for i, a := range parts {
		all[i] = partOf(events, now, a)
	}
	return all
}

// partOf answers the course of a part as it is now.
func partOf(events []cases.Event, now cases.Case, a cases.Assignment) Course {
	course := Course{
		Segments: cases.PartSegments(events, a.ID), Begin: a.CreateTime, Reached: map[Goal]time.Time{},
		Actor: a.Unit.Actor, Urgency: now.Facts.Urgency, Municipality: now.Facts.MunicipalityCode, Part: a,
	}
	var c cases.Case
	for _, e := range events {
		c = cases.Apply(c, e)
		was, _ := c.Assignment(a.ID)
		course.reach(Acceptance, was.State == cases.Held || was.State == cases.Done, e.At)
		course.reach(Part, was.State == cases.Done, e.At)
	}
	if now.Phase().Ended() {
		course.End = now.UpdateTime
	}
	return course
}

func (c Course) goals() []Goal {
	switch {
	case c.Dispute:
		return disputeGoals
	case c.Part.ID != "":
		return partGoals
	}
	return Goals
}

// target of a goal. That of a part is the day for which the partner was asked: it has the working days until then, is warned of and
// missed as its acceptance is, and has those of advice where no day was said.
func (c Course) target(g Goal, targets Targets, breaks workdays.Table) Target {
	if g != Part {
		return targets.For(g, c.Actor, c.Urgency)
	}
	t := targets.For(Acceptance, c.Actor, c.Urgency)
	if due, err := workdays.Parse(c.Part.Due); err == nil {
		t.Days = 0
		for d, closed := workdays.Of(c.Begin)+1, breaks.Actor(c.Actor); d <= due && t.Days < mostDays; d++ {
			if d.Working() && !closed.Has(d) {
				t.Days++
			}
		}
	} else {
		t.Days = targets.For(Advice, c.Actor, c.Urgency).Days
	}
	t.Goal, t.Days = Part, max(t.Days, 1)
	return t
}
