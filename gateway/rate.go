package gateway

import (
	"hash/maphash"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// burstSeconds of requests may come at once: a page that opens asks for several things.
	burstSeconds = 10
	// mostLimited are remembered; beyond, those that have been quiet long enough to be full again are forgotten.
	mostLimited = 10_000
)

// limiter bounds the requests of each session or address, however many connections they come by. It keeps neither, but a hash
// that means nothing outside of this process.
type limiter struct {
	perSecond float64
	burst     int
	now       func() time.Time
	seed      maphash.Seed

	mu    sync.Mutex
	known map[uint64]*rate.Limiter
}

// newLimiter answers one that lets each have so many requests a second, and burst at once; 0: any number.
func newLimiter(perSecond float64, burst int, now func() time.Time) *limiter {
	return &limiter{perSecond: perSecond, burst: burst, now: now, seed: maphash.MakeSeed(), known: map[uint64]*rate.Limiter{}}
}

// allow reports whether somebody may have one more request now.
func (l *limiter) allow(who string) bool {
	if l.perSecond <= 0 {
		return true
	}
	key, now := maphash.String(l.seed, who), l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	own, known := l.known[key]
	if !known {
		if len(l.known) >= mostLimited {
			l.forget(now)
		}
		own = rate.NewLimiter(rate.Limit(l.perSecond), l.burst)
		l.known[key] = own
	}
	return own.AllowN(now, 1)
}

// forget drops those that may have a whole burst again: to know them no longer changes nothing for them.
func (l *limiter) forget(now time.Time) {
	for key, own := range l.known {
		if own.TokensAt(now) >= float64(own.Burst()) {
			delete(l.known, key)
		}
	}
}
