package cases

import (
	"slices"
	"time"
)

// Dispute is that a unit which takes part in a case does not agree who leads it; coordination settles it. There is one at a time.
// Its words are sealed texts, and no school reads anything of it.
type Dispute struct {
	// AssignmentID is the part of the unit that raised it, ProposedID that of the unit which should lead; empty: coordination finds
	// one.
	AssignmentID string
	ProposedID   string
	ReasonID     string
	// RaiserID is the person who raised it.
	RaiserID  string
	RaiseTime time.Time
	// Version is that of the event that raised it: its etag.
	Version int
	// Outcome and EndTime are zero while it is open. SettlementID names coordination's words.
	Outcome      DisputeOutcome
	SettlementID string
	EndTime      time.Time
}

// Open reports whether it was raised and has not ended.
func (d Dispute) Open() bool { return !d.RaiseTime.IsZero() && d.EndTime.IsZero() }

// DisputeLead refers to coordination that the unit of who acts does not agree who leads. ProposedUnitID is the unit that should;
// empty: coordination finds one. ReasonID names the sealed reason.
type DisputeLead struct{ ProposedUnitID, ReasonID string }

// SettleDispute says who leads: STAYS, MOVES to a unit, or TRIAGE. SettlementID names the sealed reason.
type SettleDispute struct {
	Outcome      DisputeOutcome
	UnitID       string
	SettlementID string
}

// WithdrawDispute takes it back.
type WithdrawDispute struct{}

// Disputed opens a dispute: by the unit of which part, and whose part should lead.
type Disputed struct {
	AssignmentID string `json:"assignment_id"`
	ProposedID   string `json:"proposed_id,omitempty"`
	ReasonID     string `json:"reason_id"`
}

// DisputeSettled ends it. Where another unit is to be found the lead ends with it.
type DisputeSettled struct {
	Outcome      DisputeOutcome `json:"outcome"`
	SettlementID string         `json:"settlement_id,omitempty"`
}

// LeadMoved makes a partner's part the lead.
type LeadMoved struct {
	AssignmentID string `json:"assignment_id"`
}

// textOfDispute answers the id of the sealed text that an event of a dispute names.
func textOfDispute(d Data) string {
	switch d := d.(type) {
	case Disputed:
		return d.ReasonID
	case DisputeSettled:
		return d.SettlementID
	}
	return ""
}

func (d DisputeLead) decide(c Case, m Meta) ([]Data, error) {
	mine, _ := c.partOf(m.By.UnitID)
	disputed := Disputed{AssignmentID: mine.ID, ReasonID: d.ReasonID}
	if d.ProposedUnitID != "" {
		part, ok := c.couldLead(d.ProposedUnitID)
		if !ok {
			return nil, against(CouldLead, d.action(), c)
		}
		disputed.ProposedID = part.ID
	}
	return []Data{disputed}, nil
}

func (s SettleDispute) decide(c Case, _ Meta) ([]Data, error) {
	settled := DisputeSettled{Outcome: s.Outcome, SettlementID: s.SettlementID}
	switch s.Outcome {
	case DisputeMoves:
		part, ok := c.couldLead(s.UnitID)
		if !ok {
			return nil, against(CouldLead, s.action(), c)
		}
		return []Data{settled, LeadMoved{AssignmentID: part.ID}}, nil
	case DisputeTriage:
		return []Data{settled, SentToTriage{Routing: c.Routing.unled(disputed)}}, nil
	default:
		return []Data{settled}, nil
	}
}

func (WithdrawDispute) decide(Case, Meta) ([]Data, error) { //nolint:unparam // every command may refuse, also one that never does
	return []Data{DisputeSettled{Outcome: DisputeWithdrawn}}, nil
}

// couldLead answers the part of a unit to which the lead could move: a partner's that is not finished.
func (c Case) couldLead(unitID string) (Assignment, bool) {
	a, _ := c.partOf(unitID)
	return a, a.Part == PartnerPart && a.unfinished()
}

// disputes reports whether who acts holds the part of the unit that raised the open dispute.
func (c Case) disputes(by By) bool {
	a, _ := c.Assignment(c.Dispute.AssignmentID)
	return c.Dispute.Open() && by.holds(a) && by.UnitID == a.Unit.ID
}

// takesSides reports whether who acts raised the dispute, or holds a part in the case.
func (c Case) takesSides(by By) bool {
	return c.Dispute.RaiserID == by.Person.ID || slices.ContainsFunc(c.Assignments, func(a Assignment) bool { return c.stands(a) && by.holds(a) })
}

// applyDispute applies what happens to a dispute.
func (c *Case) applyDispute(e Event) {
	switch d := e.Data.(type) {
	case Disputed:
		c.Dispute = Dispute{
			AssignmentID: d.AssignmentID, ProposedID: d.ProposedID, ReasonID: d.ReasonID, RaiserID: e.By.Person.ID, RaiseTime: e.At, Version: e.Version,
		}
	case DisputeSettled:
		c.endDispute(d.Outcome, e)
		c.Dispute.SettlementID = d.SettlementID
		if d.Outcome == DisputeTriage {
			c.endLead(e)
		}
	case LeadMoved:
		c.endLead(e)
		c.lead(d.AssignmentID)
		a := c.at(d.AssignmentID)
		a.Revision++
		c.Routing = c.Routing.to(a.Unit)
	}
}

func (c *Case) endDispute(outcome DisputeOutcome, e Event) {
	c.Dispute.Outcome, c.Dispute.EndTime = outcome, e.At
}

// lapseDispute ends a dispute that is past: another unit leads than before, or none, the part of who raised it is at its end, or advice
// is out or the case at its end.
func (c *Case) lapseDispute(before Case, e Event) {
	if !before.Dispute.Open() || !c.Dispute.Open() {
		return
	}
	was, _ := before.Lead()
	lead, _ := c.Lead()
	raised, _ := c.Assignment(c.Dispute.AssignmentID)
	if lead.Unit.ID != was.Unit.ID || !raised.unfinished() || !c.Phase().BeforeAdvice() {
		c.endDispute(DisputeLapsed, e)
	}
}
