// Package pgtest gives each test a database of its own: migrated, empty, real.
// It exists so that a test may commit, run in parallel and break things.
//
// The first test of a process starts a private PostgreSQL and migrates one
// template; each further database is a copy of that. The server dies with the
// process, however that ends, and its folder is removed.
package pgtest

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/privatepg"
)

// maxConns bounds each pool: many tests share one server.
const maxConns = 8

// number makes the names of the databases differ.
var number atomic.Int64

// Database is a database of one test. Its pools are opened when first asked for.
type Database struct {
	t     testing.TB
	name  string
	trips postgres.TripCounter
	app   func() *postgres.DB
	work  func() *postgres.DB
	auth  func() *postgres.DB
	check func() *postgres.DB
}

// New makes a database and removes it when the test ends. Without PostgreSQL the
// test fails; it is not skipped, as then nothing would have been proved.
func New(t testing.TB) *Database {
	t.Helper()
	d := &Database{t: t, name: "test_" + strconv.FormatInt(number.Add(1), 10)}
	if err := shared().copyTemplate(t.Context(), d.name); err != nil {
		t.Fatalf("making a database for the test: %v", err)
	}
	t.Cleanup(d.drop)
	d.app = d.pool("vaatu_app", d.trips.Dial)
	d.work = d.pool("vaatu_worker", nil)
	d.auth = d.pool("vaatu_auth", nil)
	d.check = d.pool("vaatu_operator", nil)
	return d
}

// App is the pool of the role that serves requests.
func (d *Database) App() *postgres.DB { d.t.Helper(); return d.app() }

// Worker is the pool of the role that works the jobs.
func (d *Database) Worker() *postgres.DB { d.t.Helper(); return d.work() }

// Auth is the pool of the role that signs people in.
func (d *Database) Auth() *postgres.DB { d.t.Helper(); return d.auth() }

// Operator is the pool of the role that proves what is stored.
func (d *Database) Operator() *postgres.DB { d.t.Helper(); return d.check() }

// Trips counts the round trips of App.
func (d *Database) Trips() *postgres.TripCounter { return &d.trips }

// URL is the address of the database for a role.
func (d *Database) URL(role string) string { return shared().server.URL(role, d.name) }

// Superuser connects past every grant and policy: to prepare what a test needs
// and to look at what it left. Its current_date is the day in Finland, as it is to the
// product: the two dates differ for the hours before midnight UTC.
func (d *Database) Superuser(t testing.TB) *pgx.Conn {
	t.Helper()
	config, err := pgx.ParseConfig(d.URL(privatepg.Superuser))
	if err != nil {
		t.Fatalf("reading the address of the database: %v", err)
	}
	config.RuntimeParams["timezone"] = "Europe/Helsinki"
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatalf("connecting as superuser: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// pool opens a pool once and closes it when the test ends, before the drop.
func (d *Database) pool(role string, dial dialFunc) func() *postgres.DB {
	return sync.OnceValue(func() *postgres.DB {
		d.t.Helper()
		db, err := postgres.Open(d.t.Context(), postgres.Config{
			URL: d.URL(role), MaxConns: maxConns, Name: d.t.Name(), Dial: dial,
		})
		if err != nil {
			d.t.Fatalf("opening the pool of %s: %v", role, err)
		}
		d.t.Cleanup(db.Close)
		return db
	})
}

func (d *Database) drop() {
	if err := shared().drop(context.Background(), d.name); err != nil {
		d.t.Error(fmt.Errorf("removing the database of the test: %w", err))
	}
}
