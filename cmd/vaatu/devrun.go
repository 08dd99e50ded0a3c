package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/demo"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/dev"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devmail"
	"github.com/vip-verkosto/vaatu/services"
)

// devCommand runs everything on one machine without any set-up: for trying out and for development, never for real
// pupils. Its sign-in lets anybody be anybody.
type devCommand struct {
	HTTP        string `default:"127.0.0.1:8080" help:"Where the web front listens." name:"http"`
	GRPC        string `default:"127.0.0.1:9090" help:"Where programs call by gRPC, on loopback; empty: nowhere." name:"grpc"`
	Data        string `default:"./.vaatu" help:"Folder of all data; delete it to begin anew." type:"path"`
	Postgres    string `env:"VAATU_DEV_POSTGRES" help:"Superuser's address of a PostgreSQL to use instead of a private one, as postgres://…/postgres; it must trust every role."`
	PostgresBin string `env:"VAATU_POSTGRES_BIN" help:"Folder of PostgreSQL's programs; found by itself on Debian."`
	Clamd       string `env:"VAATU_CLAMD" help:"ClamAV's daemon, for which attachments wait then, as unix:///PATH or tcp://HOST:PORT; without it they are read as they come."`
	Demo        int    `default:"120" help:"Demo cases to make in an empty database; 0: none."`
}

// database of `vaatu dev`.
const devDatabase = "vaatu"

// Run starts all parts, in the order that they need each other, and stops them in reverse.
func (d *devCommand) Run(ctx context.Context, c *console) (err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", d.HTTP)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", d.HTTP, err)
	}
	defer listener.Close()
	base := "http://" + listener.Addr().String()
	fmt.Fprintln(c.out, "Starting the database …")
	db, err := d.database(ctx)
	if err != nil {
		return err
	}
	defer func() {
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		defer cancel()
		_ = db.Stop(stop)
	}()
	mails, err := devmail.Start(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer mails.Close()
	issuer := base + "/dev/op"
	if err := d.prepare(ctx, db, issuer); err != nil {
		return err
	}
	config, remove, err := d.config(c, db, mails.Addr(), base)
	if err != nil {
		return err
	}
	defer remove()
	if err := d.fill(ctx, c, config, db, issuer); err != nil {
		return err
	}
	running, err := services.New(ctx, config)
	if err != nil {
		return err
	}
	defer running.Close()
	front, err := d.front(ctx, c, listener, base, config.Sockets, mails)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Vaatu is at %s — mails at %s/dev/mail\n", base, base)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return running.Run(ctx) })
	group.Go(func() error { return front.Run(ctx) })
	return group.Wait()
}

// listenGRPC opens the port for programs. Where another program has it, Vaatu runs without, and says so.
func (d *devCommand) listenGRPC(ctx context.Context, c *console) (net.Listener, error) {
	if d.GRPC == "" {
		return nil, nil //nolint:nilnil // none was asked for
	}
	if host, _, err := net.SplitHostPort(d.GRPC); err != nil || !loopback(host) {
		return nil, fmt.Errorf("--grpc=%s: vaatu dev listens on loopback only", d.GRPC)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", d.GRPC)
	if err != nil {
		fmt.Fprintf(c.out, "There is no gRPC: %s is taken; --grpc=HOST:PORT chooses another (%v)\n", d.GRPC, err)
		return nil, nil //nolint:nilnil // it was said; all else works without
	}
	fmt.Fprintf(c.out, "gRPC is at %s\n", l.Addr())
	return l, nil
}

// prepare brings the database to this release and puts the synthetic schools and people in.
func (d *devCommand) prepare(ctx context.Context, db devDatabaseServer, issuer string) error {
	if err := services.Bootstrap(ctx, db.SuperuserURL(), devDatabase); err != nil {
		return err
	}
	migrator := db.URL("vaatu_migrator", devDatabase)
	if err := services.Migrate(ctx, migrator); err != nil {
		return err
	}
	operator := db.URL("vaatu_operator", devDatabase)
	if _, err := services.ImportOrganisations(ctx, operator, bytes.NewReader(dev.Schools), time.Now()); err != nil {
		return fmt.Errorf("importing the synthetic schools: %w", err)
	}
	// Their grants began a year ago, before the first demo case.
	return services.AddPeople(ctx, migrator, dev.Grants(issuer), time.Now().AddDate(-1, 0, 0))
}

// config of the services; the sockets get a short folder of their own, as their paths may not be long.
func (d *devCommand) config(c *console, db devDatabaseServer, smtp, base string) (services.Config, func(), error) {
	sockets, err := os.MkdirTemp("", "vaatu")
	if err != nil {
		return services.Config{}, nil, fmt.Errorf("making a folder for sockets: %w", err)
	}
	unscanned := "allow"
	if d.Clamd != "" {
		unscanned = "refuse"
	}
	return services.Config{
		Sockets:     sockets,
		DatabaseApp: db.URL("vaatu_app", devDatabase), DatabaseAuth: db.URL("vaatu_auth", devDatabase),
		DatabaseWorker: db.URL("vaatu_worker", devDatabase),
		Keyset:         filepath.Join(d.Data, "keyset.json"), CreateKeyset: true,
		MostSessions: 1000, // a persona is many people
		SMTP:         smtp, MailFrom: "vaatu@example.fi", FeedbackTo: "palaute@example.fi", BaseURL: base,
		Clamd: d.Clamd, Unscanned: unscanned, Logger: c.log,
	}, func() { _ = os.RemoveAll(sockets) }, nil
}

// fill makes demo cases in an empty database.
func (d *devCommand) fill(ctx context.Context, c *console, config services.Config, db devDatabaseServer, issuer string) error {
	if d.Demo == 0 {
		return nil
	}
	filled, err := services.HasCases(ctx, db.URL("vaatu_operator", devDatabase))
	if err != nil || filled {
		return err
	}
	fmt.Fprintf(c.out, "Making %d demo cases …\n", d.Demo)
	return demo.Fill(ctx, config, db.URL("vaatu_migrator", devDatabase), issuer, d.Demo, time.Now())
}
