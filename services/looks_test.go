package services_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"

	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/events"
)

// looksAt tells what somebody has open, and answers what they see that others have, each as the case and the names.
func (h *house) looksAt(p person, unit, caseID string, left bool) []string {
	h.t.Helper()
	var seen []string
	reply := must[*eventspb.LookResponse](h.t)(p.Look(h.t.Context(), &eventspb.LookRequest{UnitId: unit, CaseId: caseID, Left: left}))
	for _, v := range reply.GetViewing() {
		seen = append(seen, fmt.Sprint(v.GetCaseId(), v.GetNames()))
	}
	return seen
}

func viewedOf(unit string) func(*eventspb.Hint) bool {
	return func(h *eventspb.Hint) bool { return slices.Contains(h.GetViewedUnitIds(), unit) }
}

// listeningToLooks waits until they are passed on.
func (h *house) listeningToLooks() {
	h.t.Helper()
	h.listening()
	h.until("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%vaatu_looks%' AND datname = current_database()", 1)
}

func TestThoseOfAUnitSeeWhoElseHasACaseOpenAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h := start(t, withoutJobs, services.Beat(20*time.Millisecond), func(c *services.Config) { c.Now = clock.now })
	ctx := t.Context()
	teacher, expert, colleague := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	stranger := h.lead(elmeriUnit, "ELMERI")
	c := h.file(teacher, request("fi", autism))
	h.listeningToLooks()
	theirs, own, others := h.watch(colleague), h.watch(expert), h.watch(stranger)

	h.looksAt(expert, valteriUnit, c.GetId(), false)
	theirs.tells("a look", viewedOf(valteriUnit), "")
	want := []string{fmt.Sprint(c.GetId(), []string{nameOf(expert.subject)})}
	if got := h.looksAt(colleague, valteriUnit, "", false); !slices.Equal(got, want) {
		t.Errorf("a colleague sees %v, want %v", got, want)
	}
	if got := h.looksAt(expert, valteriUnit, c.GetId(), false); len(got) != 0 {
		t.Errorf("who looks sees themselves: %v", got)
	}
	if got := h.looksAt(stranger, elmeriUnit, "", false); len(got) != 0 {
		t.Errorf("another unit sees %v", got)
	}
	for _, p := range []person{stranger, teacher, h.coordinator("")} {
		refused(t, drop(p.Look(ctx, &eventspb.LookRequest{UnitId: valteriUnit})), codes.NotFound, "NOT_FOUND")
	}
	refused(t, drop(stranger.Look(ctx, &eventspb.LookRequest{UnitId: elmeriUnit, CaseId: c.GetId()})), codes.NotFound, "NOT_FOUND")

	// Both see each other; who leaves is gone at once, and who says nothing any more after a while.
	h.looksAt(colleague, valteriUnit, c.GetId(), false)
	own.tells("a look", viewedOf(valteriUnit), "")
	h.looksAt(expert, valteriUnit, c.GetId(), true)
	theirs.tells("the leaving", viewedOf(valteriUnit), "")
	if got := h.looksAt(colleague, valteriUnit, "", false); len(got) != 0 {
		t.Errorf("who has left is seen: %v", got)
	}
	clock.advance(events.LookLasts)
	own.tells("the end of a look", viewedOf(valteriUnit), "")
	if got := h.looksAt(expert, valteriUnit, "", false); len(got) != 0 {
		t.Errorf("who says nothing any more is seen: %v", got)
	}
	for hint := others.waiting(); hint != nil; hint = others.waiting() {
		if len(hint.GetViewedUnitIds()) > 0 {
			t.Errorf("another unit is told %v", hint)
		}
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE case_id = $1 AND by_id IN ($2, $3)", c.GetId(), expert.id, colleague.id); n > 0 {
		t.Errorf("looking is %d entries of the audit", n)
	}
}

func TestWhoLooksAtAHeldCaseIsSeenByThoseWhoReadItAlone(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	teacher, head := h.teacher(taysSchool), h.lead(valteriUnit, "VALTERI")
	holder, colleague := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(holder, c)
	h.listeningToLooks()
	own, others := h.watch(holder), h.watch(colleague)

	h.looksAt(head, valteriUnit, c.GetId(), false)
	own.tells("a look", viewedOf(valteriUnit), "")
	want := []string{fmt.Sprint(c.GetId(), []string{nameOf(head.subject)})}
	if got := h.looksAt(holder, valteriUnit, "", false); !slices.Equal(got, want) {
		t.Errorf("the holder sees %v, want %v", got, want)
	}
	if got := h.looksAt(colleague, valteriUnit, "", false); len(got) != 0 {
		t.Errorf("who cannot list the case sees %v", got)
	}
	refused(t, drop(colleague.Look(t.Context(), &eventspb.LookRequest{UnitId: valteriUnit, CaseId: c.GetId()})), codes.NotFound, "NOT_FOUND")
	h.looksAt(head, valteriUnit, c.GetId(), true)
	own.tells("the leaving", viewedOf(valteriUnit), "")
	h.file(teacher, request("fi", autism))
	others.tells("a filing", func(hint *eventspb.Hint) bool {
		if len(hint.GetViewedUnitIds()) > 0 {
			t.Errorf("who cannot list the case is told %v", hint)
		}
		return slices.Contains(hint.GetUnitIds(), valteriUnit)
	}, "")
}

func TestALookThatIsToldAgainLaterCountsForNothing(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h := start(t, withoutJobs, func(c *services.Config) { c.Now = clock.now })
	ctx := t.Context()
	teacher, expert, colleague, third := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.listeningToLooks()
	theirs := h.watch(colleague)
	conn, err := pgx.Connect(ctx, h.db.URL("vaatu_app"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(ctx) })
	if _, err := conn.Exec(ctx, "LISTEN vaatu_looks"); err != nil {
		t.Fatal(err)
	}
	h.looksAt(expert, valteriUnit, c.GetId(), false)
	heard, err := conn.WaitForNotification(ctx)
	if err != nil {
		t.Fatal(err)
	}
	theirs.tells("a look", viewedOf(valteriUnit), "")
	clock.advance(2 * time.Minute)
	if _, err := conn.Exec(ctx, "SELECT pg_notify('vaatu_looks', $1)", heard.Payload); err != nil {
		t.Fatal(err)
	}
	h.looksAt(third, valteriUnit, c.GetId(), false)
	theirs.tells("another look", viewedOf(valteriUnit), "")
	want := []string{fmt.Sprint(c.GetId(), []string{nameOf(third.subject)})}
	if got := h.looksAt(colleague, valteriUnit, "", false); !slices.Equal(got, want) {
		t.Errorf("a colleague sees %v, want %v", got, want)
	}
}

// waiting answers a hint that has come already, or nil.
func (w hears) waiting() *eventspb.Hint {
	select {
	case hint := <-w.hints:
		return hint
	default:
		return nil
	}
}
