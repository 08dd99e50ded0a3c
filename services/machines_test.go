package services_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/timestamppb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// machineToken is the session token of some access token.
func machineToken() string {
	sum := sha256.Sum256([]byte(rand.Text()))
	return "bearer." + base64.RawURLEncoding.EncodeToString(sum[:])
}

// machine opens the session of an access token that is good until then.
func (h *house) machine(subject, token string, until time.Time, roles ...*accesspb.SchoolRole) person {
	h.t.Helper()
	p, err := h.open(&accesspb.OpenSessionRequest{Subject: subject, SchoolRoles: roles, Machine: &accesspb.Machine{Token: token, ExpireTime: timestamppb.New(until), IssueTime: timestamppb.Now()}})
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func TestAMachinesSessionEndsWithItsTokenOrByAge(t *testing.T) {
	t.Parallel()
	var clock testClock
	h := start(t, func(c *services.Config) { c.Now = clock.now })
	teacher := h.teacher(taysSchool)
	alive := func(p person) error { return drop(p.GetMe(t.Context(), &directorypb.GetMeRequest{})) }
	short := machineToken()
	first := h.machine(teacher.subject, short, clock.now().Add(15*time.Minute))
	if first.token != short || alive(first) != nil {
		t.Fatalf("the session is %s: %v", first.token, alive(first))
	}
	clock.advance(15 * time.Minute)
	refused(t, alive(first), codes.Unauthenticated, "UNAUTHENTICATED")
	// One that idled wakes when its token comes again; one that has had its ten hours does not.
	long := machineToken()
	second := h.machine(teacher.subject, long, clock.now().Add(24*time.Hour))
	clock.advance(session.Idle)
	refused(t, alive(second), codes.Unauthenticated, "UNAUTHENTICATED")
	until := clock.now().Add(23 * time.Hour)
	h.machine(teacher.subject, long, until)
	if err := alive(second); err != nil {
		t.Errorf("after it idled: %v", err)
	}
	clock.advance(session.Absolute)
	h.machine(teacher.subject, long, until)
	refused(t, alive(second), codes.Unauthenticated, "UNAUTHENTICATED")
}

func TestWhatWasEndedByHandItsTokenOpensNotAgain(t *testing.T) {
	t.Parallel()
	var clock testClock
	h := start(t, withoutJobs, func(c *services.Config) { c.Now = clock.now })
	teacher := h.teacher(taysSchool)
	token, until := machineToken(), clock.now().Add(time.Hour)
	m := h.machine(teacher.subject, token, until)
	me := func() error { return drop(m.GetMe(t.Context(), &directorypb.GetMeRequest{})) }
	if err := me(); err != nil {
		t.Fatal(err)
	}
	if _, err := h.access.RevokeSession(t.Context(), &accesspb.RevokeSessionRequest{Token: token}); err != nil {
		t.Fatal(err)
	}
	refused(t, me(), codes.Unauthenticated, "UNAUTHENTICATED")
	h.machine(teacher.subject, token, until)
	refused(t, me(), codes.Unauthenticated, "UNAUTHENTICATED")
	// Nor does the second wall know it any more.
	if n := h.count("SELECT count(*) FROM (SELECT set_config('vaatu.session', encode($1, 'hex'), false)) s, access.my_grants", session.Hash(token)); n != 0 {
		t.Errorf("row level security sees %d grants of an ended session", n)
	}
	// It is kept for as long as the token could come back, and no longer.
	worker := h.config
	worker.Services, worker.Sockets = []string{"notify"}, shortDir(t)
	stop := h.run(worker)
	h.until("SELECT count(*) FROM river.river_job WHERE kind = 'sweep' AND state = 'completed'", 1)
	stop()
	refused(t, me(), codes.Unauthenticated, "UNAUTHENTICATED")
	if n := h.count("SELECT count(*) FROM access.sessions WHERE machine_until IS NOT NULL"); n != 1 {
		t.Fatalf("%d ended sessions are kept, want one", n)
	}
	clock.advance(time.Hour)
	h.exec("DELETE FROM river.river_job")
	h.run(worker)
	h.until("SELECT count(*) FROM access.sessions WHERE machine_until IS NOT NULL", 0)
}

func TestAGrantThatEndsIsOverAtAMachinesNextCall(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	token, until := machineToken(), time.Now().Add(time.Hour)
	m := h.machine(teacher.subject, token, until)
	me := func() error { return drop(m.GetMe(t.Context(), &directorypb.GetMeRequest{})) }
	if err := me(); err != nil {
		t.Fatal(err)
	}
	h.exec("UPDATE access.grants SET to_date = current_date - 2 WHERE person_id = $1", teacher.id)
	refused(t, me(), codes.Unauthenticated, "UNAUTHENTICATED")
	_, err := h.open(&accesspb.OpenSessionRequest{Subject: teacher.subject, Machine: &accesspb.Machine{Token: token, ExpireTime: timestamppb.New(until)}})
	refused(t, err, codes.PermissionDenied, "NO_ROLE")
}

func TestMachinesSessionsAreCountedApartFromPeoples(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	ended := machineToken()
	h.machine(teacher.subject, ended, time.Now().Add(time.Hour))
	if _, err := h.access.RevokeSession(t.Context(), &accesspb.RevokeSessionRequest{Token: ended}); err != nil {
		t.Fatal(err)
	}
	var last person
	for range session.MostOfMachines + 3 {
		last = h.machine(teacher.subject, machineToken(), time.Now().Add(time.Hour))
	}
	if n := h.count("SELECT count(*) FROM access.sessions WHERE expire_time > now() AND machine_until IS NOT NULL AND person_id = $1", teacher.id); n != session.MostOfMachines {
		t.Errorf("%d access tokens are in use, want %d", n, session.MostOfMachines)
	}
	if n := h.count("SELECT count(*) FROM access.sessions WHERE hash = $1", session.Hash(ended)); n != 1 {
		t.Error("a session that was ended by hand gave way to others: its token would open it again")
	}
	for name, p := range map[string]person{"the person": teacher, "the last machine": last} {
		if err := drop(p.GetMe(t.Context(), &directorypb.GetMeRequest{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range session.Most + 1 {
		h.as(teacher, "fi")
	}
	if err := drop(last.GetMe(t.Context(), &directorypb.GetMeRequest{})); err != nil {
		t.Errorf("a person's sign-ins ended a machine's session: %v", err)
	}
}

func TestATokenThatSaysNothingOfSchoolsTakesNoRoleAway(t *testing.T) {
	t.Parallel()
	h := start(t)
	role := func(s school) *accesspb.SchoolRole {
		return &accesspb.SchoolRole{School: h.oidOf(s), Role: accesspb.Role_ROLE_REQUESTER}
	}
	maija, err := h.open(&accesspb.OpenSessionRequest{Subject: "maija", DisplayName: "Maija Meikäläinen", SchoolRoles: []*accesspb.SchoolRole{role(taysSchool)}})
	if err != nil {
		t.Fatal(err)
	}
	h.machine("maija", machineToken(), time.Now().Add(time.Hour))
	me := must[*directorypb.Me](t)(maija.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	if len(me.GetGrants()) != 1 || me.GetDisplayName() != "Maija Meikäläinen" {
		t.Errorf("after a bare token she is %v", me)
	}
	h.machine("maija", machineToken(), time.Now().Add(time.Hour), role(oysSchool))
	me = must[*directorypb.Me](t)(maija.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	if len(me.GetGrants()) != 1 || me.GetGrants()[0].GetSchoolNameFi() != oysSchool.name {
		t.Errorf("after a token with another school she has %v", me.GetGrants())
	}
}

func TestASessionTokenOfAMachineIsMadeOfAnAccessToken(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	for name, m := range map[string]*accesspb.Machine{
		"a token that could be a cookie": {Token: teacher.token, ExpireTime: timestamppb.Now()}, "no token": {ExpireTime: timestamppb.Now()},
		"no end": {Token: machineToken()},
	} {
		if _, err := h.open(&accesspb.OpenSessionRequest{Subject: teacher.subject, Machine: m}); err == nil {
			t.Errorf("%s opens a session", name)
		} else {
			refused(t, err, codes.InvalidArgument, "VALIDATION")
		}
	}
}
