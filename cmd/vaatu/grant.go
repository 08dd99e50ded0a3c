package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/vip-verkosto/vaatu/services"
)

// grantAdminCommand invites an admin, who invites all others.
type grantAdminCommand struct {
	Database string `env:"VAATU_DATABASE_MIGRATOR" help:"Address of the database as vaatu_migrator." required:""`
	BaseURL  string `env:"VAATU_BASE_URL" help:"Where people find Vaatu, as https://vaatu.example." name:"base-url" required:""`
}

// Run prints the link.
func (g *grantAdminCommand) Run(ctx context.Context, c *console) error {
	if err := publicURL(g.BaseURL); err != nil {
		return fmt.Errorf("reading --base-url: %w", err)
	}
	token, until, err := services.InviteAdmin(ctx, g.Database, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Whoever opens this link first and signs in is an admin of Vaatu. It is good once, until %s:\n%s/auth/login?invitation=%s\n",
		until.Format("2 January 2006 15:04"), strings.TrimRight(g.BaseURL, "/"), token)
	return nil
}

// grantFilerCommand says for which schools a program of others may file requests.
type grantFilerCommand struct {
	Database string   `env:"VAATU_DATABASE_MIGRATOR" help:"Address of the database as vaatu_migrator." required:""`
	Issuer   string   `help:"Issuer of the program's access tokens." required:""`
	Subject  string   `help:"Subject of the program's access tokens." required:""`
	Name     string   `help:"What people see as the filer, as \"Oppilasrekisteri\"." required:""`
	School   []string `help:"Code or OID of a school; given once for each. Those that are not named lose it."`
}

// Run keeps the program with its schools.
func (g *grantFilerCommand) Run(ctx context.Context, c *console) error {
	f := services.Program{Issuer: g.Issuer, Subject: g.Subject, Name: g.Name, Schools: g.School}
	if err := services.GrantFiler(ctx, g.Database, f, time.Now()); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s files for these schools: %s.\n", g.Name, cmp.Or(strings.Join(g.School, ", "), "none"))
	return nil
}
