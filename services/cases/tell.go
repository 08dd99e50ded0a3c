package cases

import (
	"slices"

	"github.com/riverqueue/river"
)

// PartArgs is the job that tells a person, the heads of a unit, or coordination, what has become of a part, of a question to the
// school, or of a dispute. Ids only.
type PartArgs struct {
	CaseID  string `json:"case_id"`
	Version int    `json:"version"`
	// Event is what is told: INVITED, HAND_OVER_OFFERED, ASSIGNED, HAND_OVER_ACCEPTED, HAND_OVER_DECLINED, HAND_OVER_LAPSED,
	// WOUND_UP, PART_DECLINED, COMPLETED, REPLIED, DISPUTED, DISPUTE_TO_SETTLE, DISPUTE_STAYS, DISPUTE_MOVES, DISPUTE_TRIAGE or
	// DISPUTE_WITHDRAWN; and to who held a part until then, GIVEN_ON to somebody else, DISMISSED, DECLINED for the unit, or WITHDRAWN
	// by the school.
	Event    string `json:"event"`
	PersonID string `json:"person_id,omitempty"`
	UnitID   string `json:"unit_id,omitempty"`
	// Coordination: the coordinators of the case are told.
	Coordination bool `json:"coordination,omitempty"`
}

// Kind names the job for River.
func (PartArgs) Kind() string { return "part" }

// partJobs answers the jobs that an event of a part leads to: who gets it, or is asked to, is told, and who offered it hears the
// answer; who held it hears that they do no more; who leads hears that a partner works no more, and who asked the school that it has
// replied. Nobody is told what they have done themselves.
func partJobs(before Case, e Event) (jobs []river.InsertManyParams) {
	tell := func(event, personID, unitID string) {
		if personID+unitID != "" && (personID == "" || personID != e.By.Person.ID) {
			jobs = append(jobs, river.InsertManyParams{Args: PartArgs{CaseID: e.CaseID, Version: e.Version, Event: event, PersonID: personID, UnitID: unitID}})
		}
	}
	worker := func(event string, a Assignment) {
		if a.Holder.ID != "" {
			tell(event, a.Holder.ID, "")
		} else {
			tell(event, "", a.Unit.ID)
		}
	}
	leader := func(event, partID string) {
		if lead, led := before.Lead(); led && lead.ID != partID {
			worker(event, lead)
		}
	}
	kind := e.Kind()
	switch d := e.Data.(type) {
	case PartnerInvited:
		tell(kind, "", d.Unit.ID)
	case WoundUp:
		leader(kind, d.AssignmentID)
	case Assigned:
		tell(kind, d.To.ID, "")
		tell("GIVEN_ON", d.FromID, "")
	case PartnerDismissed:
		tell(kind, before.holder(d.AssignmentID), "")
	case DeclinedByUnit:
		tell(kind, before.holder(d.AssignmentID), "")
		leader("PART_DECLINED", d.AssignmentID)
	case PartCompleted:
		leader(kind, d.AssignmentID)
	case WithdrawnBySchool:
		for _, id := range before.holders() {
			tell(kind, id, "")
		}
	case Replied:
		worker(kind, before.asker(d.QuestionID))
	case HandedOver:
		worker(kind, before.asked(d))
	case TakenOver:
		tell(kind, before.offerer(d.HandOverID), "")
	case HandOverEnded:
		if d.State != HandOverRevoked {
			tell("HAND_OVER_"+string(d.State), before.offerer(d.HandOverID), "")
		}
	}
	return jobs
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
	return c.holder(h.AssignmentID)
}

// asked answers who may accept an offer, as a part of theirs: of one to a unit, who holds the part that it has.
func (c Case) asked(h HandedOver) Assignment {
	if h.To != nil {
		return Assignment{Holder: *h.To}
	}
	part, _ := c.partOf(h.ToUnit.ID)
	if part.State != Held {
		return Assignment{Unit: *h.ToUnit}
	}
	return part
}

// asker answers the part that waits for the reply to a question: its unit's, or the lead.
func (c Case) asker(questionID string) Assignment {
	i := slices.IndexFunc(c.Questions, func(q Question) bool { return q.ID == questionID })
	part, stands := c.partOf(c.Questions[i].UnitID)
	if !stands {
		part, _ = c.Lead()
	}
	return part
}

// holders answers who holds a part.
func (c Case) holders() (ids []string) {
	for _, a := range c.Assignments {
		if c.stands(a) && a.State == Held {
			ids = append(ids, a.Holder.ID)
		}
	}
	return ids
}

// holder of a part; empty where nobody holds it.
func (c Case) holder(assignmentID string) string {
	a, _ := c.Assignment(assignmentID)
	return a.Holder.ID
}
