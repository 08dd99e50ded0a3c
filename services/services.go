// Package services is the composition root: it opens what the services stand on, wires them together through their
// generated clients, and runs any subset of them. Nothing else constructs a service.
package services

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"google.golang.org/grpc"

	"github.com/vip-verkosto/vaatu/services/attachments"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/cases/watch"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/directory"
	"github.com/vip-verkosto/vaatu/services/events"
	"github.com/vip-verkosto/vaatu/services/internal/clamav"
	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/retention"
	"github.com/vip-verkosto/vaatu/services/internal/rpc"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/sweep"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
	"github.com/vip-verkosto/vaatu/services/notify"
	"github.com/vip-verkosto/vaatu/services/routing"
	"github.com/vip-verkosto/vaatu/services/routing/rulesets"
)

// callDeadline bounds every call.
const callDeadline = 10 * time.Second

// streamDeadline bounds the reading of an attachment: a phone may be slow.
const streamDeadline = 2 * time.Minute

// maxAttempts of a job: as tries are at most ten minutes apart, a mail server may be down for days.
const maxAttempts = 1000

// parts are what services are made of.
type parts struct {
	app, auth, worker *postgres.DB
	vault             *vault.Vault
	store             *cases.Store
	caller            wire.Caller
	here              *rpc.Here
	peer              *grpc.ClientConn
	runs              func(service string) bool
	now               func() time.Time
	mostSessions      int
	plan              retention.Plan
	targets           clocks.Targets
	breaks            workdays.Table
	examiner          *attachments.Examiner
	hub               *events.Hub
	resolver          session.Resolver
	beat              time.Duration
}

// to answers the way to another service: within the process where it runs here, the peer's inside door otherwise.
func (p *parts) to(service string) grpc.ClientConnInterface {
	if p.runs(service) {
		return p.here
	}
	return p.peer
}

// Services is a set of services, ready to run.
type Services struct {
	config Config
	parts  *parts
	doors  map[rpc.Door]*rpc.Server
	jobs   *river.Client[pgx.Tx]
	// database is whether the database is as it should be.
	database *question
	// content is whether texts can be sealed and opened.
	content *question
}

// New opens pools, keyset and peers and makes the services.
func New(ctx context.Context, c Config) (*Services, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	s := &Services{config: c, parts: &parts{now: c.Now, runs: c.runs, mostSessions: cmp.Or(c.MostSessions, session.Most)}, doors: map[rpc.Door]*rpc.Server{}}
	var err error
	if s.parts.plan, err = retention.Open(c.Retention); err != nil {
		return nil, err
	}
	if s.parts.targets, err = clocks.Open(c.Targets); err != nil {
		return nil, err
	}
	if s.parts.breaks, err = workdays.Open(c.Breaks); err != nil {
		return nil, err
	}
	scanner, err := clamav.Parse(c.Clamd)
	if err != nil {
		return nil, err
	}
	s.parts.examiner = attachments.NewExaminer(scanner, c.Unscanned == allow, c.Logger)
	s.database = &question{ask: s.migrated}
	for _, step := range []func(context.Context) error{s.open, s.wire, s.serve, s.work} {
		if err := step(ctx); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// open makes the pools and reads the keyset.
func (s *Services) open(ctx context.Context) error {
	maxConns := s.config.MaxConns
	if maxConns == 0 {
		maxConns = 16
	}
	for _, pool := range []struct {
		db     **postgres.DB
		config postgres.Config
	}{
		{&s.parts.app, postgres.Config{URL: s.config.DatabaseApp, MaxConns: maxConns, Name: "vaatu-app", Dial: s.config.Dial}},
		{&s.parts.auth, postgres.Config{URL: s.config.DatabaseAuth, MaxConns: 4, Name: "vaatu-auth"}},
		{&s.parts.worker, postgres.Config{URL: s.config.DatabaseWorker, MaxConns: 8, Name: "vaatu-worker"}},
	} {
		db, err := postgres.Open(ctx, pool.config)
		if err != nil {
			return fmt.Errorf("opening the pool %s: %w", pool.config.Name, err)
		}
		*pool.db = db
	}
	return s.openVault()
}

// openVault finds the keys.
func (s *Services) openVault() error {
	if s.config.CreateKeyset {
		if err := vault.CreateMissing(s.config.Keyset); err != nil {
			return err
		}
	}
	v, err := vault.Open(vault.Config{Keyset: s.config.Keyset, TokenFile: s.config.KeysetToken, CA: s.config.KeysetCA})
	if err != nil {
		return err
	}
	s.parts.vault = v
	s.content = &question{ask: func(context.Context) error {
		if _, err := v.Fingerprint(nil); err != nil { // no request can be told from another
			return err
		}
		return v.Works()
	}}
	return nil
}

// wire makes what services share: the store of cases with its insert-only job client, and the way to other services.
func (s *Services) wire(context.Context) error {
	inserter, err := river.NewClient(riverpgxv5.New(s.parts.app.Pool()), &river.Config{
		Schema: migrations.RiverSchema, Logger: s.config.Logger, MaxAttempts: maxAttempts,
	})
	if err != nil {
		return fmt.Errorf("making the job client: %w", err)
	}
	p := s.parts
	p.caller = wire.Caller{Vault: p.vault}
	p.store = &cases.Store{Reader: cases.Reader{DB: p.app, Vault: p.vault}, Jobs: inserter, Now: p.now}
	p.here = &rpc.Here{} // opened with the inside door
	if s.config.Peer == "" {
		return nil
	}
	p.peer, err = rpc.Dial(s.config.Peer, s.config.tls())
	return err
}

// serve makes a server for each door. Everything behind the front door is behind the inside door too, and everything behind
// that to a network.
func (s *Services) serve(context.Context) error {
	resolver := session.Resolver{DB: s.parts.app, Now: s.config.Now, Believe: s.config.believe}
	s.parts.resolver, s.parts.hub, s.parts.beat = resolver, events.NewHub(events.Most, s.parts.vault), cmp.Or(s.config.beat, events.Beat)
	doors := []rpc.Door{rpc.Front, rpc.Inside, rpc.Sessions}
	if s.config.Listen != "" {
		doors = append(doors, rpc.Network)
	}
	for _, door := range doors {
		var register []rpc.Register
		for _, e := range catalog {
			if s.config.runs(e.name) && (e.door == door || e.door == rpc.Front && door == rpc.Inside || door == rpc.Network) {
				register = append(register, func(r grpc.ServiceRegistrar) { e.register(r, s.parts) })
			}
		}
		if len(register) == 0 {
			continue
		}
		c := rpc.Config{
			Denied: func(ctx context.Context, e trail.Entry) error { return trail.Deny(ctx, s.parts.app, e) },
			Door:   door, Resolver: resolver, Logger: s.config.Logger, Observe: s.config.Observe, Deadline: callDeadline, StreamDeadline: streamDeadline, Ready: s.readiness(door), TLS: s.config.tls(),
		}
		if door == rpc.Inside {
			c.Here = s.parts.here
		}
		server, err := rpc.NewServer(c, register...) //nolint:contextcheck // each stream brings its own
		if err != nil {
			return err
		}
		s.doors[door] = server
	}
	return nil
}

// work makes the client that works jobs.
func (s *Services) work(context.Context) error {
	if !s.config.runs(jobs) {
		return nil
	}
	workers := river.NewWorkers()
	sender, base := notify.SMTP{Address: s.config.SMTP, From: s.config.MailFrom, TLS: s.config.MailTLS}, strings.TrimRight(s.config.BaseURL, "/")
	river.AddWorker(workers, &notify.Notices{DB: s.parts.worker, Now: s.config.Now, BaseURL: base, Sender: sender})
	river.AddWorker(workers, &notify.Vacated{DB: s.parts.worker, Now: s.config.Now, BaseURL: base, Sender: sender})
	river.AddWorker(workers, &notify.Letters{DB: s.parts.worker, Now: s.config.Now, BaseURL: base, Sender: sender})
	river.AddWorker(workers, &notify.Locked{DB: s.parts.worker, Now: s.config.Now, BaseURL: base, Sender: sender})
	river.AddWorker(workers, &notify.Parts{DB: s.parts.worker, Now: s.config.Now})
	store := *s.parts.store
	store.DB = s.parts.worker
	river.AddWorker(workers, &cases.Ticker{Store: &store, Route: routing.Anew{
		Data:      directory.New(directory.NewStore(s.parts.worker), s.config.Now).GetRoutingData,
		Published: rulesets.Store{DB: s.parts.worker}.Published, Now: s.config.Now,
	}.Route})
	river.AddWorker(workers, &watch.Worker{DB: s.parts.worker, Now: s.config.Now, Targets: s.parts.targets, Breaks: s.parts.breaks})
	river.AddWorker(workers, &notify.Calls{DB: s.parts.worker, Now: s.config.Now, BaseURL: base, Sender: sender})
	river.AddWorker(workers, &cases.Eraser{Store: &store, Plan: s.parts.plan})
	river.AddWorker(workers, &attachments.Rescan{
		Quarantine: cases.Quarantine{DB: store.DB, Vault: store.Vault, Jobs: store.Jobs, Now: s.config.Now}, Examiner: s.parts.examiner,
	})
	river.AddWorker(workers, &sweep.Worker{DB: s.parts.worker, Now: s.config.Now, Plan: s.parts.plan})
	sealer := &trail.Sealer{DB: s.parts.worker, Now: s.config.Now, Heads: s.config.AuditHeads}
	if to := s.config.AuditMailTo; to != "" {
		sealer.Mail = func(ctx context.Context, subject, body string) error {
			return sender.Send(ctx, notify.Mail{To: to, Subject: subject, Body: body})
		}
	}
	river.AddWorker(workers, sealer)
	river.AddWorker(workers, &notify.Drafts{DB: s.parts.worker, BaseURL: base, Sender: sender})
	periodic := []*river.PeriodicJob{cases.TickJob(), watch.Job(), notify.CallsJob(), cases.EraseJob(), sweep.Job(), trail.SealJob(), notify.DraftsJob(), attachments.RescanJob()}
	if s.config.FeedbackTo != "" {
		river.AddWorker(workers, &notify.Feedback{DB: s.parts.worker, Now: s.config.Now, BaseURL: base, Sender: sender, To: s.config.FeedbackTo})
		periodic = append(periodic, notify.FeedbackJob())
	}
	client, err := river.NewClient(riverpgxv5.New(s.parts.worker.Pool()), &river.Config{
		Schema: migrations.RiverSchema, Logger: s.config.Logger, Workers: workers,
		PeriodicJobs:        periodic,
		ReindexerIndexNames: []string{}, // they are the owner's, not the worker's
		Queues:              map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}},
		JobTimeout:          time.Minute, RescueStuckJobsAfter: 5 * time.Minute,
		FetchOnlyKnownKinds: true, // a newer release beside this one works its own
	})
	if err != nil {
		return fmt.Errorf("making the worker of jobs: %w", err)
	}
	s.jobs = client
	return nil
}
