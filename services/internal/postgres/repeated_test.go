package postgres_test

import (
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

func TestAStatementSaysTheSameOfEachRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		begin, each   string
		times, places int
		want          string
	}{
		{"INSERT INTO t (a) VALUES ", "", 1, 1, "INSERT INTO t (a) VALUES ($1)"},
		{"INSERT INTO t (a, b) VALUES ", "", 2, 2, "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)"},
		{"SELECT ", "audit.record", 3, 1, "SELECT audit.record($1), audit.record($2), audit.record($3)"},
	} {
		for range 2 { // made, and kept
			if got := postgres.Repeated(c.begin, c.each, c.times, c.places); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		}
	}
}
