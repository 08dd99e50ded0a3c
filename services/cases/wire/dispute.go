package wire

import (
	"context"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// dispute answers the dispute about the lead that is open, or the latest of the round, with its texts; nil where there was none.
func dispute(ctx context.Context, c cases.Case, content []cases.Content) *casespb.Dispute {
	if c.Dispute.RaiseTime.IsZero() {
		return nil
	}
	m := disputeOf(c.Dispute, c.Assignments)
	for _, text := range content {
		switch text.ID {
		case c.Dispute.ReasonID:
			m.Author, m.Reason = Author(ctx, c, text.Author), string(text.Plain)
		case c.Dispute.SettlementID:
			m.Settlement = string(text.Plain)
		}
	}
	return m
}

// OpenDispute answers a dispute on the list of coordination, who reads the reason and no name.
func OpenDispute(d cases.OpenDispute) *casespb.Dispute {
	m := disputeOf(d.Dispute, d.Parts)
	m.Reason = string(d.Reason.Plain)
	for _, a := range d.Parts {
		if a.ID == d.Dispute.AssignmentID {
			m.Author = &casespb.Author{UnitId: a.Unit.ID, UnitNameFi: a.Unit.NameFi, UnitNameSv: a.Unit.NameSv}
		}
	}
	if d.Due != nil {
		m.Clock = &casespb.Clock{Goal: casespb.Goal_GOAL_SETTLEMENT, WarnDate: date(d.Warn), DueDate: date(d.Due)}
	}
	return m
}

func disputeOf(d cases.Dispute, parts []cases.Assignment) *casespb.Dispute {
	m := &casespb.Dispute{
		Outcome: Parse[casespb.DisputeOutcome](string(d.Outcome)), CreateTime: Time(d.RaiseTime), EndTime: Time(d.EndTime),
		Etag: Etag(d.Version),
	}
	for _, a := range parts {
		if d.ProposedID != "" && a.ID == d.ProposedID {
			m.ProposedUnitId, m.ProposedUnitNameFi, m.ProposedUnitNameSv = a.Unit.ID, a.Unit.NameFi, a.Unit.NameSv
		}
	}
	return m
}
