package cases

import "github.com/vip-verkosto/vaatu/services/internal/permission"

// Condition is what an action needs beside the phase. Its code names the rule in a refusal.
type Condition string

// Conditions.
const (
	// InPhase is the rule that every row has: the case is in one of the row's phases.
	InPhase Condition = "PHASE"
	// IsWaiting: the assignment waits.
	IsWaiting Condition = "ASSIGNMENT_WAITING"
	// IsHeld: somebody holds the assignment.
	IsHeld Condition = "ASSIGNMENT_HELD"
	// IsUnfinished: the assignment waits or is held.
	IsUnfinished Condition = "ASSIGNMENT_UNFINISHED"
	// HeldByMe: the assignment is held by the person who acts.
	HeldByMe Condition = "ASSIGNMENT_HELD_BY_ME"
	// Declinable: the assignment waits, or is held by the person who acts, or the head of the unit acts.
	Declinable Condition = "ASSIGNMENT_DECLINABLE"
	// IsLead and IsPartner: which part the assignment is.
	IsLead    Condition = "ASSIGNMENT_LEADS"
	IsPartner Condition = "ASSIGNMENT_IS_PARTNER"
	// Covered: no permission is missing for the assignment's unit.
	Covered Condition = "PERMISSION_COVERS_UNIT"
	// LeadMine: the lead assignment is held by the person who acts.
	LeadMine Condition = "LEAD_HELD_BY_ME"
	// LeadOurs: the lead is held by the person who acts, or the head of its unit acts.
	LeadOurs Condition = "LEAD_OF_OWN_UNIT"
	// LeadNotHeld: nobody holds the lead; NoLead: there is none.
	LeadNotHeld Condition = "LEAD_NOT_HELD"
	NoLead      Condition = "NO_LEAD"
	// PartMine: the person who acts holds a part that opens the content.
	PartMine Condition = "PART_HELD_BY_ME"
	// TakesPart: the school, or who holds a part that opens the content.
	TakesPart Condition = "TAKES_PART"
	// NotOffered: no hand-over of the assignment is open.
	NotOffered Condition = "NO_HAND_OVER_OPEN"
	// OfferedToMe: the open hand-over is to the person who acts, or to the own unit. OfferOpen: it is open.
	OfferedToMe Condition = "HAND_OVER_OFFERED_TO_ME"
	OfferOpen   Condition = "HAND_OVER_OPEN"
	// QuestionOpen: the school has been asked and has not replied.
	QuestionOpen Condition = "QUESTION_OPEN"
	// AdviceReady: the lead has written a revision that the school does not read yet, or, once the school reads one, a
	// partner has signed one.
	AdviceReady Condition = "ADVICE_UNPUBLISHED"
	// RemindedTwice: the school was silent through two reminders.
	RemindedTwice Condition = "SCHOOL_REMINDED_TWICE"
	// FollowUpLeft: the school has been asked how it went and has not told.
	FollowUpLeft Condition = "FOLLOW_UP_LEFT"
	// ConsentStands and AuthorisationStands: the permission was given and has not ended.
	ConsentStands       Condition = "CONSENT_STANDS"
	AuthorisationStands Condition = "AUTHORISATION_STANDS"
)

// Rules that a command's own content may break.
const (
	// AnotherPerson: it is somebody else than now.
	AnotherPerson Condition = "ANOTHER_PERSON"
	// UnitHasNoPart: the unit takes no part in the case yet.
	UnitHasNoPart Condition = "UNIT_HAS_NO_PART"
	// SomethingDue: time has brought something.
	SomethingDue Condition = "SOMETHING_DUE"
	// AReason: taking an assignment from its holder takes a reason.
	AReason Condition = "REASON_GIVEN"
)

// target is what an action is aimed at beside the case.
type target struct {
	assignment Assignment
	handOver   HandOver
}

// holds reports whether the condition is met; by is who acts.
func (cond Condition) holds(c Case, by By, t target) bool {
	me, a := by.Person.ID, t.assignment
	lead, led := c.Lead()
	switch cond {
	case IsWaiting:
		return a.State == Waiting
	case IsHeld:
		return a.State == Held
	case IsUnfinished:
		return a.State == Waiting || a.State == Held
	case HeldByMe:
		return a.State == Held && a.Holder.ID == me
	case Declinable:
		return a.State == Waiting || a.State == Held && (a.Holder.ID == me || by.Role == permission.Lead)
	case IsLead:
		return a.Part == LeadPart
	case IsPartner:
		return a.Part == PartnerPart
	case Covered:
		return c.opens(a)
	case LeadMine:
		return led && lead.State == Held && lead.Holder.ID == me
	case LeadOurs:
		return led && lead.Unit.ID == by.UnitID && (lead.Holder.ID == me || by.Role == permission.Lead)
	case LeadNotHeld:
		return !led || lead.State == Waiting
	case NoLead:
		return !led
	case TakesPart:
		return by.UnitID == "" || PartMine.holds(c, by, t)
	case PartMine:
		mine, ok := c.partOf(by.UnitID)
		return ok && mine.State == Held && mine.Holder.ID == me && c.opens(mine)
	}
	return cond.holdsLater(c, by, t)
}

// holdsLater is holds for what comes with time: hand-overs, questions, advice, permissions.
func (cond Condition) holdsLater(c Case, by By, t target) bool {
	switch cond {
	case NotOffered:
		_, offered := c.offered(t.assignment.ID)
		return !offered
	case OfferedToMe:
		h := t.handOver
		return h.State == Offered && (h.To.ID == by.Person.ID || h.ToUnit.ID != "" && h.ToUnit.ID == by.UnitID)
	case OfferOpen:
		return t.handOver.State == Offered
	case QuestionOpen:
		_, asked := c.OpenQuestion()
		return asked
	case AdviceReady:
		return len(c.publishable()) > 0
	case RemindedTwice:
		return c.Reminders >= maxReminders
	case FollowUpLeft:
		return c.FollowUps < len(followUpAfter)
	case ConsentStands:
		p, _ := c.Permit(GuardianConsent)
		return p.State == PermitGiven
	case AuthorisationStands:
		p, _ := c.Permit(SchoolAuthorisation)
		return p.State == PermitGiven
	}
	return false
}

// publishable answers the revisions that would be given to the school now, the lead's last. The first time it takes
// the lead's word.
func (c Case) publishable() []int {
	var revisions []int
	for _, a := range c.Assignments {
		if a.Part == PartnerPart && c.stands(a) && a.ready() > 0 {
			revisions = append(revisions, a.ready())
		}
	}
	lead, _ := c.Lead()
	if lead.ready() > 0 {
		return append(revisions, lead.ready())
	}
	if c.PublishedRevision == 0 {
		return nil
	}
	return revisions
}
