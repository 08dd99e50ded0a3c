package wire_test

import (
	"errors"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

func TestADayToComeIsFromTodayOnAndNotFarAhead(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.September, 30, 22, 30, 0, 0, time.UTC) // the first of October in Finland
	for date, want := range map[string]apperr.Field{
		"2026-09-30": {Path: "due_date", Rule: "date.past", Text: "give a day from today on"},
		"2026-10-01": {},
		"2026-11-30": {},
		"2026-12-01": {Path: "due_date", Rule: "date.far", Text: "30.11.2026"},
		"2062-12-01": {Path: "due_date", Rule: "date.far", Text: "30.11.2026"},
		"9999-12-31": {Path: "due_date", Rule: "date.far", Text: "30.11.2026"},
		"2099-02-30": {Path: "due_date", Rule: "date.past", Text: "give a day from today on"},
		"":           {Path: "due_date", Rule: "date.past", Text: "give a day from today on"},
	} {
		_, err := wire.DayToCome("due_date", date, now, wire.DaysToAnswer)
		var got apperr.Field
		if e, is := errors.AsType[*apperr.Error](err); is {
			got = e.Fields[0]
		}
		if got != want {
			t.Errorf("%q: %+v; want %+v", date, got, want)
		}
	}
}
