package notify

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden file of the letters anew")

func TestTheLettersAreAsTheyWereRead(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, kind := range []string{"CODE", "CHANGED", "JOIN_ANSWERED", "DRAFT_SHARED"} {
		for _, language := range []string{"fi", "sv", "en"} {
			m := write("maija@example.fi", kind, language, "01234567", "https://vaatu.example/settings")
			fmt.Fprintf(&all, "%s %s\nTo: %s\nSubject: %s\n\n%s\n", kind, language, m.To, m.Subject, m.Body)
		}
	}
	const golden = "testdata/letters.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if all.String() != string(want) {
		t.Errorf("the letters are\n%s\nwant\n%s", all.String(), want)
	}
}

func TestACodeIsEightDigitsThatDiffer(t *testing.T) {
	t.Parallel()
	var all []string
	for range 100 {
		code := newCode()
		if !regexp.MustCompile(`^[0-9]{8}$`).MatchString(code) {
			t.Errorf("%q is no code", code)
		}
		all = append(all, code)
	}
	slices.Sort(all)
	if n := len(slices.Compact(all)); n < 99 {
		t.Errorf("of 100 codes %d differ", n)
	}
}
