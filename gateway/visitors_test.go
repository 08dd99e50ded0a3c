package gateway

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const feedback = "/v1/feedback"

func TestAPublicRouteIsOpenWithoutASessionAndTellsNoServiceWhoCame(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, sent := range [][]string{
		{"Cookie", ""},
		{}, // signed in
		{"Cookie", "", "Authorization", "Bearer nonsense"},
	} {
		before := len(s.services.all())
		if got := s.do(http.MethodPost, feedback, `{"message":"x"}`, append(sent, "Idempotency-Key", "key-1")...); got.status != http.StatusOK {
			t.Fatalf("with %v it answers %d %s", sent, got.status, got.body)
		}
		call := s.services.all()[before]
		if len(call.metadata.Get(mdSession))+len(call.metadata.Get(mdOrigin)) > 0 || len(call.metadata.Get(mdIdempotency)) != 1 {
			t.Errorf("with %v the service was told %v", sent, call.metadata)
		}
	}
	s.do(http.MethodGet, feedback, "", "Cookie", "").wants(t, http.StatusUnauthorized, reasonUnauthenticated)
	s.do(http.MethodPost, feedback, `{"message":"x"}`, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site").
		wants(t, http.StatusForbidden, reasonForeignOrigin)
	if s.gateway.passes["/vaatu.feedback.v1.FeedbackService/SendFeedback"] {
		t.Error("the port for machines lets visitors in")
	}
}

func TestABodyOfAVisitorIsShort(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	fits := strings.Repeat(`\u00e4`, 4000) // a text of the longest kind, written at the greatest length
	if got := s.do(http.MethodPost, feedback, `{"message":"`+fits+`"}`); got.status != http.StatusOK {
		t.Errorf("4,000 characters are met with %d", got.status)
	}
	long := `{"message":"` + strings.Repeat("a", maxPublicBody) + `"}`
	s.do(http.MethodPost, feedback, long).wants(t, http.StatusRequestEntityTooLarge, reasonTooLarge)
	r := httptest.NewRequest(http.MethodPost, feedback, strings.NewReader(long))
	r.ContentLength = -1 // in chunks, of which nobody knows how many
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.gateway.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("in chunks it is met with %d", w.Code)
	}
}

func TestVisitorsAreBoundedByAddressAndAllTogether(t *testing.T) {
	t.Parallel()
	var later atomic.Int64
	began := time.Now()
	s := newSite(t, func(c *Config) {
		c.Now = func() time.Time { return began.Add(time.Duration(later.Load())) }
		c.Proxies = Proxies{netip.MustParsePrefix("10.0.0.7/32")}
	})
	from := func(remote string) int {
		r := httptest.NewRequest(http.MethodPost, feedback, strings.NewReader(`{"message":"x"}`))
		r.RemoteAddr = remote
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Forwarded-For", "198.51.100.1") // counts of that proxy only
		w := httptest.NewRecorder()
		s.gateway.Handler().ServeHTTP(w, r)
		return w.Code
	}
	for i := range visitorBurst {
		if got := from(fmt.Sprintf("[2001:db8::%x]:1000", i+1)); got != http.StatusOK { // one house
			t.Fatalf("request %d of an address is met with %d", i+1, got)
		}
	}
	for range visitorsBurst {
		if got := from("[2001:db8::ffff]:2000"); got != http.StatusTooManyRequests {
			t.Fatalf("an address that asks too much is met with %d", got)
		}
	}
	for i := range visitorsBurst - visitorBurst {
		if got := from(fmt.Sprintf("203.0.113.%d:1000", i+1)); got != http.StatusOK {
			t.Fatalf("another address is met with %d: who is refused takes from the others", got)
		}
	}
	if got := from("192.0.2.1:1000"); got != http.StatusTooManyRequests {
		t.Errorf("beyond what all may together, a new address is met with %d", got)
	}
	later.Store(int64(visitorEvery))
	for _, remote := range []string{"[2001:db8::1]:1", "127.0.0.1:1", "10.0.0.1:1", "10.0.0.1:1"} {
		if got := from(remote); got != http.StatusOK {
			t.Errorf("later %s is met with %d", remote, got)
		}
	}
	if got := from("[2001:db8::1]:1"); got != http.StatusTooManyRequests {
		t.Errorf("at once again the address is met with %d", got)
	}
	later.Store(int64(2 * time.Hour))
	for i := range visitorBurst + 1 {
		if got := from("10.0.0.7:1"); (got == http.StatusTooManyRequests) != (i == visitorBurst) {
			t.Fatalf("behind a proxy that is known request %d of a client is met with %d", i+1, got)
		}
	}
	if strings.Contains(s.log.String(), "2001:db8") || strings.Contains(s.log.String(), "203.0.113") {
		t.Error("an address is in the log")
	}
}
