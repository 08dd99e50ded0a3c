// Package devidp is the OpenID provider of `vaatu dev`: it signs anybody in as one of its personas, without a password. It
// keeps no session, so every sign-in is a fresh one, as max_age=0 and prompt=login ask. It is made for one process on one
// machine and never for real people.
package devidp

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Persona is somebody to be.
type Persona struct {
	// Hint is the login_hint that signs the persona in at once, and its subject unless Claims name another.
	Hint string
	Name string
	// Role says in a few words what the persona may do, for the list.
	Role string
	// Claims are what userinfo answers of the persona beside its subject.
	Claims map[string]any
}

func (p Persona) subject() string {
	if sub, ok := p.Claims["sub"].(string); ok && sub != "" {
		return sub
	}
	return p.Hint
}

// claims are what is said of the persona.
func (p Persona) claims() map[string]any {
	said := map[string]any{}
	maps.Copy(said, p.Claims)
	said["sub"] = p.subject()
	return said
}

// How long a code and an access token hold.
const (
	codeLasts  = time.Minute
	tokenLasts = 15 * time.Minute
)

type provider struct {
	issuer, clientID, clientSecret string
	redirectURIs                   []string
	personas                       []Persona
	now                            func() time.Time
	key                            func() (signingKey, error)

	mu     sync.Mutex
	codes  map[string]grant
	tokens map[string]grant
}

// grant is what a code or an access token stands for.
type grant struct {
	persona                Persona
	redirectURI, challenge string
	nonce                  string
	signedIn, expires      time.Time
}

// New answers the provider's handler, for paths relative to the issuer: mount it behind http.StripPrefix.
func New(issuer, clientID, clientSecret string, redirectURIs []string, personas []Persona) http.Handler {
	p := &provider{
		issuer: strings.TrimSuffix(issuer, "/"), clientID: clientID, clientSecret: clientSecret,
		redirectURIs: redirectURIs, personas: personas, now: time.Now, key: sync.OnceValues(newSigningKey),
		codes: map[string]grant{}, tokens: map[string]grant{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /jwks", p.jwks)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", p.userinfo)
	return mux
}

func (p *provider) discovery(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                p.issuer,
		"authorization_endpoint":                p.issuer + "/authorize",
		"token_endpoint":                        p.issuer + "/token",
		"userinfo_endpoint":                     p.issuer + "/userinfo",
		"jwks_uri":                              p.issuer + "/jwks",
		"response_types_supported":              []string{"code"},
		"grant_types_supported":                 []string{"authorization_code", "client_credentials"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic"},
		"code_challenge_methods_supported":      []string{"S256"},
		"scopes_supported":                      []string{"openid", "profile", "email"},

		"authorization_response_iss_parameter_supported": true,
	})
}

// keep stores a grant under a name, and forgets the ones that no longer hold.
func (p *provider) keep(in map[string]grant, name string, g grant) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for n, old := range in {
		if p.now().After(old.expires) {
			delete(in, n)
		}
	}
	in[name] = g
}

// redeem answers the grant of a code, once.
func (p *provider) redeem(code string) (grant, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g, ok := p.codes[code]
	delete(p.codes, code)
	return g, ok && !p.now().After(g.expires)
}

func (p *provider) userinfo(w http.ResponseWriter, r *http.Request) {
	bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	p.mu.Lock()
	g, known := p.tokens[bearer]
	p.mu.Unlock()
	if !ok || !known || p.now().After(g.expires) {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		return
	}
	writeJSON(w, http.StatusOK, g.persona.claims())
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // whoever has hung up gets nothing
}
