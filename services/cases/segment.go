package cases

import (
	"slices"
	"time"
)

// Segment is a stretch of time in which a case keeps its phase and the actor that leads it; it belongs to one party. Together
// the segments of a case are one line from filing on; To is zero in the last.
type Segment struct {
	Phase Phase
	// Actor of the lead; empty where no lead stands.
	Actor string
	From  time.Time
	To    time.Time
}

// Turn answers whose clock ran.
func (s Segment) Turn() Turn { return turns[s.Phase] }

// Segments answers whose clock ran when, and why, from the events of a case, oldest first.
func Segments(events []Event) []Segment {
	return segments(events, func(c Case) (Segment, bool) {
		lead, _ := c.Lead()
		return Segment{Phase: c.Phase(), Actor: lead.Unit.Actor}, true
	})
}

// PartSegments answers the same of a partner's part, from when it was given on. The phase is what a case would be in whose lead it
// were: it waits for the school where its own question or a permission for it does.
func PartSegments(events []Event, assignmentID string) []Segment {
	return segments(events, func(c Case) (Segment, bool) {
		a, given := c.Assignment(assignmentID)
		return Segment{Phase: c.partPhase(a), Actor: a.Unit.Actor}, given
	})
}

// partTurn answers whose clock runs for a part: nobody's once it is finished.
func (c Case) partTurn(a Assignment) Turn {
	if !c.stands(a) || a.State == Done {
		return TurnNobody
	}
	return turns[c.partPhase(a)]
}

func (c Case) partPhase(a Assignment) Phase {
	switch {
	case c.stands(a) && !c.opens(a):
		return AwaitingPermission
	case slices.ContainsFunc(c.Questions, func(q Question) bool { return q.open() && q.UnitID == a.Unit.ID }):
		return AwaitingSchool
	case a.State == Waiting:
		return Queued
	default:
		return InConsultation
	}
}

// segments puts what stands after each event in one line; an event after which there is nothing yet is none of it.
func segments(events []Event, after func(Case) (Segment, bool)) []Segment {
	var segments []Segment
	var c Case
	for _, e := range events {
		c = Apply(c, e)
		next, begun := after(c)
		if !begun {
			continue
		}
		next.From = e.At
		if last := len(segments) - 1; last >= 0 {
			if segments[last].Phase == next.Phase && segments[last].Actor == next.Actor {
				continue
			}
			segments[last].To = e.At
		}
		segments = append(segments, next)
	}
	return segments
}
