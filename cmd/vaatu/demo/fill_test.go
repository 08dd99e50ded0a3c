package demo_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/demo"
	"github.com/vip-verkosto/vaatu/cmd/vaatu/dev"
	"github.com/vip-verkosto/vaatu/services"
)

// filled answers a database with the demo cases.
func filled(t *testing.T, n int) *services.PrivateDatabase {
	t.Helper()
	ctx := t.Context()
	dir := t.TempDir()
	db, err := services.StartPrivateDatabase(ctx, filepath.Join(dir, "pg"), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Stop(context.Background()) })
	if err := services.Bootstrap(ctx, db.SuperuserURL(), "vaatu"); err != nil {
		t.Fatal(err)
	}
	migrator, app := db.URL("vaatu_migrator", "vaatu"), db.URL("vaatu_app", "vaatu")
	if err := services.Migrate(ctx, migrator); err != nil {
		t.Fatal(err)
	}
	if _, err := services.ImportOrganisations(ctx, db.URL("vaatu_operator", "vaatu"), bytes.NewReader(dev.Schools), time.Now()); err != nil {
		t.Fatal(err)
	}
	const issuer = "http://127.0.0.1/dev/op"
	if err := services.AddPeople(ctx, migrator, dev.Grants(issuer), time.Now().AddDate(-1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	config := services.Config{
		DatabaseApp: app, DatabaseAuth: db.URL("vaatu_auth", "vaatu"), DatabaseWorker: db.URL("vaatu_worker", "vaatu"),
		Keyset: filepath.Join(dir, "keyset.json"), CreateKeyset: true, Logger: slog.New(slog.DiscardHandler),
	}
	if err := demo.Fill(ctx, config, migrator, issuer, n, time.Now()); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestTheDemoReachesEveryPhaseInBothLanguagesAndAllAreasAndNeeds(t *testing.T) {
	t.Parallel()
	db := filled(t, 120)
	conn, err := pgx.Connect(t.Context(), db.URL("postgres", "vaatu"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for sql, want := range map[string]int{
		"SELECT count(*) FROM cases":                                        120,
		"SELECT count(DISTINCT phase) FROM cases":                           9,
		"SELECT count(DISTINCT working_language) FROM cases":                2,
		"SELECT count(DISTINCT area) FROM cases":                            5,
		"SELECT count(DISTINCT n) FROM cases CROSS JOIN unnest(needs) AS n": 16,
	} {
		var got int
		if err := conn.QueryRow(t.Context(), sql).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d, want %d (%v)", sql, got, want, err)
		}
	}
	noTextIsReadable(t, conn)
	checked, err := services.Check(t.Context(), db.URL("vaatu_operator", "vaatu"), func(line string) { t.Error(line) })
	if err != nil || checked != 120 {
		t.Errorf("checked %d cases, %v", checked, err)
	}
}

// noTextIsReadable reads every column of every table as the superuser: whoever steals the database learns no text.
func noTextIsReadable(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	names, err := conn.Query(t.Context(), `SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
		WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(names, pgx.RowTo[string])
	if err != nil || len(tables) < 15 {
		t.Fatalf("tables %v, %v", tables, err)
	}
	for _, table := range tables {
		rows, err := conn.Query(t.Context(), "SELECT t::text FROM "+table+" t")
		if err != nil {
			t.Fatal(err)
		}
		all, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		content := strings.Join(all, "\n")
		for i, v := range vignettes(t) {
			for _, text := range texts(v) {
				if strings.Contains(content, text) || strings.Contains(content, hex.EncodeToString([]byte(text))) {
					t.Errorf("%s holds a text of vignette %d in clear", table, i+1)
				}
			}
		}
	}
}
