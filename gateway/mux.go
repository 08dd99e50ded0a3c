package gateway

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	breakglasspb "github.com/vip-verkosto/vaatu/proto/vaatu/breakglass/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	feedbackpb "github.com/vip-verkosto/vaatu/proto/vaatu/feedback/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// maxReply is the largest reply of a service in bytes: the longest conversation that is shown.
const maxReply = 16 << 20

// A line that answers nothing for so long is lost: a stream would wait on it for ever.
const (
	lineAsked = 20 * time.Second
	lineLost  = 10 * time.Second
)

// dial answers a connection that is made at the first call and again, within a second, after each loss.
func (g *Gateway) dial(target string, more ...grpc.DialOption) (*grpc.ClientConn, error) {
	retry := backoff.DefaultConfig
	retry.BaseDelay, retry.MaxDelay = 50*time.Millisecond, time.Second
	transport := insecure.NewCredentials() // a socket that only this user can open
	if !strings.HasPrefix(target, "unix:") {
		if g.config.Upstream == nil {
			return nil, fmt.Errorf("%s is no socket, and the gateway's setting Upstream is missing", target)
		}
		transport = credentials.NewTLS(g.config.Upstream)
	}
	conn, err := grpc.NewClient(target, append(more,
		grpc.WithTransportCredentials(transport),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: retry, MinConnectTimeout: 2 * time.Second}),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: lineAsked, Timeout: lineLost}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxReply)),
	)...)
	if err != nil {
		return nil, fmt.Errorf("dialling %s: %w", target, err)
	}
	g.conns = append(g.conns, conn)
	return conn, nil
}

// registrations are the services with routes.
var registrations = []func(context.Context, *runtime.ServeMux, *grpc.ClientConn) error{
	accesspb.RegisterAccountServiceHandler,
	directorypb.RegisterDirectoryServiceHandler,
	routingpb.RegisterRoutingServiceHandler,
	routingpb.RegisterRuleSetServiceHandler,
	intakepb.RegisterIntakeServiceHandler,
	intakepb.RegisterDraftServiceHandler,
	intakepb.RegisterChecklistServiceHandler,
	intakepb.RegisterSimilarServiceHandler,
	assignmentpb.RegisterAssignmentServiceHandler,
	assignmentpb.RegisterHandOverServiceHandler,
	assignmentpb.RegisterStaffServiceHandler,
	assignmentpb.RegisterQueueViewServiceHandler,
	caseworkpb.RegisterCaseworkServiceHandler,
	permitspb.RegisterPermitServiceHandler,
	caseloadpb.RegisterCaseloadServiceHandler,
	grantspb.RegisterGrantServiceHandler,
	breakglasspb.RegisterBreakGlassServiceHandler,
	feedbackpb.RegisterFeedbackServiceHandler,
	auditpb.RegisterAuditServiceHandler,
	eventspb.RegisterEventServiceHandler,
	attachmentspb.RegisterAttachmentServiceHandler,
}

// services answers the handler that turns JSON into gRPC.
func (g *Gateway) services() (http.Handler, error) {
	conn, err := g.dial(g.config.Services, grpc.WithUnaryInterceptor(g.behindToken))
	if err != nil {
		return nil, err
	}
	g.front = conn
	none := func(string) (string, bool) { return "", false }
	mux := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, newWire()),
		runtime.WithDisablePathLengthFallback(),
		runtime.WithDisableHTTPMethodOverride(),
		runtime.WithWriteContentLength(),
		runtime.WithIncomingHeaderMatcher(none), // metadata is made by metadataOf
		runtime.WithOutgoingHeaderMatcher(none),
		runtime.WithOutgoingTrailerMatcher(none),
		runtime.WithMetadata(func(ctx context.Context, _ *http.Request) metadata.MD { return callOf(ctx).metadata }),
		runtime.WithForwardResponseOption(etag),
		runtime.WithErrorHandler(g.serviceError),
		runtime.WithRoutingErrorHandler(routingError),
	)
	for _, register := range registrations {
		if err := register(context.Background(), mux, conn); err != nil {
			return nil, fmt.Errorf("registering routes: %w", err)
		}
	}
	return mux, nil
}

// sessions answers the client of the sessions' door.
func (g *Gateway) sessions() (accesspb.SessionServiceClient, error) {
	conn, err := g.dial(g.config.Access)
	if err != nil {
		return nil, err
	}
	return accesspb.NewSessionServiceClient(conn), nil
}

// etag repeats a resource's etag as the header.
func etag(_ context.Context, w http.ResponseWriter, m proto.Message) error {
	if e, ok := m.(interface{ GetEtag() string }); ok && e.GetEtag() != "" {
		w.Header().Set("ETag", `"`+e.GetEtag()+`"`)
	}
	return nil
}
