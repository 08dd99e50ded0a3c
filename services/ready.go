package services

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/rpc"
)

// Ready answers nil when a request can be filed: intake and all that it calls are served, the database answers and is
// migrated far enough, and texts can be sealed. Database and keys are asked once a second, however often the question comes.
func (s *Services) Ready(ctx context.Context) error { return s.serves(ctx, "intake") }

// readiness is what a door answers about itself, or about a service by its name in the catalog.
func (s *Services) readiness(door rpc.Door) rpc.Readiness {
	return func(ctx context.Context, service string) error {
		switch {
		case service != "":
			return s.serves(ctx, service)
		case door == rpc.Sessions:
			return s.serves(ctx, "access")
		case door == rpc.Network:
			if err := s.serves(ctx, "access"); err != nil {
				return err
			}
		}
		return s.Ready(ctx)
	}
}

// serves answers nil when a service works, here or at the peer, with all that it needs. It ends, as services need one
// another in one direction only.
func (s *Services) serves(ctx context.Context, name string) error {
	i := slices.IndexFunc(catalog, func(e entry) bool { return e.name == name })
	if i < 0 {
		return fmt.Errorf("there is no service %q", name)
	}
	if !s.config.runs(name) {
		return s.peerServes(ctx, name)
	}
	if err := s.database.answer(ctx); err != nil {
		return err
	}
	if catalog[i].content {
		if err := s.content.answer(ctx); err != nil {
			return err
		}
	}
	for _, need := range catalog[i].needs {
		if err := s.serves(ctx, need); err != nil {
			return err
		}
	}
	return nil
}

func (s *Services) peerServes(ctx context.Context, name string) error {
	if s.parts.peer == nil {
		return fmt.Errorf("service %s does not run here", name)
	}
	said, err := grpc_health_v1.NewHealthClient(s.parts.peer).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: name})
	if err != nil {
		return fmt.Errorf("asking the peer for %s: %w", name, err)
	}
	if said.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		return fmt.Errorf("the peer says that %s is %s", name, said.GetStatus())
	}
	return nil
}

// migrated answers nil when the database answers and is migrated far enough.
func (s *Services) migrated(ctx context.Context) error {
	have, want, err := migrations.Version(ctx, s.config.DatabaseApp)
	if err != nil {
		return fmt.Errorf("asking the database: %w", err)
	}
	if have < want {
		return fmt.Errorf("the database is at migration %d, this program needs %d: run vaatu migrate", have, want)
	}
	return nil
}

const (
	// lately is how long an answer holds.
	lately = time.Second
	// askDeadline bounds a question.
	askDeadline = 2 * time.Second
)

// question is asked once in a while, whoever wants to know.
type question struct {
	ask func(context.Context) error

	mu   sync.Mutex
	at   time.Time
	said error
}

// answer is what was said lately, or else is said now. One who hangs up spoils no answer of the others.
func (q *question) answer(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.at.IsZero() && time.Since(q.at) < lately {
		return q.said
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askDeadline)
	defer cancel()
	q.said = q.ask(ctx)
	q.at = time.Now()
	return q.said
}
