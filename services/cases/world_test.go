package cases_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// world is a small world, walked through to its last corner: a case, its school, two units and coordination. Everybody
// tries everything in every state that can be reached, through production's own gate, Decide and Apply.
type world struct {
	name string
	// file begins the case in each way that is walked from.
	file []cases.File
	// tries are all commands that make sense to type in a state.
	tries func(c cases.Case) []cases.Command

	states map[string]*node
	order  []*node
}

// node is one state with the move that led to it first, and the moves that lead on.
type node struct {
	c    cases.Case
	from *node
	last []cases.Event
	ways []way
}

// events are all that led to the state.
func (n *node) events() []cases.Event {
	if n.from == nil {
		return n.last
	}
	return append(n.from.events(), n.last...)
}

// way is a move that happened.
type way struct {
	to     *node
	school bool
	cmd    cases.Command
}

// move is one try of one person.
type move struct {
	who permission.Principal
	cmd cases.Command
	// by is who it was, once the gate had let them through; may is whether it did.
	by     cases.By
	may    bool
	events []cases.Event
	err    error
}

func (m move) did() bool { return m.may && m.err == nil }

func (m move) what() string { return fmt.Sprintf("%T%+v by %s", m.cmd, m.cmd, m.who.Name) }

// clock is who acts when time does; it passes no gate.
var clock = permission.Principal{Name: "the clock", PersonID: cases.Clock.Person.ID}

// cast are the people of the worlds, made once: they are asked for in every state.
var cast = sync.OnceValue(func() []permission.Principal {
	return []permission.Principal{
		casetest.Teacher(), casetest.Colleague(), casetest.Principal(), casetest.Expert(), casetest.Second(),
		casetest.Outsider(), casetest.Head(), casetest.Coordinator(), clock,
	}
})

// explore walks until nothing new is found, and shows each state with all that was tried in it.
func (w *world) explore(t *testing.T, look func(n *node, moves []move)) {
	t.Helper()
	w.states = map[string]*node{}
	for _, file := range w.file {
		m := cases.Meta{By: cases.By{Person: cases.Person{ID: casetest.Teacher().PersonID}, Role: permission.Requester}, At: at(0)}
		events, err := cases.Decide(cases.Case{}, file, m)
		if err != nil {
			t.Fatal(err)
		}
		w.visit(cases.Replay(events), nil, events)
	}
	for i := 0; i < len(w.order); i++ { //nolint:intrange // order grows while we walk
		n := w.order[i]
		moves := w.leave(n)
		look(n, moves)
		if t.Failed() {
			t.Fatalf("in the state %s, reached by %v", canonical(n.c), kinds(n.events()))
		}
	}
	if len(w.order) < 200 {
		t.Fatalf("the world has %d states: the walk does not get far", len(w.order))
	}
	t.Logf("%s: %d states", w.name, len(w.order))
}

// at is a time so late after each version that whatever time brings is due.
func at(version int) time.Time {
	return time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, 200*version)
}

// when a command comes: who accepts an offer does so in time.
func when(c cases.Case, cmd cases.Command) time.Time {
	if accept, is := cmd.(cases.AcceptHandOver); is {
		if h, there := c.HandOver(accept.HandOverID); there {
			return h.Until.Add(-time.Minute)
		}
	}
	return at(c.Version)
}

// visit answers the node of a state, known or new.
func (w *world) visit(c cases.Case, from *node, last []cases.Event) *node {
	key := canonical(c)
	if known, ok := w.states[key]; ok {
		return known
	}
	n := &node{c: c, from: from, last: slices.Clip(last)}
	w.states[key] = n
	w.order = append(w.order, n)
	return n
}

// leave lets everybody try everything.
func (w *world) leave(n *node) []move {
	var moves []move
	tries := w.tries(n.c)
	for _, p := range cast() {
		for _, cmd := range tries {
			m := move{who: p, cmd: cmd}
			m.by, m.may = gate(n.c, p, cmd)
			if m.may {
				m.events, m.err = cases.Decide(n.c, cmd, cases.Meta{By: m.by, At: when(n.c, cmd), RequestID: "request"})
			}
			moves = append(moves, m)
			if !m.did() {
				continue
			}
			after := n.c
			for _, e := range m.events {
				after = cases.Apply(after, e)
			}
			to := w.visit(after, n, m.events)
			n.ways = append(n.ways, way{to: to, school: m.by.UnitID == "" && m.by.Role != permission.Coordinator && p.PersonID != clock.PersonID, cmd: cmd})
		}
	}
	return moves
}

// timely is what the clock does.
var timely = []cases.Action{cases.ActionTick, cases.ActionVacate, cases.ActionWindUp, cases.ActionErase}

// gate is what stands before Decide: the permission table for people, the job for the clock.
func gate(c cases.Case, p permission.Principal, cmd cases.Command) (cases.By, bool) {
	if p.PersonID == clock.PersonID {
		return cases.Clock, slices.Contains(timely, cases.ActionOf(cmd))
	}
	return c.Authorise(p, cmd)
}

// canonical leaves out what no rule looks at: times, versions, and what has ended.
func canonical(c cases.Case) string {
	var parts []string
	for _, a := range c.Assignments {
		if !c.Stands(a) {
			continue
		}
		offer := ""
		if h, ok := c.Offered(a.ID); ok {
			offer = fmt.Sprint(h.To.Name, h.ToUnit.ID, h.PermissionNeeded)
		}
		parts = append(parts, fmt.Sprint(a.Unit.Actor, a.Part, a.State, a.Holder.Name, a.PermissionNeeded, offer,
			a.AdviceRevision > a.PublishedRevision, a.SignedRevision > a.PublishedRevision))
	}
	slices.Sort(parts)
	var asked []string
	for _, q := range c.Questions {
		if q.ReplyTime.IsZero() && q.CancelTime.IsZero() {
			asked = append(asked, cmp.Or(q.UnitID, "coordination"))
		}
	}
	slices.Sort(asked)
	var permits []string
	for _, k := range []cases.PermitKind{cases.GuardianConsent, cases.SchoolAuthorisation} {
		p, _ := c.Permit(k)
		if p.State != cases.PermitGiven {
			p.Actors = nil
		}
		permits = append(permits, fmt.Sprint(p.State, p.Actors))
	}
	raised := ""
	if a, _ := c.Assignment(c.Dispute.AssignmentID); c.Dispute.Open() {
		raised = a.Unit.Actor
	}
	return strings.Join([]string{
		raised, c.Facts.About, fmt.Sprint(parts), fmt.Sprint(slices.Compact(asked)), fmt.Sprint(permits), fmt.Sprint(c.PermissionNeeded, c.PublishedRevision > 0,
			c.AcknowledgeTime.IsZero(), c.CloseTime.IsZero(), c.WithdrawTime.IsZero(), c.EraseTime.IsZero(),
			c.Reminders, c.FollowUps, c.Round, c.Filer.Name, c.Routing.ByPerson()),
	}, "|")
}

func kinds(events []cases.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, e.Kind())
	}
	return all
}

func refusalOf(err error) cases.Refusal {
	refusal, ok := errors.AsType[*cases.Refusal](err)
	if !ok {
		return cases.Refusal{}
	}
	return *refusal
}
