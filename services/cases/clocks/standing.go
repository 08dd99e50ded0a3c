package clocks

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// Clocks answers how every goal stands, in the order in which they are usually reached; none where the course has not begun.
func (c Course) Clocks(targets Targets, breaks workdays.Table, now time.Time) []Clock {
	if c.Begin.IsZero() {
		return nil
	}
	goals := c.goals()
	all := make([]Clock, len(goals))
	for i, g := range goals {
		all[i] = c.Clock(g, targets, breaks, now)
	}
	return all
}

// Waits reports whether the due day moves on with each day, as the school is waited for.
func (k Clock) Waits() bool {
	return k.State == Paused && !k.Goal.counts(k.Today) && k.Today != ActorBreak
}

// Nearest answers of several clocks the one that is due first, or, where all that have not reached their goal wait for the
// school, the first of them; none where every goal is reached.
func Nearest(all []Clock) (nearest Clock, found bool) {
	for _, k := range all {
		switch {
		case k.State == Done:
		case !found, nearest.Waits() && !k.Waits(), !nearest.Waits() && !k.Waits() && k.Due < nearest.Due:
			nearest, found = k, true
		}
	}
	return nearest, found
}

// Next answers when a [Clock.Call] of one of the clocks may change if nothing happens before; zero: never.
func Next(all []Clock) time.Time {
	var next time.Time
	for _, k := range all {
		if at := k.Next(); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}
