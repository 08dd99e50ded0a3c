package page_test

import (
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/page"
)

func FuzzATokenIsACursorOrAnError(f *testing.F) {
	whole := page.Cursor{Time: time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC), ID: "00000000-0000-7000-8000-000000000001", Text: "å"}
	for _, token := range []string{"", whole.Token(), whole.Token()[1:], "e30", "bnVsbA", "W10", "x", "%00"} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		c, err := page.Parse(token)
		if err != nil || c == nil {
			return
		}
		again, err := page.Parse(c.Token())
		if err != nil || !again.Time.Equal(c.Time) || again.ID != c.ID || again.Text != c.Text {
			t.Errorf("%q is read as %+v, and that as %+v, %v", token, c, again, err)
		}
	})
}
