package workdays_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

func day(t testing.TB, date string) workdays.Day {
	t.Helper()
	d, err := workdays.Parse(date)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// holidays of each year, month and day, as the npm package date-holidays 3.37.0 (ISC) gives them: another program, with rules
// of its own.
const holidays = `
2020 01-01 01-06 04-10 04-12 04-13 05-01 05-21 05-31 06-19 06-20 10-31 12-06 12-24 12-25 12-26
2021 01-01 01-06 04-02 04-04 04-05 05-01 05-13 05-23 06-25 06-26 11-06 12-06 12-24 12-25 12-26
2022 01-01 01-06 04-15 04-17 04-18 05-01 05-26 06-05 06-24 06-25 11-05 12-06 12-24 12-25 12-26
2023 01-01 01-06 04-07 04-09 04-10 05-01 05-18 05-28 06-23 06-24 11-04 12-06 12-24 12-25 12-26
2024 01-01 01-06 03-29 03-31 04-01 05-01 05-09 05-19 06-21 06-22 11-02 12-06 12-24 12-25 12-26
2025 01-01 01-06 04-18 04-20 04-21 05-01 05-29 06-08 06-20 06-21 11-01 12-06 12-24 12-25 12-26
2026 01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-19 06-20 10-31 12-06 12-24 12-25 12-26
2027 01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-25 06-26 11-06 12-06 12-24 12-25 12-26
2028 01-01 01-06 04-14 04-16 04-17 05-01 05-25 06-04 06-23 06-24 11-04 12-06 12-24 12-25 12-26
2029 01-01 01-06 03-30 04-01 04-02 05-01 05-10 05-20 06-22 06-23 11-03 12-06 12-24 12-25 12-26
2030 01-01 01-06 04-19 04-21 04-22 05-01 05-30 06-09 06-21 06-22 11-02 12-06 12-24 12-25 12-26
2031 01-01 01-06 04-11 04-13 04-14 05-01 05-22 06-01 06-20 06-21 11-01 12-06 12-24 12-25 12-26
2032 01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-25 06-26 11-06 12-06 12-24 12-25 12-26
2033 01-01 01-06 04-15 04-17 04-18 05-01 05-26 06-05 06-24 06-25 11-05 12-06 12-24 12-25 12-26
2034 01-01 01-06 04-07 04-09 04-10 05-01 05-18 05-28 06-23 06-24 11-04 12-06 12-24 12-25 12-26
2035 01-01 01-06 03-23 03-25 03-26 05-01 05-03 05-13 06-22 06-23 11-03 12-06 12-24 12-25 12-26
2036 01-01 01-06 04-11 04-13 04-14 05-01 05-22 06-01 06-20 06-21 11-01 12-06 12-24 12-25 12-26
2037 01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-19 06-20 10-31 12-06 12-24 12-25 12-26
2038 01-01 01-06 04-23 04-25 04-26 05-01 06-03 06-13 06-25 06-26 11-06 12-06 12-24 12-25 12-26
2039 01-01 01-06 04-08 04-10 04-11 05-01 05-19 05-29 06-24 06-25 11-05 12-06 12-24 12-25 12-26
2040 01-01 01-06 03-30 04-01 04-02 05-01 05-10 05-20 06-22 06-23 11-03 12-06 12-24 12-25 12-26
`

func TestTheHolidaysAreThoseOfTheAlmanac(t *testing.T) {
	t.Parallel()
	years := strings.Split(strings.TrimSpace(holidays), "\n")
	if len(years) != 21 {
		t.Fatalf("%d years, want those from 2020 to 2040", len(years))
	}
	for _, line := range years {
		year, rest, _ := strings.Cut(line, " ")
		var got []string
		for d := day(t, year+"-01-01"); d <= day(t, year+"-12-31"); d++ {
			if d.Holiday() {
				got = append(got, d.String()[len("2026-"):])
			}
		}
		if want := strings.Fields(rest); !slices.Equal(got, want) {
			t.Errorf("the holidays of %s are %v, want %v", year, got, want)
		}
	}
}

// gauss answers Easter Sunday by the rule of Gauss (1816), as days after 22 March: another way than the program's.
func gauss(year int) int {
	k := year / 100
	m := (15 + k - (13+8*k)/25 - k/4) % 30
	n := (4 + k - k/4) % 7
	d := (19*(year%19) + m) % 30
	e := (2*(year%4) + 4*(year%7) + 6*d + n) % 7
	switch {
	case d == 29 && e == 6:
		return 28
	case d == 28 && e == 6 && (11*m+11)%30 < 19:
		return 27
	default:
		return d + e
	}
}

func TestEasterIsThatOfGauss(t *testing.T) {
	t.Parallel()
	for year := 1992; year < 2500; year++ {
		sunday := workdays.Date(year, time.March, 22) + workdays.Day(gauss(year))
		for after, want := range map[workdays.Day]bool{-3: false, -2: true, 0: true, 1: true, 39: true, 49: true} {
			if got := (sunday + after).Holiday(); got != want {
				t.Errorf("%s, %d days after Easter, is a holiday: %t", sunday+after, after, got)
			}
		}
		if !sunday.Holiday() || sunday.Working() || (sunday + 1).Working() {
			t.Errorf("work is done at Easter %d", year)
		}
	}
}

func TestADayIsThatOfFinland(t *testing.T) {
	t.Parallel()
	for moment, want := range map[string]string{
		"2026-11-26T21:59:59Z": "2026-11-26", // winter: midnight is at 22
		"2026-11-26T22:00:00Z": "2026-11-27",
		"2026-06-15T20:59:59Z": "2026-06-15", // summer: at 21
		"2026-06-15T21:00:00Z": "2026-06-16",
		"2026-03-28T21:59:59Z": "2026-03-28", // the day on which summer time begins has 23 hours
		"2026-03-28T22:00:00Z": "2026-03-29",
		"2026-03-29T20:59:59Z": "2026-03-29",
		"2026-03-29T21:00:00Z": "2026-03-30",
		"2026-10-24T20:59:59Z": "2026-10-24", // the one on which it ends 25
		"2026-10-24T21:00:00Z": "2026-10-25",
		"2026-10-25T21:59:59Z": "2026-10-25",
		"2026-10-25T22:00:00Z": "2026-10-26",
		"1969-12-31T21:59:59Z": "1969-12-31",
	} {
		at, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := workdays.Of(at).String(); got != want {
			t.Errorf("at %s it is %s in Finland, want %s", moment, got, want)
		}
	}
	if _, err := workdays.Parse("2026-02-29"); err == nil {
		t.Error("there is a 29 February in 2026")
	}
}

var anyDay = rapid.Custom(func(t *rapid.T) workdays.Day {
	return workdays.Day(rapid.IntRange(int(workdays.Date(2019, 1, 1)), int(workdays.Date(2041, 12, 31))).Draw(t, "day"))
})

func TestADayBeginsAtItsFirstMoment(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay.Draw(t, "d")
		begins := d.Start()
		if workdays.Of(begins) != d || workdays.Of(begins.Add(-1)) != d-1 || helsinki.Date(begins) != d.String() {
			t.Fatalf("%s begins at %s", d, begins)
		}
		if day := helsinki.In(begins).Weekday(); d.Working() && (day == time.Saturday || day == time.Sunday) {
			t.Fatalf("%s is a %s", d, day)
		}
		if long := (d + 1).Start().Sub(begins); d.Working() && long != 24*time.Hour {
			t.Fatalf("the working day %s has %s", d, long)
		}
	})
}

// between counts the working days after one day up to and with a later one.
func between(from, to workdays.Day) int {
	n := 0
	for d := from + 1; d <= to; d++ {
		if d.Working() {
			n++
		}
	}
	return n
}

func TestWorkingDaysAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDay.Draw(t, "a"), anyDay.Draw(t, "b")
		n := rapid.IntRange(0, 400).Draw(t, "n")
		end := a.Add(n)
		if got := between(a, end); got != n || n > 0 && !end.Working() {
			t.Fatalf("%d working days after %s comes %s, and %d are counted", n, a, end, got)
		}
		if b >= a && b.Add(n) < end || a.Add(n+1) <= end {
			t.Fatalf("whoever starts later, or has more days, is done sooner: %s, %s, %d", a, b, n)
		}
	})
}

// The numbers are counted from the holidays of the same package.
func TestAYearHasItsWorkingDays(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]int{2020: 253, 2023: 251, 2024: 252, 2025: 251, 2026: 252, 2027: 253, 2032: 254, 2040: 251} {
		if got := between(workdays.Date(year-1, 12, 31), workdays.Date(year, 12, 31)); got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
	}
}
