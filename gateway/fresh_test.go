package gateway

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

// tells makes the provider say a time at which the person proved who they are.
func tells(when any) func(*idp) {
	return func(p *idp) { p.said = map[string]any{"auth_time": when} }
}

// withSession gives the browser a session as from a sign-in before.
func (s *site) withSession(token string) {
	s.t.Helper()
	base, err := url.Parse(s.base)
	if err != nil {
		s.t.Fatal(err)
	}
	s.client.Jar.SetCookies(base, []*http.Cookie{{Name: "vaatu", Value: token, Path: "/"}})
}

func TestAFreshSignInAsksForAProofAndEndsTheSessionBefore(t *testing.T) {
	t.Parallel()
	s, p := newSignInSite(t, nil)
	before, now := strings.Repeat("B", 43), time.Now()
	s.withSession(before)
	p.lie(tells(now.Unix()))
	got := s.visit(s.callbackOf("/auth/login?fresh=1&return_to=/grants"))
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/grants" || cookieOf(t, got, "vaatu").Value != someToken {
		t.Fatalf("got %d %v %s", got.status, got.header, got.body)
	}
	if p.asked.Get("max_age") != "0" || p.asked.Get("prompt") != "login" {
		t.Errorf("the provider was asked %v", p.asked)
	}
	calls := s.access.all()
	if len(calls) != 2 || calls[1].request.(*accesspb.RevokeSessionRequest).GetToken() != before {
		t.Fatalf("the services saw %v", calls)
	}
	if told := calls[0].request.(*accesspb.OpenSessionRequest).GetAuthTime(); told.GetSeconds() != now.Unix() {
		t.Errorf("the services are told of a proof at %v", told)
	}
}

func TestASignInThatIsNotProvedFreshLeavesTheSessionAsItWas(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, lie := range map[string]func(*idp){
		"no time":                func(*idp) {},
		"nothing":                tells(nil),
		"a time before":          tells(now.Add(-time.Hour).Unix()),
		"a minute before":        tells(now.Add(-time.Minute).Unix()),
		"a time to come":         tells(now.Add(time.Hour).Unix()),
		"a text":                 tells(now.Format(time.RFC3339)),
		"a number as a text":     tells("1800000000"),
		"a list":                 tells([]int64{now.Unix()}),
		"zero":                   tells(0),
		"a negative time":        tells(-now.Unix()),
		"a time beyond all ages": tells(1e300),
		"milliseconds":           tells(now.UnixMilli()),
		"userinfo alone":         func(p *idp) { p.claims["auth_time"] = now.Unix() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, p := newSignInSite(t, nil)
			s.withSession(strings.Repeat("B", 43))
			p.lie(lie)
			got := s.visit(s.callbackOf("/auth/login?fresh=1&return_to=/grants"))
			got.page(t, http.StatusForbidden, "Henkilöllisyyttäsi ei vahvistettu uudelleen")
			for _, want := range []string{`href="/auth/login?fresh=1&amp;provider=test&amp;return_to=%2Fgrants"`, `<a href="/grants">Takaisin`} {
				if !strings.Contains(got.body, want) {
					t.Errorf("the page lacks %s: %s", want, got.body)
				}
			}
			if calls := s.access.all(); len(calls) != 0 {
				t.Errorf("the services were called: %v", calls)
			}
			s.visit("/v1/me")
			if sent := s.services.one(t).metadata.Get(mdSession); len(sent) != 1 || sent[0] != strings.Repeat("B", 43) {
				t.Errorf("the session before became %v", sent)
			}
			// An ordinary sign-in is not refused for it, and counts as fresh only by a time that can be.
			if ordinary := s.visit(s.callbackOf("/auth/login")); ordinary.status != http.StatusSeeOther {
				t.Fatalf("an ordinary sign-in ends with %d %s", ordinary.status, ordinary.body)
			}
			told := s.access.all()[0].request.(*accesspb.OpenSessionRequest).GetAuthTime()
			if old := strings.HasSuffix(name, " before"); (told != nil) != old || told.GetSeconds() > now.Unix() {
				t.Errorf("the services are told of a proof at %v", told)
			}
			if p.asked.Has("max_age") || p.asked.Has("prompt") {
				t.Errorf("an ordinary sign-in asked %v", p.asked)
			}
		})
	}
}

func TestTheChoiceOfAProviderKeepsTheWishForAFreshSignIn(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	s := newSite(t, func(c *Config) {
		c.Providers = []Provider{p.provider(), {Name: "virtu", Issuer: "http://127.0.0.1:1", ClientID: "vaatu"}}
	})
	if got := s.visit("/auth/login?fresh=1&return_to=/grants"); !strings.Contains(got.body, `href="/auth/login?fresh=1&amp;provider=test&amp;return_to=%2Fgrants"`) {
		t.Errorf("the choice is %s", got.body)
	}
}

func TestAProviderThatIsDownLeavesAWayBackFromAFreshSignIn(t *testing.T) {
	t.Parallel()
	s, p := newSignInSite(t, nil)
	p.lie(func(p *idp) { p.broken["/.well-known/openid-configuration"] = 503 })
	got := s.visit("/auth/login?fresh=1&return_to=/grants")
	got.page(t, 503, "Kirjautumispalvelu ei vastaa")
	if !strings.Contains(got.body, `<a href="/grants">Takaisin`) {
		t.Errorf("the page is %s", got.body)
	}
}
