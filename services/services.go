// Package services is the composition root: it opens what the services stand on, wires them together through their
// generated clients, and runs any subset of them. Nothing else constructs a service.
package services

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/rpc"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
	"github.com/vip-verkosto/vaatu/services/notify"
)

// Config says what to run and on what. A missing setting fails New and names itself.
type Config struct {
	// Services to run, by their names in the catalog and "notify"; empty: all.
	Services []string
	// Sockets is the folder where the doors are made: gateway.sock, internal.sock, access.sock.
	Sockets string
	// Peer is the address of the inside door of the process that runs what this one does not; empty: everything is here.
	Peer string

	// DatabaseApp, DatabaseAuth and DatabaseWorker connect as vaatu_app, vaatu_auth and vaatu_worker.
	DatabaseApp    string
	DatabaseAuth   string
	DatabaseWorker string
	// MaxConns bounds the application's pool; 0: 16.
	MaxConns int32

	// Keyset is the file of the key-encryption keyset.
	Keyset string
	// CreateKeyset makes it when missing: for development only.
	CreateKeyset bool

	// SMTP is the mail server, host:port; MailTLS demands STARTTLS.
	SMTP     string
	MailTLS  bool
	MailFrom string
	// BaseURL is where people find Vaatu, for links in mails.
	BaseURL string

	Logger *slog.Logger
	// Now is the clock; nil: the real one.
	Now func() time.Time
}

// grace is how long running calls and jobs may take when the process ends.
const grace = 10 * time.Second

// callDeadline bounds a call that came without one.
const callDeadline = 10 * time.Second

// parts are what services are made of.
type parts struct {
	app, auth, worker *postgres.DB
	vault             *vault.Vault
	store             *cases.Store
	caller            wire.Caller
	peer              *grpc.ClientConn
	now               func() time.Time
}

// Services is a set of services, ready to run.
type Services struct {
	config Config
	parts  *parts
	doors  map[rpc.Door]*rpc.Server
	jobs   *river.Client[pgx.Tx]
}

// New opens pools, keyset and peers and makes the services.
func New(ctx context.Context, c Config) (*Services, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	s := &Services{config: c, parts: &parts{now: c.Now}, doors: map[rpc.Door]*rpc.Server{}}
	for _, step := range []func(context.Context) error{s.open, s.wire, s.serve, s.work} {
		if err := step(ctx); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

func (c *Config) check() error {
	all := []string{"notify"}
	for _, e := range catalog {
		all = append(all, e.name)
	}
	if len(c.Services) == 0 {
		c.Services = all
	}
	for _, name := range c.Services {
		if !slices.Contains(all, name) {
			return fmt.Errorf("there is no service %q; there are %s", name, strings.Join(all, ", "))
		}
	}
	for _, e := range catalog {
		for _, need := range e.needs {
			if c.runs(e.name) && !c.runs(need) && c.Peer == "" {
				return fmt.Errorf("service %s calls %s, which does not run here: name the process that runs it with --peer", e.name, need)
			}
		}
	}
	for name, value := range map[string]string{
		"sockets": c.Sockets, "database-app": c.DatabaseApp, "database-auth": c.DatabaseAuth,
		"database-worker": c.DatabaseWorker, "keyset": c.Keyset,
	} {
		if value == "" {
			return fmt.Errorf("the setting %s is missing", name)
		}
	}
	return nil
}

func (c *Config) runs(name string) bool { return slices.Contains(c.Services, name) }

// open makes the pools and reads the keyset.
func (s *Services) open(ctx context.Context) error {
	maxConns := s.config.MaxConns
	if maxConns == 0 {
		maxConns = 16
	}
	for _, pool := range []struct {
		db   **postgres.DB
		url  string
		name string
		max  int32
	}{
		{&s.parts.app, s.config.DatabaseApp, "vaatu-app", maxConns},
		{&s.parts.auth, s.config.DatabaseAuth, "vaatu-auth", 4},
		{&s.parts.worker, s.config.DatabaseWorker, "vaatu-worker", 8},
	} {
		db, err := postgres.Open(ctx, postgres.Config{URL: pool.url, MaxConns: pool.max, Name: pool.name})
		if err != nil {
			return fmt.Errorf("opening the pool %s: %w", pool.name, err)
		}
		*pool.db = db
	}
	read := vault.Open
	if s.config.CreateKeyset {
		read = vault.OpenOrCreate
	}
	v, err := read(s.config.Keyset)
	s.parts.vault = v
	return err
}

// wire makes what services share: the store of cases with its insert-only job client, and the way to other services.
func (s *Services) wire(context.Context) error {
	inserter, err := river.NewClient(riverpgxv5.New(s.parts.app.Pool()), &river.Config{
		Schema: migrations.RiverSchema, Logger: s.config.Logger,
	})
	if err != nil {
		return fmt.Errorf("making the job client: %w", err)
	}
	p := s.parts
	p.caller = wire.Caller{Vault: p.vault}
	p.store = &cases.Store{Reader: cases.Reader{DB: p.app, Vault: p.vault}, Jobs: inserter, Now: p.now}
	peer := s.config.Peer
	if peer == "" {
		peer = rpc.Socket(s.config.Sockets, rpc.Inside)
	}
	p.peer, err = rpc.Dial(peer)
	return err
}

// serve makes a server for each door. Everything behind the front door is behind the inside door too.
func (s *Services) serve(context.Context) error {
	resolver := session.Resolver{DB: s.parts.app, Now: s.config.Now}
	for _, door := range []rpc.Door{rpc.Front, rpc.Inside, rpc.Sessions} {
		var register []rpc.Register
		for _, e := range catalog {
			if s.config.runs(e.name) && (e.door == door || e.door == rpc.Front && door == rpc.Inside) {
				register = append(register, func(r grpc.ServiceRegistrar) { e.register(r, s.parts) })
			}
		}
		if len(register) == 0 {
			continue
		}
		server, err := rpc.NewServer(rpc.Config{
			Door: door, Resolver: resolver, Logger: s.config.Logger, Deadline: callDeadline,
		}, register...)
		if err != nil {
			return err
		}
		s.doors[door] = server
	}
	return nil
}

// work makes the client that works jobs.
func (s *Services) work(context.Context) error {
	if !s.config.runs("notify") {
		return nil
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &notify.Notices{
		DB: s.parts.worker, Now: s.config.Now, BaseURL: s.config.BaseURL,
		Sender: notify.SMTP{Address: s.config.SMTP, From: s.config.MailFrom, TLS: s.config.MailTLS},
	})
	jobs, err := river.NewClient(riverpgxv5.New(s.parts.worker.Pool()), &river.Config{
		Schema: migrations.RiverSchema, Logger: s.config.Logger, Workers: workers,
		Queues:     map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}},
		JobTimeout: time.Minute, RescueStuckJobsAfter: 5 * time.Minute,
	})
	if err != nil {
		return fmt.Errorf("making the worker of jobs: %w", err)
	}
	s.jobs = jobs
	return nil
}

// Ready answers nil when a request can be filed: the database answers and is migrated far enough.
func (s *Services) Ready(ctx context.Context) error {
	have, want, err := migrations.Version(ctx, s.config.DatabaseApp)
	if err != nil {
		return fmt.Errorf("asking the database: %w", err)
	}
	if have < want {
		return fmt.Errorf("the database is at migration %d, this program needs %d: run vaatu migrate", have, want)
	}
	return nil
}

// Run serves until ctx ends, then stops in the reverse order of the start.
func (s *Services) Run(ctx context.Context) error {
	if err := s.Ready(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for door, server := range s.doors {
		l, err := rpc.Listen(ctx, s.config.Sockets, door)
		if err != nil {
			return err
		}
		group.Go(func() error { return server.Serve(ctx, l, grace) })
	}
	if s.jobs != nil {
		group.Go(func() error { return s.runJobs(ctx) })
	}
	return group.Wait()
}

func (s *Services) runJobs(ctx context.Context) error {
	// The client gets a context that outlives ctx, so that a job which runs may finish.
	if err := s.jobs.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("starting the jobs: %w", err)
	}
	<-ctx.Done()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := s.jobs.Stop(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stopping the jobs: %w", err)
	}
	return nil
}

// Close closes peers and pools.
func (s *Services) Close() {
	if s.parts.peer != nil {
		_ = s.parts.peer.Close()
	}
	for _, db := range []*postgres.DB{s.parts.worker, s.parts.auth, s.parts.app} {
		if db != nil {
			db.Close()
		}
	}
}
