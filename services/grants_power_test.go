package services_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
)

func TestWhatGivesPowerIsConfirmedByAnotherThanWhoInvited(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	admin, second := h.admin(), h.admin()
	for subject, r := range map[string]*grantspb.CreateInvitationRequest{
		"aatu":  {Invited: "Aatu", Role: accesspb.Role_ROLE_ADMIN},
		"liisa": {Invited: "Liisa", Role: accesspb.Role_ROLE_LEAD, UnitId: valteriUnit},
	} {
		made := must[*grantspb.CreateInvitationResponse](t)(admin.CreateInvitation(ctx, r))
		_, err := h.come(subject, made.GetToken())
		refused(t, err, codes.PermissionDenied, "NO_ROLE")
		find := func(p person) *grantspb.KeptGrant {
			t.Helper()
			return must[*grantspb.ListGrantsResponse](t)(p.ListGrants(ctx, &grantspb.ListGrantsRequest{Query: nameOf(subject)})).GetGrants()[0]
		}
		h.state(find(admin), "WAITS", withdraws)
		h.state(find(second), "WAITS", confirms, withdraws)
		if find(second).GetInviterId() != admin.id {
			t.Errorf("invited by %s", find(second).GetInviterId())
		}
		confirm := &grantspb.ConfirmGrantRequest{GrantId: made.GetGrant().GetId()}
		_, err = admin.ConfirmGrant(ctx, confirm)
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
		h.state(must[*grantspb.KeptGrant](t)(second.ConfirmGrant(ctx, confirm)), "HOLDS", ends, relinks)
	}
}

// relink is a wish to give the person of a grant the identity of whoever waits.
func relink(id string, waits *grantspb.CreateInvitationResponse) *grantspb.RelinkPersonRequest {
	return &grantspb.RelinkPersonRequest{GrantId: id, WaitingGrantId: waits.GetGrant().GetId(), Reason: "Tunnistuspalvelu vaihtui."}
}

func TestNobodyRelinksWhomTheyInvitedNorByAGrantThatHasEnded(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	admin, second, expert := h.admin(), h.admin(), h.expert(valteriUnit, "VALTERI")
	id, waits := h.grantOf(expert), h.invitesExpert(second, "renewed")
	no := func(p person) {
		t.Helper()
		_, err := p.RelinkPerson(ctx, relink(id, waits))
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	}
	no(second)
	for _, ended := range []string{"end_time = now()", "end_time = NULL, to_date = current_date - 2"} {
		h.exec("UPDATE access.grants SET "+ended+" WHERE id = $1", id)
		no(admin)
	}
	// One that sleeps or is to come has not ended.
	h.exec("UPDATE access.grants SET to_date = NULL, sleep_time = now(), from_date = current_date + 2 WHERE id = $1", id)
	must[*grantspb.KeptGrant](t)(admin.RelinkPerson(ctx, relink(id, waits)))
}

func TestNoTokenOfBeforeOpensThePersonAfterAnotherIdentity(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	admin, second, expert := h.admin(), h.admin(), h.expert(valteriUnit, "VALTERI")
	id, waits := h.grantOf(expert), h.invitesExpert(second, "renewed")
	until := time.Now().Add(time.Hour)
	role := &accesspb.SchoolRole{School: h.oidOf(taysSchool), Role: accesspb.Role_ROLE_REQUESTER}
	tokens := map[string]string{machineToken(): expert.subject, machineToken(): expert.subject, machineToken(): "renewed", machineToken(): "renewed"}
	var sent []person
	seen := map[string]bool{}
	for token, subject := range tokens {
		sent = append(sent, h.machine(subject, token, until, role))
		if !seen[subject] { // one of each was ended by hand
			_, err := h.access.RevokeSession(ctx, &accesspb.RevokeSessionRequest{Token: token})
			must[any](t)(nil, err)
		}
		seen[subject] = true
	}
	renewed := must[person](t)(h.open(&accesspb.OpenSessionRequest{Subject: "renewed", SchoolRoles: []*accesspb.SchoolRole{role}}))
	must[*accesspb.OwnEmail](t)(renewed.SetEmail(ctx, &accesspb.SetEmailRequest{Email: "renewed@example.fi"}))
	must[*grantspb.KeptGrant](t)(admin.RelinkPerson(ctx, relink(id, waits)))
	for _, p := range sent {
		h.machine("renewed", p.token, until, role)
		_, err := p.GetMe(ctx, &directorypb.GetMeRequest{})
		refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
	}
	if n := h.count("SELECT count(*) FROM access.sessions WHERE person_id = $1 AND expire_time = create_time", expert.id); n != len(tokens) {
		t.Errorf("%d tokens are known as ended, want %d", n, len(tokens))
	}
	must[*directorypb.Me](t)(h.machine("renewed", machineToken(), until).GetMe(ctx, &directorypb.GetMeRequest{}))
}

func TestTheOperatorReadsWhoChangedWhichGrantAndNothingElseOfAccess(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	h.invitesExpert(h.admin(), "")
	conn, err := pgx.Connect(t.Context(), h.db.URL("vaatu_operator"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	var n int
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM access.changes").Scan(&n); err != nil || n != 1 {
		t.Errorf("the operator reads %d changes: %v", n, err)
	}
	for _, sql := range []string{
		"INSERT INTO access.changes (at, by_id, kind, grant_id, request_id) VALUES (now(), gen_random_uuid(), 'END', gen_random_uuid(), 'r')",
		"DELETE FROM access.changes", "SELECT FROM access.persons", "SELECT FROM access.grants", "SELECT FROM access.invitations",
		"SELECT FROM access.sessions", "SELECT FROM access.letters", "SELECT FROM access.secrets", "SELECT FROM access.open_grants", "SELECT access.is_admin()",
	} {
		if _, err := conn.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
