package cases

import "github.com/riverqueue/river"

// PartArgs is the job that tells a person, the heads of a unit, or coordination, what has become of a part, or of a dispute. Ids only.
type PartArgs struct {
	CaseID  string `json:"case_id"`
	Version int    `json:"version"`
	// Event is what is told: INVITED, HAND_OVER_OFFERED, ASSIGNED, HAND_OVER_ACCEPTED, HAND_OVER_DECLINED, HAND_OVER_LAPSED,
	// WOUND_UP, DISPUTED, DISPUTE_TO_SETTLE, DISPUTE_STAYS, DISPUTE_MOVES, DISPUTE_TRIAGE or DISPUTE_WITHDRAWN.
	Event    string `json:"event"`
	PersonID string `json:"person_id,omitempty"`
	UnitID   string `json:"unit_id,omitempty"`
	// Coordination: the coordinators of the case are told.
	Coordination bool `json:"coordination,omitempty"`
}

// Kind names the job for River.
func (PartArgs) Kind() string { return "part" }

// partJob answers the job that an event of a part leads to: who gets it, or is asked to, is told, and who offered it hears the
// answer; who leads hears that a partner works no more. Nobody is told what they have done themselves.
func partJob(before Case, e Event) (job river.InsertManyParams, told bool) {
	args := PartArgs{CaseID: e.CaseID, Version: e.Version, Event: e.Data.kind()}
	switch d := e.Data.(type) {
	case PartnerInvited:
		args.UnitID = d.Unit.ID
	case WoundUp:
		lead, led := before.Lead()
		if !led || lead.ID == d.AssignmentID {
			return job, false
		}
		if args.PersonID = lead.Holder.ID; args.PersonID == "" {
			args.UnitID = lead.Unit.ID
		}
	case Assigned:
		args.PersonID = d.To.ID
	case HandedOver:
		if d.To != nil {
			args.PersonID = d.To.ID
		} else if part, _ := before.partOf(d.ToUnit.ID); part.State == Held {
			args.PersonID = part.Holder.ID // nobody else can accept
		} else {
			args.UnitID = d.ToUnit.ID
		}
	case TakenOver:
		args.PersonID = before.offerer(d.HandOverID)
	case HandOverEnded:
		if d.State == HandOverRevoked {
			return job, false
		}
		args.Event, args.PersonID = "HAND_OVER_"+string(d.State), before.offerer(d.HandOverID)
	default:
		return job, false
	}
	return river.InsertManyParams{Args: args}, args.PersonID != e.By.Person.ID
}

// disputeJobs answers the jobs that an event of a dispute leads to: whoever has a part hears of it, the holder or, where nobody holds
// it, the heads of its unit, but for who acts; coordination hears that there is one to settle.
func disputeJobs(before Case, e Event) (jobs []river.InsertManyParams) {
	args := PartArgs{CaseID: e.CaseID, Version: e.Version}
	switch d := e.Data.(type) {
	case Disputed:
		args.Event = e.Kind()
		jobs = append(jobs, river.InsertManyParams{Args: PartArgs{CaseID: e.CaseID, Version: e.Version, Event: "DISPUTE_TO_SETTLE", Coordination: true}})
	case DisputeSettled:
		args.Event = "DISPUTE_" + string(d.Outcome)
	default:
		return nil
	}
	for _, a := range before.Assignments {
		if !before.stands(a) || a.Holder.ID == e.By.Person.ID {
			continue
		}
		args.PersonID, args.UnitID = a.Holder.ID, ""
		if a.Holder.ID == "" {
			args.UnitID = a.Unit.ID
		}
		jobs = append(jobs, river.InsertManyParams{Args: args})
	}
	return jobs
}

// offerer of a hand-over that is open: it ends when the part changes hands.
func (c Case) offerer(handOverID string) string {
	h, _ := c.HandOver(handOverID)
	a, _ := c.Assignment(h.AssignmentID)
	return a.Holder.ID
}
