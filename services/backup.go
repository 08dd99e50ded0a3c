package services

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/keys"
	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Archive is a backup in a file: all of the database as pg_dump writes it, with data keys as they are wrapped. The key that
// opens them is not in it; what it is called is, and a proof whether a keyset has it.
type Archive struct {
	Keys

	File string
	// BinDir is the folder of PostgreSQL's programs; empty: they are looked for.
	BinDir string
}

// Backup writes the archive, which must not exist. It works as the owner, whom row level security shows every row.
func (a Archive) Backup(ctx context.Context) error {
	if _, err := os.Stat(a.File); err == nil {
		return fmt.Errorf("%s is there already: a backup replaces none", a.File)
	}
	return a.with(ctx, func(conn *pgx.Conn, v *vault.Vault) error {
		secrets, err := keys.Fitting(ctx, conn, v) // a backup without its keys is none
		if err != nil {
			return err
		}
		part := a.File + ".part"
		defer os.Remove(part)
		if err := os.WriteFile(part, nil, 0o600); err != nil {
			return fmt.Errorf("making the archive: %w", err)
		}
		if _, err := a.run(ctx, "pg_dump", a.Database, "--format=custom", "--enable-row-security", "--file="+part); err != nil {
			return err
		}
		if err := os.Rename(part, a.File); err != nil {
			return fmt.Errorf("finishing the archive: %w", err)
		}
		a.Say("Wrote %s. It needs the key %s, which is not in it.", a.File, versions(secrets))
		return nil
	})
}

// Restore fills an empty database, or changes nothing: a database that holds anything, a keyset that does not fit, and an
// archive that was cut are refused.
func (a Archive) Restore(ctx context.Context) error {
	return a.with(ctx, func(conn *pgx.Conn, v *vault.Vault) error {
		if err := empty(ctx, conn); err != nil {
			return err
		}
		secrets, err := a.secrets(ctx)
		if err != nil {
			return err
		}
		if err := keys.Adopt(v, secrets); err != nil {
			return err
		}
		if _, err := a.run(ctx, "pg_restore", a.Database, "--single-transaction", "--exit-on-error", "--no-owner", a.File); err != nil {
			return fmt.Errorf("nothing was restored: %w", err)
		}
		a.Say("Restored %s. It is read with the key %s.", a.File, versions(secrets))
		return a.settle(ctx, conn)
	})
}

// settle does what a database wants that comes from a dump.
func (a Archive) settle(ctx context.Context, conn *pgx.Conn) error {
	// Transaction ids begin anew in another server: the seals of the audit go on behind those of before.
	if _, err := conn.Exec(ctx, "SELECT audit.rebase()"); err != nil {
		return fmt.Errorf("telling the audit of the restore: %w", err)
	}
	if _, err := conn.Exec(ctx, "ANALYZE"); err != nil {
		return fmt.Errorf("counting what was restored: %w", err)
	}
	have, want, err := migrations.Version(ctx, a.Database)
	if err == nil && have < want {
		a.Say("It is of an older release: run vaatu migrate.")
	}
	return err
}

func versions(secrets []keys.Secret) string {
	var names []string
	for _, s := range secrets {
		names = append(names, s.Version)
	}
	return strings.Join(names, " and ")
}

// empty answers nil when a database holds nothing of ours, and nothing else either.
func empty(ctx context.Context, conn *pgx.Conn) error {
	var found string
	err := conn.QueryRow(ctx, `SELECT coalesce(min(n.nspname || '.' || c.relname), '') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%'`).Scan(&found)
	if err != nil {
		return fmt.Errorf("looking whether the database is empty: %w", err)
	}
	if found != "" {
		return fmt.Errorf("the database is not empty, there is %s: restore into a new one, and nothing is lost", found)
	}
	return nil
}

// secrets answers the installation's secret from the archive, without a database.
func (a Archive) secrets(ctx context.Context) ([]keys.Secret, error) {
	script, err := a.run(ctx, "pg_restore", "", "--data-only", "--table=installation_secret", "--file=-", a.File)
	if err != nil {
		return nil, err
	}
	// COPY public.installation_secret (version, wrapped, create_time) FROM stdin; a line for each; \.
	_, rows, found := strings.Cut(string(script), "COPY public.installation_secret (version, wrapped, create_time) FROM stdin;\n")
	rows, _, ended := strings.Cut(rows, "\\.\n")
	if !found || !ended || rows == "" {
		return nil, fmt.Errorf("%s does not say which key it needs: it is no whole backup of Vaatu", a.File)
	}
	var secrets []keys.Secret
	for row := range strings.Lines(rows) {
		columns := strings.Split(row, "\t")
		if len(columns) != 3 {
			return nil, fmt.Errorf("%s says in an unknown way which key it needs", a.File)
		}
		wrapped, err := hex.DecodeString(strings.TrimPrefix(columns[1], `\\x`))
		if err != nil {
			return nil, fmt.Errorf("reading which key %s needs: %w", a.File, err)
		}
		secrets = append(secrets, keys.Secret{Version: columns[0], Wrapped: wrapped})
	}
	return secrets, nil
}

// run runs a program of PostgreSQL on a database, or on none, and answers what it writes. A password is not among its
// arguments, which every user of the machine can read.
func (a Archive) run(ctx context.Context, program, database string, args ...string) ([]byte, error) {
	path, err := a.find(program)
	if err != nil {
		return nil, err
	}
	env := os.Environ()
	if database != "" {
		address, err := url.Parse(database)
		if err != nil {
			return nil, errors.New("reading the database's address: it is no postgres://… address")
		}
		if password, ok := address.User.Password(); ok {
			env = append(env, "PGPASSWORD="+password)
			address.User = url.User(address.User.Username())
		}
		args = append([]string{"--dbname=" + address.String()}, args...)
	}
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // a program of PostgreSQL
	var out, said bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = env, &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(said.String()))
	}
	return out.Bytes(), nil
}

// find answers where a program of PostgreSQL is: in the named folder, where Debian puts the newest, or in the PATH.
func (a Archive) find(program string) (string, error) {
	if a.BinDir != "" {
		return exec.LookPath(filepath.Join(a.BinDir, program))
	}
	if installed, _ := filepath.Glob("/usr/lib/postgresql/[1-9][0-9]/bin/" + program); len(installed) > 0 {
		return slices.Max(installed), nil
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return "", fmt.Errorf("%s is not installed: on Debian, apt-get install postgresql-client (%w)", program, err)
	}
	return path, nil
}
