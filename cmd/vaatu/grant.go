package main

import (
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
