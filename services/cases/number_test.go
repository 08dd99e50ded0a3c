package cases_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vip-verkosto/vaatu/services/cases"
)

const signs = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// number draws a number as NewNumber makes them.
func number(t *rapid.T) string {
	random := rapid.SliceOfN(rapid.Byte(), 6, 6).Draw(t, "random")
	n, err := cases.NewNumber(bytes.NewReader(append(random, make([]byte, 6)...)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestANumberIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := number(t)
		bare := strings.ReplaceAll(n, "-", "")
		for _, typed := range []string{n, bare, strings.ToLower(n), " " + bare[:3] + " " + bare[3:] + " "} {
			if got, ok := cases.ParseNumber(typed); !ok || got != n {
				t.Errorf("%q is read as %q, %v; want %q", typed, got, ok, n)
			}
		}
	})
}

func TestASingleWrongSignIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wrong := []byte(strings.ReplaceAll(number(t), "-", ""))
		i := rapid.IntRange(0, len(wrong)-1).Draw(t, "place")
		sign := rapid.SampledFrom([]byte(signs)).Draw(t, "sign")
		if wrong[i] == sign {
			return
		}
		wrong[i] = sign
		if got, ok := cases.ParseNumber(string(wrong)); ok {
			t.Errorf("%s passes as %s", wrong, got)
		}
	})
}

func TestASwapOfNeighboursIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wrong := []byte(strings.ReplaceAll(number(t), "-", ""))
		i := rapid.IntRange(0, len(wrong)-2).Draw(t, "place")
		if wrong[i] == wrong[i+1] {
			return
		}
		wrong[i], wrong[i+1] = wrong[i+1], wrong[i]
		if got, ok := cases.ParseNumber(string(wrong)); ok {
			t.Errorf("%s passes as %s", wrong, got)
		}
	})
}

func TestWhatIsNoNumberIsRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.String().Draw(t, "typed")
		if got, ok := cases.ParseNumber(typed); ok && strings.ReplaceAll(got, "-", "") != strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(typed)) {
			t.Errorf("%q is read as %q", typed, got)
		}
	})
	for _, typed := range []string{"", "0000-00", "0000-0000", "OOOO-OOO", "0000-00I", "äöå0-000", "0000-001"} {
		if got, ok := cases.ParseNumber(typed); ok {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}

func TestEachSignIsEquallyLikely(t *testing.T) {
	t.Parallel()
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	seen := map[byte]int{}
	random := bytes.NewReader(bytes.Repeat(all, 2))
	for {
		n, err := cases.NewNumber(random)
		if err != nil {
			break
		}
		for _, sign := range []byte(strings.ReplaceAll(n, "-", "")[:6]) {
			seen[sign]++
		}
	}
	for _, sign := range []byte(signs) {
		if seen[sign] < 15 || seen[sign] > 16 { // 248 of 256 values twice, 31 signs, the last number unfinished
			t.Errorf("%c is drawn %d times of 496; want 16", sign, seen[sign])
		}
	}
	if _, err := cases.NewNumber(rand.Reader); err != nil {
		t.Error(err)
	}
}
