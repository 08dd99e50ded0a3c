package gateway

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// idp is an OpenID provider that can be made to lie.
type idp struct {
	server *httptest.Server
	key    *rsa.PrivateKey

	mu        sync.Mutex
	challenge string
	nonce     string
	// asked is the last authorization request.
	asked url.Values

	// claims of userinfo; sub is "person" unless they say otherwise.
	claims map[string]any
	// said replaces claims of the ID token.
	said map[string]any
	// signer replaces the key of the ID token, keyID the name of it.
	signer *rsa.PrivateKey
	keyID  string
	// forge makes another token of the claims than one that the provider signs.
	forge     func(claims []byte, signed string) string
	keysAsked int
	// broken answers instead of the endpoint of a path.
	broken map[string]int
}

var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func newIDP(t *testing.T) *idp {
	t.Helper()
	p := &idp{key: testKey(), keyID: "k", broken: map[string]int{}, claims: map[string]any{
		mpassRole: []string{"1.2.246.562.99.1;30076;;Opettaja;2;1.2.246.562.99.2;"},
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("/jwks", func(w http.ResponseWriter, _ *http.Request) {
		p.keysAsked++
		answerJSON(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: p.keyID, Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/authorize", p.authorize)
	mux.HandleFunc("/token", p.token)
	mux.HandleFunc("/userinfo", p.userinfo)
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if status := p.broken[r.URL.Path]; status != 0 {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(p.server.Close)
	return p
}

// lie changes what the provider says.
func (p *idp) lie(change func(*idp)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

func (p *idp) provider() Provider {
	return Provider{Name: "test", Issuer: p.server.URL, ClientID: "vaatu", ClientSecret: "s3cret/+", SchoolRoles: true}
}

func (p *idp) discovery(w http.ResponseWriter, _ *http.Request) {
	answerJSON(w, map[string]any{
		"issuer": p.server.URL, "authorization_endpoint": p.server.URL + "/authorize", "token_endpoint": p.server.URL + "/token",
		"userinfo_endpoint": p.server.URL + "/userinfo", "jwks_uri": p.server.URL + "/jwks",
		"id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (p *idp) authorize(w http.ResponseWriter, r *http.Request) {
	p.asked = r.URL.Query()
	p.challenge, p.nonce = p.asked.Get("code_challenge"), p.asked.Get("nonce")
	back := url.Values{"state": {p.asked.Get("state")}, "code": {"code-1"}}
	http.Redirect(w, r, p.asked.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (p *idp) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if p.challenge != base64.RawURLEncoding.EncodeToString(sum[:]) || r.PostFormValue("code") != "code-1" {
		w.WriteHeader(http.StatusBadRequest)
		answerJSON(w, map[string]string{"error": "invalid_grant"})
		return
	}
	said := map[string]any{
		"iss": p.server.URL, "sub": "person", "aud": "vaatu", "nonce": p.nonce,
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	maps.Copy(said, p.said)
	key := p.key
	if p.signer != nil {
		key = p.signer
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: p.keyID}}, nil)
	if err != nil {
		panic(err)
	}
	plain, _ := json.Marshal(said)
	signed, err := signer.Sign(plain)
	if err != nil {
		panic(err)
	}
	idToken, _ := signed.CompactSerialize()
	if p.forge != nil {
		idToken = p.forge(plain, idToken)
	}
	answerJSON(w, map[string]any{"access_token": "access", "token_type": "Bearer", "id_token": idToken})
}

func (p *idp) userinfo(w http.ResponseWriter, _ *http.Request) {
	said := map[string]any{"sub": "person"}
	maps.Copy(said, p.claims)
	answerJSON(w, said)
}

// unsigned is a token that claims to need no signature.
func unsigned(claims []byte, _ string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(claims) + "."
}

// signedWithPublicKey takes the provider's public key, which everybody has, for a secret.
func signedWithPublicKey(claims []byte, _ string) string {
	public, err := x509.MarshalPKIXPublicKey(testKey().Public())
	if err != nil {
		panic(err)
	}
	secret := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: secret}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
	if err != nil {
		panic(err)
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		panic(err)
	}
	token, _ := signed.CompactSerialize()
	return token
}

// changed puts other claims under the signature.
func changed(claims []byte, signed string) string {
	parts := strings.Split(signed, ".")
	other := bytes.Replace(claims, []byte(`"sub":"person"`), []byte(`"sub":"admin!"`), 1)
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString(other) + "." + parts[2]
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func TestProvidersOfOneNameOrOfOneIssuerAreRefused(t *testing.T) {
	t.Parallel()
	one := Provider{Name: "one", Issuer: "https://one.example", ClientID: "vaatu"}
	for want, other := range map[string]Provider{
		`two providers named "one"`:                                {Name: "one", Issuer: "https://two.example", ClientID: "vaatu"},
		`"one" and "two" have the same issuer https://one.example`: {Name: "two", Issuer: one.Issuer, ClientID: "vaatu"},
	} {
		_, err := New(Config{
			HTTP: "127.0.0.1:0", Services: "unix:///nowhere/a", Access: "unix:///nowhere/b", Providers: []Provider{one, other},
			Logger: slog.New(slog.DiscardHandler),
		})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %s", err, want)
		}
	}
}
