package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/privatepg"
)

const template = "vaatu_template"

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

// cluster is the one server of this process; err tells why there is none.
type cluster struct {
	server *privatepg.Server
	admin  *pgxpool.Pool
	err    error
}

// shared starts the server on the first call.
var shared = sync.OnceValue(func() *cluster {
	c := &cluster{}
	c.err = c.start(context.Background())
	if errors.Is(c.err, privatepg.ErrNotInstalled) {
		c.err = fmt.Errorf("%w: run `make setup`", c.err)
	}
	return c
})

func (c *cluster) start(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "vaatu-test-")
	if err != nil {
		return fmt.Errorf("making a folder for the server: %w", err)
	}
	if err := removeAfterUs(dir); err != nil {
		return err
	}
	c.server, err = privatepg.Start(ctx, privatepg.Config{
		Dir: dir, BinDir: os.Getenv("VAATU_POSTGRES_BIN"), NodeModules: nodeModules(), ModelDir: modelDir(),
		Settings: map[string]string{
			"max_connections": "400", "shared_buffers": "64MB", "autovacuum": "off",
			"max_wal_size": "4GB", "checkpoint_timeout": "1h", "wal_level": "minimal", "max_wal_senders": "0",
		},
	})
	if err != nil {
		return err
	}
	if err := migrations.Bootstrap(ctx, c.server.URL(privatepg.Superuser, "postgres"), template); err != nil {
		return err
	}
	if err := migrations.Up(ctx, c.server.URL("vaatu_migrator", template)); err != nil {
		return err
	}
	c.admin, err = pgxpool.New(ctx, c.server.URL(privatepg.Superuser, "postgres"))
	if err != nil {
		return fmt.Errorf("opening the pool that copies the template: %w", err)
	}
	return nil
}

// copyTemplate makes a database of that name.
func (c *cluster) copyTemplate(ctx context.Context, name string) error {
	if c.err != nil {
		return c.err
	}
	conn, err := c.admin.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connecting to copy the template: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+" OWNER vaatu_owner TEMPLATE "+template+copyStrategy); err != nil {
		return fmt.Errorf("copying the template: %w", err)
	}
	return migrations.SealDatabase(ctx, conn.Conn(), name)
}

func (c *cluster) drop(ctx context.Context, name string) error {
	_, err := c.admin.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	return err
}

// copyStrategy copies files: without fsync that is the faster way.
const copyStrategy = " STRATEGY file_copy"

// removeAfterUs leaves a shell behind that waits for this process to end, then
// for the server to let go of its lock, and removes the folder. A test process
// has no end of its own to do that at.
func removeAfterUs(dir string) error {
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("making the pipe that tells of our end: %w", err)
	}
	defer read.Close()
	const script = `read -r _; for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.2; rm -rf "$0" && exit; done`
	cmd := exec.Command("/bin/sh", "-c", script, dir)
	cmd.Stdin = read
	if err := cmd.Start(); err != nil {
		_ = write.Close()
		return fmt.Errorf("starting the shell that removes the folder: %w", err)
	}
	untilWeEnd = write
	return nil
}

// untilWeEnd is held open for as long as the process lives.
var untilWeEnd *os.File //nolint:unused // holds the file open as long as the process

// modelDir keeps a fresh cluster from one test run to the next, so that a package
// of tests does not pay for making one.
func modelDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "vaatu", "pgtest")
}

// nodeModules is where `make setup` puts npm's PostgreSQL: in the web folder of
// the repository, found from the folder of the test's package.
func nodeModules() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "gateway", "web", "node_modules")
		}
	}
	return ""
}
