package cases_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// stepsOfALife is how many commands are tried on one case; -rapid.checks says how many cases there are.
const stepsOfALife = 30

// TestRandomLivesAreStoredAsTheCoreSays lets eight people and the clock try random commands on a real database. After
// each, the answer, the rows and the events are what the core alone says, and so is what each of them may do next.
func TestRandomLivesAreStoredAsTheCoreSays(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	now := time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC)
	d.Store.Now = func() time.Time { return now }
	d.Clock.Now = d.Store.Now
	i := newIntruder(t, d)
	checked := uuid.Nil.String()
	rapid.Check(t, func(r *rapid.T) {
		l := &life{d: d, now: &now}
		l.file(t, r)
		for range stepsOfALife {
			now = now.Add(rapid.SampledFrom([]time.Duration{0, time.Second, 15 * 24 * time.Hour, 200 * 24 * time.Hour}).Draw(r, "later"))
			l.step(t, r)
		}
		l.walls(r, i)
		// The lives before have been checked: else the time of many would grow with their square.
		if n, err := cases.CheckAfter(t.Context(), d.DB.Operator(), checked, func(f cases.Finding) { r.Errorf("check: %v", f) }); err != nil || n == 0 {
			r.Fatalf("checked %d cases: %v", n, err)
		}
		checked = l.c.ID
	})
	if found := findings(t, d); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
}

// life is one case in the database, and the core's own view of it.
type life struct {
	d      *casetest.Desk
	now    *time.Time
	c      cases.Case
	events []cases.Event
}

func (l *life) file(t *testing.T, r *rapid.T) {
	t.Helper()
	filing := l.d.Filing(t, rapid.SampledFrom([]*cases.Unit{nil, &casetest.Unit}).Draw(r, "unit"))
	if rapid.Bool().Draw(r, "identified") {
		f := &filing.Command
		f.Facts.About, f.PermissionNeeded, f.PermissionNeededByAll = "IDENTIFIED_PUPIL", true, true
	}
	result, err := l.d.Store.File(t.Context(), casetest.Call(casetest.Teacher(), filing.Command.CaseID), filing)
	if err != nil {
		r.Fatal(err)
	}
	l.c = result.Case
	l.events, err = l.d.Clock.Events(t.Context(), l.c.ID)
	if err != nil || !reflect.DeepEqual(cases.Replay(l.events), l.c) {
		r.Fatalf("filed: %v; the events are not the case: %s", err, cmp.Diff(l.c, cases.Replay(l.events)))
	}
}

func (l *life) step(t *testing.T, r *rapid.T) {
	t.Helper()
	tries := slices.Concat(ordinary(l.c), withUnits(l.c), permits(l.c), disputes(l.c), oddities(l.c))
	cmd := rapid.SampledFrom(tries).Draw(r, "command")
	who := rapid.SampledFrom(l.people(r, cmd)).Draw(r, "who")
	by, may := gate(l.c, who, cmd)
	at := *l.now
	if last := l.c.LastTime(); !at.After(last) {
		at = last.Add(time.Microsecond)
	}
	var want []cases.Event
	var refusal error = &cases.Refusal{Reason: cases.Unknown}
	if may {
		want, refusal = cases.Decide(l.c, cmd, cases.Meta{By: by, At: at})
	}
	err := l.change(t, who, cmd, want)
	if refusal != nil || err != nil {
		if g, w := refusalOf(err), refusalOf(refusal); g.Reason != w.Reason || g.Rule != w.Rule {
			r.Fatalf("%T by %s: %v; the core says %v", cmd, who.Name, err, refusal)
		}
	} else {
		l.grow(want)
	}
	l.compare(t, r)
}

// people answers who could try the command: mostly those who may.
func (l *life) people(r *rapid.T, cmd cases.Command) []permission.Principal {
	all := cast()
	if rapid.IntRange(0, 9).Draw(r, "whoever") == 0 {
		return all
	}
	may := slices.DeleteFunc(slices.Clone(all), func(p permission.Principal) bool {
		_, ok := gate(l.c, p, cmd)
		return !ok
	})
	if len(may) == 0 {
		return all
	}
	return may
}

// grow takes what happened into the core's view; the request is the store's own.
func (l *life) grow(want []cases.Event) {
	for _, e := range want {
		l.c = cases.Apply(l.c, e)
		l.events = append(l.events, e)
	}
	if !l.c.EraseTime.IsZero() {
		l.events = l.events[len(l.events)-1:]
	}
}

// change asks the store, with a text for each that the events name.
func (l *life) change(t *testing.T, who permission.Principal, cmd cases.Command, want []cases.Event) error {
	t.Helper()
	if ofTime := byClock(casetest.Wish{Command: cmd}); ofTime != (who.PersonID == clock.PersonID) {
		return &cases.Refusal{Reason: cases.Unknown} // no route leads there
	} else if ofTime {
		_, err := timed(t, l.d.Clock, l.c.ID, cmd)
		return err
	}
	var texts []cases.Content
	for _, e := range want {
		if name := cases.TextOf(e.Data); name != "" {
			text := casetest.Text(cases.ReasonContent)
			text.ID = name
			texts = append(texts, text)
		}
	}
	_, err := l.d.Store.Change(t.Context(), casetest.Call(who, l.c.ID), cases.Target{CaseID: l.c.ID}, cmd, texts...)
	return err
}

func (l *life) compare(t *testing.T, r *rapid.T) {
	t.Helper()
	stored, err := l.d.Clock.Load(t.Context(), l.c.ID)
	if err != nil {
		r.Fatal(err)
	}
	if !reflect.DeepEqual(stored, l.c) {
		r.Fatalf("the rows (+) are not what the core says (-):\n%s", cmp.Diff(l.c, stored))
	}
	events, err := l.d.Clock.Events(t.Context(), l.c.ID)
	if err != nil || len(events) != len(l.events) {
		r.Fatalf("%d events are stored, %v; want %d", len(events), err, len(l.events))
	}
	for i, e := range events {
		want := l.events[i]
		want.RequestID = e.RequestID
		if !reflect.DeepEqual(e, want) {
			r.Fatalf("event %d (+) is not what the core says (-):\n%s", e.Version, cmp.Diff(want, e))
		}
	}
	for _, p := range cast() {
		if !slices.Equal(stored.Verdicts(p), l.c.Verdicts(p)) {
			r.Fatalf("%s may %v by the rows, %v by the core", p.Name, stored.Verdicts(p), l.c.Verdicts(p))
		}
	}
}

// walls compares what row level security alone opens of the case, to each of the people, with what the permissions say.
func (l *life) walls(r *rapid.T, i intruder) {
	for _, p := range cast() {
		if p.PersonID == clock.PersonID {
			continue
		}
		_, may := p.Can(permission.ReadCase, l.c.Subject())
		i.as(p, func() {
			i.do("SELECT audit.read_case($1, 'READ_CASE', NULL)", l.c.ID)
			if texts := i.count("SELECT count(*) FROM case_content"); (texts > 0) != may {
				r.Errorf("%s opens %d texts in %s; may read the case: %v", p.Name, texts, l.c.Phase(), may)
			}
			if kept, want := i.kept(), slices.Sorted(slices.Values(l.c.Hidden(p))); !slices.Equal(kept, want) {
				r.Errorf("from %s the walls keep %v, the core %v", p.Name, kept, want)
			}
		})
	}
}
