package cases_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// race lets all wishes go at the same moment and answers what became of each: the case's row is kept locked until as
// many of them as there are connections stand before it.
func race(t *testing.T, d *casetest.Desk, c cases.Case, wishes []casetest.Wish) []error {
	t.Helper()
	gate, err := d.DB.Superuser(t).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gate.Exec(t.Context(), "SELECT 1 FROM cases WHERE id = $1 FOR UPDATE", c.ID); err != nil {
		t.Fatal(err)
	}
	errs := make([]error, len(wishes))
	var group sync.WaitGroup
	for i, w := range wishes {
		group.Go(func() { _, errs[i] = d.Try(t, w) })
	}
	want := min(len(wishes), int(d.DB.App().Pool().Config().MaxConns))
	root, waiting := d.DB.Superuser(t), 0
	for waiting < want {
		if err := root.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND usename = 'vaatu_app' AND wait_event_type = 'Lock'`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	if err := gate.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	group.Wait()
	return errs
}

func TestOf64ClaimsAtOnceOneWinsAndEachOtherHearsWho(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Filed(t)
	wishes := make([]casetest.Wish, 64)
	for i := range wishes {
		p := casetest.Another(casetest.Expert(), fmt.Sprintf("Ekspertti %d", i))
		d.SignIn(t, p)
		wishes[i] = casetest.Claim(c, p)
		wishes[i].Call.Expect = 1
	}
	errs := race(t, d, c, wishes)
	stored, _, err := d.Store.Get(t.Context(), casetest.Principal(), permission.ReadCase, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	lead, _ := stored.Lead()
	winners := 0
	for i, err := range errs {
		if err == nil {
			winners++
			if lead.Holder.ID != wishes[i].Call.Principal.PersonID {
				t.Errorf("%s was told to hold what %s holds", wishes[i].Call.Principal.Name, lead.Holder.Name)
			}
			continue
		}
		refusal := wantRefusal(t, err, cases.HeldBySomebody)
		if refusal.Holder != lead.Holder || !refusal.Since.Equal(lead.UpdateTime) {
			t.Errorf("told of %v since %s; want %v since %s", refusal.Holder, refusal.Since, lead.Holder, lead.UpdateTime)
		}
	}
	if winners != 1 {
		t.Errorf("%d claims won; want 1", winners)
	}
	if n := count(t, d, "SELECT count(*) FROM case_events WHERE kind = 'CLAIMED'"); n != 1 {
		t.Errorf("%d claims have an event; want 1", n)
	}
	wantSound(t, d, stored)
}

func TestOf64MessagesAtOnceNoneIsLost(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	wishes := make([]casetest.Wish, 64)
	for i := range wishes {
		wishes[i] = casetest.Message(c, []permission.Principal{casetest.Teacher(), casetest.Expert()}[i%2])
	}
	for i, err := range race(t, d, c, wishes) {
		if err != nil {
			t.Errorf("message %d: %v", i, err)
		}
	}
	stored, _, err := d.Store.Get(t.Context(), casetest.Principal(), permission.ReadCase, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if stored.Version != c.Version+len(wishes) {
		t.Errorf("version %d after %d messages; want %d", stored.Version, len(wishes), c.Version+len(wishes))
	}
	wantSound(t, d, stored)
}

func TestALateClaimHearsWhoHoldsItEvenWithAStaleEtag(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	filed := d.Filed(t)
	held := d.Do(t, casetest.Claim(filed, casetest.Expert()))
	late := casetest.Claim(filed, casetest.Second())
	late.Call.Expect = 1 // what it was before the claim
	_, err := d.Try(t, late)
	refusal := wantRefusal(t, err, cases.HeldBySomebody)
	lead, _ := held.Lead()
	if refusal.Holder != lead.Holder || !refusal.Since.Equal(lead.UpdateTime) {
		t.Errorf("told of %v since %s; want %v since %s", refusal.Holder, refusal.Since, lead.Holder, lead.UpdateTime)
	}
	details := refusal.AppError().Details
	if details["holder"] != casetest.Expert().Name || details["since"] == "" {
		t.Errorf("the caller hears %v; want holder and since", details)
	}
	wantSound(t, d, held)
}

func TestAChangeOnAnOldViewIsRefused(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	lead, _ := c.Lead()
	for name, stale := range map[string]struct {
		wish   casetest.Wish
		expect int
	}{
		"release":             {casetest.Release(c, casetest.Expert()), lead.Revision - 1},
		"decline":             {casetest.Decline(c, casetest.Expert()), lead.Revision + 1},
		"withdraw":            {casetest.Withdraw(c, casetest.Teacher()), c.Revision - 1},
		"an etag not of ours": {casetest.Withdraw(c, casetest.Teacher()), -1},
	} {
		stale.wish.Call.Expect = stale.expect
		if _, err := d.Try(t, stale.wish); err == nil {
			t.Errorf("%s: nothing was refused", name)
		} else {
			wantRefusal(t, err, cases.Stale)
		}
	}
	wantSound(t, d, c)
	message := d.Do(t, casetest.Message(c, casetest.Teacher()))
	if message.Revision != c.Revision || message.Version != c.Version+1 {
		t.Errorf("a message made revision %d, version %d; want %d, %d", message.Revision, message.Version, c.Revision, c.Version+1)
	}
	fresh := casetest.Withdraw(c, casetest.Teacher())
	fresh.Call.Expect = c.Revision
	wantSound(t, d, d.Do(t, fresh))
}

func TestWhoeverMayNotIsToldThatThereIsNothing(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Do(t, casetest.WriteAdvice(d.Held(t), casetest.Expert()))
	lead, _ := c.Lead()
	may := map[string][]string{
		"release": {casetest.Expert().Name}, "publish": {casetest.Expert().Name},
		"message":  {casetest.Expert().Name, casetest.Teacher().Name, casetest.Principal().Name},
		"withdraw": {casetest.Teacher().Name, casetest.Principal().Name},
		"decline":  {casetest.Expert().Name, casetest.Head().Name, casetest.Second().Name, casetest.Both().Name},
		"claim":    {casetest.Expert().Name, casetest.Head().Name, casetest.Second().Name, casetest.Both().Name},
	}
	for _, p := range casetest.Everybody() {
		for name, w := range map[string]casetest.Wish{
			"release": casetest.Release(c, p), "publish": casetest.Publish(c, p), "message": casetest.Message(c, p),
			"withdraw": casetest.Withdraw(c, p), "decline": casetest.Decline(c, p), "claim": casetest.Claim(c, p),
		} {
			w.Call.Expect = 77 // nobody gets further than a stale view
			_, err := d.Try(t, w)
			refusal, _ := errors.AsType[*cases.Refusal](err)
			hidden := refusal != nil && refusal.Reason == cases.Unknown
			if allowed := slices.Contains(may[name], p.Name); allowed == hidden {
				t.Errorf("%s by %s: %v; may they: %v", name, p.Name, err, allowed)
			}
			if hidden && len(refusal.AppError().Details) > 0 {
				t.Errorf("%s by %s: the refusal tells %v", name, p.Name, refusal.AppError().Details)
			}
		}
	}
	_, err := d.Store.Change(t.Context(), casetest.Call(casetest.Expert(), lead.ID), cases.Target{CaseID: casetest.ID()},
		cases.Withdraw{})
	wantRefusal(t, err, cases.Unknown)
}

func TestOfAWithdrawalAndAPublicationAtOnceTheFirstWins(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Do(t, casetest.WriteAdvice(d.Held(t), casetest.Expert()))
	errs := race(t, d, c, []casetest.Wish{casetest.Withdraw(c, casetest.Teacher()), casetest.Publish(c, casetest.Expert())})
	stored, _, err := d.Store.Get(t.Context(), casetest.Principal(), permission.ReadCase, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case errs[0] == nil && errs[1] != nil && stored.Phase() == cases.Withdrawn: // the holder has no part in it any more
		wantRefusal(t, errs[1], cases.Unknown)
	case errs[1] == nil && errs[0] != nil && stored.Phase() == cases.Advised:
		wantRefusal(t, errs[0], cases.NotNow)
	default:
		t.Errorf("withdrawal: %v; publication: %v; the case is %s", errs[0], errs[1], stored.Phase())
	}
	wantSound(t, d, stored)
}
