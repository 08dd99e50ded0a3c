package services_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
)

func TestAConfigurationThatCannotWorkIsRefusedByName(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	for want, spoil := range map[string]func(*services.Config){
		`there is no service "intakes"; there are notify, access,`: func(c *services.Config) { c.Services = []string{"access", "intakes"} },
		"service intake calls routing, which does not run here":    func(c *services.Config) { c.Services = []string{"intake"} },
		"service routing calls directory, which does not run here": func(c *services.Config) { c.Services = []string{"routing"} },
		"the setting sockets is missing":                           func(c *services.Config) { c.Sockets = "" },
		"the setting database-app is missing":                      func(c *services.Config) { c.DatabaseApp = "" },
		"the setting database-auth is missing":                     func(c *services.Config) { c.DatabaseAuth = "" },
		"the setting database-worker is missing":                   func(c *services.Config) { c.DatabaseWorker = "" },
		"the setting keyset is missing":                            func(c *services.Config) { c.Keyset = "" },
		"the setting smtp is missing":                              func(c *services.Config) { c.SMTP = "" },
		"the setting mail-from is missing":                         func(c *services.Config) { c.MailFrom = "" },
		"the setting base-url is missing":                          func(c *services.Config) { c.BaseURL = "" },
		"reading the keyset":                                       func(c *services.Config) { c.CreateKeyset, c.Keyset = false, filepath.Join(t.TempDir(), "none") },
		"opening the pool vaatu-app: ":                             func(c *services.Config) { c.DatabaseApp = h.db.URL("vaatu_migrator") },
	} {
		c := h.config
		spoil(&c)
		s, err := services.New(t.Context(), c)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New answers %v, want %q", err, want)
		}
		if s != nil {
			s.Close()
		}
	}
	quiet := h.config
	quiet.Services, quiet.SMTP, quiet.MailFrom, quiet.BaseURL = []string{"directory"}, "", "", ""
	s, err := services.New(t.Context(), quiet)
	if err != nil {
		t.Fatalf("who sends no mail needs no mail server: %v", err)
	}
	s.Close()
}

func TestTwoProcessesShareTheWork(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	behind := h.config
	behind.Sockets, behind.Services = shortDir(t), []string{"directory", "routing"}
	before := h.config
	before.Services = []string{"access", "intake", "assignment", "casework", "caseload", "notify"}
	before.Peer = "unix://" + filepath.Join(behind.Sockets, "internal.sock")
	h.run(behind)
	h.run(before)
	h.connect(before.Sockets)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	if held := h.claim(expert, c); held.GetState() != casespb.State_STATE_HELD {
		t.Errorf("claimed: %v", held)
	}
	_, err := teacher.GetMe(t.Context(), &directorypb.GetMeRequest{})
	if status.Code(err) != codes.Unimplemented {
		t.Errorf("the directory answers where it does not run: %v", err)
	}
	// The other process knows the same session.
	there := person{}
	there.DirectoryServiceClient = directorypb.NewDirectoryServiceClient(line{ClientConn: dial(t, behind.Sockets, "gateway"), token: teacher.token})
	me := must[*directorypb.Me](t)(there.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	if me.GetId() != teacher.id || me.GetGrants()[0].GetSchoolNameFi() != taysSchool.name {
		t.Errorf("the other process knows %v", me)
	}
}

func TestAServiceThatRunsHereIsNotLookedForAtThePeer(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	directory := h.config
	directory.Sockets, directory.Services = shortDir(t), []string{"directory"}
	rest := h.config
	rest.Services = []string{"access", "routing", "intake"}
	rest.Peer = "unix://" + filepath.Join(directory.Sockets, "internal.sock")
	h.run(directory)
	h.run(rest)
	h.connect(rest.Sockets)
	h.file(h.teacher(taysSchool), request("fi", autism))
}

func TestEachDoorServesItsOwn(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	for _, p := range []person{teacher, expert, h.join("admin", "fi", grant{role: "ADMIN"}), {}} {
		l := line{ClientConn: h.front, token: p.token}
		open := &accesspb.OpenSessionRequest{Issuer: issuer, Subject: teacher.subject}
		if _, err := accesspb.NewSessionServiceClient(l).OpenSession(t.Context(), open); status.Code(err) != codes.Unimplemented {
			t.Errorf("the front door opens sessions: %v", err)
		}
	}
	for _, p := range []person{teacher, h.principal(taysSchool)} {
		_, err := p.Decide(t.Context(), &routingpb.DecideRequest{Request: request("fi", autism), SchoolId: taysSchool.id})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = p.GetRoutingData(t.Context(), &directorypb.GetRoutingDataRequest{SchoolId: taysSchool.id})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	inside := line{ClientConn: dial(t, h.config.Sockets, "internal"), token: teacher.token}
	_, err := routingpb.NewRoutingServiceClient(inside).ListTriage(t.Context(), &routingpb.ListTriageRequest{})
	if err == nil {
		t.Error("the inside door takes a person's token")
	}
	if _, err := h.access.RevokeSession(t.Context(), &accesspb.RevokeSessionRequest{Token: teacher.token}); err != nil {
		t.Fatal(err)
	}
	_, err = teacher.GetMe(t.Context(), &directorypb.GetMeRequest{})
	refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
	must[*directorypb.Me](t)(expert.GetMe(t.Context(), &directorypb.GetMeRequest{}))
}

func TestASecondProcessDoesNotTakeADoorThatIsServed(t *testing.T) {
	t.Parallel()
	h := start(t)
	h.teacher(taysSchool) // somebody is in: the doors are served
	second, err := services.New(t.Context(), h.config)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	err = second.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "another process serves") {
		t.Errorf("the second process answers %v", err)
	}
	h.teacher(taysSchool)
}

func TestAnOldDatabaseIsNotServed(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	h.exec("DELETE FROM public.goose_db_version WHERE version_id = (SELECT max(version_id) FROM public.goose_db_version)")
	s, err := services.New(t.Context(), h.config)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, answer := range []error{s.Ready(t.Context()), s.Run(t.Context())} {
		if answer == nil || !strings.Contains(answer.Error(), "run vaatu migrate") {
			t.Errorf("an old database is met with %v", answer)
		}
	}
}

func TestACallThatRunsWhenTheProcessEndsIsAnswered(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	stop := h.run(h.config)
	h.connect(h.config.Sockets)
	teacher := h.teacher(taysSchool)
	h.file(teacher, request("fi", autism))
	// A lock holds the filing back where the session is looked up: all calls to the inside door are still to come.
	lock, err := h.root.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock.Exec(t.Context(), "LOCK TABLE access.sessions IN ACCESS EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	filed := make(chan error, 1)
	go func() {
		filed <- drop(teacher.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: request("fi", autism)}))
	}()
	until(t, h.db.Superuser(t), func(conn *pgx.Conn) (yes bool) {
		err := conn.QueryRow(t.Context(), `SELECT EXISTS (SELECT 1 FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&yes)
		return yes && err == nil
	})
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	until(t, h.db.Superuser(t), func(*pgx.Conn) bool {
		_, err := os.Stat(filepath.Join(h.config.Sockets, "gateway.sock"))
		return errors.Is(err, os.ErrNotExist)
	})
	if err := lock.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-filed; err != nil {
		t.Errorf("the filing under way is answered %v", err)
	}
	<-stopped
}

// until asks again and again; the database does the waiting.
func until(t *testing.T, conn *pgx.Conn, happened func(*pgx.Conn) bool) {
	t.Helper()
	for range 3000 {
		if happened(conn) {
			return
		}
		if _, err := conn.Exec(t.Context(), "SELECT pg_sleep(0.01)"); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("it does not happen within half a minute")
}
