package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/demo"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/dev"
	"github.com/vip-verkosto/vaatu/services"
)

// issuer of the people in the benchmark; nobody asks it anything, as sessions are opened at the sessions' door.
const issuer = "http://127.0.0.1/bench"

// cluster is the PostgreSQL of the run.
type cluster struct {
	*services.PrivateDatabase

	dir string
	pid int
}

// calm keeps checkpoints out of most measurements.
var calm = []string{"ALTER SYSTEM SET max_wal_size = '8GB'", "ALTER SYSTEM SET checkpoint_timeout = '30min'", "SELECT pg_reload_conf()"}

func startCluster(ctx context.Context, dir, bin string) (*cluster, error) {
	db, err := services.StartPrivateDatabase(ctx, dir, bin)
	if err != nil {
		return nil, err
	}
	c := &cluster{PrivateDatabase: db, dir: dir}
	text, err := os.ReadFile(filepath.Join(dir, "pg", "postmaster.pid"))
	if err == nil {
		first, _, _ := strings.Cut(string(text), "\n")
		c.pid, err = strconv.Atoi(first)
	}
	if err != nil {
		c.stop(ctx)
		return nil, fmt.Errorf("finding the process of PostgreSQL: %w", err)
	}
	if err := c.admin(ctx, "postgres", calm...); err != nil {
		c.stop(ctx)
		return nil, err
	}
	return c, nil
}

func (c *cluster) stop(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*grace)
	defer cancel()
	_ = c.Stop(ctx)
}

// socket is the folder of the server's socket.
func (c *cluster) socket() (string, error) {
	config, err := pgx.ParseConfig(c.SuperuserURL())
	if err != nil {
		return "", fmt.Errorf("reading the address of PostgreSQL: %w", err)
	}
	return config.Host, nil
}

// fill makes a database of n cases with its people.
func (c *cluster) fill(ctx context.Context, name, keyset string, n, open int, now time.Time) error {
	if err := services.Bootstrap(ctx, c.SuperuserURL(), name); err != nil {
		return err
	}
	migrator := c.URL("vaatu_migrator", name)
	if err := services.Migrate(ctx, migrator); err != nil {
		return err
	}
	if _, err := services.ImportOrganisations(ctx, c.URL("vaatu_operator", name), bytes.NewReader(dev.Schools), now); err != nil {
		return err
	}
	people := append(dev.Grants(issuer), demo.People(issuer)...)
	if err := services.AddPeople(ctx, migrator, people, now.AddDate(-3, 0, 0)); err != nil {
		return err
	}
	samples, err := demo.Samples(now)
	if err != nil {
		return err
	}
	return services.FillCases(ctx, migrator, services.Filling{
		Cases: n, Open: min(open, n*3/10), Samples: samples, Filers: demo.Filers(issuer), Keyset: keyset, Now: now, Seed: 1,
	})
}

// copy makes a copy of a database for pgbench, so that what it writes disturbs nobody.
func (c *cluster) copy(ctx context.Context, name, as string) error {
	return c.admin(ctx, "postgres", "CREATE DATABASE "+as+" OWNER vaatu_owner TEMPLATE "+name+" STRATEGY file_copy",
		"GRANT CONNECT ON DATABASE "+as+" TO vaatu_app", "CHECKPOINT")
}

func (c *cluster) drop(ctx context.Context, names ...string) error {
	for _, name := range names {
		if err := c.admin(ctx, "postgres", "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			return err
		}
	}
	return nil
}

// mostDeadlocks is how often a statement that lost against a running job is tried.
const mostDeadlocks = 10

// admin runs statements as the superuser.
func (c *cluster) admin(ctx context.Context, database string, statements ...string) error {
	return c.as(ctx, "postgres", database, func(conn *pgx.Conn) error {
		for _, sql := range statements {
			if err := insist(ctx, conn, sql); err != nil {
				return fmt.Errorf("%s: %w", sql, err)
			}
		}
		return nil
	})
}

// insist runs a statement, again where it fell into a deadlock: what alters tables meets jobs that use several.
func insist(ctx context.Context, conn *pgx.Conn, sql string) error {
	for i := 1; ; i++ {
		_, err := conn.Exec(ctx, sql)
		if lost, ok := errors.AsType[*pgconn.PgError](err); !ok || lost.Code != "40P01" || i == mostDeadlocks {
			return err
		}
	}
}

// as lets fn use a connection of a role.
func (c *cluster) as(ctx context.Context, role, database string, fn func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, c.URL(role, database))
	if err != nil {
		return fmt.Errorf("connecting as %s: %w", role, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return fn(conn)
}

// rows answers what a query gives.
func rows[T any](ctx context.Context, c *cluster, database, sql string, args ...any) (all []T, err error) {
	err = c.as(ctx, "postgres", database, func(conn *pgx.Conn) error {
		found, err := conn.Query(ctx, sql, args...)
		if err != nil {
			return err
		}
		all, err = pgx.CollectRows(found, pgx.RowToStructByPos[T])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("asking the database: %w", err)
	}
	return all, nil
}
