package gateway

import (
	"net/http"
	"regexp"
)

// token is what a session token looks like: base64url of 256 bits, with room for more.
var token = regexp.MustCompile(`^[A-Za-z0-9_-]{20,100}$`)

// sessionCookie is the cookie's name. The prefix makes browsers refuse one that is not Secure or is set for a domain;
// it cannot be used without https.
func (g *Gateway) sessionCookie() string {
	if g.secure() {
		return "__Host-vaatu"
	}
	return "vaatu"
}

// sessionToken answers the token of a request, or nothing.
func (g *Gateway) sessionToken(r *http.Request) string {
	for _, c := range r.CookiesNamed(g.sessionCookie()) {
		if token.MatchString(c.Value) {
			return c.Value
		}
	}
	return ""
}

// setSession gives the browser a session until it is closed; the services end it sooner.
func (g *Gateway) setSession(w http.ResponseWriter, value string) {
	http.SetCookie(w, g.cookie(g.sessionCookie(), value, 0))
}

func (g *Gateway) dropSession(w http.ResponseWriter) {
	http.SetCookie(w, g.cookie(g.sessionCookie(), "", -1))
}

// cookie answers a cookie of ours; maxAge in seconds, 0 until the browser is closed, negative to remove it.
func (g *Gateway) cookie(name, value string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever there is https; without it browsers would drop the cookie
		Name: name, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: g.secure(), SameSite: http.SameSiteLaxMode,
	}
}
