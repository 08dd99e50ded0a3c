package devidp_test

import (
	"context"
	"encoding/json"
	"html"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devidp"
	"github.com/vip-verkosto/vaatu/gateway"
	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

const (
	client = "vaatu-dev"
	secret = "s3cret/+ä"
)

var personas = []devidp.Persona{
	{Hint: "teacher-fi", Name: "Tiina Testaaja", Role: "Opettaja", Claims: map[string]any{
		"given_name": "Tiina", "family_name": "Testaaja", "locale": "fi", "urn:mpass.id:uid": "teacher-fi",
		"urn:mpass.id:role": []string{"1.2.246.562.99.00000000001;30076;;Opettaja;2;1.2.246.562.99.00000000002;"},
	}},
	{Hint: "coordinator", Name: "Kaisa <Koe>", Role: "Työnyrkki", Claims: map[string]any{"sub": "subject-2", "name": "Kaisa Koe"}},
}

// sessions remembers who was signed in.
type sessions struct {
	accesspb.UnimplementedSessionServiceServer

	mu     sync.Mutex
	opened []*accesspb.OpenSessionRequest
}

func (s *sessions) OpenSession(_ context.Context, r *accesspb.OpenSessionRequest) (*accesspb.OpenSessionResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opened = append(s.opened, r)
	return &accesspb.OpenSessionResponse{Token: strings.Repeat("T", 43)}, nil
}

// start runs a gateway with the provider inside it, as `vaatu dev` does, and answers its address.
func start(t *testing.T) (base string, opened *sessions) {
	t.Helper()
	dir, err := os.MkdirTemp("", "op") // short: the path of a socket ends at 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket, err := net.Listen("unix", filepath.Join(dir, "a.sock"))
	if err != nil {
		t.Fatal(err)
	}
	opened = &sessions{}
	server := grpc.NewServer()
	accesspb.RegisterSessionServiceServer(server, opened)
	go func() { _ = server.Serve(socket) }()
	t.Cleanup(server.Stop)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base = "http://" + l.Addr().String()
	issuer := base + "/dev/op"
	g, err := gateway.New(gateway.Config{
		Listener: l, Services: "unix://" + filepath.Join(dir, "a.sock"), Access: "unix://" + filepath.Join(dir, "a.sock"),
		Providers: []gateway.Provider{{Name: "dev", Issuer: issuer, ClientID: client, ClientSecret: secret, SchoolRoles: true}},
		Logger:    slog.New(slog.DiscardHandler),
		Extra: map[string]http.Handler{
			"/dev/op/": http.StripPrefix("/dev/op", devidp.New(issuer, client, secret, []string{base + "/auth/callback"}, personas)),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return base, opened
}

// browser keeps cookies; it follows redirects on this site, but not to a page that needs an application.
func browser(t *testing.T, follow bool) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &http.Client{Jar: jar, Transport: &http.Transport{}}
	b.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if !follow || r.URL.Path == "/landed" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	t.Cleanup(b.CloseIdleConnections)
	return b
}

func get(t *testing.T, b *http.Client, address string) (response *http.Response, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, b, r)
}

func do(t *testing.T, b *http.Client, r *http.Request) (response *http.Response, body string) {
	t.Helper()
	response, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(read)
}

func TestALoginHintSignsThePersonaInAtOnce(t *testing.T) {
	t.Parallel()
	base, opened := start(t)
	got, body := get(t, browser(t, true), base+"/auth/login?login_hint=teacher-fi&return_to=/landed")
	if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/landed" {
		t.Fatalf("the sign-in ends with %d %s", got.StatusCode, body)
	}
	if c := got.Cookies(); len(c) == 0 || c[len(c)-1].Name != "vaatu" {
		t.Errorf("the cookies are %v", c)
	}
	want := &accesspb.OpenSessionRequest{
		Issuer: base + "/dev/op", Subject: "teacher-fi", DisplayName: "Tiina Testaaja", Language: "fi",
		SchoolRoles: []*accesspb.SchoolRole{{School: "30076", Role: accesspb.Role_ROLE_REQUESTER}},
	}
	if len(opened.opened) == 1 {
		want.AuthTime = opened.opened[0].GetAuthTime() // TestEverySignInIsAFreshOne looks at it
	}
	if len(opened.opened) != 1 || !proto.Equal(opened.opened[0], want) {
		t.Errorf("signed in %v, want %v", opened.opened, want)
	}
}

// The provider keeps no session of its own: whoever comes has to say who they are.
func TestEverySignInIsAFreshOne(t *testing.T) {
	t.Parallel()
	base, opened := start(t)
	b, began := browser(t, true), time.Now().Truncate(time.Second)
	for _, login := range []string{"/auth/login?", "/auth/login?fresh=1&"} {
		got, body := get(t, b, base+login+"login_hint=teacher-fi&return_to=/landed")
		if got.Header.Get("Location") != "/landed" {
			t.Fatalf("the sign-in ends with %d %s", got.StatusCode, body)
		}
		last := opened.opened[len(opened.opened)-1].GetAuthTime()
		if !last.IsValid() || last.AsTime().Before(began) {
			t.Errorf("by %s the person has proved at %v who they are", login, last)
		}
	}
	if _, body := get(t, b, base+"/auth/login?fresh=1"); !strings.Contains(body, "<li><a href=") {
		t.Errorf("without a hint the personas are no list: %s", body)
	}
}

func TestWithoutAHintThePersonasAreAList(t *testing.T) {
	t.Parallel()
	base, opened := start(t)
	b := browser(t, true)
	got, body := get(t, b, base+"/auth/login?return_to=/landed&login_hint=nobody")
	if got.StatusCode != http.StatusOK || !strings.Contains(body, "Kaisa &lt;Koe&gt;") || strings.Contains(got.Header.Get("Content-Security-Policy"), "unsafe") {
		t.Fatalf("got %d %s", got.StatusCode, body)
	}
	_, rest, _ := strings.Cut(body, `<li><a href="`)
	_, rest, _ = strings.Cut(rest, `<li><a href="`)
	link, _, _ := strings.Cut(rest, `"`)
	address, err := got.Request.URL.Parse(html.UnescapeString(link))
	if err != nil {
		t.Fatal(err)
	}
	if landed, _ := get(t, b, address.String()); landed.Header.Get("Location") != "/landed" {
		t.Errorf("the second link ends with %d", landed.StatusCode)
	}
	if len(opened.opened) != 1 || opened.opened[0].GetSubject() != "subject-2" || opened.opened[0].GetDisplayName() != "Kaisa Koe" {
		t.Errorf("signed in %v", opened.opened)
	}
}

// authorize asks for a code and answers where the browser is sent.
func authorize(t *testing.T, base string, change func(url.Values)) (*http.Response, url.Values) {
	t.Helper()
	query := url.Values{
		"client_id": {client}, "redirect_uri": {base + "/auth/callback"}, "response_type": {"code"}, "state": {"s"}, "nonce": {"n"},
		"code_challenge": {oauth2.S256ChallengeFromVerifier("verifier")}, "code_challenge_method": {"S256"}, "login_hint": {"teacher-fi"},
	}
	if change != nil {
		change(query)
	}
	got, _ := get(t, browser(t, false), base+"/dev/op/authorize?"+query.Encode())
	back, err := url.Parse(got.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return got, back.Query()
}

func TestAnUnknownClientOrAddressGetsNoRedirect(t *testing.T) {
	t.Parallel()
	base, _ := start(t)
	for name, value := range map[string]string{"client_id": "evil", "redirect_uri": "https://evil.example/"} {
		got, _ := authorize(t, base, func(q url.Values) { q.Set(name, value) })
		if got.StatusCode != http.StatusBadRequest || got.Header.Get("Location") != "" {
			t.Errorf("another %s answers %d to %s", name, got.StatusCode, got.Header.Get("Location"))
		}
	}
	for _, name := range []string{"code_challenge", "code_challenge_method", "response_type"} {
		if _, back := authorize(t, base, func(q url.Values) { q.Del(name) }); back.Get("error") != "invalid_request" || back.Get("code") != "" {
			t.Errorf("without %s the answer is %v", name, back)
		}
	}
}

func TestACodeIsGoodOnceForItsClientWithItsVerifier(t *testing.T) {
	t.Parallel()
	base, _ := start(t)
	exchange := func(code, verifier, redirect, id, password string) (int, map[string]any) {
		form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}, "redirect_uri": {redirect}}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/dev/op/token", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(password))
		got, body := do(t, browser(t, false), r)
		var said map[string]any
		if err := json.Unmarshal([]byte(body), &said); err != nil {
			t.Fatal(err)
		}
		return got.StatusCode, said
	}
	callback := base + "/auth/callback"
	newCode := func() string {
		_, back := authorize(t, base, nil)
		if back.Get("state") != "s" || back.Get("iss") != base+"/dev/op" {
			t.Errorf("the answer is %v", back)
		}
		return back.Get("code")
	}
	for name, refused := range map[string][5]string{
		"a wrong verifier": {newCode(), "other", callback, client, secret},
		"a wrong address":  {newCode(), "verifier", "https://evil.example", client, secret},
		"a made-up code":   {"code", "verifier", callback, client, secret},
	} {
		if status, said := exchange(refused[0], refused[1], refused[2], refused[3], refused[4]); status != 400 || said["error"] != "invalid_grant" {
			t.Errorf("%s answers %d %v", name, status, said)
		}
	}
	code := newCode()
	if status, said := exchange(code, "verifier", callback, client, "wrong"); status != 401 || said["error"] != "invalid_client" {
		t.Errorf("a wrong secret answers %d %v", status, said)
	}
	if status, said := exchange(code, "verifier", callback, client, secret); status != 200 || said["id_token"] == nil {
		t.Errorf("the right exchange answers %d %v", status, said)
	}
	if status, _ := exchange(code, "verifier", callback, client, secret); status != 400 {
		t.Errorf("the same code again answers %d", status)
	}
	if got, _ := get(t, browser(t, false), base+"/dev/op/userinfo"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("userinfo without a token answers %d", got.StatusCode)
	}
}
