package postgres

import (
	"strconv"
	"strings"
	"sync"
)

// mostKept is how many repetitions a statement may have to be kept: what is rarer is made anew.
const mostKept = 16

// repeated keeps statements by how they were asked for: few, and written for each change.
var repeated sync.Map

type repetition struct {
	begin, each   string
	times, places int
}

// Repeated answers a statement that begins so and says the same so many times, each with the next places of its values:
// begin each($1, $2), each($3, $4).
func Repeated(begin, each string, times, places int) string {
	r := repetition{begin, each, times, places}
	if kept, ok := repeated.Load(r); ok {
		return kept.(string) //nolint:forcetypeassert,errcheck // nothing else is kept
	}
	sql := r.sql()
	if times <= mostKept {
		repeated.Store(r, sql)
	}
	return sql
}

func (r repetition) sql() string {
	var sql strings.Builder
	sql.WriteString(r.begin)
	for i := range r.times * r.places {
		switch {
		case i%r.places > 0:
			sql.WriteString(", ")
		case i > 0:
			sql.WriteString("), " + r.each + "(")
		default:
			sql.WriteString(r.each + "(")
		}
		sql.WriteString("$" + strconv.Itoa(i+1))
	}
	return sql.String() + ")"
}
