package devidp

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/go-jose/go-jose/v4"
)

// signingKey signs ID tokens and access tokens. It is made at its first use and lives as long as the process.
type signingKey struct {
	ids, access jose.Signer
	public      jose.JSONWebKey
}

func newSigningKey() (signingKey, error) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return signingKey{}, fmt.Errorf("making a signing key: %w", err)
	}
	id := rand.Text()
	signing := jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: private, KeyID: id}}
	ids, err := jose.NewSigner(signing, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return signingKey{}, fmt.Errorf("preparing the signer: %w", err)
	}
	access, err := jose.NewSigner(signing, (&jose.SignerOptions{}).WithType("at+jwt"))
	if err != nil {
		return signingKey{}, fmt.Errorf("preparing the signer: %w", err)
	}
	return signingKey{ids, access, jose.JSONWebKey{Key: private.Public(), KeyID: id, Algorithm: string(jose.RS256), Use: "sig"}}, nil
}

func (p *provider) jwks(w http.ResponseWriter, _ *http.Request) {
	key, err := p.key()
	if err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "server_error"})
		return
	}
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.public}})
}

// token exchanges a code: by our client, for the address that the code was sent to, with the verifier of its challenge. As
// client credentials it gives an access token of the persona that login_hint names, for programs.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, ok := r.BasicAuth()
	if !ok || !same(unescape(id), p.clientID) || !same(unescape(secret), p.clientSecret) {
		w.Header().Set("WWW-Authenticate", `Basic realm="token"`)
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		p.exchange(w, r)
	case "client_credentials":
		persona, found := p.persona(r.PostFormValue("login_hint"))
		if !found {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_request", "error_description": "login_hint names no persona"})
			return
		}
		p.answer(w, grant{persona: persona}, map[string]any{})
	default:
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "unsupported_grant_type"})
	}
}

func (p *provider) exchange(w http.ResponseWriter, r *http.Request) {
	g, ok := p.redeem(r.PostFormValue("code"))
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || g.redirectURI != r.PostFormValue("redirect_uri") || !same(g.challenge, base64.RawURLEncoding.EncodeToString(sum[:])) {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	idToken, err := p.idToken(g)
	if err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "server_error"})
		return
	}
	p.answer(w, g, map[string]any{"id_token": idToken})
}

// answer gives an access token, with what else there is.
func (p *provider) answer(w http.ResponseWriter, g grant, said map[string]any) {
	accessToken, err := p.accessToken(g)
	if err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "server_error"})
		return
	}
	g.expires = p.now().Add(tokenLasts)
	p.keep(p.tokens, accessToken, g)
	said["access_token"], said["token_type"], said["expires_in"] = accessToken, "Bearer", int(tokenLasts.Seconds())
	writeJSON(w, http.StatusOK, said)
}

// accessToken says all of the persona: who takes it asks nobody else.
func (p *provider) accessToken(g grant) (string, error) {
	key, err := p.key()
	if err != nil {
		return "", err
	}
	said, now := g.persona.claims(), p.now()
	said["iss"], said["aud"], said["client_id"], said["jti"] = p.issuer, p.clientID, p.clientID, rand.Text()
	said["iat"], said["exp"] = now.Unix(), now.Add(tokenLasts).Unix()
	return sign(key.access, said)
}

// idToken says who signed in and no more: names and roles come from userinfo, as MPASSid does it.
func (p *provider) idToken(g grant) (string, error) {
	key, err := p.key()
	if err != nil {
		return "", err
	}
	now := p.now()
	return sign(key.ids, map[string]any{
		"iss": p.issuer, "sub": g.persona.subject(), "aud": p.clientID, "nonce": g.nonce,
		"iat": now.Unix(), "exp": now.Add(tokenLasts).Unix(), "auth_time": g.signedIn.Unix(),
	})
}

func sign(signer jose.Signer, said map[string]any) (string, error) {
	plain, err := json.Marshal(said)
	if err != nil {
		return "", fmt.Errorf("encoding a token: %w", err)
	}
	signed, err := signer.Sign(plain)
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	return signed.CompactSerialize()
}

// unescape: RFC 6749 has client credentials form-encoded before they are put in the header.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
