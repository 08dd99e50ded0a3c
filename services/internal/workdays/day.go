// Package workdays is the calendar of work in Finland: which days are working days, and when schools and actors have a break.
// It is pure: it knows no clock and no storage.
package workdays

import (
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// Day is a calendar date in Finland: the number of days since 1 January 1970. It has no time and no zone, so that summer time
// cannot make it longer or shorter.
type Day int

const secondsOfDay = 24 * 60 * 60

// Date answers the day of a date; the 32nd of a month is the first of the next.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

// Of answers the day that it is in Finland at a moment.
func Of(t time.Time) Day { return Date(helsinki.In(t).Date()) }

// Parse reads a date, YYYY-MM-DD.
func Parse(date string) (Day, error) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return 0, fmt.Errorf("reading the date %q: %w", date, err)
	}
	return Date(t.Date()), nil
}

func (d Day) utc() time.Time { return time.Unix(int64(d)*secondsOfDay, 0).UTC() }

// String answers the date, YYYY-MM-DD.
func (d Day) String() string { return d.utc().Format(time.DateOnly) }

// Start answers the moment at which the day begins in Finland; d+1 starts when d ends.
func (d Day) Start() time.Time { return helsinki.Midnight(d.utc().Date()) }

// Working reports whether it is a working day: neither a Saturday nor a Sunday nor a [Day.Holiday].
func (d Day) Working() bool {
	switch d.weekday() {
	case time.Saturday, time.Sunday:
		return false
	default:
		return !d.Holiday()
	}
}

// weekday of the day; that of day 0 is a Thursday.
func (d Day) weekday() time.Weekday { return time.Weekday(((d+Day(time.Thursday))%7 + 7) % 7) }

// Add answers the nth working day after a day; the day itself where n is not above zero. As in section 2 of the Act on the
// Calculation of Statutory Time Limits (150/1930), the day from which is counted does not count.
func (d Day) Add(n int) Day {
	for n > 0 {
		d++
		if d.Working() {
			n--
		}
	}
	return d
}
