package clocks

import (
	"fmt"
	"slices"
)

// Codes of the contract, without prefixes; the urgencies from the least to the most urgent.
var (
	actors    = []string{"ELMERI", "VALTERI", "HOSPITAL_TEACHING", "STATE_SCHOOL_HOME"}
	urgencies = []string{"NORMAL", "SOON", "ACUTE_SAFETY", "ACUTE_SCHOOLING", "ACUTE_PLACEMENT"}
)

// targeted are the goals that have rows of their own.
var targeted = append(slices.Clone(Goals), Settlement)

// Check lists in words what is wrong with the targets; nothing: they can be used.
func (ts Targets) Check() []string {
	var faults []string
	for i, t := range ts {
		for _, fault := range t.faults() {
			faults = append(faults, fmt.Sprintf("row %d: %s", i+1, fault))
		}
		if twin := slices.IndexFunc(ts, t.sameFor); twin < i {
			faults = append(faults, fmt.Sprintf("row %d: it is for the same as row %d", i+1, twin+1))
		}
	}
	for _, g := range targeted {
		if !slices.ContainsFunc(ts, func(t Target) bool { return t.Goal == g && t.weight() == 0 }) {
			faults = append(faults, fmt.Sprintf("%s: no row is for every actor and urgency", g))
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return ts.together()
}

func (t Target) sameFor(o Target) bool {
	return o.Goal == t.Goal && o.Actor == t.Actor && o.Urgency == t.Urgency
}

// faults of the row alone.
func (t Target) faults() []string {
	var faults []string
	add := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	add(!slices.Contains(targeted, t.Goal), "there is no goal %q", t.Goal)
	add(t.Actor != "" && !slices.Contains(actors, t.Actor), "there is no actor %q", t.Actor)
	add(t.Urgency != "" && !slices.Contains(urgencies, t.Urgency), "there is no urgency %q", t.Urgency)
	add(t.Days < 1 || t.Days > mostDays, "%d working days: write 1 to %d", t.Days, mostDays)
	add(t.WarnPercent < 1 || t.WarnPercent > 99, "a warning at %d %%: write 1 to 99", t.WarnPercent)
	add(t.Grace < 1 || t.Grace > mostDays, "a grace of %d working days: write 1 to %d", t.Grace, mostDays)
	return faults
}

// together lists what the rows say together that nobody can mean.
func (ts Targets) together() []string {
	var faults []string
	for _, actor := range append([]string{""}, actors...) {
		who := actor
		if who == "" {
			who = "nobody's yet"
		}
		for _, urgency := range urgencies {
			advice := ts.For(Advice, actor, urgency).Days
			for _, g := range targeted {
				days := ts.For(g, actor, urgency).Days
				if days > advice {
					faults = append(faults, fmt.Sprintf("%s, %s: %s has %d days and %s %d", who, urgency, g, days, Advice, advice))
				}
				if normal := ts.For(g, actor, "NORMAL").Days; days > normal {
					faults = append(faults, fmt.Sprintf("%s: %s has %d days when it is %s and %d when it is NORMAL", who, g, days, urgency, normal))
				}
			}
		}
	}
	return faults
}
