package services_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"

	breakglasspb "github.com/vip-verkosto/vaatu/proto/vaatu/breakglass/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

func (h *house) glasses(p person) *breakglasspb.ListBreakGlassesResponse {
	h.t.Helper()
	return must[*breakglasspb.ListBreakGlassesResponse](h.t)(p.ListBreakGlasses(h.t.Context(), &breakglasspb.ListBreakGlassesRequest{}))
}

func TestSomebodyElseReviewsWhatIsClosed(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	teacher := h.teacher(taysSchool)
	opener, colleague, stranger := h.coordinator("TAYS"), h.coordinator(""), h.coordinator("OYS")
	auditor := h.join("auditor", "fi", grant{role: "AUDITOR"})
	first := h.breakGlass(opener, h.file(teacher, request("fi", autism)))
	second := h.breakGlass(opener, h.file(teacher, request("fi", autism)))
	review := func(p person, b *breakglasspb.BreakGlass, f breakglasspb.Finding) (*breakglasspb.BreakGlass, error) {
		return p.ReviewBreakGlass(ctx, &breakglasspb.ReviewBreakGlassRequest{BreakGlassId: b.GetId(), Finding: f})
	}
	_, err := review(auditor, first, breakglasspb.Finding_FINDING_IN_ORDER)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED") // it is open
	_, err = colleague.EndBreakGlass(ctx, &breakglasspb.EndBreakGlassRequest{BreakGlassId: first.GetId()})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED") // another's
	for _, b := range []*breakglasspb.BreakGlass{first, second} {
		must[*breakglasspb.BreakGlass](t)(opener.EndBreakGlass(ctx, &breakglasspb.EndBreakGlassRequest{BreakGlassId: b.GetId()}))
	}
	_, err = review(opener, first, breakglasspb.Finding_FINDING_IN_ORDER)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = review(stranger, first, breakglasspb.Finding_FINDING_IN_ORDER)
	refused(t, err, codes.NotFound, "NOT_FOUND")
	done := must[*breakglasspb.BreakGlass](t)(review(auditor, first, breakglasspb.Finding_FINDING_TO_BE_LOOKED_INTO))
	if done.GetFinding() != breakglasspb.Finding_FINDING_TO_BE_LOOKED_INTO || done.GetReviewerName() != nameOf(auditor.subject) || done.GetReviewTime() == nil {
		t.Errorf("reviewed, it is %v", done)
	}
	_, err = review(colleague, first, breakglasspb.Finding_FINDING_IN_ORDER)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")

	reviews := []breakglasspb.BreakGlassAction{breakglasspb.BreakGlassAction_BREAK_GLASS_ACTION_REVIEW}
	for p, want := range map[person]struct {
		seen    int
		actions []breakglasspb.BreakGlassAction
	}{auditor: {2, reviews}, colleague: {2, reviews}, opener: {2, nil}, stranger: {0, nil}} {
		list := h.glasses(p)
		if len(list.GetBreakGlasses()) != want.seen || list.GetUnreviewed() != int32(want.seen/2) {
			t.Errorf("%s sees %v", p.subject, list)
			continue
		}
		if want.seen > 0 && (list.GetBreakGlasses()[0].GetId() != second.GetId() || !slices.Equal(list.GetBreakGlasses()[0].GetAllowedActions(), want.actions)) {
			t.Errorf("%s sees first %v; want the one that nobody has reviewed", p.subject, list.GetBreakGlasses()[0])
		}
	}
	page := must[*breakglasspb.ListBreakGlassesResponse](t)(auditor.ListBreakGlasses(ctx, &breakglasspb.ListBreakGlassesRequest{PageSize: 1}))
	page = must[*breakglasspb.ListBreakGlassesResponse](t)(auditor.ListBreakGlasses(ctx, &breakglasspb.ListBreakGlassesRequest{PageSize: 1, PageToken: page.GetNextPageToken()}))
	if len(page.GetBreakGlasses()) != 1 || page.GetBreakGlasses()[0].GetId() != first.GetId() || page.GetNextPageToken() != "" || page.GetTotalSize() != 2 {
		t.Errorf("the second page is %v", page)
	}
}

// Whoever smuggles a statement in is no more than the person of the session.
func TestTheSecondWallBreaksNoGlass(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	opener, stranger, auditor := h.coordinator("TAYS"), h.coordinator("OYS"), h.join("auditor", "fi", grant{role: "AUDITOR"})
	made := h.breakGlass(opener, c)
	conn, err := pgx.Connect(t.Context(), h.db.URL("vaatu_app"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	// as answers what a statement answers to somebody; the change is taken back.
	as := func(p person, sql string, args ...any) (got *string, err error) {
		t.Helper()
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback(t.Context()) }()
		if _, err := tx.Exec(t.Context(), "SELECT set_config('vaatu.session', encode($1, 'hex'), true)", session.Hash(p.token)); err != nil {
			t.Fatal(err)
		}
		err = tx.QueryRow(t.Context(), "SELECT ("+sql+")::text", args...).Scan(&got)
		return got, err
	}
	const (
		opens   = "access.break_glass(gen_random_uuid(), $1, 'Ilman syytä avattu.', 'r', now())"
		later   = "access.break_glass(gen_random_uuid(), $1, 'Ilman syytä avattu.', 'r', now() + interval '1 hour')"
		because = "access.break_glass(gen_random_uuid(), $1, NULL, 'r', now())"
		early   = "access.review_break_glass($1, 'IN_ORDER', now() + interval '2 hours')"
		reviews = "access.review_break_glass($1, 'IN_ORDER', now())"
		ends    = "access.end_break_glass($1, now())"
		lists   = "SELECT nullif(count(*), 0) FROM access.kept_break_glasses(true, NULL, true, NULL, '', '00000000-0000-0000-0000-000000000000', 10) WHERE $1::uuid IS NOT NULL"
	)
	type try struct {
		p    person
		sql  string
		id   string
		does bool
	}
	tries := func(all ...try) {
		t.Helper()
		for _, try := range all {
			got, err := as(try.p, try.sql, try.id)
			if did := got != nil && *got != "false"; err != nil || did != try.does {
				t.Errorf("%s does %s: %v, %v; want %v", try.p.subject, try.sql, did, err, try.does)
			}
		}
	}
	tries([]try{
		{h.coordinator(""), opens, c.GetId(), true},
		{stranger, opens, c.GetId(), false},
		{auditor, opens, c.GetId(), false},
		{h.lead(valteriUnit, "VALTERI"), opens, c.GetId(), false},
		{opener, ends, made.GetId(), true},
		{h.coordinator(""), ends, made.GetId(), false},
		{h.coordinator(""), later, c.GetId(), false}, // opened for when nobody looks
		{h.coordinator(""), because, c.GetId(), false},
		{auditor, early, made.GetId(), false}, // it is still open
	}...)
	must[*breakglasspb.BreakGlass](t)(opener.EndBreakGlass(t.Context(), &breakglasspb.EndBreakGlassRequest{BreakGlassId: made.GetId()}))
	tries([]try{
		{auditor, reviews, made.GetId(), true},
		{h.coordinator(""), reviews, made.GetId(), true},
		{opener, reviews, made.GetId(), false},
		{stranger, reviews, made.GetId(), false},
		{h.lead(valteriUnit, "VALTERI"), reviews, made.GetId(), false},
		{auditor, lists, made.GetId(), true},
		{stranger, lists, made.GetId(), false},
		{h.lead(valteriUnit, "VALTERI"), lists, made.GetId(), false}, // who came after it was told
	}...)
	for _, sql := range []string{"SELECT count(*) FROM access.break_glasses", "SELECT count(*) FROM access.my_open_cases", "access.heads_of($1, now())"} {
		if _, err := as(opener, sql+" -- \n", c.GetId()); err == nil {
			t.Errorf("anybody can: %s", sql)
		}
	}
	if _, err := h.root.Exec(t.Context(), "UPDATE access.break_glasses SET until = open_time + interval '61 minutes'"); err == nil {
		t.Error("one lasts longer than an hour")
	}
	if _, err := h.root.Exec(t.Context(), "SET ROLE vaatu_owner"); err != nil {
		t.Fatal(err)
	}
	if tag, err := h.root.Exec(t.Context(), "DELETE FROM access.break_glasses"); err == nil && tag.RowsAffected() > 0 {
		t.Error("its owner deletes what was opened")
	}
}

func TestTheEndOfAGrantClosesWhatItOpened(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	admin, coordinator := h.admin(), h.coordinator("TAYS")
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	h.breakGlass(coordinator, c)
	h.exec("INSERT INTO access.grants (id, person_id, role, source, from_date) VALUES (gen_random_uuid(), $1, 'ADMIN', 'OWN', '2020-01-01')", coordinator.id)
	id := h.text("SELECT id::text FROM access.grants WHERE person_id = $1 AND role = 'COORDINATOR'", coordinator.id)
	if !h.opens(coordinator, c) {
		t.Fatal("it is not open")
	}
	must[*grantspb.KeptGrant](t)(admin.EndGrant(t.Context(), &grantspb.EndGrantRequest{GrantId: id}))
	if h.opens(coordinator, c) {
		t.Error("at the next call it is still open")
	}
}
