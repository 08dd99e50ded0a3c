package rpc

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/peer"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// TLS is how processes on different machines know each other: certificates of one authority, that name what their holder
// is, wherever it runs.
type TLS struct {
	// Config holds the own certificate, for both directions, and the authority as RootCAs and ClientCAs.
	Config *tls.Config
	// Gateway and Services are the DNS names in the certificates of gateways and of services.
	Gateway, Services string
}

// IsSocket tells whether a target is a socket of this machine.
func IsSocket(target string) bool { return strings.HasPrefix(target, "unix:") }

// client demands that the other side is a process of services.
func (t *TLS) client() credentials.TransportCredentials {
	c := t.Config.Clone()
	c.MinVersion, c.ServerName = tls.VersionTLS13, t.Services
	return credentials.NewTLS(c)
}

// server lets in only who has a certificate of the authority with one of the two names.
func (t *TLS) server() credentials.TransportCredentials {
	c := t.Config.Clone()
	c.MinVersion, c.ClientAuth = tls.VersionTLS13, tls.RequireAndVerifyClientCert
	c.SessionTicketsDisabled = true // each connection shows a certificate that holds at its begin, and lives no longer than connectionAge
	c.VerifyConnection = func(s tls.ConnectionState) error {
		if names := s.PeerCertificates[0].DNSNames; !slices.Contains(names, t.Gateway) && !slices.Contains(names, t.Services) {
			return fmt.Errorf("the certificate names neither %s nor %s", t.Gateway, t.Services)
		}
		return nil
	}
	return credentials.NewTLS(c)
}

// transport is how a door is reached.
func (c Config) transport() (credentials.TransportCredentials, error) {
	switch {
	case c.Door != Network:
		return insecure.NewCredentials(), nil
	case c.TLS == nil || c.TLS.Config.ClientCAs == nil || c.TLS.Gateway == "" || c.TLS.Services == "" || c.TLS.Gateway == c.TLS.Services:
		return nil, errors.New("a door to a network needs an authority and two names for its callers")
	}
	return c.TLS.server(), nil
}

// doorOf answers the door that a call has come to; none when nothing says which.
func (c Config) doorOf(ctx context.Context, want demand) Door {
	if c.Door != Network {
		return c.Door
	}
	caller, _ := peer.FromContext(ctx)
	if caller == nil {
		return ""
	}
	shown, _ := caller.AuthInfo.(credentials.TLSInfo)
	if len(shown.State.VerifiedChains) == 0 {
		return ""
	}
	names := shown.State.PeerCertificates[0].DNSNames
	switch {
	case slices.Contains(names, c.TLS.Gateway) && want.permission == permission.Session:
		return Sessions
	case slices.Contains(names, c.TLS.Gateway):
		return Front
	case slices.Contains(names, c.TLS.Services):
		return Inside
	}
	return ""
}
