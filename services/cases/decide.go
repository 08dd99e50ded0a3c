package cases

import "slices"

// Decide answers the events that a command leads to in a state, or a *Refusal. It is a pure function: the same state,
// command and meta give the same answer. The caller has the permission already.
func Decide(c Case, cmd Command, m Meta) ([]Event, error) {
	data, err := cmd.decide(c, m)
	if err != nil {
		return nil, err
	}
	events := make([]Event, len(data))
	id := c.ID
	if f, ok := cmd.(File); ok {
		id = f.CaseID
	}
	for i, d := range data {
		events[i] = Event{CaseID: id, Version: c.Version + 1 + i, At: m.At, By: m.By, RequestID: m.RequestID, Data: d}
	}
	return events, nil
}

// check refuses what the life cycle does not allow now, and then what was decided on an old view.
func (c Case) check(a Action, m Meta, assignment Assignment, revision int) error {
	if !row(a).possible(c, m.By, assignment) {
		return refuse(NotNow, a, c)
	}
	if m.Expect != 0 && m.Expect != revision {
		return refuse(Stale, a, c)
	}
	return nil
}

func (c Case) checkCase(a Action, m Meta) error { return c.check(a, m, Assignment{}, c.Revision) }

// checkAssignment is check for an action on one assignment.
func (c Case) checkAssignment(act Action, m Meta, id string) error {
	a, ok := c.Assignment(id)
	if !ok {
		return refuse(Unknown, act, c)
	}
	return c.check(act, m, a, a.Revision)
}

func (f File) decide(c Case, _ Meta) ([]Data, error) {
	if c.Version != 0 {
		return nil, &Refusal{Reason: NotNow, Action: "FILE", Phase: c.Phase()}
	}
	filed := Filed{Number: f.Number, Facts: f.Facts, PermissionMissing: f.PermissionMissing}
	if f.Routing.Unit == nil {
		return []Data{filed, SentToTriage{Routing: f.Routing}}, nil
	}
	return []Data{filed, Routed{AssignmentID: f.AssignmentID, Routing: f.Routing}}, nil
}

func (r Route) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkCase(ActionRoute, m); err != nil {
		return nil, err
	}
	routing := c.Routing
	routing.Unit, routing.TriageReason, routing.Overridden = &r.Unit, "", true
	return []Data{Routed{AssignmentID: r.AssignmentID, Routing: routing, ReasonID: r.ReasonID}}, nil
}

func (k Claim) decide(c Case, m Meta) ([]Data, error) {
	if a, ok := c.Assignment(k.AssignmentID); ok && a.State == Held {
		return nil, &Refusal{
			Reason: HeldBySomebody, Action: ActionClaim, Phase: c.Phase(), Holder: a.Holder, Since: a.UpdateTime,
		}
	}
	if err := c.checkAssignment(ActionClaim, m, k.AssignmentID); err != nil {
		return nil, err
	}
	return []Data{Claimed(k)}, nil
}

func (r Release) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkAssignment(ActionRelease, m, r.AssignmentID); err != nil {
		return nil, err
	}
	return []Data{Released(r)}, nil
}

func (d Decline) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkAssignment(ActionDecline, m, d.AssignmentID); err != nil {
		return nil, err
	}
	declined := DeclinedByUnit(d)
	routing := c.Routing
	routing.Unit, routing.TriageReason, routing.Overridden = nil, "DECLINE", false
	return []Data{declined, SentToTriage{Routing: routing}}, nil
}

func (k Ask) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkCase(ActionAsk, m); err != nil {
		return nil, err
	}
	return []Data{Asked(k)}, nil
}

func (r Reply) decide(c Case, m Meta) ([]Data, error) {
	i := slices.IndexFunc(c.Questions, func(q Question) bool { return q.ID == r.QuestionID })
	if i < 0 {
		return nil, refuse(Unknown, ActionReply, c)
	}
	if !c.Questions[i].open() {
		return nil, refuse(NotNow, ActionReply, c)
	}
	if err := c.checkCase(ActionReply, m); err != nil {
		return nil, err
	}
	return []Data{Replied(r)}, nil
}

func (p PostMessage) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkCase(ActionPostMessage, m); err != nil {
		return nil, err
	}
	return []Data{Messaged(p)}, nil
}

func (w WriteAdvice) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkCase(ActionWriteAdvice, m); err != nil {
		return nil, err
	}
	return []Data{AdviceWritten{AdviceID: w.AdviceID, Revision: c.AdviceRevision + 1}}, nil
}

func (PublishAdvice) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkCase(ActionPublishAdvice, m); err != nil {
		return nil, err
	}
	return []Data{AdvicePublished{Revision: c.AdviceRevision}}, nil
}

func (Acknowledge) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkCase(ActionAcknowledge, m); err != nil {
		return nil, err
	}
	return []Data{Acknowledged{}}, nil
}

func (k Close) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkCase(ActionClose, m); err != nil {
		return nil, err
	}
	return []Data{ClosedBySchool(k)}, nil
}

func (w Withdraw) decide(c Case, m Meta) ([]Data, error) {
	if err := c.checkCase(ActionWithdraw, m); err != nil {
		return nil, err
	}
	return []Data{WithdrawnBySchool(w)}, nil
}
