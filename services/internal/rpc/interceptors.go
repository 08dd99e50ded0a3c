package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

func recovery(log *slog.Logger) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (reply any, err error) {
		defer func() {
			if p := recover(); p != nil {
				log.ErrorContext(ctx, "panic", "method", info.FullMethod, "request", session.From(ctx).RequestID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				err = toStatus(apperr.New(apperr.Internal))
			}
		}()
		return next(ctx, req)
	}
}

// first answers the first value of a metadata key.
func first(ctx context.Context, key string) string {
	if v := metadata.ValueFromIncomingContext(ctx, key); len(v) > 0 {
		return v[0]
	}
	return ""
}

func identify(c Config) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		call := session.Call{
			Method: info.FullMethod, RequestID: first(ctx, mdRequestID), Language: language(first(ctx, mdLanguage)),
			IdempotencyKey: first(ctx, mdIdempotency), Origin: origin(first(ctx, mdOrigin)),
		}
		if _, err := uuid.Parse(call.RequestID); err != nil {
			call.RequestID = uuid.NewString()
		}
		return next(session.With(ctx, call), req)
	}
}

// origin answers an address in its usual form; nothing where it is none.
func origin(sent string) string {
	if address, err := netip.ParseAddr(sent); err == nil {
		return address.String()
	}
	return ""
}

func language(sent string) string {
	switch sent {
	case "sv", "en":
		return sent
	}
	return "fi"
}

func deadline(limit time.Duration, table permissions) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if table[info.FullMethod].endless {
			return next(ctx, req)
		}
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		return next(ctx, req)
	}
}

// logging writes one line a call: ids, method, status and time; never a field of the request.
func logging(c Config) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		began := time.Now()
		reply, err := next(ctx, req)
		took := time.Since(began)
		if c.Observe != nil {
			c.Observe(info.FullMethod, status.Code(err).String(), took)
		}
		c.Logger.DebugContext(ctx, "call", "method", info.FullMethod, "code", status.Code(err).String(),
			"request", session.From(ctx).RequestID, "ms", took.Milliseconds())
		return reply, err
	}
}

// authenticate finds the principal, by the door.
func authenticate(c Config, table permissions) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		call := session.From(ctx)
		var err error
		switch want := table[info.FullMethod]; c.doorOf(ctx, want) {
		case Front:
			if want.permission != permission.Public { // a session that came along stays unread
				call.Principal, err = c.resolve(ctx, want)
			}
		case Inside:
			call.Principal, err = c.travelled(ctx)
		case Sessions:
		default:
			err = apperr.New(apperr.Unauthenticated)
		}
		if err != nil {
			return nil, err
		}
		return next(session.With(ctx, call), req)
	}
}

func (c Config) resolve(ctx context.Context, want demand) (permission.Principal, error) {
	token := first(ctx, mdSession)
	if token == "" {
		return permission.Principal{}, apperr.New(apperr.Unauthenticated)
	}
	resolve := c.Resolver.Resolve
	if want.endless {
		resolve = c.Resolver.Look
	}
	p, err := resolve(ctx, token)
	if errors.Is(err, session.ErrNone) {
		return p, apperr.New(apperr.Unauthenticated)
	}
	p.Acting = first(ctx, mdActing)
	return p, err
}

// travelled answers the principal that came with a call between services. The own process and a socket of ours are believed. Over a network the
// session is resolved again: whoever got hold of a certificate is no more than the sessions that he knows of.
func (c Config) travelled(ctx context.Context) (permission.Principal, error) {
	sent, here := ctx.Value(callerKey{}).(permission.Principal)
	if !here && json.Unmarshal([]byte(first(ctx, mdPrincipal)), &sent) != nil {
		return permission.Principal{}, apperr.New(apperr.Unauthenticated)
	}
	if c.Door != Network {
		return sent, nil
	}
	p, err := c.Resolver.Again(ctx, sent.Session)
	if errors.Is(err, session.ErrNone) {
		return p, apperr.New(apperr.Unauthenticated)
	}
	p.Acting = sent.Acting
	return p, err
}

// permit refuses a method that the door hides or no role of the principal may use, as if it were not there.
func permit(c Config, table permissions) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		want := table[info.FullMethod]
		if !want.met(c.doorOf(ctx, want), session.From(ctx).Principal) {
			return nil, apperr.New(apperr.NotFound)
		}
		return next(ctx, req)
	}
}

// freshFor is how long a sign-in is fresh.
const freshFor = 10 * time.Minute

// signInAgain refuses a call of a person whose sign-in is too old for the method. Calls between services on one machine come
// of one that was let in; over a network whoever got hold of a certificate and of a session's hash could say so.
func signInAgain(c Config, table permissions) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		if want := table[info.FullMethod]; want.fresh && (c.Door == Front || c.Door == Network) {
			if signedIn := session.From(ctx).Principal.AuthTime; c.Resolver.Now().Sub(signedIn) > freshFor {
				return nil, apperr.New(apperr.SignInAgain)
			}
		}
		return next(ctx, req)
	}
}

// preconditions copies If-Match, without its quotes, to the message's etag field.
func preconditions() grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		sent := first(ctx, mdIfMatch)
		if m, ok := req.(proto.Message); ok && sent != "" {
			etag := strings.Trim(strings.TrimPrefix(sent, "W/"), `"`)
			if f := m.ProtoReflect().Descriptor().Fields().ByName("etag"); f != nil {
				m.ProtoReflect().Set(f, protoreflect.ValueOfString(etag))
			}
		}
		return next(ctx, req)
	}
}
