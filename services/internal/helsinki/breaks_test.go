package helsinki_test

import (
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

func TestDaysOfSchoolBreaksAreNotCounted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-09-01", 0, "2026-09-01"},
		{"2026-09-01", 10, "2026-09-11"},
		{"2026-10-04", 1, "2026-10-26"},  // autumn
		{"2026-12-19", 1, "2027-01-09"},  // over the year's end
		{"2026-05-30", 1, "2026-08-16"},  // summer
		{"2026-07-01", 90, "2026-12-04"}, // saved in a break: counted from its end
		{"2028-02-14", 1, "2028-03-11"},  // a leap year
		{"2027-03-11", 90, "2027-08-25"},
	} {
		day, err := helsinki.Day(c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := helsinki.AfterSchoolDays(day, c.n); got != c.want {
			t.Errorf("%d days after %s comes %s, want %s", c.n, c.from, got, c.want)
		}
	}
}
