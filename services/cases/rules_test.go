package cases_test

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

func TestEveryRuleHoldsInEveryStateThatCanBeReached(t *testing.T) { //nolint:tparallel // the end looks at all worlds
	t.Parallel()
	rules := map[string]func(*testing.T, *node, []move){
		"exactly one lead where there must be one, none in triage, never two": oneLead,
		"each second belongs to one party":                                    oneTurn,
		"replaying the events gives the state":                                replays,
		"a move makes the next versions and leaves the state before alone":    versions,
		"the screen offers exactly what would not be refused, and why not":    offers,
		"an old view is refused, after everything else":                       stale,
		"only an open part in the case opens its content":                     readers,
		"a partner sees nothing that the permission does not cover":           scope,
		"a pupil is named to nobody whom the consent leaves out":              named,
		"each does what is theirs and nobody else can":                        doers,
		"no end without advice or a named next step":                          bounds,
	}
	worlds := []*world{together(), permitted(), asked(), disputed(), reopened(), identified()}
	t.Run("in each world", func(t *testing.T) {
		for _, w := range worlds {
			t.Run(w.name, func(t *testing.T) {
				t.Parallel()
				w.explore(t, func(n *node, moves []move) {
					for name, rule := range rules {
						rule(t, n, moves)
						if t.Failed() {
							t.Fatalf("%q does not hold in the state %s, reached by %v", name, canonical(n.c), kinds(n.events()))
						}
					}
				})
				w.wayToAnEnd(t, "everybody", func(way) bool { return true })
				w.wayToAnEnd(t, "a school that stays silent", func(w way) bool { return !w.school })
			})
		}
	})
	drawn := steps(worlds)
	current(t, "doc.go", "// BEGIN generated\n", "// END generated\n", table(drawn))
	current(t, filepath.Join("..", "..", "README.md"), "<!-- the life of a case: generated -->\n", "<!-- end -->\n", drawing(drawn))
	reached := map[cases.Phase]bool{}
	done := map[cases.Action]bool{}
	for _, w := range worlds {
		for _, n := range w.order {
			reached[n.c.Phase()] = true
			for _, way := range n.ways {
				done[cases.ActionOf(way.cmd)] = true
			}
		}
	}
	for _, p := range cases.Phases {
		if !reached[p] {
			t.Errorf("no path leads to %s", p)
		}
	}
	for _, r := range cases.Lifecycle {
		if !done[r.Action] {
			t.Errorf("nobody can ever %s", r.Action)
		}
	}
}

// wayToAnEnd: from every state some moves of those who count lead to an end.
func (w *world) wayToAnEnd(t *testing.T, who string, counts func(way) bool) {
	t.Helper()
	ends := map[*node]bool{}
	for changed := true; changed; {
		changed = false
		for _, n := range slices.Backward(w.order) {
			if ends[n] {
				continue
			}
			if n.c.Phase().Ended() || slices.ContainsFunc(n.ways, func(way way) bool { return counts(way) && ends[way.to] }) {
				ends[n], changed = true, true
			}
		}
	}
	for _, n := range w.order {
		if !ends[n] {
			t.Fatalf("%s, with %s: no way leads to an end from %s, reached by %v", w.name, who, canonical(n.c), kinds(n.events()))
		}
	}
}

func oneLead(t *testing.T, n *node, _ []move) {
	t.Helper()
	leads, units := 0, map[string]int{}
	for _, a := range n.c.Assignments {
		if n.c.Stands(a) {
			units[a.Unit.ID]++
			if a.Part == cases.LeadPart {
				leads++
			}
		}
		if holds := a.State == cases.Held || a.State == cases.Done; holds != (a.Holder.ID != "") {
			t.Errorf("an assignment is %s with holder %q", a.State, a.Holder.ID)
		}
		if n.c.Phase().Ended() && (a.State == cases.Waiting || a.State == cases.Held) {
			t.Errorf("an assignment is %s in a case that has ended", a.State)
		}
	}
	want := map[cases.Phase]int{
		cases.Queued: 1, cases.InConsultation: 1, cases.AwaitingSchool: 1, cases.Advised: 1, cases.FollowUp: 1,
		cases.Triage: 0, cases.Withdrawn: 0, cases.Erased: 0,
	}
	if q, _ := n.c.OpenQuestion(); n.c.Phase() == cases.AwaitingSchool && q.UnitID == "" {
		want[cases.AwaitingSchool] = 0 // coordination asks
	}
	if number, ok := want[n.c.Phase()]; ok && leads != number || leads > 1 {
		t.Errorf("%d leads in %s; want %d", leads, n.c.Phase(), number)
	}
	for unit, parts := range units {
		if parts > 1 {
			t.Errorf("the unit %s has %d parts", unit, parts)
		}
	}
}

func oneTurn(t *testing.T, n *node, _ []move) {
	t.Helper()
	if ended := n.c.Turn() == cases.TurnNobody; n.c.Turn() == "" || ended != n.c.Phase().Ended() {
		t.Errorf("in %s the turn is %q", n.c.Phase(), n.c.Turn())
	}
	segments := cases.Segments(n.events())
	var since time.Time // the beginning of the present turn
	for i, s := range segments {
		last := i == len(segments)-1
		if last != s.To.IsZero() || !last && (!s.To.Equal(segments[i+1].From) || s.Phase == segments[i+1].Phase && s.Actor == segments[i+1].Actor) {
			t.Errorf("the clock's segments are not one line: %v", segments)
		}
		if i == 0 || s.Turn() != segments[i-1].Turn() {
			since = s.From
		}
	}
	if last := segments[len(segments)-1]; !segments[0].From.Equal(n.events()[0].At) || last.Turn() != n.c.Turn() || n.c.EraseTime.IsZero() && !since.Equal(n.c.TurnSince) {
		t.Errorf("the clock's segments %v do not fit the turn %s since %s", segments, n.c.Turn(), n.c.TurnSince)
	}
}

func replays(t *testing.T, n *node, _ []move) {
	t.Helper()
	if again := cases.Replay(n.events()); !reflect.DeepEqual(n.c, again) {
		t.Errorf("the state (-) is not the replay (+):\n%s", cmp.Diff(n.c, again))
	}
}

func versions(t *testing.T, n *node, moves []move) {
	t.Helper()
	for _, m := range moves {
		if !m.did() {
			continue
		}
		after := n.c
		for i, e := range m.events {
			revision := after.Revision
			after = cases.Apply(after, e)
			if e.Version != n.c.Version+1+i || after.Version != e.Version || e.CaseID != n.c.ID || e.By != m.by {
				t.Errorf("%s: event %d is version %d by %v, the state %d", m.what(), i, e.Version, e.By, after.Version)
			}
			quiet := slices.Contains([]string{"MESSAGED", "ATTACHMENT_REMOVED", "ADVICE_WRITTEN", "FOLLOWED_UP", "REMINDED", "DISPUTED", "DISPUTE_SETTLED"}, e.Kind())
			if quiet != (after.Revision == revision) {
				t.Errorf("%s: the etag goes from %d to %d", e.Kind(), revision, after.Revision)
			}
		}
	}
	replays(t, n, nil) // no move has changed the state before it
}

// offers: what the screen offers happens, what it does not is refused, and both name the same rule.
func offers(t *testing.T, n *node, moves []move) {
	t.Helper()
	for _, p := range cast() {
		if p.PersonID == clock.PersonID {
			continue
		}
		did, refused, tried := map[cases.Action]bool{}, map[cases.Action][]cases.Condition{}, map[cases.Action]bool{}
		for _, m := range moves {
			if m.who.PersonID != p.PersonID || !m.may {
				continue
			}
			a := cases.ActionOf(m.cmd)
			tried[a] = true
			did[a] = did[a] || m.err == nil
			if r := refusalOf(m.err); r.Reason == cases.NotNow {
				refused[a] = append(refused[a], r.Rule)
			}
		}
		for _, v := range n.c.Verdicts(p) {
			if slices.Contains(elsewhere, v.Action) && !tried[v.Action] {
				continue
			}
			if v.Rule == "" && !did[v.Action] && !slices.Contains(narrower, v.Action) {
				t.Errorf("%s is offered %s, which is refused: %v", p.Name, v.Action, refused[v.Action])
			}
			if v.Rule != "" && (did[v.Action] || len(refused[v.Action]) > 0 && !slices.Contains(refused[v.Action], v.Rule)) {
				t.Errorf("%s: %s is refused by %v, the screen says %s", p.Name, v.Action, refused[v.Action], v.Rule)
			}
			delete(did, v.Action)
		}
		for a, happened := range did {
			if happened {
				t.Errorf("%s could %s, which is not offered", p.Name, a)
			}
		}
	}
}

// elsewhere are the actions that have a world of their own: coordination's question and disputes.
var elsewhere = []cases.Action{cases.ActionAsk, cases.ActionDispute, cases.ActionWithdrawDispute, cases.ActionSettleDispute}

// narrower are the actions that may be possible, but not with the one person or unit that these worlds try.
var narrower = []cases.Action{
	cases.ActionRoute, cases.ActionAssign, cases.ActionInvite, cases.ActionPassOn, cases.ActionOfferHandOver, cases.ActionReopen,
	cases.ActionDismiss, cases.ActionLimit, cases.ActionAcceptHandOver, cases.ActionRevokeHandOver, cases.ActionDeclineHandOver,
	cases.ActionRecordConsent, cases.ActionAuthorise, cases.ActionWithdrawConsent, cases.ActionWithdrawAuthorisation,
}

// stale: with a revision that is not the present one the same try is refused as stale if it would have been carried
// out, and for the same reason as without one if not. What a command's own content breaks is looked at later.
func stale(t *testing.T, n *node, moves []move) {
	t.Helper()
	for _, m := range moves {
		if !m.may {
			continue
		}
		_, err := cases.Decide(n.c, m.cmd, cases.Meta{By: m.by, At: at(n.c.Version), Expect: 1 << 20})
		if got, want := refusalOf(err).Reason, refusalOf(m.err).Reason; got != cases.Stale && (m.err == nil || got != want) {
			t.Errorf("%s with an old view: %v; without: %v", m.what(), err, m.err)
		}
	}
}

func readers(t *testing.T, n *node, _ []move) {
	t.Helper()
	want := map[string]bool{casetest.Principal().PersonID: true, n.c.Filer.ID: true}
	for _, a := range n.c.Assignments {
		if !n.c.Opens(a) || n.c.Phase() == cases.Withdrawn { // nobody of a unit reads what was withdrawn
			continue
		}
		want[a.Holder.ID] = true
		if a.Unit.ID == casetest.Unit.ID {
			want[casetest.Head().PersonID] = true
		}
	}
	for _, p := range cast() {
		for _, read := range []permission.Permission{permission.ReadCase, permission.ReadEvents} {
			if _, may := p.Can(read, n.c.Subject()); may != (want[p.PersonID] && n.c.EraseTime.IsZero()) {
				t.Errorf("%s by %s in %s: %v; want %v", read, p.Name, n.c.Phase(), may, want[p.PersonID])
			}
		}
	}
}

// scope says in the words of the product what opens a part: nothing is withdrawn or refused, and where permissions are
// needed both stand and the consent names the actor, and the lead's too.
func scope(t *testing.T, n *node, _ []move) {
	t.Helper()
	consent, hasConsent := n.c.Permit(cases.GuardianConsent)
	school, hasSchool := n.c.Permit(cases.SchoolAuthorisation)
	no := func(p cases.Permit) bool { return p.State == cases.PermitWithdrawn || p.State == cases.PermitRefused }
	both := hasConsent && hasSchool && consent.State == cases.PermitGiven && school.State == cases.PermitGiven
	covers := func(a cases.Assignment) bool {
		return !a.PermissionNeeded || both && consent.Transfer && slices.Contains(consent.Actors, a.Unit.Actor)
	}
	lead, led := n.c.Lead()
	for _, a := range n.c.Assignments {
		want := n.c.Stands(a) && !no(consent) && !no(school) && covers(a) && (!led || covers(lead)) && (led || !n.c.PermissionNeeded || both && consent.Transfer)
		if n.c.Opens(a) != want {
			t.Errorf("the part of %s opens the content: %v; want %v", a.Unit.Actor, n.c.Opens(a), want)
		}
	}
}

// named says in the words of the product who hears of a pupil that is named: those whose actor the consent covers, whether they have a
// part already or the lead is offered to them.
func named(t *testing.T, n *node, _ []move) {
	t.Helper()
	if n.c.Facts.About != "IDENTIFIED_PUPIL" {
		return
	}
	consent, _ := n.c.Permit(cases.GuardianConsent)
	covers := func(actor string) bool {
		return consent.State == cases.PermitGiven && consent.Transfer && slices.Contains(consent.Actors, actor)
	}
	for _, a := range n.c.Assignments {
		if n.c.Opens(a) && !covers(a.Unit.Actor) {
			t.Errorf("the part of %s opens the content, and the consent leaves it out", a.Unit.Actor)
		}
	}
	for _, h := range n.c.HandOvers {
		if n.c.Shows(h) && h.ToUnit.ID != "" && !covers(h.ToUnit.Actor) {
			t.Errorf("the note is open to %s, and the consent leaves it out", h.ToUnit.Actor)
		}
	}
}

func bounds(t *testing.T, n *node, moves []move) {
	t.Helper()
	for _, m := range moves {
		if !m.did() {
			continue
		}
		a := cases.ActionOf(m.cmd)
		afterEnd := []cases.Action{
			cases.ActionReopen, cases.ActionErase, cases.ActionPassOn, cases.ActionRemoveAttachment, cases.ActionWithdrawConsent, cases.ActionWithdrawAuthorisation,
		}
		if n.c.Phase().Ended() && !slices.Contains(afterEnd, a) {
			t.Errorf("%s happens after the end", m.what())
		}
		for _, e := range m.events {
			advised := n.c.PublishedRevision > 0
			switch d := e.Data.(type) {
			case cases.WithdrawnBySchool:
				if advised {
					t.Errorf("%s after the advice", m.what())
				}
			case cases.ClosedBySchool, cases.FollowUpEnded:
				if !advised {
					t.Errorf("%s without advice", m.what())
				}
			case cases.ClosedUnanswered:
				if d.NextStepID == "" || advised {
					t.Errorf("%s without a next step, or after advice", m.what())
				}
			}
		}
	}
}
