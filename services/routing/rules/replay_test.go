package rules

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/routing/rules/rulestest"
)

// term answers n cases of every place, language and two needs; a tenth was given to a unit by hand.
func term(n int) []Filed {
	list := make([]Filed, n)
	for i := range list {
		p, all := places[i%len(places)], codes[needs]
		list[i] = Filed{Number: fmt.Sprintf("26-%06d", i), ByHand: i%10 == 0, Facts: cases.Facts{
			Needs: []string{all[i%16], all[(i/16)%16]}, Language: codes[languages][(i/7)%2], Area: p.area, CountyCode: p.county,
			Level: "BASIC", About: "GROUP", Urgency: "SOON",
		}}
	}
	return list
}

// elmeriTakesAutism is a draft that moves cases, and only these.
func elmeriTakesAutism() Set {
	return edited("autism", func(r *Rule) { r.Lead, r.Partners = "ELMERI", nil })
}

func TestAReplayOfASetWithItselfMovesNothing(t *testing.T) {
	t.Parallel()
	m := Replay(ShippedTable(), ShippedTable(), rulestest.Data(t, folder), today, term(5000))
	if diff := cmp.Diff(Moved{}, m); diff != "" {
		t.Error(diff)
	}
}

func TestAReplayCountsWhatMovesAndShowsSamplesOfEachMove(t *testing.T) {
	t.Parallel()
	data, was, now, filed := rulestest.Data(t, folder), ShippedTable(), compiled(t, elmeriTakesAutism()), term(7000)
	want := map[[2]End]int{}
	ends := map[string][2]End{}
	for _, f := range filed {
		pair := [2]End{end(was.Decide(f.Facts, data, today)), end(now.Decide(f.Facts, data, today))}
		if ends[f.Number] = pair; pair[0] != pair[1] {
			want[pair]++
		}
	}
	m := Replay(was, now, data, today, filed)
	byHand := 0
	for _, move := range m.Moves {
		pair := [2]End{move.From, move.To}
		if want[pair] != move.Cases || len(move.Samples) != min(move.Cases, samplesPerMove) {
			t.Errorf("from %v to %v: %d cases with samples %v, want %d", move.From, move.To, move.Cases, move.Samples, want[pair])
		}
		for _, f := range move.Samples {
			if ends[f.Number] != pair {
				t.Errorf("%s is shown as a sample of %v", f.Number, pair)
			}
		}
		byHand += move.ByHand
	}
	if len(m.Moves) != len(want) || len(want) < 3 || byHand == 0 || m.Partners == 0 {
		t.Errorf("%d moves of %d, %d by hand, %d with other partners", len(m.Moves), len(want), byHand, m.Partners)
	}
}

func TestAReplayOfAHundredThousandCasesIsQuick(t *testing.T) {
	t.Parallel()
	data, was, now, filed := rulestest.Data(t, folder), ShippedTable(), compiled(t, elmeriTakesAutism()), term(100_000)
	began := time.Now()
	Replay(was, now, data, today, filed)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
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
