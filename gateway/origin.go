package gateway

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the networks of the proxies in front of the gateway, whose word on where a request came from counts.
type Proxies []netip.Prefix

// ParseProxies reads networks such as 10.0.0.0/8 or 192.0.2.7.
func ParseProxies(networks []string) (Proxies, error) {
	var all Proxies
	for _, n := range networks {
		network, err := netip.ParsePrefix(n)
		if address, single := netip.ParseAddr(n); single == nil {
			network, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("%q is no network: %w", n, err)
		}
		all = append(all, network.Masked())
	}
	return all, nil
}

// origin answers the address of the client: that of the connection, or, where a proxy of ours has made it, the last one in its
// header that is no proxy of ours. Empty: nobody knows.
func (p Proxies) origin(remote string, forwarded []string) string {
	connected, err := netip.ParseAddrPort(remote)
	if err != nil {
		return ""
	}
	client := connected.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for _, hop := range slices.Backward(hops) {
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil || !p.has(client) {
			break
		}
		client = before.Unmap().WithZone("")
	}
	return client.String()
}

func (p Proxies) has(address netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(address) })
}
