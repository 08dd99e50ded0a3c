// Package keys keeps the wrapped keys of a database in step with the key-encryption key outside it: whether the two fit,
// which version has wrapped how many, and all of them wrapped anew, while services run.
package keys

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// tables hold data keys, wrapped, by their ids.
var tables = []string{"case_keys", "feedback.items"}

// lockKey is the advisory lock of whoever works on keys; any constant will do.
const lockKey = 7_236_108_802

// Alone runs fn while nobody else rotates or retires keys of the database: several take turns. conn is the owner's.
func Alone(ctx context.Context, conn *pgx.Conn, fn func() error) error {
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", lockKey); err != nil {
		return fmt.Errorf("taking the lock of those who work on keys: %w", err)
	}
	defer func() { _, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockKey) }()
	return fn()
}

// Secret is the installation's secret as one key-encryption key has wrapped it.
type Secret struct {
	Version string `db:"version"`
	Wrapped []byte `db:"wrapped"`
}

// Fit tells the vault the secret of the installation, and makes one at the first start. An error that names the version
// where the vault lacks a key that the database needs; vault.ErrUnavailable where nobody can say.
func Fit(ctx context.Context, db *postgres.DB, v *vault.Vault, now time.Time) error {
	secrets, err := offer(ctx, db, nil, now)
	if err == nil && len(secrets) == 0 {
		var fresh []byte
		if fresh, err = v.NewSecret(); err != nil {
			return err
		}
		secrets, err = offer(ctx, db, fresh, now)
	}
	if err != nil {
		return fmt.Errorf("reading the installation's secret: %w", err)
	}
	return Adopt(v, secrets)
}

// Adopt tells the vault the installation's secret, if it opens each form of it.
func Adopt(v *vault.Vault, secrets []Secret) error {
	for _, s := range secrets {
		err := v.Adopt(s.Wrapped)
		if errors.Is(err, vault.ErrSealed) {
			return fmt.Errorf("the keyset does not fit the database, which needs the key %s: %w", s.Version, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Fitting answers the installation's secret when the vault has each key that the database needs, and tells it the secret; an
// error where not, and where no server has made one yet. conn is the owner's.
func Fitting(ctx context.Context, conn *pgx.Conn, v *vault.Vault) ([]Secret, error) {
	secrets, err := Secrets(ctx, conn)
	if err != nil {
		return nil, err
	}
	if len(secrets) == 0 {
		return nil, errors.New("no server has used this database yet: it needs no keys")
	}
	return secrets, Adopt(v, secrets)
}

// Secrets answers the installation's secret as it was wrapped. conn is the owner's.
func Secrets(ctx context.Context, conn *pgx.Conn) ([]Secret, error) {
	rows, err := conn.Query(ctx, "SELECT version, wrapped FROM installation_secret ORDER BY create_time, version")
	if err != nil {
		return nil, fmt.Errorf("reading the installation's secret: %w", err)
	}
	secrets, err := pgx.CollectRows(rows, pgx.RowToStructByName[Secret])
	if err != nil {
		return nil, fmt.Errorf("reading the installation's secret: %w", err)
	}
	return secrets, nil
}

func offer(ctx context.Context, db *postgres.DB, fresh []byte, now time.Time) (secrets []Secret, err error) {
	err = db.Write(ctx, func(tx *postgres.Tx) error {
		secrets = nil
		postgres.Rows(tx, &secrets, "SELECT version, wrapped FROM installation_secrets($1, $2)", fresh, now)
		return nil
	})
	return secrets, err
}

// Count is how many data keys a version has wrapped.
type Count struct {
	Version string `db:"version"`
	Keys    int    `db:"keys"`
}

// Status answers which versions have wrapped how many data keys; a version that has none but the secret counts 0. conn is
// the owner's.
func Status(ctx context.Context, conn *pgx.Conn) ([]Count, error) {
	counted := []string{"SELECT version, 0 AS keys FROM installation_secret"}
	for _, table := range tables {
		counted = append(counted, "SELECT key_version(wrapped), count(*) FROM "+table+" GROUP BY 1")
	}
	rows, err := conn.Query(ctx, "SELECT version, sum(keys)::int AS keys FROM ("+strings.Join(counted, " UNION ALL ")+
		") v GROUP BY version ORDER BY version")
	if err != nil {
		return nil, fmt.Errorf("counting keys: %w", err)
	}
	counts, err := pgx.CollectRows(rows, pgx.RowToStructByName[Count])
	if err != nil {
		return nil, fmt.Errorf("counting keys: %w", err)
	}
	return counts, nil
}
