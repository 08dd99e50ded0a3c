package cases

import (
	"slices"
	"time"
)

// Assignment is one unit's part in a case.
type Assignment struct {
	ID    string
	Unit  Unit
	Part  Part
	State AssignmentState
	// Round of the case that it belongs to.
	Round int
	// Holder is set in HELD, and stays in DONE.
	Holder        Person
	DeclineReason string
	// SuggestionID names the sealed words on where next, once it is declined.
	SuggestionID string
	// PermissionNeeded: the unit sees the content only under guardian's consent and the school's authorisation.
	PermissionNeeded bool
	// QuestionID names the sealed question to an invited partner and Due its calendar date, YYYY-MM-DD; a lead has none.
	QuestionID string
	Due        string
	// Hidden is what is kept from a partner; of a lead nothing is.
	Hidden []Section
	// ReleaseNoteID names the sealed note of its last release, for whoever takes it next; none once it went back without one.
	ReleaseNoteID string
	// AdviceRevision is the latest revision that it wrote, SignedRevision the one that a partner stands by,
	// PublishedRevision the one that the school reads; 0: none.
	AdviceRevision    int
	SignedRevision    int
	PublishedRevision int
	Revision          int
	CreateTime        time.Time
	// UpdateTime is since when it is in its state.
	UpdateTime time.Time
}

// ready answers the revision of its advice that could be published now; 0: none.
func (a Assignment) ready() int {
	revision := a.SignedRevision
	if a.Part == LeadPart {
		revision = a.AdviceRevision
	}
	if revision <= a.PublishedRevision {
		return 0
	}
	return revision
}

// unfinished reports whether the assignment waits or is held.
func (a Assignment) unfinished() bool { return a.State == Waiting || a.State == Held }

// stands reports whether the assignment stands for its part now, and not for an earlier round's. Of a request that was
// withdrawn none does, however much was done.
func (c Case) stands(a Assignment) bool {
	return c.WithdrawTime.IsZero() && a.Round == c.Round && (a.State == Waiting || a.State == Held || a.State == Done)
}

// opens reports whether the assignment opens the content to its unit: it stands, and no permission is missing for it.
func (c Case) opens(a Assignment) bool {
	return c.stands(a) && !c.PermissionMissing() && !c.uncovered(a.PermissionNeeded, a.Unit.Actor)
}

// Lead answers the assignment that stands for the lead now.
func (c Case) Lead() (Assignment, bool) {
	return c.find(func(a *Assignment) bool { return a.Part == LeadPart && c.stands(*a) })
}

// Partners answers the partners' parts that stand now.
func (c Case) Partners() []Assignment {
	var parts []Assignment
	for _, a := range c.Assignments {
		if a.Part == PartnerPart && c.stands(a) {
			parts = append(parts, a)
		}
	}
	return parts
}

// Assignment answers the assignment with the id.
func (c Case) Assignment(id string) (Assignment, bool) {
	return c.find(func(a *Assignment) bool { return a.ID == id })
}

// partOf answers the standing assignment of a unit.
func (c Case) partOf(unitID string) (Assignment, bool) {
	return c.find(func(a *Assignment) bool { return a.Unit.ID == unitID && c.stands(*a) })
}

func (c Case) find(is func(*Assignment) bool) (Assignment, bool) {
	for i := range c.Assignments {
		if is(&c.Assignments[i]) {
			return c.Assignments[i], true
		}
	}
	return Assignment{}, false
}

// Question to the school.
type Question struct {
	ID string
	// UnitID is empty where coordination asks, before a unit leads.
	UnitID string
	// Due is a calendar date, YYYY-MM-DD.
	Due        string
	AskTime    time.Time
	ReplyTime  time.Time
	CancelTime time.Time
}

func (q Question) open() bool { return q.ReplyTime.IsZero() && q.CancelTime.IsZero() }

// OpenQuestion answers the oldest question that the school has not answered.
func (c Case) OpenQuestion() (Question, bool) {
	i := slices.IndexFunc(c.Questions, Question.open)
	if i < 0 {
		return Question{}, false
	}
	return c.Questions[i], true
}

// HandOver is the offer of an assignment to another person of its unit, or of the lead to another unit. Who holds the
// assignment stays responsible until it is accepted.
type HandOver struct {
	ID           string
	AssignmentID string
	// To is the person who is asked, ToUnit the unit; one of them is set.
	To     Person
	ToUnit Unit
	// PermissionNeeded: the unit would see the content only under permissions.
	PermissionNeeded bool
	State            HandOverState
	// Until is when it lapses.
	Until     time.Time
	OfferTime time.Time
	EndTime   time.Time
}

// shows reports whether the note of a hand-over is open to whom it is offered: it is open, and no permission is missing for
// the unit that would get the assignment.
func (c Case) shows(h HandOver) bool {
	if h.State != Offered {
		return false
	}
	if h.ToUnit.ID != "" {
		return !c.PermissionMissing() && !c.uncovered(h.PermissionNeeded, h.ToUnit.Actor)
	}
	a, _ := c.Assignment(h.AssignmentID)
	return c.opens(a)
}

// offered answers the open hand-over of an assignment.
func (c Case) offered(assignmentID string) (HandOver, bool) {
	i := slices.IndexFunc(c.HandOvers, func(h HandOver) bool { return h.AssignmentID == assignmentID && h.State == Offered })
	if i < 0 {
		return HandOver{}, false
	}
	return c.HandOvers[i], true
}

// HandOver answers the hand-over with the id.
func (c Case) HandOver(id string) (HandOver, bool) {
	i := slices.IndexFunc(c.HandOvers, func(h HandOver) bool { return h.ID == id })
	if i < 0 {
		return HandOver{}, false
	}
	return c.HandOvers[i], true
}
