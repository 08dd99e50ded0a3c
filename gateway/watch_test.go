package gateway

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
)

func TestHintsAreGivenAsEvents(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	var hint proto.Message = &eventspb.Hint{UnitIds: []string{"u"}}
	s.services.answer = func(seen) (proto.Message, error) { return hint, nil }
	for said, want := range map[proto.Message]string{
		&eventspb.Hint{UnitIds: []string{"u"}, All: true}: "retry: 3000\ndata: {\"unitIds\":[\"u\"],\"all\":true}\n\n",
		&eventspb.Hint{}: "retry: 3000\n:\n\n",
	} {
		hint = said
		got := s.do("GET", watchPath, "")
		// protojson puts a space after a colon, or not, on purpose.
		if got.status != http.StatusOK || got.header.Get("Content-Type") != "text/event-stream" || squeezed(got.body) != squeezed(want) {
			t.Errorf("%v is %d %q, want %q", said, got.status, got.body, want)
		}
	}
	s.services.answer = func(seen) (proto.Message, error) { return nil, status.Error(codes.Unavailable, "") }
	s.do("GET", watchPath, "").wants(t, http.StatusServiceUnavailable, "UNAVAILABLE")
	s.do("GET", watchPath, "", "Cookie", "").wants(t, http.StatusUnauthorized, "UNAUTHENTICATED")
	s.do("POST", watchPath, "{}").wants(t, http.StatusNotFound, "NOT_FOUND")
}

func squeezed(text string) string { return strings.ReplaceAll(text, " ", "") }

// A page that is open does not keep the process from ending.
func TestStreamsEndWithTheProcess(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.services.holds = true
	c := s.dial()
	if _, err := c.Write([]byte("GET " + watchPath + " HTTP/1.1\r\nHost: vaatu\r\nCookie: vaatu=" + someToken + "\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	read := bufio.NewReader(c)
	for line := ""; line != "retry: 3000\n"; {
		var err error
		if line, err = read.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	s.stop()
	if err := c.SetReadDeadline(time.Now().Add(grace / 2)); err != nil {
		t.Fatal(err)
	}
	for {
		line, err := read.ReadString('\n')
		if err != nil {
			t.Fatalf("the stream does not end: %v", err)
		}
		if line == "0\r\n" {
			return
		}
	}
}
