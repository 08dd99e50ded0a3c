package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/emptypb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

const someID = "00000000-0000-7000-8000-000000000001"

// fake answers what a test wants and keeps what it was called with.
type fake struct {
	assignmentpb.UnimplementedAssignmentServiceServer
	intakepb.UnimplementedIntakeServiceServer
	accesspb.UnimplementedSessionServiceServer

	answer func(ctx context.Context) error

	mu   sync.Mutex
	call session.Call
	etag string
}

func (f *fake) saw(ctx context.Context, etag string) error {
	f.mu.Lock()
	f.call, f.etag = session.From(ctx), etag
	f.mu.Unlock()
	if f.answer == nil {
		return nil
	}
	return f.answer(ctx)
}

func (f *fake) ClaimAssignment(ctx context.Context, req *assignmentpb.ClaimAssignmentRequest) (*casespb.Assignment, error) {
	return &casespb.Assignment{Id: req.GetAssignmentId()}, f.saw(ctx, req.GetEtag())
}

func (f *fake) ListQueue(ctx context.Context, _ *assignmentpb.ListQueueRequest) (*assignmentpb.ListQueueResponse, error) {
	return &assignmentpb.ListQueueResponse{}, f.saw(ctx, "")
}

func (f *fake) SubmitCase(ctx context.Context, _ *intakepb.SubmitCaseRequest) (*casespb.Case, error) {
	return &casespb.Case{}, f.saw(ctx, "")
}

func (f *fake) RevokeSession(ctx context.Context, _ *accesspb.RevokeSessionRequest) (*accesspb.RevokeSessionResponse, error) {
	return &accesspb.RevokeSessionResponse{}, f.saw(ctx, "")
}

// Do is the method of every service of unguarded.proto.
func (f *fake) Do(ctx context.Context, _ *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, f.saw(ctx, "")
}

// doFresh is the method of unguarded.Fresh.
const doFresh = "/unguarded.Fresh/Do"

var freshService = grpc.ServiceDesc{ServiceName: "unguarded.Fresh", HandlerType: (*any)(nil), Methods: []grpc.MethodDesc{{
	MethodName: "Do",
	Handler: func(srv any, ctx context.Context, read func(any) error, intercept grpc.UnaryServerInterceptor) (any, error) {
		req := &emptypb.Empty{}
		if err := read(req); err != nil {
			return nil, err
		}
		return intercept(ctx, req, &grpc.UnaryServerInfo{Server: srv, FullMethod: doFresh}, func(ctx context.Context, req any) (any, error) {
			return srv.(*fake).Do(ctx, req.(*emptypb.Empty))
		})
	},
}}}

// house is a server with the fake behind a door.
type house struct {
	*fake

	dir string
	// conn goes through the socket; at the inside door each call is made within the process too, and both must end alike.
	conn grpc.ClientConnInterface
	log  *syncBuffer
	stop context.CancelFunc
	done chan error
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}
func (s *syncBuffer) String() string { s.mu.Lock(); defer s.mu.Unlock(); return s.b.String() }

func newHouse(t *testing.T, door Door, resolver session.Resolver) *house {
	t.Helper()
	dir, err := os.MkdirTemp("", "door") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	h := &house{fake: &fake{}, dir: dir, log: &syncBuffer{}, done: make(chan error, 1)}
	here := &Here{}
	server, err := NewServer(Config{
		Door: door, Resolver: resolver, Deadline: time.Minute, Here: here,
		Logger: slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}, func(r grpc.ServiceRegistrar) {
		assignmentpb.RegisterAssignmentServiceServer(r, h.fake)
		intakepb.RegisterIntakeServiceServer(r, h.fake)
		accesspb.RegisterSessionServiceServer(r, h.fake)
		r.RegisterService(&freshService, h.fake)
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.stop = cancel
	listener, err := Listen(ctx, dir, door)
	if err != nil {
		t.Fatal(err)
	}
	go func() { h.done <- server.Serve(ctx, listener, time.Minute) }()
	socket, err := grpc.NewClient(Socket(dir, door), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	h.conn = socket
	if door == Inside {
		h.conn = alike{socket, here, t}
	}
	t.Cleanup(func() {
		_ = socket.Close()
		cancel()
		_ = os.RemoveAll(dir)
	})
	return h
}

// alike makes each call through a socket and within the process, and wants one answer.
type alike struct {
	grpc.ClientConnInterface

	here *Here
	t    *testing.T
}

func (a alike) Invoke(ctx context.Context, method string, req, reply any, opts ...grpc.CallOption) error {
	message, answer := req.(proto.Message), reply.(proto.Message)
	near, sent := proto.CloneOf(answer), proto.CloneOf(message)
	err := a.ClientConnInterface.Invoke(ctx, method, req, reply, opts...)
	errNear := a.here.call(ctx, method, req, near)
	if diff := cmp.Diff(status.Convert(err).Proto(), status.Convert(errNear).Proto(), protocmp.Transform()); diff != "" {
		a.t.Errorf("%s ends by a socket (-) and within the process (+) with:\n%s", method, diff)
	}
	if diff := cmp.Diff([]proto.Message{answer, sent}, []proto.Message{near, message}, protocmp.Transform()); diff != "" {
		a.t.Errorf("%s answers by a socket (-) and within the process (+), or the request was changed:\n%s", method, diff)
	}
	return err
}

func (h *house) claim(ctx context.Context) error {
	_, err := assignmentpb.NewAssignmentServiceClient(h.conn).ClaimAssignment(ctx, &assignmentpb.ClaimAssignmentRequest{AssignmentId: someID, Etag: "1"})
	return err
}

func (h *house) fresh(ctx context.Context) error {
	return h.conn.Invoke(ctx, doFresh, &emptypb.Empty{}, &emptypb.Empty{})
}

func (h *house) revoke(ctx context.Context) error {
	_, err := accesspb.NewSessionServiceClient(h.conn).RevokeSession(ctx, &accesspb.RevokeSessionRequest{Token: "x"})
	return err
}

// as answers a context in which an inside call comes from somebody with a role.
func as(t *testing.T, role permission.Role) context.Context {
	t.Helper()
	p, err := json.Marshal(permission.Principal{PersonID: someID, Grants: []permission.Grant{{ID: "g", Role: role, UnitID: "U", SchoolID: "S"}}})
	if err != nil {
		t.Fatal(err)
	}
	return with(t, mdPrincipal, string(p))
}

// with answers a context with metadata.
func with(t *testing.T, pairs ...string) context.Context {
	t.Helper()
	return metadata.AppendToOutgoingContext(t.Context(), pairs...)
}

// reasonIn answers the reason of a status, empty when it has none.
func reasonIn(err error) string {
	for _, d := range status.Convert(err).Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok {
			return info.GetReason()
		}
	}
	return ""
}

// fieldsIn answers the violations of a status by their paths.
func fieldsIn(err error) map[string]string {
	fields := map[string]string{}
	for _, d := range status.Convert(err).Details() {
		if bad, ok := d.(*errdetails.BadRequest); ok {
			for _, f := range bad.GetFieldViolations() {
				fields[f.GetField()] = f.GetReason()
			}
		}
	}
	return fields
}
