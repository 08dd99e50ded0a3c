package services_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/timestamppb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	breakglasspb "github.com/vip-verkosto/vaatu/proto/vaatu/breakglass/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
)

// house is a running Vaatu on a database of its own, with the shipped actors and units and a school of each kind.
type house struct {
	t    *testing.T
	db   *pgtest.Database
	root *pgx.Conn
	// config as it was started with.
	config services.Config
	access accesspb.SessionServiceClient
	front  *grpc.ClientConn
}

// start runs all services; edit changes their settings before.
func start(t *testing.T, edit ...func(*services.Config)) *house {
	t.Helper()
	h := prepare(t)
	for _, e := range edit {
		e(&h.config)
	}
	h.run(h.config)
	h.connect(h.config.Sockets)
	return h
}

// prepare makes the database and the settings, and runs nothing.
func prepare(t *testing.T) *house {
	t.Helper()
	db := pgtest.New(t)
	h := &house{t: t, db: db, root: db.Superuser(t)}
	h.config = services.Config{
		Sockets:     shortDir(t),
		DatabaseApp: db.URL("vaatu_app"), DatabaseAuth: db.URL("vaatu_auth"), DatabaseWorker: db.URL("vaatu_worker"),
		MaxConns: 4, Keyset: filepath.Join(t.TempDir(), "keyset.json"), CreateKeyset: true,
		SMTP: "127.0.0.1:1", MailFrom: "vaatu@example.fi", BaseURL: "https://vaatu.example",
	}
	h.seed()
	h.addSchools()
	return h
}

// shortDir answers a folder whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "vaatu-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (h *house) seed() {
	h.t.Helper()
	conn, err := pgx.Connect(h.t.Context(), h.db.URL("vaatu_migrator"))
	if err != nil {
		h.t.Fatal(err)
	}
	defer conn.Close(h.t.Context())
	if err := pgx.BeginFunc(h.t.Context(), conn, func(tx pgx.Tx) error { return services.Seed(h.t.Context(), tx) }); err != nil {
		h.t.Fatal(err)
	}
}

// run starts services and stops them when the test ends.
func (h *house) run(c services.Config) (stop func()) {
	h.t.Helper()
	s, err := services.New(h.t.Context(), c)
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(h.t.Context()))
	ended := make(chan error, 1)
	go func() {
		err := s.Run(ctx)
		s.Close()
		ended <- err
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			h.t.Errorf("the services ended with: %v", err)
		}
	})
	h.t.Cleanup(stop)
	return stop
}

func (h *house) connect(sockets string) {
	h.t.Helper()
	h.front = dial(h.t, sockets, "gateway")
	h.access = accesspb.NewSessionServiceClient(dial(h.t, sockets, "access"))
}

// dial answers a connection to a door; its calls wait until somebody serves there.
func dial(t *testing.T, sockets, door string) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient("unix://"+filepath.Join(sockets, door+".sock"),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.WaitForReady(true)),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 5 * time.Millisecond, Multiplier: 1, MaxDelay: 5 * time.Millisecond},
			MinConnectTimeout: time.Minute, // the machine may be busy
		}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func (h *house) exec(sql string, args ...any) {
	h.t.Helper()
	if _, err := h.root.Exec(h.t.Context(), sql, args...); err != nil {
		h.t.Fatal(err)
	}
}

// count answers a number from the database.
func (h *house) count(sql string, args ...any) int {
	h.t.Helper()
	var n int
	if err := h.root.QueryRow(h.t.Context(), sql, args...).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// text answers a text from the database.
func (h *house) text(sql string, args ...any) string {
	h.t.Helper()
	var s string
	if err := h.root.QueryRow(h.t.Context(), sql, args...).Scan(&s); err != nil {
		h.t.Fatal(err)
	}
	return s
}

// until waits, with a deadline, for a number in the database that jobs change; some of them come once a minute.
func (h *house) until(sql string, want int) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 3*time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for h.count(sql) != want {
		select {
		case <-ctx.Done():
			h.t.Fatalf("%s does not become %d", sql, want)
		case <-tick.C:
		}
	}
}

// syncBuffer keeps what several goroutines log.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// person is somebody signed in, with the clients of all services.
type person struct {
	intakepb.IntakeServiceClient
	intakepb.DraftServiceClient
	intakepb.ChecklistServiceClient
	intakepb.SimilarServiceClient
	routingpb.RoutingServiceClient
	assignmentpb.AssignmentServiceClient
	assignmentpb.HandOverServiceClient
	assignmentpb.StaffServiceClient
	assignmentpb.QueueViewServiceClient
	eventspb.EventServiceClient
	caseworkpb.CaseworkServiceClient
	caseloadpb.CaseloadServiceClient
	directorypb.DirectoryServiceClient
	grantspb.GrantServiceClient
	accesspb.AccountServiceClient
	breakglasspb.BreakGlassServiceClient
	auditpb.AuditServiceClient
	permitspb.PermitServiceClient
	routingpb.RuleSetServiceClient
	attachmentspb.AttachmentServiceClient

	id, subject, token string
}

// line is a connection that says who calls.
type line struct {
	*grpc.ClientConn

	token, language string
}

// Invoke calls with the metadata of the gateway.
func (l line) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	return l.ClientConn.Invoke(l.calling(ctx), method, args, reply, opts...)
}

// NewStream begins a call in the same way.
func (l line) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	return l.ClientConn.NewStream(l.calling(ctx), desc, method, opts...)
}

// calling adds the metadata of the gateway. Where the test has set no idempotency key, each call gets a new one.
func (l line) calling(ctx context.Context) context.Context {
	sent, _ := metadata.FromOutgoingContext(ctx)
	var added []string
	set := func(key, value string) {
		if len(sent.Get(key)) == 0 && value != "" {
			added = append(added, key, value)
		}
	}
	set("vaatu-session", l.token)
	set("accept-language", l.language)
	set("x-request-id", uuid.NewString())
	set("idempotency-key", uuid.NewString())
	return metadata.AppendToOutgoingContext(ctx, added...)
}

// with answers a context whose calls carry the key.
func with(ctx context.Context, key, value string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, key, value)
}

// ifMatch answers a context whose calls carry an etag as a browser sends it.
func ifMatch(ctx context.Context, etag string) context.Context {
	return with(ctx, "if-match", `"`+etag+`"`)
}

// thisMoment is ahead of every clock of the tests: a sign-in that proves who it is now.
var thisMoment = timestamppb.New(time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC))

// as answers somebody's clients in a new session.
func (h *house) as(p person, language string) person {
	h.t.Helper()
	return h.signIn(h.front, p.id, p.subject, language)
}

func (h *house) signIn(front *grpc.ClientConn, id, subject, language string) person {
	h.t.Helper()
	opened, err := h.access.OpenSession(h.t.Context(), &accesspb.OpenSessionRequest{
		Issuer: issuer, Subject: subject, DisplayName: nameOf(subject), Language: language, AuthTime: thisMoment,
	})
	if err != nil {
		h.t.Fatalf("signing %s in: %v", subject, err)
	}
	p := clients(line{ClientConn: front, token: opened.GetToken(), language: language})
	p.id, p.subject = id, subject
	return p
}

// clients answers somebody with a token alone.
func clients(l line) person {
	return person{
		IntakeServiceClient: intakepb.NewIntakeServiceClient(l), RoutingServiceClient: routingpb.NewRoutingServiceClient(l),
		RuleSetServiceClient:   routingpb.NewRuleSetServiceClient(l),
		DraftServiceClient:     intakepb.NewDraftServiceClient(l),
		ChecklistServiceClient: intakepb.NewChecklistServiceClient(l), SimilarServiceClient: intakepb.NewSimilarServiceClient(l),
		AssignmentServiceClient: assignmentpb.NewAssignmentServiceClient(l),
		HandOverServiceClient:   assignmentpb.NewHandOverServiceClient(l),
		StaffServiceClient:      assignmentpb.NewStaffServiceClient(l),
		QueueViewServiceClient:  assignmentpb.NewQueueViewServiceClient(l),
		EventServiceClient:      eventspb.NewEventServiceClient(l),
		CaseworkServiceClient:   caseworkpb.NewCaseworkServiceClient(l),
		CaseloadServiceClient:   caseloadpb.NewCaseloadServiceClient(l),
		DirectoryServiceClient:  directorypb.NewDirectoryServiceClient(l),
		GrantServiceClient:      grantspb.NewGrantServiceClient(l),
		AccountServiceClient:    accesspb.NewAccountServiceClient(l),
		BreakGlassServiceClient: breakglasspb.NewBreakGlassServiceClient(l),
		token:                   l.token,
		AuditServiceClient:      auditpb.NewAuditServiceClient(l),
		PermitServiceClient:     permitspb.NewPermitServiceClient(l),
		AttachmentServiceClient: attachmentspb.NewAttachmentServiceClient(l),
	}
}

// unary makes a generated method, which takes options, one that takes none.
func unary[Q, A any](call func(context.Context, Q, ...grpc.CallOption) (A, error)) func(context.Context, Q) (A, error) {
	return func(ctx context.Context, req Q) (A, error) { return call(ctx, req) }
}

// testClock is real time and what a test adds to it.
type testClock struct{ ahead atomic.Int64 }

func (c *testClock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *testClock) advance(d time.Duration) { c.ahead.Add(int64(d)) }
