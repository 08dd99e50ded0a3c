package cases_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

func TestEveryRuleHoldsInEveryStateThatCanBeReached(t *testing.T) {
	t.Parallel()
	w := explore(t)
	t.Logf("%d states", len(w.order))
	for name, check := range map[string]func(*testing.T, *node){
		"exactly one lead where there must be one, none in triage, never two": oneLead,
		"each second belongs to one party":                                    oneTurn,
		"replaying the events gives the state":                                replays,
		"a move makes the next versions and leaves the state before alone":    versions,
		"the screen offers exactly what would not be refused":                 offers,
		"an old view is refused, after everything else":                       stale,
		"only an open part in the case opens its content":                     readers,
		"each does what is theirs and nobody else can":                        doers,
		"no withdrawal after the advice, no closing before":                   bounds,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.each(t, check)
		})
	}
	t.Run("every phase is reached", func(t *testing.T) {
		t.Parallel()
		seen := map[cases.Phase]bool{}
		w.each(t, func(_ *testing.T, n *node) { seen[n.c.Phase()] = true })
		for _, p := range cases.Phases {
			if !seen[p] {
				t.Errorf("no path leads to %s", p)
			}
		}
	})
	t.Run("every state has a way to an end", func(t *testing.T) {
		t.Parallel()
		ends := w.reachingEnds()
		w.each(t, func(t *testing.T, n *node) {
			t.Helper()
			if !ends[n] {
				t.Error("no way leads to an end")
			}
		})
	})
	t.Run("every action happens", func(t *testing.T) {
		t.Parallel()
		done := map[cases.Action]bool{}
		w.each(t, func(_ *testing.T, n *node) {
			for _, m := range n.moves {
				done[m.action] = done[m.action] || m.to != nil
			}
		})
		for _, r := range cases.Lifecycle {
			if !done[r.Action] {
				t.Errorf("nobody can ever %s", r.Action)
			}
		}
	})
}

func oneLead(t *testing.T, n *node) {
	t.Helper()
	leads := 0
	for _, a := range n.c.Assignments {
		if a.Part == cases.LeadPart && a.Open() {
			leads++
		}
		if holds := a.State == cases.Held || a.State == cases.Done; holds != (a.Holder.ID != "") {
			t.Errorf("an assignment is %s with holder %q", a.State, a.Holder.ID)
		}
	}
	want := map[cases.Phase]int{
		cases.Queued: 1, cases.InConsultation: 1, cases.AwaitingSchool: 1, cases.Advised: 1, cases.FollowUp: 1, cases.Closed: 1,
		cases.Triage: 0, cases.Withdrawn: 0,
	}
	if number, ok := want[n.c.Phase()]; ok && leads != number || leads > 1 {
		t.Errorf("%d leads in %s; want %d", leads, n.c.Phase(), number)
	}
	if n.c.Phase().Ended() {
		for _, a := range n.c.Assignments {
			if a.State == cases.Waiting || a.State == cases.Held {
				t.Errorf("an assignment is %s in a case that has ended", a.State)
			}
		}
	}
}

func oneTurn(t *testing.T, n *node) {
	t.Helper()
	if ended := n.c.Turn() == cases.TurnNobody; n.c.Turn() == "" || ended != n.c.Phase().Ended() {
		t.Errorf("in %s the turn is %q", n.c.Phase(), n.c.Turn())
	}
	var c cases.Case
	for i, e := range n.events {
		before := c
		c = cases.Apply(c, e)
		want := before.TurnSince
		if i == 0 || before.Turn() != c.Turn() {
			want = e.At
		}
		if !c.TurnSince.Equal(want) {
			t.Errorf("after %s the turn began at %s; want %s", e.Kind(), c.TurnSince, want)
		}
	}
}

func replays(t *testing.T, n *node) {
	t.Helper()
	if diff := cmp.Diff(n.c, cases.Replay(n.events)); diff != "" {
		t.Errorf("the state (-) is not the replay (+):\n%s", diff)
	}
}

func versions(t *testing.T, n *node) {
	t.Helper()
	for _, m := range n.moves {
		if m.to == nil {
			continue
		}
		after := n.c
		for i, e := range m.events {
			revision := after.Revision
			after = cases.Apply(after, e)
			if e.Version != n.c.Version+1+i || after.Version != e.Version || e.CaseID != n.c.ID || e.By != m.by {
				t.Errorf("%s: event %d is version %d by %v, the state %d", m.what, i, e.Version, e.By, after.Version)
			}
			quiet := e.Kind() == "MESSAGE" || e.Kind() == "MESSAGED" || e.Kind() == "ADVICE_WRITTEN"
			if quiet != (after.Revision == revision) {
				t.Errorf("%s: the etag goes from %d to %d", e.Kind(), revision, after.Revision)
			}
		}
	}
	if diff := cmp.Diff(n.c, cases.Replay(n.events)); diff != "" {
		t.Errorf("a move changed the state before it:\n%s", diff)
	}
}

func offers(t *testing.T, n *node) {
	t.Helper()
	for _, p := range cast() {
		can := map[cases.Action]bool{}
		canOn := map[string][]cases.Action{}
		for _, m := range n.moves {
			if m.who.PersonID == p.PersonID && m.to != nil {
				can[m.action] = true
				canOn[assignmentOf(m.cmd)] = append(canOn[assignmentOf(m.cmd)], m.action)
			}
		}
		offered := n.c.AllowedActions(p)
		for _, r := range cases.Lifecycle {
			if slices.Contains(offered, r.Action) != can[r.Action] {
				t.Errorf("%s: offered %v, could %v", p.Name, offered, can)
			}
		}
		for _, a := range n.c.Assignments {
			if diff := cmp.Diff(canOn[a.ID], n.c.AllowedOn(a, p)); diff != "" {
				t.Errorf("%s on an assignment %s: could (-), offered (+):\n%s", p.Name, a.State, diff)
			}
		}
	}
}

// stale: with a revision that is not the present one the same try is refused as stale if it would have been carried
// out, and for the same reason as without one if not.
func stale(t *testing.T, n *node) {
	t.Helper()
	for _, m := range n.moves {
		if !m.may {
			continue
		}
		_, err := cases.Decide(n.c, m.cmd, cases.Meta{By: m.by, At: at(n.c.Version), Expect: 1 << 20})
		want := reasonOf(m.err)
		if m.err == nil {
			want = cases.Stale
		}
		if got := reasonOf(err); got != want {
			t.Errorf("%s by %s with an old view: %q; want %q", m.what, m.who.Name, got, want)
		}
	}
}

func readers(t *testing.T, n *node) {
	t.Helper()
	lead, _ := n.c.Lead()
	held := lead.State == cases.Held || lead.State == cases.Done
	want := map[string]bool{
		casetest.Teacher().PersonID:   true,
		casetest.Principal().PersonID: true,
		casetest.Head().PersonID:      lead.Unit.ID == casetest.Unit.ID && !n.c.PermissionMissing,
	}
	if held {
		want[lead.Holder.ID] = true
	}
	for _, p := range cast() {
		for _, read := range []permission.Permission{permission.ReadCase, permission.ReadEvents} {
			if _, may := p.Can(read, n.c.Subject()); may != want[p.PersonID] {
				t.Errorf("%s by %s in %s: %v; want %v", read, p.Name, n.c.Phase(), may, want[p.PersonID])
			}
		}
	}
}

// doers: what somebody can do here, exactly those can whose it is.
func doers(t *testing.T, n *node) {
	t.Helper()
	can := map[string]bool{}
	for _, m := range n.moves {
		can[m.what] = can[m.what] || m.to != nil
	}
	for _, m := range n.moves {
		if does := m.to != nil; can[m.what] && does != isTheirs(n.c, m) {
			t.Errorf("%s by %s: %v, %v", m.what, m.who.Name, does, m.err)
		}
	}
}

// isTheirs says whose each action is, in words of the product and not of the tables.
func isTheirs(c cases.Case, m move) bool {
	who := m.who.PersonID
	lead, _ := c.Lead()
	a, _ := c.Assignment(assignmentOf(m.cmd))
	school := who == casetest.Teacher().PersonID || who == casetest.Principal().PersonID
	head := who == casetest.Head().PersonID
	inUnit := slices.ContainsFunc(m.who.Grants, func(g permission.Grant) bool { return g.UnitID == a.Unit.ID })
	switch m.action {
	case cases.ActionRoute:
		return who == casetest.Coordinator().PersonID
	case cases.ActionClaim:
		return inUnit
	case cases.ActionRelease:
		return who == a.Holder.ID
	case cases.ActionDecline:
		return inUnit && (a.State == cases.Waiting || who == a.Holder.ID || head)
	case cases.ActionAsk, cases.ActionWriteAdvice, cases.ActionPublishAdvice:
		return who == lead.Holder.ID
	case cases.ActionPostMessage:
		return school || who == lead.Holder.ID
	case cases.ActionReply, cases.ActionAcknowledge, cases.ActionClose, cases.ActionWithdraw:
		return school
	}
	return false
}

func bounds(t *testing.T, n *node) {
	t.Helper()
	for _, m := range n.moves {
		if m.to == nil {
			continue
		}
		if n.c.Phase().Ended() {
			t.Errorf("%s happens after the end", m.what)
		}
		if advised := n.c.PublishedRevision > 0; m.action == cases.ActionWithdraw && advised || m.action == cases.ActionClose && !advised {
			t.Errorf("%s in %s", m.what, n.c.Phase())
		}
	}
}

// reachingEnds answers the states from which some moves lead to CLOSED or WITHDRAWN.
func (w *world) reachingEnds() map[*node]bool {
	ends := map[*node]bool{}
	for grown := true; grown; {
		grown = false
		for _, n := range w.order {
			if ends[n] || !n.c.Phase().Ended() && !slices.ContainsFunc(n.moves, func(m move) bool { return m.to != nil && ends[m.to] }) {
				continue
			}
			ends[n], grown = true, true
		}
	}
	return ends
}
