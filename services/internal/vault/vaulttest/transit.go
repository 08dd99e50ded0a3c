// Package vaulttest is a transit engine as OpenBao and HashiCorp Vault have one, over TLS and in memory, that can be told
// to be down, slow or unwilling.
package vaulttest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http" //nolint:depguard // it stands in for a service that speaks HTTP
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Transit is an engine with one key.
type Transit struct {
	// Config opens a vault on it.
	Config vault.Config

	mu    sync.Mutex
	keys  []cipher.AEAD
	calls int
	// answer stands in the place of the engine's.
	answer http.HandlerFunc
}

const token = "s.synthetic"

// New starts an engine, which ends with the test.
func New(t testing.TB) *Transit {
	t.Helper()
	e := &Transit{}
	e.Rotate(t)
	server := httptest.NewTLSServer(e)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	e.Config = vault.Config{
		Keyset:    "hcvault://" + strings.TrimPrefix(server.URL, "https://") + "/transit/keys/vaatu",
		TokenFile: filepath.Join(dir, "token"), CA: filepath.Join(dir, "ca.pem"),
	}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	for file, content := range map[string][]byte{e.Config.TokenFile: []byte(token + "\n"), e.Config.CA: certificate} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// Rotate gives the key a new version.
func (e *Transit) Rotate(t testing.TB) {
	t.Helper()
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)
	block, err := aes.NewCipher(raw)
	if err != nil {
		t.Fatal(err)
	}
	key, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.keys = append(e.keys, key)
}

// Down cuts every call off.
func (e *Transit) Down() {
	e.set(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

// Stall lets every call wait until it is given up.
func (e *Transit) Stall() {
	e.set(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// Refuse answers every call with a status.
func (e *Transit) Refuse(status int) {
	e.set(func(w http.ResponseWriter, _ *http.Request) { refuse(w, status) })
}

// Say answers every call with a body that is not the engine's.
func (e *Transit) Say(body string) {
	e.set(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
}

// Send sends every caller to another address.
func (e *Transit) Send(address string) {
	e.set(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", address+r.URL.Path)
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
}

// Mend lets it work again.
func (e *Transit) Mend() { e.set(nil) }

// Calls answers how many calls came.
func (e *Transit) Calls() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.calls
}

func (e *Transit) set(answer http.HandlerFunc) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answer = answer
}

type body struct {
	Plaintext  []byte `json:"plaintext"`
	Ciphertext string `json:"ciphertext"`
	Associated []byte `json:"associated_data"`
}

// ServeHTTP answers as the engine does.
func (e *Transit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	e.calls++
	answer, keys := e.answer, e.keys
	e.mu.Unlock()
	var b body
	// The body is read in any case: so the server notices when the caller hangs up.
	malformed := json.NewDecoder(r.Body).Decode(&b)
	switch {
	case answer != nil:
		answer(w, r)
	case r.Header.Get("X-Vault-Token") != token:
		refuse(w, http.StatusForbidden)
	case malformed != nil:
		refuse(w, http.StatusBadRequest)
	case r.URL.Path == "/v1/transit/encrypt/vaatu":
		nonce := make([]byte, 12)
		_, _ = rand.Read(nonce)
		sealed := keys[len(keys)-1].Seal(nonce, nonce, b.Plaintext, b.Associated)
		reply(w, "ciphertext", fmt.Sprintf("vault:v%d:%s", len(keys), base64.StdEncoding.EncodeToString(sealed)))
	case r.URL.Path == "/v1/transit/decrypt/vaatu":
		plain, ok := b.open(keys)
		if !ok {
			refuse(w, http.StatusBadRequest)
			return
		}
		reply(w, "plaintext", base64.StdEncoding.EncodeToString(plain))
	default:
		refuse(w, http.StatusNotFound)
	}
}

func (b body) open(keys []cipher.AEAD) ([]byte, bool) {
	var version int
	if _, err := fmt.Sscanf(b.Ciphertext, "vault:v%d:", &version); err != nil || version < 1 || version > len(keys) {
		return nil, false
	}
	sealed, err := base64.StdEncoding.DecodeString(b.Ciphertext[strings.LastIndex(b.Ciphertext, ":")+1:])
	if err != nil || len(sealed) < 12 {
		return nil, false
	}
	plain, err := keys[version-1].Open(nil, sealed[:12], sealed[12:], b.Associated)
	return plain, err == nil
}

func reply(w http.ResponseWriter, name, value string) {
	_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]string{name: value}})
}

func refuse(w http.ResponseWriter, status int) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string][]string{"errors": {"synthetic refusal"}})
}
