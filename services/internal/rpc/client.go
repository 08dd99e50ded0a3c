package rpc

import (
	"context"
	"encoding/json"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Metadata between gateway and services, and between services.
const (
	mdSession     = "vaatu-session"
	mdPrincipal   = "vaatu-principal-bin"
	mdRequestID   = "x-request-id"
	mdLanguage    = "accept-language"
	mdIfMatch     = "if-match"
	mdIdempotency = "idempotency-key"
	mdActing      = "vaatu-acting-grant"
	mdOrigin      = "vaatu-origin"
)

// Dial answers a connection to other services through the inside door; each call carries the running call's principal.
// Without TLS it goes to sockets only.
func Dial(target string, over *TLS) (*grpc.ClientConn, error) {
	transport := insecure.NewCredentials() // a socket that only this user can open
	if !IsSocket(target) {
		if over == nil {
			return nil, fmt.Errorf("%s is no socket, and there are no certificates to go there with", target)
		}
		transport = over.client()
	}
	conn, err := grpc.NewClient(target,
		grpc.WithTransportCredentials(transport),
		grpc.WithUnaryInterceptor(carry),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxReply)),
	)
	if err != nil {
		return nil, fmt.Errorf("dialling %s: %w", target, err)
	}
	return conn, nil
}

func carry(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	ctx, err := carrying(ctx)
	if err != nil {
		return err
	}
	return invoke(ctx, method, req, reply, cc, opts...)
}

// carrying adds what travels with a call between services: who calls, and what is told beside.
func carrying(ctx context.Context) (context.Context, error) {
	principal, err := json.Marshal(session.From(ctx).Principal)
	if err != nil {
		return nil, fmt.Errorf("encoding the principal: %w", err)
	}
	return metadata.AppendToOutgoingContext(beside(ctx), mdPrincipal, string(principal)), nil
}

// beside adds what the log and every answer need.
func beside(ctx context.Context) context.Context {
	call := session.From(ctx)
	return metadata.AppendToOutgoingContext(ctx, mdRequestID, call.RequestID, mdLanguage, call.Language, mdOrigin, call.Origin)
}
