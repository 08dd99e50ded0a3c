package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// contest is the outcome of many claims on one assignment, over all times.
type contest struct {
	clients, times   int
	winners, losers  []time.Duration
	withoutOneWinner int
}

// compete lets so many clients claim the same assignment at the same moment, so many times.
func compete(ctx context.Context, h *house, d door, clients, times int) (contest, error) {
	c := contest{clients: clients}
	s := &shift{house: h, door: d}
	for range times {
		w, ok := h.waiting.take()
		if !ok {
			return c, errDrained
		}
		if err := c.once(ctx, s, w); err != nil {
			return c, err
		}
		if err := s.tidy(ctx); err != nil {
			return c, err
		}
	}
	slices.Sort(c.winners)
	slices.Sort(c.losers)
	return c, nil
}

func (c *contest) once(ctx context.Context, s *shift, w work) error {
	var group sync.WaitGroup
	var mu sync.Mutex
	var failed error
	won := 0
	begin := make(chan struct{})
	for range c.clients {
		group.Go(func() {
			<-begin
			sent := time.Now()
			after, held, err := s.door.claim(ctx, w.by, uuid.NewString(), w.assignment)
			took := time.Since(sent)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				failed = fmt.Errorf("competing: %w", err)
			case held:
				c.losers = append(c.losers, took)
			default:
				won++
				c.winners = append(c.winners, took)
				s.keep(work{after, w.school})
				s.house.ledger.events.Add(1)
			}
		})
	}
	close(begin)
	group.Wait()
	c.times++
	if won != 1 {
		c.withoutOneWinner++
	}
	return failed
}
