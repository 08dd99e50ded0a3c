package gateway

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// accessToken answers a token that the provider signs, with changed claims. Each is another.
func (p *idp) accessToken(t *testing.T, change func(map[string]any)) string {
	t.Helper()
	return signed(t, jose.RS256, p.key, p.keyID, "at+jwt", p.accessClaims(change))
}

func (p *idp) accessClaims(change func(map[string]any)) []byte {
	said := map[string]any{
		"iss": p.server.URL, "sub": "person", "aud": "vaatu", "jti": rand.Text(),
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	if change != nil {
		change(said)
	}
	plain, _ := json.Marshal(said)
	return plain
}

func signed(t *testing.T, algorithm jose.SignatureAlgorithm, key any, id, kind string, claims []byte) string {
	t.Helper()
	options := &jose.SignerOptions{}
	if kind != "" {
		options = options.WithType(jose.ContentType(kind))
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: jose.JSONWebKey{Key: key, KeyID: id}}, options)
	if err != nil {
		t.Fatal(err)
	}
	made, err := signer.Sign(claims)
	if err != nil {
		t.Fatal(err)
	}
	token, err := made.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestAnAccessTokenThatIsNotOursIsRefusedWithoutACause(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	strange, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	claim := func(name string, value any) string {
		return "Bearer " + p.idp.accessToken(t, func(said map[string]any) { said[name] = value })
	}
	good := p.idp.accessToken(t, nil)
	parts := strings.Split(good, ".")
	for name, authorization := range map[string][]string{
		"nothing":                     {""},
		"no token":                    {"Bearer "},
		"another scheme":              {"Basic dmFhdHU6dmFhdHU="},
		"a token without its scheme":  {good},
		"two spaces":                  {"Bearer  " + good},
		"two tokens in one header":    {"Bearer " + good + ", Bearer " + good},
		"two headers":                 {"Bearer " + good, "Bearer " + good},
		"a header and another":        {"Bearer " + good, "Basic dmFhdHU6dmFhdHU="},
		"the form in JSON":            {`Bearer {"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`},
		"a cut token":                 {"Bearer " + good[:len(good)-20]},
		"a token of two parts":        {"Bearer " + parts[0] + "." + parts[1]},
		"a token of four parts":       {"Bearer " + good + "." + parts[2]},
		"no signature":                {"Bearer " + parts[0] + "." + parts[1] + "."},
		"a token beyond bounds":       {claim("more", strings.Repeat("x", longestBearer))},
		"algorithm none":              {"Bearer " + unsigned(p.idp.accessClaims(nil), "")},
		"algorithm none and a part":   {"Bearer " + unsigned(p.idp.accessClaims(nil), "") + "AA"},
		"the public key as a secret":  {"Bearer " + signedWithPublicKey(p.idp.accessClaims(nil), "")},
		"an algorithm of its own":     {"Bearer " + signed(t, jose.PS256, p.idp.key, "k", "at+jwt", p.idp.accessClaims(nil))},
		"a curve of its own":          {"Bearer " + signed(t, jose.ES384, curve, "k", "at+jwt", p.idp.accessClaims(nil))},
		"an unknown key":              {"Bearer " + signed(t, jose.RS256, strange, "other", "at+jwt", p.idp.accessClaims(nil))},
		"a wrong name of the key":     {"Bearer " + signed(t, jose.RS256, p.idp.key, "other", "at+jwt", p.idp.accessClaims(nil))},
		"another key under the name":  {"Bearer " + signed(t, jose.RS256, strange, "k", "at+jwt", p.idp.accessClaims(nil))},
		"other claims below":          {"Bearer " + changed(p.idp.accessClaims(nil), good)},
		"another issuer":              {claim("iss", "https://evil.example")},
		"no issuer":                   {claim("iss", nil)},
		"another audience":            {claim("aud", "another")},
		"no audience":                 {claim("aud", nil)},
		"an audience that begins so":  {claim("aud", []string{"vaatu2", "2vaatu"})},
		"a token of yesterday":        {claim("exp", time.Now().Add(-time.Second).Unix())},
		"no end":                      {claim("exp", nil)},
		"a token of tomorrow":         {claim("nbf", time.Now().Add(2*clockSkew).Unix())},
		"a token made tomorrow":       {claim("iat", time.Now().Add(2*clockSkew).Unix())},
		"a time that is none":         {claim("nbf", "soon")},
		"nobody":                      {claim("sub", "")},
		"a subject beyond bounds":     {claim("sub", strings.Repeat("x", longestSubject+1))},
		"an ID token":                 {"Bearer " + signed(t, jose.RS256, p.idp.key, "k", "JWT", p.idp.accessClaims(nil))},
		"a token without a type":      {"Bearer " + signed(t, jose.RS256, p.idp.key, "k", "", p.idp.accessClaims(nil))},
		"a token of another type":     {"Bearer " + signed(t, jose.RS256, p.idp.key, "k", "logout+jwt", p.idp.accessClaims(nil))},
		"what is behind no token yet": {"Bearer bearer.aaaa.bbbb"},
	} {
		got := p.me(authorization...)
		said := got.wants(t, 401, reasonInvalidToken)
		if how := got.header.Get("WWW-Authenticate"); how != `Bearer error="invalid_token"` || said.Detail != reasonTexts[reasonInvalidToken].detail.en {
			t.Errorf("%s: WWW-Authenticate is %q, the detail %q", name, how, said.Detail)
		}
		if t.Failed() {
			t.Fatalf("%s: %d %s", name, got.status, got.body)
		}
		for _, sent := range authorization {
			for part := range strings.SplitSeq(sent, ".") {
				if len(part) > 20 && strings.Contains(p.log.String(), part) {
					t.Errorf("%s: a part of it is in the log", name)
				}
			}
		}
		if err := p.meByGRPC(authorization...); status.Code(err) != codes.Unauthenticated || status.Convert(err).Message() != reasonInvalidToken {
			t.Errorf("%s, by gRPC: %v", name, err)
		}
	}
	huge := "Bearer " + strings.Repeat("A", 1<<20)
	if got := p.me(huge); got.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a token of a megabyte: %d", got.status)
	}
	if err := p.meByGRPC(huge); err == nil {
		t.Error("a token of a megabyte is taken by gRPC")
	}
	if calls := p.services.all(); len(calls) > 0 || len(p.openings()) > 0 {
		t.Errorf("the services saw %v, opened were %v", calls, p.openings())
	}
	if got := p.me("Bearer " + good); got.status != http.StatusOK {
		t.Errorf("the token that all were made from: %d %s", got.status, got.body)
	}
}

func TestWithAnAudienceOfItsOwnAnAccessTokenNeedsNoType(t *testing.T) {
	t.Parallel()
	p := newPlant(t, func(c *Config) { c.Providers[0].Audience = "https://vaatu.example/api" })
	for kind, claims := range map[string]map[string]any{"JWT": {}, "": {}, "application/at+jwt": {"nonce": "n"}} {
		token := signed(t, jose.RS256, p.idp.key, "k", kind, p.idp.accessClaims(func(said map[string]any) {
			said["aud"] = []string{"account", "https://vaatu.example/api"}
			maps.Copy(said, claims)
		}))
		if got := p.me("Bearer " + token); got.status != http.StatusOK {
			t.Errorf("type %q: %d %s", kind, got.status, got.body)
		}
	}
	for name, value := range map[string]any{"nonce": "n", "at_hash": "h", "c_hash": "h", "typ": "ID", "aud": "vaatu"} {
		token := signed(t, jose.RS256, p.idp.key, "k", "JWT", p.idp.accessClaims(func(said map[string]any) {
			said["aud"] = "https://vaatu.example/api"
			said[name] = value
		}))
		p.me("Bearer "+token).wants(t, 401, reasonInvalidToken)
	}
}

func TestOneTokenHasOneSessionHoweverItIsSpelt(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	token := p.idp.accessToken(t, nil)
	spelt := []byte(token)
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(spelt) - 1
	spelt[last] = alphabet[strings.IndexByte(alphabet, spelt[last])^1] // a bit that no signature has
	for _, sent := range []string{token, string(spelt)} {
		if got := p.me("Bearer " + sent); got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	opened := p.openings()
	if len(opened) != 1 {
		t.Fatalf("one token has %d sessions: to end one ends not the other", len(opened))
	}
	// Nobody comes in with the session behind a token as a cookie: it can be reckoned from what a token says.
	p.do("GET", "/v1/me", "", "Cookie", "vaatu="+opened[0].GetMachine().GetToken()).wants(t, 401, reasonUnauthenticated)
}

func TestAProviderThatIsDownIsNoRefusal(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/.well-known/openid-configuration", "/jwks"} {
		p := newPlant(t, nil)
		p.idp.lie(func(i *idp) { i.broken[path] = http.StatusBadGateway })
		token := p.idp.accessToken(t, nil)
		for range keysAtOnce + 2 {
			p.me("Bearer "+token).wants(t, 503, reasonUnavailable)
		}
		if err := p.meByGRPC("Bearer " + token); status.Code(err) != codes.Unavailable {
			t.Errorf("without %s, by gRPC: %v", path, err)
		}
	}
}

func TestTokensWithMadeUpKeysAskTheProviderNowAndThenOnly(t *testing.T) {
	t.Parallel()
	p := newPlant(t, nil)
	good := p.idp.accessToken(t, nil)
	if got := p.me("Bearer " + good); got.status != http.StatusOK {
		t.Fatal(got.body)
	}
	for range 20 {
		p.me("Bearer "+signed(t, jose.RS256, p.idp.key, rand.Text(), "at+jwt", p.idp.accessClaims(nil))).wants(t, 401, reasonInvalidToken)
	}
	p.idp.lie(func(i *idp) {
		if i.keysAsked > keysAtOnce+1 {
			t.Errorf("the keys were asked for %d times", i.keysAsked)
		}
	})
	if got := p.me("Bearer " + p.idp.accessToken(t, nil)); got.status != http.StatusOK {
		t.Errorf("a good token among them: %d", got.status)
	}
}

func FuzzABearerIsOneCompactTokenOrNothing(f *testing.F) {
	for _, sent := range []string{"Bearer a.b.c", "bearer a.b.c", "Bearer  a.b.c", "Bearer a.b.c, Bearer d.e.f", "Basic a.b.c", "Bearer a.b.", "Bearer", "", "Bearer a.b.c\n"} {
		f.Add(sent, "")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		token, err := bearerOf([]string{one})
		if err == nil && (strings.Count(token, ".") != 2 || strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") != "" || !strings.HasSuffix(one, " "+token)) {
			t.Errorf("%q gives %q", one, token)
		}
		if _, err := bearerOf([]string{one, two}); err == nil {
			t.Errorf("two headers give a token: %q, %q", one, two)
		}
	})
}
