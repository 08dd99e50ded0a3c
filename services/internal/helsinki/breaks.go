package helsinki

import "time"

// schoolBreaks of a year, from a day (month and day) to another. The municipalities choose their days (Basic Education Act
// 628/1998, section 23); these spans hold what all of them choose: winter holidays of weeks 8 to 10, the summer from the end
// of week 22, autumn holidays of weeks 41 to 43, and Christmas.
var schoolBreaks = []struct{ from, to string }{
	{"01-01", "01-08"}, {"02-15", "03-10"}, {"05-31", "08-15"}, {"10-05", "10-25"}, {"12-20", "12-31"},
}

// InSchoolBreak reports whether a calendar date lies in a break.
func InSchoolBreak(t time.Time) bool {
	day := t.In(zone).Format("01-02")
	for _, b := range schoolBreaks {
		if b.from <= day && day <= b.to {
			return true
		}
	}
	return false
}

// AfterSchoolDays answers the date that comes n days after a moment's, YYYY-MM-DD, where days of school breaks are not counted.
func AfterSchoolDays(t time.Time, n int) string {
	day := t.In(zone)
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if !InSchoolBreak(day) {
			n--
		}
	}
	return Date(day)
}
