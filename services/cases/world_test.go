package cases_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// world is a small world, walked through to its last corner: one case, two experts and a head of one unit, an expert of
// another, the filer, her colleague and principal, a stranger, a coordinator. Every one of them tries everything in
// every state that can be reached, through production's own gate, Decide and Apply.
type world struct {
	states map[string]*node
	order  []*node
}

// node is one state with the events that led to it first and the moves out of it.
type node struct {
	c      cases.Case
	events []cases.Event
	moves  []move
}

// move is one try of one person.
type move struct {
	who    permission.Principal
	action cases.Action
	what   string
	// by is who it was, once the gate had let them through; may is whether it did.
	by     cases.By
	may    bool
	cmd    cases.Command
	events []cases.Event
	err    error
	to     *node
}

func cast() []permission.Principal {
	return []permission.Principal{
		casetest.Teacher(), casetest.Colleague(), casetest.Principal(), casetest.Stranger(), casetest.Expert(),
		casetest.Second(), casetest.Outsider(), casetest.Head(), casetest.Coordinator(), casetest.AreaCoordinator(),
	}
}

// explore walks from each way of filing until nothing new is found.
func explore(t *testing.T) *world {
	t.Helper()
	w := &world{states: map[string]*node{}}
	for _, unit := range []*cases.Unit{nil, &casetest.Unit, &casetest.OtherUnit} {
		for _, missing := range []bool{false, true} {
			file := cases.File{
				CaseID: "case", Number: "0000-000", Facts: casetest.Facts(), Routing: cases.Routing{Unit: unit},
				AssignmentID: "assignment-0", PermissionMissing: missing,
			}
			m := cases.Meta{By: cases.By{Person: cases.Person{ID: casetest.Teacher().PersonID}, Role: permission.Requester}, At: at(0)}
			events, err := cases.Decide(cases.Case{}, file, m)
			if err != nil {
				t.Fatal(err)
			}
			w.visit(node{c: cases.Replay(events), events: events})
		}
	}
	for i := 0; i < len(w.order); i++ { //nolint:intrange // order grows while we walk
		w.leave(w.order[i])
	}
	return w
}

func at(version int) time.Time {
	return time.Date(2026, time.September, 1, 8, version, 0, 0, time.UTC)
}

// visit answers the node of a state, known or new.
func (w *world) visit(n node) *node {
	key := canonical(n.c)
	if known, ok := w.states[key]; ok {
		return known
	}
	w.states[key] = &n
	w.order = append(w.order, &n)
	return &n
}

// leave lets everybody try everything.
func (w *world) leave(n *node) {
	for _, p := range cast() {
		for _, m := range tries(n.c) {
			m.who = p
			m.by, m.may = n.c.Authorise(p, m.action, assignmentOf(m.cmd))
			if m.may {
				meta := cases.Meta{By: m.by, At: at(n.c.Version), RequestID: "request"}
				m.events, m.err = cases.Decide(n.c, m.cmd, meta)
			}
			if m.may && m.err == nil {
				after := n.c
				for _, e := range m.events {
					after = cases.Apply(after, e)
				}
				m.to = w.visit(node{c: after, events: append(slices.Clone(n.events), m.events...)})
			}
			n.moves = append(n.moves, m)
		}
	}
}

// tries are all commands that make sense to type, in any state.
func tries(c cases.Case) []move {
	next := fmt.Sprintf("-%d", c.Version)
	all := []move{
		{action: cases.ActionRoute, cmd: cases.Route{AssignmentID: "assignment" + next, Unit: casetest.Unit}},
		{action: cases.ActionRoute, cmd: cases.Route{AssignmentID: "assignment" + next, Unit: casetest.OtherUnit}},
		{action: cases.ActionAsk, cmd: cases.Ask{QuestionID: "question" + next, Due: "2026-10-01"}},
		{action: cases.ActionPostMessage, cmd: cases.PostMessage{MessageID: "message" + next}},
		{action: cases.ActionWriteAdvice, cmd: cases.WriteAdvice{AdviceID: "advice" + next}},
		{action: cases.ActionPublishAdvice, cmd: cases.PublishAdvice{}},
		{action: cases.ActionAcknowledge, cmd: cases.Acknowledge{}},
		{action: cases.ActionClose, cmd: cases.Close{Effect: "CONFIRMED", Value: 5}},
		{action: cases.ActionWithdraw, cmd: cases.Withdraw{}},
		{action: cases.ActionReply, cmd: cases.Reply{QuestionID: "none", ReplyID: "reply" + next}},
		{action: cases.ActionClaim, cmd: cases.Claim{AssignmentID: "none"}},
	}
	for _, a := range c.Assignments {
		all = append(
			all,
			move{action: cases.ActionClaim, cmd: cases.Claim{AssignmentID: a.ID}},
			move{action: cases.ActionRelease, cmd: cases.Release{AssignmentID: a.ID}},
			move{action: cases.ActionDecline, cmd: cases.Decline{AssignmentID: a.ID, Reason: "LANGUAGE"}},
		)
	}
	for _, q := range c.Questions {
		all = append(all, move{action: cases.ActionReply, cmd: cases.Reply{QuestionID: q.ID, ReplyID: "reply" + next}})
	}
	for i := range all {
		all[i].what = fmt.Sprintf("%T%+v", all[i].cmd, all[i].cmd)
	}
	return all
}

func assignmentOf(cmd cases.Command) string {
	switch cmd := cmd.(type) {
	case cases.Claim:
		return cmd.AssignmentID
	case cases.Release:
		return cmd.AssignmentID
	case cases.Decline:
		return cmd.AssignmentID
	}
	return ""
}

// canonical leaves out what no rule looks at: times, versions, and how many more there were of the same.
func canonical(c cases.Case) string {
	var parts []string
	for _, a := range c.Assignments {
		parts = append(parts, strings.Join([]string{a.Unit.Actor, string(a.Part), string(a.State), a.Holder.Name}, " "))
	}
	slices.Sort(parts)
	open, ended := 0, false
	for _, q := range c.Questions {
		if q.ReplyTime.IsZero() && q.CancelTime.IsZero() {
			open = min(open+1, 2)
		} else {
			ended = true
		}
	}
	return fmt.Sprint(slices.Compact(parts), open, ended, c.PermissionMissing, c.AdviceRevision > c.PublishedRevision,
		c.PublishedRevision > 0, c.AcknowledgeTime.IsZero(), c.CloseTime.IsZero(), c.WithdrawTime.IsZero())
}

// each runs a check on every state of the world.
func (w *world) each(t *testing.T, check func(t *testing.T, n *node)) {
	t.Helper()
	if len(w.order) < 50 {
		t.Fatalf("the world has %d states: the walk does not get far", len(w.order))
	}
	for _, n := range w.order {
		check(t, n)
		if t.Failed() {
			t.Fatalf("in the state %s, reached by %v", canonical(n.c), kinds(n.events))
		}
	}
}

func kinds(events []cases.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, e.Kind())
	}
	return all
}

func reasonOf(err error) cases.RefusalReason {
	refusal, ok := errors.AsType[*cases.Refusal](err)
	if !ok {
		return ""
	}
	return refusal.Reason
}
