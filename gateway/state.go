package gateway

import (
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// loginLasts is how long a sign-in may take.
const loginLasts = 10 * time.Minute

// loginsAtOnce is how many sign-ins a browser may have under way, each in a tab of its own.
const loginsAtOnce = 5

// loginState is a sign-in under way. The browser keeps it sealed; the server keeps nothing.
type loginState struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	ReturnTo string `json:"return_to"`
	Provider string `json:"provider"`
	// Invitation is the token of the link by which the person came; empty: without one.
	Invitation string `json:"invitation,omitempty"`
	// Fresh: the person is asked to prove anew who they are.
	Fresh   bool      `json:"fresh,omitempty"`
	Expires time.Time `json:"expires"`
}

func (l loginState) begun() time.Time { return l.Expires.Add(-loginLasts) }

// again answers the address that begins the same sign-in anew.
func (l loginState) again() string {
	query := url.Values{"return_to": {cmp.Or(l.ReturnTo, "/")}}
	if l.Provider != "" {
		query.Set("provider", l.Provider)
	}
	if l.Invitation != "" {
		query.Set("invitation", l.Invitation)
	}
	if l.Fresh {
		query.Set("fresh", "1")
	}
	return "/auth/login?" + query.Encode()
}

// seal closes and opens sign-in states.
type seal struct{ aead cipher.AEAD }

// newSeal answers a seal with a key made of the given one, or with a key of this process.
func newSeal(secret []byte) (seal, error) {
	if len(secret) == 0 {
		secret = []byte(rand.Text() + rand.Text())
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "vaatu sign-in state", 32)
	if err != nil {
		return seal{}, fmt.Errorf("deriving the key of sign-ins: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return seal{}, fmt.Errorf("preparing the seal of sign-ins: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return seal{}, fmt.Errorf("preparing the seal of sign-ins: %w", err)
	}
	return seal{aead}, nil
}

func (s seal) close(name string, l loginState) (string, error) {
	plain, err := json.Marshal(l)
	if err != nil {
		return "", fmt.Errorf("encoding a sign-in: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, plain, []byte(name))), nil //nolint:gosec // the nonce is made inside
}

var errNoLogin = errors.New("no such sign-in under way in this browser")

// open answers the sign-in that a cookie holds, if it is the one of the state and still lasts.
func (s seal) open(c *http.Cookie, state string, now time.Time) (loginState, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return loginState{}, errNoLogin
	}
	plain, err := s.aead.Open(nil, nil, sealed, []byte(c.Name))
	if err != nil {
		return loginState{}, errNoLogin
	}
	var l loginState
	if err := json.Unmarshal(plain, &l); err != nil {
		return loginState{}, fmt.Errorf("decoding a sign-in: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(l.State), []byte(state)) != 1 || now.After(l.Expires) {
		return loginState{}, errNoLogin
	}
	return l, nil
}

// loginCookie is the name of the cookie of a state: one each, so that tabs do not disturb one another.
func (g *Gateway) loginCookie(state string) string {
	sum := sha256.Sum256([]byte(state))
	return g.loginPrefix() + base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (g *Gateway) loginPrefix() string { return g.sessionCookie() + "-login-" }

// dropOldLogins makes room: a browser that begins sign-ins without end would send ever longer headers.
func (g *Gateway) dropOldLogins(w http.ResponseWriter, r *http.Request) {
	var open []*http.Cookie
	for _, c := range r.Cookies() {
		if strings.HasPrefix(c.Name, g.loginPrefix()) {
			open = append(open, c)
		}
	}
	for len(open) >= loginsAtOnce {
		http.SetCookie(w, g.cookie(open[0].Name, "", -1))
		open = open[1:]
	}
}
