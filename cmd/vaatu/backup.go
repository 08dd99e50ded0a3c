package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services"
)

// archiveFlags are what backup and restore need beside the keys.
type archiveFlags struct {
	keysFlags `embed:""`

	File        string `arg:"" help:"The archive." type:"path"`
	PostgresBin string `env:"VAATU_POSTGRES_BIN" help:"Folder of pg_dump and pg_restore; found by itself on Debian and in the PATH."`
}

func (a archiveFlags) archive(c *console) services.Archive {
	return services.Archive{Keys: a.keys(c), File: a.File, BinDir: a.PostgresBin}
}

type backupCommand struct {
	archiveFlags `embed:""`
}

// Run makes a backup.
func (b *backupCommand) Run(ctx context.Context, c *console) error { return b.archive(c).Backup(ctx) }

type restoreCommand struct {
	archiveFlags `embed:""`

	DatabaseOperator string `env:"VAATU_DATABASE_OPERATOR" help:"Address of the same database as vaatu_operator, who proves what was restored." required:""`
}

// Run restores, and proves what was restored as vaatu check does.
func (r *restoreCommand) Run(ctx context.Context, c *console) error {
	if err := sameDatabase(r.Database, r.DatabaseOperator); err != nil {
		return err
	}
	if err := r.archive(c).Restore(ctx); err != nil {
		return err
	}
	return (&checkCommand{DatabaseOperator: r.DatabaseOperator}).Run(ctx, c)
}

// sameDatabase refuses two addresses of different databases: what is proved must be what was restored.
func sameDatabase(one, other string) error {
	a, err := pgx.ParseConfig(one)
	if err != nil {
		return fmt.Errorf("reading --database: %w", err)
	}
	b, err := pgx.ParseConfig(other)
	if err != nil {
		return fmt.Errorf("reading --database-operator: %w", err)
	}
	if a.Host != b.Host || a.Port != b.Port || a.Database != b.Database {
		return fmt.Errorf("--database is %s of %s and --database-operator %s of %s: name one database, as two roles", a.Database, a.Host, b.Database, b.Host)
	}
	return nil
}
