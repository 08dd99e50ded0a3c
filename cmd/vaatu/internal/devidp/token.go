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

// signingKey signs ID tokens. It is made at its first use and lives as long as the process.
type signingKey struct {
	signer jose.Signer
	public jose.JSONWebKey
}

func newSigningKey() (signingKey, error) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return signingKey{}, fmt.Errorf("making a signing key: %w", err)
	}
	id := rand.Text()
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: private, KeyID: id}},
		(&jose.SignerOptions{}).WithType("JWT"),
	)
	if err != nil {
		return signingKey{}, fmt.Errorf("preparing the signer: %w", err)
	}
	return signingKey{signer, jose.JSONWebKey{Key: private.Public(), KeyID: id, Algorithm: string(jose.RS256), Use: "sig"}}, nil
}

func (p *provider) jwks(w http.ResponseWriter, _ *http.Request) {
	key, err := p.key()
	if err != nil {
		writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "server_error"})
		return
	}
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.public}})
}

// token exchanges a code: by our client, for the address that the code was sent to, with the verifier of its challenge.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, ok := r.BasicAuth()
	if !ok || !same(unescape(id), p.clientID) || !same(unescape(secret), p.clientSecret) {
		w.Header().Set("WWW-Authenticate", `Basic realm="token"`)
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if r.PostFormValue("grant_type") != "authorization_code" {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "unsupported_grant_type"})
		return
	}
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
	g.expires = p.now().Add(tokenLasts)
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": p.keep(p.tokens, g), "token_type": "Bearer", "expires_in": int(tokenLasts.Seconds()), "id_token": idToken,
	})
}

// idToken says who signed in and no more: names and roles come from userinfo, as MPASSid does it.
func (p *provider) idToken(g grant) (string, error) {
	key, err := p.key()
	if err != nil {
		return "", err
	}
	now := p.now()
	said, err := json.Marshal(map[string]any{
		"iss": p.issuer, "sub": g.persona.subject(), "aud": p.clientID, "nonce": g.nonce,
		"iat": now.Unix(), "exp": now.Add(tokenLasts).Unix(), "auth_time": g.signedIn.Unix(),
	})
	if err != nil {
		return "", fmt.Errorf("encoding the ID token: %w", err)
	}
	signed, err := key.signer.Sign(said)
	if err != nil {
		return "", fmt.Errorf("signing the ID token: %w", err)
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
