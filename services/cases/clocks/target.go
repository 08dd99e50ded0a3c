package clocks

// Target is in how many working days a goal should be reached.
type Target struct {
	Goal Goal
	// Actor and Urgency for which it is, codes without a prefix; empty: for any.
	Actor, Urgency string
	// Days is how many working days may be used, WarnPercent after which share of them, in whole days rounded down,
	// the target is near: a warning comes before the last day ends.
	Days, WarnPercent int
	// Grace is how many working days after a missed target coordination is told, who were not told before.
	Grace int
}

func (t Target) warnAfter() int { return t.Days * t.WarnPercent / 100 }

// Targets are the rows that there are, in any order.
type Targets []Target

// fallback is the target of a goal for which there is no row.
var fallback = Target{Days: 5, WarnPercent: 80, Grace: 2}

// weight of a row that is for an actor and an urgency: of two that fit, the one with more counts. An urgency weighs more than an
// actor, for it speaks of the pupil and not of who has time; otherwise a slow actor's own row would be that of an acute request.
func (t Target) weight() int {
	w := 0
	if t.Actor != "" {
		w++
	}
	if t.Urgency != "" {
		w += 2
	}
	return w
}

func (t Target) fits(g Goal, actor, urgency string) bool {
	return t.Goal == g && (t.Actor == "" || t.Actor == actor) && (t.Urgency == "" || t.Urgency == urgency)
}

// For answers the target of a goal: the most specific row that fits. Rows whose numbers [Targets.Check] refuses do not count, and
// there is always a target.
func (ts Targets) For(g Goal, actor, urgency string) Target {
	best, found := fallback, false
	for _, t := range ts {
		if t.fits(g, actor, urgency) && t.sound() && (!found || t.weight() > best.weight()) {
			best, found = t, true
		}
	}
	best.Goal = g
	return best
}

// mostDays of a target: about a school year.
const mostDays = 200

func (t Target) sound() bool {
	return 1 <= t.Days && t.Days <= mostDays && 1 <= t.WarnPercent && t.WarnPercent <= 99 && 1 <= t.Grace && t.Grace <= mostDays
}
