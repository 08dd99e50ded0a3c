package cases

import (
	"cmp"
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// sight is a case with what is derived from it once, to answer what may be done with it.
type sight struct {
	Case

	phase Phase
	// content is what permissions to it look at, once that has been asked.
	content *permission.Subject
}

func (c Case) sight() *sight { return &sight{Case: c, phase: c.Phase()} }

// broken answers the first rule of the row that does not hold; empty when the action is possible.
func (r Row) broken(c *sight, by By, t target) Condition {
	if !slices.Contains(r.Phases, c.phase) {
		return InPhase
	}
	for _, cond := range r.Conditions {
		if !conditions[cond](c.Case, by, t) {
			return cond
		}
	}
	return ""
}

// broken answers the rule that stands against an action: of the rows that are for such a part, that of the first one whose
// phase fits. Empty: it is possible.
func (c *sight) broken(a Action, by By, t target) Condition {
	closest, other := Condition(""), Condition("")
	for _, r := range rowsFor[a] {
		if !by.mayUse(r) {
			continue
		}
		rule := r.broken(c, by, t)
		switch {
		case rule == "":
			return ""
		case !r.isFor(c, by, t):
			other = rule
		case closest == "" || closest == InPhase:
			closest = rule
		}
	}
	return cmp.Or(closest, other, InPhase)
}

// isFor reports whether a row speaks of such a part: rows of one action are told apart by these conditions.
func (r Row) isFor(c *sight, by By, t target) bool {
	return !slices.ContainsFunc(r.Conditions, func(cond Condition) bool {
		return slices.Contains([]Condition{IsLead, IsPartner, IsWaiting, IsHeld}, cond) && !conditions[cond](c.Case, by, t)
	})
}

// mayUse reports whether a row's permission is for the role at all.
func (by By) mayUse(r Row) bool { return slices.Contains(permission.RolesFor(r.Permission), by.Role) }

// Verdict says whether somebody may do something now; Rule is what stands against it when not.
type Verdict struct {
	Action Action
	Rule   Condition
}

// Verdicts answers for each action that the principal's roles have anything to do with whether it is possible now, and
// which rule says no when it is not, in the table's order. An action on an assignment or a hand-over is possible when
// it is on some of them.
func (c Case) Verdicts(p permission.Principal) []Verdict {
	verdicts, seen := make([]Verdict, 0, len(rowsFor)), c.sight()
	for _, r := range Lifecycle {
		if slices.ContainsFunc(verdicts, func(v Verdict) bool { return v.Action == r.Action }) || r.Permission == permission.Tick {
			continue
		}
		if !slices.ContainsFunc(rowsFor[r.Action], func(r Row) bool { return p.Holds(r.Permission) }) {
			continue // most actions are nothing for most roles
		}
		if rule, concerned := seen.verdict(r.Action, p, c.targets(r.Aim)); concerned {
			verdicts = append(verdicts, Verdict{r.Action, rule})
		}
	}
	return verdicts
}

func (c *sight) verdict(a Action, p permission.Principal, targets []target) (rule Condition, concerned bool) {
	for _, t := range targets {
		by, ok := c.authorise(p, a, t)
		if !ok {
			continue
		}
		stands := c.broken(a, by, t)
		if stands == "" {
			return "", true
		}
		if !concerned || rule == InPhase {
			rule = stands
		}
		concerned = true
	}
	return rule, concerned
}

// AllowedActions answers what the principal may do with the case now: permission and life cycle together, in the
// table's order.
func (c Case) AllowedActions(p permission.Principal) []Action {
	var allowed []Action
	for _, v := range c.Verdicts(p) {
		if v.Rule == "" {
			allowed = append(allowed, v.Action)
		}
	}
	return allowed
}

// AllowedOn answers what the principal may do with one assignment now.
func (c Case) AllowedOn(a Assignment, p permission.Principal) []Action {
	return c.allowedAt(Aim.atAssignment, target{assignment: a}, p)
}

// AllowedOnHandOver answers what the principal may do with one hand-over now.
func (c Case) AllowedOnHandOver(h HandOver, p permission.Principal) []Action {
	a, _ := c.Assignment(h.AssignmentID)
	return c.allowedAt(Aim.atHandOver, target{assignment: a, handOver: h}, p)
}

func (c Case) allowedAt(aimed func(Aim) bool, t target, p permission.Principal) []Action {
	var allowed []Action
	seen := c.sight()
	for _, r := range Lifecycle {
		if !aimed(r.Aim) || slices.Contains(allowed, r.Action) {
			continue
		}
		if rule, concerned := seen.verdict(r.Action, p, []target{t}); concerned && rule == "" {
			allowed = append(allowed, r.Action)
		}
	}
	return allowed
}

// itself is the one target of what is aimed at no part of a case.
var itself = []target{{}}

// targets are what an action with the aim could mean.
func (c Case) targets(aim Aim) []target {
	var all []target
	switch {
	case aim.atAssignment():
		for _, a := range c.Assignments {
			all = append(all, target{assignment: a})
		}
	case aim.atHandOver():
		for _, h := range c.HandOvers {
			a, _ := c.Assignment(h.AssignmentID)
			all = append(all, target{assignment: a, handOver: h})
		}
	default:
		return itself
	}
	return all
}

// targetOf answers what a command is aimed at; whether it is there.
func (c Case) targetOf(cmd Command) (target, bool) {
	assignment, handOver := "", ""
	switch cmd := cmd.(type) {
	case Claim:
		assignment = cmd.AssignmentID
	case Release:
		assignment = cmd.AssignmentID
	case Decline:
		assignment = cmd.AssignmentID
	case Assign:
		assignment = cmd.AssignmentID
	case OfferHandOver:
		assignment = cmd.AssignmentID
	case Limit:
		assignment = cmd.AssignmentID
	case Dismiss:
		assignment = cmd.AssignmentID
	case Complete:
		assignment = cmd.AssignmentID
	case Vacate:
		assignment = cmd.AssignmentID
	case WindUp:
		assignment, handOver = cmd.AssignmentID, cmd.HandOverID
	case AcceptHandOver:
		handOver = cmd.HandOverID
	case DeclineHandOver:
		handOver = cmd.HandOverID
	case RevokeHandOver:
		handOver = cmd.HandOverID
	default:
		return target{}, true
	}
	var t target
	there := true
	if handOver != "" {
		t.handOver, there = c.HandOver(handOver)
		assignment = t.handOver.AssignmentID
	}
	a, ok := c.Assignment(assignment)
	t.assignment = a
	return t, there && ok
}

// authorise answers as whom the principal may take an action: the one gate before Decide. Of several grants that
// permit it, the one under which it is possible counts.
func (c *sight) authorise(p permission.Principal, a Action, t target) (by By, ok bool) {
	for _, r := range rowsFor[a] {
		if !p.Holds(r.Permission) {
			continue
		}
		for g := range p.Permitting(r.Permission, c.subjectOf(r.Aim, t)) {
			candidate := byGrant(p, g)
			if r.broken(c, candidate, t) == "" {
				return candidate, true
			}
			if !ok {
				by, ok = candidate, true
			}
		}
	}
	return by, ok
}

// subjectOf narrows the subject to what the action is aimed at, so that a partner unit's grant does not reach the
// lead's part.
func (c *sight) subjectOf(aim Aim, t target) permission.Subject {
	s := permission.Subject{SchoolID: c.Facts.SchoolID, FilerID: c.Filer.ID, Area: c.Facts.Area}
	switch aim {
	case AtContent:
		if c.content == nil {
			content := c.Subject()
			c.content = &content
		}
		return *c.content
	case AtCase:
		return c.parts()
	case AtPartner:
		lead, _ := c.Lead()
		s.Units, s.Holders = c.unitAndHolder(lead)
	case AtAssignment, AtOwnOffer:
		s.Units, s.Holders = c.unitAndHolder(t.assignment)
	case AtOffer:
		s.Units, s.Holders = []string{t.handOver.ToUnit.ID}, nil
		if t.handOver.To.ID != "" {
			s.Units, s.Holders = []string{t.assignment.Unit.ID}, []string{t.handOver.To.ID}
		}
	}
	return s
}

func (c Case) unitAndHolder(a Assignment) (units, holders []string) {
	if !c.stands(a) {
		return nil, nil
	}
	return []string{a.Unit.ID}, []string{a.Holder.ID}
}

// mayRepeat reports whether the principal may hear once more what a command of theirs led to. Who gave a part away has
// lost the hold that the command took, and may still hear it while they belong to the unit.
func (c Case) mayRepeat(p permission.Principal, cmd Command) bool {
	t, _ := c.targetOf(cmd)
	if _, may := c.sight().authorise(p, cmd.action(), t); may {
		return true
	}
	if t.assignment.ID == "" {
		return false
	}
	s := permission.Subject{
		SchoolID: c.Facts.SchoolID, Area: c.Facts.Area, Units: []string{t.assignment.Unit.ID}, Holders: []string{p.PersonID},
	}
	if t.handOver.ToUnit.ID != "" {
		s.Units, s.Holders = append(s.Units, t.handOver.ToUnit.ID), append(s.Holders, p.PersonID)
	}
	return slices.ContainsFunc(rowsFor[cmd.action()], func(r Row) bool {
		_, may := p.Can(r.Permission, s)
		return may
	})
}
