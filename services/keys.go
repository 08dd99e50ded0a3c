package services

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/keys"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// MakeKeyset makes a new key-encryption keyset in a file that must not exist yet.
func MakeKeyset(path string) error { return vault.Create(path) }

// Keys are the key-encryption key and the database whose data keys it wraps, for an operator.
type Keys struct {
	// Database as the migrator.
	Database string
	// Keyset, Token and CA are as in Config.
	Keyset, Token, CA string
	// Say is told in one line what has been done.
	Say func(format string, args ...any)
}

// Rotate makes a new key, and wraps every data key by it while services run. One that was interrupted goes on where it was.
// pause is how long it waits after the new key was added, and again after it began to wrap, until every process has the
// keyset: none is needed where all read the same file. The old key stays in the keyset, for backups.
func (k Keys) Rotate(ctx context.Context, pause time.Duration) error {
	return k.alone(ctx, func(conn *pgx.Conn, v *vault.Vault) error {
		if k.isFile() {
			if err := k.renew(ctx, conn, pause); err != nil {
				return err
			}
		}
		began := time.Now()
		done := 0
		err := keys.Rewrap(ctx, conn, v, func(n int) {
			if done = n; n%10000 == 0 {
				k.Say("%d data keys are wrapped by the new key", n)
			}
		})
		if err != nil {
			return err
		}
		k.Say("Done: %d data keys were wrapped by the new key in %.1f s; none is left under another.", done, time.Since(began).Seconds())
		return nil
	})
}

// renew gives a file's keyset its next key, unless the last rotation has not come to its end.
func (k Keys) renew(ctx context.Context, conn *pgx.Conn, pause time.Duration) error {
	all, primary, err := vault.Versions(k.Keyset)
	if err != nil {
		return err
	}
	counts, err := keys.Status(ctx, conn)
	if err != nil {
		return err
	}
	unfinished := func(c keys.Count) bool { return c.Version != primary }
	if primary == all[len(all)-1] && slices.ContainsFunc(counts, unfinished) {
		k.Say("Going on with the key %s.", primary)
		return nil
	}
	next, err := vault.Next(k.Keyset)
	if err != nil {
		return err
	}
	k.Say("The key %s is added.", next)
	if err := k.wait(ctx, pause); err != nil {
		return err
	}
	if err := vault.Promote(k.Keyset, next); err != nil {
		return err
	}
	k.Say("The key %s wraps from now on.", next)
	return k.wait(ctx, pause)
}

func (k Keys) wait(ctx context.Context, pause time.Duration) error {
	if pause > 0 {
		k.Say("Waiting %s, until every process has the keyset.", pause)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

// Status tells which keys there are, which wraps, and how many data keys each has wrapped.
func (k Keys) Status(ctx context.Context) error {
	return k.with(ctx, func(conn *pgx.Conn, v *vault.Vault) error {
		counts, err := keys.Status(ctx, conn)
		if err != nil {
			return err
		}
		for _, c := range counts {
			k.Say("key %s: %d data keys", c.Version, c.Keys)
		}
		if !k.isFile() {
			return v.Works()
		}
		all, primary, err := vault.Versions(k.Keyset)
		if err != nil {
			return err
		}
		k.Say("The keyset has %s; %s wraps.", strings.Join(all, ", "), primary)
		return lacking(all, counts)
	})
}

func lacking(all []string, counts []keys.Count) error {
	for _, c := range counts {
		if !slices.Contains(all, c.Version) {
			return fmt.Errorf("the keyset lacks the key %s, which %d data keys need", c.Version, c.Keys)
		}
	}
	return nil
}

// Retire takes the keys out of a file's keyset that wrap nothing in the database any more. Backups that were made with them
// cannot be read any more, either.
func (k Keys) Retire(ctx context.Context) error {
	if !k.isFile() {
		return errors.New("the service retires its keys itself: raise min_decryption_version there")
	}
	return k.alone(ctx, func(conn *pgx.Conn, _ *vault.Vault) error {
		counts, err := keys.Status(ctx, conn)
		if err != nil {
			return err
		}
		gone, err := vault.Retire(k.Keyset, func(version string) bool {
			return slices.ContainsFunc(counts, func(c keys.Count) bool { return c.Version == version })
		})
		if err != nil {
			return err
		}
		k.Say("Retired: %d keys %s", len(gone), strings.Join(gone, ", "))
		return nil
	})
}

func (k Keys) isFile() bool { return !strings.Contains(k.Keyset, "://") }

func (k Keys) vault() (*vault.Vault, error) {
	return vault.Open(vault.Config{Keyset: k.Keyset, TokenFile: k.Token, CA: k.CA})
}

// alone opens both sides for somebody who changes keys: one at a time, and none whose keyset is another database's.
func (k Keys) alone(ctx context.Context, fn func(*pgx.Conn, *vault.Vault) error) error {
	return k.with(ctx, func(conn *pgx.Conn, v *vault.Vault) error {
		return keys.Alone(ctx, conn, func() error {
			if _, err := keys.Fitting(ctx, conn, v); err != nil {
				return err
			}
			return fn(conn, v)
		})
	})
}

// with opens both sides: the keys, and the database as its owner.
func (k Keys) with(ctx context.Context, fn func(*pgx.Conn, *vault.Vault) error) error {
	v, err := k.vault()
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, k.Database)
	if err != nil {
		return fmt.Errorf("connecting as the migrator: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var user string
	if err := conn.QueryRow(ctx, "SELECT current_user::text").Scan(&user); err != nil {
		return fmt.Errorf("asking who works on keys: %w", err)
	}
	if user != "vaatu_owner" {
		return fmt.Errorf("refusing to work as %q, to whom the database shows no keys: connect as vaatu_migrator", user)
	}
	return fn(conn, v)
}
