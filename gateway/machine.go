package gateway

import (
	"context"
	"errors"
	"net/http"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

// caller answers the session token of who calls: by the access token in the Authorization header where there is such a
// header, otherwise by the cookie. What it refuses has no cause in it; that is in the log.
func (g *Gateway) caller(ctx context.Context, authorization []string, cookie string) (string, *refusal) {
	session, who := cookie, cookie
	if len(authorization) > 0 {
		m, err := g.machineOf(ctx, authorization)
		switch {
		case errors.Is(err, errProviderDown):
			g.log.WarnContext(ctx, "an access token could not be verified", "request", callOf(ctx).id, "error", err.Error())
			return "", &refusal{reason: reasonUnavailable}
		case err != nil:
			g.log.DebugContext(ctx, "an access token was refused", "request", callOf(ctx).id, "error", err.Error())
			return "", &refusal{reason: reasonInvalidToken}
		}
		callOf(ctx).machine = m
		session, who = m.session, m.Issuer+"\x00"+m.Subject // a new token brings no new requests
	}
	switch {
	case session == "":
		return "", &refusal{reason: reasonUnauthenticated}
	case !g.limits.allow(who):
		return "", &refusal{reason: reasonRateLimited}
	}
	return session, nil
}

// behindToken opens the session behind an access token when the services do not know it: at its first call, and after it
// idled. They read session and grants at each call as for everybody, so that what was ended is ended at the next.
func (g *Gateway) behindToken(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	err := invoke(ctx, method, req, reply, cc, opts...)
	m := callOf(ctx).machine
	if m == nil || status.Code(err) != codes.Unauthenticated {
		return err
	}
	if err := g.openBehind(ctx, m); err != nil {
		return err
	}
	err = invoke(ctx, method, req, reply, cc, opts...)
	if refusalOf(status.Convert(err)).reason == reasonUnauthenticated {
		return statusOfRefusal(refusal{reason: reasonInvalidToken}) // its session was ended for good
	}
	return err
}

// firstBehind begins a stream and answers it with its first message, as behindToken does a call.
func firstBehind[M any](
	ctx context.Context, g *Gateway, begin func(context.Context) (grpc.ServerStreamingClient[M], error),
) (*M, grpc.ServerStreamingClient[M], error) {
	for again := false; ; again = true {
		stream, err := begin(ctx)
		if err != nil {
			return nil, nil, err
		}
		first, err := stream.Recv()
		m := callOf(ctx).machine
		if again || m == nil || status.Code(err) != codes.Unauthenticated {
			return first, stream, err
		}
		if err := g.openBehind(ctx, m); err != nil {
			return nil, nil, err
		}
	}
}

func (g *Gateway) openBehind(ctx context.Context, m *machine) error {
	s := m.standing()
	if s.learner {
		return statusOfRefusal(refusal{reason: reasonNoRole})
	}
	behind := &accesspb.Machine{Token: m.session, ExpireTime: timestamppb.New(m.expires)}
	if made := m.moment("iat"); !made.IsZero() {
		behind.IssueTime = timestamppb.New(made)
	}
	_, err := g.signIn.sessions.OpenSession(outgoing(ctx), &accesspb.OpenSessionRequest{
		Issuer: m.Issuer, Subject: m.Subject, DisplayName: m.displayName(), Email: m.email(), Language: m.language(), SchoolRoles: s.roles,
		Machine: behind,
	})
	return err
}

// endedBy answers the session that a sign-out ends. An access token opens its own before, so that one which was never used
// ends, too.
func (g *Gateway) endedBy(r *http.Request) (string, *refusal) {
	cookie, sent := g.sessionToken(r), r.Header.Values("Authorization")
	if len(sent) == 0 {
		return cookie, nil
	}
	session, refused := g.caller(r.Context(), sent, "")
	if refused != nil {
		return "", refused
	}
	ctx, cancel := context.WithTimeout(r.Context(), callDeadline)
	defer cancel()
	if err := g.openBehind(ctx, callOf(ctx).machine); err != nil {
		f := refusalOf(status.Convert(err))
		return "", &f
	}
	return session, nil
}

// codeOf maps reasons of the gateway's own refusals to codes, as the services do with theirs.
var codeOf = map[string]codes.Code{
	reasonValidation:      codes.InvalidArgument,
	reasonUnauthenticated: codes.Unauthenticated,
	reasonInvalidToken:    codes.Unauthenticated,
	reasonNoRole:          codes.PermissionDenied,
	reasonNotFound:        codes.Unimplemented, // of a method: what a gRPC server says of one that it does not have
	reasonTooLarge:        codes.ResourceExhausted,
	reasonRateLimited:     codes.ResourceExhausted,
	reasonUnavailable:     codes.Unavailable,
}

// statusOfRefusal is a refusal as gRPC tells it.
func statusOfRefusal(f refusal) error {
	code, known := codeOf[f.reason]
	if !known {
		f, code = refusal{reason: reasonInternal}, codes.Internal
	}
	bad := &errdetails.BadRequest{}
	for _, v := range f.violations {
		bad.FieldViolations = append(bad.FieldViolations, &errdetails.BadRequest_FieldViolation{Field: v.field, Reason: v.rule})
	}
	said := status.New(code, f.reason)
	with, err := said.WithDetails(&errdetails.ErrorInfo{Reason: f.reason, Domain: "vaatu"})
	if err == nil && len(f.violations) > 0 {
		with, err = with.WithDetails(bad)
	}
	if err != nil {
		return said.Err() // these details always encode
	}
	return with.Err()
}
