package postgres

import (
	"slices"
	"testing"
)

// What was said last is heard last: of two who tell of one thing, the later is right.
func TestHintsLeaveInTheOrderInWhichTheyCameAndEqualOnesOnce(t *testing.T) {
	t.Parallel()
	h := hints{sending: true} // a round is under way
	said := []string{"9", "1", "8", "1", "2", "7", "9", "3"}
	for _, payload := range said {
		h.add([]hint{notification("channel", payload)})
	}
	var left []string
	for _, one := range h.take() {
		left = append(left, one.args[1].(string))
	}
	if want := []string{"9", "1", "8", "2", "7", "3"}; !slices.Equal(left, want) {
		t.Errorf("%v leave as %v, want %v", said, left, want)
	}
}
