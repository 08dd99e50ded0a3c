package events

import (
	"testing"
	"testing/synctest"
	"time"

	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
)

// Whoever may notify a channel says nothing by it: pages read anew once, and not as often as that is done.
func TestWhatNobodyCanReadIsToldOnceForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := NewHub(1, nil)
		w := &watcher{wake: make(chan struct{}, 1), told: &eventspb.Hint{}}
		h.sessions["session"] = []*watcher{w}
		woken := 0
		go func() {
			for range w.wake {
				woken++
			}
		}()
		for range 100 {
			h.heard("")
			time.Sleep(time.Millisecond) //nolint:forbidigo // in the time of synctest
		}
		time.Sleep(2 * doubtful) //nolint:forbidigo // in the time of synctest
		synctest.Wait()
		if woken != 1 || !w.told.GetAll() {
			t.Errorf("a page is woken %d times, to read %v", woken, w.told)
		}
		close(w.wake)
	})
}
