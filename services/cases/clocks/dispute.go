package clocks

import "github.com/vip-verkosto/vaatu/services/cases"

// disputeGoals are what a dispute about the lead should reach: that coordination settles it.
var disputeGoals = []Goal{Settlement}

// DisputeOf answers the course of the dispute that is open, from the events of a case, oldest first, and whether one is. Each day of it
// is coordination's, whoever has the turn in the case; once it has ended there is nothing to reach.
func DisputeOf(events []cases.Event) (course Course, open bool) {
	c := cases.Replay(events)
	return Course{
		Segments: []cases.Segment{{Phase: cases.Triage, From: c.Dispute.RaiseTime}}, Begin: c.Dispute.RaiseTime,
		Urgency: c.Facts.Urgency, Municipality: c.Facts.MunicipalityCode, Dispute: true,
	}, c.Dispute.Open()
}
