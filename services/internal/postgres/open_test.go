package postgres_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

func TestOpenRefusesARoleThatRowLevelSecurityDoesNotBind(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	root := d.Superuser(t)
	for _, sql := range []string{
		"CREATE ROLE open_bypass LOGIN BYPASSRLS",
		"CREATE ROLE open_group ROLE postgres", // the superuser in it, not the other way round
		"CREATE ROLE open_middle IN ROLE vaatu_owner",
		"CREATE ROLE open_far LOGIN NOINHERIT IN ROLE open_middle",
		"CREATE ROLE open_plain LOGIN IN ROLE open_group",
		"GRANT CONNECT ON DATABASE " + root.Config().Database + " TO PUBLIC",
	} {
		if _, err := root.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	for role, want := range map[string]string{
		"postgres":       "it is a superuser",
		"open_bypass":    "it is a role with BYPASSRLS",
		"vaatu_migrator": `it is a member of "vaatu_owner", the owner of the tables`,
		"open_far":       `it is a member of "vaatu_owner", the owner of the tables`,
		"open_plain":     "",
		"vaatu_app":      "",
	} {
		db, err := postgres.Open(t.Context(), postgres.Config{URL: d.URL(role)})
		switch {
		case err == nil && want != "":
			t.Errorf("%s was let in", role)
		case err != nil && (want == "" || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), role)):
			t.Errorf("%s: error is %q; want %q", role, err, want)
		}
		if err == nil {
			db.Close()
		}
	}
}

func TestOpenFailsWithoutADatabase(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"postgres://vaatu_app@/x?host=" + t.TempDir(), "://"} {
		if _, err := postgres.Open(t.Context(), postgres.Config{URL: url}); err == nil {
			t.Errorf("%s was opened", url)
		}
	}
}

func TestASessionIsBounded(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	db, err := postgres.Open(t.Context(), postgres.Config{URL: d.URL("vaatu_app"), Name: "vaatu-gateway", MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	type setting struct{ Name, Value string }
	var got []setting
	err = db.Read(t.Context(), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &got, `SELECT name, current_setting(name) AS value FROM unnest(ARRAY[
			'application_name', 'idle_in_transaction_session_timeout', 'statement_timeout', 'timezone']) AS name ORDER BY name`)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []setting{
		{"application_name", "vaatu-gateway"},
		{"idle_in_transaction_session_timeout", "30s"},
		{"statement_timeout", "10s"},
		{"timezone", "UTC"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := db.Pool().Config().MaxConns; got != 2 {
		t.Errorf("the pool holds up to %d; want 2", got)
	}
}
