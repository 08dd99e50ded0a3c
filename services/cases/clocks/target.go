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

// Shipped answers the targets that a new installation begins with. The numbers are ours: of the service only a weekly round of
// triage is known, hence a week for the first word and for acceptance. They promise nothing to a school.
func Shipped() Targets {
	return Targets{
		{Goal: FirstWord, Days: 5, WarnPercent: 80, Grace: 2},
		{Goal: FirstWord, Urgency: "SOON", Days: 3, WarnPercent: 80, Grace: 2},
		{Goal: FirstWord, Urgency: "ACUTE_SAFETY", Days: 1, WarnPercent: 80, Grace: 1},
		{Goal: FirstWord, Urgency: "ACUTE_SCHOOLING", Days: 1, WarnPercent: 80, Grace: 1},
		{Goal: FirstWord, Urgency: "ACUTE_PLACEMENT", Days: 1, WarnPercent: 80, Grace: 1},
		{Goal: Acceptance, Days: 5, WarnPercent: 80, Grace: 2},
		{Goal: Acceptance, Urgency: "SOON", Days: 3, WarnPercent: 80, Grace: 2},
		{Goal: Acceptance, Urgency: "ACUTE_SAFETY", Days: 1, WarnPercent: 80, Grace: 1},
		{Goal: Acceptance, Urgency: "ACUTE_SCHOOLING", Days: 1, WarnPercent: 80, Grace: 1},
		{Goal: Acceptance, Urgency: "ACUTE_PLACEMENT", Days: 1, WarnPercent: 80, Grace: 1},
		{Goal: Advice, Days: 20, WarnPercent: 80, Grace: 5},
		{Goal: Advice, Urgency: "SOON", Days: 15, WarnPercent: 80, Grace: 5},
		{Goal: Advice, Urgency: "ACUTE_SAFETY", Days: 10, WarnPercent: 80, Grace: 2},
		{Goal: Advice, Urgency: "ACUTE_SCHOOLING", Days: 10, WarnPercent: 80, Grace: 2},
		{Goal: Advice, Urgency: "ACUTE_PLACEMENT", Days: 10, WarnPercent: 80, Grace: 2},
	}
}

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
