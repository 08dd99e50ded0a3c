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

// Date answers the calendar date of a moment, YYYY-MM-DD.
func Date(t time.Time) string { return t.In(zone).Format(time.DateOnly) }
