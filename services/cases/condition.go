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
	// IsUnfinished: the assignment waits or is held. IsStanding: it does, or is done.
	IsUnfinished Condition = "ASSIGNMENT_UNFINISHED"
	IsStanding   Condition = "ASSIGNMENT_STANDS"
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
	// LeadNotHeld: nobody holds the lead; NoLead: there is none; Led: there is one.
	LeadNotHeld Condition = "LEAD_NOT_HELD"
	NoLead      Condition = "NO_LEAD"
	Led         Condition = "LEAD_STANDS"
	// Unclaimed: nobody works on the case, and no partner has been asked to.
	Unclaimed Condition = "UNCLAIMED"
	// PartMine: the person who acts holds a part that opens the content.
	PartMine Condition = "PART_HELD_BY_ME"
	// TakesPart: the school, or who holds a part that opens the content.
	TakesPart Condition = "TAKES_PART"
	// NotOffered: no hand-over of the assignment is open.
	NotOffered Condition = "NO_HAND_OVER_OPEN"
	// OfferedToMe: the open hand-over is to the person who acts, or to the own unit. OfferOpen: it is open.
	OfferedToMe Condition = "HAND_OVER_OFFERED_TO_ME"
	OfferOpen   Condition = "HAND_OVER_OPEN"
	// NotAnothers: nobody else holds the part of the unit to which the lead is offered: it is not taken from them.
	NotAnothers Condition = "PART_NOT_HELD_BY_ANOTHER"
	// InDispute: a dispute about the lead is open; NoDispute: none is. DisputeMine: the person who acts holds the part of the unit
	// that raised it. Impartial: the person who acts neither raised it nor holds a part in the case.
	InDispute   Condition = "DISPUTE_OPEN"
	NoDispute   Condition = "NO_DISPUTE_OPEN"
	DisputeMine Condition = "DISPUTE_RAISED_BY_ME"
	Impartial   Condition = "NO_PARTY_TO_DISPUTE"
	// QuestionOpen: the school has been asked and has not replied.
	QuestionOpen Condition = "QUESTION_OPEN"
	// AdviceReady: the lead has written a revision that the school does not read yet, or, once the school reads one, a
	// partner has signed one.
	AdviceReady Condition = "ADVICE_UNPUBLISHED"
	// RemindedTwice: the school was silent through two reminders.
	RemindedTwice Condition = "SCHOOL_REMINDED_TWICE"
	// FollowUpLeft: the school has not told all of how it went.
	FollowUpLeft Condition = "FOLLOW_UP_LEFT"
	// ConsentStands and AuthorisationStands: the permission was given and has not ended.
	ConsentStands       Condition = "CONSENT_STANDS"
	AuthorisationStands Condition = "AUTHORISATION_STANDS"
	// NotAuthorised: the school's authorisation does not stand. One that stands is withdrawn, and not refused behind the back of
	// who gave it.
	NotAuthorised Condition = "AUTHORISATION_DOES_NOT_STAND"
	// OnePupil: the request is about one, and no group. Permitted: both permissions stand, and the guardian's consent lets the
	// school transfer to everybody who has a part in the case.
	OnePupil  Condition = "ONE_PUPIL"
	Permitted Condition = "BOTH_PERMISSIONS_STAND"
)

// Rules that a command's own content may break.
const (
	// AnotherPerson: it is somebody else than now.
	AnotherPerson Condition = "ANOTHER_PERSON"
	// AnotherSight: something else is kept from the partner than now.
	AnotherSight Condition = "ANOTHER_SIGHT"
	// UnitHasNoPart: the unit takes no part in the case yet.
	UnitHasNoPart Condition = "UNIT_HAS_NO_PART"
	// CouldLead: the unit has a partner's part in the case that is not finished.
	CouldLead Condition = "UNIT_HAS_UNFINISHED_PART"
	// SomethingDue: time has brought something.
	SomethingDue Condition = "SOMETHING_DUE"
	// AddedByMe: who acts has added the file, or holds the lead.
	AddedByMe Condition = "ADDED_BY_ME"
	// AReason: taking an assignment from its holder takes a reason, as do putting it back later than at once and
	// removing a file that others have read.
	AReason Condition = "REASON_GIVEN"
	// InTime: the day until which the hand-over was offered has not passed.
	InTime Condition = "HAND_OVER_IN_TIME"
	// TakesLeads: the unit to which the lead is offered works and takes leads still.
	TakesLeads Condition = "UNIT_TAKES_LEADS"
)

// target is what an action is aimed at beside the case.
type target struct {
	assignment Assignment
	handOver   HandOver
}

// conditions say when each is met; by is who acts.
var conditions = map[Condition]func(c Case, by By, t target) bool{
	IsWaiting:    func(_ Case, _ By, t target) bool { return t.assignment.State == Waiting },
	IsHeld:       func(_ Case, _ By, t target) bool { return t.assignment.State == Held },
	IsUnfinished: func(_ Case, _ By, t target) bool { return t.assignment.unfinished() },
	IsStanding:   func(c Case, _ By, t target) bool { return c.stands(t.assignment) },
	HeldByMe:     func(_ Case, by By, t target) bool { return by.holds(t.assignment) },
	Declinable: func(_ Case, by By, t target) bool {
		return t.assignment.State == Waiting || by.holds(t.assignment) || t.assignment.State == Held && by.Role == permission.Lead
	},
	IsLead:    func(_ Case, _ By, t target) bool { return t.assignment.Part == LeadPart },
	IsPartner: func(_ Case, _ By, t target) bool { return t.assignment.Part == PartnerPart },
	Covered:   func(c Case, _ By, t target) bool { return c.opens(t.assignment) },
	LeadMine: func(c Case, by By, _ target) bool {
		lead, _ := c.Lead()
		return by.holds(lead) && by.UnitID == lead.Unit.ID
	},
	LeadOurs: func(c Case, by By, _ target) bool {
		lead, led := c.Lead()
		return led && lead.Unit.ID == by.UnitID && (by.holds(lead) || by.Role == permission.Lead)
	},
	LeadNotHeld: func(c Case, _ By, _ target) bool {
		lead, led := c.Lead()
		return !led || lead.State == Waiting
	},
	NoLead: func(c Case, _ By, _ target) bool {
		_, led := c.Lead()
		return !led
	},
	Led: func(c Case, _ By, _ target) bool {
		_, led := c.Lead()
		return led
	},
	Unclaimed: func(c Case, _ By, _ target) bool { return c.unclaimed() },
	PartMine:  func(c Case, by By, _ target) bool { return c.worksOn(by) },
	TakesPart: func(c Case, by By, _ target) bool { return by.UnitID == "" || c.worksOn(by) },
	NotOffered: func(c Case, _ By, t target) bool {
		_, offered := c.offered(t.assignment.ID)
		return !offered
	},
	OfferedToMe: func(_ Case, by By, t target) bool {
		h := t.handOver
		return h.State == Offered && (h.To.ID == by.Person.ID || h.ToUnit.ID != "" && h.ToUnit.ID == by.UnitID)
	},
	OfferOpen: func(_ Case, _ By, t target) bool { return t.handOver.State == Offered },
	NotAnothers: func(c Case, by By, t target) bool {
		part, _ := c.partOf(t.handOver.ToUnit.ID)
		return part.State != Held || by.holds(part)
	},
	InDispute:   func(c Case, _ By, _ target) bool { return c.Dispute.Open() },
	NoDispute:   func(c Case, _ By, _ target) bool { return !c.Dispute.Open() },
	DisputeMine: func(c Case, by By, _ target) bool { return c.disputes(by) },
	Impartial:   func(c Case, by By, _ target) bool { return !c.takesSides(by) },
	QuestionOpen: func(c Case, _ By, _ target) bool {
		_, asked := c.OpenQuestion()
		return asked
	},
	AdviceReady:         func(c Case, _ By, _ target) bool { return len(c.publishable()) > 0 },
	RemindedTwice:       func(c Case, _ By, _ target) bool { return c.Reminders >= maxReminders },
	FollowUpLeft:        func(c Case, _ By, _ target) bool { return c.FollowUps < len(followUpAfter) },
	ConsentStands:       func(c Case, _ By, _ target) bool { return c.given(GuardianConsent) },
	AuthorisationStands: func(c Case, _ By, _ target) bool { return c.given(SchoolAuthorisation) },
	NotAuthorised:       func(c Case, _ By, _ target) bool { return !c.given(SchoolAuthorisation) },
	OnePupil:            func(c Case, _ By, _ target) bool { return c.Facts.About != "GROUP" },
	Permitted:           func(c Case, _ By, _ target) bool { return c.permitted() },
}

// holds reports whether who acts holds the assignment.
func (by By) holds(a Assignment) bool { return a.State == Held && a.Holder.ID == by.Person.ID }

// worksOn reports whether who acts holds a part that opens the content.
func (c Case) worksOn(by By) bool {
	mine, ok := c.partOf(by.UnitID)
	return ok && by.holds(mine) && c.opens(mine)
}

// given reports whether a permission was given and has not ended.
func (c Case) given(k PermitKind) bool {
	p, _ := c.Permit(k)
	return p.State == PermitGiven
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
