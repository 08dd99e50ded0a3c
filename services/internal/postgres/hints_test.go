package postgres

import (
	"slices"
	"strings"
	"testing"
)

// What was said last is heard last: of two who tell of one thing, the later is right.
func TestHintsLeaveInTheOrderInWhichTheyCameTogether(t *testing.T) {
	t.Parallel()
	h := hints{sending: true} // a round is under way
	work := hint{sql: "SELECT pg_notify($1, $2)", args: []any{"jobs", "{}"}}
	for _, payload := range []string{"9", "1", "8"} {
		h.add([]hint{notification("one", payload), work, notification("other", "")})
	}
	long := strings.Repeat("x", LongestHint-len("9_1_8"))
	h.add([]hint{notification("one", long), notification("one", "7")})
	want := []hint{notification("one", "9\n1\n8"), work, notification("other", "\n\n"), notification("one", long+"\n7")}
	same := func(a, b hint) bool {
		return a.sql == b.sql && slices.Equal(a.args, b.args) && a.channel == b.channel && a.payload == b.payload
	}
	if left := joined(h.take()); !slices.EqualFunc(left, want, same) {
		t.Errorf("they leave as %.100v, want %.100v", left, want)
	}
}
