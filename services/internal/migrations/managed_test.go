package migrations_test

import (
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/privatepg"
)

// On a server of its own: roles belong to the whole server.
func TestAServerWithoutASuperuserIsMadeReadyByTheScript(t *testing.T) {
	t.Parallel()
	server, err := privatepg.Start(t.Context(), privatepg.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Kill)
	const name = "managed"
	if _, err := connect(t, server.URL(privatepg.Superuser, "postgres")).Exec(t.Context(), "CREATE ROLE provider_admin LOGIN CREATEROLE CREATEDB"); err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(migrations.Script(name), `\connect "`+name+`"`)
	if !found {
		t.Fatal("the script does not go into the new database")
	}
	// As psql sends it: a database is made outside of a transaction.
	roles, made, _ := strings.Cut(before, "CREATE DATABASE")
	for _, part := range []struct{ database, sql string }{{"postgres", roles}, {"postgres", "CREATE DATABASE" + made}, {name, after}} {
		conn := connect(t, server.URL("provider_admin", part.database))
		if err := conn.PgConn().Exec(t.Context(), part.sql).Close(); err != nil {
			t.Fatalf("%v in:\n%s", err, part.sql)
		}
	}
	if err := migrations.Up(t.Context(), server.URL("vaatu_migrator", name)); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"vaatu_auth", "vaatu_app", "vaatu_worker", "vaatu_operator"} {
		if have, want, err := migrations.Version(t.Context(), server.URL(role, name)); err != nil || have != want {
			t.Errorf("%s: version %d of %d, %v", role, have, want, err)
		}
	}
}
