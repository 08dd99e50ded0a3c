// Package migrations brings a database to the shape this program expects. It
// exists because the shape is part of the program: the SQL is embedded, numbered
// and forward-only, and each step runs while the previous release still serves.
//
// Expand and contract: the release before reads and writes while a migration runs and
// afterwards. So a migration only adds what the old release does not mind: a table, a
// column that may be empty or has a constant default, a constraint NOT VALID (validated
// in the next migration), an index CONCURRENTLY (in a migration of its own, outside a
// transaction). Code of the next release writes both shapes; a later migration takes the
// old one away, once no release that knows it runs. Nothing rewrites a table or holds a
// lock for longer than a moment: no type of a column is changed, nothing is renamed, no
// column becomes NOT NULL but through a validated CHECK. A test reads each migration
// after the first release for these (released below).
//
// Bootstrap is done once, by a superuser; Up at every release, by vaatu_migrator,
// so that vaatu_owner owns every object and the roles that serve own none.
package migrations

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed sql/*.sql
var files embed.FS

//go:embed grants.sql
var grants string

// RiverSchema is the schema of the job queue's tables.
const RiverSchema = "river"

const (
	// lockKey is the advisory lock of whoever migrates; any constant will do.
	lockKey  = 7_236_108_801
	lockPoll = 100 * time.Millisecond
)

// Up applies every migration that is missing: ours, then River's, then the
// grants on River's tables. Two at once take turns. It refuses to run as anyone
// but vaatu_owner, which is what vaatu_migrator becomes by signing in.
func Up(ctx context.Context, migratorURL string) error {
	pool, err := pgxpool.New(ctx, migratorURL)
	if err != nil {
		return fmt.Errorf("opening the database to migrate: %w", err)
	}
	defer pool.Close()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connecting to the database to migrate: %w", err)
	}
	defer conn.Release()
	if err := requireOwner(ctx, conn.Conn()); err != nil {
		return err
	}
	unlock, err := takeTurn(ctx, conn.Conn())
	if err != nil {
		return err
	}
	defer unlock()
	if err := upOurs(ctx, pool); err != nil {
		return err
	}
	if err := upRiver(ctx, pool); err != nil {
		return err
	}
	if err := execute(ctx, conn.Conn(), grants); err != nil {
		return fmt.Errorf("granting the tables of the job queue: %w", err)
	}
	return nil
}

// Version answers the newest migration the database has, zero if none, and the
// newest this program brings. A program may serve when have >= want. Any role
// may ask.
func Version(ctx context.Context, url string) (have, want int64, err error) {
	want, err = newest()
	if err != nil {
		return 0, 0, err
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return 0, want, fmt.Errorf("connecting to read the database's version: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	const query = `SELECT coalesce(max(version_id), 0) FROM public.goose_db_version WHERE is_applied`
	err = conn.QueryRow(ctx, query).Scan(&have)
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && pgErr.Code == "42P01" {
		return 0, want, nil
	}
	if err != nil {
		return 0, want, fmt.Errorf("reading the database's version: %w", err)
	}
	return have, want, nil
}

func requireOwner(ctx context.Context, conn *pgx.Conn) error {
	var user string
	if err := conn.QueryRow(ctx, "SELECT current_user::text").Scan(&user); err != nil {
		return fmt.Errorf("asking which role migrates: %w", err)
	}
	if user != "vaatu_owner" {
		return fmt.Errorf("refusing to migrate as %q: what it creates would not belong to vaatu_owner; "+
			"connect as vaatu_migrator", user)
	}
	return nil
}

// takeTurn waits for the advisory lock of migrations. It asks again and again
// rather than wait inside one statement, because CREATE INDEX CONCURRENTLY of
// the one who holds the lock would wait for that statement.
func takeTurn(ctx context.Context, conn *pgx.Conn) (unlock func(), err error) {
	ticker := time.NewTicker(lockPoll)
	defer ticker.Stop()
	for {
		var mine bool
		if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", lockKey).Scan(&mine); err != nil {
			return nil, fmt.Errorf("taking the lock of migrations: %w", err)
		}
		if mine {
			return func() {
				_, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockKey)
			}, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for another migration: %w", ctx.Err())
		case <-ticker.C:
		}
	}
}

func upOurs(ctx context.Context, pool *pgxpool.Pool) error {
	sql, err := fs.Sub(files, "sql")
	if err != nil {
		return fmt.Errorf("opening the migrations: %w", err)
	}
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, sql,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	return nil
}

func upRiver(ctx context.Context, pool *pgxpool.Pool) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool),
		&rivermigrate.Config{Schema: RiverSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("reading the migrations of the job queue: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrating the job queue: %w", err)
	}
	return nil
}

// newest is the number of the last embedded migration.
func newest() (int64, error) {
	names, err := fs.Glob(files, "sql/*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("listing the migrations: %w", err)
	}
	var last int64
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return 0, fmt.Errorf("reading the number of %s: %w", name, err)
		}
		last = max(last, version)
	}
	return last, nil
}
