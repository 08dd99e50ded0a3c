package clocks

import (
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Goal is what a case should reach in time, in each of its rounds.
type Goal string

// Goals.
const (
	// FirstWord: somebody of a unit or of coordination has written to the school: a message, a question, advice, or the next step.
	FirstWord Goal = "FIRST_WORD"
	// Acceptance: somebody holds the lead. The clock runs on when it is given back.
	Acceptance Goal = "ACCEPTANCE"
	// Advice: advice is published.
	Advice Goal = "ADVICE"
	// Part: a partner's part is completed.
	Part Goal = "PART"
	// Settlement: coordination has settled a dispute about the lead.
	Settlement Goal = "SETTLEMENT"
)

// Goals lists the goals of a case, in the order in which they are usually reached.
var Goals = []Goal{FirstWord, Acceptance, Advice}

// counts reports whether a day of this owner is used for the goal. Those of the expert are none of the wait for acceptance: that
// was reached, until the lead was given back.
func (g Goal) counts(o Owner) bool {
	switch o {
	case Coordination, Unit:
		return true
	case Expert:
		return g != Acceptance
	default:
		return false
	}
}

// Course is what the events of a case say of its time.
type Course struct {
	Segments []cases.Segment
	// Begin is when the present round began, by filing or reopening; End when the case ended, zero while it has not.
	Begin, End time.Time
	// Reached says when the goals were, that are in the present round.
	Reached map[Goal]time.Time
	// Actor that leads now, empty where none does; Urgency and Municipality are the codes of the request.
	Actor, Urgency, Municipality string
	// Part is the partner's part whose course it is: see [PartsOf].
	Part cases.Assignment
	// Dispute: it is the course of a dispute about the lead: see [DisputeOf].
	Dispute bool
}

// CourseOf reads the events of a case, oldest first.
func CourseOf(events []cases.Event) Course {
	course := Course{Segments: cases.Segments(events), Reached: map[Goal]time.Time{}}
	var c cases.Case
	for _, e := range events {
		round := c.Round
		c = cases.Apply(c, e)
		if c.Round != round {
			course.Begin = e.At
			clear(course.Reached)
		}
		lead, _ := c.Lead()
		course.reach(FirstWord, isWord(e) || !course.Reached[FirstWord].IsZero(), e.At)
		course.reach(Acceptance, lead.State == cases.Held || lead.State == cases.Done, e.At)
		course.reach(Advice, c.PublishedRevision > 0, e.At)
		course.Actor, course.Urgency, course.Municipality = lead.Unit.Actor, c.Facts.Urgency, c.Facts.MunicipalityCode
		switch {
		case !c.Phase().Ended():
			course.End = time.Time{}
		case course.End.IsZero():
			course.End = e.At
		}
	}
	return course
}

// reach notes since when a goal is reached, or that it is not.
func (c *Course) reach(g Goal, is bool, at time.Time) {
	if _, was := c.Reached[g]; is && !was {
		c.Reached[g] = at
	} else if !is {
		delete(c.Reached, g)
	}
}

// isWord reports whether the school was written to by a human being who works on the case.
func isWord(e cases.Event) bool {
	switch e.Data.(type) {
	case cases.Messaged, cases.Asked, cases.AdvicePublished, cases.ClosedUnanswered:
		return slices.Contains([]permission.Role{permission.Expert, permission.Lead, permission.Coordinator}, e.By.Role)
	default:
		return false
	}
}
