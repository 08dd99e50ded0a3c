package rules

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/routing/rules/rulestest"
)

// term answers n cases of every place, language and two needs; a tenth was given to a unit by hand.
func term(n int, backwards bool) iter.Seq2[Filed, error] {
	return func(yield func(Filed, error) bool) {
		for i := range n {
			if backwards {
				i = n - 1 - i
			}
			p, list := places[i%len(places)], codes[needs]
			f := Filed{CaseID: fmt.Sprintf("case-%06d", i), ByHand: i%10 == 0, Facts: cases.Facts{
				Needs: []string{list[i%16], list[(i/16)%16]}, Language: codes[languages][(i/7)%2], Area: p.area, CountyCode: p.county,
				Level: "BASIC", About: "GROUP", Urgency: "SOON",
			}}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// elmeriTakesAutism is a draft that moves cases, and only these.
func elmeriTakesAutism() Set {
	return edited("autism", func(r *Rule) { r.Lead, r.Partners = "ELMERI", nil })
}

func TestAReplayOfASetWithItselfMovesNothing(t *testing.T) {
	t.Parallel()
	m, err := Replay(t.Context(), ShippedTable(), ShippedTable(), rulestest.Data(t, folder), today, term(5000, false), func(int) {})
	if diff := cmp.Diff(Moved{Cases: 5000}, m, cmp.AllowUnexported(Move{})); diff != "" || err != nil {
		t.Errorf("%v, %s", err, diff)
	}
}

func TestAReplayCountsWhatMovesAndDrawsSamplesOfEachMove(t *testing.T) {
	t.Parallel()
	const n = 7000
	data, was, now := rulestest.Data(t, folder), ShippedTable(), compiled(t, elmeriTakesAutism())
	want := map[[2]End]int{}
	ends := map[string][2]End{}
	for f := range term(n, false) {
		pair := [2]End{end(was.Decide(f.Facts, data, today)), end(now.Decide(f.Facts, data, today))}
		if ends[f.CaseID] = pair; pair[0] != pair[1] {
			want[pair]++
		}
	}
	var heard []int
	m, err := Replay(t.Context(), was, now, data, today, term(n, false), func(done int) { heard = append(heard, done) })
	if err != nil {
		t.Fatal(err)
	}
	moved, byHand, samples := 0, 0, 0
	for _, move := range m.Moves {
		pair := [2]End{move.From, move.To}
		if want[pair] != move.Cases || len(move.Samples) != min(move.Cases, samplesPerMove) {
			t.Errorf("from %v to %v: %d cases with samples %v, want %d", move.From, move.To, move.Cases, move.Samples, want[pair])
		}
		for _, id := range move.Samples {
			if ends[id] != pair {
				t.Errorf("%s is shown as a sample of %v", id, pair)
			}
		}
		moved, byHand, samples = moved+move.Cases, byHand+move.ByHand, samples+len(move.Samples)
	}
	if len(m.Moves) != len(want) || len(want) < 3 || m.Moved != moved || m.ByHand != byHand || byHand == 0 || samples > samplesInAll {
		t.Errorf("%d moves, %d moved (%d), %d by hand (%d), %d samples", len(m.Moves), m.Moved, moved, m.ByHand, byHand, samples)
	}
	if m.Partners == 0 {
		t.Error("no case has other partners")
	}
	if !slices.Equal(heard, []int{1000, 2000, 3000, 4000, 5000, 6000, 7000, 7000}) {
		t.Errorf("progress %v", heard)
	}
	// Whatever the order of the cases.
	turned, err := Replay(t.Context(), was, now, data, today, term(n, true), func(int) {})
	if diff := cmp.Diff(m, turned, cmp.AllowUnexported(Move{}, sample{})); diff != "" || err != nil {
		t.Errorf("another order gives another answer: %v, %s", err, diff)
	}
}

func TestAReplayEndsWithItsContextAndWithItsCases(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	data, table, seen := rulestest.Data(t, folder), ShippedTable(), 0
	_, err := Replay(ctx, table, table, data, today, term(10_000, false), func(done int) {
		seen = done
		cancel()
	})
	if !errors.Is(err, context.Canceled) || seen != 1000 {
		t.Errorf("after %d: %v", seen, err)
	}
	broken := errors.New("broken")
	_, err = Replay(t.Context(), table, table, data, today, func(yield func(Filed, error) bool) { yield(Filed{}, broken) }, func(int) {})
	if !errors.Is(err, broken) {
		t.Errorf("%v; want %v", err, broken)
	}
}

func TestAReplayOfAHundredThousandCasesIsQuick(t *testing.T) {
	t.Parallel()
	began := time.Now()
	m, err := Replay(t.Context(), ShippedTable(), compiled(t, elmeriTakesAutism()), rulestest.Data(t, folder), today, term(100_000, false), func(int) {})
	took := time.Since(began)
	if err != nil || m.Cases != 100_000 || took > 10*time.Second {
		t.Errorf("%d cases in %s, %v", m.Cases, took, err)
	}
	t.Log(took)
}

func BenchmarkDecide(b *testing.B) {
	data, table := rulestest.Data(b, folder), ShippedTable()
	f := at("OYS", "fi", "AUTISM", "HEARING")
	b.ReportAllocs()
	for b.Loop() {
		table.Decide(f, data, today)
	}
}

// A decision takes at most 50 µs: a hundred times over, so that a busy machine is not told from a slow rule.
func TestADecisionIsQuick(t *testing.T) {
	t.Parallel()
	data, table := rulestest.Data(t, folder), ShippedTable()
	f := at("OYS", "fi", "AUTISM", "HEARING", "COMPLEX")
	quickest := time.Hour
	for range 100 {
		began := time.Now()
		table.Decide(f, data, today)
		quickest = min(quickest, time.Since(began))
	}
	if quickest > 50*time.Microsecond {
		t.Errorf("the quickest of a hundred decisions took %s", quickest)
	}
}
