package services

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/cases/watch"
	"github.com/vip-verkosto/vaatu/services/directory"
	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/retention"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
	"github.com/vip-verkosto/vaatu/services/routing/rulesets"
)

// Bootstrap makes the roles and the database, once, as a superuser.
func Bootstrap(ctx context.Context, superuserURL, database string) error {
	return migrations.Bootstrap(ctx, superuserURL, database)
}

// RoleScript answers the statements of Bootstrap for psql, for a server without a superuser.
func RoleScript(database string) string { return migrations.Script(database) }

// Migrate brings the database to this release: tables, jobs, reference data. It connects as vaatu_migrator and may run
// while the release before serves.
func Migrate(ctx context.Context, migratorURL string) error {
	if err := migrations.Up(ctx, migratorURL); err != nil {
		return err
	}
	return asMigrator(ctx, migratorURL, func(tx pgx.Tx) error { return Seed(ctx, tx) })
}

// Seed writes what a database begins with, in the caller's transaction and as the owner of the tables. It may run at each start.
func Seed(ctx context.Context, tx pgx.Tx) error {
	if err := directory.Seed(ctx, tx); err != nil {
		return err
	}
	return rulesets.Seed(ctx, tx)
}

func asMigrator(ctx context.Context, url string, fn func(pgx.Tx) error) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("connecting as the migrator: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return pgx.BeginFunc(ctx, conn, fn)
}

// ImportOrganisations reads the organisation register's hierarchy and answers a summary for people. A malformed file
// changes nothing.
func ImportOrganisations(ctx context.Context, operatorURL string, register io.Reader, now time.Time) (string, error) {
	db, err := asOperator(ctx, operatorURL, "vaatu-import")
	if err != nil {
		return "", err
	}
	defer db.Close()
	summary, err := directory.Import(ctx, db, register, now)
	if err != nil {
		return "", err
	}
	return summary.String(), nil
}

// CheckRetention reads the operator's file of retention periods and answers, in one line each, how many cases have had their
// period: what the next run of the services erases.
func CheckRetention(ctx context.Context, operatorURL, file string, now time.Time) ([]string, error) {
	plan, err := retention.Open(file)
	if err != nil {
		return nil, err
	}
	db, err := asOperator(ctx, operatorURL, "vaatu-check")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return cases.Erasable(ctx, db, plan, now)
}

// Check proves a database: every case equals the replay of its events, and so do the clocks that lists show. It reports each
// finding in one line and answers how many cases it looked at.
func Check(ctx context.Context, operatorURL string, report func(line string)) (int, error) {
	return CheckBy(ctx, operatorURL, "", "", report)
}

// CheckBy is Check where the services go by the operator's files of targets and breaks; an empty one is none.
func CheckBy(ctx context.Context, operatorURL, targetsFile, breaksFile string, report func(line string)) (int, error) {
	targets, err := clocks.Open(targetsFile)
	if err != nil {
		return 0, err
	}
	breaks, err := workdays.Open(breaksFile)
	if err != nil {
		return 0, err
	}
	db, err := asOperator(ctx, operatorURL, "vaatu-check")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	say := func(f cases.Finding) { report(f.String()) }
	checked, err := cases.Check(ctx, db, say)
	if err != nil {
		return checked, err
	}
	return checked, watch.Check(ctx, db, targets, breaks, say)
}

// asOperator opens a pool as vaatu_operator.
func asOperator(ctx context.Context, url, name string) (*postgres.DB, error) {
	return as(ctx, "vaatu_operator", url, name)
}

// as opens a pool as a role and as nobody else: to every other one row level security shows nothing, and a proof of nothing
// would look like one.
func as(ctx context.Context, role, url, name string) (*postgres.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("reading the address of %s: %w", role, err)
	}
	if config.User != role {
		return nil, fmt.Errorf("refusing to work as %q, to whom the database does not show everything: connect as %s", config.User, role)
	}
	return postgres.Open(ctx, postgres.Config{URL: url, MaxConns: 2, Name: name})
}

// VerifyAudit proves that no sealed row of the audit was altered or lost, as far as the seals and the heads that left the
// database can tell; without heads (nil) by the seals alone. It reports each finding in one line and answers a summary. The
// address is vaatu_audit_reader's.
func VerifyAudit(ctx context.Context, readerURL string, heads io.Reader, report func(line string)) (string, error) {
	var known map[int64]trail.Head
	if heads != nil {
		var err error
		if known, err = trail.ReadHeads(heads); err != nil {
			return "", err
		}
		if len(known) == 0 {
			return "", errors.New("the file of heads is empty: what it held is what proves that no seal was made anew")
		}
	}
	db, err := as(ctx, "vaatu_audit_reader", readerURL, "vaatu-audit")
	if err != nil {
		return "", err
	}
	defer db.Close()
	done, err := trail.Verify(ctx, db, known, func(f trail.Finding) { report(f.String()) })
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d rows under %d seals, the last of %s; %d heads from outside",
		done.Rows, done.Seals, done.Last.At.Format(time.RFC3339), len(known)), nil
}

// HasCases reports whether any case has been filed.
func HasCases(ctx context.Context, operatorURL string) (bool, error) {
	db, err := asOperator(ctx, operatorURL, "vaatu-look")
	if err != nil {
		return false, err
	}
	defer db.Close()
	var has bool
	err = db.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &has, nil, "SELECT EXISTS (SELECT 1 FROM cases)")
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("looking for cases: %w", err)
	}
	return has, nil
}
