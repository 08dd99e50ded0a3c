package cases_test

import (
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

func TestRoundTripsStayFew(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	live(t, d) // leaves the one hint to workers, which takes a connection of its own
	warm := live(t, d)
	read := func(c cases.Case) error {
		_, _, err := d.Store.Get(t.Context(), casetest.Teacher(), permission.ReadCase, c.ID, cases.RequestContent)
		return err
	}
	queue := func() error {
		_, err := d.Store.Queue(casetest.As(t.Context(), casetest.Expert()), casetest.Unit.ID, cases.QueueFilter{}, 50, nil, d.Store.Now())
		return err
	}
	list := func() error {
		_, _, err := d.Store.List(t.Context(), casetest.Expert(), cases.Filter{}, 50, nil)
		return err
	}
	for _, err := range []error{read(warm), queue(), list()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var c cases.Case
	filing := d.Filing(t, &casetest.Unit)
	call := casetest.Call(casetest.Teacher(), filing.Command.CaseID)
	for _, step := range []struct {
		name string
		want int64
		do   func() error
	}{
		{"file", 1, func() error {
			result, err := d.Store.File(t.Context(), call, filing)
			c = result.Case
			return err
		}},
		{"queue", 1, queue},
		{"claim", 2, func() error { _, err := d.Try(t, casetest.Claim(c, casetest.Expert())); return err }},
		{"ask, with a job", 2, func() error { _, err := d.Try(t, casetest.Ask(c, casetest.Expert())); return err }},
		{"read", 1, func() error { return read(c) }},
		{"list", 1, list},
		// What failed is prepared anew, and the filing that was is looked for.
		{"a repetition", 5, func() error { _, err := d.Store.File(t.Context(), call, filing); return err }},
	} {
		got := postgres.CountTrips(d.DB.Trips(), func() {
			if err := step.do(); err != nil {
				t.Errorf("%s: %v", step.name, err)
			}
		})
		if got != step.want {
			t.Errorf("%s took %d round trips; want %d", step.name, got, step.want)
		}
	}
}
