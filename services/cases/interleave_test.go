package cases_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases/casetest"
)

// TestEveryInterleavingOfTwoChangesEndsAsOneOfTheirSerialOrders lets each two deeds of each situation meet, one round
// trip at a time, in every order of these. What is stored and what both hear is what it would be had one come after the
// other.
func TestEveryInterleavingOfTwoChangesEndsAsOneOfTheirSerialOrders(t *testing.T) { //nolint:tparallel // its end looks at all of them
	t.Parallel()
	x := newCrossroads(t)
	t.Run("of each two deeds", func(t *testing.T) {
		for _, s := range situations() {
			for i, first := range s.deeds {
				for _, second := range s.deeds[i:] {
					t.Run(fmt.Sprintf("%s: %s and %s", s.name, first, second), func(t *testing.T) {
						t.Parallel()
						x.cross(t, s, first, second)
					})
				}
			}
		}
	})
	t.Logf("%d pairs of deeds; a change waited for another %d times", x.pairs.Load(), x.waited.Load())
	if x.waited.Load() == 0 {
		t.Error("no change ever waited for another: they did not meet")
	}
	if found := findings(t, x.Desk); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
}

func (x *crossroads) cross(t *testing.T, s situation, first, second deed) {
	t.Helper()
	x.pairs.Add(1)
	meet := func(schedule []int) (string, [2]int) {
		c := s.reach(t, x.Desk)
		o, trips := x.meet(t, c, schedule, [2]casetest.Wish{first.wish(c), second.wish(c)})
		if a := o.Answers[schedule[0]]; slices.Max(schedule) == slices.Min(schedule) && a.Case == nil {
			t.Errorf("%s was to be possible: %v", o.Wishes[schedule[0]].Call.Principal.Name, a.Refusal)
		}
		for i, a := range o.Answers {
			if a.Fault != "" {
				t.Errorf("in the order %v number %d fails: %s", schedule, i, a.Fault)
			}
		}
		return o.plain(t), trips
	}
	const never = 9 // more round trips than a change takes
	one, _ := meet(slices.Repeat([]int{0}, never))
	other, trips := meet(slices.Repeat([]int{1}, never))
	for _, schedule := range orders(trips[0], trips[1]) {
		if slices.IsSorted(schedule) || slices.IsSortedFunc(schedule, func(a, b int) int { return b - a }) {
			continue // the serial orders themselves
		}
		if got, _ := meet(schedule); got != one && got != other {
			t.Errorf("the order %v (+) ends neither as the one after the other (-):\n%s\nnor the other way round:\n%s",
				schedule, cmp.Diff(one, got), cmp.Diff(other, got))
		}
	}
}

// TestTheSameWishTwiceAtOnceHappensOnceAndBothHearTheSame sends each deed of each situation twice with the same
// idempotency key, in every order of the round trips.
func TestTheSameWishTwiceAtOnceHappensOnceAndBothHearTheSame(t *testing.T) { //nolint:tparallel // its end looks at all of them
	t.Parallel()
	x := newCrossroads(t)
	t.Run("of each deed", func(t *testing.T) {
		for _, s := range situations() {
			for _, deed := range s.deeds {
				if deed.who.PersonID == clock.PersonID { // needs no key: what is done is not due any more
					continue
				}
				t.Run(fmt.Sprintf("%s: %s", s.name, deed), func(t *testing.T) {
					t.Parallel()
					x.double(t, s, deed)
				})
			}
		}
	})
	if found := findings(t, x.Desk); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
}

func (x *crossroads) double(t *testing.T, s situation, deed deed) {
	t.Helper()
	c := s.reach(t, x.Desk)
	w := deed.wish(c)
	wishes := [2]casetest.Wish{w, w}
	byDay := *x.Store
	if byClock(w) {
		byDay = *x.Clock
	}
	byDay.Now = late
	first := ask(t, w, &byDay)
	d := <-x.free
	want := x.left(t, d.root, c, wishes, [2]answer{first, first}).plain(t)
	x.free <- d
	for _, schedule := range append(orders(2, 2), nil) {
		c := s.reach(t, x.Desk)
		w := deed.wish(c)
		o, _ := x.meet(t, c, schedule, [2]casetest.Wish{w, w})
		if o.Answers[0].replayed == o.Answers[1].replayed || o.Answers[0].resource != o.Answers[1].resource {
			t.Errorf("in the order %v both or none made it happen, or they hear of two things: %v", schedule, o.Answers)
		}
		if got := o.plain(t); got != want {
			t.Errorf("in the order %v it (+) is not as if it had been wished once (-):\n%s", schedule, cmp.Diff(want, got))
		}
	}
}
