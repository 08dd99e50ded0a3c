package rpc

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// statusOf maps reasons to codes; a test ranges over all reasons.
var statusOf = map[apperr.Reason]codes.Code{
	apperr.Validation:           codes.InvalidArgument,
	apperr.IdentityCodeInText:   codes.InvalidArgument,
	apperr.Unauthenticated:      codes.Unauthenticated,
	apperr.NotFound:             codes.NotFound,
	apperr.TransitionRefused:    codes.FailedPrecondition,
	apperr.AssignmentHeld:       codes.FailedPrecondition,
	apperr.IdempotencyKeyReused: codes.FailedPrecondition,
	apperr.EtagStale:            codes.Aborted,
	apperr.NoRole:               codes.PermissionDenied,
	apperr.SignInAgain:          codes.Unauthenticated,
	apperr.RateLimited:          codes.ResourceExhausted,
	apperr.Unavailable:          codes.Unavailable,
	apperr.ContentUnavailable:   codes.Unavailable,
	apperr.Internal:             codes.Internal,
}

// mapErrors turns plain errors into statuses. A cause that is not the caller's business goes to the log, once.
func mapErrors(log *slog.Logger) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		reply, err := next(ctx, req)
		if err == nil {
			return reply, nil
		}
		if answer := peerAnswer(err); answer != nil {
			return nil, answer.Err()
		}
		public := classify(err)
		switch public.Reason { //nolint:exhaustive // the others are the caller's business
		case apperr.Internal, apperr.Unavailable, apperr.ContentUnavailable:
			log.ErrorContext(ctx, "call failed", "method", info.FullMethod, "request", session.From(ctx).RequestID,
				"reason", public.Reason, "error", err.Error())
		}
		return nil, toStatus(public)
	}
}

// domain marks the statuses that this package made.
const domain = "vaatu"

// peerAnswer answers the status of another service as it was mapped there, without what was wrapped around it here. A
// status that the transport made is none: it tells of sockets and addresses.
func peerAnswer(err error) *status.Status {
	var peer interface{ GRPCStatus() *status.Status }
	if !errors.As(err, &peer) {
		return nil
	}
	for _, detail := range peer.GRPCStatus().Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok && info.GetDomain() == domain {
			return peer.GRPCStatus()
		}
	}
	return nil
}

// classify answers the public error of any error.
func classify(err error) *apperr.Error {
	var refused interface{ AppError() *apperr.Error }
	var public *apperr.Error
	switch {
	case errors.As(err, &public):
		return public
	case errors.As(err, &refused):
		return refused.AppError()
	case unavailable(err):
		return apperr.New(apperr.Unavailable)
	}
	return apperr.New(apperr.Internal)
}

// unavailable: the database or a peer does not answer in time, or is going down. The caller may try again.
func unavailable(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code[:min(2, len(pg.Code))] {
		case "08", "53", "57", "58", "40":
			return true
		}
		return false
	}
	switch status.Code(err) { //nolint:exhaustive // the others are failures of ours
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled, codes.ResourceExhausted:
		return true
	}
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.Is(err, postgres.ErrUnreplicated) || errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || // the connection ended in the middle of an answer
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

func toStatus(e *apperr.Error) error {
	code, known := statusOf[e.Reason]
	if !known { // never OK, whatever the reason
		e, code = apperr.New(apperr.Internal), codes.Internal
	}
	s := status.New(code, string(e.Reason))
	details := []protoadapt.MessageV1{&errdetails.ErrorInfo{Reason: string(e.Reason), Domain: domain, Metadata: e.Details}}
	if len(e.Fields) > 0 {
		bad := &errdetails.BadRequest{}
		for _, f := range e.Fields {
			bad.FieldViolations = append(bad.FieldViolations, &errdetails.BadRequest_FieldViolation{
				Field: f.Path, Description: f.Text, Reason: f.Rule,
			})
		}
		details = append(details, bad)
	}
	with, err := s.WithDetails(details...)
	if err != nil {
		return s.Err()
	}
	return with.Err()
}
