// Package helsinki answers dates as people in Finland mean them.
package helsinki

import (
	"fmt"
	"time"
	_ "time/tzdata" // the zone must be there on any machine
)

// zone is Europe/Helsinki, from the built-in database.
var zone = load()

func load() *time.Location {
	z, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(fmt.Sprintf("the built-in time zones lack Europe/Helsinki: %v", err))
	}
	return z
}

// Day answers when a calendar date, YYYY-MM-DD, begins.
func Day(date string) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, date, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the date %q: %w", date, err)
	}
	return day, nil
}

// IsDate reports whether a text is a calendar date of this age.
func IsDate(text string) bool {
	day, err := Day(text)
	return err == nil && day.Year() >= 2000
}

// Date answers the calendar date of a moment, YYYY-MM-DD.
func Date(t time.Time) string { return t.In(zone).Format(time.DateOnly) }

// In answers the moment as clocks in Finland show it.
func In(t time.Time) time.Time { return t.In(zone) }

// Midnight answers when a calendar date begins.
func Midnight(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}
