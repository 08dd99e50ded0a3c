package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// burst is one measurement.
type burst struct {
	n        int
	rate     float64
	p50, p95 time.Duration
	p99      time.Duration
	// CPU time of one request.
	service, postgres time.Duration
}

// errDrained ends a burst that has used up what there was to do.
var errDrained = errors.New("nothing is left to do")

// operation does one request of a client and checks the answer.
type operation func(ctx context.Context, client int) error

// drive lets clients work without a pause for a time and answers how long each request took, and how long all of it
// took. Any error but errDrained ends everything.
func drive(ctx context.Context, clients int, d time.Duration, do operation) ([]time.Duration, time.Duration, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	took := make([][]time.Duration, clients)
	began := time.Now()
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			for ctx.Err() == nil && time.Since(began) < d {
				sent := time.Now()
				err := do(ctx, client)
				if errors.Is(err, errDrained) {
					return
				}
				if err != nil {
					stop(fmt.Errorf("bad answer: %w", err))
					return
				}
				took[client] = append(took[client], time.Since(sent))
			}
		})
	}
	group.Wait()
	return slices.Concat(took...), time.Since(began), context.Cause(ctx)
}

// summarize sorts the times.
func summarize(took []time.Duration, all time.Duration) burst {
	if len(took) == 0 {
		return burst{}
	}
	slices.Sort(took)
	return burst{
		n: len(took), rate: float64(len(took)) / all.Seconds(), p50: percentile(took, 50), p95: percentile(took, 95), p99: percentile(took, 99),
	}
}

// percentile of sorted times.
func percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}

// median of some numbers; 0 of none.
func median(of []float64) float64 {
	if len(of) == 0 {
		return 0
	}
	of = slices.Clone(of)
	slices.Sort(of)
	if n := len(of); n%2 == 0 {
		return (of[n/2-1] + of[n/2]) / 2
	}
	return of[len(of)/2]
}
