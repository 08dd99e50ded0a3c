package plan

import (
	"syscall"
	"testing"
	"time"
)

// The country's queue, larger than it will be: all in one unit, in forty units, with too few places, and all alike, so
// that nothing but the number of cases tells one expert from another.
var large = map[string]func() ([]Waiting, []Expert){
	"dense": func() ([]Waiting, []Expert) {
		return size{waiting: 2000, experts: 500, units: 1, seats: 14}.world(seeded(7))
	},
	"sparse": func() ([]Waiting, []Expert) {
		return size{waiting: 2000, experts: 500, units: 40, seats: 14}.world(seeded(7))
	},
	"full": func() ([]Waiting, []Expert) {
		return size{waiting: 2000, experts: 500, units: 1, seats: 4}.world(seeded(7))
	},
	"alike": func() ([]Waiting, []Expert) {
		waiting, experts := size{waiting: 2000, experts: 500, units: 1, seats: 1}.world(seeded(7))
		for i := range waiting {
			waiting[i].UnitID, waiting[i].Facts = aino.UnitID, aino.Facts
		}
		for i := range experts {
			experts[i] = with(eeva, func(e *Expert) { e.PersonID = experts[i].PersonID })
		}
		return waiting, experts
	},
}

//nolint:paralleltest // what the process has used is to be what the plan has used
func TestAPlanFor2000CasesAnd500ExpertsIsBestAndTakesLessThan5Seconds(t *testing.T) {
	for name, world := range large {
		t.Run(name, func(t *testing.T) {
			waiting, experts := world()
			start := used(t)
			w := newWorld(waiting, experts, today)
			placed := w.network().solve()
			p := w.plan(placed)
			took := used(t) - start
			if took > 5*time.Second {
				t.Errorf("the plan took %v", took)
			}
			prove(t, placed)
			t.Logf("%d placed, %d not: %v", len(p.Rows), len(p.Unplaced), took.Round(time.Millisecond))
		})
	}
}

// used answers the time of processors that the process has used: on a busy machine the clock on the wall says more of
// the others.
func used(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func BenchmarkPropose(b *testing.B) {
	for name, world := range large {
		waiting, experts := world()
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Propose(waiting, experts, today); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
