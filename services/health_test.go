package services_test

import (
	"context"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/vip-verkosto/vaatu/services"
)

// becomes waits, with a deadline, for what a door answers to the question of health, asked without a session.
func becomes(t *testing.T, door *grpc.ClientConn, want grpc_health_v1.HealthCheckResponse_ServingStatus) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		got, err := grpc_health_v1.NewHealthClient(door).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if got.GetStatus() == want {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("the door is %v, want %v", got.GetStatus(), want)
		case <-tick.C:
		}
	}
}

func TestTheDoorsTellWhetherARequestCanBeFiled(t *testing.T) {
	t.Parallel()
	h := start(t)
	serving, not := grpc_health_v1.HealthCheckResponse_SERVING, grpc_health_v1.HealthCheckResponse_NOT_SERVING
	access := dial(t, h.config.Sockets, "access")
	becomes(t, h.front, serving)
	becomes(t, access, serving)
	h.exec("ALTER TABLE public.goose_db_version RENAME TO away")
	becomes(t, h.front, not)
	becomes(t, access, not)
	h.exec("ALTER TABLE public.away RENAME TO goose_db_version")
	becomes(t, h.front, serving)
}

func TestADoorWaitsForTheProcessThatRoutes(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	near, far := h.config, h.config
	near.Services = []string{"access", "directory", "intake"}
	far.Services, far.Sockets = []string{"directory", "routing"}, shortDir(t)
	near.Peer = "unix://" + far.Sockets + "/internal.sock"
	h.run(near)
	h.connect(near.Sockets)
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_NOT_SERVING)
	h.run(far)
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_SERVING)
	// Through the other door nothing can be filed, whatever runs elsewhere.
	becomes(t, dial(t, far.Sockets, "gateway"), grpc_health_v1.HealthCheckResponse_NOT_SERVING)
}

func TestReadinessIsAskedOfTheDatabaseOnceASecond(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	s, err := services.New(t.Context(), h.config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		s.Close()
	}()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for s.Ready(t.Context()) != nil { // until it has its keys
		<-tick.C
	}
	h.exec("ALTER TABLE public.goose_db_version RENAME TO away")
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("the answer of a moment ago was not kept: %v", err)
	}
}
