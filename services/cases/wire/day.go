package wire

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// How many days ahead somebody may be given: to answer a question, and to answer an offer. A slip in the year is far beyond both, and
// would leave a case to a day that nobody lives to see.
const (
	DaysToAnswer = 60
	DaysToAccept = 90
)

// DayToCome answers when a calendar date begins, YYYY-MM-DD, that is from today on and at most so many days ahead.
func DayToCome(path, date string, now time.Time, most int) (time.Time, error) {
	day, err := helsinki.Day(date)
	if err != nil || date < helsinki.Date(now) {
		return time.Time{}, apperr.Invalid(path, "date.past", "give a day from today on")
	}
	if last := helsinki.In(now).AddDate(0, 0, most); date > helsinki.Date(last) {
		return time.Time{}, apperr.Invalid(path, "date.far", last.Format("2.1.2006"))
	}
	return day, nil
}
