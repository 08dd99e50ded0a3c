package cases_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// several files a case in every kind of state, for two schools.
func several(t *testing.T, d *casetest.Desk) []cases.Case {
	t.Helper()
	locked := d.Filing(t, &casetest.Unit)
	locked.Command.PermissionNeeded = true
	theirs := d.Filing(t, &casetest.OtherUnit)
	theirs.Command.Facts.SchoolID, theirs.Command.Facts.Area = casetest.OtherSchool, ""
	theirs.Grant = casetest.Stranger().Grants[0]
	var all []cases.Case
	for _, f := range []struct {
		who    permission.Principal
		filing cases.Filing
	}{{casetest.Teacher(), locked}, {casetest.Stranger(), theirs}} {
		result, err := d.Store.File(t.Context(), casetest.Call(f.who, f.filing.Command.CaseID), f.filing)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, result.Case)
	}
	return append(
		all, d.File(t, nil), d.Filed(t), d.Held(t), live(t, d), d.Do(t, casetest.Decline(d.Held(t), casetest.Expert())),
		d.Do(t, casetest.Release(d.Held(t), casetest.Expert())), d.Do(t, casetest.Withdraw(d.Held(t), casetest.Teacher())),
		d.Do(t, casetest.Claim(d.Filed(t), casetest.Both())), d.Do(t, casetest.Claim(d.File(t, &casetest.OtherUnit), casetest.Outsider())),
	)
}

func TestAListHoldsExactlyTheCasesThatOpen(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	all := several(t, d)
	for _, p := range casetest.Everybody() {
		var want, got []string
		for _, c := range all {
			_, _, err := d.Store.Get(t.Context(), p, permission.ReadCase, c.ID)
			if err == nil {
				want = append(want, c.ID)
			} else {
				wantRefusal(t, err, cases.Unknown)
			}
			if _, _, events := d.Store.Timeline(t.Context(), p, c.ID); (events == nil) != (err == nil) {
				t.Errorf("%s: the case opens with %v, its timeline with %v", p.Name, err, events)
			}
		}
		token := ""
		for { // pages of two, so that the seams are looked at too
			after, err := page.Parse(token)
			if err != nil {
				t.Fatal(err)
			}
			cards, next, err := d.Store.List(t.Context(), p, cases.Filter{}, 2, after)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cards {
				got = append(got, c.CaseID)
			}
			if token = next; token == "" {
				break
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s opens (-), lists (+):\n%s", p.Name, diff)
		}
	}
}

func TestWhatIsOpenByBreakGlassIsOnNoList(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	p := casetest.Coordinator()
	p.Opened = []permission.Opened{{CaseID: c.ID}}
	if _, _, err := d.Store.Get(t.Context(), p, permission.ReadCase, c.ID); err != nil {
		t.Fatal(err)
	}
	cards, _, err := d.Store.List(t.Context(), p, cases.Filter{}, 10, nil)
	if err != nil || len(cards) > 0 {
		t.Errorf("listed are %v, %v", cards, err)
	}
}

func TestAQueueHoldsWhatCanBeClaimedAndCountsIt(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	var want, got []string
	for _, c := range several(t, d) {
		if slices.Contains(c.AllowedActions(casetest.Second()), cases.ActionClaim) {
			want = append(want, c.ID)
		}
	}
	token, total := "", 0
	for more := true; more; more = token != "" {
		after, err := page.Parse(token)
		if err != nil {
			t.Fatal(err)
		}
		queue, err := d.Store.Queue(casetest.As(t.Context(), casetest.Expert()), casetest.Unit.ID, cases.QueueFilter{Need: "AUTISM"}, 1, after, d.Store.Now())
		if err != nil {
			t.Fatal(err)
		}
		token, total = queue.Next, queue.Total
		for _, e := range queue.Entries {
			got = append(got, e.Card.CaseID)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" || total != len(want) || len(want) < 2 {
		t.Errorf("the queue counts %d; what can be claimed (-), what it holds (+):\n%s", total, diff)
	}
	none, err := d.Store.Queue(casetest.As(t.Context(), casetest.Expert()), casetest.Unit.ID, cases.QueueFilter{Need: "VISION"}, 50, nil, d.Store.Now())
	if err != nil || none.Total != 0 || len(none.Entries) != 0 {
		t.Errorf("of another need there are %d, counted %d, %v; want none", len(none.Entries), none.Total, err)
	}
}

func TestCoordinationSeesItsAreaAndTheFiguresAddUp(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	all := several(t, d)
	for _, look := range []struct {
		areas []string
		want  int
	}{{nil, len(all)}, {[]string{"HYKS"}, len(all) - 1}, {[]string{"OYS"}, 0}, {[]string{}, 0}} {
		cards, _, err := d.Store.InArea(casetest.As(t.Context(), casetest.Coordinator()), look.areas, cases.Filter{}, 100, nil)
		if err != nil {
			t.Fatal(err)
		}
		figures, err := d.Store.Figures(casetest.As(t.Context(), casetest.Coordinator()), look.areas, cases.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, c := range figures.Counts {
			sum += int(c.Count)
		}
		if len(cards) != look.want || sum != look.want {
			t.Errorf("in %v there are %d cards and %d counted; want %d", look.areas, len(cards), sum, look.want)
		}
	}
}
