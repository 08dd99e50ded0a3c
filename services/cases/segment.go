package cases

import "time"

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
	var segments []Segment
	var c Case
	for _, e := range events {
		c = Apply(c, e)
		lead, _ := c.Lead()
		next := Segment{Phase: c.Phase(), Actor: lead.Unit.Actor, From: e.At}
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
