package services

import (
	"context"

	"github.com/vip-verkosto/vaatu/services/internal/privatepg"
)

// PrivateDatabase is a PostgreSQL that belongs to this process alone: for development, tests and measuring.
type PrivateDatabase struct{ server *privatepg.Server }

// StartPrivateDatabase starts one with its data in dir. binDir may be empty: then PostgreSQL is looked for where Debian
// puts it.
func StartPrivateDatabase(ctx context.Context, dir, binDir string) (*PrivateDatabase, error) {
	server, err := privatepg.Start(ctx, privatepg.Config{Dir: dir, BinDir: binDir, Durable: true})
	if err != nil {
		return nil, err
	}
	return &PrivateDatabase{server}, nil
}

// URL answers the address of a database for a role.
func (d *PrivateDatabase) URL(role, database string) string { return d.server.URL(role, database) }

// SuperuserURL answers the address of the maintenance database for the superuser.
func (d *PrivateDatabase) SuperuserURL() string { return d.server.URL(privatepg.Superuser, "postgres") }

// Stop ends it after its running statements.
func (d *PrivateDatabase) Stop(ctx context.Context) error { return d.server.Stop(ctx) }
