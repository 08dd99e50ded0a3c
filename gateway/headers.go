package gateway

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// dataPolicy is for answers that are no page: they may load and do nothing.
const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

// pagePolicy is for pages. Styles made by script carry the nonce of the page; nothing is inline, nothing foreign.
func pagePolicy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self'; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types 'none'"
}

// newNonce is at least 128 random bits.
func newNonce() string { return rand.Text() }

// securityHeaders sets what every answer has; pages replace the policy and what may be kept.
func (g *Gateway) securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", dataPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if g.secure() {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// cleanAddress refuses paths and queries that are no text.
func cleanAddress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isText(r.URL.Path) || !queryIsText(r.URL.RawQuery) {
			writeProblem(w, r, refusal{reason: reasonValidation, rule: ruleAddress})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func queryIsText(raw string) bool {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return false
	}
	for name, given := range values {
		if !isText(name) || !isText(strings.Join(given, "")) {
			return false
		}
	}
	return true
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// ownOrigin refuses changes that another site's page asks for.
func (g *Gateway) ownOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.foreign.Check(r) != nil {
			writeProblem(w, r, refusal{reason: reasonForeignOrigin})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// methods answers 405 to all but the given methods.
func methods(h http.HandlerFunc, allowed ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(allowed, r.Method) {
			writeProblem(w, r, refusal{reason: reasonMethodNotAllowed, allow: allowed})
			return
		}
		h(w, r)
	})
}
