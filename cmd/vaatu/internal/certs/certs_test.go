package certs_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/certs"
)

// write makes a certificate with a serial number, and leaves out the key where it is told to.
func write(t *testing.T, dir string, serial int64, withKey bool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := &x509.Certificate{SerialNumber: big.NewInt(serial), DNSNames: []string{"a.vaatu"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, made, made, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*pem.Block{"a.pem": {Type: "CERTIFICATE", Bytes: der}}
	if withKey {
		files["a.key"] = &pem.Block{Type: "PRIVATE KEY", Bytes: secret}
	}
	for name, block := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Unix(serial*1000, 0) // each writing has a time of its own
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAReplacedCertificateIsUsedFromTheNextConnectionOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if _, err := certs.Server(at("a.pem"), at("a.key")); err == nil {
		t.Error("files that are not there are taken")
	}
	write(t, dir, 1, true)
	c, err := certs.Mutual(at("a.pem"), at("a.key"), at("a.pem"))
	if err != nil {
		t.Fatal(err)
	}
	if c.MinVersion != tls.VersionTLS13 || c.RootCAs == nil || c.ClientCAs == nil {
		t.Errorf("both sides get %+v", c)
	}
	for _, step := range []struct {
		serial  int64
		withKey bool
		want    int64
	}{{1, true, 1}, {2, true, 2}, {3, false, 2}, {4, true, 4}} {
		write(t, dir, step.serial, step.withKey)
		for range 2 {
			served, err := c.GetCertificate(nil)
			if err != nil || served.Leaf.SerialNumber.Int64() != step.want {
				t.Errorf("after certificate %d the one in use is %v: %v", step.serial, served.Leaf.SerialNumber, err)
			}
			shown, err := c.GetClientCertificate(nil)
			if err != nil || shown.Leaf.SerialNumber.Int64() != step.want {
				t.Errorf("after certificate %d the one shown is %v: %v", step.serial, shown.Leaf.SerialNumber, err)
			}
		}
	}
	if _, err := certs.Mutual(at("a.pem"), at("a.key"), at("a.key")); err == nil {
		t.Error("a file without a certificate is taken for an authority")
	}
}
