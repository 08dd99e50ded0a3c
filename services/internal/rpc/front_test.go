package rpc

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// signIn makes a person with an expert's and a coordinator's grant and a session that was last seen at a time.
func signIn(t *testing.T, d *pgtest.Database, began, seen time.Time) (token string, grants [2]string) {
	t.Helper()
	root := d.Superuser(t)
	person := uuid.NewString()
	token, hash := session.NewToken()
	grants = [2]string{uuid.NewString(), uuid.NewString()}
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO access.persons (id, issuer, subject, display_name, language, create_time) VALUES ($1, 'i', $2, 'Eeva Esimerkki', 'fi', $3)`, []any{person, person, began}},
		{`INSERT INTO access.grants (id, person_id, role, unit_id, actor, source, from_date) VALUES ($1, $2, 'EXPERT', $3, 'VALTERI', 'OWN', $4)`, []any{grants[0], person, someID, began}},
		{`INSERT INTO access.grants (id, person_id, role, source, from_date) VALUES ($1, $2, 'COORDINATOR', 'OWN', $3)`, []any{grants[1], person, began}},
		{`INSERT INTO access.sessions (hash, person_id, create_time, seen_time, expire_time) VALUES ($1, $2, $3, $4, $5)`, []any{hash, person, began, seen, began.Add(session.Absolute)}},
	} {
		if _, err := root.Exec(t.Context(), s.sql, s.args...); err != nil {
			t.Fatal(err)
		}
	}
	return token, grants
}

func TestTheFrontDoorOpensToALiveSessionOnly(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	now := time.Date(2026, time.September, 1, 12, 0, 0, 0, time.UTC)
	h := newHouse(t, Front, session.Resolver{DB: d.App(), Now: func() time.Time { return now }})
	live, _ := signIn(t, d, now.Add(-9*time.Hour), now.Add(-29*time.Minute))
	idle, _ := signIn(t, d, now.Add(-time.Hour), now.Add(-session.Idle))
	old, _ := signIn(t, d, now.Add(-session.Absolute), now)
	stranger, _ := session.NewToken()
	for name, ctx := range map[string]context.Context{
		"no token": t.Context(), "an unknown token": with(t, mdSession, stranger), "an idle session": with(t, mdSession, idle),
		"an old session": with(t, mdSession, old), "a principal that was sent along": as(t, permission.Expert),
	} {
		_, err := assignmentpb.NewAssignmentServiceClient(h.conn).ClaimAssignment(ctx, &assignmentpb.ClaimAssignmentRequest{AssignmentId: "no uuid"})
		if status.Code(err) != codes.Unauthenticated || reasonIn(err) != "UNAUTHENTICATED" || len(fieldsIn(err)) > 0 {
			t.Errorf("%s: %v; want UNAUTHENTICATED", name, err)
		}
	}
	if h.call.Method != "" {
		t.Error("the handler was called")
	}
	if err := h.claim(with(t, mdSession, live, mdPrincipal, `{"person_id":"somebody else"}`)); err != nil {
		t.Fatalf("a live session: %v", err)
	}
	if p := h.call.Principal; p.Name != "Eeva Esimerkki" || len(p.Grants) != 2 {
		t.Errorf("the principal is %+v; want the person of the session", p)
	}
	if err := h.revoke(with(t, mdSession, live)); status.Code(err) != codes.NotFound {
		t.Errorf("a person calls SessionService: %v; want NOT_FOUND", err)
	}
	if err := h.revoke(t.Context()); status.Code(err) != codes.Unauthenticated {
		t.Errorf("nobody calls SessionService: %v; want UNAUTHENTICATED", err)
	}
}

func TestARevokedSessionOrGrantEndsAtTheNextCall(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	now := time.Date(2026, time.September, 1, 12, 0, 0, 0, time.UTC)
	h := newHouse(t, Front, session.Resolver{DB: d.App(), Now: func() time.Time { return now }})
	token, grants := signIn(t, d, now, now)
	ctx := with(t, mdSession, token)
	if err := h.claim(ctx); err != nil {
		t.Fatal(err)
	}
	for acting, want := range map[string]codes.Code{grants[0]: codes.OK, grants[1]: codes.NotFound, someID: codes.NotFound} {
		if err := h.claim(metadataOn(ctx, mdActing, acting)); status.Code(err) != want {
			t.Errorf("acting under %s: %v; want %s", acting, err, want)
		}
	}
	root := d.Superuser(t)
	for sql, want := range map[string]codes.Code{
		"UPDATE access.grants SET to_date = '2026-08-31' WHERE role = 'EXPERT'": codes.NotFound,
	} {
		if _, err := root.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
		if err := h.claim(ctx); status.Code(err) != want {
			t.Errorf("after %s: %v; want %s", sql, err, want)
		}
	}
	if _, err := root.Exec(t.Context(), "DELETE FROM access.sessions"); err != nil {
		t.Fatal(err)
	}
	if err := h.claim(ctx); status.Code(err) != codes.Unauthenticated {
		t.Errorf("after the revocation: %v; want UNAUTHENTICATED", err)
	}
}

func TestAMethodThatWantsAFreshSignInRefusesAnOlderOne(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	now := time.Date(2026, time.September, 1, 12, 0, 0, 0, time.UTC)
	h := newHouse(t, Front, session.Resolver{DB: d.App(), Now: func() time.Time { return now }})
	root := d.Superuser(t)
	token, grants := signIn(t, d, now.Add(-time.Hour), now)
	ctx := with(t, mdSession, token)
	for proved, want := range map[any]string{
		nil: "SIGN_IN_AGAIN", now.Add(-time.Hour): "SIGN_IN_AGAIN", now.Add(-freshFor - time.Second): "SIGN_IN_AGAIN",
		now.Add(-freshFor): "", now: "", time.Unix(0, 0): "SIGN_IN_AGAIN",
	} {
		if _, err := root.Exec(t.Context(), "UPDATE access.sessions SET auth_time = $1", proved); err != nil {
			t.Fatal(err)
		}
		err := h.fresh(ctx)
		if reasonIn(err) != want || want != "" && status.Code(err) != codes.Unauthenticated {
			t.Errorf("who has proved at %v who they are: %v; want %q", proved, err, want)
		}
		if err := h.claim(ctx); err != nil {
			t.Errorf("a method that wants nothing of it: %v", err)
		}
	}
	if _, err := root.Exec(t.Context(), "UPDATE access.sessions SET auth_time = NULL"); err != nil {
		t.Fatal(err)
	}
	// Who may not do it at all is not sent to sign in for it; and who sends a time along is not believed.
	if err := h.fresh(metadataOn(ctx, mdActing, grants[1])); status.Code(err) != codes.NotFound {
		t.Errorf("without the permission: %v; want NOT_FOUND", err)
	}
	if err := h.fresh(metadataOn(ctx, mdPrincipal, `{"auth_time":"2026-09-01T12:00:00Z"}`)); reasonIn(err) != "SIGN_IN_AGAIN" {
		t.Errorf("with a time of one's own: %v; want SIGN_IN_AGAIN", err)
	}
}

func TestBetweenServicesNobodySignsInAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	if err := h.fresh(as(t, permission.Expert)); err != nil {
		t.Errorf("a call between services: %v", err)
	}
}
