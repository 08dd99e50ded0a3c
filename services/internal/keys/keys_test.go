package keys_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/keys"
	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
	"github.com/vip-verkosto/vaatu/services/internal/vault/vaulttest"
)

var many = flag.Int("keys", 1700, "how many data keys are rewrapped")

// chest is a database with data keys that a keyset's file wraps.
type chest struct {
	db     *pgtest.Database
	owner  *pgx.Conn
	vault  *vault.Vault
	path   string
	before string
}

func newChest(t *testing.T, n int) *chest {
	t.Helper()
	c := &chest{db: pgtest.New(t), path: filepath.Join(t.TempDir(), "keyset.json")}
	if err := vault.Create(c.path); err != nil {
		t.Fatal(err)
	}
	c.vault = open(t, vault.Config{Keyset: c.path})
	c.owner = c.connect(t)
	if err := keys.Fit(t.Context(), c.db.App(), c.vault, time.Now()); err != nil {
		t.Fatal(err)
	}
	_, c.before, _ = vault.Versions(c.path)
	c.add(t, n)
	return c
}

func open(t *testing.T, config vault.Config) *vault.Vault {
	t.Helper()
	v, err := vault.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (c *chest) connect(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.db.URL("vaatu_migrator"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// add makes data keys of cases that have nothing else.
func (c *chest) add(t *testing.T, n int) {
	t.Helper()
	rows := make([][]any, n)
	for i := range rows {
		id := uuid.New()
		_, wrapped, err := c.vault.NewKey(id.String())
		if err != nil {
			t.Fatal(err)
		}
		rows[i] = []any{id, uuid.Nil, wrapped, time.Now()}
	}
	_, err := c.db.Superuser(t).CopyFrom(t.Context(), pgx.Identifier{"case_keys"}, []string{"id", "writer_id", "wrapped", "create_time"}, pgx.CopyFromRows(rows))
	if err != nil {
		t.Fatal(err)
	}
}

// promote makes a new key the one that wraps, and answers its version.
func (c *chest) promote(t *testing.T) string {
	t.Helper()
	next, err := vault.Next(c.path)
	if err == nil {
		err = vault.Promote(c.path, next)
	}
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// wants fails unless all data keys are under one version and open.
func (c *chest) wants(t *testing.T, version string, n int) {
	t.Helper()
	counts, err := keys.Status(t.Context(), c.owner)
	if err != nil || len(counts) != 1 || counts[0] != (keys.Count{Version: version, Keys: n}) {
		t.Errorf("status is %v, %v; want %d under %s", counts, err, n, version)
	}
	rows, _ := c.owner.Query(t.Context(), "SELECT id::text, wrapped FROM case_keys")
	var id string
	var wrapped []byte
	opened := 0
	_, err = pgx.ForEachRow(rows, []any{&id, &wrapped}, func() error {
		opened++
		_, err := c.vault.Unwrap(id, wrapped)
		return err
	})
	if err != nil || opened != n {
		t.Errorf("%d keys open, %v; want %d", opened, err, n)
	}
}

func TestEveryDataKeyIsWrappedAnewAndOnceMoreChangesNothing(t *testing.T) {
	t.Parallel()
	c := newChest(t, *many)
	next := c.promote(t)
	began := time.Now()
	done := 0
	if err := keys.Rewrap(t.Context(), c.owner, c.vault, func(n int) { done = n }); err != nil || done != *many {
		t.Fatalf("%d were done, %v; want %d", done, err, *many)
	}
	t.Logf("%d data keys were wrapped anew in %.2f s", done, time.Since(began).Seconds())
	c.wants(t, next, *many)
	if err := keys.Rewrap(t.Context(), c.owner, c.vault, func(int) { t.Error("something was done twice") }); err != nil {
		t.Error(err)
	}
}

func TestARewrappingThatWasInterruptedGoesOn(t *testing.T) {
	t.Parallel()
	c := newChest(t, 1100)
	before := open(t, vault.Config{Keyset: copied(t, c.path)})
	next := c.promote(t)
	ctx, stop := context.WithCancel(t.Context())
	if err := keys.Rewrap(ctx, c.connect(t), c.vault, func(int) { stop() }); err == nil {
		t.Fatal("it was not interrupted")
	}
	counts, err := keys.Status(t.Context(), c.owner)
	if err != nil || len(counts) != 2 {
		t.Fatalf("after a part of it the status is %v, %v", counts, err)
	}
	// Meanwhile a server needs both keys.
	after := copied(t, c.path)
	if _, err := vault.Retire(after, func(string) bool { return false }); err != nil {
		t.Fatal(err)
	}
	for lacks, stranger := range map[string]*vault.Vault{"the new": before, "the old": open(t, vault.Config{Keyset: after})} {
		if err := keys.Fit(t.Context(), c.db.App(), stranger, time.Now()); err == nil || !strings.Contains(err.Error(), "does not fit the database, which needs the key") {
			t.Errorf("a keyset without %s key fits: %v", lacks, err)
		}
	}
	done := 0
	if err := keys.Rewrap(t.Context(), c.connect(t), c.vault, func(n int) { done = n }); err != nil || done != 600 {
		t.Errorf("the second time does %d, %v; want the other 600", done, err)
	}
	c.wants(t, next, 1100)
}

// copied answers a copy of a keyset's file as it is now.
func copied(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "keyset.json")
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// A table that is forgotten here loses its texts when the old key is retired.
func TestTheKeysOfEveryTableAreWrappedAnew(t *testing.T) {
	t.Parallel()
	c := newChest(t, 3)
	id := uuid.NewString()
	_, wrapped, err := c.vault.NewKey(id)
	if err != nil {
		t.Fatal(err)
	}
	root := c.db.Superuser(t)
	if _, err := root.Exec(t.Context(), `INSERT INTO feedback.items (id, key, hash, wrapped, sealed, language, create_time, due_date)
		VALUES ($1, 'key', '', $2, '', 'fi', now(), now())`, id, wrapped); err != nil {
		t.Fatal(err)
	}
	if counts, err := keys.Status(t.Context(), c.owner); err != nil || len(counts) != 1 || counts[0].Keys != 4 {
		t.Errorf("counted are %v, %v; want 4", counts, err)
	}
	next := c.promote(t)
	if err := keys.Rewrap(t.Context(), c.owner, c.vault, func(int) {}); err != nil {
		t.Fatal(err)
	}
	rows, _ := root.Query(t.Context(), `SELECT format('%I.%I', table_schema, table_name) FROM information_schema.columns
		JOIN information_schema.tables USING (table_schema, table_name) WHERE column_name = 'wrapped' AND table_type = 'BASE TABLE'`)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(tables) < 3 {
		t.Fatalf("keys are in %v, %v", tables, err)
	}
	for _, table := range tables {
		var n, left int
		err := root.QueryRow(t.Context(), "SELECT count(*), count(*) FILTER (WHERE key_version(wrapped) <> $1) FROM "+table, next).Scan(&n, &left)
		if err != nil || n == 0 || left > 0 {
			t.Errorf("of %d keys in %s %d are under the old key, %v", n, table, left, err)
		}
	}
}

func TestATransitEngineRewrapsToo(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	c := &chest{db: pgtest.New(t), vault: open(t, kms.Config)}
	c.owner = c.connect(t)
	if err := keys.Fit(t.Context(), c.db.App(), c.vault, time.Now()); err != nil {
		t.Fatal(err)
	}
	c.add(t, 30)
	c.wants(t, "v1", 30)
	kms.Rotate(t)
	kms.Down()
	if err := keys.Rewrap(t.Context(), c.owner, c.vault, func(int) {}); err == nil {
		t.Error("rewrapped without the engine")
	}
	kms.Mend()
	if err := keys.Rewrap(t.Context(), c.owner, c.vault, func(int) {}); err != nil {
		t.Fatal(err)
	}
	c.wants(t, "v2", 30)
}

func TestOfTwoFirstStartsOneMakesTheSecret(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	one, err := vault.New()
	if err != nil {
		t.Fatal(err)
	}
	errs := make(chan error, 8)
	for range cap(errs) {
		go func() { errs <- keys.Fit(context.Background(), db.App(), one, time.Now()) }()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	other, err := vault.New()
	if err != nil {
		t.Fatal(err)
	}
	if err := keys.Fit(t.Context(), db.App(), other, time.Now()); err == nil {
		t.Error("another keyset fits")
	}
}
