package gateway

import (
	"net/netip"
	"time"

	"golang.org/x/time/rate"
)

// What people without a session may send: from one address, and to this process from all together.
const (
	visitorEvery  = 5 * time.Minute
	visitorBurst  = 10
	visitorsEvery = time.Minute
	visitorsBurst = 60
)

// visitors bounds requests that come without a session. Behind a proxy that the settings do not name, whose address is all that is
// seen here, the bound of all together is the only one.
type visitors struct {
	each *limiter
	all  *rate.Limiter
	now  func() time.Time
}

func newVisitors(now func() time.Time) *visitors {
	return &visitors{
		each: newLimiter(1/visitorEvery.Seconds(), visitorBurst, now), all: rate.NewLimiter(rate.Every(visitorsEvery), visitorsBurst), now: now,
	}
}

// allow reports whether one more may come from an address now. One that is refused takes nothing from the others, and when
// nobody may come, no address is remembered.
func (v *visitors) allow(origin string) bool {
	now := v.now()
	if v.all.TokensAt(now) < 1 {
		return false
	}
	if network := networkOf(origin); network != "" && !v.each.allow(network) {
		return false
	}
	return v.all.AllowN(now, 1)
}

// networkOf answers what counts as one address: of IPv6 the half that a provider gives to one customer. Nothing for addresses of
// the house: there is a proxy, or nobody from outside.
func networkOf(origin string) string {
	address, err := netip.ParseAddr(origin)
	if err != nil || address.IsLoopback() || address.IsPrivate() || address.IsLinkLocalUnicast() {
		return ""
	}
	if address.Is4() {
		return address.String()
	}
	network, _ := address.Prefix(64) // an IPv6 address has as many bits
	return network.String()
}
