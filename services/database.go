package services

import (
	"context"

	"github.com/vip-verkosto/vaatu/services/internal/privatepg"
)

// PrivateDatabase is a PostgreSQL that belongs to this process alone: for development, tests and measuring.
type PrivateDatabase struct{ server *privatepg.Server }

// PrivateDatabaseConfig says where a private database is kept and how it behaves.
type PrivateDatabaseConfig struct {
	// Dir holds its data; BinDir may be empty: then PostgreSQL is looked for where Debian puts it.
	Dir, BinDir string
	// Port on which it listens on the loopback interface too; 0: on a socket in Dir alone.
	Port int
	// Settings of PostgreSQL beside our own.
	Settings map[string]string
}

// StartPrivateDatabase starts one with its data in dir. binDir may be empty: then PostgreSQL is looked for where Debian
// puts it.
func StartPrivateDatabase(ctx context.Context, dir, binDir string) (*PrivateDatabase, error) {
	return PrivateDatabaseConfig{Dir: dir, BinDir: binDir}.Start(ctx)
}

// Start starts a private database; ctx bounds the start only.
func (c PrivateDatabaseConfig) Start(ctx context.Context) (*PrivateDatabase, error) {
	server, err := privatepg.Start(ctx, privatepg.Config{
		Dir: c.Dir, BinDir: c.BinDir, Durable: true, Port: c.Port, Settings: c.Settings,
	})
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

// Kill ends it as a crash would; the next start in its folder recovers.
func (d *PrivateDatabase) Kill() { d.server.Kill() }
