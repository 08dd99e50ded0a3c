package cases

import "github.com/riverqueue/river"

// PartArgs is the job that tells a person, or the heads of a unit, what has become of a part. Ids only.
type PartArgs struct {
	CaseID  string `json:"case_id"`
	Version int    `json:"version"`
	// Event is what is told: INVITED, HAND_OVER_OFFERED, ASSIGNED, HAND_OVER_ACCEPTED, HAND_OVER_DECLINED, HAND_OVER_LAPSED or
	// WOUND_UP.
	Event    string `json:"event"`
	PersonID string `json:"person_id,omitempty"`
	UnitID   string `json:"unit_id,omitempty"`
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

// offerer of a hand-over that is open: it ends when the part changes hands.
func (c Case) offerer(handOverID string) string {
	h, _ := c.HandOver(handOverID)
	a, _ := c.Assignment(h.AssignmentID)
	return a.Holder.ID
}
