package services_test

import (
	"encoding/hex"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

func TestAGrantThatIsEndedOpensNothingInAnyProcessAndLeavesTheQueueWhatWasHeld(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	elsewhere := h.config
	elsewhere.Sockets = shortDir(t)
	h.run(elsewhere)
	admin, lead, teacher := h.admin(), h.lead(valteriUnit, "VALTERI"), h.teacher(taysSchool)
	expert := h.expert(valteriUnit, "VALTERI")
	there := caseworkpb.NewCaseworkServiceClient(line{ClientConn: dial(t, elsewhere.Sockets, "gateway"), token: expert.token})
	c := h.file(teacher, request("fi", autism))
	held := h.claim(expert, c)
	must[any](t)(there.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()}))
	id := h.grantOf(expert)
	preview := must[*grantspb.PreviewEndResponse](t)(admin.PreviewEnd(ctx, &grantspb.PreviewEndRequest{GrantId: id}))
	if l := preview.GetLeft(); len(l) != 1 || preview.GetTotalSize() != 1 || l[0].GetNumber() != c.GetNumber() || l[0].GetAssignmentId() != held.GetId() ||
		l[0].GetSince() == nil || preview.GetUnitEmpty() || !slices.Equal(preview.GetLeadNames(), []string{nameOf(lead.subject)}) {
		t.Errorf("the end would leave %v", preview)
	}
	once := with(ctx, "idempotency-key", uuid.NewString())
	ended := must[*grantspb.KeptGrant](t)(admin.EndGrant(once, &grantspb.EndGrantRequest{GrantId: id}))
	h.state(ended, "ENDED")
	_, err := there.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
	h.until("SELECT count(*) FROM assignments WHERE state = 'WAITING' AND holder_id IS NULL", 1)
	if again := must[*grantspb.KeptGrant](t)(admin.EndGrant(once, &grantspb.EndGrantRequest{GrantId: id})); !proto.Equal(again, ended) {
		t.Errorf("repeated, the end is %v; want %v", again, ended)
	}
	queue := must[*assignmentpb.ListQueueResponse](t)(lead.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: valteriUnit}))
	if queue.GetTotalSize() != 1 || queue.GetAssignments()[0].GetId() != held.GetId() || !queue.GetAssignments()[0].GetUpdateTime().AsTime().After(held.GetUpdateTime().AsTime()) {
		t.Errorf("the queue is %v", queue)
	}
	if n := h.count("SELECT count(*) FROM case_events WHERE kind = 'RELEASED' AND by_role = 'CLOCK' AND data->>'assignment_id' = $1", held.GetId()); n != 1 {
		t.Errorf("the clock gave it back %d times", n)
	}
	h.replaysEqualRows()
	for _, again := range []error{
		drop(admin.EndGrant(ctx, &grantspb.EndGrantRequest{GrantId: id})), drop(admin.WakeGrant(ctx, &grantspb.WakeGrantRequest{GrantId: id})),
		drop(admin.EndGrant(ctx, &grantspb.EndGrantRequest{GrantId: h.grantOf(admin)})), // the own
	} {
		refused(t, again, codes.FailedPrecondition, "TRANSITION_REFUSED")
	}
	_, err = h.come(expert.subject, "")
	if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["grant"] != "ENDED" {
		t.Errorf("whose grant was ended is told %v", info.GetMetadata())
	}
	h.changes("END")
}

func TestWhoWorksInTheUnitByAnotherGrantKeepsWhatTheyHold(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	admin, teacher := h.admin(), h.teacher(taysSchool)
	both := h.join("both", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "LEAD", unit: valteriUnit, actor: "VALTERI"})
	h.claim(both, h.file(teacher, request("fi", autism)))
	of := func(role string) string {
		return h.text("SELECT id::text FROM access.grants WHERE person_id = $1 AND role = $2", both.id, role)
	}
	preview := must[*grantspb.PreviewEndResponse](t)(admin.PreviewEnd(ctx, &grantspb.PreviewEndRequest{GrantId: of("EXPERT")}))
	if preview.GetTotalSize() != 0 || !preview.GetUnitEmpty() || len(preview.GetLeadNames()) != 0 {
		t.Errorf("the end would leave %v", preview)
	}
	must[*grantspb.KeptGrant](t)(admin.EndGrant(ctx, &grantspb.EndGrantRequest{GrantId: of("EXPERT")}))
	if n := h.count("SELECT count(*) FROM river.river_job WHERE kind = 'tick'"); n != 1 {
		t.Errorf("the clock is asked %d times to look at once", n)
	}
	if n := h.count("SELECT count(*) FROM access.ownerless(now())"); n != 0 {
		t.Errorf("%d assignments have no owner; the head holds one still", n)
	}
	h.exec("UPDATE access.grants SET sleep_time = now() WHERE id = $1", of("LEAD"))
	h.exec("UPDATE access.grants SET end_time = NULL, sleep_time = now() WHERE id = $1", of("EXPERT"))
	h.exec("UPDATE access.grants SET to_date = NULL WHERE id = $1", of("EXPERT"))
	if n := h.count("SELECT count(*) FROM access.ownerless(now())"); n != 0 {
		t.Errorf("%d assignments have no owner; a grant that sleeps has not ended", n)
	}
	h.exec("UPDATE access.grants SET to_date = current_date - 2 WHERE person_id = $1", both.id)
	if n := h.count("SELECT count(*) FROM access.ownerless(now())"); n != 1 {
		t.Errorf("%d assignments have no owner; the last day of the only holder has passed", n)
	}
	_, err := admin.PreviewEnd(ctx, &grantspb.PreviewEndRequest{GrantId: h.invitesExpert(admin, "").GetGrant().GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

func TestAGrantSleepsAfter120DaysAndIsWoken(t *testing.T) {
	t.Parallel()
	var clock testClock
	h, ctx := start(t, withoutJobs, func(c *services.Config) { c.Now = clock.now }), t.Context()
	admin, lead, stranger := h.admin(), h.lead(valteriUnit, "VALTERI"), h.lead(skillaUnit, "VALTERI")
	expert, both, away := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	days := func(n int) {
		clock.advance(time.Duration(n) * 24 * time.Hour)
		admin, lead, stranger = h.as(admin, "fi"), h.as(lead, "fi"), h.as(stranger, "fi")
	}
	wake := &grantspb.WakeGrantRequest{GrantId: h.grantOf(expert)}
	find := func(p person) *grantspb.KeptGrant {
		t.Helper()
		r := must[*grantspb.ListGrantsResponse](t)(p.ListGrants(ctx, &grantspb.ListGrantsRequest{Query: nameOf(expert.subject)}))
		return r.GetGrants()[0]
	}
	days(119)
	h.state(find(admin), "HOLDS", ends, relinks)
	_, err := admin.WakeGrant(ctx, wake)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	days(11)
	h.state(find(admin), "ASLEEP", ends, wakes, relinks) // who has not come back yet
	h.state(find(lead), "ASLEEP", wakes)
	for range 2 { // signing in does not wake it, nor does doing so once more
		_, err = h.come(expert.subject, "")
		if info := refused(t, err, codes.PermissionDenied, "NO_ROLE"); info.GetMetadata()["grant"] != "ASLEEP" {
			t.Errorf("whose role sleeps is told %v", info.GetMetadata())
		}
	}
	// The roles of a school live with the sign-in.
	awake, err := h.open(&accesspb.OpenSessionRequest{Subject: both.subject, DisplayName: "Both", SchoolRoles: []*accesspb.SchoolRole{{School: "95002", Role: accesspb.Role_ROLE_REQUESTER}}})
	if err != nil {
		t.Fatal(err)
	}
	if me := must[*directorypb.Me](t)(awake.GetMe(ctx, &directorypb.GetMeRequest{})); len(me.GetGrants()) != 1 || me.GetGrants()[0].GetSchoolId() != taysSchool.id {
		t.Errorf("beside a grant that sleeps there are %v", me.GetGrants())
	}
	if n := h.count("SELECT count(*) FROM access.open_grants WHERE person_id IN ($1, $2)", expert.id, both.id); n != 1 {
		t.Errorf("%d grants are open to the second wall", n)
	}
	_, err = stranger.WakeGrant(ctx, wake)
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.state(must[*grantspb.KeptGrant](t)(lead.WakeGrant(ctx, wake)), "HOLDS")
	// Waking counts as use, whether or not they had come meanwhile.
	must[*grantspb.KeptGrant](t)(admin.WakeGrant(ctx, &grantspb.WakeGrantRequest{GrantId: h.grantOf(away)}))
	days(110)
	for _, woken := range []person{expert, away} {
		if _, err := h.come(woken.subject, ""); err != nil {
			t.Errorf("whose grant was woken: %v", err)
		}
	}
	// The own: a head of the unit who is there by another role.
	h.exec("UPDATE access.grants SET sleep_time = now() WHERE person_id = $1", lead.id)
	h.exec(`INSERT INTO access.grants (id, person_id, role, source, from_date) VALUES (gen_random_uuid(), $1, 'ADMIN', 'OWN', '2020-01-01')`, lead.id)
	own := h.text("SELECT id::text FROM access.grants WHERE person_id = $1 AND role = 'LEAD'", lead.id)
	_, err = lead.WakeGrant(ctx, &grantspb.WakeGrantRequest{GrantId: own})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	if n := h.count("SELECT count(*) FROM access.changes WHERE kind = 'WAKE' AND by_id = $1 AND person_id = $2", lead.id, expert.id); n != 1 {
		t.Errorf("waking was recorded %d times", n)
	}
}

func TestAPersonTakesTheIdentityOfWhoeverWaits(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	admin, second := h.admin(), h.admin()
	expert, teacher := h.expert(valteriUnit, "VALTERI"), h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	waiting := func(subject string) *grantspb.RelinkPersonRequest {
		return &grantspb.RelinkPersonRequest{
			GrantId: h.grantOf(expert), WaitingGrantId: h.invitesExpert(second, subject).GetGrant().GetId(), Reason: "Tunnistuspalvelu vaihtui.",
		}
	}
	// Nobody who owns something is taken over.
	owner := waiting("owner")
	for _, owns := range []string{
		`INSERT INTO access.grants (id, person_id, role, source, from_date) SELECT gen_random_uuid(), id, 'AUDITOR', 'OWN', '2020-01-01' FROM access.persons WHERE subject = 'owner'`,
		"UPDATE cases SET filer_id = (SELECT id FROM access.persons WHERE subject = 'owner')",
		"UPDATE assignments SET holder_id = (SELECT id FROM access.persons WHERE subject = 'owner')",
		"UPDATE case_events SET by_id = (SELECT id FROM access.persons WHERE subject = 'owner') WHERE version = 1",
		"UPDATE case_content SET author_id = (SELECT id FROM access.persons WHERE subject = 'owner')",
		"UPDATE intake.drafts SET writer_id = (SELECT id FROM access.persons WHERE subject = 'owner')",
		"INSERT INTO intake.draft_writers (draft_id, person_id, invite_time) SELECT d.id, p.id, now() FROM intake.drafts d, access.persons p WHERE p.subject = 'owner'",
		`INSERT INTO attachments (id, case_id, author_id, sealed_name, state, size, received, names_author, create_time, update_time)
			SELECT gen_random_uuid(), k.id, p.id, '', 'UPLOADING', 1, 0, false, now(), now() FROM case_keys k, access.persons p WHERE p.subject = 'owner'`,
		`INSERT INTO case_askings (id, case_id, school_id, asker_id, asker_name, to_address, ask_time)
			SELECT gen_random_uuid(), c.id, c.school_id, p.id, '', false, now() FROM cases c, access.persons p WHERE p.subject = 'owner'`,
		`INSERT INTO intake.joins (id, case_id, school_id, asker_id, ask_time)
			SELECT gen_random_uuid(), c.id, c.school_id, p.id, now() FROM cases c, access.persons p WHERE p.subject = 'owner'`,
	} {
		must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{}))
		tx, err := h.root.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		h.exec("SELECT set_config('vaatu.session', $1, true)", sessionHash(admin))
		h.exec(owns)
		if h.text("SELECT access.relink_person($1, $2, 'reason', 'request', now())::text", owner.GetGrantId(), owner.GetWaitingGrantId()) != "false" {
			t.Errorf("somebody is taken over after %s", owns)
		}
		if err := tx.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
	}
	_, err := admin.RelinkPerson(ctx, &grantspb.RelinkPersonRequest{GrantId: h.grantOf(admin), WaitingGrantId: owner.GetWaitingGrantId(), Reason: "Oma."})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	unopened := waiting("")
	_, err = admin.RelinkPerson(ctx, unopened)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = admin.RelinkPerson(ctx, &grantspb.RelinkPersonRequest{GrantId: owner.GetGrantId(), WaitingGrantId: owner.GetWaitingGrantId(), Reason: code})
	blocked(t, err, "reason")

	relinked := waiting("renewed")
	gone := h.text("SELECT id::text FROM access.persons WHERE subject = 'renewed'")
	twice(ctx, h, unary(admin.RelinkPerson), relinked)
	_, err = expert.GetMe(ctx, &directorypb.GetMeRequest{}) // sessions of both end
	refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
	_, err = h.come(expert.subject, "")
	refused(t, err, codes.PermissionDenied, "NO_ROLE")
	renewed, err := h.come("renewed", "")
	if err != nil {
		t.Fatal(err)
	}
	if me := must[*directorypb.Me](t)(renewed.GetMe(ctx, &directorypb.GetMeRequest{})); me.GetId() != expert.id {
		t.Errorf("the new identity is of %v", me)
	}
	must[any](t)(renewed.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()}))
	if n := h.count(`SELECT count(*) FROM access.changes WHERE kind = 'RELINK' AND by_id = $1 AND person_id = $2 AND old_subject = $3
		AND new_subject = 'renewed' AND old_issuer = $4 AND new_issuer = $4 AND reason = 'Tunnistuspalvelu vaihtui.'`, admin.id, expert.id, expert.subject, issuer); n != 1 {
		t.Errorf("the act was recorded %d times", n)
	}
	if n := h.count("SELECT count(*) FROM access.persons WHERE id = $1", gone); n != 0 {
		t.Error("the other person is still there")
	}
}

// sessionHash is what the second wall knows somebody by.
func sessionHash(p person) string { return hex.EncodeToString(session.Hash(p.token)) }

// Behind the first wall, on the server's own connection: the functions look themselves who calls.
func TestTheSecondWallLetsNobodyKeepGrantsButAdminsAndHeads(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	admin, lead, teacher, other := h.admin(), h.lead(valteriUnit, "VALTERI"), h.teacher(taysSchool), h.lead(skillaUnit, "VALTERI")
	expert, former := h.expert(valteriUnit, "VALTERI"), h.join("admin", "fi", grant{role: "ADMIN"}, grant{role: "AUDITOR"})
	waits, open := h.invitesExpert(former, "iida").GetGrant().GetId(), h.invitesExpert(admin, "").GetGrant().GetId()
	openOfFormer := h.invitesExpert(former, "").GetGrant().GetId()
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1 AND role = 'ADMIN'", former.id)
	conn, err := pgx.Connect(ctx, h.db.URL("vaatu_app"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	// does reports what a function answers in a transaction that is taken back.
	does := func(p person, sql string, args ...any) (did bool, err error) {
		tx, err := conn.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback(ctx) }()
		if _, err := tx.Exec(ctx, "SELECT set_config('vaatu.session', $1, true)", sessionHash(p)); err != nil {
			t.Fatal(err)
		}
		err = tx.QueryRow(ctx, sql, args...).Scan(&did)
		return did, err
	}
	h.exec("UPDATE access.grants SET sleep_time = now() WHERE person_id = $1", expert.id)
	slept := h.grantOf(expert)
	for sql, may := range map[string][]person{
		"SELECT access.confirm_grant('" + waits + "', 'r', now())":                                                                                {admin},
		"SELECT access.withdraw_invitation('" + waits + "', 'r', now())":                                                                          {admin},
		"SELECT access.end_grant('" + slept + "', 'r', now())":                                                                                    {admin},
		"SELECT access.wake_grant('" + slept + "', 'r', now())":                                                                                   {admin, lead},
		"SELECT access.preview_end('" + slept + "', now()) IS NOT NULL":                                                                           {admin},
		"SELECT access.relink_person('" + slept + "', '" + waits + "', 'why', 'r', now())":                                                        {admin},
		"SELECT access.renew_invitation('" + open + "', sha256('x'), now(), 'r', now())":                                                          {admin},
		"SELECT access.renew_invitation('" + openOfFormer + "', sha256('x'), now(), 'r', now())":                                                  {},
		"SELECT access.invite(gen_random_uuid(), sha256('x'), now(), 'X', 'ADMIN', NULL, NULL, NULL, '2026-01-01', NULL, 'r', now())":             {admin},
		"SELECT EXISTS (SELECT FROM access.kept_grants(NULL, '" + slept + "', '', '', '', '', '00000000-0000-0000-0000-000000000000', 1, now()))": {admin, lead},
	} {
		for _, p := range []person{admin, former, lead, teacher, other, {}} {
			want := slices.ContainsFunc(may, func(m person) bool { return m.id == p.id })
			if did, err := does(p, sql); err != nil || did != want {
				t.Errorf("%s by %q: %v, %v; want %v", sql, p.subject, did, err, want)
			}
		}
	}
	for _, sql := range []string{
		"SELECT true FROM access.grants", "SELECT true FROM access.invitations", "SELECT true FROM access.persons", "SELECT true FROM access.changes",
		"SELECT true FROM access.open_grants", "SELECT access.is_admin()", "SELECT access.record('END', gen_random_uuid(), NULL, 'r', now()) IS NULL",
		"SELECT true FROM access.ownerless(now())", "SELECT access.grant_invited(gen_random_uuid()) IS NULL",
	} {
		_, err := does(admin, sql)
		if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "42501" {
			t.Errorf("%s: %v; want insufficient privilege", sql, err)
		}
	}
}

func TestWhoActsAsAnotherRoleKeepsNoGrants(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	both := h.join("both", "fi", grant{role: "ADMIN"}, grant{role: "LEAD", unit: valteriUnit, actor: "VALTERI"})
	expert, elsewhere := h.expert(valteriUnit, "VALTERI"), h.expert(skillaUnit, "VALTERI")
	as := func(role string) string {
		return h.text("SELECT id::text FROM access.grants WHERE person_id = $1 AND role = $2", both.id, role)
	}
	asLead := with(ctx, "vaatu-acting-grant", as("LEAD"))
	if r := must[*grantspb.ListGrantsResponse](t)(both.ListGrants(asLead, &grantspb.ListGrantsRequest{})); r.GetTotalSize() != 2 {
		t.Errorf("as the head of the unit an admin sees %v", r)
	}
	for _, err := range []error{
		drop(both.EndGrant(asLead, &grantspb.EndGrantRequest{GrantId: h.grantOf(expert)})),
		drop(both.PreviewEnd(asLead, &grantspb.PreviewEndRequest{GrantId: h.grantOf(expert)})),
		drop(both.WakeGrant(asLead, &grantspb.WakeGrantRequest{GrantId: h.grantOf(elsewhere)})),
		drop(both.CreateInvitation(asLead, expertOf(valteriUnit))),
	} {
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	must[*grantspb.KeptGrant](t)(both.EndGrant(with(ctx, "vaatu-acting-grant", as("ADMIN")), &grantspb.EndGrantRequest{GrantId: h.grantOf(expert)}))
}

func TestWhatWasChangedIsNeitherChangedNorDeleted(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	admin, expert := h.admin(), h.expert(valteriUnit, "VALTERI")
	must[*grantspb.KeptGrant](t)(admin.EndGrant(t.Context(), &grantspb.EndGrantRequest{GrantId: h.grantOf(expert)}))
	owner, err := pgx.Connect(t.Context(), h.db.URL("vaatu_migrator"))
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(t.Context())
	for _, sql := range []string{"UPDATE access.changes SET by_id = gen_random_uuid()", "DELETE FROM access.changes"} {
		if tag, err := owner.Exec(t.Context(), sql); err != nil || tag.RowsAffected() != 0 {
			t.Errorf("%s: %v, %v; want that even the owner changes nothing", sql, tag, err)
		}
	}
	h.changes("END")
}
