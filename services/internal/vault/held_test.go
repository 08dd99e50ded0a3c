package vault

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

func TestAHeldKeyOpensForAMinuteAndIsThatOfItsWrapping(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &held{}
		h.put("case-1", []byte("wrapped"), Key{caseID: "case-1"})
		time.Sleep(holdFor - time.Millisecond) //nolint:forbidigo // the clock of a bubble
		if k, ok := h.get("case-1", []byte("wrapped")); !ok || k.caseID != "case-1" {
			t.Errorf("within its time the key is %v, %v", k, ok)
		}
		if _, ok := h.get("case-1", []byte("rewrapped")); ok {
			t.Error("a key opens what was wrapped in another way")
		}
		h.put("case-2", []byte("wrapped"), Key{caseID: "case-2"})
		h.put("case-1", []byte("rewrapped"), Key{caseID: "case-1"})
		time.Sleep(time.Millisecond) //nolint:forbidigo // the clock of a bubble
		synctest.Wait()
		if _, ok := h.get("case-1", []byte("rewrapped")); !ok {
			t.Error("the end of a key takes the one in its place away")
		}
		time.Sleep(holdFor - time.Millisecond) //nolint:forbidigo // the clock of a bubble
		synctest.Wait()
		if len(h.keys) > 0 {
			t.Errorf("%d keys are in memory for ever, though nobody asks", len(h.keys))
		}
	})
}

func TestFewKeysAreHeld(t *testing.T) {
	t.Parallel()
	h := &held{}
	for i := range 3 * holdMost {
		h.put(strconv.Itoa(i), nil, Key{})
	}
	if n := len(h.keys); n > holdMost {
		t.Errorf("%d keys are held; want %d at most", n, holdMost)
	}
	if _, ok := h.get(strconv.Itoa(3*holdMost-1), nil); !ok {
		t.Error("the latest is not held")
	}
}
