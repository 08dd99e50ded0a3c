// Package events tells people at once that something on their lists has changed, and what by ids alone. It promises that nobody
// is told of a case that they could not list: the same table decides that permits the reading, over grants that are at most a
// minute old. What a hint makes its reader ask passes both walls anew.
package events

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/grpc"

	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

const (
	// Beat is the time between two hints at most, so that whoever watches knows that the line is alive.
	Beat = 15 * time.Second
	// beatsOfGrants is after how many of them the session and its grants are looked at again.
	beatsOfGrants = 3
	// pause is the least time between two hints.
	pause = 50 * time.Millisecond
)

// Deps of the service.
type Deps struct {
	Hub *Hub
	// DB is the application's pool.
	DB       *postgres.DB
	Vault    *vault.Vault
	Now      func() time.Time
	Resolver session.Resolver
	Beat     time.Duration
}

// Service implements vaatu.events.v1.EventService.
type Service struct {
	eventspb.UnimplementedEventServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// WatchEvents answers hints until the session ends or the client leaves.
func (s *Service) WatchEvents(_ *eventspb.WatchEventsRequest, stream grpc.ServerStreamingServer[eventspb.Hint]) error {
	ctx := stream.Context()
	w, err := s.deps.Hub.enter(session.From(ctx).Principal)
	if err != nil {
		return err
	}
	defer s.deps.Hub.leave(w)
	beat := time.NewTicker(s.deps.Beat)
	defer beat.Stop()
	for beats := 1; ; {
		if err := stream.Send(s.deps.Hub.take(w)); err != nil {
			return fmt.Errorf("sending a hint: %w", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.ended:
			return apperr.New(apperr.Unavailable)
		case <-w.wake:
		case <-beat.C:
			beats++
			if beats%beatsOfGrants != 0 {
				continue
			}
			if err := s.renew(ctx, w); err != nil {
				return err
			}
		}
	}
}

// renew looks whether the session is still there, and with which grants.
func (s *Service) renew(ctx context.Context, w *watcher) error {
	p, err := s.deps.Resolver.Still(ctx, w.principal)
	if errors.Is(err, session.ErrNone) {
		return apperr.New(apperr.Unauthenticated)
	}
	if err != nil {
		return err
	}
	s.deps.Hub.renew(w, p)
	return nil
}
