package workdays_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

func TestDaysOfSchoolBreaksAreNotCounted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-09-01", 0, "2026-09-01"},
		{"2026-09-01", 10, "2026-09-11"},
		{"2026-10-04", 1, "2026-10-26"},  // autumn
		{"2026-12-19", 1, "2027-01-09"},  // over the year's end
		{"2026-05-30", 1, "2026-08-16"},  // summer
		{"2026-07-01", 90, "2026-12-04"}, // saved in a break: counted from its end
		{"2028-02-14", 1, "2028-03-11"},  // a leap year
		{"2027-03-11", 90, "2027-08-25"},
	} {
		if got := workdays.CommonBreaks().After(day(t, c.from), c.n).String(); got != c.want {
			t.Errorf("%d days after %s comes %s, want %s", c.n, c.from, got, c.want)
		}
	}
}

func TestDaysOffAreNoWorkingDaysOfASchoolEither(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-09-01", 0, "2026-09-01"},
		{"2026-09-01", 3, "2026-09-04"},
		{"2026-09-01", 5, "2026-09-08"}, // a weekend
		{"2026-10-02", 1, "2026-10-26"}, // autumn
		{"2026-12-18", 2, "2027-01-12"}, // over the year's end
		{"2026-05-13", 1, "2026-05-15"}, // Ascension Day
	} {
		if got := workdays.CommonBreaks().Add(day(t, c.from), c.n).String(); got != c.want {
			t.Errorf("%d working days after %s comes %s, want %s", c.n, c.from, got, c.want)
		}
	}
}

func TestOwnBreaksTakeThePlaceOfTheCommonOnesInTheirSchoolYear(t *testing.T) {
	t.Parallel()
	table := workdays.NewTable([]workdays.Break{
		{Municipality: "091", From: day(t, "2026-12-22"), To: day(t, "2027-01-06")},
		{Municipality: "091", From: day(t, "2026-10-12"), To: day(t, "2026-10-16")},
		{Municipality: "091", From: day(t, "2027-06-05"), To: day(t, "2027-08-10")},
		{Actor: "VALTERI", From: day(t, "2026-10-19"), To: day(t, "2026-10-20")},
		{Actor: "VALTERI", From: day(t, "2026-10-20"), To: day(t, "2026-10-23")},
	})
	for _, c := range []struct {
		breaks workdays.Breaks
		date   string
		want   bool
	}{
		{table.School("091"), "2026-10-11", false},
		{table.School("091"), "2026-10-12", true},
		{table.School("091"), "2026-10-16", true},
		{table.School("091"), "2026-10-17", false}, // a common break, and not Helsinki's
		{table.School("091"), "2027-02-20", false}, // nothing was entered for the winter: the year is Helsinki's own
		{table.School("091"), "2027-07-31", true},
		{table.School("091"), "2027-08-10", true}, // in the next school year, of which only the common ones are known
		{table.School("091"), "2027-08-12", true},
		{table.School("091"), "2026-07-20", true},
		{table.School("091"), "2027-10-17", true},
		{table.School("049"), "2026-10-17", true}, // unknown
		{table.School("VALTERI"), "2026-09-19", false},
		{table.Actor("VALTERI"), "2026-10-18", false},
		{table.Actor("VALTERI"), "2026-10-19", true},
		{table.Actor("VALTERI"), "2026-10-23", true},
		{table.Actor("VALTERI"), "2026-10-24", false},
		{table.Actor("VALTERI"), "2026-12-24", false},
		{table.Actor("ELMERI"), "2026-10-20", false},
		{table.Actor("091"), "2026-10-12", false},
		{workdays.Table{}.School("091"), "2026-10-17", true},
		{workdays.Breaks{}, "2026-12-25", false},
	} {
		if got := c.breaks.Has(day(t, c.date)); got != c.want {
			t.Errorf("%s is in a break: %t, want %t", c.date, got, c.want)
		}
	}
}

func TestAFileOfBreaksIsReadOrRefusedByItsLine(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "breaks")
	open := func(text string) (workdays.Table, error) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return workdays.Open(file)
	}
	table, err := open("# autumn\n091 2026-10-12 2026-10-16 # Helsinki\nVALTERI\t2026-10-12 2026-10-16\n")
	if autumn := day(t, "2026-10-12"); err != nil || !table.School("091").Has(autumn) || table.School("091").Has(autumn-1) || !table.Actor("VALTERI").Has(autumn) {
		t.Errorf("%v, %v", table, err)
	}
	const good = "091 2026-10-12 2026-10-16\n"
	for text, want := range map[string]string{
		good + "092 2026-10-12":            "line 2: write WHO FROM TO",
		good + "92 2026-10-12 2026-10-16":  "line 2: a break is that of a municipality, by its three digits, or that of an actor",
		"\nVALTTERI 2026-10-12 2026-10-16": "line 2: a break is that of a municipality",
		"092 12.10.2026 2026-10-16":        `line 1: reading the date "12.10.2026"`,
		"092 2026-10-16 2026-10-12":        "line 1: it ends on 2026-10-12, before it begins on 2026-10-16",
		"092 2026-06-01 2026-12-01":        "line 1: it lasts more than 100 days",
		good + "091 2026-10-16 2026-10-17": "line 2: it overlaps the one from 2026-10-12 to 2026-10-16",
	} {
		if _, err := open(text); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), file) {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
	if _, err := workdays.Open(file + "-lost"); err == nil {
		t.Error("a file that is not there is none")
	}
}
