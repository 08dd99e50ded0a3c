package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/vip-verkosto/vaatu/services"
)

// Fill files n made-up cases over the months before now and works on them, through the services' own clients with a
// clock of its own: what it leaves is what people would have left.
func Fill(ctx context.Context, c services.Config, migratorURL, issuer string, n int, now time.Time) error {
	vignettes, err := Vignettes()
	if err != nil {
		return err
	}
	if err := services.AddPeople(ctx, migratorURL, experts(issuer), now.AddDate(-1, 0, 0)); err != nil {
		return err
	}
	clock := &clock{}
	clock.set(now)
	c.Now, c.Services = clock.now, []string{"access", "directory", "routing", "intake", "assignment", "casework", "caseload"}
	if c.Sockets, err = os.MkdirTemp("", "vaatu-demo"); err != nil {
		return fmt.Errorf("making a folder for sockets: %w", err)
	}
	defer os.RemoveAll(c.Sockets)
	return with(ctx, c, func(ctx context.Context) error {
		office, err := openOffice(c.Sockets, issuer, clock)
		if err != nil {
			return err
		}
		defer office.close()
		for i := range n {
			s := story{office: office, number: i, now: now, vignette: pick(vignettes, i)}
			if err := s.tell(ctx); err != nil {
				return fmt.Errorf("making demo case %d: %w", i+1, err)
			}
		}
		return nil
	})
}

// with runs services while fn does.
func with(ctx context.Context, c services.Config, fn func(context.Context) error) error {
	running, err := services.New(ctx, c)
	if err != nil {
		return err
	}
	defer running.Close()
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- running.Run(ctx) }()
	err = fn(ctx)
	stop()
	return errors.Join(err, <-ended)
}

// clock is set by the stories.
type clock struct{ at atomic.Int64 }

func (c *clock) set(t time.Time) { c.at.Store(t.UnixMicro()) }

func (c *clock) now() time.Time { return time.UnixMicro(c.at.Load()).UTC() }

// pick goes through all vignettes before it begins again, a third of the cases in Swedish.
func pick(all []Vignette, i int) Vignette {
	var of []Vignette
	language := "fi"
	if i%3 == 2 {
		language = "sv"
	}
	for _, v := range all {
		if v.Language == language {
			of = append(of, v)
		}
	}
	turn := i / 3
	if language == "fi" {
		turn = i/3*2 + i%3
	}
	return of[turn%len(of)]
}
