// Package rpc builds the gRPC servers and clients of Vaatu: sockets, mutual TLS, interceptors, health and a graceful stop are
// here, and services own none of it. A server that holds a method without a permission refuses to start.
package rpc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"

	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
)

// Door is who may come in through a server, and how they say who they are.
type Door string

// Doors.
const (
	// Front takes calls of people from the gateway; each carries a session token that is resolved anew.
	Front Door = "gateway"
	// Inside takes calls between services; the resolved principal travels with the call.
	Inside Door = "internal"
	// Sessions takes the gateway's calls that open and end sessions; no person calls here.
	Sessions Door = "access"
	// Network is all three over a network: the certificate of who calls says which of them opens.
	Network Door = "network"
)

// Config of a server.
type Config struct {
	Door     Door
	Resolver session.Resolver
	Logger   *slog.Logger
	// Observe is told of each call that was answered; nil: nobody is.
	Observe func(method, code string, took time.Duration)
	// Denied puts a denial into the audit; nil: nobody keeps one.
	Denied func(context.Context, trail.Entry) error
	// Ready is what the door answers when it is asked for its health; nil: it does not know the question.
	Ready Readiness
	// TLS is needed at the door Network, and there only.
	TLS *TLS
	// Deadline bounds every call, also one that came with a longer one.
	Deadline time.Duration
	// StreamDeadline bounds calls that answer a stream, which may be taken slowly; Deadline where it is shorter.
	StreamDeadline time.Duration
	// Here, if any, is opened to the same services as this door.
	Here *Here
}

const (
	// maxMessage is the largest request in bytes: a filed request with its texts is far below.
	maxMessage = 2 << 20
	// maxReply is the largest reply in bytes, here and at the gateway: a conversation has no bound of its own.
	maxReply = 16 << 20
	// streamWorkers work calls one after the other, so that their stacks need not grow anew for each; more calls at once get
	// goroutines of their own.
	streamWorkers = 32
	// connectionAge is how long a connection over a network lives. Then it is made anew, with a certificate that holds then.
	connectionAge = 30 * time.Minute
)

// ages bounds connections over a network: a certificate is looked at only when one begins.
func (c Config) ages() keepalive.ServerParameters {
	if c.Door != Network {
		return keepalive.ServerParameters{}
	}
	return keepalive.ServerParameters{MaxConnectionAge: connectionAge, MaxConnectionAgeGrace: max(c.Deadline, c.StreamDeadline)}
}

// Register adds services to a server.
type Register func(grpc.ServiceRegistrar)

// Server is one gRPC server behind one door.
type Server struct {
	grpc *grpc.Server
	log  *slog.Logger
}

// NewServer answers a server with the services; an error when a method names no permission or the door does not fit.
func NewServer(c Config, register ...Register) (*Server, error) {
	transport, err := c.transport()
	if err != nil {
		return nil, err
	}
	table := permissions{}
	validate, err := newValidation()
	if err != nil {
		return nil, err
	}
	guard := c.guard(table, validate, c.Deadline)
	g := grpc.NewServer(
		grpc.Creds(transport),
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.MaxSendMsgSize(maxReply),
		grpc.NumStreamWorkers(streamWorkers),
		grpc.KeepaliveParams(c.ages()),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}),
		grpc.UnaryInterceptor(guard),
		grpc.StreamInterceptor(guardStream(c.guard(table, validate, max(c.Deadline, c.StreamDeadline)))),
	)
	var at grpc.ServiceRegistrar = g
	if c.Here != nil {
		*c.Here = Here{guard: guard, methods: map[string]method{}}
		at = both{g, c.Here}
	}
	for _, r := range register {
		r(at)
	}
	if err := table.fill(g.GetServiceInfo()); err != nil {
		return nil, err
	}
	if c.Ready != nil { // after the table was filled: it asks for no permission
		grpc_health_v1.RegisterHealthServer(g, health{ready: c.Ready, log: c.Logger})
	}
	return &Server{grpc: g, log: c.Logger}, nil
}

// guard is what every call passes.
func (c Config) guard(table permissions, validate validation, limit time.Duration) grpc.UnaryServerInterceptor {
	return chain(append([]grpc.UnaryServerInterceptor{
		identify(c),            // request id and language, for the log and every answer; nothing in it can panic
		recovery(c.Logger),     // nothing below may end the process
		deadline(limit, table), // before anything waits
		logging(c),             // sees the final status
	}, passHealth(
		mapErrors(c.Logger),    // everything below returns plain errors
		authenticate(c, table), // who
		denials(c, table),      // sees who was refused, here and beside the row
		permit(c, table),       // may they at all; the relation is decided beside the row
		signInAgain(c, table),  // after permit: who may not do it at all need not sign in for it
		preconditions(),        // If-Match into the etag field, before the message is validated
		validate.interceptor(), // last: strangers learn nothing about the shape of a request
	)...)...)
}

// Serve answers calls on the listener until ctx ends, then lets running calls finish for at most grace.
func (s *Server) Serve(ctx context.Context, l net.Listener, grace time.Duration) error {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-ctx.Done()
		timer := time.AfterFunc(grace, s.grpc.Stop)
		defer timer.Stop()
		s.grpc.GracefulStop()
	}()
	err := s.grpc.Serve(l)
	if ctx.Err() != nil {
		<-stopped
		return nil //nolint:nilerr // stopping was asked for
	}
	return err
}

// Socket is the address of a door in a folder of sockets.
func Socket(dir string, door Door) string {
	return "unix://" + filepath.Join(dir, string(door)+".sock")
}

// Listen makes the socket of a door, open to this user only. A socket left behind by a process that died is replaced;
// one that somebody serves is refused.
func Listen(ctx context.Context, dir string, door Door) (net.Listener, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of sockets: %w", err)
	}
	path := strings.TrimPrefix(Socket(dir, door), "unix://")
	var dialer net.Dialer
	if c, err := dialer.DialContext(ctx, "unix", path); err == nil {
		return nil, errors.Join(fmt.Errorf("another process serves %s", path), c.Close())
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("removing a dead socket: %w", err)
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("closing %s to others: %w", path, err), l.Close())
	}
	return l, nil
}
