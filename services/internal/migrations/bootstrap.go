package migrations

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

//go:embed roles.sql
var roles string

// seal is what is done inside a new database, so that nobody has any right
// in it that was not granted. It is for operators with psql, too.
//
//go:embed seal.sql
var seal string

// Bootstrap makes the roles and the database, and closes both to PUBLIC. It needs
// a superuser once; running it again changes nothing that is right already.
func Bootstrap(ctx context.Context, superuserURL, database string) error {
	config, err := pgx.ParseConfig(superuserURL)
	if err != nil {
		return fmt.Errorf("reading the superuser's address: %w", err)
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connecting to make the roles: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	unlock, err := takeTurn(ctx, conn)
	if err != nil {
		return err
	}
	defer unlock()
	if err := execute(ctx, conn, roles); err != nil {
		return fmt.Errorf("making the roles: %w", err)
	}
	if err := createDatabase(ctx, conn, database); err != nil {
		return err
	}
	config.Database = database
	inside, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connecting to the new database: %w", err)
	}
	defer inside.Close(context.WithoutCancel(ctx))
	if err := execute(ctx, inside, seal); err != nil {
		return fmt.Errorf("closing the new database: %w", err)
	}
	return nil
}

func createDatabase(ctx context.Context, conn *pgx.Conn, database string) error {
	var exists bool
	const query = `SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = $1)`
	if err := conn.QueryRow(ctx, query, database).Scan(&exists); err != nil {
		return fmt.Errorf("looking for the database: %w", err)
	}
	name := pgx.Identifier{database}.Sanitize()
	if !exists {
		if err := execute(ctx, conn, "CREATE DATABASE "+name+" OWNER vaatu_owner"); err != nil {
			return fmt.Errorf("creating the database: %w", err)
		}
	}
	return nil
}

// SealDatabase leaves the right to connect to the roles of Vaatu alone. A copy of
// a database does not inherit that right, so a copy is sealed again.
func SealDatabase(ctx context.Context, conn *pgx.Conn, database string) error {
	name := pgx.Identifier{database}.Sanitize()
	err := execute(ctx, conn, "REVOKE ALL ON DATABASE "+name+" FROM PUBLIC; GRANT CONNECT ON DATABASE "+name+
		" TO vaatu_migrator, vaatu_auth, vaatu_app, vaatu_worker, vaatu_operator, vaatu_audit_reader")
	if err != nil {
		return fmt.Errorf("granting the right to connect: %w", err)
	}
	return nil
}

// execute runs several statements in one round trip.
func execute(ctx context.Context, conn *pgx.Conn, sql string) error {
	return conn.PgConn().Exec(ctx, sql).Close()
}

// Script answers what makes roles and database on a server that is managed by somebody else, for psql: for a role that may
// create roles and databases and is no superuser. Only a superuser may take the powers of superusers away, which new roles do
// not have.
func Script(database string) string {
	powers := strings.NewReplacer(" NOSUPERUSER", "", " NOREPLICATION", "", " NOBYPASSRLS", "")
	name := pgx.Identifier{database}.Sanitize()
	return powers.Replace(roles) + `
-- Once only, from here on: the database must not be there yet. Who makes one for another must be one of them.
GRANT vaatu_owner TO CURRENT_USER;
CREATE DATABASE ` + name + ` OWNER vaatu_owner;
` + connect + name + "\n" + seal
}

// connect is psql's way to the new database.
const connect = `\connect `
