package cases

import (
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Condition is what an action needs beside the phase.
type Condition string

// Conditions.
const (
	// OwnWaiting: the assignment in question waits.
	OwnWaiting Condition = "ASSIGNMENT_WAITING"
	// OwnHeld: the assignment in question is held by the person who acts.
	OwnHeld Condition = "ASSIGNMENT_HELD_BY_ME"
	// Declinable: the assignment waits, or is held by the person who acts, or a unit's lead acts.
	Declinable Condition = "ASSIGNMENT_DECLINABLE"
	// LeadMine: the lead assignment is held by the person who acts.
	LeadMine Condition = "LEAD_HELD_BY_ME"
	// AdviceUnpublished: a revision of the advice has been written since the last publication.
	AdviceUnpublished Condition = "ADVICE_UNPUBLISHED"
)

// Row says when an action is possible: in which phases, under which conditions, and which permission it takes.
type Row struct {
	Action     Action
	Permission permission.Permission
	Phases     []Phase
	Conditions []Condition
}

var (
	working    = []Phase{InConsultation, AwaitingSchool, Advised, FollowUp}
	notAdvised = []Phase{Triage, Queued, InConsultation, AwaitingSchool, AwaitingPermission}
)

// Lifecycle is the whole table; who holds a permission stands in the permission table.
var Lifecycle = []Row{
	{ActionRoute, permission.Route, []Phase{Triage}, nil},
	{ActionClaim, permission.Claim, []Phase{Queued, AwaitingSchool}, []Condition{OwnWaiting}},
	{ActionRelease, permission.Release, []Phase{InConsultation, AwaitingSchool}, []Condition{OwnHeld}},
	{ActionDecline, permission.Decline, []Phase{Queued, InConsultation, AwaitingSchool}, []Condition{Declinable}},
	{ActionAsk, permission.Ask, []Phase{InConsultation, AwaitingSchool}, []Condition{LeadMine}},
	{ActionReply, permission.Reply, []Phase{AwaitingSchool}, nil},
	{ActionPostMessage, permission.PostMessage, append([]Phase{Triage, Queued}, working...), nil},
	{ActionWriteAdvice, permission.WriteAdvice, working, []Condition{LeadMine}},
	{ActionPublishAdvice, permission.PublishAdvice, working, []Condition{LeadMine, AdviceUnpublished}},
	{ActionAcknowledge, permission.Acknowledge, []Phase{Advised}, nil},
	{ActionClose, permission.Close, []Phase{Advised, FollowUp}, nil},
	{ActionWithdraw, permission.Withdraw, notAdvised, nil},
}

// row answers the table's row for an action.
func row(a Action) Row {
	return Lifecycle[slices.IndexFunc(Lifecycle, func(r Row) bool { return r.Action == a })]
}

// possible reports whether the row's phase and conditions hold; assignment is the one in question, if any.
func (r Row) possible(c Case, by By, assignment Assignment) bool {
	if !slices.Contains(r.Phases, c.Phase()) {
		return false
	}
	for _, cond := range r.Conditions {
		if !cond.holds(c, by, assignment) {
			return false
		}
	}
	return true
}

func (cond Condition) holds(c Case, by By, a Assignment) bool {
	switch cond {
	case OwnWaiting:
		return a.State == Waiting
	case OwnHeld:
		return a.State == Held && a.Holder.ID == by.Person.ID
	case Declinable:
		return a.State == Waiting || a.State == Held && (a.Holder.ID == by.Person.ID || by.Role == permission.Lead)
	case LeadMine:
		lead, ok := c.Lead()
		return ok && lead.State == Held && lead.Holder.ID == by.Person.ID
	case AdviceUnpublished:
		return c.AdviceRevision > c.PublishedRevision
	}
	return false
}

// AllowedActions answers what the principal may do with the case now: permission and life cycle together, in the
// table's order. Actions on an assignment are answered for the case when some assignment allows them.
func (c Case) AllowedActions(p permission.Principal) []Action {
	var allowed []Action
	for _, r := range Lifecycle {
		if slices.ContainsFunc(c.targets(r), func(a Assignment) bool { return c.allows(r, p, a) }) {
			allowed = append(allowed, r.Action)
		}
	}
	return allowed
}

// AllowedOn answers what the principal may do with one assignment now.
func (c Case) AllowedOn(a Assignment, p permission.Principal) []Action {
	var allowed []Action
	for _, r := range Lifecycle {
		if r.onAssignment() && c.allows(r, p, a) {
			allowed = append(allowed, r.Action)
		}
	}
	return allowed
}

func (c Case) allows(r Row, p permission.Principal, a Assignment) bool {
	grant, ok := p.Can(r.Permission, c.subjectFor(r, a))
	return ok && r.possible(c, byGrant(p, grant), a)
}

// subjectFor narrows the subject to the assignment in question, so that a partner unit's grant does not reach the lead's.
func (c Case) subjectFor(r Row, a Assignment) permission.Subject {
	s := c.Subject()
	if !r.onAssignment() {
		return s
	}
	s.Units, s.Holders = nil, nil
	if a.open() {
		s.Units = []string{a.Unit.ID}
		s.Holders = []string{a.Holder.ID}
	}
	return s
}

// authorise answers as whom the principal may take an action: the one gate before Decide.
func (c Case) authorise(p permission.Principal, a Action, assignmentID string) (By, bool) {
	r := row(a)
	assignment, _ := c.Assignment(assignmentID)
	grant, ok := p.Can(r.Permission, c.subjectFor(r, assignment))
	return byGrant(p, grant), ok
}

// mayRepeat reports whether the principal may hear once more what an action of theirs led to. Who released or declined
// has lost the hold that the action took, and may still hear it while they belong to the unit.
func (c Case) mayRepeat(p permission.Principal, a Action, assignmentID string) bool {
	r := row(a)
	assignment, ok := c.Assignment(assignmentID)
	if !ok || !r.onAssignment() {
		_, may := c.authorise(p, a, assignmentID)
		return may
	}
	_, may := p.Can(r.Permission, permission.Subject{
		SchoolID: c.Facts.SchoolID, Area: c.Facts.Area, Units: []string{assignment.Unit.ID}, Holders: []string{p.PersonID},
	})
	return may
}

func (r Row) onAssignment() bool {
	return r.Action == ActionClaim || r.Action == ActionRelease || r.Action == ActionDecline
}

// targets are the assignments that an action could mean; an action on the case itself has one empty target.
func (c Case) targets(r Row) []Assignment {
	if r.onAssignment() {
		return c.Assignments
	}
	return []Assignment{{}}
}
