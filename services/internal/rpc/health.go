package rpc

import (
	"context"
	"log/slog"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// Readiness answers nil when a service, here and in what it calls, can do its work; an empty name asks for what the door
// is there for.
type Readiness func(ctx context.Context, service string) error

// health answers grpc.health.v1 at a door. It needs no session, and tells a caller no more than yes or no: the cause is
// in the log. Nobody can watch, as streams pass no interceptor.
type health struct {
	grpc_health_v1.UnimplementedHealthServer

	ready Readiness
	log   *slog.Logger
}

// Check answers whether a service can do its work.
func (h health) Check(ctx context.Context, req *grpc_health_v1.HealthCheckRequest) (*grpc_health_v1.HealthCheckResponse, error) {
	if err := h.ready(ctx, req.GetService()); err != nil {
		h.log.WarnContext(ctx, "not ready", "error", err.Error())
		return &grpc_health_v1.HealthCheckResponse{Status: grpc_health_v1.HealthCheckResponse_NOT_SERVING}, nil
	}
	return &grpc_health_v1.HealthCheckResponse{Status: grpc_health_v1.HealthCheckResponse_SERVING}, nil
}

// passHealth lets the question of health past everything that asks who calls.
func passHealth(rest ...grpc.UnaryServerInterceptor) []grpc.UnaryServerInterceptor {
	for i, guarded := range rest {
		rest[i] = func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			if info.FullMethod == grpc_health_v1.Health_Check_FullMethodName {
				return next(ctx, req)
			}
			return guarded(ctx, req, info, next)
		}
	}
	return rest
}
