package workdays

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Break is a school break of all schools of a municipality, or one of an actor, whose experts are teachers: exactly one of the
// two is set. From and To are its first and its last day.
type Break struct {
	// Municipality is a code of three digits, as Statistics Finland gives it.
	Municipality string
	// Actor is a code of vaatu.cases.v1.Actor without the prefix.
	Actor    string
	From, To Day
}

// longestBreak in days: what is longer is taken for a slip.
const longestBreak = 100

// fault says what is wrong with a break beside those before it; empty: nothing.
func (b Break) fault(before []Break) string {
	switch {
	case (b.Municipality == "") == (b.Actor == ""):
		return "a break is that of a municipality, by its three digits, or that of an actor, by its code"
	case b.To < b.From:
		return fmt.Sprintf("it ends on %s, before it begins on %s", b.To, b.From)
	case b.To-b.From >= longestBreak:
		return fmt.Sprintf("it lasts more than %d days: write the break of each term", longestBreak)
	}
	for _, o := range before {
		if b.Municipality == o.Municipality && b.Actor == o.Actor && b.From <= o.To && o.From <= b.To {
			return fmt.Sprintf("it overlaps the one from %s to %s: make one of the two", o.From, o.To)
		}
	}
	return ""
}

// Table holds the breaks of municipalities and of actors. The zero value is one without rows.
type Table struct {
	schools, actors map[string]Breaks
}

// NewTable answers the table of rows; of rows that overlap, every day counts.
func NewTable(rows []Break) Table {
	t := Table{schools: map[string]Breaks{}, actors: map[string]Breaks{}}
	sorted := slices.SortedFunc(slices.Values(rows), func(a, b Break) int { return cmp.Compare(a.From, b.From) })
	for _, row := range sorted {
		if row.Actor != "" {
			t.actors[row.Actor] = t.actors[row.Actor].with(row)
		} else {
			t.schools[row.Municipality] = t.schools[row.Municipality].with(row)
		}
	}
	return t
}

// School answers the breaks of a municipality's schools. For a school year of which the table has no row, and for a municipality
// that it does not know, the common ones count.
func (t Table) School(municipality string) Breaks {
	b := t.schools[municipality]
	b.common = true
	return b
}

// Actor answers the breaks of an actor: those of the table and no others, so that nobody's clock stops for a break that nobody
// has entered.
func (t Table) Actor(actor string) Breaks { return t.actors[actor] }

// Breaks are the breaks of one municipality or actor. The zero value has none.
type Breaks struct {
	// spans are in order and do not overlap.
	spans []span
	// years are the school years of which there are rows, by the calendar year in which they begin.
	years []int
	// common: in other school years the common breaks count.
	common bool
}

type span struct{ from, to Day }

func (b Breaks) with(row Break) Breaks {
	if year := row.From.schoolYear(); !slices.Contains(b.years, year) {
		b.years = append(b.years, year)
	}
	if last := len(b.spans) - 1; last >= 0 && row.From <= b.spans[last].to {
		b.spans[last].to = max(b.spans[last].to, row.To)
	} else if row.From <= row.To {
		b.spans = append(b.spans, span{row.From, row.To})
	}
	return b
}

// schoolYear answers the calendar year in which the day's school year begins, on 1 August (Basic Education Act 628/1998,
// section 23).
func (d Day) schoolYear() int {
	year, month, _ := d.utc().Date()
	if month < time.August {
		return year - 1
	}
	return year
}

// Has reports whether a day lies in a break.
func (b Breaks) Has(d Day) bool {
	i, starts := slices.BinarySearchFunc(b.spans, d, func(s span, d Day) int { return cmp.Compare(s.from, d) })
	if starts || i > 0 && d <= b.spans[i-1].to {
		return true
	}
	return b.common && !slices.Contains(b.years, d.schoolYear()) && d.inCommonBreak()
}

// After answers the nth day after a day that lies in no break; weekends and holidays count. Where n is not above zero, it is the
// day itself.
func (b Breaks) After(d Day, n int) Day {
	for n > 0 {
		d++
		if !b.Has(d) {
			n--
		}
	}
	return d
}

// Add answers the nth working day after a day that lies in no break. Where n is not above zero, it is the day itself.
func (b Breaks) Add(d Day, n int) Day {
	for n > 0 {
		d++
		if d.Working() && !b.Has(d) {
			n--
		}
	}
	return d
}

// CommonBreaks answers the breaks of a school of which nothing nearer is known.
func CommonBreaks() Breaks { return Breaks{common: true} }

func (d Day) inCommonBreak() bool {
	_, month, day := d.utc().Date()
	md := monthDay(int(month)*100 + day)
	for _, b := range commonBreaks() {
		if b.from <= md && md <= b.to {
			return true
		}
	}
	return false
}
