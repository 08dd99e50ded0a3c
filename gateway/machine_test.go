package gateway

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
)

// plant is a gateway that serves machines too, with services that know the sessions which were opened.
type plant struct {
	*site

	idp  *idp
	grpc *grpc.ClientConn

	mu     sync.Mutex
	opened []*accesspb.OpenSessionRequest
	ended  map[string]bool
}

func newPlant(t *testing.T, change func(*Config)) *plant {
	t.Helper()
	p, log := &plant{idp: newIDP(t), ended: map[string]bool{}}, &lines{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.site = newSite(t, func(c *Config) {
		c.Providers, c.GRPC = []Provider{p.idp.provider()}, l
		c.Logger = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		if change != nil {
			change(c)
		}
	})
	p.log = log
	p.access.answers(p.session)
	p.services.answers(func(c seen) (proto.Message, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		sent := c.metadata.Get(mdSession)
		known := slices.ContainsFunc(p.opened, func(o *accesspb.OpenSessionRequest) bool { return slices.Contains(sent, o.GetMachine().GetToken()) })
		if !known || p.ended[sent[0]] {
			return nil, statusOfRefusal(refusal{reason: reasonUnauthenticated})
		}
		return nil, nil //nolint:nilnil // an empty reply
	})
	p.grpc, err = grpc.NewClient(l.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.grpc.Close() })
	return p
}

func (p *plant) session(c seen) (proto.Message, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch r := c.request.(type) {
	case *accesspb.OpenSessionRequest:
		p.opened = append(p.opened, r)
		return &accesspb.OpenSessionResponse{Token: r.GetMachine().GetToken()}, nil
	case *accesspb.RevokeSessionRequest:
		p.ended[r.GetToken()] = true
	}
	return &accesspb.RevokeSessionResponse{}, nil
}

// openings answers the sessions that were opened.
func (p *plant) openings() []*accesspb.OpenSessionRequest {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.opened)
}

// me asks who one is, by JSON.
func (p *plant) me(authorization ...string) answer {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.base+"/v1/me", http.NoBody)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header["Authorization"] = authorization
	return p.send(r)
}

// meByGRPC asks it by gRPC.
func (p *plant) meByGRPC(authorization ...string) error {
	ctx := metadata.NewOutgoingContext(p.t.Context(), metadata.MD{"authorization": authorization})
	_, err := directorypb.NewDirectoryServiceClient(p.grpc).GetMe(ctx, &directorypb.GetMeRequest{})
	return err
}

func TestAMachineIsServedByItsAccessToken(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	expires := time.Now().Add(time.Minute).Truncate(time.Second)
	token := p.idp.accessToken(t, func(said map[string]any) {
		said["exp"], said[mpassRole], said["name"] = expires.Unix(), p.idp.claims[mpassRole], "Kone"
	})
	if got := p.me("Bearer " + token); got.status != http.StatusOK {
		t.Fatalf("by JSON: %d %s", got.status, got.body)
	}
	if err := p.meByGRPC("bearer " + token); err != nil {
		t.Fatalf("by gRPC: %v", err)
	}
	opened := p.openings()
	if len(opened) != 1 {
		t.Fatalf("%d sessions were opened for one token", len(opened))
	}
	o := opened[0]
	if o.GetIssuer() != p.idp.server.URL || o.GetSubject() != "person" || o.GetDisplayName() != "Kone" || len(o.GetSchoolRoles()) != 1 ||
		!o.GetMachine().GetExpireTime().AsTime().Equal(expires) || !strings.HasPrefix(o.GetMachine().GetToken(), "bearer.") {
		t.Errorf("the session was opened by %v", o)
	}
	for _, c := range p.services.all() {
		if sent := c.metadata.Get(mdSession); len(sent) != 1 || sent[0] != o.GetMachine().GetToken() {
			t.Errorf("a call was made with the session %v", sent)
		}
		if len(c.metadata.Get("authorization")) > 0 {
			t.Error("a service has got the access token")
		}
	}
	// The token counts, not the cookie beside it.
	if got := p.do("GET", "/v1/me", "", "Authorization", "Bearer "+token); got.status != http.StatusOK {
		t.Errorf("with a cookie beside it: %d", got.status)
	}
	p.do("GET", "/v1/me", "", "Authorization", "Bearer x.y.z").wants(t, 401, reasonInvalidToken)
	// Whoever sends no token is told that one is wanted, and of no error: RFC 6750, section 3.1.
	none := p.do("GET", "/v1/me", "", "Cookie", "")
	none.wants(t, 401, reasonUnauthenticated)
	if none.header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("without a token WWW-Authenticate is %q", none.header.Get("WWW-Authenticate"))
	}
	// Another site's page is refused, whatever it sends.
	p.do("POST", "/v1/drafts", "{}", "Authorization", "Bearer "+token, "Origin", "https://evil.example").wants(t, 403, reasonForeignOrigin)
	// What is ended is ended.
	if got := p.do("POST", "/auth/logout", "", "Authorization", "Bearer "+token); got.status != http.StatusSeeOther {
		t.Errorf("ending it: %d %s", got.status, got.body)
	}
	p.me("Bearer "+token).wants(t, 401, reasonInvalidToken)
	if err := p.meByGRPC("Bearer " + token); status.Code(err) != codes.Unauthenticated || status.Convert(err).Message() != reasonInvalidToken {
		t.Errorf("after its end: %v", err)
	}
	for part := range strings.SplitSeq(token, ".") {
		if strings.Contains(p.log.String(), part) {
			t.Errorf("a part of the token is in the log")
		}
	}
	if strings.Contains(p.log.String(), o.GetMachine().GetToken()) {
		t.Error("the session's token is in the log")
	}
}

func TestAMachineMayBeginWithTheStream(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	token := p.idp.accessToken(t, func(said map[string]any) { said[mpassRole] = p.idp.claims[mpassRole] })
	if got := p.do("GET", watchPath, "", "Cookie", "", "Authorization", "Bearer "+token); got.status != http.StatusOK || len(p.openings()) != 1 {
		t.Errorf("a machine's stream answers %d %s after %d openings", got.status, got.body, len(p.openings()))
	}
}

func TestALearnerOrSomebodyWithoutARoleIsNoMachine(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	learner := p.idp.accessToken(t, func(said map[string]any) { said[mpassRole] = "1;30076;7B;Oppilas;1;2;" })
	p.me("Bearer "+learner).wants(t, 403, reasonNoRole)
	if err := p.meByGRPC("Bearer " + learner); status.Code(err) != codes.PermissionDenied {
		t.Errorf("a learner by gRPC: %v", err)
	}
	p.do("POST", "/auth/logout", "", "Authorization", "Bearer "+learner).wants(t, 403, reasonNoRole)
	if opened := p.openings(); len(opened) > 0 {
		t.Errorf("a session was opened: %v", opened)
	}
	p.access.refuse(codes.PermissionDenied, reasonNoRole, nil)
	p.me("Bearer "+p.idp.accessToken(t, nil)).wants(t, 403, reasonNoRole)
}

func TestANewTokenBringsNoNewRequests(t *testing.T) {
	t.Parallel()
	p := newPlant(t, func(c *Config) { c.RequestsASecond = 0.1 }) // one at once
	p.me("Bearer " + p.idp.accessToken(t, nil))
	p.me("Bearer "+p.idp.accessToken(t, nil)).wants(t, 429, reasonRateLimited)
	if err := p.meByGRPC("Bearer " + p.idp.accessToken(t, nil)); status.Code(err) != codes.ResourceExhausted {
		t.Errorf("by gRPC: %v", err)
	}
	other := p.idp.accessToken(t, func(said map[string]any) { said["sub"] = "another" })
	if got := p.me("Bearer " + other); got.status != http.StatusOK {
		t.Errorf("another machine: %d", got.status)
	}
}

func TestOfACallByGRPCAServiceGetsExactlyWhatItShould(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	token := p.idp.accessToken(t, nil)
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token, "accept-language", "sv-FI", "if-match", `"v7"`,
		"idempotency-key", "key-1", "vaatu-acting-grant", someID, "vaatu-session", "evil", "vaatu-principal-bin", "evil", "x-request-id", "evil",
		"cookie", "vaatu="+someToken, "x-forwarded-for", "10.0.0.1")
	var header metadata.MD
	sent := &assignmentpb.ClaimAssignmentRequest{AssignmentId: someID}
	if _, err := assignmentpb.NewAssignmentServiceClient(p.grpc).ClaimAssignment(ctx, sent, grpc.Header(&header)); err != nil {
		t.Fatal(err)
	}
	calls := p.services.all()
	c := calls[len(calls)-1]
	if !proto.Equal(c.request, sent) {
		t.Errorf("the service got %v", c.request)
	}
	got := c.metadata.Copy()
	for _, ours := range []string{":authority", "content-type", "user-agent", "grpc-accept-encoding", "grpc-timeout", mdRequestID} {
		delete(got, ours)
	}
	want := metadata.MD{mdSession: {p.openings()[0].GetMachine().GetToken()}, mdLanguage: {"sv"}, mdIfMatch: {`"v7"`}, mdIdempotency: {"key-1"}, mdActing: {someID}, mdOrigin: {"127.0.0.1"}}
	if len(got) != len(want) {
		t.Errorf("the service got %v, want %v", got, want)
	}
	for key, values := range want {
		if !slices.Equal(got[key], values) {
			t.Errorf("%s is %v, want %v", key, got[key], values)
		}
	}
	if id := c.metadata.Get(mdRequestID); !slices.Equal(id, header.Get(mdRequestID)) || len(id) != 1 || id[0] == "evil" {
		t.Errorf("the request's id is %v, the client was told %v", id, header.Get(mdRequestID))
	}
	for name, ctx := range map[string]context.Context{
		"two keys": metadata.AppendToOutgoingContext(ctx, "idempotency-key", "key-2"), "no text": metadata.AppendToOutgoingContext(t.Context(),
			"authorization", "Bearer "+token, "idempotency-key", strings.Repeat("k", longestHeader+1)),
	} {
		if _, err := assignmentpb.NewAssignmentServiceClient(p.grpc).ClaimAssignment(ctx, sent); status.Code(err) != codes.InvalidArgument {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNotForMachinesIsNotThere(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+p.idp.accessToken(t, nil))
	var answers []string
	for _, method := range []string{
		accesspb.SessionService_OpenSession_FullMethodName, accesspb.SessionService_RevokeSession_FullMethodName,
		"/grpc.health.v1.Health/Check", "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "/vaatu.cases.v1.None/None",
		directorypb.DirectoryService_GetMe_FullMethodName + "x", "/vaatu.directory.v1.DirectoryService/",
	} {
		for _, ctx := range []context.Context{ctx, t.Context()} {
			err := p.grpc.Invoke(ctx, method, &accesspb.RevokeSessionRequest{Token: someToken}, &accesspb.RevokeSessionResponse{})
			if status.Code(err) != codes.Unimplemented {
				t.Errorf("%s: %v", method, err)
			}
			answers = append(answers, status.Convert(err).Proto().String())
		}
	}
	slices.Sort(answers)
	if len(slices.Compact(answers)) != 1 {
		t.Errorf("they are told apart: %v", answers)
	}
	if len(p.services.all()) > 0 || len(p.access.all()) > 0 {
		t.Error("a service was called")
	}
	for method := range p.gateway.passes {
		if strings.Contains(method, "SessionService") || strings.HasSuffix(method, "/RouteRequest") {
			t.Errorf("%s is open", method)
		}
	}
}

func TestAServiceThatIsDownTellsNothingOfItsAddress(t *testing.T) {
	t.Parallel()
	p := newPlant(t, func(c *Config) { c.Services = "unix:///nowhere/secret.sock" })
	err := p.meByGRPC("Bearer " + p.idp.accessToken(t, nil))
	if status.Code(err) != codes.Unavailable || strings.Contains(err.Error(), "secret.sock") {
		t.Errorf("the client is told %v", err)
	}
}

func TestAMessageBeyondBoundsIsRefusedUnreadByServices(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+p.idp.accessToken(t, nil))
	_, err := caseworkpb.NewCaseworkServiceClient(p.grpc).PostMessage(ctx, &caseworkpb.PostMessageRequest{Text: strings.Repeat("x", maxMessage)})
	if status.Code(err) != codes.ResourceExhausted || len(p.services.all()) > 0 {
		t.Errorf("%v, and the services saw %d calls", err, len(p.services.all()))
	}
}
