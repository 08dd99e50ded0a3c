package routing

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// Many who file after a publication wait for one reading of it. Who leaves takes nobody else's reading along, and who has the
// edition before waits for nothing.
func TestAPublishedSetIsReadOnceAndHoldsUpOnlyThoseWhoWantIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reads, goOn := 0, make(chan struct{})
		p := &published{read: func(ctx context.Context) (rules.Set, error) {
			reads++
			if reads > 1 {
				select {
				case <-goOn:
				case <-ctx.Done():
					return rules.Set{}, ctx.Err()
				}
			}
			return rules.Shipped(), nil
		}}
		before, err := p.at(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		leaving, leave := context.WithCancel(t.Context())
		left, got := make(chan error, 1), make(chan *rules.Table, 5)
		go func() {
			_, err := p.at(leaving, 2)
			left <- err
		}()
		synctest.Wait() // the one who leaves has begun the reading
		for range cap(got) {
			go func() {
				table, err := p.at(t.Context(), 2)
				if err != nil {
					t.Error(err)
				}
				got <- table
			}()
		}
		synctest.Wait()
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("who leaves hears %v", err)
		}
		if again, err := p.at(t.Context(), 1); err != nil || again != before {
			t.Errorf("who has the edition before gets %v, %v", again, err)
		}
		close(goOn)
		for range cap(got) {
			if table := <-got; table == nil || table == before {
				t.Errorf("the table is %v", table)
			}
		}
		if reads != 2 {
			t.Errorf("two editions were read %d times", reads)
		}
	})
}
