package leakguard_test

import (
	"testing"
	"time"
	"unicode/utf16"

	"github.com/vip-verkosto/vaatu/services/internal/leakguard"
)

func FuzzAFindingLiesWithinItsTextAndTakesNoLong(f *testing.F) {
	for _, seed := range pieces {
		f.Add(seed+" "+seed, "Matti")
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		if len(text) > 20_000 {
			return
		}
		begin := time.Now()
		found := leakguard.Find(text, leakguard.Writer{Language: "fi", Names: []string{name}, Schools: []string{name}})
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%d bytes took %v", len(text), took)
		}
		end, units := 0, len(utf16.Encode([]rune(text)))
		for _, f := range found {
			if f.Start < end || f.End <= f.Start || f.End > units {
				t.Errorf("%+v in %d units, after %d", f, units, end)
			}
			end = f.End
		}
	})
}
