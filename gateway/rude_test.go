package gateway

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
)

// spaces never end.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func (s *site) dial() net.Conn {
	s.t.Helper()
	c, err := (&net.Dialer{}).DialContext(s.t.Context(), "tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestRudeCallersAreCutOffAndOthersNoticeNothing lets some open connections and say no more, and others send bodies without
// end, while somebody works.
func TestRudeCallersAreCutOffAndOthersNoticeNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	var silent []net.Conn
	for range 60 {
		c := s.dial()
		fmt.Fprint(c, "POST /v1/cases HTTP/1.1\r\nHost: vaatu\r\nContent-")
		silent = append(silent, c)
	}
	for range 3 {
		const whole = 100 << 20
		c := s.dial()
		fmt.Fprintf(c, "POST /v1/cases HTTP/1.1\r\nHost: vaatu\r\nContent-Type: application/json\r\nCookie: vaatu=%s\r\nContent-Length: %d\r\n\r\n", someToken, whole)
		sent := make(chan int64, 1)
		go func() {
			n, _ := io.CopyN(c, spaces{}, whole)
			sent <- n
		}()
		got, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatalf("a body of 100 MB: %v", err)
		}
		_ = got.Body.Close()
		_ = c.Close()
		if n := <-sent; got.StatusCode != http.StatusRequestEntityTooLarge || n > whole/4 {
			t.Errorf("a body of 100 MB is answered %d, and %d bytes of it were taken", got.StatusCode, n)
		}
		s.do("POST", "/v1/cases", strings.Repeat("[", 10_000), "Idempotency-Key", "k").wants(t, 400, reasonValidation)
	}
	for range 50 {
		if got := s.do("GET", "/v1/me", ""); got.status != 200 {
			t.Fatalf("who works is answered %d %s", got.status, got.body)
		}
	}
	patience := time.Now().Add(20 * time.Second)
	for i, c := range silent {
		_ = c.SetReadDeadline(patience)
		if _, err := io.Copy(io.Discard, c); err != nil {
			t.Fatalf("connection %d: %v; want it closed", i, err)
		}
	}
}

// TestACallThatSendsNothingEnds opens as many calls as a connection may have at once, and sends nothing in them.
func TestACallThatSendsNothingEnds(t *testing.T) {
	t.Parallel()
	p := newPlant(t, func(c *Config) { c.patience = 300 * time.Millisecond })
	ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+p.idp.accessToken(t, nil))
	var silent []grpc.ClientStream
	for range maxStreams {
		stream, err := p.grpc.NewStream(ctx, &grpc.StreamDesc{}, directorypb.DirectoryService_GetMe_FullMethodName)
		if err != nil {
			t.Fatal(err)
		}
		silent = append(silent, stream)
	}
	ended := make(chan error, len(silent))
	for _, stream := range silent {
		go func() { ended <- stream.RecvMsg(&directorypb.Me{}) }()
	}
	for range silent {
		select {
		case err := <-ended:
			if status.Code(err) != codes.Unavailable {
				t.Errorf("a call that sent nothing is answered %v", err)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("a call that sends nothing goes on")
		}
	}
}

// deaf is a connection that takes bytes and, once it is told so, shows them to nobody.
type deaf struct {
	net.Conn

	now   *atomic.Bool
	ended chan<- struct{}
}

func (d deaf) Read(p []byte) (int, error) {
	if d.now.Load() {
		_, _ = io.Copy(io.Discard, d.Conn)
		d.ended <- struct{}{}
		return 0, io.EOF
	}
	return d.Conn.Read(p)
}

// TestWhoDoesNotReadAnAnswerLosesTheConnection: who reads keeps it, however long the answer is.
func TestWhoDoesNotReadAnAnswerLosesTheConnection(t *testing.T) {
	t.Parallel()
	p := newPlant(t, func(c *Config) { c.patience = 3 * time.Second })
	long := strings.Repeat("x", 1<<20)
	p.services.answers(func(seen) (proto.Message, error) { return &directorypb.Me{DisplayName: long}, nil })
	var dialled atomic.Int32
	var stops atomic.Bool
	ended := make(chan struct{}, 1)
	const window = 64 << 10 // of what the server may send unasked
	conn, err := grpc.NewClient(p.grpc.Target(), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithStaticStreamWindowSize(window), grpc.WithStaticConnWindowSize(window),
		grpc.WithContextDialer(func(ctx context.Context, address string) (net.Conn, error) {
			dialled.Add(1)
			c, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
			return deaf{c, &stops, ended}, err
		}))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ctx := func() context.Context { // a token lives for a minute, and a slow machine reads for longer
		return metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+p.idp.accessToken(t, nil))
	}
	client := directorypb.NewDirectoryServiceClient(conn)
	for range 50 {
		if me, err := client.GetMe(ctx(), &directorypb.GetMeRequest{}); err != nil || me.GetDisplayName() != long {
			t.Fatalf("who reads is answered %d bytes, %v", len(me.GetDisplayName()), err)
		}
	}
	if n := dialled.Load(); n != 1 {
		t.Errorf("who reads has had %d connections", n)
	}
	stops.Store(true)
	last := ctx()
	go func() { _, _ = client.GetMe(last, &directorypb.GetMeRequest{}) }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Fatal("an answer that nobody reads is kept")
	}
}
