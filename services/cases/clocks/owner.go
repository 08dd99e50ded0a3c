package clocks

import (
	"iter"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// Owner is whose a working day is.
type Owner string

// Owners of days.
const (
	Coordination Owner = "COORDINATION"
	Unit         Owner = "UNIT"
	Expert       Owner = "EXPERT"
	// School: it is waited for, and so for whoever gives a Permission.
	School     Owner = "SCHOOL"
	Permission Owner = "PERMISSION"
	// SchoolBreak and ActorBreak: it would be the school's or the actor's, who have a break.
	SchoolBreak Owner = "SCHOOL_BREAK"
	ActorBreak  Owner = "ACTOR_BREAK"
	// Nobody: the case has ended.
	Nobody Owner = "NOBODY"
)

// Owners lists all owners; in this order pauses are told.
var Owners = []Owner{Coordination, Unit, Expert, School, Permission, SchoolBreak, ActorBreak, Nobody}

func (o Owner) isBreak() bool { return o == SchoolBreak || o == ActorBreak }

// until answers the day on which the count for a goal stops: today, or when the goal was reached or the case ended.
func (c Course) until(g Goal, now time.Time) (_ workdays.Day, stopped bool) {
	for _, end := range []time.Time{c.Reached[g], c.End} {
		if !end.IsZero() && !end.After(now) {
			now, stopped = end, true
		}
	}
	if c.Begin.IsZero() {
		return workdays.Of(c.Begin), true
	}
	return workdays.Of(now), stopped
}

// Days answers the working days of the present round until now with their owners; today is not among them, it has not ended.
func (c Course) Days(breaks workdays.Table, now time.Time) iter.Seq2[workdays.Day, Owner] {
	return func(yield func(workdays.Day, Owner) bool) {
		days := c.days(breaks, now)
		until, _ := c.until("", now)
		for d := days.first + 1; d < until; d++ {
			if d.Working() && !yield(d, days.owner(d)) {
				return
			}
		}
	}
}

// days of a course, asked for in their order.
type days struct {
	// first is the day on which the round began.
	first    workdays.Day
	segments []cases.Segment
	// from is on which day each segment begins, and at which is asked for.
	from   []workdays.Day
	at     int
	school workdays.Breaks
	breaks workdays.Table
}

// days of the course as it was at a moment.
func (c Course) days(breaks workdays.Table, now time.Time) *days {
	all := &days{first: workdays.Of(c.Begin), breaks: breaks, school: breaks.School(c.Municipality)}
	for _, s := range c.Segments {
		if s.From.After(now) {
			break
		}
		all.segments = append(all.segments, s)
		all.from = append(all.from, workdays.Of(s.From))
	}
	return all
}

// owner answers who has the turn when a day ends.
func (all *days) owner(d workdays.Day) Owner {
	for all.at+1 < len(all.from) && all.from[all.at+1] <= d {
		all.at++
	}
	if len(all.segments) == 0 {
		return Nobody
	}
	s := all.segments[all.at]
	switch s.Turn() {
	case cases.TurnCoordination:
		return Coordination
	case cases.TurnUnit, cases.TurnExpert:
		if all.breaks.Actor(s.Actor).Has(d) {
			return ActorBreak
		}
		return Owner(s.Turn())
	case cases.TurnSchool:
		switch {
		case all.school.Has(d):
			return SchoolBreak
		case s.Phase == cases.AwaitingPermission:
			return Permission
		}
		return School
	case cases.TurnNobody:
	}
	return Nobody
}
