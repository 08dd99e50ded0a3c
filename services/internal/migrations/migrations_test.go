package migrations_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
)

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// list answers the rows of a query of one text column.
func list(t *testing.T, conn *pgx.Conn, sql string) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantRefused(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	_, err := conn.Exec(t.Context(), sql)
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) || pgErr.Code != "42501" {
		t.Errorf("%s: %s answers %v; want insufficient privilege", conn.Config().User, sql, err)
	}
}

func TestTheOwnerOwnsEverything(t *testing.T) {
	t.Parallel()
	root := pgtest.New(t).Superuser(t)
	const foreign = `
SELECT 'schema ' || nspname FROM pg_namespace
WHERE nspowner <> 'vaatu_owner'::regrole AND nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL
SELECT 'relation ' || c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relowner <> 'vaatu_owner'::regrole AND nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL
SELECT 'function ' || p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE proowner <> 'vaatu_owner'::regrole AND nspname !~ '^pg_' AND nspname <> 'information_schema'`
	if got := list(t, root, foreign); len(got) > 0 {
		t.Errorf("not of vaatu_owner: %v", got)
	}
	owned := list(t, root, "SELECT 'river.river_job' WHERE (SELECT relowner FROM pg_class WHERE oid = 'river.river_job'::regclass) = 'vaatu_owner'::regrole")
	if len(owned) != 1 {
		t.Error("the table of jobs is not of vaatu_owner")
	}
}

func TestNobodyMayWhatWasNotGranted(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	const open = `
SELECT 'function ' || p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE has_function_privilege('public', p.oid, 'EXECUTE') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL
SELECT 'table ' || table_schema || '.' || table_name FROM information_schema.table_privileges
WHERE grantee = 'PUBLIC' AND table_schema NOT IN ('pg_catalog', 'information_schema')`
	if got := list(t, d.Superuser(t), open); len(got) > 0 {
		t.Errorf("open to everybody: %v", got)
	}
	app, worker, auth := connect(t, d.URL("vaatu_app")), connect(t, d.URL("vaatu_worker")), connect(t, d.URL("vaatu_auth"))
	for _, conn := range []*pgx.Conn{app, worker, auth} {
		wantRefused(t, conn, "CREATE TABLE public.mine (id int)")
		wantRefused(t, conn, "CREATE SCHEMA mine")
		wantRefused(t, conn, "CREATE TEMPORARY TABLE mine (id int)")
		wantRefused(t, conn, "SET ROLE vaatu_owner")
	}
	wantRefused(t, app, "DELETE FROM river.river_job")
	wantRefused(t, app, "UPDATE river.river_job SET state = 'completed'")
	wantRefused(t, app, "SELECT 1 FROM river.river_queue")
	wantRefused(t, auth, "SELECT 1 FROM river.river_job")
}

func TestAStrangerDoesNotEvenConnect(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	if _, err := d.Superuser(t).Exec(t.Context(), "CREATE ROLE migrations_stranger LOGIN"); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), d.URL("migrations_stranger"))
	if err == nil {
		_ = conn.Close(t.Context())
		t.Error("a role without a grant connected")
	}
}

func TestTheRolesHaveNoPowers(t *testing.T) {
	t.Parallel()
	root := pgtest.New(t).Superuser(t)
	got := list(t, root, `SELECT rolname || CASE WHEN rolcanlogin THEN ' login' ELSE '' END FROM pg_roles
WHERE rolname ~ '^vaatu_' AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls) ORDER BY 1`)
	want := []string{"vaatu_app login", "vaatu_audit_reader login", "vaatu_auth login", "vaatu_migrator login", "vaatu_operator login", "vaatu_owner", "vaatu_worker login"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = list(t, root, `SELECT m.rolname || ' in ' || r.rolname FROM pg_auth_members
JOIN pg_roles m ON m.oid = member JOIN pg_roles r ON r.oid = roleid WHERE m.rolname ~ '^vaatu_' OR r.rolname ~ '^vaatu_'`)
	if diff := cmp.Diff([]string{"vaatu_migrator in vaatu_owner"}, got); diff != "" {
		t.Error(diff)
	}
}

// Not parallel: it takes powers from roles that every test of this server uses.
//
//nolint:paralleltest // for that reason
func TestBootstrapAndUpMayRunAgainAndAtOnce(t *testing.T) {
	d := pgtest.New(t)
	root := d.Superuser(t)
	const name = `again "quoted"`
	t.Cleanup(func() {
		_, _ = root.Exec(context.Background(), "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)")
	})
	if _, err := root.Exec(t.Context(), "ALTER ROLE vaatu_app CREATEDB"); err != nil {
		t.Fatal(err)
	}
	migrator := strings.Replace(d.URL("vaatu_migrator"), root.Config().Database, "again%20%22quoted%22", 1)
	atOnce(t, func() error { return migrations.Bootstrap(t.Context(), d.URL("postgres"), name) })
	const open = `SELECT p.privilege_type FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) AS p
WHERE datname = 'again "quoted"' AND p.grantee = 0`
	if got := list(t, root, open); len(got) > 0 {
		t.Errorf("a new database gives everybody %v", got)
	}
	if have, want, err := migrations.Version(t.Context(), migrator); err != nil || have != 0 || want == 0 {
		t.Errorf("an empty database has version %d of %d, %v; want 0", have, want, err)
	}
	atOnce(t, func() error { return migrations.Up(t.Context(), migrator) })
	if err := migrations.Up(t.Context(), migrator); err != nil {
		t.Error(err)
	}
	if got := list(t, root, "SELECT rolname::text FROM pg_roles WHERE rolname ~ '^vaatu_' AND rolcreatedb"); len(got) > 0 {
		t.Errorf("%v kept a power it should not have", got)
	}
	conn := connect(t, migrator)
	if got := list(t, conn, "SELECT version_id::text FROM public.goose_db_version GROUP BY version_id HAVING count(*) > 1"); len(got) > 0 {
		t.Errorf("migrations %v were applied twice", got)
	}
}

func atOnce(t *testing.T, fn func() error) {
	t.Helper()
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := fn(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestEveryRoleMayAskTheVersion(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	for _, role := range []string{"vaatu_auth", "vaatu_app", "vaatu_worker", "vaatu_migrator"} {
		have, want, err := migrations.Version(t.Context(), d.URL(role))
		if err != nil || have != want || want < 1 {
			t.Errorf("%s: version %d of %d, %v; want the newest", role, have, want, err)
		}
	}
}

func TestUpRefusesAnyoneButTheOwner(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	for _, role := range []string{"postgres", "vaatu_app"} {
		err := migrations.Up(t.Context(), d.URL(role))
		if err == nil || !strings.Contains(err.Error(), `refusing to migrate as "`+role+`"`) {
			t.Errorf("%s: error is %v; want a refusal", role, err)
		}
	}
}
