// Package clocks tells how long a case may take, how long it has taken and why, and who is to be told.
//
// A [Course] is what the events of a case say; [Targets] say in how many working days a [Goal] should be reached; a
// [workdays.Table] says when schools and actors have a break. From these a [Clock] follows by counting days, and from it and the
// people of the case a [Call]. All of it is pure: the same input gives the same answer, at any time, and there is always one.
//
// Whole days are counted. The day on which a case is filed or reopened does not count (Act on the Calculation of Statutory Time
// Limits, 150/1930, section 2); each later working day belongs to one [Owner]: whoever's turn it is when the day ends at midnight
// in Finland. So a question that is asked on Friday and answered on Monday pauses one day, and whoever is asked and answers within
// a day has not cost anybody one. A target is missed when as many days as it has were used and have ended.
package clocks

import (
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// State of a clock.
type State string

// States of a clock. Where several hold, the first in this order wins.
const (
	// Done: the goal is reached, or the case has ended.
	Done State = "DONE"
	// Over: the days of the target are used up.
	Over State = "OVER"
	// Paused: today is somebody else's day, as Clock.Today says.
	Paused State = "PAUSED"
	// Warned: the target is near.
	Warned State = "WARNED"
	// Running: there is time.
	Running State = "RUNNING"
)

// Pause is how many working days did not count, and whose they were.
type Pause struct {
	Owner Owner
	Days  int
}

// Clock is how a goal stands at a moment.
type Clock struct {
	Goal   Goal
	Target Target
	State  State
	// Today is whose day it is.
	Today Owner
	// Used is how many working days that count have ended.
	Used int
	// Paused are those that do not count, each owner once, in the order of Owners.
	Paused []Pause
	// Warn is the day from whose end on the target is near, Due the last day on which it is met, and Late the last day of grace: if
	// the clock runs from now on, or, when it has stopped, had run on.
	Warn, Due, Late workdays.Day
	// Long is the day from whose end on it has paused as many days as the target has, if it pauses from now on.
	Long workdays.Day
	// On is the day that it is.
	On workdays.Day
}

// Clock answers how a goal of the case stands.
func (c Course) Clock(goal Goal, targets Targets, breaks workdays.Table, now time.Time) Clock {
	k := Clock{Goal: goal, Target: c.target(goal, targets, breaks)}
	until, stopped := c.until(goal, now)
	days := c.days(breaks, now)
	paused := map[Owner]int{}
	k.Warn = days.first
	for d := days.first + 1; d < until; d++ {
		if !d.Working() {
			continue
		}
		if o := days.owner(d); goal.counts(o) {
			k.use(d)
		} else {
			paused[o]++
		}
	}
	for _, o := range Owners {
		if paused[o] > 0 {
			k.Paused = append(k.Paused, Pause{o, paused[o]})
		}
	}
	k.On, k.Today = until, days.owner(until)
	k.State = k.state(stopped)
	next := max(until, days.first+1)
	k.project(next, breaks.Actor(c.Actor))
	k.Long = (next - 1).Add(k.Target.Days - k.PausedDays())
	return k
}

// use counts a day.
func (k *Clock) use(d workdays.Day) {
	k.Used++
	if k.Used == k.Target.warnAfter() {
		k.Warn = d
	}
	if k.Used == k.Target.Days {
		k.Due = d
	}
	if k.Used == k.Target.Days+k.Target.Grace {
		k.Late = d
	}
}

// project says when the target is near, missed and long missed, if the days count from one on.
func (k *Clock) project(d workdays.Day, closed workdays.Breaks) {
	ahead := *k
	for ; ahead.Used < ahead.Target.Days+ahead.Target.Grace; d++ {
		if d.Working() && !closed.Has(d) {
			ahead.use(d)
		}
	}
	k.Warn, k.Due, k.Late = ahead.Warn, ahead.Due, ahead.Late
}

func (k Clock) state(stopped bool) State {
	switch {
	case stopped:
		return Done
	case k.Used >= k.Target.Days:
		return Over
	case !k.Goal.counts(k.Today):
		return Paused
	case k.Used >= k.Target.warnAfter():
		return Warned
	default:
		return Running
	}
}

// PausedDays is how many working days did not count.
func (k Clock) PausedDays() int {
	n := 0
	for _, p := range k.Paused {
		n += p.Days
	}
	return n
}

// Next answers when the [Call] may change if nothing happens before, so when to look again; zero: never. It is never too late. It
// may be too early, for it takes the clock to run and to pause from now on: then look again at what it says next.
func (k Clock) Next() time.Time {
	if k.State == Done {
		return time.Time{}
	}
	var ends []workdays.Day
	if k.State != Over && k.PausedDays() < k.Target.Days {
		ends = append(ends, k.Long)
	}
	if k.Goal.counts(k.Today) || k.Today.isBreak() {
		if k.State != Over && k.Used >= k.Target.warnAfter() {
			ends = append(ends, k.On) // what is near is told, but in a break: one may begin or end with the day
		}
		switch {
		case k.Used < k.Target.warnAfter():
			ends = append(ends, k.Warn)
		case k.Used < k.Target.Days:
			ends = append(ends, k.Due)
		case k.Used < k.Target.Days+k.Target.Grace:
			ends = append(ends, k.Late)
		}
	}
	if len(ends) == 0 {
		return time.Time{}
	}
	return (slices.Min(ends) + 1).Start()
}
