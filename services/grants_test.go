package services_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

const (
	confirms  = grantspb.GrantAction_GRANT_ACTION_CONFIRM
	withdraws = grantspb.GrantAction_GRANT_ACTION_WITHDRAW
	ends      = grantspb.GrantAction_GRANT_ACTION_END
	wakes     = grantspb.GrantAction_GRANT_ACTION_WAKE
	relinks   = grantspb.GrantAction_GRANT_ACTION_RELINK
)

func (h *house) admin() person { return h.join("admin", "fi", grant{role: "ADMIN"}) }

// lead answers the head of a unit.
func (h *house) lead(unit, actor string) person {
	return h.join("lead", "fi", grant{role: "LEAD", unit: unit, actor: actor})
}

// come signs somebody in by the link of an invitation; an empty one is no link.
func (h *house) come(subject, link string) (person, error) {
	h.t.Helper()
	return h.open(&accesspb.OpenSessionRequest{Subject: subject, DisplayName: nameOf(subject), Invitation: link})
}

// grantOf answers the id of the only grant of somebody.
func (h *house) grantOf(p person) string {
	h.t.Helper()
	return h.text("SELECT id::text FROM access.grants WHERE person_id = $1", p.id)
}

// invitesExpert invites an expert of the unit and lets somebody come by the link, if they have a name.
func (h *house) invitesExpert(admin person, subject string) *grantspb.CreateInvitationResponse {
	h.t.Helper()
	made := must[*grantspb.CreateInvitationResponse](h.t)(admin.CreateInvitation(h.t.Context(), expertOf(valteriUnit)))
	if subject != "" {
		_, err := h.come(subject, made.GetToken())
		if info := refused(h.t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["invitation"] != "WAITS" {
			h.t.Fatalf("%s is told %v", subject, info.GetMetadata())
		}
	}
	return made
}

func expertOf(unit string) *grantspb.CreateInvitationRequest {
	return &grantspb.CreateInvitationRequest{Invited: "Iida Ilo", Role: accesspb.Role_ROLE_EXPERT, UnitId: unit}
}

// state fails unless the grant stands so and the caller may do that.
func (h *house) state(k *grantspb.KeptGrant, want string, actions ...grantspb.GrantAction) {
	h.t.Helper()
	if k.GetState().String() != "GRANT_STATE_"+want || !slices.Equal(k.GetAllowedActions(), actions) {
		h.t.Errorf("the grant is %s, and %v are allowed; want %s and %v", k.GetState(), k.GetAllowedActions(), want, actions)
	}
}

func TestAnInvitationBecomesAGrantWhenSomebodyElseConfirmsIt(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	admin := h.admin()
	made := h.invitesExpert(admin, "")
	h.state(made.GetGrant(), "INVITED", withdraws)
	if k := made.GetGrant(); k.GetInvited() != "Iida Ilo" || k.GetActor() != casespb.Actor_ACTOR_VALTERI || k.GetUnitNameFi() == "" ||
		k.GetInviterName() != nameOf(admin.subject) || k.GetExpireTime() == nil || k.GetCreateTime() == nil || k.GetPersonId() != "" {
		t.Errorf("the invitation is %v", k)
	}
	confirm := &grantspb.ConfirmGrantRequest{GrantId: made.GetGrant().GetId()}
	_, err := admin.ConfirmGrant(ctx, confirm) // nobody has come
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = h.come("iida", made.GetToken())
	refused(t, err, codes.PermissionDenied, "NO_ROLE")
	waits := must[*grantspb.ListGrantsResponse](t)(admin.ListGrants(ctx, &grantspb.ListGrantsRequest{})).GetGrants()[0]
	h.state(waits, "WAITS", confirms, withdraws)
	if waits.GetInvited() != "Iida Ilo" || waits.GetPersonName() != "Iida" || waits.GetPersonIssuer() != issuer || waits.GetInviterName() != nameOf(admin.subject) || waits.GetCreateTime() == nil {
		t.Errorf("who confirms sees %v", waits)
	}
	held := twice(ctx, h, unary(admin.ConfirmGrant), confirm)
	h.state(held, "HOLDS", ends, relinks)
	if held.GetInvited() != "" {
		t.Errorf("who was invited is kept: %v", held)
	}
	iida, err := h.come("iida", "")
	if err != nil {
		t.Fatal(err)
	}
	if me := must[*directorypb.Me](t)(iida.GetMe(ctx, &directorypb.GetMeRequest{})); len(me.GetGrants()) != 1 || me.GetGrants()[0].GetUnitId() != valteriUnit {
		t.Errorf("the grants are %v", me.GetGrants())
	}
	_, err = admin.ConfirmGrant(ctx, confirm)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = admin.WithdrawInvitation(ctx, &grantspb.WithdrawInvitationRequest{GrantId: confirm.GetGrantId()})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	h.changes("INVITE", "CONFIRM")
}

// changes fails unless these have been recorded, by an admin, with the request.
func (h *house) changes(want ...string) {
	h.t.Helper()
	got := h.text(`SELECT coalesce(string_agg(c.kind, ' ' ORDER BY c.id), '') FROM access.changes c
		JOIN access.persons p ON p.id = c.by_id WHERE p.subject LIKE 'admin-%' AND c.request_id <> ''`)
	if got != strings.Join(want, " ") {
		h.t.Errorf("recorded are %q; want %q", got, want)
	}
}

func TestNobodyConfirmsTheOwnGrant(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	admin, other := h.admin(), h.admin()
	made := h.invitesExpert(admin, "")
	if _, err := h.come(admin.subject, made.GetToken()); err != nil { // an admin may come in anyway
		t.Fatal(err)
	}
	confirm := &grantspb.ConfirmGrantRequest{GrantId: made.GetGrant().GetId()}
	_, err := admin.ConfirmGrant(ctx, confirm)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	h.state(must[*grantspb.ListGrantsResponse](t)(admin.ListGrants(ctx, &grantspb.ListGrantsRequest{})).GetGrants()[0], "WAITS", withdraws)
	h.state(must[*grantspb.KeptGrant](t)(other.ConfirmGrant(ctx, confirm)), "HOLDS", ends, relinks)
}

func TestAWithdrawnInvitationOpensNothing(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	admin := h.admin()
	unopened, opened := h.invitesExpert(admin, ""), h.invitesExpert(admin, "iida")
	for _, made := range []*grantspb.CreateInvitationResponse{unopened, opened} {
		id := made.GetGrant().GetId()
		h.state(twice(ctx, h, unary(admin.WithdrawInvitation), &grantspb.WithdrawInvitationRequest{GrantId: id}), "SPENT")
		if n := h.count("SELECT count(invited) FROM access.invitations WHERE id = $1", id); n != 0 {
			t.Error("who was invited is kept after the withdrawal")
		}
		_, err := h.come("iida", made.GetToken())
		if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["invitation"] != "SPENT" {
			t.Errorf("who comes by a withdrawn link is told %v", info.GetMetadata())
		}
		_, err = admin.ConfirmGrant(ctx, &grantspb.ConfirmGrantRequest{GrantId: id})
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
		_, err = admin.WithdrawInvitation(ctx, &grantspb.WithdrawInvitationRequest{GrantId: id})
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	}
	h.changes("INVITE", "INVITE", "WITHDRAW", "WITHDRAW")
}

func TestAnInvitationThatIsRepeatedHasAnotherLink(t *testing.T) {
	t.Parallel()
	h := start(t)
	admin := h.admin()
	ctx := with(t.Context(), "idempotency-key", "one")
	first := must[*grantspb.CreateInvitationResponse](t)(admin.CreateInvitation(ctx, expertOf(valteriUnit)))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if again, err := admin.CreateInvitation(ctx, expertOf(valteriUnit)); err != nil || again.GetGrant().GetId() != first.GetGrant().GetId() {
				t.Errorf("the repetition is %v, %v", again, err)
			}
		})
	}
	all.Wait()
	last := must[*grantspb.CreateInvitationResponse](t)(admin.CreateInvitation(ctx, expertOf(valteriUnit)))
	if n := h.count("SELECT count(*) FROM access.invitations"); n != 1 || last.GetToken() == first.GetToken() {
		t.Errorf("%d invitations came of one", n)
	}
	_, err := admin.CreateInvitation(ctx, expertOf(skillaUnit))
	refused(t, err, codes.FailedPrecondition, "IDEMPOTENCY_KEY_REUSED")
	_, err = h.come("late", first.GetToken())
	if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["invitation"] != "SPENT" {
		t.Errorf("the first link is %v", info.GetMetadata())
	}
	_, err = h.come("iida", last.GetToken())
	if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["invitation"] != "WAITS" {
		t.Errorf("the last link is %v", info.GetMetadata())
	}
	_, err = admin.CreateInvitation(ctx, expertOf(valteriUnit)) // somebody is bound
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
}

func TestAnInvitationSaysWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	h := start(t)
	admin := h.admin()
	for _, tt := range []struct {
		field, rule string
		edit        func(r *grantspb.CreateInvitationRequest)
	}{
		{"invited", "string.min_len", func(r *grantspb.CreateInvitationRequest) { r.Invited = " " }},
		{"invited", "string.pattern", func(r *grantspb.CreateInvitationRequest) { r.Invited = "Aino\r\nBcc: b@example.fi" }},
		{"invited", "string.pattern", func(r *grantspb.CreateInvitationRequest) { r.Invited = "Aino \u202eniveliam" }},
		{"invited", "string.pattern", func(r *grantspb.CreateInvitationRequest) { r.Invited = "A\u200bino" }},
		{"role", "enum.in", func(r *grantspb.CreateInvitationRequest) { r.Role = accesspb.Role_ROLE_PRINCIPAL }},
		{"unit_id", "required", func(r *grantspb.CreateInvitationRequest) { r.UnitId = "" }},
		{"unit_id", "unit.unknown", func(r *grantspb.CreateInvitationRequest) { r.UnitId = unknownID }},
		{"unit_id", "grant.scope", func(r *grantspb.CreateInvitationRequest) { r.Role = accesspb.Role_ROLE_ADMIN }},
		{"area", "grant.scope", func(r *grantspb.CreateInvitationRequest) { r.Area = casespb.Area_AREA_HYKS }},
		{"provider_id", "grant.scope", func(r *grantspb.CreateInvitationRequest) { r.ProviderId = provider }},
		{"provider_id", "required", func(r *grantspb.CreateInvitationRequest) { r.Role, r.UnitId = accesspb.Role_ROLE_VIPU, "" }},
		{"provider_id", "provider.unknown", func(r *grantspb.CreateInvitationRequest) {
			r.Role, r.UnitId, r.ProviderId = accesspb.Role_ROLE_VIPU, "", unknownID
		}},
		{"from_date", "date.calendar", func(r *grantspb.CreateInvitationRequest) { r.FromDate = "2026-02-30" }},
		{"from_date", "date.calendar", func(r *grantspb.CreateInvitationRequest) { r.FromDate = "0000-01-01" }},
		{"to_date", "date.calendar", func(r *grantspb.CreateInvitationRequest) { r.ToDate = "soon" }},
		{"to_date", "date.order", func(r *grantspb.CreateInvitationRequest) { r.FromDate, r.ToDate = "2030-02-02", "2030-02-01" }},
	} {
		r := expertOf(valteriUnit)
		tt.edit(r)
		_, err := admin.CreateInvitation(t.Context(), r)
		invalid(t, err, tt.field, tt.rule)
	}
	_, err := admin.CreateInvitation(with(t.Context(), "idempotency-key", ""), expertOf(valteriUnit))
	invalid(t, err, "Idempotency-Key", "header.required")
	h.changes()
	for _, r := range []*grantspb.CreateInvitationRequest{
		{Role: accesspb.Role_ROLE_COORDINATOR, Area: casespb.Area_AREA_OYS},
		{Role: accesspb.Role_ROLE_COORDINATOR},
		{Role: accesspb.Role_ROLE_VIPU, ProviderId: provider},
		{Role: accesspb.Role_ROLE_AUDITOR, FromDate: "2030-01-01", ToDate: "2030-01-01"},
		{Role: accesspb.Role_ROLE_LEAD, UnitId: hospitalUnit},
	} {
		r.Invited = "Iida Ilo"
		made := must[*grantspb.CreateInvitationResponse](t)(admin.CreateInvitation(t.Context(), r)).GetGrant()
		if made.GetRole() != r.GetRole() || made.GetArea() != r.GetArea() || made.GetProviderId() != r.GetProviderId() || made.GetUnitId() != r.GetUnitId() ||
			r.GetFromDate() != "" && made.GetFromDate() != r.GetFromDate() || made.GetToDate() != r.GetToDate() {
			t.Errorf("%v made %v", r, made)
		}
	}
}

func TestTheListShowsWhatTheCallerKeeps(t *testing.T) {
	t.Parallel()
	var clock testClock
	h, ctx := start(t, func(c *services.Config) { c.Now = clock.now }), t.Context()
	admin, lead := h.admin(), h.lead(valteriUnit, "VALTERI")
	expert, elsewhere := h.expert(valteriUnit, "VALTERI"), h.expert(skillaUnit, "VALTERI")
	h.teacher(taysSchool)
	h.invitesExpert(admin, "")
	h.invitesExpert(admin, "oskari")
	list := func(p person, req *grantspb.ListGrantsRequest) *grantspb.ListGrantsResponse {
		t.Helper()
		return must[*grantspb.ListGrantsResponse](t)(p.ListGrants(ctx, req))
	}
	names := func(r *grantspb.ListGrantsResponse) string {
		var all []string
		for _, k := range r.GetGrants() {
			all = append(all, k.GetPersonName()+k.GetInvited())
		}
		return strings.Join(all, ",")
	}
	of := list(lead, &grantspb.ListGrantsRequest{})
	want := "OskariIida Ilo,Iida Ilo," + nameOf(expert.subject) + "," + nameOf(lead.subject)
	if got := names(of); got != want || of.GetTotalSize() != 4 {
		t.Errorf("the head of the unit sees %d: %s; want %s", of.GetTotalSize(), got, want)
	}
	for _, k := range of.GetGrants() {
		h.state(k, strings.TrimPrefix(k.GetState().String(), "GRANT_STATE_")) // nothing is allowed
	}
	if everything := names(list(admin, &grantspb.ListGrantsRequest{})); !strings.Contains(everything, nameOf(elsewhere.subject)) {
		t.Errorf("an admin sees %s", everything)
	}
	for query, want := range map[string]string{"il": "OskariIida Ilo,Iida Ilo", "osk": "OskariIida Ilo", "ida": "", "%": "", "_": "", `\`: ""} {
		if got := names(list(admin, &grantspb.ListGrantsRequest{Query: query})); got != want {
			t.Errorf("%q finds %q; want %q", query, got, want)
		}
	}
	if r := list(admin, &grantspb.ListGrantsRequest{State: grantspb.GrantState_GRANT_STATE_INVITED}); names(r) != "Iida Ilo" || r.GetTotalSize() != 1 {
		t.Errorf("invited are %v", r)
	}
	if r := list(admin, &grantspb.ListGrantsRequest{Role: accesspb.Role_ROLE_ADMIN}); names(r) != nameOf(admin.subject) {
		t.Errorf("admins are %v", r)
	}
	var paged []string
	for token := ""; ; {
		r := list(lead, &grantspb.ListGrantsRequest{PageSize: 3, PageToken: token})
		paged = append(paged, names(r))
		if token = r.GetNextPageToken(); token == "" || len(paged) > 4 {
			break
		}
	}
	if got := strings.Join(paged, ","); got != want {
		t.Errorf("page by page it is %s", got)
	}
	_, err := admin.ListGrants(ctx, &grantspb.ListGrantsRequest{PageToken: "x"})
	invalid(t, err, "page_token", "page_token")
	clock.advance(15 * 24 * time.Hour)
	admin = h.as(admin, "fi")
	if r := list(admin, &grantspb.ListGrantsRequest{State: grantspb.GrantState_GRANT_STATE_SPENT}); names(r) != "Iida Ilo" {
		t.Errorf("two weeks later %v is spent", r)
	}
}

func TestWhoSignedInLongAgoGivesNobodyARole(t *testing.T) {
	t.Parallel()
	h := start(t)
	admin := h.admin()
	another := must[person](t)(h.open(&accesspb.OpenSessionRequest{Subject: admin.subject})) // nobody knows when
	_, err := another.ConfirmGrant(t.Context(), &grantspb.ConfirmGrantRequest{GrantId: unknownID})
	refused(t, err, codes.Unauthenticated, "SIGN_IN_AGAIN")
	_, err = another.RelinkPerson(t.Context(), &grantspb.RelinkPersonRequest{GrantId: unknownID, WaitingGrantId: unknownID, Reason: "Uusi tunnus."})
	refused(t, err, codes.Unauthenticated, "SIGN_IN_AGAIN")
	_, err = admin.ConfirmGrant(t.Context(), &grantspb.ConfirmGrantRequest{GrantId: unknownID})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

func TestWhoseGrantDoesNotHoldHearsWhy(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	admin := h.admin()
	told := func(subject, want string) {
		t.Helper()
		_, err := h.come(subject, "")
		if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["grant"] != want {
			t.Errorf("%s is told %v; want %q", subject, info.GetMetadata(), want)
		}
	}
	later := expertOf(valteriUnit)
	later.FromDate = helsinki.Date(time.Now().AddDate(0, 0, 3))
	made := must[*grantspb.CreateInvitationResponse](t)(admin.CreateInvitation(ctx, later))
	_, err := h.come("iida", made.GetToken())
	refused(t, err, codes.PermissionDenied, "NO_ROLE")
	id := made.GetGrant().GetId()
	must[*grantspb.KeptGrant](t)(admin.ConfirmGrant(ctx, &grantspb.ConfirmGrantRequest{GrantId: id}))
	told("iida", "TO_COME")
	must[*grantspb.KeptGrant](t)(admin.EndGrant(ctx, &grantspb.EndGrantRequest{GrantId: id}))
	told("iida", "ENDED")
	told("nobody", "")
}
