package workdays_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

func TestWhatIsWrongWithBreaksIsSaidInWords(t *testing.T) {
	t.Parallel()
	good := workdays.Break{Municipality: "091", From: day(t, "2026-10-12"), To: day(t, "2026-10-16")}
	wrong := []workdays.Break{
		good,
		{Actor: "VALTERI", From: good.From, To: good.To},
		{From: good.From, To: good.To},
		{Municipality: "091", Actor: "VALTERI", From: good.From, To: good.To},
		{Municipality: "092", From: good.To, To: good.From},
		{Municipality: "093", From: good.From, To: good.From + 100},
		{Municipality: "091", From: good.To, To: good.To},
	}
	want := []string{
		"break 3, from 2026-10-12: it is that of a municipality or that of an actor",
		"break 4, from 2026-10-12: it is that of a municipality or that of an actor",
		"break 5, from 2026-10-16: it ends on 2026-10-12, before it begins",
		"break 6, from 2026-10-12: it lasts more than 100 days",
		"break 7, from 2026-10-16: it overlaps break 1",
	}
	if diff := cmp.Diff(want, workdays.CheckBreaks(wrong)); diff != "" {
		t.Errorf("the faults are not these (-want +got):\n%s", diff)
	}
	if faults := workdays.CheckBreaks(wrong[:2]); len(faults) > 0 {
		t.Errorf("good rows have faults: %s", strings.Join(faults, "; "))
	}
	// What was let in all the same still answers.
	if table := workdays.NewTable(wrong); !table.School("091").Has(good.From) || table.School("092").Has(good.From) {
		t.Error("a row that ends before it begins counts, or spoils others")
	}
}
