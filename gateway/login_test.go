package gateway

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

// newSignInSite is a site with a provider, whose services give everybody a session.
func newSignInSite(t *testing.T, change func(*Config)) (*site, *idp) {
	t.Helper()
	p := newIDP(t)
	s := newSite(t, func(c *Config) {
		c.Providers = []Provider{p.provider()}
		if change != nil {
			change(c)
		}
	})
	s.access.answers(openSessions)
	return s, p
}

func openSessions(c seen) (proto.Message, error) {
	if strings.HasSuffix(c.method, "OpenSession") {
		return &accesspb.OpenSessionResponse{Token: someToken}, nil
	}
	return &accesspb.RevokeSessionResponse{}, nil
}

// visit gets an address as a browser does, with its cookies.
func (s *site) visit(address string) answer {
	s.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = s.base + address
	}
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.send(r)
}

// callbackOf begins a sign-in and goes to the provider; it answers the address that the provider sends the browser to.
func (s *site) callbackOf(login string) string {
	s.t.Helper()
	begun := s.visit(login)
	if begun.status != http.StatusSeeOther {
		s.t.Fatalf("the sign-in begins with %d %s", begun.status, begun.body)
	}
	return s.visit(begun.header.Get("Location")).header.Get("Location")
}

// page checks a page of the gateway: its status, that it says the text, in all languages, and offers a way on.
func (a answer) page(t *testing.T, status int, text string) {
	t.Helper()
	if a.status != status || !strings.Contains(a.body, text) {
		t.Errorf("got %d %s, want %d and %q", a.status, a.body, status, text)
	}
	for _, want := range []string{`<section lang="fi">`, `<section lang="sv">`, `<section lang="en">`, `<a href="/`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	nonce := nonceOf.FindStringSubmatch(a.body)
	if len(nonce) != 2 || !strings.Contains(a.header.Get("Content-Security-Policy"), "'nonce-"+nonce[1]+"'") ||
		strings.Contains(a.body, "<script") || strings.Contains(a.body, "style=") {
		t.Errorf("the page breaks its policy %s", a.header.Get("Content-Security-Policy"))
	}
	if a.header.Get("Cache-Control") != "no-store" {
		t.Error("the page may be kept")
	}
}

func TestASignInOpensASession(t *testing.T) {
	t.Parallel()
	s, p := newSignInSite(t, nil)
	p.lie(func(p *idp) {
		p.claims = map[string]any{
			"given_name": "Tiina Maria", "family_name": "Testaaja", "email": "tiina@example.fi", "email_verified": true, "locale": "sv-FI",
			mpassRole: []string{"1.2.246.562.99.1;30076;;Rehtori;6;1.2.246.562.99.2;", "1.2.246.562.99.1;30076;;Opettaja;2;1.2.246.562.99.2;"},
		}
	})
	got := s.visit(s.callbackOf("/auth/login?return_to=/cases%3Fphase%3Dx&login_hint=teacher-fi"))
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/cases?phase=x" {
		t.Fatalf("got %d %v %s", got.status, got.header, got.body)
	}
	for name, want := range map[string]string{
		"login_hint": "teacher-fi", "code_challenge_method": "S256", "response_type": "code", "scope": "openid profile email",
		"redirect_uri": s.base + "/auth/callback", "ui_locales": "fi",
	} {
		if p.asked.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, p.asked.Get(name), want)
		}
	}
	request := s.access.one(t).request.(*accesspb.OpenSessionRequest)
	want := &accesspb.OpenSessionRequest{
		Issuer: p.server.URL, Subject: "person", DisplayName: "Tiina Maria Testaaja", Email: "tiina@example.fi", Language: "sv",
		SchoolRoles: []*accesspb.SchoolRole{
			{School: "30076", Role: accesspb.Role_ROLE_PRINCIPAL}, {School: "30076", Role: accesspb.Role_ROLE_REQUESTER},
		},
	}
	if !proto.Equal(request, want) {
		t.Errorf("got %v, want %v", request, want)
	}
	session := cookieOf(t, got, "vaatu")
	if session.Value != someToken || !session.HttpOnly || session.Secure || session.SameSite != http.SameSiteLaxMode || session.Path != "/" || session.Domain != "" {
		t.Errorf("the cookie is %v", session)
	}
	if me := s.visit("/v1/me"); me.status != 200 {
		t.Errorf("after the sign-in /v1/me answers %d", me.status)
	}
	if s.services.one(t).metadata.Get(mdSession)[0] != someToken {
		t.Error("the services got another token")
	}
}

func cookieOf(t *testing.T, a answer, name string) *http.Cookie {
	t.Helper()
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("there is no cookie %s in %v", name, a.header["Set-Cookie"])
	return nil
}

func TestOverTLSCookiesCannotLeaveIt(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	access := &backend{answer: openSessions}
	server := httptest.NewUnstartedServer(nil)
	g, err := New(Config{
		Listener: server.Listener, PublicURL: "https://" + server.Listener.Addr().String(), Services: serveBackend(t, &backend{}),
		Access: serveBackend(t, access), Providers: []Provider{p.provider()}, Web: testWeb, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = g.Handler()
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	server.StartTLS()
	t.Cleanup(func() {
		server.Close()
		_ = g.Close()
	})
	client := newClient(t)
	client.Transport = server.Client().Transport
	s := &site{t: t, base: server.URL, client: client, services: &backend{}, access: access}
	begun := s.visit("/auth/login?return_to=/drafts")
	login := (&http.Response{Header: begun.header}).Cookies()[0]
	if !strings.HasPrefix(login.Name, "__Host-vaatu-login-") || !login.Secure || !login.HttpOnly || login.MaxAge != 600 || login.SameSite != http.SameSiteLaxMode {
		t.Errorf("the cookie of the sign-in is %v", login)
	}
	done := s.visit(s.visit(begun.header.Get("Location")).header.Get("Location"))
	session := cookieOf(t, done, "__Host-vaatu")
	if session.Value != someToken || !session.Secure || !session.HttpOnly || session.Path != "/" || session.Domain != "" || session.SameSite != http.SameSiteLaxMode {
		t.Errorf("the cookie is %v", session)
	}
	if !strings.Contains(done.header.Get("Strict-Transport-Security"), "max-age=") {
		t.Error("the answer does not demand https")
	}
}

func TestACallbackNobodyBeganIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := newSignInSite(t, nil)
	callback := s.callbackOf("/auth/login")
	u, err := url.Parse(callback)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range []string{"", "ANOTHERSTATE", u.Query().Get("state") + "x"} {
		s.visit("/auth/callback?code=code-1&state="+state).page(t, 400, "Kirjautuminen ei ehtinyt valmiiksi")
	}
	stranger := *s
	stranger.client = newClient(t)
	stranger.visit(callback).page(t, 400, "/auth/login?return_to=")
	if got := s.visit(callback); got.status != http.StatusSeeOther {
		t.Errorf("the right callback answers %d", got.status)
	}
	s.visit(callback).page(t, 400, "Kirjautuminen ei ehtinyt valmiiksi")
	if calls := s.access.all(); len(calls) != 1 {
		t.Errorf("%d sessions were opened", len(calls))
	}
}

func TestASignInThatTookTooLongIsRefused(t *testing.T) {
	t.Parallel()
	var late atomic.Int64
	s, _ := newSignInSite(t, func(c *Config) { c.Now = func() time.Time { return time.Unix(1_800_000_000+late.Load(), 0) } })
	callback := s.callbackOf("/auth/login")
	late.Store(601)
	s.visit(callback).page(t, 400, "Kirjautuminen ei ehtinyt valmiiksi")
}

func TestTwoTabsSignInSideBySide(t *testing.T) {
	t.Parallel()
	s, _ := newSignInSite(t, nil)
	first := s.visit("/auth/login?return_to=/one").header.Get("Location")
	second := s.visit("/auth/login?return_to=/two").header.Get("Location")
	for address, want := range map[string]string{first: "/one", second: "/two"} {
		if got := s.visit(s.visit(address).header.Get("Location")); got.header.Get("Location") != want {
			t.Errorf("got %d %v, want %s", got.status, got.header, want)
		}
	}
	for range 3 * loginsAtOnce {
		s.visit("/auth/login")
	}
	site, err := url.Parse(s.base)
	if err != nil {
		t.Fatal(err)
	}
	if kept := len(s.client.Jar.Cookies(site)); kept > loginsAtOnce+1 {
		t.Errorf("the browser keeps %d cookies", kept)
	}
}

func TestAProviderThatLiesIsNotBelieved(t *testing.T) {
	t.Parallel()
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		lie    func(*idp)
		status int
		text   string
	}{
		"another nonce":                {func(p *idp) { p.said = map[string]any{"nonce": "x"} }, 502, "Kirjautumista ei voitu varmistaa"},
		"no nonce":                     {func(p *idp) { p.said = map[string]any{"nonce": ""} }, 502, "Kirjautumista ei voitu varmistaa"},
		"another issuer":               {func(p *idp) { p.said = map[string]any{"iss": "https://evil.example"} }, 502, "Kirjautumista ei voitu varmistaa"},
		"another audience":             {func(p *idp) { p.said = map[string]any{"aud": "other"} }, 502, "Kirjautumista ei voitu varmistaa"},
		"an old token":                 {func(p *idp) { p.said = map[string]any{"exp": 1} }, 502, "Kirjautumista ei voitu varmistaa"},
		"a strange key":                {func(p *idp) { p.signer = other }, 502, "Kirjautumista ei voitu varmistaa"},
		"no signature":                 {func(p *idp) { p.forge = unsigned }, 502, "Kirjautumista ei voitu varmistaa"},
		"the public key as a secret":   {func(p *idp) { p.forge = signedWithPublicKey }, 502, "Kirjautumista ei voitu varmistaa"},
		"claims changed after signing": {func(p *idp) { p.forge = changed }, 502, "Kirjautumista ei voitu varmistaa"},
		"half a token":                 {func(p *idp) { p.forge = func(_ []byte, t string) string { return t[:len(t)/2] } }, 502, "Kirjautumista ei voitu varmistaa"},
		"no ID token":                  {func(p *idp) { p.forge = func([]byte, string) string { return "" } }, 502, "Kirjautumista ei voitu varmistaa"},
		"an unknown key id": {func(p *idp) {
			p.signer, p.keyID = other, "k"
			p.forge = func(_ []byte, t string) string { p.keyID = "new"; return t }
		}, 502, "Kirjautumista ei voitu varmistaa"},
		"a list of others":   {func(p *idp) { p.said = map[string]any{"aud": []string{"other", "third"}} }, 502, "Kirjautumista ei voitu varmistaa"},
		"a token for later":  {func(p *idp) { p.said = map[string]any{"nbf": time.Now().Add(time.Hour).Unix()} }, 502, "Kirjautumista ei voitu varmistaa"},
		"no expiry":          {func(p *idp) { p.said = map[string]any{"exp": nil} }, 502, "Kirjautumista ei voitu varmistaa"},
		"no subject":         {func(p *idp) { p.said = map[string]any{"sub": ""}; p.claims = p.said }, 502, "Kirjautumista ei voitu varmistaa"},
		"a nonce as a list":  {func(p *idp) { p.said = map[string]any{"nonce": []string{p.nonce}} }, 502, "Kirjautumista ei voitu varmistaa"},
		"userinfo of nobody": {func(p *idp) { p.claims = map[string]any{"sub": ""} }, 502, "Kirjautumista ei voitu varmistaa"},
		"another userinfo":   {func(p *idp) { p.claims = map[string]any{"sub": "somebody"} }, 502, "Kirjautumista ei voitu varmistaa"},
		"a long subject":     {func(p *idp) { p.said = map[string]any{"sub": strings.Repeat("s", 256)}; p.claims = p.said }, 502, "Kirjautumista ei voitu varmistaa"},
		"a NUL in a subject": {func(p *idp) { p.said = map[string]any{"sub": "a\x00b"}; p.claims = p.said }, 502, "Kirjautumista ei voitu varmistaa"},
		"a refused code":     {func(p *idp) { p.broken["/token"] = 400 }, 403, "Kirjautuminen keskeytyi"},
		"a broken token":     {func(p *idp) { p.broken["/token"] = 500 }, 503, "Kirjautumispalvelu ei vastaa"},
		"a broken userinfo":  {func(p *idp) { p.broken["/userinfo"] = 500 }, 503, "Kirjautumispalvelu ei vastaa"},
		"a lost code verify": {func(p *idp) { p.challenge = "x" }, 403, "Kirjautuminen keskeytyi"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, p := newSignInSite(t, nil)
			callback := s.callbackOf("/auth/login?return_to=/drafts")
			p.lie(c.lie)
			got := s.visit(callback)
			got.page(t, c.status, c.text)
			if !strings.Contains(got.body, "/auth/login?provider=test&amp;return_to=%2Fdrafts") {
				t.Error("the way on forgets where the person was")
			}
			if calls := s.access.all(); len(calls) != 0 {
				t.Errorf("a session was opened: %v", calls)
			}
		})
	}
}

func TestANonceIsGoodForOneSignIn(t *testing.T) {
	t.Parallel()
	s, p := newSignInSite(t, nil)
	s.visit(s.callbackOf("/auth/login"))
	p.lie(func(p *idp) { p.said = map[string]any{"nonce": p.nonce} })
	s.visit(s.callbackOf("/auth/login")).page(t, 502, "Kirjautumista ei voitu varmistaa")
	if calls := s.access.all(); len(calls) != 1 {
		t.Errorf("%d sessions were opened", len(calls))
	}
}

func TestAnotherProvidersTokenIsNotBelieved(t *testing.T) {
	t.Parallel()
	honest, evil := newIDP(t), newIDP(t)
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	evil.key = stranger
	s := newSite(t, func(c *Config) {
		one, two := honest.provider(), evil.provider()
		one.Name, two.Name = "honest", "evil"
		c.Providers = []Provider{one, two}
	})
	s.access.answers(openSessions)
	// The one signs as if it were the other, at its own door and at the other's.
	evil.lie(func(p *idp) { p.said = map[string]any{"iss": honest.server.URL} })
	s.visit(s.callbackOf("/auth/login?provider=evil")).page(t, 502, "Kirjautumista ei voitu varmistaa")
	honest.lie(func(p *idp) { p.signer = stranger })
	s.visit(s.callbackOf("/auth/login?provider=honest")).page(t, 502, "Kirjautumista ei voitu varmistaa")
	// A callback names another provider than the sign-in went to, which says the truth.
	honest.lie(func(p *idp) { p.signer = nil })
	s.visit(s.callbackOf("/auth/login?provider=honest")+"&iss="+url.QueryEscape(evil.server.URL)).page(t, 502, "Kirjautumista ei voitu varmistaa")
	if calls := s.access.all(); len(calls) != 0 {
		t.Errorf("a session was opened: %v", calls)
	}
}

func TestAProviderThatChangesItsKeysIsFollowed(t *testing.T) {
	t.Parallel()
	s, p := newSignInSite(t, nil)
	s.visit(s.callbackOf("/auth/login"))
	next, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p.lie(func(p *idp) { p.key, p.keyID = next, "next" })
	if got := s.visit(s.callbackOf("/auth/login")); got.status != http.StatusSeeOther {
		t.Errorf("with the provider's new key the sign-in answers %d", got.status)
	}
	if calls := s.access.all(); len(calls) != 3 { // the second ends the first's session
		t.Errorf("the services saw %d calls; want 3", len(calls))
	}
}

func TestAProviderThatRefusesOrIsAnotherIsHeard(t *testing.T) {
	t.Parallel()
	s, p := newSignInSite(t, nil)
	state := func() string {
		u, err := url.Parse(s.visit("/auth/login").header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		return u.Query().Get("state")
	}
	s.visit("/auth/callback?error=access_denied&state="+state()).page(t, 403, "Kirjautuminen keskeytyi")
	s.visit("/auth/callback?code=code-1&iss=https%3A%2F%2Fevil.example&state="+state()).page(t, 502, "Kirjautumista ei voitu varmistaa")
	if calls := s.access.all(); len(calls) != 0 {
		t.Errorf("a session was opened: %v", calls)
	}
	p.server.Close()
	if got := s.visit("/auth/login"); got.status != http.StatusSeeOther {
		t.Errorf("a provider known before is not needed to begin: %d", got.status)
	}
}

func TestAProviderThatIsDownIsAskedAgain(t *testing.T) {
	t.Parallel()
	s, p := newSignInSite(t, nil)
	p.lie(func(p *idp) { p.broken["/.well-known/openid-configuration"] = 503 })
	got := s.visit("/auth/login?return_to=/drafts")
	got.page(t, 503, "Kirjautumispalvelu ei vastaa")
	if got.header.Get("Retry-After") == "" {
		t.Error("the page does not say when to try again")
	}
	p.lie(func(p *idp) { clear(p.broken) })
	if again := s.visit("/auth/login"); again.status != http.StatusSeeOther {
		t.Errorf("afterwards the sign-in answers %d", again.status)
	}
}

func TestNobodyWaitsForAProviderLongerThanTheyWish(t *testing.T) {
	t.Parallel()
	asked, answer := make(chan struct{}, 10), make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked <- struct{}{}
		<-answer
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(silent.Close)
	p := &provider{Provider: Provider{Name: "silent", Issuer: silent.URL}, client: silent.Client()}
	first := make(chan error, 1)
	go func() {
		_, err := p.discover(context.WithoutCancel(t.Context()))
		first <- err
	}()
	<-asked
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	second := make(chan error, 1)
	go func() {
		_, err := p.discover(gone)
		second <- err
	}()
	select {
	case err := <-second:
		if !errors.Is(err, errProviderDown) || !errors.Is(err, context.Canceled) {
			t.Errorf("who has hung up is answered %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("a sign-in whose browser has gone still waits for the one before")
	}
	close(answer)
	if err := <-first; !errors.Is(err, errProviderDown) {
		t.Errorf("the one who waited is answered %v", err)
	}
	if len(asked) != 0 {
		t.Errorf("the provider was asked %d times more", len(asked))
	}
}

func TestWhoseRoleSleepsIsToldSoAndWhoWakesIt(t *testing.T) {
	t.Parallel()
	for invitation, want := range map[string]string{"": "Oikeutesi nukkuu", "SPENT": "Oikeutesi nukkuu", "WAITS": "Kutsusi odottaa vahvistusta"} {
		s, _ := newSignInSite(t, nil)
		s.access.refuse(codes.PermissionDenied, reasonNoRole, map[string]string{"grant": "ASLEEP", "invitation": invitation})
		s.visit(s.callbackOf("/auth/login")).page(t, 403, want)
	}
}

func TestWhoseRoleDoesNotHoldIsToldWhy(t *testing.T) {
	t.Parallel()
	for grant, want := range map[string]string{"TO_COME": "Oikeutesi ei ole vielä voimassa", "ENDED": "Oikeutesi on päättynyt"} {
		s, p := newSignInSite(t, nil)
		p.lie(func(p *idp) { p.said = map[string]any{"urn:mpass.id:role": "no school"} }) // whatever the school's claims lack
		s.access.refuse(codes.PermissionDenied, reasonNoRole, map[string]string{"grant": grant})
		s.visit(s.callbackOf("/auth/login")).page(t, 403, want)
	}
}

func TestWhoHasARoleHearsWhatBecameOfTheInvitation(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{"WAITS": "Kutsusi odottaa vahvistusta", "SPENT": "Kutsu ei ole enää voimassa", "GRANTED": "", "": ""} {
		s, _ := newSignInSite(t, nil)
		s.access.answers(func(seen) (proto.Message, error) {
			return &accesspb.OpenSessionResponse{Token: someToken, Invitation: state}, nil
		})
		got := s.visit(s.callbackOf("/auth/login?invitation=" + someToken))
		if !strings.Contains(strings.Join(got.header.Values("Set-Cookie"), ";"), someToken) {
			t.Errorf("%q: no session is set", state)
		}
		if want != "" && (!strings.Contains(got.body, want) || !strings.Contains(got.body, `<a href="/"`)) || want == "" && got.status != http.StatusSeeOther {
			t.Errorf("%q is answered %d %s", state, got.status, got.body)
		}
	}
}

func TestAnInvitationTravelsWithTheSignIn(t *testing.T) {
	t.Parallel()
	link := strings.Repeat("I", 43)
	for state, want := range map[string]string{"WAITS": "Kutsusi odottaa vahvistusta", "SPENT": "Kutsu ei ole enää voimassa", "": "Sinulla ei ole roolia Vaatussa"} {
		s, _ := newSignInSite(t, nil)
		s.access.refuse(codes.PermissionDenied, reasonNoRole, map[string]string{"invitation": state})
		s.visit(s.callbackOf("/auth/login?invitation="+link)).page(t, 403, want)
		calls := s.access.all()
		if got := calls[0].request.(*accesspb.OpenSessionRequest).GetInvitation(); got != link {
			t.Errorf("the services are told of the invitation %q", got)
		}
		s.visit(s.callbackOf("/auth/login?invitation=" + url.QueryEscape("no token")))
		calls = s.access.all()
		if got := calls[len(calls)-1].request.(*accesspb.OpenSessionRequest).GetInvitation(); got != "" {
			t.Errorf("what is no token goes on: %q", got)
		}
	}
}

func TestWhoSignsInAgainDoesSoAsBefore(t *testing.T) {
	t.Parallel()
	link := strings.Repeat("I", 43)
	begin := "/auth/login?fresh=1&invitation=" + link + "&provider=test&return_to=%2Fgrants"
	two := func(c *Config) {
		c.Providers = append(c.Providers, Provider{Name: "virtu", Issuer: "http://127.0.0.1:1", ClientID: "vaatu"})
	}
	for name, failing := range map[string]func(*site, *idp) answer{
		"the provider is down": func(s *site, p *idp) answer {
			p.lie(func(p *idp) { p.broken["/.well-known/openid-configuration"] = 503 })
			return s.visit(begin)
		},
		"the provider proves nothing": func(s *site, _ *idp) answer { return s.visit(s.callbackOf(begin)) },
		"the invitation waits": func(s *site, p *idp) answer {
			p.lie(func(p *idp) { p.said = map[string]any{"auth_time": time.Now().Unix()} })
			s.access.refuse(codes.PermissionDenied, reasonNoRole, map[string]string{"invitation": "WAITS"})
			return s.visit(s.callbackOf(begin))
		},
		"the grant sleeps": func(s *site, p *idp) answer {
			p.lie(func(p *idp) { p.said = map[string]any{"auth_time": time.Now().Unix()} })
			s.access.refuse(codes.PermissionDenied, reasonNoRole, map[string]string{"grant": "ASLEEP"})
			return s.visit(s.callbackOf(begin))
		},
	} {
		s, p := newSignInSite(t, two)
		if got := failing(s, p); !strings.Contains(got.body, `<a href="`+strings.ReplaceAll(begin, "&", "&amp;")+`"`) {
			t.Errorf("%s: the page is %s", name, got.body)
		}
	}
}

func TestWhoMayNotComeInIsToldWhy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		claims map[string]any
		reason string
		text   string
		opened int
	}{
		"a learner":           {map[string]any{mpassRole: []string{"1.2.246.562.99.1;30076;7B;Oppilas;1;1.2.246.562.99.2;"}}, "", "Palvelu on koulun aikuisille", 0},
		"withheld attributes": {map[string]any{"urn:mpass.id:uid": "u"}, reasonNoRole, "Koulusi tai roolisi puuttuu", 1},
		"nobody known":        {map[string]any{}, reasonNoRole, "Sinulla ei ole roolia Vaatussa", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, p := newSignInSite(t, nil)
			p.lie(func(p *idp) { p.claims = c.claims })
			if c.reason != "" {
				s.access.refuse(codes.PermissionDenied, c.reason, nil)
			}
			s.visit(s.callbackOf("/auth/login")).page(t, 403, c.text)
			if calls := s.access.all(); len(calls) != c.opened {
				t.Errorf("the services were asked %d times, want %d", len(calls), c.opened)
			}
			if s.visit("/v1/me").status != 401 {
				t.Error("there is a session")
			}
		})
	}
}

func TestServicesAwayAtSignInAreSaidToBe(t *testing.T) {
	t.Parallel()
	s, _ := newSignInSite(t, func(c *Config) { c.Access = "unix:///nowhere/access.sock" })
	s.visit(s.callbackOf("/auth/login")).page(t, 503, "Palvelu ei juuri nyt vastaa")
}

func TestANewSignInEndsTheSessionBefore(t *testing.T) {
	t.Parallel()
	s, _ := newSignInSite(t, nil)
	before := strings.Repeat("B", 43)
	site, err := url.Parse(s.base)
	if err != nil {
		t.Fatal(err)
	}
	s.client.Jar.SetCookies(site, []*http.Cookie{{Name: "vaatu", Value: before, Path: "/"}})
	s.visit(s.callbackOf("/auth/login"))
	calls := s.access.all()
	if len(calls) != 2 || calls[1].request.(*accesspb.RevokeSessionRequest).GetToken() != before {
		t.Errorf("the services saw %v", calls)
	}
}

func TestReturningGoesNowhereElse(t *testing.T) {
	t.Parallel()
	for wish, want := range map[string]string{
		"/drafts": "/drafts", "/cases?phase=x#h": "/cases?phase=x#h", "/": "/", "": "/", "/a%20b": "/a%20b",
		"https://evil.example/": "/", "//evil.example": "/", "///evil.example": "/", `/\evil.example`: "/", `\\evil.example`: "/",
		"/%5Cevil.example": "/", "/%2F/evil.example": "/", "javascript:alert(1)": "/", "/\t/evil.example": "/", "/\n//evil.example": "/",
		"drafts": "/", "/auth/logout": "/", "/" + strings.Repeat("a", 3000): "/", "http:/evil.example": "/", "/drafts\r\nSet-Cookie: a=b": "/",
	} {
		if got := localPath(wish); got != want {
			t.Errorf("%q returns to %q, want %q", wish, got, want)
		}
	}
	s, _ := newSignInSite(t, nil)
	for _, wish := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/%2F/evil.example"} {
		got := s.visit(s.callbackOf("/auth/login?return_to=" + url.QueryEscape(wish)))
		if got.header.Get("Location") != "/" {
			t.Errorf("%q returns to %s", wish, got.header.Get("Location"))
		}
	}
}

func TestSigningOutEndsTheSessionAndClearsTheBrowser(t *testing.T) {
	t.Parallel()
	s, _ := newSignInSite(t, nil)
	got := s.do("POST", "/auth/logout", "")
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/" || got.header.Get("Clear-Site-Data") != `"cookies", "storage"` {
		t.Errorf("got %d %v", got.status, got.header)
	}
	if c := cookieOf(t, got, "vaatu"); c.MaxAge != -1 || c.Value != "" {
		t.Errorf("the cookie stays: %v", c)
	}
	if token := s.access.one(t).request.(*accesspb.RevokeSessionRequest).GetToken(); token != someToken {
		t.Errorf("the session %s was ended", token)
	}
	if fetched := s.do("POST", "/auth/logout", "", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Site", "same-origin"); fetched.status != http.StatusNoContent {
		t.Errorf("a script gets %d", fetched.status)
	}
	s.do("GET", "/auth/logout", "").wants(t, 405, reasonMethodNotAllowed)
	s.access.refuse(codes.Unavailable, reasonUnavailable, nil)
	failed := s.do("POST", "/auth/logout", "")
	failed.wants(t, 503, reasonUnavailable)
	if len(failed.header["Set-Cookie"]) != 0 {
		t.Error("a session that lives on was taken from the browser")
	}
}

func TestReplicasWithTheSameKeyFinishEachOthersSignIns(t *testing.T) {
	t.Parallel()
	shared := func(c *Config) { c.StateKey = []byte(strings.Repeat("k", 32)) }
	first, p := newSignInSite(t, shared)
	second := newSite(t, func(c *Config) { shared(c); c.Providers = []Provider{p.provider()}; c.PublicURL = first.base })
	second.access.answers(openSessions)
	callback := first.callbackOf("/auth/login?return_to=/drafts")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+second.gateway.Addr()+strings.TrimPrefix(callback, first.base), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	site, err := url.Parse(first.base)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range first.client.Jar.Cookies(site) {
		r.AddCookie(c)
	}
	if got := second.send(r); got.header.Get("Location") != "/drafts" {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestSeveralProvidersAreAChoice(t *testing.T) {
	t.Parallel()
	s, p := newSignInSite(t, func(c *Config) {
		c.Providers = append(c.Providers, Provider{Name: "virtu", Label: "Virtu <valtio>", Issuer: "http://127.0.0.1:1", ClientID: "vaatu"})
	})
	got := s.visit("/auth/login?return_to=/drafts&login_hint=x")
	got.page(t, 200, "Virtu &lt;valtio&gt;")
	if !strings.Contains(got.body, `href="/auth/login?login_hint=x&amp;provider=test&amp;return_to=%2Fdrafts"`) {
		t.Errorf("the choice is %s", got.body)
	}
	if chosen := s.visit("/auth/login?provider=test"); !strings.HasPrefix(chosen.header.Get("Location"), p.server.URL) {
		t.Errorf("got %d %v", chosen.status, chosen.header)
	}
}

func TestAGatewayStopsWhenItIsToldOnceItHasAnswered(t *testing.T) {
	t.Parallel()
	services := &backend{}
	entered, release := make(chan struct{}), make(chan struct{})
	services.answers(func(seen) (proto.Message, error) {
		close(entered)
		<-release
		return nil, nil //nolint:nilnil // the empty reply
	})
	g, err := New(Config{
		HTTP: "127.0.0.1:0", Services: serveBackend(t, services), Access: "unix:///nowhere/b",
		Providers: []Provider{{Name: "x", Issuer: "http://127.0.0.1:1", ClientID: "x"}}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, base: g.PublicURL(), client: newClient(t), gateway: g}
	ctx, stop := context.WithCancel(t.Context())
	ended, answered := make(chan error, 1), make(chan answer, 1)
	go func() {
		defer close(ended)
		ended <- g.Run(ctx)
	}()
	go func() {
		defer close(answered) // also when the request fails
		answered <- s.do("GET", "/v1/me", "")
	}()
	<-entered
	stop()
	refusesConnections(t, g.Addr())
	select {
	case err := <-ended:
		t.Errorf("the gateway ended with %v while a request was under way", err)
	default:
	}
	close(release)
	if got := <-answered; got.status != http.StatusOK {
		t.Errorf("the request under way is answered %d %s", got.status, got.body)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// refusesConnections waits, with a deadline, until nobody listens at an address.
func refusesConnections(t *testing.T, address string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			break
		}
		_ = conn.Close()
		<-tick.C
	}
	if ctx.Err() != nil {
		t.Fatal("the gateway takes new connections after it was told to stop")
	}
}
