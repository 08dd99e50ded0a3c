package clocks

// Rung of the ladder of those who answer for a case.
type Rung string

// Rungs, from the lowest up.
const (
	// RungOwner is the expert who holds the lead, RungLead the head of its unit.
	RungOwner Rung = "OWNER"
	RungLead  Rung = "LEAD"
	// RungCoordination is the coordinator of the area; where nobody is named, all who coordinate in the country.
	RungCoordination Rung = "COORDINATION"
)

// Tell is what somebody is told.
type Tell string

// What is told.
const (
	// Nothing is told: there is time, or the goal is reached.
	Nothing Tell = "NOTHING"
	// Warning: the target is near, or a case that nobody holds has paused as long as its target is.
	Warning Tell = "WARNING"
	// Escalation: the target is missed.
	Escalation Tell = "ESCALATION"
)

// People of a case by id. One is empty where there is none, or none who could answer now: absent, or without a grant.
type People struct{ Owner, Lead, Coordinator string }

// Call is who answers for a case, and what they are to be told. Whoever carries it out keeps which calls were made: the same call
// is made once.
type Call struct {
	Tell Tell
	Rung Rung
	// Person is empty only for all of coordination.
	Person string
}

// Call answers who is to be told what now. There is always somebody who answers for the case, also while nobody is told anything. A
// missed target is told to somebody who was not warned already: the owner is warned, the lead hears when the target is missed, and
// coordination after the days of grace.
func (k Clock) Call(p People) Call {
	ladder := []Call{{Rung: RungOwner, Person: p.Owner}, {Rung: RungLead, Person: p.Lead}, {Rung: RungCoordination, Person: p.Coordinator}}
	tell, lowest := k.tell(p.Owner == "")
	for i, c := range ladder {
		warned := tell == Escalation && c.Person == p.Owner
		if i >= lowest && c.Person != "" && !warned {
			c.Tell = tell
			return c
		}
	}
	return Call{Tell: tell, Rung: RungCoordination}
}

// Calls reports whether somebody is to be told something now, where nobody has the case; where somebody has it, perhaps.
func (k Clock) Calls() bool {
	tell, _ := k.tell(true)
	return tell != Nothing
}

// tell answers what is told, and on which rung somebody is looked for first.
func (k Clock) tell(unowned bool) (Tell, int) {
	switch {
	case k.State == Done:
		return Nothing, 0
	case k.Used >= k.Target.Days+k.Target.Grace:
		return Escalation, 2
	case k.State == Over:
		return Escalation, 1
	case k.Used >= k.Target.warnAfter() && k.State != Paused, unowned && k.PausedDays() >= k.Target.Days:
		return Warning, 0
	default:
		return Nothing, 0
	}
}
