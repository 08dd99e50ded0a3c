package gateway

import (
	"net/netip"
	"testing"
)

func TestTheOriginIsWhatAProxyOfOursSaysAndNobodyElse(t *testing.T) {
	t.Parallel()
	ours, err := ParseProxies([]string{"10.0.0.0/8", "2001:db8::1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, remote string
		forwarded    []string
		want         string
	}{
		{"a client that connects itself", "192.0.2.7:4711", nil, "192.0.2.7"},
		{"a client that claims to be another", "192.0.2.7:4711", []string{"198.51.100.1"}, "192.0.2.7"},
		{"a client behind a proxy", "10.1.2.3:4711", []string{"198.51.100.1"}, "198.51.100.1"},
		{"a client behind two", "10.1.2.3:4711", []string{"198.51.100.1, 10.9.9.9"}, "198.51.100.1"},
		{"a client behind a proxy that claims to be another", "10.1.2.3:4711", []string{"203.0.113.5, 198.51.100.1"}, "198.51.100.1"},
		{"two headers are one list", "10.1.2.3:4711", []string{"203.0.113.5", "198.51.100.1"}, "198.51.100.1"},
		{"a proxy that says nothing", "10.1.2.3:4711", nil, "10.1.2.3"},
		{"a proxy that passes on what is no address", "10.1.2.3:4711", []string{"<script>"}, "10.1.2.3"},
		{"by IPv6", "[2001:db8::1]:4711", []string{"2001:db8:5::9"}, "2001:db8:5::9"},
		{"IPv4 in IPv6", "[::ffff:10.1.2.3]:4711", []string{"198.51.100.1"}, "198.51.100.1"},
		{"a socket", "@", nil, ""},
	} {
		if got := ours.origin(test.remote, test.forwarded); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	for _, wrong := range []string{"", "10.0.0.0/33", "proxy.example"} {
		if _, err := ParseProxies([]string{wrong}); err == nil {
			t.Errorf("%q was taken for a network", wrong)
		}
	}
}

func FuzzAnOriginIsAnAddressAndAStrangersWordIsNone(f *testing.F) {
	f.Add("10.1.2.3:4711", "198.51.100.1, 10.9.9.9")
	f.Add("192.0.2.7:4711", "203.0.113.5")
	f.Add("[::ffff:10.1.2.3]:4711", "fe80::1%eth0,,")
	f.Add("@", "\x00")
	ours, err := ParseProxies([]string{"10.0.0.0/8"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, remote, forwarded string) {
		got := ours.origin(remote, []string{forwarded})
		if got != "" {
			if _, err := netip.ParseAddr(got); err != nil {
				t.Fatalf("%q is no address", got)
			}
		}
		if connected, err := netip.ParseAddrPort(remote); err == nil && !ours.has(connected.Addr().Unmap().WithZone("")) && got != Proxies(nil).origin(remote, nil) {
			t.Fatalf("a stranger at %s was taken for %s", remote, got)
		}
	})
}
