package services

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/vip-verkosto/vaatu/services/events"
	"github.com/vip-verkosto/vaatu/services/internal/keys"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/rpc"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// grace is how long running calls and jobs may take when the process ends.
const grace = 10 * time.Second

// Run serves until ctx ends, then stops in the reverse order of the start: what people call first, as their running
// calls still need what is inside. Every door is open before any is served, so that the first call finds the others.
func (s *Services) Run(ctx context.Context) error {
	if err := s.migrated(ctx); err != nil {
		return err
	}
	unfit := s.fits(ctx)
	if unfit != nil && !errors.Is(unfit, vault.ErrUnavailable) {
		return unfit
	}
	listeners, err := s.listen(ctx)
	if err != nil {
		return err
	}
	inside, closeInside := context.WithCancel(context.WithoutCancel(ctx))
	defer closeInside()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	outer, ctx := errgroup.WithContext(ctx)
	inner := &errgroup.Group{}
	for door, l := range listeners {
		if door == rpc.Inside {
			inner.Go(func() error {
				defer stop() // nothing works without it
				return s.doors[door].Serve(inside, l, grace)
			})
		} else {
			outer.Go(func() error { return s.doors[door].Serve(ctx, l, grace) })
		}
	}
	outer.Go(func() error { return s.runJobs(ctx) })
	outer.Go(func() error { s.runEvents(ctx); return nil })
	outer.Go(func() error { return s.fitLater(ctx, unfit) })
	err = outer.Wait()
	closeInside()
	return errors.Join(err, inner.Wait())
}

// fits answers nil when the keys are those that the database needs.
func (s *Services) fits(ctx context.Context) error {
	return keys.Fit(ctx, s.parts.app, s.parts.vault, s.config.Now())
}

// fitLater asks again while nobody can say whether the keys fit: a service for keys that does not answer now may answer
// later, and until then what needs no text works. It answers an error once they turn out to be those of another database.
func (s *Services) fitLater(ctx context.Context, unfit error) error {
	for unfit != nil && !errors.Is(unfit, vault.ErrSealed) {
		s.config.Logger.WarnContext(ctx, "the keys of texts cannot be reached", "error", unfit.Error())
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(startPause):
		}
		unfit = s.fits(ctx)
	}
	return unfit
}

// listen opens all doors, or none.
func (s *Services) listen(ctx context.Context) (map[rpc.Door]net.Listener, error) {
	listeners := map[rpc.Door]net.Listener{}
	for door := range s.doors {
		l, err := s.listenAt(ctx, door)
		if err != nil {
			for _, open := range listeners {
				_ = open.Close()
			}
			return nil, err
		}
		listeners[door] = l
	}
	return listeners, nil
}

func (s *Services) listenAt(ctx context.Context, door rpc.Door) (net.Listener, error) {
	if door != rpc.Network {
		return rpc.Listen(ctx, s.config.Sockets, door)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.config.Listen)
	if err != nil {
		return nil, fmt.Errorf("listening for other machines: %w", err)
	}
	return l, nil
}

// runEvents tells who watches what the database tells, until ctx ends.
func (s *Services) runEvents(ctx context.Context) {
	if s.config.runs(liveEvents) {
		s.parts.hub.Run(ctx, s.parts.worker, events.Looks{Now: s.parts.now, Beat: s.parts.beat})
	}
}

// runJobs works jobs, where they are worked here, until ctx ends.
func (s *Services) runJobs(ctx context.Context) error {
	if s.jobs == nil {
		<-ctx.Done()
		return nil
	}
	if !startJobs(ctx, s.config.Logger, s.jobs.Start) {
		return nil
	}
	<-ctx.Done()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := s.jobs.Stop(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stopping the jobs: %w", err)
	}
	return nil
}

// startPause is the time between two tries to start what the process can begin without.
const startPause = time.Second

// startJobs reports whether the jobs were started before ctx ended. Requests are served by then: a connection to the
// database that breaks just now is no reason to end the process, so it tries again.
func startJobs(ctx context.Context, log *slog.Logger, start func(context.Context) error) bool {
	for {
		// The context outlives ctx, so that a job which runs may finish.
		err := start(context.WithoutCancel(ctx))
		if err == nil {
			return true
		}
		log.WarnContext(ctx, "the jobs did not start", "error", err.Error())
		select {
		case <-ctx.Done():
			return false
		case <-time.After(startPause):
		}
	}
}

// Close closes peers and pools.
func (s *Services) Close() {
	if s.parts.peer != nil {
		_ = s.parts.peer.Close()
	}
	for _, db := range []*postgres.DB{s.parts.worker, s.parts.auth, s.parts.app} {
		if db != nil {
			db.Close()
		}
	}
}
