package cases

import "time"

// Segment is a stretch of time that belongs to one party. Together the segments of a case are one line from filing on;
// To is zero in the last.
type Segment struct {
	Turn Turn
	From time.Time
	To   time.Time
}

// Segments answers whose clock ran when, from the events of a case, oldest first.
func Segments(events []Event) []Segment {
	var segments []Segment
	var c Case
	for _, e := range events {
		c = Apply(c, e)
		last := len(segments) - 1
		if last >= 0 && segments[last].Turn == c.Turn() {
			continue
		}
		if last >= 0 {
			segments[last].To = e.At
		}
		segments = append(segments, Segment{Turn: c.Turn(), From: e.At})
	}
	return segments
}
