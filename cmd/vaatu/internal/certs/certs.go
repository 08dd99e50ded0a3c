// Package certs reads certificates from files, for the TLS between processes of Vaatu and of its public ports. A
// certificate that is replaced on the disk is used from the next connection on, without a restart.
package certs

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"sync"
	"time"
)

// pair is a certificate with its key, as it stands in two files now.
type pair struct {
	cert, key string

	mu     sync.Mutex
	loaded *tls.Certificate
	at     [2]time.Time
}

// now answers the certificate, read again when a file has changed. One that is just being replaced and does not fit its
// key yet leaves the former in use.
func (p *pair) now() (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var at [2]time.Time
	for i, name := range []string{p.cert, p.key} {
		if info, err := os.Stat(name); err == nil {
			at[i] = info.ModTime()
		}
	}
	if p.loaded != nil && at == p.at {
		return p.loaded, nil
	}
	read, err := tls.LoadX509KeyPair(p.cert, p.key)
	switch {
	case err == nil:
		p.loaded, p.at = &read, at
	case p.loaded == nil:
		return nil, fmt.Errorf("reading a certificate and its key: %w", err)
	}
	return p.loaded, nil
}

// Server answers what a public port needs: a certificate that clients believe.
func Server(cert, key string) (*tls.Config, error) {
	p := &pair{cert: cert, key: key}
	if _, err := p.now(); err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return p.now() },
	}, nil
}

// Mutual answers what both sides of a connection between processes need: the own certificate, and the authority that the
// other's must come from.
func Mutual(cert, key, authority string) (*tls.Config, error) {
	c, err := Server(cert, key)
	if err != nil {
		return nil, err
	}
	c.MinVersion = tls.VersionTLS13
	c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return c.GetCertificate(nil) }
	pem, err := os.ReadFile(authority)
	if err != nil {
		return nil, fmt.Errorf("reading the authority: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("there is no certificate in %s", authority)
	}
	c.RootCAs, c.ClientCAs = pool, pool
	return c, nil
}
