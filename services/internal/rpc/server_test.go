package rpc

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/emptypb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// TestMain registers what the tests need before any of them looks into the registry, which may not change under a
// reader.
func TestMain(m *testing.M) {
	if err := unguarded(); err != nil {
		panic(err)
	}
	m.Run()
}

// unguarded describes services that are not of the contract: with a method without the option, one whose option names
// nothing, one that takes a stream, one that is right, and one that wants a fresh sign-in too.
func unguarded() error {
	option := func(p accesspb.Permission) *descriptorpb.MethodOptions {
		o := &descriptorpb.MethodOptions{}
		proto.SetExtension(o, accesspb.E_Permission, p)
		return o
	}
	fresh := option(accesspb.Permission_PERMISSION_CLAIM)
	proto.SetExtension(fresh, accesspb.E_Fresh, true)
	nothing := new(".google.protobuf.Empty")
	service := func(name string, o *descriptorpb.MethodOptions, streams bool) *descriptorpb.ServiceDescriptorProto {
		return &descriptorpb.ServiceDescriptorProto{Name: &name, Method: []*descriptorpb.MethodDescriptorProto{
			{Name: new("Do"), InputType: nothing, OutputType: nothing, Options: o, ClientStreaming: &streams},
		}}
	}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Syntax: new("proto3"), Name: new("unguarded.proto"), Package: new("unguarded"),
		Dependency: []string{emptypb.File_google_protobuf_empty_proto.Path()},
		Service: []*descriptorpb.ServiceDescriptorProto{
			service("NoOption", nil, false), service("Unspecified", option(accesspb.Permission_PERMISSION_UNSPECIFIED), false),
			service("Stream", option(accesspb.Permission_PERMISSION_CLAIM), true),
			service("Guarded", option(accesspb.Permission_PERMISSION_CLAIM), false), service("Fresh", fresh, false),
		},
	}, protoregistry.GlobalFiles)
	if err != nil {
		return err
	}
	return protoregistry.GlobalFiles.RegisterFile(file)
}

func TestAServerWithAMethodThatNamesNoPermissionDoesNotStart(t *testing.T) {
	t.Parallel()
	for name, starts := range map[string]bool{
		"unguarded.Guarded": true, "unguarded.NoOption": false, "unguarded.Unspecified": false, "unguarded.Stream": false, "unknown.Unknown": false,
	} {
		_, err := NewServer(Config{Door: Front, Logger: slog.New(slog.DiscardHandler)}, func(r grpc.ServiceRegistrar) {
			r.RegisterService(&grpc.ServiceDesc{ServiceName: name, HandlerType: (*any)(nil)}, struct{}{})
		})
		if (err == nil) != starts || err != nil && !strings.Contains(err.Error(), name) {
			t.Errorf("a server with %s: %v; starts: %v", name, err, starts)
		}
	}
}

func TestEveryMethodOfTheContractNamesAPermissionAndStreamsNothing(t *testing.T) {
	t.Parallel()
	var services []protoreflect.ServiceDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(f.Package()), "vaatu.") {
			return true
		}
		for i := range f.Services().Len() {
			services = append(services, f.Services().Get(i))
		}
		return true
	})
	methods := 0
	for _, service := range services { // not while the registry is being read: it may be looked into once at a time
		if err := (permissions{}).fill(map[string]grpc.ServiceInfo{string(service.FullName()): {}}); err != nil {
			t.Error(err)
		}
		methods += service.Methods().Len()
	}
	if methods < 10 {
		t.Errorf("%d methods were looked at", methods)
	}
}

func TestSessionsAreOpenedBehindTheirOwnDoorOnly(t *testing.T) {
	t.Parallel()
	roles := []permission.Role{
		"", permission.Requester, permission.Principals, permission.Expert, permission.Lead, permission.Coordinator,
		permission.Vipu, permission.Admin, permission.Auditor,
	}
	inside := newHouse(t, Inside, session.Resolver{})
	for _, role := range roles {
		if err := inside.revoke(as(t, role)); status.Code(err) != codes.NotFound {
			t.Errorf("%q revokes a session from inside: %v; want NOT_FOUND", role, err)
		}
	}
	sessions := newHouse(t, Sessions, session.Resolver{})
	if err := sessions.revoke(t.Context()); err != nil {
		t.Errorf("the gateway revokes a session: %v", err)
	}
	if err := sessions.claim(as(t, permission.Expert)); status.Code(err) != codes.NotFound {
		t.Errorf("a claim through the sessions' door: %v; want NOT_FOUND", err)
	}
}

func TestASocketIsForItsOwnerAndOneServer(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	path := filepath.Join(h.dir, string(Inside)+".sock")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Mode().Type() != fs.ModeSocket {
		t.Errorf("the socket is %v, %v; want one for its owner", info.Mode(), err)
	}
	if _, err := Listen(t.Context(), h.dir, Inside); err == nil || !strings.Contains(err.Error(), "another process serves") {
		t.Errorf("a second server: %v; want a refusal", err)
	}
	dead := t.TempDir()
	if err := os.WriteFile(filepath.Join(dead, "gateway.sock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if len(dead) > 80 {
		t.Skip("the folder's name is too long for a socket")
	}
	l, err := Listen(t.Context(), dead, Front)
	if err != nil {
		t.Fatalf("a socket that nobody serves is not replaced: %v", err)
	}
	_ = l.Close()
}

func TestACallThatRunsMayFinishWhenTheServerStops(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	started, finish := make(chan struct{}), make(chan struct{})
	h.answer = func(context.Context) error {
		close(started)
		<-finish
		return nil
	}
	h.conn = h.conn.(alike).ClientConnInterface
	answered := make(chan error, 1)
	go func() { answered <- h.claim(as(t, permission.Expert)) }()
	<-started
	h.stop()
	close(finish)
	if err := <-answered; err != nil {
		t.Errorf("the running call: %v; want its answer", err)
	}
	if err := <-h.done; err != nil {
		t.Errorf("the server ends with %v", err)
	}
}

func TestAConnectionOverANetworkIsMadeAnewSoThatCertificatesAreLookedAt(t *testing.T) {
	t.Parallel()
	for _, door := range []Door{Front, Inside, Sessions, Network} {
		c := Config{Door: door, Deadline: time.Minute}
		got, over := c.ages(), door == Network
		if (got.MaxConnectionAge > 0 && got.MaxConnectionAge <= time.Hour) != over || (got.MaxConnectionAgeGrace == c.Deadline) != over {
			t.Errorf("connections at the door %s end by %+v", door, got)
		}
	}
}
