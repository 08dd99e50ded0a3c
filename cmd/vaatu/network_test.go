package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
)

// authority makes certificates.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	dir  string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t, dir: t.TempDir()}
	a.key = got[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	a.cert = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der := got[[]byte](t)(x509.CreateCertificate(rand.Reader, a.cert, a.cert, a.key.Public(), a.key))
	a.write("ca.pem", "CERTIFICATE", der)
	return a
}

func (a *authority) write(name, kind string, der []byte) {
	a.t.Helper()
	if err := os.WriteFile(a.file(name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		a.t.Fatal(err)
	}
}

// issue writes a certificate for a name and answers the flags that name it.
func (a *authority) issue(name string, lasts time.Duration) []string {
	a.t.Helper()
	key := got[*ecdsa.PrivateKey](a.t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	serial := got[*big.Int](a.t)(rand.Int(rand.Reader, big.NewInt(1<<62)))
	made := &x509.Certificate{
		SerialNumber: serial, DNSNames: []string{name}, NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: time.Now().Add(lasts),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	a.write(name+".pem", "CERTIFICATE", got[[]byte](a.t)(x509.CreateCertificate(rand.Reader, made, a.cert, key.Public(), a.key)))
	a.write(name+".key", "PRIVATE KEY", got[[]byte](a.t)(x509.MarshalPKCS8PrivateKey(key)))
	return []string{"--tls-cert=" + a.file(name+".pem"), "--tls-key=" + a.file(name+".key"), "--tls-ca=" + a.file("ca.pem")}
}

func (a *authority) file(name string) string { return filepath.Join(a.dir, name) }

// dial goes to a process of services with a certificate of a name; empty: with none.
func (a *authority) dial(address, name string, change func(*tls.Config)) *grpc.ClientConn {
	a.t.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(got[[]byte](a.t)(os.ReadFile(a.file("ca.pem"))))
	c := &tls.Config{RootCAs: pool, ServerName: "services.vaatu", MinVersion: tls.VersionTLS12}
	if name != "" {
		c.Certificates = []tls.Certificate{got[tls.Certificate](a.t)(tls.LoadX509KeyPair(a.file(name+".pem"), a.file(name+".key")))}
	}
	if change != nil {
		change(c)
	}
	return a.connect(address, credentials.NewTLS(c))
}

func (a *authority) connect(address string, transport credentials.TransportCredentials) *grpc.ClientConn {
	a.t.Helper()
	conn := got[*grpc.ClientConn](a.t)(grpc.NewClient(address, grpc.WithTransportCredentials(transport)))
	a.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// The front, most services, and routing as if on three machines.
func TestFrontAndServicesWorkOverANetwork(t *testing.T) {
	t.Parallel()
	i, a := install(t), newAuthority(t)
	services, front := a.issue("services.vaatu", time.Hour), a.issue("gateway.vaatu", time.Hour)
	work, routing := freeAddress(t), freeAddress(t)
	start(t, i.serve(shortDir(t), append(services, "--services=directory,routing", "--listen="+routing)...)...)
	start(t, i.serve(shortDir(t), append(services, others, "--listen="+work, "--peer="+routing)...)...)
	machines := freeAddress(t)
	start(t, i.front(work, append(front, "--grpc="+machines, "--grpc-cert="+a.file("services.vaatu.pem"), "--grpc-key="+a.file("services.vaatu.key"))...)...)
	i.works(t)
	for want, conn := range map[codes.Code]*grpc.ClientConn{codes.Unauthenticated: a.dial(machines, "", nil), codes.Unavailable: a.connect(machines, insecure.NewCredentials())} {
		if _, err := directorypb.NewDirectoryServiceClient(conn).GetMe(t.Context(), &directorypb.GetMeRequest{}); status.Code(err) != want {
			t.Errorf("at the port for programs: %v, want %v", err, want)
		}
	}

	a.impostorsAreNotBelieved(i, front)
	a.strangersAreRefused(work)
	gateway, peer := a.dial(work, "gateway.vaatu", nil), a.dial(work, "services.vaatu", nil)
	// A gateway opens sessions; a service does not.
	opened := got[*accesspb.OpenSessionResponse](t)(accesspb.NewSessionServiceClient(gateway).OpenSession(t.Context(), &accesspb.OpenSessionRequest{
		Issuer: i.issuer, Subject: "teacher-fi", SchoolRoles: []*accesspb.SchoolRole{{School: "90001", Role: accesspb.Role_ROLE_REQUESTER}},
	}))
	sum := sha256.Sum256([]byte(opened.GetToken()))
	teachers := hex.EncodeToString(sum[:])
	for name, sent := range map[string]string{"no principal": "", "a forged one": forged(t, ""), "a forged one with a session": forged(t, teachers)} {
		ctx := metadata.AppendToOutgoingContext(t.Context(), "vaatu-principal-bin", sent)
		if _, err := accesspb.NewSessionServiceClient(peer).OpenSession(ctx, &accesspb.OpenSessionRequest{Issuer: i.issuer, Subject: "admin"}); status.Code(err) != codes.NotFound && status.Code(err) != codes.Unauthenticated {
			t.Errorf("a service with %s opens a session: %v", name, err)
		}
	}
	// A forged principal is what its session is, and nobody without one.
	ctx := metadata.AppendToOutgoingContext(t.Context(), "vaatu-principal-bin", forged(t, teachers))
	me := got[*directorypb.Me](t)(directorypb.NewDirectoryServiceClient(peer).GetMe(ctx, &directorypb.GetMeRequest{}))
	if me.GetDisplayName() != "Tiina Testaaja" {
		t.Errorf("a forged principal is %v", me)
	}
	if _, err := caseloadpb.NewCaseloadServiceClient(peer).GetCaseload(ctx, &caseloadpb.GetCaseloadRequest{}); status.Code(err) != codes.NotFound {
		t.Errorf("a teacher's session with a forged role reads the caseload: %v", err)
	}
	for _, session := range []string{"", "no hash", hex.EncodeToString(make([]byte, sha256.Size))} {
		ctx := metadata.AppendToOutgoingContext(t.Context(), "vaatu-principal-bin", forged(t, session))
		if _, err := caseloadpb.NewCaseloadServiceClient(peer).GetCaseload(ctx, &caseloadpb.GetCaseloadRequest{}); status.Code(err) != codes.Unauthenticated {
			t.Errorf("a forged principal with the session %q: %v", session, err)
		}
	}
	// A gateway comes in as people do: with a session, and not to what is between services.
	if _, err := directorypb.NewDirectoryServiceClient(gateway).GetMe(ctx, &directorypb.GetMeRequest{}); status.Code(err) != codes.Unauthenticated {
		t.Errorf("a gateway with a principal and no session: %v", err)
	}
	people := metadata.AppendToOutgoingContext(t.Context(), "vaatu-session", opened.GetToken())
	got[*directorypb.Me](t)(directorypb.NewDirectoryServiceClient(gateway).GetMe(people, &directorypb.GetMeRequest{}))
	if _, err := directorypb.NewDirectoryServiceClient(gateway).GetRoutingData(people, &directorypb.GetRoutingDataRequest{}); status.Code(err) != codes.NotFound {
		t.Errorf("a gateway calls what is between services: %v", err)
	}
	// What wants a fresh sign-in wants it here too.
	admin := got[*accesspb.OpenSessionResponse](t)(accesspb.NewSessionServiceClient(gateway).OpenSession(t.Context(), &accesspb.OpenSessionRequest{
		Issuer: i.issuer, Subject: "admin",
	}))
	sum = sha256.Sum256([]byte(admin.GetToken()))
	confirm := &grantspb.ConfirmGrantRequest{GrantId: "00000000-0000-7000-8000-000000000003"}
	_, err := grantspb.NewGrantServiceClient(gateway).ConfirmGrant(metadata.AppendToOutgoingContext(t.Context(), "vaatu-session", admin.GetToken()), confirm)
	if status.Code(err) != codes.Unauthenticated {
		t.Errorf("a grant is confirmed after an old sign-in: %v", err)
	}
	// Also of whoever has a service's certificate and a session's hash, and says that its person signed in just now.
	ctx = metadata.AppendToOutgoingContext(t.Context(), "vaatu-principal-bin", forged(t, hex.EncodeToString(sum[:])))
	if _, err := grantspb.NewGrantServiceClient(peer).ConfirmGrant(ctx, confirm); status.Code(err) != codes.Unauthenticated {
		t.Errorf("a service confirms a grant after an old sign-in: %v", err)
	}
}

// forged is a principal that says it coordinates the whole country.
func forged(t *testing.T, session string) string {
	t.Helper()
	return string(got[[]byte](t)(json.Marshal(map[string]any{
		"person_id": "00000000-0000-7000-8000-000000000001", "name": "Somebody Else", "session": session, "auth_time": time.Now(),
		"grants": []map[string]string{{"id": "00000000-0000-7000-8000-000000000002", "role": "COORDINATOR"}},
	})))
}

// impostorsAreNotBelieved lets a front find somebody in the place of the services: one with a gateway's certificate.
func (a *authority) impostorsAreNotBelieved(i *installation, front []string) {
	a.t.Helper()
	pair := got[tls.Certificate](a.t)(tls.LoadX509KeyPair(a.file("gateway.vaatu.pem"), a.file("gateway.vaatu.key")))
	l := got[net.Listener](a.t)(net.Listen("tcp", "127.0.0.1:0"))
	impostor := grpc.NewServer(grpc.Creds(credentials.NewServerTLSFromCert(&pair)))
	grpc_health_v1.RegisterHealthServer(impostor, health.NewServer()) // it says that all is well
	go func() { _ = impostor.Serve(l) }()
	a.t.Cleanup(impostor.Stop)
	another := *i
	another.address = freeAddress(a.t)
	start(a.t, another.front(l.Addr().String(), front...)...)
	until(a.t, "http://"+another.address+"/healthz")
	if ready := got[answer](a.t)(get(a.t.Context(), &http.Client{}, "http://"+another.address+"/readyz")); ready.status != http.StatusServiceUnavailable {
		a.t.Errorf("before an impostor a front is ready: %d", ready.status)
	}
}

// strangersAreRefused tries every way in that is none.
func (a *authority) strangersAreRefused(address string) {
	a.t.Helper()
	a.issue("other.vaatu", time.Hour)
	foreign := newAuthority(a.t)
	foreign.issue("gateway.vaatu", time.Hour)
	late := &authority{t: a.t, cert: a.cert, key: a.key, dir: a.t.TempDir()}
	late.issue("gateway.vaatu", -time.Minute)
	pair := func(dir string) func(*tls.Config) {
		return func(c *tls.Config) {
			c.Certificates = []tls.Certificate{got[tls.Certificate](a.t)(tls.LoadX509KeyPair(filepath.Join(dir, "gateway.vaatu.pem"), filepath.Join(dir, "gateway.vaatu.key")))}
			// Sent even though the other side says that it does not know the authority.
			c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &c.Certificates[0], nil }
		}
	}
	for name, conn := range map[string]*grpc.ClientConn{
		"in clear":                      a.connect(address, insecure.NewCredentials()),
		"no certificate":                a.dial(address, "", nil),
		"another authority":             a.dial(address, "", pair(foreign.dir)),
		"a certificate of yesterday":    a.dial(address, "", pair(late.dir)),
		"a name that is none of ours":   a.dial(address, "other.vaatu", nil),
		"a gateway's with TLS 1.2 only": a.dial(address, "gateway.vaatu", func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }),
	} {
		ctx, cancel := context.WithTimeout(a.t.Context(), 10*time.Second)
		_, err := accesspb.NewSessionServiceClient(conn).RevokeSession(ctx, &accesspb.RevokeSessionRequest{Token: "x"})
		cancel()
		if status.Code(err) != codes.Unavailable {
			a.t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := accesspb.NewSessionServiceClient(a.dial(address, "gateway.vaatu", nil)).RevokeSession(a.t.Context(), &accesspb.RevokeSessionRequest{Token: "x"}); err != nil {
		a.t.Errorf("a gateway: %v", err)
	}
}
