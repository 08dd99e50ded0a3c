package cases_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// operations is how long the history is, over all clients and assignments.
var operations = flag.Int("operations", 2048, "operations in the history of claims and hand-overs")

const (
	clients = 64
	heads   = 4
	parts   = 16
)

// crowd are clients who want the same few assignments at once.
type crowd struct {
	d      *casetest.Desk
	people []permission.Principal
	cases  []cases.Case
	// seen is the newest view of each case that somebody was shown: a hint for what to try next.
	seen  []atomic.Pointer[cases.Case]
	clock atomic.Int64

	mu      sync.Mutex
	history []porcupine.Operation
	changes map[cases.Action]int
}

func newCrowd(t *testing.T) *crowd {
	t.Helper()
	c := &crowd{d: casetest.New(t), seen: make([]atomic.Pointer[cases.Case], parts), changes: map[cases.Action]int{}}
	for range parts {
		c.cases = append(c.cases, c.d.Filed(t))
	}
	for i := range c.cases {
		c.seen[i].Store(&c.cases[i])
	}
	for i := range clients {
		p := casetest.Expert()
		if i < heads {
			p = casetest.Head()
		}
		c.people = append(c.people, casetest.Another(p, fmt.Sprintf("Ekspertti %d", i)))
	}
	c.d.SignIn(t, c.people...)
	return c
}

// TestClaimsAndHandOversOf64ClientsAreLinearizable records what many clients hear who claim, release, assign and hand
// over the same few assignments, and looks for an order of it all in which each answer is right.
func TestClaimsAndHandOversOf64ClientsAreLinearizable(t *testing.T) {
	t.Parallel()
	c := newCrowd(t)
	var group sync.WaitGroup
	for i := range clients {
		group.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(i)))
			for range *operations / clients {
				c.act(t, i, random)
			}
		})
	}
	group.Wait()
	t.Logf("%d operations; of these changed something: %v", len(c.history), c.changes)
	for _, a := range []cases.Action{
		cases.ActionClaim, cases.ActionRelease, cases.ActionAssign, cases.ActionOfferHandOver, cases.ActionAcceptHandOver,
		cases.ActionDeclineHandOver, cases.ActionRevokeHandOver,
	} {
		if c.changes[a] == 0 {
			t.Errorf("nobody ever succeeded to %s", a)
		}
	}
	if result := porcupine.CheckOperationsTimeout(model, c.history, time.Minute); result != porcupine.Ok {
		t.Errorf("the history is %s", result)
	}
	if found := findings(t, c.d); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
}

// act lets a client do something, mostly something that looks possible.
func (c *crowd) act(t *testing.T, client int, random *rand.Rand) {
	t.Helper()
	me := c.people[client]
	n := c.where(me.PersonID, random)
	view := c.seen[n].Load()
	lead, _ := view.Lead()
	to := c.people[random.IntN(clients)]
	for to.PersonID == me.PersonID {
		to = c.people[random.IntN(clients)]
	}
	w := wanted{part: n, action: c.choose(*view, client, random), who: me.PersonID, leads: client < heads}
	if len(view.HandOvers) > 0 {
		w.offer = view.HandOvers[len(view.HandOvers)-1].ID
	}
	text := casetest.Text(cases.ReasonContent)
	var cmd cases.Command
	switch w.action {
	case cases.ActionClaim:
		cmd = cases.Claim{AssignmentID: lead.ID}
	case cases.ActionRelease:
		cmd = cases.Release{AssignmentID: lead.ID, ReasonID: text.ID}
	case cases.ActionAssign:
		w.to = to.PersonID
		cmd = cases.Assign{AssignmentID: lead.ID, To: personOf(to), ReasonID: text.ID}
	case cases.ActionAcceptHandOver:
		cmd = cases.AcceptHandOver{HandOverID: w.offer}
	case cases.ActionDeclineHandOver:
		cmd = cases.DeclineHandOver{HandOverID: w.offer}
	case cases.ActionRevokeHandOver:
		cmd = cases.RevokeHandOver{HandOverID: w.offer}
	default:
		w.to, w.offer = to.PersonID, casetest.ID()
		cmd = cases.OfferHandOver{
			HandOverID: w.offer, AssignmentID: lead.ID, To: personOf(to), NoteID: text.ID, Until: time.Now().AddDate(9, 0, 0),
		}
	}
	var texts []cases.Content
	if slices.Contains([]cases.Action{cases.ActionRelease, cases.ActionAssign, cases.ActionOfferHandOver}, w.action) {
		texts = append(texts, text) // the others name none
	}
	c.do(t, client, w, cmd, texts...)
}

// where answers which assignment a client turns to: mostly one that they hold or are asked to take, or one that waits.
func (c *crowd) where(me string, random *rand.Rand) int {
	best, waits := random.IntN(parts), -1
	if random.IntN(4) == 0 {
		return best
	}
	for i := range parts {
		view := c.seen[(best+i)%parts].Load()
		if concerns(view, me) {
			return (best + i) % parts
		}
		if view.Phase() == cases.Queued {
			waits = (best + i) % parts
		}
	}
	if waits >= 0 {
		return waits
	}
	return best
}

// concerns reports whether somebody holds the lead or is asked to take it.
func concerns(c *cases.Case, who string) bool {
	lead, _ := c.Lead()
	h, _ := c.Offered(lead.ID)
	return lead.Holder.ID == who || h.To.ID == who
}

func (c *crowd) choose(view cases.Case, client int, random *rand.Rand) cases.Action {
	lead, _ := view.Lead()
	h, _ := view.Offered(lead.ID)
	mine := []cases.Action{cases.ActionClaim}
	switch me := c.people[client].PersonID; {
	case client < heads:
		mine = []cases.Action{cases.ActionAssign, cases.ActionRevokeHandOver}
	case lead.Holder.ID == me:
		mine = []cases.Action{cases.ActionRelease, cases.ActionOfferHandOver, cases.ActionOfferHandOver, cases.ActionRevokeHandOver}
	case h.To.ID == me:
		mine = []cases.Action{cases.ActionAcceptHandOver, cases.ActionDeclineHandOver}
	case random.IntN(8) == 0:
		mine = []cases.Action{cases.ActionRelease, cases.ActionOfferHandOver, cases.ActionAcceptHandOver, cases.ActionDeclineHandOver}
	}
	a := mine[random.IntN(len(mine))]
	if len(view.HandOvers) == 0 && (a == cases.ActionAcceptHandOver || a == cases.ActionDeclineHandOver || a == cases.ActionRevokeHandOver) {
		return cases.ActionClaim // there was never an offer
	}
	return a
}

// do asks the store and records when it was asked, when it answered, and what. A change takes effect after the store has
// looked at its clock: that is when its call is said to begin, which keeps the search for an order short.
func (c *crowd) do(t *testing.T, client int, w wanted, cmd cases.Command, texts ...cases.Content) {
	t.Helper()
	op := porcupine.Operation{ClientId: client, Input: w, Call: c.clock.Add(1)}
	before := c.cases[w.part]
	store, decided := *c.d.Store, int64(0)
	store.Now = func() time.Time {
		decided = c.clock.Add(1)
		return c.d.Store.Now()
	}
	result, err := store.Change(t.Context(), casetest.Call(c.people[client], before.ID), cases.Target{CaseID: before.ID}, cmd, texts...)
	op.Return = c.clock.Add(1)
	refusal := refusalOf(err)
	if err != nil && refusal.Reason == "" {
		t.Errorf("%T: %v", cmd, err)
		return
	}
	said := heard{reason: refusal.Reason, rule: refusal.Rule, holder: refusal.Holder.ID}
	if err == nil {
		op.Call = decided
		lead, _ := result.Case.Lead()
		said = heard{holder: lead.Holder.ID, version: result.Case.Version}
		c.show(w.part, &result.Case)
	}
	op.Output = said
	c.mu.Lock()
	defer c.mu.Unlock()
	c.history = append(c.history, op)
	if err == nil {
		c.changes[w.action]++
	}
}

// show keeps the newer view.
func (c *crowd) show(n int, view *cases.Case) {
	for old := c.seen[n].Load(); old.Version < view.Version; old = c.seen[n].Load() {
		if c.seen[n].CompareAndSwap(old, view) {
			return
		}
	}
}

func TestAHistoryWithTwoWinnersIsNotLinearizable(t *testing.T) {
	t.Parallel()
	claim := func(who string, call, back int64, version int) porcupine.Operation {
		return porcupine.Operation{
			Input: wanted{action: cases.ActionClaim, who: who}, Output: heard{holder: who, version: version}, Call: call, Return: back,
		}
	}
	if porcupine.CheckOperations(model, []porcupine.Operation{claim("a", 1, 4, 3), claim("b", 2, 3, 4)}) {
		t.Error("two claims won the same assignment, and the model finds nothing in it")
	}
	if !porcupine.CheckOperations(model, []porcupine.Operation{claim("a", 1, 4, 3)}) {
		t.Error("the model does not know a claim that wins")
	}
}
