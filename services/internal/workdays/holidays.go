package workdays

import "time"

// Holiday reports whether no work is done on the day, whatever its weekday. The rule is that of section 5 of the Act on the
// Calculation of Statutory Time Limits (150/1930), by which nothing falls due on a church holiday, on Independence Day, on May
// Day, nor on the eves of Christmas and Midsummer: the eves are no public holidays, but offices are closed by collective
// agreement, and a day on which nobody can answer must not count against anybody. Maundy Thursday and New Year's Eve are
// working days. The church holidays are those of the Church Act (1054/1993, chapter 4, section 3), as the almanac of the
// University of Helsinki lists them: Christmas Day and the day after, New Year's Day, Epiphany, Good Friday, Easter Sunday and
// Monday, Ascension Day, Whit Sunday, Midsummer Day (the Saturday after 19 June) and All Saints' Day (the Saturday after 30
// October). The rules hold from 1992, when Epiphany and Ascension Day came back to their own days.
func (d Day) Holiday() bool {
	year, month, day := d.utc().Date()
	switch month {
	case time.January:
		return day == 1 || day == 6
	case time.March, time.April:
		return d.easterly(year)
	case time.May:
		return day == 1 || d.easterly(year)
	case time.June:
		midsummer := saturdayFrom(Date(year, time.June, 20))
		return d == midsummer-1 || d == midsummer || d.easterly(year)
	case time.October, time.November:
		return d == saturdayFrom(Date(year, time.October, 31))
	case time.December:
		return day == 6 || 24 <= day && day <= 26
	case time.February, time.July, time.August, time.September:
	}
	return false
}

// easterly reports whether the day is one of those that go by Easter.
func (d Day) easterly(year int) bool {
	switch d - easter(year) {
	case -2, 0, 1, 39, 49: // Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday
		return true
	default:
		return false
	}
}

// saturdayFrom answers the first Saturday from a day on.
func saturdayFrom(d Day) Day { return d + Day(time.Saturday-d.weekday()) }

// easter answers Easter Sunday of a year of the Gregorian calendar, by the anonymous computus that Meeus gives (Astronomical
// Algorithms, chapter 8); the letters are his.
func easter(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date(year, time.Month(n/31), n%31+1)
}
