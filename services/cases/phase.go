package cases

import "slices"

// Phase derives where the case stands. Where several hold, the first in this order wins; the order is that of the
// product description and a test holds it.
func (c Case) Phase() Phase {
	lead, hasLead := c.Lead()
	_, asked := c.OpenQuestion()
	switch {
	case !c.EraseTime.IsZero():
		return Erased
	case !c.WithdrawTime.IsZero():
		return Withdrawn
	case !c.CloseTime.IsZero():
		return Closed
	case !c.AcknowledgeTime.IsZero():
		return FollowUp
	case c.PublishedRevision > 0:
		return Advised
	case c.PermissionMissing():
		return AwaitingPermission
	case asked:
		return AwaitingSchool
	case !hasLead:
		return Triage
	case lead.State == Held || lead.State == Done:
		return InConsultation
	default:
		return Queued
	}
}

var turns = map[Phase]Turn{
	Triage:             TurnCoordination,
	Queued:             TurnUnit,
	InConsultation:     TurnExpert,
	AwaitingSchool:     TurnSchool,
	AwaitingPermission: TurnSchool,
	Advised:            TurnSchool,
	FollowUp:           TurnSchool,
	Closed:             TurnNobody,
	Withdrawn:          TurnNobody,
	Erased:             TurnNobody,
}

// Turn answers whose clock runs: from filing to closing exactly one party's.
func (c Case) Turn() Turn { return turns[c.Phase()] }

// Ended reports whether the case is over.
func (p Phase) Ended() bool { return p == Closed || p == Withdrawn || p == Erased }

// BeforeAdvice reports whether advice has still to be published.
func (p Phase) BeforeAdvice() bool { return slices.Contains(beforeAdvice, p) }
