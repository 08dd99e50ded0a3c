package cases

import "slices"

func (k Ask) decide(Case, Meta) ([]Data, error) { return []Data{Asked(k)}, nil }

func (r Reply) decide(c Case, _ Meta) ([]Data, error) {
	i := slices.IndexFunc(c.Questions, func(q Question) bool { return q.ID == r.QuestionID })
	if i < 0 {
		return nil, refuse(Unknown, r.action(), c)
	}
	if !c.Questions[i].open() {
		return nil, against(QuestionOpen, r.action(), c)
	}
	return []Data{Replied(r)}, nil
}

func (p PostMessage) decide(Case, Meta) ([]Data, error) { return []Data{Messaged(p)}, nil }
func (Acknowledge) decide(Case, Meta) ([]Data, error)   { return []Data{Acknowledged{}}, nil }
func (t Tell) decide(Case, Meta) ([]Data, error)        { return []Data{FollowedUp(t)}, nil }
func (k Close) decide(Case, Meta) ([]Data, error)       { return []Data{ClosedBySchool(k)}, nil }

func (k CloseUnanswered) decide(Case, Meta) ([]Data, error) {
	return []Data{ClosedUnanswered(k)}, nil
}

func (w Withdraw) decide(Case, Meta) ([]Data, error) { return []Data{WithdrawnBySchool(w)}, nil }

func (r Reopen) decide(Case, Meta) ([]Data, error) {
	reopened := Reopened{ReasonID: r.ReasonID, PermissionNeeded: r.PermissionNeededByAll, Permissions: r.Permissions}
	return append([]Data{reopened}, placed(r.Routing, r.AssignmentID, r.PermissionNeeded)...), nil
}

func (p PassOn) decide(c Case, _ Meta) ([]Data, error) {
	if p.To.ID == c.Filer.ID {
		return nil, against(AnotherPerson, p.action(), c)
	}
	return []Data{PassedOn(p)}, nil
}

func (r RecordPermit) decide(Case, Meta) ([]Data, error) {
	return []Data{PermitRecorded(r)}, nil
}

func (w WithdrawPermit) decide(c Case, _ Meta) ([]Data, error) {
	p, _ := c.Permit(w.Kind)
	return []Data{PermitEnded{PermitID: p.ID, State: PermitWithdrawn}}, nil
}
