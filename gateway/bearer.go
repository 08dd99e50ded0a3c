package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// machine is a client that sends an access token of a provider with each request, in place of a cookie.
type machine struct {
	claims

	// session is the token of the session behind the access token.
	session string
	expires time.Time
}

// longestBearer bounds an access token, in bytes: one with all roles of MPASSid is far below.
const longestBearer = 8 << 10

// compactJWT is the one form in which a token is read. The forms in JSON may hold several signatures.
var compactJWT = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)

var errNotBearer = errors.New("there is not exactly one bearer token")

// bearerOf answers the access token in the values of the Authorization header.
func bearerOf(authorization []string) (string, error) {
	if len(authorization) != 1 {
		return "", errNotBearer
	}
	scheme, sent, _ := strings.Cut(authorization[0], " ")
	if !strings.EqualFold(scheme, "Bearer") || len(sent) > longestBearer || !compactJWT.MatchString(sent) {
		return "", errNotBearer
	}
	return sent, nil
}

// machineOf verifies the access token of a request. errProviderDown: its provider could not be asked.
func (g *Gateway) machineOf(ctx context.Context, authorization []string) (*machine, error) {
	raw, err := bearerOf(authorization)
	if err != nil {
		return nil, err
	}
	header, body, _ := strings.Cut(raw[:strings.LastIndexByte(raw, '.')], ".")
	var told struct {
		Issuer string `json:"iss"`
	}
	if err := decodePart(body, &told); err != nil { // not believed yet: it only says whose keys to try
		return nil, err
	}
	p := g.signIn.issuer(told.Issuer)
	if p == nil {
		return nil, fmt.Errorf("nobody is believed as the issuer: %w", errBadToken)
	}
	said, expires, err := p.accessToken(ctx, raw, header, g.now)
	if err != nil {
		return nil, err
	}
	// The signature is left out: of one token there are several spellings, which would each have a session of their own.
	// The point keeps it from being taken for a cookie.
	sum := sha256.Sum256([]byte("vaatu bearer\x00" + header + "." + body))
	return &machine{said, "bearer." + base64.RawURLEncoding.EncodeToString(sum[:]), expires}, nil
}

func decodePart(part string, into any) error {
	plain, err := base64.RawURLEncoding.DecodeString(part)
	if err == nil {
		err = json.Unmarshal(plain, into)
	}
	if err != nil {
		return fmt.Errorf("decoding a token: %w", errors.Join(errBadToken, err))
	}
	return nil
}

// issuer answers the provider of an issuer, or nil.
func (s *signIn) issuer(name string) *provider {
	for _, p := range s.providers {
		if p.Issuer == name {
			return p
		}
	}
	return nil
}

// clockSkew is how much a provider's clock may be ahead.
const clockSkew = time.Minute

// accessToken answers what a token says that the provider made for us, and when it ends.
func (p *provider) accessToken(ctx context.Context, raw, header string, now func() time.Time) (claims, time.Time, error) {
	if _, err := p.discover(ctx); err != nil {
		return claims{}, time.Time{}, err
	}
	remote, err := p.keys()
	if err != nil {
		return claims{}, time.Time{}, err
	}
	keys := &askedKeys{KeySet: remote}
	verified, err := oidc.NewVerifier(p.Issuer, keys, &oidc.Config{
		ClientID: p.Audience, SupportedSigningAlgs: []string{oidc.RS256, oidc.ES256}, Now: now,
	}).Verify(ctx, raw)
	if keys.down {
		return claims{}, time.Time{}, fmt.Errorf("asking %s for its keys: %w", p.Name, errors.Join(errProviderDown, err))
	}
	if err != nil {
		return claims{}, time.Time{}, fmt.Errorf("verifying an access token: %w", errors.Join(errBadToken, err))
	}
	c := claims{Issuer: verified.Issuer, Subject: verified.Subject, schoolRoles: p.SchoolRoles}
	if err := verified.Claims(&c.said); err != nil {
		return claims{}, time.Time{}, fmt.Errorf("reading an access token: %w", errors.Join(errBadToken, err))
	}
	latest := now().Add(clockSkew)
	if !c.names() || !p.isAccess(header, c) || c.moment("iat").After(latest) || c.moment("nbf").After(latest) {
		return claims{}, time.Time{}, fmt.Errorf("it is no access token of now: %w", errBadToken)
	}
	return c, verified.Expiry, nil
}

// isAccess tells an access token from an ID token, which the same provider signs with the same key. RFC 9068 has the
// type at+jwt for that. Many providers write JWT or nothing: they are believed where access tokens have an audience of
// their own, and the token has nothing that ID tokens alone have.
func (p *provider) isAccess(header string, c claims) bool {
	var said struct {
		Type string `json:"typ"`
	}
	if decodePart(header, &said) != nil {
		return false
	}
	switch strings.TrimPrefix(strings.ToLower(said.Type), "application/") {
	case "at+jwt":
		return true
	case "", "jwt":
		for _, ofIDTokens := range []string{"nonce", "at_hash", "c_hash"} {
			if _, has := c.said[ofIDTokens]; has {
				return false
			}
		}
		return p.Audience != p.ClientID && c.text("typ") != "ID"
	}
	return false
}

// moment answers a claim that is a time; zero without it. One in another form is ever to come.
func (c claims) moment(name string) time.Time {
	said, has := c.said[name]
	var seconds float64
	switch {
	case !has:
		return time.Time{}
	case json.Unmarshal(said, &seconds) != nil:
		return time.Unix(1<<40, 0)
	}
	return time.Unix(int64(min(seconds, 1<<40)), 0)
}
