package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/dev"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devidp"
	"github.com/vip-verkosto/vaatu/services"
)

// asProgram makes the test binary behave as vaatu, so that a test can run true processes of what it was built from.
const asProgram = "VAATU_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// said is what a process writes.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
	// pid of the process.
	pid int
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// start runs vaatu as a process of its own, and ends it with the test. It answers what the process writes.
func start(t *testing.T, args ...string) *said {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return startProgram(t, self, args...)
}

// built answers the program as it is delivered: the test binary may carry the race detector, which takes many times the
// memory.
func built(t *testing.T) string {
	t.Helper()
	if program := os.Getenv("VAATU_BINARY"); program != "" {
		return program
	}
	program := filepath.Join(t.TempDir(), "vaatu")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func startProgram(t *testing.T, program string, args ...string) *said {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	out := &said{}
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out.pid = cmd.Process.Pid
	t.Cleanup(func() {
		cancel()
		if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != 0 {
			t.Errorf("vaatu %s: %v\n%s", args[0], err, out.String())
		}
	})
	return out
}

// database answers a private database with the synthetic schools and people.
func database(t *testing.T, issuer string) *services.PrivateDatabase {
	t.Helper()
	ctx := t.Context()
	db, err := services.StartPrivateDatabase(ctx, filepath.Join(t.TempDir(), "pg"), os.Getenv("VAATU_POSTGRES_BIN"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Stop(context.Background()) })
	d := &devCommand{}
	if err := d.prepare(ctx, db, issuer); err != nil {
		t.Fatal(err)
	}
	return db
}

// provider serves the built-in OpenID provider for a front at base.
func provider(t *testing.T, base string) (issuer string) {
	t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	personas := make([]devidp.Persona, len(dev.People))
	for i, p := range dev.People {
		personas[i] = devidp.Persona{Hint: p.Hint, Name: p.Name(), Role: p.Role, Claims: p.Claims()}
	}
	mux.Handle("/", devidp.New(server.URL, devClient, devClient, []string{base + "/auth/callback"}, personas))
	return server.URL
}

// freeAddress answers a loopback address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// shortDir is a folder whose sockets' paths are short enough.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "vaatu-t")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// until waits for an answer, with a deadline: the process tells when it is ready.
func until(t *testing.T, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if r, err := get(ctx, &http.Client{Timeout: time.Second}, url); err == nil && r.status == http.StatusOK {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s did not become ready", url)
		case <-tick.C:
		}
	}
}

type answer struct {
	status int
	body   map[string]any
}

func get(ctx context.Context, c *http.Client, url string) (answer, error) {
	return call(ctx, c, http.MethodGet, url, "", nil)
}

func call(ctx context.Context, c *http.Client, method, url, etag string, body any) (answer, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(raw))
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", rand.Text())
	if etag != "" {
		req.Header.Set("If-Match", `"`+etag+`"`)
	}
	resp, err := c.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	a := answer{status: resp.StatusCode}
	if strings.Contains(resp.Header.Get("Content-Type"), "json") {
		err = json.Unmarshal(text, &a.body)
	}
	return a, err
}

// signedIn answers a client with a session of a persona.
func signedIn(t *testing.T, base, hint string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, Timeout: time.Minute}
	if r, err := get(t.Context(), c, base+"/auth/login?login_hint="+hint); err != nil || r.status != http.StatusOK {
		t.Fatalf("signing %s in: %v, %v", hint, r, err)
	}
	return c
}

func aRequest() map[string]any {
	return map[string]any{"request": map[string]any{
		"about": "ABOUT_ANONYMOUS_PUPIL", "level": "LEVEL_BASIC", "grades": []int{3}, "workingLanguage": "fi",
		"needs": []string{"NEED_AUTISM"}, "supportInPlace": []string{"SUPPORT_REMEDIAL"},
		"situation": "Tilanne.", "tried": "Kokeiltu.", "question": "Kysymys?",
	}}
}

// installation is what the processes of one Vaatu share.
type installation struct {
	address, base, issuer string
	keyset, secret        string
	db                    *services.PrivateDatabase
}

func install(t *testing.T) *installation {
	t.Helper()
	i := &installation{address: freeAddress(t), keyset: filepath.Join(t.TempDir(), "keyset.json"), secret: filepath.Join(t.TempDir(), "secret")}
	i.base = "http://" + i.address
	i.issuer = provider(t, i.base)
	i.db = database(t, i.issuer)
	if err := os.WriteFile(i.secret, []byte(devClient+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := services.MakeKeyset(i.keyset); err != nil {
		t.Fatal(err)
	}
	return i
}

func (i *installation) serve(sockets string, more ...string) []string {
	return append([]string{
		"serve", "--sockets=" + sockets, "--keyset=" + i.keyset, "--base-url=" + i.base,
		"--smtp=127.0.0.1:1", "--no-mail-tls", "--mail-from=vaatu@example.fi",
		"--database-app=" + i.db.URL("vaatu_app", devDatabase), "--database-auth=" + i.db.URL("vaatu_auth", devDatabase),
		"--database-worker=" + i.db.URL("vaatu_worker", devDatabase),
	}, more...)
}

func (i *installation) front(upstream string, more ...string) []string {
	return append([]string{
		"gateway", "--http=" + i.address, "--public-url=" + i.base, "--upstream=" + upstream, "--issuer=" + i.issuer,
		"--client-id=" + devClient, "--secret-file=" + i.secret,
	}, more...)
}

// works files, saves and claims.
func (i *installation) works(t *testing.T) {
	t.Helper()
	until(t, i.base+"/readyz")
	teacher := signedIn(t, i.base, "teacher-fi")
	filed, err := call(t.Context(), teacher, http.MethodPost, i.base+"/v1/cases", "", aRequest())
	if err != nil || filed.status != http.StatusOK || filed.body["phase"] != "PHASE_QUEUED" {
		t.Fatalf("filing: %v, %v", filed, err)
	}
	draft, err := call(t.Context(), teacher, http.MethodPost, i.base+"/v1/drafts", "", aRequest())
	if err != nil || draft.status != http.StatusOK {
		t.Fatalf("beginning a draft: %v, %v", draft, err)
	}
	saved, err := call(t.Context(), teacher, http.MethodPatch, fmt.Sprintf("%s/v1/drafts/%s", i.base, draft.body["id"]), draft.body["etag"].(string), map[string]any{})
	if err != nil || saved.status != http.StatusOK || saved.body["request"].(map[string]any)["situation"] != "Tilanne." {
		t.Fatalf("saving nothing: %v, %v", saved, err)
	}
	lead := filed.body["assignments"].([]any)[0].(map[string]any)
	expert := signedIn(t, i.base, "expert-valteri")
	claim := fmt.Sprintf("%s/v1/assignments/%s:claim", i.base, lead["id"])
	claimed, err := call(t.Context(), expert, http.MethodPost, claim, lead["etag"].(string), map[string]any{})
	if err != nil || claimed.status != http.StatusOK || claimed.body["state"] != "STATE_HELD" {
		t.Fatalf("claiming: %v, %v", claimed, err)
	}
}

// others are all but routing, which intake calls.
const others = "--services=access,grants,account,directory,assignment,casework,permits,caseload,breakglass,audit,notify,intake"

// Three processes: the front, most services, and routing, with a directory of its own, apart from them.
func TestFrontAndServicesWorkAsProcessesOfTheirOwn(t *testing.T) {
	t.Parallel()
	i := install(t)
	work, peer := shortDir(t), shortDir(t)
	start(t, i.serve(peer, "--services=directory,routing")...)
	start(t, i.serve(work, others, "--peer=unix://"+peer+"/internal.sock")...)
	start(t, i.front(work)...)
	i.works(t)
}
