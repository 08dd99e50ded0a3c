package gateway

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// someToken is what a session token looks like.
const someToken = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// seen is one call that reached a service.
type seen struct {
	method   string
	metadata metadata.MD
	request  proto.Message
}

// backend stands for all services: it understands every method of the contract and answers what the test says.
type backend struct {
	mu     sync.Mutex
	calls  []seen
	answer func(seen) (proto.Message, error)
	// holds: calls do not end after their answer, as streams do not.
	holds bool
}

func (b *backend) all() []seen {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]seen(nil), b.calls...)
}

// one answers the only call.
func (b *backend) one(t *testing.T) seen {
	t.Helper()
	calls := b.all()
	if len(calls) != 1 {
		t.Fatalf("the services saw %d calls, want one", len(calls))
	}
	return calls[0]
}

func (b *backend) handle(_ any, stream grpc.ServerStream) error {
	name, _ := grpc.MethodFromServerStream(stream)
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(strings.ReplaceAll(name[1:], "/", ".")))
	if err != nil {
		return status.Error(codes.Unimplemented, err.Error())
	}
	method := found.(protoreflect.MethodDescriptor)
	request, reply := empty(method.Input()), empty(method.Output())
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	md, _ := metadata.FromIncomingContext(stream.Context())
	call := seen{name, md, request}
	b.mu.Lock()
	b.calls = append(b.calls, call)
	answer, holds := b.answer, b.holds
	b.mu.Unlock()
	if answer != nil {
		said, err := answer(call)
		if err != nil {
			return err
		}
		if said != nil {
			reply = said
		}
	}
	if err := stream.SendMsg(reply); err != nil || !holds {
		return err
	}
	<-stream.Context().Done()
	return nil
}

func empty(d protoreflect.MessageDescriptor) proto.Message {
	t, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		panic(err)
	}
	return t.New().Interface()
}

// serveBackend serves a backend on a socket and answers its address.
func serveBackend(t *testing.T, b *backend) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "gw") // short: the path of a socket ends at 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "s.sock")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer(grpc.UnknownServiceHandler(b.handle))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l)
	}()
	t.Cleanup(func() {
		server.Stop()
		<-done
		_ = os.RemoveAll(dir)
	})
	return "unix://" + path
}

// site is a gateway that runs, with fake services behind it and a browser before it.
type site struct {
	t        *testing.T
	base     string
	services *backend
	access   *backend
	log      *lines
	client   *http.Client
	gateway  *Gateway
	// stop asks it to end.
	stop context.CancelFunc
}

var testWeb = fstest.MapFS{
	"index.html":     {Data: []byte(`<!doctype html><html lang="fi"><meta property="csp-nonce" nonce="VAATU_NONCE"><div id="root"></div><script src="/assets/a-1.js" nonce="VAATU_NONCE"></script>`)},
	"favicon.svg":    {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
	"assets/a-1.js":  {Data: []byte("export const a = " + strings.Repeat("1 + ", 500) + "1;\n")},
	"assets/f.woff2": {Data: []byte("wOF2")},
	".gitkeep":       {Data: nil},
}

// newSite starts a gateway; change may alter its settings.
func newSite(t *testing.T, change func(*Config)) *site {
	t.Helper()
	s := &site{t: t, services: &backend{}, access: &backend{}, log: &lines{}}
	config := Config{
		HTTP: "127.0.0.1:0", Services: serveBackend(t, s.services), Access: serveBackend(t, s.access), Web: testWeb,
		OpenAPI: []byte(`{"openapi":"3.1.0"}`), Logger: slog.New(slog.NewJSONHandler(s.log, nil)),
		Providers: []Provider{{Name: "none", Issuer: "http://127.0.0.1:1", ClientID: "vaatu"}},
	}
	if change != nil {
		change(&config)
	}
	g, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("running the gateway: %v", err)
		}
	})
	s.stop = stop
	s.gateway, s.base, s.client = g, g.PublicURL(), newClient(t)
	return s
}

// newClient is a browser that keeps cookies and follows no redirect.
func newClient(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{
		Jar: jar, Transport: &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// answer is a response that was read.
type answer struct {
	status int
	header http.Header
	body   string
}

// do sends a request of a signed-in person. Headers are pairs of name and value; an empty value takes one away.
func (s *site) do(method, path, body string, headers ...string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	} else {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Cookie", "vaatu="+someToken)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Del(headers[i])
		if headers[i+1] != "" {
			r.Header.Add(headers[i], headers[i+1])
		}
	}
	return s.send(r)
}

func (s *site) send(r *http.Request) answer {
	s.t.Helper()
	response, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// problem reads a problem document and checks what every one has.
func (a answer) problem(t *testing.T) problem {
	t.Helper()
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("%d has type %q and body %q, want a problem document", a.status, got, a.body)
	}
	var p problem
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatalf("reading %q: %v", a.body, err)
	}
	if p.Status != a.status || p.Type == "" || p.Title == "" || p.Detail == "" || p.RequestID == "" {
		t.Errorf("the problem %s is incomplete for status %d", a.body, a.status)
	}
	if p.RequestID != a.header.Get("X-Request-ID") {
		t.Errorf("the problem names request %s, the header %s", p.RequestID, a.header.Get("X-Request-ID"))
	}
	return p
}

// wants checks status and reason and answers the problem.
func (a answer) wants(t *testing.T, status int, reason string) problem {
	t.Helper()
	p := a.problem(t)
	if a.status != status || p.Reason != reason {
		t.Errorf("got %d %s, want %d %s", a.status, p.Reason, status, reason)
	}
	return p
}

// refuse makes the backend refuse with a reason, as the services do.
func (b *backend) refuse(code codes.Code, reason string, details map[string]string, fields ...*errdetails.BadRequest_FieldViolation) {
	said := []protoadapt.MessageV1{&errdetails.ErrorInfo{Reason: reason, Domain: "vaatu", Metadata: details}}
	if len(fields) > 0 {
		said = append(said, &errdetails.BadRequest{FieldViolations: fields})
	}
	s, err := status.New(code, "SELECT secret FROM cause").WithDetails(said...)
	if err != nil {
		panic(err)
	}
	b.answers(func(seen) (proto.Message, error) { return nil, s.Err() })
}

func (b *backend) answers(with func(seen) (proto.Message, error)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = with
}

// lines keeps what was logged.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
