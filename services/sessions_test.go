package services_test

import (
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/timestamppb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// oidOf answers the OID of a fixture school.
func (h *house) oidOf(s school) string {
	h.t.Helper()
	var oid string
	if err := h.root.QueryRow(h.t.Context(), "SELECT oid FROM directory.schools WHERE id = $1", s.id).Scan(&oid); err != nil {
		h.t.Fatal(err)
	}
	return oid
}

func (h *house) open(req *accesspb.OpenSessionRequest) (person, error) {
	h.t.Helper()
	req.Issuer = issuer
	opened, err := h.access.OpenSession(h.t.Context(), req)
	return clients(line{ClientConn: h.front, token: opened.GetToken()}), err
}

func TestSignInBringsTheRolesOfThisDay(t *testing.T) {
	t.Parallel()
	h := start(t)
	signIn := func(roles ...*accesspb.SchoolRole) (person, error) {
		return h.open(&accesspb.OpenSessionRequest{
			Subject: "maija", DisplayName: "Maija Meikäläinen", Email: "maija@example.fi", Language: "sv", SchoolRoles: roles,
		})
	}
	role := func(s string, r accesspb.Role) *accesspb.SchoolRole { return &accesspb.SchoolRole{School: s, Role: r} }
	// By school code and by OID, twice the same, and one that the directory does not know.
	maija, err := signIn(role("95002", accesspb.Role_ROLE_REQUESTER), role(h.oidOf(taysSchool), accesspb.Role_ROLE_REQUESTER),
		role(h.oidOf(oysSchool), accesspb.Role_ROLE_PRINCIPAL), role("1.2.246.562.99.404", accesspb.Role_ROLE_REQUESTER))
	if err != nil {
		t.Fatal(err)
	}
	me := must[*directorypb.Me](t)(maija.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	got := map[string]accesspb.Role{}
	for _, g := range me.GetGrants() {
		got[g.GetSchoolNameFi()] = g.GetRole()
	}
	if len(me.GetGrants()) != 2 || got[taysSchool.name] != accesspb.Role_ROLE_REQUESTER || got[oysSchool.name] != accesspb.Role_ROLE_PRINCIPAL {
		t.Errorf("the grants are %v", me.GetGrants())
	}
	if me.GetDisplayName() != "Maija Meikäläinen" || me.GetLanguage() != "sv" {
		t.Errorf("the person is %v", me)
	}
	// The next sign-in brings another school: the first session has it too, and has lost the others.
	if _, err := signIn(role("95000", accesspb.Role_ROLE_REQUESTER)); err != nil {
		t.Fatal(err)
	}
	later := must[*directorypb.Me](t)(maija.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	if later.GetId() != me.GetId() || len(later.GetGrants()) != 1 || later.GetGrants()[0].GetSchoolNameFi() != hyksSchool.name {
		t.Errorf("after the next sign-in the grants are %v", later.GetGrants())
	}
	// Without any role there is no session.
	_, err = signIn()
	refused(t, err, codes.PermissionDenied, "NO_ROLE")
	_, err = signIn(role("1.2.246.562.99.404", accesspb.Role_ROLE_REQUESTER))
	refused(t, err, codes.PermissionDenied, "NO_ROLE")
	// An expert's role is never a claim of sign-in.
	_, err = signIn(role("95002", accesspb.Role_ROLE_EXPERT))
	refused(t, err, codes.InvalidArgument, "VALIDATION")
}

func TestASessionEndsByIdlingByAgeAndByHand(t *testing.T) {
	t.Parallel()
	var clock testClock
	h := start(t, func(c *services.Config) { c.Now = clock.now })
	teacher := h.teacher(taysSchool)
	alive := func() error {
		return drop(teacher.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	}
	for range 20 { // each call keeps it alive
		clock.advance(29 * time.Minute)
		if err := alive(); err != nil {
			t.Fatalf("a session in use: %v", err)
		}
	}
	clock.advance(21 * time.Minute) // ten hours after sign-in
	refused(t, alive(), codes.Unauthenticated, "UNAUTHENTICATED")
	teacher = h.as(teacher, "fi")
	clock.advance(31 * time.Minute)
	refused(t, alive(), codes.Unauthenticated, "UNAUTHENTICATED")
	teacher = h.as(teacher, "fi")
	other := h.as(teacher, "fi")
	if _, err := h.access.RevokeSession(t.Context(), &accesspb.RevokeSessionRequest{Token: teacher.token}); err != nil {
		t.Fatal(err)
	}
	refused(t, alive(), codes.Unauthenticated, "UNAUTHENTICATED")
	must[*directorypb.Me](t)(other.GetMe(t.Context(), &directorypb.GetMeRequest{}))
}

func TestAnInvitationIsGoodOnceAndForWhoeverComesFirst(t *testing.T) {
	t.Parallel()
	var clock testClock
	h := start(t, func(c *services.Config) { c.Now = clock.now })
	invite := func() string {
		link, _, err := services.InviteAdmin(t.Context(), h.db.URL("vaatu_migrator"), clock.now())
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	come := func(subject, link string) (person, error) {
		return h.open(&accesspb.OpenSessionRequest{Subject: subject, DisplayName: "Aino Admin", Invitation: link})
	}
	link := invite()
	first, err := come("first", link)
	if err != nil {
		t.Fatal(err)
	}
	admin := must[*directorypb.Me](t)(first.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	if len(admin.GetGrants()) != 1 || admin.GetGrants()[0].GetRole() != accesspb.Role_ROLE_ADMIN {
		t.Errorf("the grants are %v", admin.GetGrants())
	}
	_, err = come("second", link)
	if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["invitation"] != "SPENT" {
		t.Errorf("the second is told %v", info.GetMetadata())
	}
	if _, err := come("first", link); err != nil { // the link is opened again: an ordinary sign-in
		t.Error(err)
	}
	late := invite()
	clock.advance(15 * 24 * time.Hour)
	_, err = come("third", late)
	if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["invitation"] != "SPENT" {
		t.Errorf("who comes late is told %v", info.GetMetadata())
	}
	_, err = come("fourth", "no-such-link")
	refused(t, err, codes.PermissionDenied, "NO_ROLE")
	// One by a person waits for that person's word.
	waiting, hash := session.NewToken()
	h.exec(`INSERT INTO access.invitations (id, hash, role, unit_id, actor, from_date, inviter_id, create_time, expire_time)
		VALUES (gen_random_uuid(), $1, 'EXPERT', $2, 'VALTERI', '2026-01-01', $3, $4, $5)`, hash, valteriUnit, admin.GetId(), clock.now(), clock.now().Add(time.Hour))
	for range 2 {
		_, err = come("fifth", waiting)
		if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["invitation"] != "WAITS" {
			t.Errorf("who waits is told %v", info.GetMetadata())
		}
	}
	if n := h.count("SELECT count(*) FROM access.grants WHERE role = 'EXPERT'"); n != 0 {
		t.Errorf("%d grants came of an invitation that nobody confirmed", n)
	}
}

func TestARevocationHoldsInEveryProcess(t *testing.T) {
	t.Parallel()
	h := start(t)
	elsewhere := h.config
	elsewhere.Sockets = shortDir(t)
	h.run(elsewhere)
	front := dial(t, elsewhere.Sockets, "gateway")
	there := func(p person) error {
		return drop(directorypb.NewDirectoryServiceClient(line{ClientConn: front, token: p.token}).ListAreas(t.Context(), &directorypb.ListAreasRequest{}))
	}
	leaving, moved := h.teacher(taysSchool), h.teacher(taysSchool)
	for _, p := range []person{leaving, moved} {
		if err := there(p); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.access.RevokeSession(t.Context(), &accesspb.RevokeSessionRequest{Token: leaving.token}); err != nil {
		t.Fatal(err)
	}
	refused(t, there(leaving), codes.Unauthenticated, "UNAUTHENTICATED")
	h.exec("UPDATE access.grants SET to_date = '2026-01-01' WHERE person_id = $1", moved.id)
	refused(t, there(moved), codes.Unauthenticated, "UNAUTHENTICATED")
}

func TestASixthSessionEndsTheOldest(t *testing.T) {
	t.Parallel()
	var clock testClock
	h := start(t, func(c *services.Config) { c.Now = clock.now })
	sessions := []person{h.teacher(taysSchool)}
	stranger := h.teacher(taysSchool)
	for range session.Most {
		clock.advance(time.Second)
		sessions = append(sessions, h.as(sessions[0], "fi"))
	}
	refused(t, drop(sessions[0].GetMe(t.Context(), &directorypb.GetMeRequest{})), codes.Unauthenticated, "UNAUTHENTICATED")
	for _, p := range append(sessions[1:], stranger) {
		must[*directorypb.Me](t)(p.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	}
	clock.advance(-session.Idle / 2) // a clock that was set back takes no new session away
	must[*directorypb.Me](t)(h.as(sessions[0], "fi").GetMe(t.Context(), &directorypb.GetMeRequest{}))
}

func TestAGrantThatEndsIsGoneAtTheNextCall(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.read(expert, c.GetId())
	h.exec("UPDATE access.grants SET to_date = current_date - 2 WHERE person_id = $1", expert.id)
	_, err := expert.GetCase(t.Context(), &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
	h.exec("UPDATE access.grants SET to_date = NULL, from_date = current_date + 2 WHERE person_id = $1", expert.id)
	_, err = expert.GetCase(t.Context(), &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
}

func TestWhoHoldsSeveralRolesMayActAsOne(t *testing.T) {
	t.Parallel()
	h := start(t)
	both := h.join("both", "fi", grant{role: "REQUESTER", school: taysSchool.id}, grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"})
	c := h.file(both, request("fi", autism))
	me := must[*directorypb.Me](t)(both.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	as := map[accesspb.Role]string{}
	for _, g := range me.GetGrants() {
		as[g.GetRole()] = g.GetId()
	}
	read := func(acting string) error {
		return drop(both.GetCase(metadata.AppendToOutgoingContext(t.Context(), "vaatu-acting-grant", acting), &caseworkpb.GetCaseRequest{CaseId: c.GetId()}))
	}
	if err := read(as[accesspb.Role_ROLE_REQUESTER]); err != nil {
		t.Errorf("as the filer: %v", err)
	}
	refused(t, read(as[accesspb.Role_ROLE_EXPERT]), codes.NotFound, "NOT_FOUND")
	refused(t, read(unknownID), codes.NotFound, "NOT_FOUND")
}

func TestAProviderThatTellsNoNameLeavesTheOneThatIsKnown(t *testing.T) {
	t.Parallel()
	h := start(t)
	name := func(subject, said, language string) string {
		p, err := h.open(&accesspb.OpenSessionRequest{
			Subject: subject, DisplayName: said, Language: language,
			SchoolRoles: []*accesspb.SchoolRole{{School: "95002", Role: accesspb.Role_ROLE_REQUESTER}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return must[*directorypb.Me](t)(p.GetMe(t.Context(), &directorypb.GetMeRequest{})).GetDisplayName()
	}
	if got := name("maija", "Maija Meikäläinen", "fi"); got != "Maija Meikäläinen" {
		t.Errorf("the person is called %q", got)
	}
	if got := name("maija", "", "fi"); got != "Maija Meikäläinen" {
		t.Errorf("after a sign-in without a name the person is called %q", got)
	}
	// Somebody of whom no name was ever told is still called something: nothing in the rows may be empty.
	for language, want := range map[string]string{"fi": "Nimi ei tiedossa", "sv": "Namn saknas", "en": "Name unknown", "": "Nimi ei tiedossa"} {
		if got := name("nameless-"+language, "", language); got != want {
			t.Errorf("in %q somebody without a name is called %q, want %q", language, got, want)
		}
	}
	if got := name("nameless-fi", "Maija Meikäläinen", "fi"); got != "Maija Meikäläinen" {
		t.Errorf("once the name is told the person is called %q", got)
	}
}

func TestAGrantThatStaysAtTheNextSignInKeepsItsID(t *testing.T) {
	t.Parallel()
	h := start(t)
	signIn := func(schools ...string) person {
		req := &accesspb.OpenSessionRequest{Subject: "maija", DisplayName: "Maija"}
		for _, s := range schools {
			req.SchoolRoles = append(req.SchoolRoles, &accesspb.SchoolRole{School: s, Role: accesspb.Role_ROLE_REQUESTER})
		}
		p, err := h.open(req)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first := signIn("95002", "95004")
	grants := must[*directorypb.Me](t)(first.GetMe(t.Context(), &directorypb.GetMeRequest{})).GetGrants()
	id := map[string]string{}
	for _, g := range grants {
		id[g.GetSchoolNameFi()] = g.GetId()
	}
	signIn("95002", "95000") // on another device
	acting := func(grant string) error {
		return drop(first.GetMe(with(t.Context(), "vaatu-acting-grant", grant), &directorypb.GetMeRequest{}))
	}
	if err := acting(id[taysSchool.name]); err != nil {
		t.Errorf("acting by a grant that stayed: %v", err)
	}
	refused(t, acting(id[oysSchool.name]), codes.NotFound, "NOT_FOUND")
	if n := h.count("SELECT count(*) FROM access.grants WHERE source = 'SIGN_IN'"); n != 2 {
		t.Errorf("%d grants are left of two sign-ins, want 2", n)
	}
}

func TestASessionKnowsWhenItsPersonProvedWhoTheyAre(t *testing.T) {
	t.Parallel()
	h := start(t)
	open := func(proved *timestamppb.Timestamp) string {
		p, err := h.open(&accesspb.OpenSessionRequest{
			Subject: "maija", DisplayName: "Maija", AuthTime: proved,
			SchoolRoles: []*accesspb.SchoolRole{{School: "95002", Role: accesspb.Role_ROLE_REQUESTER}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p.token
	}
	known := func(token string) (at *time.Time) {
		row := h.root.QueryRow(t.Context(), "SELECT auth_time FROM access.sessions WHERE hash = $1", session.Hash(token))
		if err := row.Scan(&at); err != nil {
			t.Fatal(err)
		}
		return at
	}
	if at := known(open(nil)); at != nil {
		t.Errorf("of a provider that tells nothing the session knows %v", at)
	}
	before := time.Now().Add(-time.Hour).Truncate(time.Second)
	if at := known(open(timestamppb.New(before))); at == nil || !at.Equal(before) {
		t.Errorf("the session knows %v, want %v", at, before)
	}
	ahead := time.Now().Add(time.Hour)
	if at := known(open(timestamppb.New(ahead))); at == nil || at.After(time.Now()) {
		t.Errorf("of a clock that is ahead the session knows %v", at)
	}
}
