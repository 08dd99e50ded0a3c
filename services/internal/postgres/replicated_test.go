package postgres_test

import (
	"errors"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

func TestACommitThatNoStandbyConfirmedIsNoSuccess(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t).App()
	warn := func(text string) error {
		return db.Write(t.Context(), func(tx *postgres.Tx) error {
			tx.Queue("DO $$ BEGIN RAISE WARNING '" + text + "'; END $$")
			return nil
		})
	}
	if err := warn("canceling wait for synchronous replication due to user request"); !errors.Is(err, postgres.ErrUnreplicated) {
		t.Errorf("the commit answers %v; want ErrUnreplicated", err)
	}
	for range 20 { // whichever connection it was, the next transaction on it is its own
		if err := warn("another warning"); err != nil {
			t.Fatal(err)
		}
	}
}
