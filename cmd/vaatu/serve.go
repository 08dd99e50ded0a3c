package main

import (
	"context"

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

	Services []string `help:"Services to run: access, directory, routing, intake, assignment, casework, caseload, notify; all when left out."`
	Sockets  string   `default:"/run/vaatu" env:"VAATU_SOCKETS" help:"Folder of the private sockets." type:"path"`
	Peer     string   `env:"VAATU_PEER" help:"Inside socket of the process that runs the other services, as unix:///…/internal.sock."`
	Keyset   string   `env:"VAATU_KEYSET" help:"File of the key-encryption keyset." required:"" type:"path"`
	SMTP     string   `default:"127.0.0.1:25" env:"VAATU_SMTP" help:"Mail server, host:port." name:"smtp"`
	MailTLS  bool     `env:"VAATU_MAIL_TLS" help:"Demand TLS of the mail server." name:"mail-tls"`
	MailFrom string   `default:"vaatu@localhost" env:"VAATU_MAIL_FROM" help:"Sender of mails."`
	BaseURL  string   `env:"VAATU_BASE_URL" help:"Where people find Vaatu, as https://vaatu.example." name:"base-url" required:""`
}

// Run serves until the context ends.
func (s *serveCommand) Run(ctx context.Context, c *console) error {
	running, err := services.New(ctx, services.Config{
		Services: s.Services, Sockets: s.Sockets, Peer: s.Peer,
		DatabaseApp: s.DatabaseApp, DatabaseAuth: s.DatabaseAuth, DatabaseWorker: s.DatabaseWorker,
		Keyset: s.Keyset, SMTP: s.SMTP, MailTLS: s.MailTLS, MailFrom: s.MailFrom, BaseURL: s.BaseURL, Logger: c.log,
	})
	if err != nil {
		return err
	}
	defer running.Close()
	c.log.InfoContext(ctx, "serving", "sockets", s.Sockets)
	return running.Run(ctx)
}
