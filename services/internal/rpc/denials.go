package rpc

import (
	"context"
	"log/slog"
	"path"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
)

// denialTime is how long the answer waits for the audit.
const denialTime = 5 * time.Second

// denials lets the audit know of each call of a person that was refused as not there: a case that the caller must not see and one
// that is not there look the same, here too. The answer is the same whether it can be written down or not.
func denials(c Config, table permissions) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		reply, err := next(ctx, req)
		want := table[info.FullMethod]
		if err == nil || c.Denied == nil || c.doorOf(ctx, want) != Front || classify(err).Reason != apperr.NotFound {
			return reply, err
		}
		// Whoever gives up once the answer is there is in the audit all the same.
		write, cancel := context.WithTimeout(context.WithoutCancel(ctx), denialTime)
		defer cancel()
		if failed := c.Denied(write, denied(req, want, path.Base(info.FullMethod))); failed != nil {
			c.Logger.ErrorContext(ctx, "a denial is not in the audit", slog.String("method", info.FullMethod),
				slog.String("request", session.From(ctx).RequestID), slog.String("error", failed.Error()))
		}
		return reply, err
	}
}

// denied answers the entry about a refused request: of its fields the first that is an id.
func denied(req any, want demand, method string) trail.Entry {
	e := trail.Entry{Action: string(want.permission), What: method, Outcome: trail.Denied, Reason: string(apperr.NotFound)}
	m, ok := req.(proto.Message)
	if !ok {
		return e
	}
	for i := range m.ProtoReflect().Descriptor().Fields().Len() {
		f := m.ProtoReflect().Descriptor().Fields().Get(i)
		if f.Kind() != protoreflect.StringKind || f.IsList() {
			continue
		}
		id, err := uuid.Parse(m.ProtoReflect().Get(f).String())
		switch {
		case err != nil:
		case f.Name() == "case_id" || f.Name() == "draft_id":
			e.CaseID = id.String()
		case e.ObjectID == "":
			e.ObjectID = id.String()
		}
	}
	return e
}
