package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"
)

// settlePatience is how long clients may take to carry their last writes through once all is well again.
const settlePatience = time.Minute

// round loads the service, cuts lines and kills one process at random moments, and compares when all is answered.
func (c *campaign) round(ctx context.Context, n int) error {
	l := &load{people: c.people, ledger: c.ledger, ready: c.vaatu.ready, withoutKeys: c.WithoutKeys, stop: make(chan struct{})}
	loaded, cancel := context.WithCancel(ctx)
	defer cancel()
	clients, loaded := errgroup.WithContext(loaded)
	for range c.Clients {
		dice := rand.New(rand.NewPCG(c.dice.Uint64(), c.dice.Uint64()))
		clients.Go(func() error { return l.client(loaded, dice) })
	}
	fault, err := c.fault(loaded, n)
	close(l.stop)
	if err != nil {
		cancel()
		_ = clients.Wait()
		return err
	}
	if err := c.settle(clients); err != nil {
		return err
	}
	return c.compare(ctx, n, fault)
}

// settle waits for the clients, as long as there is somebody to answer them.
func (c *campaign) settle(clients *errgroup.Group) error {
	done := make(chan error, 1)
	go func() { done <- clients.Wait() }()
	timer := time.NewTimer(settlePatience)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-c.vaatu.done:
		return errEnded
	case <-timer.C:
		return fmt.Errorf("after %s some writes are still unanswered", settlePatience)
	}
}

// victims are killed in turn; with any two rounds PostgreSQL is among them.
var victims = []struct {
	name string
	kill func(*campaign, context.Context) error
}{
	{"vaatu", (*campaign).killVaatu},
	{"PostgreSQL", (*campaign).killDatabase},
	{"vaatu with PostgreSQL", (*campaign).killBoth},
}

// fault cuts lines for a while, kills, brings back what was killed, and cuts lines once more.
func (c *campaign) fault(ctx context.Context, n int) (what string, err error) {
	if err := c.storm(ctx, time.Duration(300+c.dice.IntN(1500))*time.Millisecond); err != nil {
		return "", err
	}
	began := time.Now()
	victim := victims[(c.first+n)%len(victims)]
	if err := victim.kill(c, ctx); err != nil {
		return "", err
	}
	if err := c.vaatu.ready(ctx); err != nil {
		if c.vaatu.ended() {
			err = fmt.Errorf("%w: %w", errEnded, err)
		}
		return "", err
	}
	what = fmt.Sprintf("%s killed, back after %s", victim.name, time.Since(began).Round(time.Millisecond))
	return what, c.storm(ctx, time.Duration(300+c.dice.IntN(700))*time.Millisecond)
}

// storm cuts the lines at random moments for a while.
func (c *campaign) storm(ctx context.Context, d time.Duration) error {
	for end := time.Now().Add(d); time.Now().Before(end); c.cuts++ {
		if err := wait(ctx, time.Duration(50+c.dice.IntN(350))*time.Millisecond); err != nil {
			return err
		}
		at := c.front
		if c.dice.IntN(2) == 0 {
			at = c.back
		}
		if err := at.cut(ctx, c.dice); err != nil {
			return err
		}
	}
	return nil
}

func (c *campaign) killVaatu(ctx context.Context) error {
	if c.vaatu.ended() {
		return errEnded
	}
	c.vaatu.kill()
	if err := wait(ctx, time.Duration(c.dice.IntN(200))*time.Millisecond); err != nil {
		return err
	}
	return c.vaatu.start()
}

func (c *campaign) killBoth(ctx context.Context) error {
	if c.vaatu.ended() {
		return errEnded
	}
	c.vaatu.kill()
	if err := c.killDatabase(ctx); err != nil {
		return err
	}
	return c.vaatu.start()
}

func (c *campaign) killDatabase(ctx context.Context) error {
	if err := c.db.kill(ctx); err != nil {
		return err
	}
	if err := wait(ctx, time.Duration(c.dice.IntN(500))*time.Millisecond); err != nil {
		return err
	}
	return c.db.start(ctx)
}
