package privatepg_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/privatepg"
)

// parentOf tells the test program to be a parent that starts a server in that
// folder, says so, and waits to be killed.
const parentOf = "VAATU_TEST_PARENT_OF"

func TestMain(m *testing.M) {
	if dir := os.Getenv(parentOf); dir != "" {
		if _, err := privatepg.Start(context.Background(), privatepg.Config{Dir: dir}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("started")
		_, _ = io.Copy(io.Discard, os.Stdin)
	}
	os.Exit(m.Run())
}

func start(t *testing.T, c privatepg.Config) *privatepg.Server {
	t.Helper()
	s, err := privatepg.Start(t.Context(), c)
	if err != nil {
		if errors.Is(err, privatepg.ErrNotInstalled) {
			t.Fatalf("%v: run `make setup`", err)
		}
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *privatepg.Server) {
	t.Helper()
	if err := s.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

func query(t *testing.T, s *privatepg.Server, sql string) (answer string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL(privatepg.Superuser, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// remember writes something that a later start must still know.
func remember(t *testing.T, s *privatepg.Server) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL(privatepg.Superuser, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), "SET synchronous_commit = on; CREATE TABLE memory AS SELECT 'kept'::text AS word"); err != nil {
		t.Fatal(err)
	}
}

func wantRemembered(t *testing.T, s *privatepg.Server) {
	t.Helper()
	if got := query(t, s, "SELECT word FROM memory"); got != "kept" {
		t.Errorf("after the restart the word is %q; want kept", got)
	}
}

func postmaster(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "pg", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func TestARestartKeepsTheData(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, privatepg.Config{Dir: dir})
	remember(t, s)
	stop(t, s)
	stop(t, s) // twice is fine
	select {
	case <-s.Done():
	default:
		t.Error("stopped, but not done")
	}
	wantRemembered(t, start(t, privatepg.Config{Dir: dir}))
}

func TestTheServerStartsRightAfterItsPostmasterWasKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, privatepg.Config{Dir: dir, Durable: true})
	remember(t, s)
	s.Kill()
	stop(t, s) // after the end it is fine
	wantRemembered(t, start(t, privatepg.Config{Dir: dir, Durable: true}))
}

func TestAServerWithAPortListensOnLoopback(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().(*net.TCPAddr)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	s := start(t, privatepg.Config{Dir: t.TempDir(), Port: address.Port})
	if got := query(t, s, "SELECT current_setting('listen_addresses')"); got != "127.0.0.1" {
		t.Errorf("listening on %q", got)
	}
	conn, err := pgx.Connect(t.Context(), fmt.Sprintf("postgres://%s@%s/postgres?sslmode=disable", privatepg.Superuser, address))
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTheServerStartsRightAfterItsParentWasKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, privatepg.Config{Dir: dir})
	remember(t, s)
	stop(t, s)
	pid := killParent(t, dir, s.URL(privatepg.Superuser, "postgres"))
	wantRemembered(t, start(t, privatepg.Config{Dir: dir}))
	// A process that ended but was not yet collected has no command line.
	if line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); len(line) > 0 {
		t.Errorf("the orphan %d still runs: %s", pid, line)
	}
}

// killParent lets another process start the server, opens a session so that the
// server has somebody to wait for, and kills that process. It answers the orphan.
func killParent(t *testing.T, dir, address string) int {
	t.Helper()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentOf+"="+dir)
	in, inErr := parent.StdinPipe()
	out, outErr := parent.StdoutPipe()
	if err := errors.Join(inErr, outErr, parent.Start()); err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "started\n" {
		t.Fatalf("the parent said %q, %v; want started", line, err)
	}
	session, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close(context.Background()) })
	pid := postmaster(t, dir)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // killed, as it should be
	return pid
}

func TestAFileOfAStrangersProcessDoesNotStopTheStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, privatepg.Config{Dir: dir})
	remember(t, s)
	stop(t, s)
	file := filepath.Join(dir, "pg", "postmaster.pid")
	stranger := fmt.Sprintf("%d\n%s\n1\n5432\n%s\n\n\nready\n", os.Getpid(), filepath.Join(dir, "pg"), dir)
	if err := os.WriteFile(file, []byte(stranger), 0o600); err != nil {
		t.Fatal(err)
	}
	wantRemembered(t, start(t, privatepg.Config{Dir: dir}))
}

func TestTwoServersNeverShareAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, privatepg.Config{Dir: dir})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if second, err := privatepg.Start(ctx, privatepg.Config{Dir: dir}); err == nil {
		t.Error("a second server started")
		stop(t, second)
	}
	query(t, s, "SELECT 'still here'")
}

func TestAnInterruptedCreationIsStartedAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "pg.init", "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	query(t, start(t, privatepg.Config{Dir: dir}), "SELECT 'up'")
}

func TestALongPathGetsAShortSocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 25))
	s := start(t, privatepg.Config{Dir: dir})
	query(t, s, "SELECT 'up'")
	address, err := url.Parse(s.URL(privatepg.Superuser, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	stop(t, s)
	if _, err := os.Stat(address.Query().Get("host")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the short folder is still there after the stop: %v", err)
	}
	query(t, start(t, privatepg.Config{Dir: dir}), "SELECT 'up'")
}

func TestTheServerListensForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, privatepg.Config{Dir: dir, Settings: map[string]string{"work_mem": "5MB"}})
	for name, want := range map[string]string{
		"listen_addresses": "", "unix_socket_permissions": "0700", "server_encoding": "UTF8",
		"fsync": "off", "lc_collate": "C.UTF-8", "work_mem": "5MB", "log_min_error_statement": "panic",
	} {
		if got := query(t, s, "SELECT current_setting('"+name+"')"); got != want {
			t.Errorf("%s is %q; want %q", name, got, want)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "s"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder has mode %v, %v; want 0700", info.Mode().Perm(), err)
	}
}

func TestADurableServerSyncs(t *testing.T) {
	t.Parallel()
	s := start(t, privatepg.Config{Dir: t.TempDir(), Durable: true})
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		if got := query(t, s, "SELECT current_setting('"+name+"')"); got != "on" {
			t.Errorf("%s is %q; want on", name, got)
		}
	}
}

func TestAFailedStartTellsWhatTheServerSaid(t *testing.T) {
	t.Parallel()
	_, err := privatepg.Start(t.Context(), privatepg.Config{Dir: t.TempDir(), Settings: map[string]string{"port": "none"}})
	if err == nil || !strings.Contains(err.Error(), `invalid value for parameter "port"`) {
		t.Errorf("error is %v; want the server's own words", err)
	}
}

func TestAModelIsCopiedWhenItIsThere(t *testing.T) {
	t.Parallel()
	models := t.TempDir()
	identifier := func() string {
		s := start(t, privatepg.Config{Dir: t.TempDir(), ModelDir: models})
		return query(t, s, "SELECT system_identifier::text FROM pg_control_system()")
	}
	first := identifier()
	if second := identifier(); second != first {
		t.Errorf("the second cluster is %s; want a copy of %s", second, first)
	}
	durable := start(t, privatepg.Config{Dir: t.TempDir(), ModelDir: models, Durable: true})
	if got := query(t, durable, "SELECT system_identifier::text FROM pg_control_system()"); got == first {
		t.Error("a durable cluster is a copy")
	}
	left, err := filepath.Glob(filepath.Join(models, "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("the folder of models holds %v, %v; want one", left, err)
	}
}

func TestABrokenModelIsNotUsed(t *testing.T) {
	t.Parallel()
	models := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(models, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	query(t, start(t, privatepg.Config{Dir: t.TempDir(), ModelDir: models}), "SELECT 'up'")
}
