package cases

import (
	"slices"
	"time"
)

// Decide answers the events that a command leads to in a state, or a *Refusal. It is a pure function: the same state,
// command and meta give the same answer. The caller has the permission already.
func Decide(c Case, cmd Command, m Meta) ([]Event, error) {
	id := c.ID
	if f, ok := cmd.(File); ok {
		id = f.CaseID
	} else if err := c.check(cmd, m); err != nil {
		return nil, err
	}
	data, err := cmd.decide(c, m)
	if err != nil {
		return nil, err
	}
	events := make([]Event, len(data))
	for i, d := range data {
		events[i] = Event{CaseID: id, Version: c.Version + 1 + i, At: m.At, By: m.By, RequestID: m.RequestID, Data: d}
	}
	return events, nil
}

// check refuses what is not there, what the table does not allow now, and then what was decided on an old view. Of a
// claim on a held assignment both sides hear who holds it, whatever they had seen; so do a school that says its request anew, and who
// would take the lead into a part that a colleague holds.
func (c Case) check(cmd Command, m Meta) error {
	a := cmd.action()
	t, there := c.targetOf(cmd)
	if !there {
		return refuse(Unknown, a, c)
	}
	if a == ActionClaim && t.assignment.State == Held {
		return heldBy(t.assignment, a, c)
	}
	if rule := c.sight().broken(a, m.By, t); rule != "" {
		if part, held := c.held(); rule == Unclaimed && held {
			return heldBy(part, a, c)
		}
		if part, _ := c.partOf(t.handOver.ToUnit.ID); rule == NotAnothers {
			return heldBy(part, a, c)
		}
		return against(rule, a, c)
	}
	if m.Expect != 0 && m.Expect != c.etagFor(a, t) {
		return refuse(Stale, a, c)
	}
	return nil
}

// etagFor: claim, release, decline and assign go by the assignment's revision, settling a dispute and withdrawing it by its version,
// everything else by the case's revision.
func (c Case) etagFor(a Action, t target) int {
	switch a {
	case ActionClaim, ActionRelease, ActionDecline, ActionAssign:
		return t.assignment.Revision
	case ActionSettleDispute, ActionWithdrawDispute:
		return c.Dispute.Version
	default:
		return c.Revision
	}
}

func (f File) decide(c Case, _ Meta) ([]Data, error) {
	if c.Version != 0 {
		return nil, against(InPhase, f.action(), c)
	}
	filed := Filed{Number: f.Number, Facts: f.Facts, PermissionNeeded: f.PermissionNeededByAll, Similar: f.Similar}
	return append([]Data{filed}, placed(f.Routing, f.AssignmentID, f.PermissionNeeded)...), nil
}

// placed gives a case to the unit of a routing, or to triage.
func placed(r Routing, assignmentID string, permissionNeeded bool) []Data {
	if r.Unit == nil {
		return []Data{SentToTriage{Routing: r}}
	}
	return []Data{Routed{AssignmentID: assignmentID, Routing: r, PermissionNeeded: permissionNeeded}}
}

func (r Route) decide(c Case, _ Meta) ([]Data, error) {
	if _, takesPart := c.partOf(r.Unit.ID); takesPart {
		return nil, against(UnitHasNoPart, r.action(), c)
	}
	return []Data{Routed{
		AssignmentID: r.AssignmentID, Routing: c.Routing.to(r.Unit), PermissionNeeded: c.Facts.NeedsPermission(r.Modes),
		ReasonID: r.ReasonID,
	}}, nil
}

func (k Claim) decide(Case, Meta) ([]Data, error) { return []Data{Claimed(k)}, nil }

// undoTime is how long a part that was just taken goes back without a reason: ten seconds that a person is shown, and the time
// that the two calls take.
const undoTime = 15 * time.Second

func (r Release) decide(c Case, m Meta) ([]Data, error) {
	if a, _ := c.Assignment(r.AssignmentID); r.ReasonID == "" && m.At.Sub(a.UpdateTime) > undoTime {
		return nil, against(AReason, r.action(), c)
	}
	return []Data{Released(r)}, nil
}

func (d Decline) decide(c Case, _ Meta) ([]Data, error) {
	declined := DeclinedByUnit(d)
	if a, _ := c.Assignment(d.AssignmentID); a.Part == PartnerPart {
		return []Data{declined}, nil
	}
	return []Data{declined, SentToTriage{Routing: c.Routing.declined()}}, nil
}

func (a Assign) decide(c Case, _ Meta) ([]Data, error) {
	part, _ := c.Assignment(a.AssignmentID)
	if part.Holder.ID == a.To.ID {
		return nil, against(AnotherPerson, a.action(), c)
	}
	if part.State == Held && a.ReasonID == "" {
		return nil, against(AReason, a.action(), c)
	}
	return []Data{Assigned{AssignmentID: a.AssignmentID, To: a.To, ReasonID: a.ReasonID, FromID: part.Holder.ID, ForGood: a.ForGood}}, nil
}

func (o OfferHandOver) decide(c Case, m Meta) ([]Data, error) {
	offered := HandedOver{
		HandOverID: o.HandOverID, AssignmentID: o.AssignmentID, NoteID: o.NoteID,
		Until: o.Until.UTC().Truncate(time.Microsecond), // finer than the database keeps it, the row would not be the replay
	}
	if o.To.ID != "" {
		if o.To.ID == m.By.Person.ID {
			return nil, against(AnotherPerson, o.action(), c)
		}
		offered.To, offered.ForGood = &o.To, o.ForGood
		return []Data{offered}, nil
	}
	a, _ := c.Assignment(o.AssignmentID)
	if a.Part != LeadPart {
		return nil, against(IsLead, o.action(), c)
	}
	if a.Unit.ID == o.Place.Unit.ID {
		return nil, against(UnitHasNoPart, o.action(), c)
	}
	offered.ToUnit, offered.PermissionNeeded = &o.Place.Unit, c.Facts.NeedsPermission(o.Place.Modes)
	return []Data{offered}, nil
}

// decide: the clock may not have come by since the offer's time, and the unit may have closed since.
func (a AcceptHandOver) decide(c Case, m Meta) ([]Data, error) {
	taken := TakenOver{HandOverID: a.HandOverID}
	h, _ := c.HandOver(a.HandOverID)
	switch {
	case !m.At.Before(h.Until):
		return nil, against(InTime, a.action(), c)
	case a.UnitClosed:
		return nil, against(TakesLeads, a.action(), c)
	}
	if _, takesPart := c.partOf(h.ToUnit.ID); h.ToUnit.ID != "" && !takesPart {
		taken.AssignmentID = a.AssignmentID
	}
	return []Data{taken}, nil
}

func (d DeclineHandOver) decide(Case, Meta) ([]Data, error) {
	return []Data{HandOverEnded{HandOverID: d.HandOverID, State: HandOverDeclined, ReasonID: d.ReasonID}}, nil
}

func (r RevokeHandOver) decide(Case, Meta) ([]Data, error) {
	return []Data{HandOverEnded{HandOverID: r.HandOverID, State: HandOverRevoked}}, nil
}

func (i Invite) decide(c Case, _ Meta) ([]Data, error) {
	if _, takesPart := c.partOf(i.Unit.ID); takesPart {
		return nil, against(UnitHasNoPart, i.action(), c)
	}
	return []Data{PartnerInvited{
		AssignmentID: i.AssignmentID, Unit: i.Unit, PermissionNeeded: c.Facts.NeedsPermission(i.Modes),
		QuestionID: i.QuestionID, Due: i.Due, Hidden: i.Hidden,
	}}, nil
}

func (l Limit) decide(c Case, _ Meta) ([]Data, error) {
	if a, _ := c.Assignment(l.AssignmentID); slices.Equal(a.Hidden, l.Hidden) {
		return nil, against(AnotherSight, l.action(), c)
	}
	return []Data{PartnerLimited(l)}, nil
}

func (d Dismiss) decide(Case, Meta) ([]Data, error) { return []Data{PartnerDismissed(d)}, nil }

func (k Complete) decide(c Case, _ Meta) ([]Data, error) {
	a, _ := c.Assignment(k.AssignmentID)
	return []Data{PartCompleted{AssignmentID: k.AssignmentID, Revision: a.AdviceRevision}}, nil
}

func (w WriteAdvice) decide(c Case, m Meta) ([]Data, error) {
	mine, _ := c.partOf(m.By.UnitID)
	return []Data{AdviceWritten{AdviceID: w.AdviceID, AssignmentID: mine.ID, Revision: c.AdviceRevision + 1}}, nil
}

func (PublishAdvice) decide(c Case, _ Meta) ([]Data, error) {
	return []Data{AdvicePublished{Revisions: c.publishable()}}, nil
}
