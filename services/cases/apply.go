package cases

import "time"

// Apply answers the state after an event. Pure and total: an event that was stored can always be applied, and nothing
// but the event and the state before it decides the outcome.
func Apply(c Case, e Event) Case {
	before := c.Turn()
	first := c.Version == 0
	c = c.clone()
	c.ID, c.Version, c.UpdateTime = e.CaseID, e.Version, e.At
	if changesEtag(e.Data) {
		c.Revision++
	}
	c.apply(e)
	if first || c.Turn() != before {
		c.TurnSince = e.At
	}
	return c
}

// Replay answers the state that events, oldest first, lead to.
func Replay(events []Event) Case {
	var c Case
	for _, e := range events {
		c = Apply(c, e)
	}
	return c
}

// changesEtag: what only adds to a conversation, or is not seen by the other side yet, leaves the etag alone.
func changesEtag(d Data) bool {
	switch d.(type) {
	case Messaged, AdviceWritten:
		return false
	}
	return true
}

func (c *Case) apply(e Event) {
	switch d := e.Data.(type) {
	case Filed:
		c.Number, c.Facts, c.PermissionMissing = d.Number, d.Facts, d.PermissionMissing
		c.Filer, c.FileTime = e.By.Person, e.At
	case Routed:
		c.Routing = d.Routing
		c.Assignments = append(c.Assignments, Assignment{
			ID: d.AssignmentID, Unit: *d.Routing.Unit, Part: LeadPart, State: Waiting, Revision: 1,
			CreateTime: e.At, UpdateTime: e.At,
		})
	case SentToTriage:
		c.Routing = d.Routing
	case Claimed:
		c.move(d.AssignmentID, Held, e)
	case Released:
		c.move(d.AssignmentID, Waiting, e)
	case DeclinedByUnit:
		c.move(d.AssignmentID, Declined, e).DeclineReason = d.Reason
		c.cancelQuestions(e)
	default:
		c.applyWork(e)
	}
}

// applyWork applies what happens between school and expert.
func (c *Case) applyWork(e Event) {
	switch d := e.Data.(type) {
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
	case AdvicePublished:
		c.PublishedRevision, c.PublishTime = d.Revision, e.At
		c.AcknowledgeTime = time.Time{}
		c.cancelQuestions(e)
	case Acknowledged:
		c.AcknowledgeTime = e.At
	case ClosedBySchool:
		c.Effect, c.Value, c.CloseTime = d.Effect, d.Value, e.At
		c.end(e, Done)
	case WithdrawnBySchool:
		c.WithdrawTime = e.At
		c.cancelQuestions(e)
		c.end(e, Cancelled)
	}
}

// move gives an assignment its next state; a waiting or ended-without-work one has no holder.
func (c *Case) move(id string, to AssignmentState, e Event) *Assignment {
	for i := range c.Assignments {
		a := &c.Assignments[i]
		if a.ID != id {
			continue
		}
		a.State, a.UpdateTime = to, e.At
		a.Revision++
		switch to {
		case Held:
			a.Holder = e.By.Person
		case Waiting, Declined, Cancelled:
			a.Holder = Person{}
		case Done:
		}
		return a
	}
	return &Assignment{}
}

// end closes what is open: a held part to the given state, a waiting one to cancelled.
func (c *Case) end(e Event, held AssignmentState) {
	for _, a := range c.Assignments {
		switch a.State {
		case Held:
			c.move(a.ID, held, e)
		case Waiting:
			c.move(a.ID, Cancelled, e)
		case Done, Declined, Cancelled:
		}
	}
}

func (c *Case) cancelQuestions(e Event) {
	for i := range c.Questions {
		if c.Questions[i].open() {
			c.Questions[i].CancelTime = e.At
		}
	}
}
