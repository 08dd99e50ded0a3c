package gateway

import (
	"crypto/sha256"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// burstSeconds of requests may come at once: a page that opens asks for several things.
	burstSeconds = 10
	// mostLimited sessions are remembered; beyond, those that have been quiet long enough to be full again are forgotten.
	mostLimited = 10_000
)

// limiter bounds the requests of each session, however many connections they come by. It keeps no token.
type limiter struct {
	perSecond float64
	now       func() time.Time

	mu       sync.Mutex
	sessions map[[sha256.Size]byte]*rate.Limiter
}

// newLimiter answers one that lets a session have so many requests a second; 0: any number.
func newLimiter(perSecond float64, now func() time.Time) *limiter {
	return &limiter{perSecond: perSecond, now: now, sessions: map[[sha256.Size]byte]*rate.Limiter{}}
}

// allow reports whether the session may have one more request now.
func (l *limiter) allow(session string) bool {
	if l.perSecond <= 0 {
		return true
	}
	key, now := sha256.Sum256([]byte(session)), l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	own, known := l.sessions[key]
	if !known {
		if len(l.sessions) >= mostLimited {
			l.forget(now)
		}
		own = rate.NewLimiter(rate.Limit(l.perSecond), int(l.perSecond*burstSeconds))
		l.sessions[key] = own
	}
	return own.AllowN(now, 1)
}

// forget drops the sessions that may have a whole burst again: to know them no longer changes nothing for them.
func (l *limiter) forget(now time.Time) {
	for key, own := range l.sessions {
		if own.TokensAt(now) >= float64(own.Burst()) {
			delete(l.sessions, key)
		}
	}
}
