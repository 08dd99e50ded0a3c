package gateway

import (
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

var nonceOf = regexp.MustCompile(`nonce="([^"]+)"`)

func TestEveryAppAddressServesTheApplicationWithAFreshNonce(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/drafts", "/drafts/" + someID + "/check", "/cases?phase=x", "/queues/" + someID, "/my-cases", "/no/such/page"} {
		got := s.do("GET", path, "", "Accept", "text/html,*/*;q=0.8")
		if got.status != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s answers %d %v", path, got.status, got.header)
		}
		nonces := nonceOf.FindAllStringSubmatch(got.body, -1)
		if len(nonces) != 2 || nonces[0][1] != nonces[1][1] || strings.Contains(got.body, noncePlace) {
			t.Fatalf("the page has the nonces %v", nonces)
		}
		nonce := nonces[0][1]
		if policy := got.header.Get("Content-Security-Policy"); !strings.Contains(policy, "style-src 'self' 'nonce-"+nonce+"'") ||
			strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("the policy is %s", policy)
		}
		if len(nonce) < 22 || seen[nonce] {
			t.Errorf("the nonce %s is short or used before", nonce)
		}
		seen[nonce] = true
	}
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, path := range []string{"/", "/v1/me", "/v1/nope", "/assets/a-1.js", "/healthz", "/auth/callback", "/v1/cases?%ff=1", "/openapi.json"} {
		got := s.do("GET", path, "").header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY", "Strict-Transport-Security": "",
		} {
			if got.Get(name) != want {
				t.Errorf("%s has %s %q, want %q", path, name, got.Get(name), want)
			}
		}
		if !strings.Contains(got.Get("Content-Security-Policy"), "default-src 'none'") || got.Get("Permissions-Policy") == "" || got.Get("X-Request-ID") == "" {
			t.Errorf("%s has %v", path, got)
		}
		if strings.HasPrefix(path, "/v1") && got.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %s", path, got.Get("Cache-Control"))
		}
	}
}

func TestAssetsAreKeptAndCompressed(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	plain := s.do("GET", "/assets/a-1.js", "")
	if plain.status != 200 || plain.header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
		plain.header.Get("Content-Type") != "text/javascript; charset=utf-8" || plain.header.Get("Content-Encoding") != "" {
		t.Errorf("got %d %v", plain.status, plain.header)
	}
	for wish, coding := range map[string]string{"zstd, gzip;q=0.8": "gzip", "gzip, br": "br"} {
		zipped := s.do("GET", "/assets/a-1.js", "", "Accept-Encoding", wish)
		if zipped.header.Get("Content-Encoding") != coding || zipped.header.Get("Vary") != "Accept-Encoding" || len(zipped.body) >= len(plain.body) {
			t.Fatalf("%s: got %v", wish, zipped.header)
		}
		var whole io.Reader = brotli.NewReader(strings.NewReader(zipped.body))
		if coding == "gzip" {
			var err error
			if whole, err = gzip.NewReader(strings.NewReader(zipped.body)); err != nil {
				t.Fatal(err)
			}
		}
		if body, err := io.ReadAll(whole); err != nil || string(body) != plain.body {
			t.Errorf("%s: the compressed file differs: %v", wish, err)
		}
	}
	if again := s.do("GET", "/assets/a-1.js", "", "If-None-Match", plain.header.Get("ETag")); again.status != 304 {
		t.Errorf("an unchanged file answers %d", again.status)
	}
	if font := s.do("GET", "/assets/f.woff2", "", "Accept-Encoding", "gzip"); font.header.Get("Content-Encoding") != "" || font.body != "wOF2" {
		t.Errorf("a font is compressed again: %v", font.header)
	}
	if icon := s.do("GET", "/favicon.svg", ""); icon.header.Get("Cache-Control") != "no-cache" || icon.header.Get("Content-Type") != "image/svg+xml" {
		t.Errorf("got %v", icon.header)
	}
}

func TestAFileThatIsNotThereIsNoPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, path := range []string{"/assets/old-2.js", "/assets/", "/robots.txt", "/.gitkeep", "/index.html"} {
		s.do("GET", path, "").wants(t, 404, reasonNotFound)
	}
	s.do("GET", "/cases", "", "Accept", "application/json").wants(t, 404, reasonNotFound)
	s.do("POST", "/cases", "{}").wants(t, 405, reasonMethodNotAllowed)
}

func TestWithoutABuiltApplicationThePageSaysHowToBuildIt(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *Config) { c.Web = fstest.MapFS{".gitkeep": {}} })
	got := s.do("GET", "/", "", "Accept-Language", "sv")
	if got.status != 503 || !strings.Contains(got.body, "make run") || !strings.Contains(got.body, `<html lang="sv">`) {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestHealthAndReadiness(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	says := func(door *backend, status grpc_health_v1.HealthCheckResponse_ServingStatus, err error) {
		door.answers(func(seen) (proto.Message, error) { return &grpc_health_v1.HealthCheckResponse{Status: status}, err })
	}
	serving, not := grpc_health_v1.HealthCheckResponse_SERVING, grpc_health_v1.HealthCheckResponse_NOT_SERVING
	for name, c := range map[string]struct {
		services, access grpc_health_v1.HealthCheckResponse_ServingStatus
		err              error
		want             int
	}{
		"both serve":                 {serving, serving, nil, 200},
		"nothing can be filed":       {not, serving, nil, 503},
		"nobody can sign in":         {serving, not, nil, 503},
		"the services do not answer": {serving, serving, status.Error(codes.Unavailable, "database at 10.0.0.1 is away"), 503},
	} {
		says(s.services, c.services, c.err)
		says(s.access, c.access, nil)
		if got := s.do("GET", "/readyz", "", "Cookie", ""); got.status != c.want || strings.Contains(got.body, "10.0.0.1") {
			t.Errorf("%s: readyz answers %d %s", name, got.status, got.body)
		}
		if got := s.do("GET", "/healthz", "", "Cookie", ""); got.status != 200 {
			t.Errorf("%s: healthz answers %d", name, got.status)
		}
	}
	if got := s.do("GET", "/openapi.json", "", "Cookie", ""); got.status != 200 || !strings.Contains(got.body, "3.1.0") {
		t.Errorf("the document answers %d %s", got.status, got.body)
	}
}

func TestAMissingSettingNamesItself(t *testing.T) {
	t.Parallel()
	if _, err := New(Config{HTTP: ":0"}); err == nil || !strings.Contains(err.Error(), "Services") {
		t.Errorf("got %v", err)
	}
}
