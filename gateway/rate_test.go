package gateway

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

func TestASessionThatAsksTooMuchIsToldToWait(t *testing.T) {
	t.Parallel()
	var later atomic.Int64
	began := time.Now()
	s := newSite(t, func(c *Config) {
		c.RequestsASecond = 2
		c.Now = func() time.Time { return began.Add(time.Duration(later.Load())) }
	})
	for i := range 2 * burstSeconds {
		if got := s.do(http.MethodGet, "/v1/me", ""); got.status == http.StatusTooManyRequests {
			t.Fatalf("request %d of the burst is refused", i+1)
		}
	}
	refused := s.do(http.MethodGet, "/v1/me", "")
	refused.wants(t, http.StatusTooManyRequests, reasonRateLimited)
	if refused.header.Get("Retry-After") == "" {
		t.Error("nobody is told when to come again")
	}
	asked := len(s.services.all())
	s.do(http.MethodPost, "/v1/cases", "{}").wants(t, http.StatusTooManyRequests, reasonRateLimited)
	if len(s.services.all()) != asked {
		t.Error("a request that was refused has reached the services")
	}
	later.Store(int64(time.Second))
	if got := s.do(http.MethodGet, "/v1/me", ""); got.status == http.StatusTooManyRequests {
		t.Error("a second later it is refused still")
	}
}

func TestTheLimiterForgetsWhoIsQuiet(t *testing.T) {
	t.Parallel()
	now := time.Now()
	l := newLimiter(1, burstSeconds, func() time.Time { return now })
	for range burstSeconds {
		l.allow("busy")
	}
	for i := range mostLimited {
		l.allow(strconv.Itoa(i))
	}
	now = now.Add(2 * time.Second)
	l.allow("one more")
	if n := len(l.known); n != 2 {
		t.Errorf("%d sessions are remembered; want the busy one and the new one", n)
	}
	for range 2 {
		l.allow("busy")
	}
	if l.allow("busy") {
		t.Error("who is busy was forgotten")
	}
	if !newLimiter(0, 0, time.Now).allow("x") {
		t.Error("no limit refuses")
	}
}
