package cases

import (
	"cmp"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Apply answers the state after an event. Pure and total: an event that was stored can always be applied, and nothing
// but the event and the state before it decides the outcome.
func Apply(c Case, e Event) Case {
	was, before := c, c.Turn()
	first := c.Version == 0
	c = c.clone()
	c.ID, c.Version = e.CaseID, e.Version
	if e.forSchool() {
		c.UpdateTime = e.At
	}
	if changesEtag(e.Data) {
		c.Revision++
	}
	c.apply(e)
	c.lapseDispute(was, e)
	switch {
	case first || c.Turn() != before:
		c.TurnSince, c.Reminders, c.RemindTime = e.At, 0, time.Time{}
	case e.answers():
		c.Reminders, c.RemindTime = 0, e.At
	}
	return c
}

// answers reports whether an event shows that the school is there, or that it is asked for something else than before: it is not
// silent any more, though it may have to do something still.
func (e Event) answers() bool {
	switch e.Data.(type) {
	case Replied, PermitRecorded, PermitEnded:
		return true
	}
	return e.By.Role == permission.Requester || e.By.Role == permission.Principals
}

// Replay answers the state that events, oldest first, lead to.
func Replay(events []Event) Case {
	var c Case
	for _, e := range events {
		c = Apply(c, e)
	}
	return c
}

// changesEtag: what only adds to a conversation, or is not seen by the other side yet or at all, leaves the etag alone.
func changesEtag(d Data) bool {
	switch d.(type) {
	case Messaged, AttachmentRemoved, AdviceWritten, FollowedUp, Reminded, Disputed, DisputeSettled:
		return false
	}
	return true
}

func (c *Case) apply(e Event) {
	switch d := e.Data.(type) {
	case Filed:
		c.Number, c.Facts, c.PermissionNeeded = d.Number, d.Facts, d.PermissionNeeded
		c.Filer, c.FileTime, c.Round = e.By.Person, e.At, 1
	case Routed:
		c.Routing = d.Routing
		c.giveLead(Assignment{ID: d.AssignmentID, Unit: *d.Routing.Unit, PermissionNeeded: d.PermissionNeeded}, e)
	case SentToTriage:
		c.Routing = d.Routing
		c.cancelQuestions(e)
	case Amended:
		c.amend(d, e)
	case Claimed:
		c.hold(d.AssignmentID, e.By.Person, e)
	case Released:
		c.release(d, e)
	case DeclinedByUnit:
		a := c.endPart(d.AssignmentID, Declined, e)
		a.DeclineReason, a.SuggestionID = d.Reason, d.SuggestionID
	case WoundUp:
		c.endPart(d.AssignmentID, Cancelled, e)
	case Assigned:
		c.hold(d.AssignmentID, d.To, e)
	case PartnerInvited:
		c.give(Assignment{
			ID: d.AssignmentID, Unit: d.Unit, Part: PartnerPart, PermissionNeeded: d.PermissionNeeded,
			QuestionID: d.QuestionID, Due: d.Due, Hidden: d.Hidden,
		}, e)
	case PartnerLimited:
		c.at(d.AssignmentID).Hidden = d.Hidden
	case PartnerDismissed:
		c.endPart(d.AssignmentID, Cancelled, e)
	case PartCompleted:
		c.move(d.AssignmentID, Done, e).SignedRevision = d.Revision
		c.cancelQuestionsOf(c.at(d.AssignmentID).Unit.ID, e)
	case HandedOver, TakenOver, HandOverEnded:
		c.applyHandOver(e)
	case PermitRecorded, PermitEnded:
		c.applyPermit(e)
	case Identified:
		c.identify()
	default:
		c.applyWork(e)
	}
}

// applyWork applies what happens between school and experts, and between units that do not agree who leads.
func (c *Case) applyWork(e Event) {
	switch d := e.Data.(type) {
	case Disputed, DisputeSettled, LeadMoved:
		c.applyDispute(e)
	case Asked:
		c.Questions = append(c.Questions, Question{ID: d.QuestionID, UnitID: e.By.UnitID, Due: d.Due, AskTime: e.At})
	case Replied:
		for i := range c.Questions {
			if c.Questions[i].ID == d.QuestionID {
				c.Questions[i].ReplyTime = e.At
			}
		}
	case AdviceWritten:
		c.AdviceRevision = d.Revision
		c.at(d.AssignmentID).AdviceRevision = d.Revision
	case AdvicePublished:
		c.publish(d, e)
	case Acknowledged, FollowUpBegun:
		c.AcknowledgeTime = e.At
	case FollowedUp:
		c.FollowUps++
		c.FollowUpTime = e.At
	case Reminded:
		c.Reminders++
		c.RemindTime = e.At
	case PassedOn:
		c.Filer = d.To
	default:
		c.applyEnd(e)
	}
}

// applyEnd applies what ends a case, begins it anew, or destroys it.
func (c *Case) applyEnd(e Event) {
	switch d := e.Data.(type) {
	case ClosedBySchool:
		c.Effect, c.Value = d.Effect, d.Value
		c.close(e)
	case ClosedUnanswered, FollowUpEnded:
		c.close(e)
	case WithdrawnBySchool:
		c.end(e, Cancelled)
		c.WithdrawTime = e.At
	case Reopened:
		c.Round++
		c.PermissionNeeded, c.Dispute = d.PermissionNeeded, Dispute{}
		c.Facts.Permissions = cmp.Or(d.Permissions, c.Facts.Permissions)
		c.PublishedRevision, c.FollowUps, c.Effect, c.Value = 0, 0, "", 0
		c.PublishTime, c.AcknowledgeTime, c.CloseTime, c.FollowUpTime = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	case ContentErased:
		*c = Case{
			ID: c.ID, Number: d.Number, Facts: d.Facts, FileTime: d.FileTime, Version: c.Version, Revision: c.Version,
			Round: d.Round, EraseTime: e.At, Effect: d.Effect, Value: d.Value, TurnSince: e.At, UpdateTime: e.At,
		}
	}
}

// at answers the assignment with the id, to be changed; one that nobody looks at when there is none.
func (c *Case) at(id string) *Assignment {
	for i := range c.Assignments {
		if c.Assignments[i].ID == id {
			return &c.Assignments[i]
		}
	}
	return &Assignment{}
}

// give adds a waiting assignment of this round.
func (c *Case) give(a Assignment, e Event) {
	a.State, a.Round, a.Revision, a.CreateTime, a.UpdateTime = Waiting, c.Round, 1, e.At, e.At
	c.Assignments = append(c.Assignments, a)
}

// move gives an assignment its next state; a waiting or ended-without-work one has no holder. What was offered of it is
// offered no more.
func (c *Case) move(id string, to AssignmentState, e Event) *Assignment {
	c.endOffers(id, HandOverRevoked, e)
	a := c.at(id)
	a.State, a.UpdateTime = to, e.At
	a.Revision++
	if to != Held && to != Done {
		a.Holder = Person{}
	}
	return a
}

func (c *Case) hold(id string, by Person, e Event) { c.move(id, Held, e).Holder = by }

// release puts a part back. Who undoes a claim has nothing to add to the note that stands.
func (c *Case) release(d Released, e Event) {
	a := c.move(d.AssignmentID, Waiting, e)
	if d.ReasonID != "" || e.By.Role == permission.Clock {
		a.ReleaseNoteID = d.ReasonID
	}
}

// giveLead gives the lead to a unit. What coordination has asked to find one ends with it: before a unit leads nobody else asks.
func (c *Case) giveLead(a Assignment, e Event) {
	c.cancelQuestionsOf("", e)
	c.endLead(e)
	a.Part = LeadPart
	c.give(a, e)
}

// endLead takes the lead from the unit that has it.
func (c *Case) endLead(e Event) {
	if lead, ok := c.Lead(); ok {
		c.move(lead.ID, Cancelled, e)
		c.cancelQuestionsOf(lead.Unit.ID, e)
	}
}

// endPart ends a unit's part and what it has asked.
func (c *Case) endPart(id string, to AssignmentState, e Event) *Assignment {
	a := c.move(id, to, e)
	c.cancelQuestionsOf(a.Unit.ID, e)
	return a
}

func (c *Case) publish(d AdvicePublished, e Event) {
	c.PublishTime, c.AcknowledgeTime = e.At, time.Time{}
	c.FollowUps, c.FollowUpTime = 0, time.Time{}
	for _, revision := range d.Revisions {
		c.PublishedRevision = max(c.PublishedRevision, revision)
		for i := range c.Assignments {
			if a := &c.Assignments[i]; a.AdviceRevision == revision {
				a.PublishedRevision = revision
			}
		}
	}
	c.cancelQuestions(e)
}

func (c *Case) close(e Event) {
	c.CloseTime = e.At
	c.end(e, Done)
}

// end closes what is open: a held part to the given state, a waiting one to cancelled.
func (c *Case) end(e Event, held AssignmentState) {
	c.cancelQuestions(e)
	for _, a := range c.Assignments {
		switch {
		case !c.stands(a):
		case a.State == Held:
			c.move(a.ID, held, e)
		case a.State == Waiting:
			c.move(a.ID, Cancelled, e)
		}
	}
}

// cancelQuestionsOf ends the open questions of a unit; of none: coordination's.
func (c *Case) cancelQuestionsOf(unitID string, e Event) {
	for i := range c.Questions {
		if q := &c.Questions[i]; q.open() && q.UnitID == unitID {
			q.CancelTime = e.At
		}
	}
}

// cancelQuestions ends all open questions.
func (c *Case) cancelQuestions(e Event) {
	for _, q := range c.Questions {
		c.cancelQuestionsOf(q.UnitID, e)
	}
}
