package main

import (
	"context"
	"fmt"
	"net"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/observe"
	"github.com/vip-verkosto/vaatu/services"
)

// databaseFlags are the addresses of the database, one for each role that the server uses.
type databaseFlags struct {
	DatabaseApp    string `env:"VAATU_DATABASE_APP" help:"Address of the database as vaatu_app." required:""`
	DatabaseAuth   string `env:"VAATU_DATABASE_AUTH" help:"Address of the database as vaatu_auth." required:""`
	DatabaseWorker string `env:"VAATU_DATABASE_WORKER" help:"Address of the database as vaatu_worker." required:""`
}

type serveCommand struct {
	databaseFlags `embed:""`
	tlsFlags      `embed:""`
	keysetFlags   `embed:""`

	Services []string `help:"Services to run: access, grants, account, directory, routing, intake, checklist, similar, assignment, casework, permits, attachments, caseload, breakglass, feedback, audit, notify; all when left out."`
	Sockets  string   `default:"/run/vaatu" env:"VAATU_SOCKETS" help:"Folder of the private sockets." type:"path"`
	Peer     string   `env:"VAATU_PEER" help:"Process that runs the other services: its inside socket as unix:///…/internal.sock, or HOST:PORT where it has --listen."`
	Listen   string   `env:"VAATU_LISTEN" help:"HOST:PORT for fronts and services on other machines, by mutual TLS; the sockets alone when left out."`
	SMTP     string   `env:"VAATU_SMTP" help:"Mail server, host:port; needed where notify runs." name:"smtp"`
	MailTLS  bool     `default:"true" env:"VAATU_MAIL_TLS" help:"Demand TLS of the mail server; without it on loopback only." name:"mail-tls" negatable:""`
	MailFrom string   `env:"VAATU_MAIL_FROM" help:"Sender of mails; needed where notify runs."`
	Heads    string   `env:"VAATU_AUDIT_HEADS" help:"File that gets a line for each seal of the audit; keep it on another machine." name:"audit-heads" type:"path"`
	HeadsTo  string   `env:"VAATU_AUDIT_MAIL_TO" help:"Address to which the first seal of each day goes." name:"audit-mail-to"`
	Observe  string   `env:"VAATU_OBSERVE" help:"Loopback address for metrics and profiles, as 127.0.0.1:9464; none when left out."`
	Most     int      `default:"5" env:"VAATU_SESSIONS_A_PERSON" help:"Sessions that one person has at a time; a further one ends the oldest." name:"sessions-a-person"`
	Feedback string   `env:"VAATU_FEEDBACK_TO" help:"Address that is told of feedback on accessibility, which wants an answer within 14 days; nobody is told when left out." name:"feedback-to"`
	Keep     string   `env:"VAATU_RETENTION" help:"File that gives classes of data a retention period, as CASE_CLOSED P10Y; without it nothing is erased by itself." name:"retention"`
	Targets  string   `env:"VAATU_TARGETS" help:"File of targets in working days, in the form of services/cases/clocks/targets.txt, which counts without it." type:"path"`
	Breaks   string   `env:"VAATU_BREAKS" help:"File of school and actor breaks, as 091 2026-10-12 2026-10-16; the common school breaks alone when left out." type:"path"`
	Clamd    string   `env:"VAATU_CLAMD" help:"ClamAV's daemon, which looks at attachments, as unix:///run/clamav/clamd.ctl or tcp://HOST:PORT; none when left out."`
	Unscan   string   `default:"refuse" enum:"allow,refuse" env:"VAATU_UNSCANNED" help:"What becomes of attachments that no scanner has looked at: allow lets them be read and says so, refuse leaves them in quarantine." name:"unscanned"`
	BaseURL  string   `env:"VAATU_BASE_URL" help:"Where people find Vaatu, as https://vaatu.example." name:"base-url" required:""`
}

// check refuses settings by which mails or links would travel in clear.
func (s *serveCommand) check() error {
	if err := publicURL(s.BaseURL); err != nil {
		return fmt.Errorf("reading --base-url: %w", err)
	}
	if host, _, err := net.SplitHostPort(s.SMTP); err == nil && !s.MailTLS && !loopback(host) {
		return fmt.Errorf("--no-mail-tls: mails to %s would travel in clear", s.SMTP)
	}
	return nil
}

// Run serves until the context ends.
func (s *serveCommand) Run(ctx context.Context, c *console) error {
	if err := s.check(); err != nil {
		return err
	}
	certificates, err := s.config(s.Listen != "" || s.Peer != "" && !strings.HasPrefix(s.Peer, "unix:"))
	if err != nil {
		return err
	}
	watched := observe.New()
	running, err := services.New(ctx, services.Config{
		Services: s.Services, Sockets: s.Sockets, Peer: s.Peer, Listen: s.Listen,
		TLS: certificates, GatewayName: s.Gateway, ServicesName: s.tlsFlags.Services,
		DatabaseApp: s.DatabaseApp, DatabaseAuth: s.DatabaseAuth, DatabaseWorker: s.DatabaseWorker,
		Keyset: s.Keyset, KeysetToken: s.Token, KeysetCA: s.keysetFlags.CA,
		SMTP: s.SMTP, MailTLS: s.MailTLS, MailFrom: s.MailFrom, BaseURL: s.BaseURL, FeedbackTo: s.Feedback, Retention: s.Keep,
		Targets: s.Targets, Breaks: s.Breaks, Clamd: s.Clamd, Unscanned: s.Unscan,
		AuditHeads: s.Heads, AuditMailTo: s.HeadsTo,
		MostSessions: s.Most, Observe: watched.Call, Logger: c.log,
	})
	if err != nil {
		return err
	}
	defer running.Close()
	if s.Keep == "" {
		c.log.WarnContext(ctx, "no case is ever erased by itself: --retention gives no period")
	}
	if s.Clamd == "" && s.Unscan == "refuse" {
		c.log.WarnContext(ctx, "no attachment can be read: --clamd names no scanner, and --unscanned=refuse")
	}
	c.log.InfoContext(ctx, "serving", "sockets", s.Sockets)
	return besides(ctx, watched, s.Observe, running.Run)
}

// besides runs something, and beside it a listener for metrics and profiles where an address is given.
func besides(ctx context.Context, o *observe.Observer, address string, run func(context.Context) error) error {
	if address == "" {
		return run(ctx)
	}
	l, err := observe.Listen(ctx, address)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return o.Serve(ctx, l) })
	group.Go(func() error { return run(ctx) })
	return group.Wait()
}
