package keys

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

const (
	// batch is how many data keys one transaction rewraps.
	batch = 500
	// asked is how many are asked for of a service at once.
	asked = 8
	// mostPasses is how often it looks for keys that others have wrapped by an old one meanwhile.
	mostPasses = 20
)

// Rewrap wraps every data key by the present key-encryption key, batch by batch, while services run: they open both forms,
// and a key that is erased meanwhile stays away. What was done before an error or an end stays done, and the next call goes
// on. report is told after each batch how many were done. conn is the owner's, and Alone.
func Rewrap(ctx context.Context, conn *pgx.Conn, v *vault.Vault, report func(done int)) error {
	version, err := announce(ctx, conn, v)
	if err != nil {
		return err
	}
	// Whatever the database knew of the tables before, each batch is found by its index.
	if _, err := conn.Exec(ctx, "ANALYZE "+strings.Join(tables, ", ")); err != nil {
		return fmt.Errorf("counting data keys: %w", err)
	}
	done := 0
	for passes := 0; ; passes++ {
		if passes == mostPasses {
			return errors.New("some process still wraps by another key: see that all have the same keyset, then go on")
		}
		before := done
		for _, table := range tables {
			if err := pass(ctx, conn, v, table, version, func(n int) { done += n; report(done) }); err != nil {
				return err
			}
		}
		if done == before {
			break // nothing was under another key, as nobody wraps by an old one any more
		}
	}
	// From now on a server needs the new key only.
	if _, err := conn.Exec(ctx, "DELETE FROM installation_secret WHERE version <> $1", version); err != nil {
		return fmt.Errorf("forgetting keys that are used no more: %w", err)
	}
	return nil
}

// announce wraps the installation's secret by the present key before any data key: a server without it does not start.
func announce(ctx context.Context, conn *pgx.Conn, v *vault.Vault) (version string, err error) {
	secrets, err := Fitting(ctx, conn, v)
	if err != nil {
		return "", err
	}
	wrapped, err := v.RewrapSecret(secrets[0].Wrapped)
	if err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, `INSERT INTO installation_secret (version, wrapped, create_time) VALUES (key_version($1), $1, now())
		ON CONFLICT DO NOTHING`, wrapped)
	if err == nil {
		err = conn.QueryRow(ctx, "SELECT key_version($1)", wrapped).Scan(&version)
	}
	if err != nil {
		return "", fmt.Errorf("keeping the installation's secret: %w", err)
	}
	return version, nil
}

type dataKey struct {
	ID      string `db:"id"`
	Wrapped []byte `db:"wrapped"`
}

// pass goes once through the data keys of a table, and reports how many were under another key after each batch.
func pass(ctx context.Context, conn *pgx.Conn, v *vault.Vault, table, version string, report func(int)) error {
	last := uuid.Nil.String()
	for {
		rows, err := conn.Query(ctx, "SELECT id::text, wrapped FROM "+table+
			" WHERE id > $1 AND key_version(wrapped) <> $2 ORDER BY id LIMIT $3", last, version, batch)
		if err != nil {
			return fmt.Errorf("reading data keys: %w", err)
		}
		found, err := pgx.CollectRows(rows, pgx.RowToStructByName[dataKey])
		if err != nil {
			return fmt.Errorf("reading data keys: %w", err)
		}
		if len(found) == 0 {
			return nil
		}
		if err := rewrap(ctx, conn, v, table, found); err != nil {
			return err
		}
		last = found[len(found)-1].ID
		report(len(found))
	}
}

// rewrap replaces the keys of one batch, each only as it was read.
func rewrap(ctx context.Context, conn *pgx.Conn, v *vault.Vault, table string, found []dataKey) error {
	after := make([][]byte, len(found))
	var group errgroup.Group
	group.SetLimit(asked)
	for i, k := range found {
		group.Go(func() (err error) {
			if after[i], err = v.Rewrap(k.ID, k.Wrapped); err != nil {
				err = fmt.Errorf("%s %s: %w", table, k.ID, err)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("rewrapping data keys: %w", err)
	}
	updates := &pgx.Batch{} // in one transaction, each found by its index whatever the planner thinks of the others
	for i, k := range found {
		updates.Queue("UPDATE "+table+" SET wrapped = $3 WHERE id = $1 AND wrapped = $2", k.ID, k.Wrapped, after[i])
	}
	if err := conn.SendBatch(ctx, updates).Close(); err != nil {
		return fmt.Errorf("storing rewrapped data keys: %w", err)
	}
	return nil
}
