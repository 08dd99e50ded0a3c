package pgtest_test

import (
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	first, second := pgtest.New(t), pgtest.New(t)
	if _, err := first.Superuser(t).Exec(t.Context(), "CREATE TABLE mark (id int)"); err != nil {
		t.Fatal(err)
	}
	var missing bool
	err := second.Superuser(t).QueryRow(t.Context(), "SELECT to_regclass('mark') IS NULL").Scan(&missing)
	if err != nil || !missing {
		t.Errorf("the other test's table is missing: %v, %v; want true", missing, err)
	}
}

func TestEachPoolHasItsRole(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	for want, db := range map[string]*postgres.DB{"vaatu_app": d.App(), "vaatu_worker": d.Worker(), "vaatu_auth": d.Auth()} {
		var got string
		err := db.Read(t.Context(), func(tx *postgres.Tx) error {
			postgres.Row(tx, &got, nil, "SELECT current_user::text")
			return nil
		})
		if err != nil || got != want {
			t.Errorf("role is %q, %v; want %q", got, err, want)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	pgtest.New(b)
	for b.Loop() {
		pgtest.New(b)
	}
}
