package gateway

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding"
	_ "google.golang.org/grpc/encoding/proto" // the codec of reflection
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/reflection"
	reflectionpb "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

// Limits of the port for machines.
const (
	maxMessage    = 2 << 20  // as the services have it, in bytes
	maxHeaders    = 16 << 10 // of a call, in bytes
	maxStreams    = 100      // calls at once on a connection
	handshake     = 5 * time.Second
	pingAfter     = time.Minute // of silence: whoever is gone does not answer
	idleEnds      = 5 * time.Minute
	connectionAge = 30 * time.Minute // then it is made anew: with a new certificate, and perhaps to another replica
)

// serveGRPC serves machines until ctx ends, then lets running calls finish.
func (g *Gateway) serveGRPC(ctx context.Context) error {
	transport := insecure.NewCredentials() // on loopback only
	if g.config.GRPCTLS != nil {
		transport = credentials.NewTLS(g.config.GRPCTLS)
	}
	server := grpc.NewServer(
		grpc.Creds(transport),
		grpc.UnknownServiceHandler(g.pass),
		grpc.ForceServerCodecV2(rawCodec{encoding.GetCodecV2("proto")}),
		grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxReply), grpc.MaxHeaderListSize(maxHeaders),
		grpc.MaxConcurrentStreams(maxStreams), grpc.ConnectionTimeout(handshake),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: pingAfter, MaxConnectionIdle: idleEnds, MaxConnectionAge: connectionAge, MaxConnectionAgeGrace: callDeadline}),
	)
	if g.config.Reflection {
		reflectionpb.RegisterServerReflectionServer(server, reflection.NewServerV1(reflection.ServerOptions{Services: g.passes}))
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-ctx.Done()
		timer := time.AfterFunc(grace, server.Stop)
		defer timer.Stop()
		server.GracefulStop()
	}()
	err := server.Serve(callers{g.config.GRPC})
	if ctx.Err() != nil {
		<-stopped
		return nil //nolint:nilerr // stopping was asked for
	}
	return fmt.Errorf("serving gRPC: %w", err)
}

// open are the methods that go through, by their full names.
type open map[string]bool

// GetServiceInfo answers the services that have such methods, for reflection.
func (o open) GetServiceInfo() map[string]grpc.ServiceInfo {
	found := map[string]grpc.ServiceInfo{}
	for method := range o {
		service, _, _ := strings.Cut(method[1:], "/")
		found[service] = grpc.ServiceInfo{}
	}
	return found
}

// readOpen answers the methods of the contract that people may call: none that opens sessions, none between services, none that is
// for visitors without a session, no stream. That the services ask once more costs nothing.
func readOpen() open {
	found := open{}
	for _, file := range contract {
		for i := range file.Services().Len() {
			s := file.Services().Get(i)
			for j := range s.Methods().Len() {
				m := s.Methods().Get(j)
				inside, _ := proto.GetExtension(m.Options(), accesspb.E_Inside).(bool)
				session := proto.GetExtension(m.Options(), accesspb.E_Permission) == accesspb.Permission_PERMISSION_SESSION
				if !inside && !session && !isPublic(m) && !m.IsStreamingClient() && !m.IsStreamingServer() {
					found[fmt.Sprintf("/%s/%s", s.FullName(), m.Name())] = true
				}
			}
		}
	}
	return found
}

// pass takes one call through to the services: the message as it came, and of the metadata only what metadata.go lists.
func (g *Gateway) pass(_ any, stream grpc.ServerStream) (err error) {
	began := time.Now()
	sent, _ := metadata.FromIncomingContext(stream.Context())
	c := &call{id: uuid.Must(uuid.NewV7()).String(), language: languageOf(strings.Join(sent.Get(mdLanguage), ",")), route: "unknown"}
	if from, ok := peer.FromContext(stream.Context()); ok {
		c.origin = Proxies(nil).origin(from.Addr.String(), nil)
	}
	ctx, cancel := context.WithTimeout(context.WithValue(stream.Context(), callKey{}, c), g.config.patience)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			g.log.ErrorContext(ctx, "panic", "request", c.id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = statusOfRefusal(refusal{reason: reasonInternal})
		}
		g.log.LogAttrs(ctx, slog.LevelInfo, "grpc", slog.String("request", c.id), slog.String("route", c.route),
			slog.String("code", status.Code(err).String()), slog.Float64("ms", float64(time.Since(began).Microseconds())/1000))
	}()
	if err := stream.SetHeader(metadata.Pairs(mdRequestID, c.id)); err != nil {
		return statusOfRefusal(refusal{reason: reasonUnavailable}) // whoever called is gone
	}
	request, refused := g.admitCall(ctx, stream, sent)
	if refused != nil {
		return statusOfRefusal(*refused)
	}
	var answer frame
	if err := g.front.Invoke(metadata.NewOutgoingContext(ctx, c.metadata), c.route, &request, &answer, grpc.ForceCodecV2(rawCodec{})); err != nil {
		return g.passedError(ctx, err)
	}
	return g.send(stream, answer)
}

// send answers a call. gRPC keeps the answer until the client takes it, also when the call is over: whoever does not take it in
// the time that the JSON interface gives loses the connection, and what is kept for it with it. Short answers are bounded by
// the calls that a connection may have.
func (g *Gateway) send(stream grpc.ServerStream, answer frame) error {
	if answer.short() {
		return stream.SendMsg(&answer)
	}
	unread := time.AfterFunc(4*g.config.patience, func() { hangUp(stream.Context()) })
	return stream.SendMsg(&reply{answer, func() { unread.Stop() }})
}

// admitCall checks a call as admit does a request, and reads its message last.
func (g *Gateway) admitCall(ctx context.Context, stream grpc.ServerStream, sent metadata.MD) (frame, *refusal) {
	c := callOf(ctx)
	method, _ := grpc.MethodFromServerStream(stream)
	if !g.passes[method] {
		return nil, &refusal{reason: reasonNotFound}
	}
	c.route = method
	session, refused := g.caller(ctx, sent.Get("authorization"), "") // no cookie: browsers do not call here
	if refused != nil {
		return nil, refused
	}
	md, wrong := metadataOf(c, session, sent.Get)
	if len(wrong) > 0 {
		return nil, &refusal{reason: reasonValidation, violations: wrong}
	}
	c.metadata = md
	request, err := receive(ctx, stream)
	if err != nil {
		f := refusalOfCode(status.Convert(err))
		return nil, &f
	}
	return request, nil
}

// receive reads the message of a call, no longer than ctx lasts: the stream knows only the deadline that its client sent.
// When the call is answered its stream ends, and what still waits for the message with it. A reply needs no such bound: a
// stream takes one message without waiting, and send looks after what becomes of it.
func receive(ctx context.Context, stream grpc.ServerStream) (frame, error) {
	type message struct {
		frame frame
		err   error
	}
	received := make(chan message, 1)
	go func() {
		var m message
		m.err = stream.RecvMsg(&m.frame)
		received <- m
	}()
	select {
	case m := <-received:
		return m.frame, m.err
	case <-ctx.Done():
		return nil, status.FromContextError(ctx.Err()).Err()
	}
}

// unread is how gRPC says that a message is none, or is not in UTF-8. It takes that on itself; here only the machine that sent
// it can be to blame, since nothing else reads messages.
const unread = "grpc: failed to unmarshal the received message"

// passedError answers a service's own status as it is. One that the way there made tells of sockets and addresses.
func (g *Gateway) passedError(ctx context.Context, err error) error {
	for _, d := range status.Convert(err).Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok && info.GetReason() != "" {
			return err
		}
	}
	f := refusalOfCode(status.Convert(err))
	if strings.HasPrefix(status.Convert(err).Message(), unread) {
		f = refusal{reason: reasonValidation}
	}
	if status.Code(err) != codes.Canceled {
		g.log.WarnContext(ctx, "call failed", "request", callOf(ctx).id, "route", callOf(ctx).route, "reason", f.reason, "error", err.Error())
	}
	return statusOfRefusal(f)
}
