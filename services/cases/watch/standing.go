package watch

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// standing is how a case stands to its targets, or, where it names one, a partner's part in it, or the dispute about its lead.
type standing struct {
	part    cases.Assignment
	dispute bool
	clocks  []clocks.Clock
}

// standings answers the case's, which has no clocks once there is advice, then those of the parts, and that of an open dispute.
func standings(c cases.Case, events []cases.Event, targets clocks.Targets, breaks workdays.Table, now time.Time) []standing {
	all := []standing{{}}
	if c.Phase().BeforeAdvice() {
		all[0].clocks = clocks.CourseOf(events).Clocks(targets, breaks, now)
	}
	for _, course := range clocks.PartsOf(events) {
		all = append(all, standing{part: course.Part, clocks: course.Clocks(targets, breaks, now)})
	}
	if course, open := clocks.DisputeOf(events); open {
		all = append(all, standing{dispute: true, clocks: course.Clocks(targets, breaks, now)})
	}
	return all
}

// shown answers what lists show of the case and of the dispute about its lead, and of every part to which a unit was invited: of one
// that stands no more, nothing.
func shown(c cases.Case, all []standing) (ofCase, ofDispute cases.ShownClock, ofParts map[string]cases.ShownClock) {
	ofParts = map[string]cases.ShownClock{}
	for _, a := range c.Assignments {
		if a.QuestionID != "" {
			ofParts[a.ID] = cases.ShownClock{}
		}
	}
	for _, s := range all {
		switch {
		case s.dispute:
			ofDispute = s.shown()
		case s.part.ID == "":
			ofCase = s.shown()
		default:
			ofParts[s.part.ID] = s.shown()
		}
	}
	return ofCase, ofDispute, ofParts
}

// shown changes with the events only, not with time: while the school is waited for there is no day.
func (s standing) shown() (clock cases.ShownClock) {
	if k, found := clocks.Nearest(s.clocks); found {
		clock.Goal = new(string(k.Goal))
		if !k.Waits() {
			clock.Warn, clock.Due = new(k.Warn.String()), new(k.Due.String())
		}
	}
	return clock
}
