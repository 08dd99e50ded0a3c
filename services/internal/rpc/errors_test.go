package rpc

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

func metadataOn(ctx context.Context, key, value string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, key, value)
}

// reasons answers every reason that the source of apperr declares.
func reasons(t *testing.T) []apperr.Reason {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../apperr/apperr.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []apperr.Reason
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || fmt.Sprint(spec.Type) != "Reason" {
			return true
		}
		for _, v := range spec.Values {
			if text, err := strconv.Unquote(v.(*ast.BasicLit).Value); err == nil {
				all = append(all, apperr.Reason(text))
			}
		}
		return true
	})
	return all
}

func TestEveryReasonHasAStatusAndIsInTheContract(t *testing.T) {
	t.Parallel()
	all := reasons(t)
	if len(all) != len(statusOf) {
		t.Errorf("%d reasons are declared, %d have a status", len(all), len(statusOf))
	}
	for _, reason := range all {
		code, ok := statusOf[reason]
		if !ok || code == codes.OK || code == codes.Unknown {
			t.Errorf("%s has the status %s", reason, code)
		}
		if casespb.ErrorReason_value["ERROR_REASON_"+string(reason)] == 0 {
			t.Errorf("%s is not in the contract", reason)
		}
		err := toStatus(&apperr.Error{Reason: reason, Cause: errors.New("secret")})
		if status.Code(err) != code || reasonIn(err) != string(reason) || strings.Contains(status.Convert(err).Proto().String(), "secret") {
			t.Errorf("%s becomes %v with the reason %q", reason, err, reasonIn(err))
		}
	}
	if err := toStatus(apperr.New("NEW_AND_FORGOTTEN")); status.Code(err) != codes.Internal {
		t.Errorf("a reason without a status becomes %v; want INTERNAL", err)
	}
}

type refusal struct{}

func (refusal) Error() string           { return "refused" }
func (refusal) AppError() *apperr.Error { return apperr.New(apperr.AssignmentHeld) }

func TestNoCauseReachesTheCaller(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	const secret = "kuiskattu"
	transport := status.Error(codes.Unavailable, "dial unix /srv/"+secret+".sock")
	peer := toStatus(apperr.New(apperr.EtagStale))
	foreign, err := status.New(codes.PermissionDenied, secret).WithDetails(&errdetails.ErrorInfo{Reason: secret, Domain: "elsewhere"})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		err    error
		reason apperr.Reason
		logged bool
	}{
		"any error":             {errors.New(secret), apperr.Internal, true},
		"a broken constraint":   {&pgconn.PgError{Code: "23505", Message: secret}, apperr.Internal, true},
		"an error without code": {&pgconn.PgError{Message: secret}, apperr.Internal, true},
		"a database that stops": {fmt.Errorf("reading: %w", &pgconn.PgError{Code: "57P01", Message: secret}), apperr.Unavailable, true},
		"a broken connection":   {fmt.Errorf("%s: %w", secret, io.ErrUnexpectedEOF), apperr.Unavailable, true},
		"no standby confirmed":  {fmt.Errorf("%s: %w", secret, postgres.ErrUnreplicated), apperr.Unavailable, true},
		"a full database":       {&pgconn.PgError{Code: "53300", Message: secret}, apperr.Unavailable, true},
		"too late":              {fmt.Errorf("%s: %w", secret, context.DeadlineExceeded), apperr.Unavailable, true},
		"a reason with a cause": {&apperr.Error{Reason: apperr.NotFound, Cause: errors.New(secret)}, apperr.NotFound, false},
		"a refusal":             {fmt.Errorf("%s: %w", secret, refusal{}), apperr.AssignmentHeld, false},
		"a peer's answer":       {fmt.Errorf("%s: %w", secret, peer), apperr.EtagStale, false},
		"a peer out of reach":   {fmt.Errorf("routing: %w", transport), apperr.Unavailable, true},
		"a peer's own failure":  {status.Error(codes.Unimplemented, secret), apperr.Internal, true},
		"somebody else's":       {foreign.Err(), apperr.Internal, true},
	} {
		h.answer = func(context.Context) error { return test.err }
		before := h.log.String()
		err := h.claim(as(t, permission.Expert))
		line := strings.TrimPrefix(h.log.String(), before)
		if reasonIn(err) != string(test.reason) || status.Code(err) != statusOf[test.reason] {
			t.Errorf("%s: %v with the reason %q; want %s", name, err, reasonIn(err), test.reason)
		}
		if whole := status.Convert(err).Proto().String(); strings.Contains(whole, secret) || status.Convert(err).Message() != string(test.reason) {
			t.Errorf("%s: the caller is told %s", name, whole)
		}
		const ways = 2 // through the socket and within the process
		if times := strings.Count(line, "call failed"); (times == ways) != test.logged || times > ways {
			t.Errorf("%s: logged %d times in two calls:\n%s", name, times, line)
		}
		if test.logged && !strings.Contains(line, secret) {
			t.Errorf("%s: the log does not name the cause:\n%s", name, line)
		}
	}
}

func TestAPanicEndsTheCallAndNotTheServer(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	h.answer = func(context.Context) error { panic("kuiskattu") }
	err := h.claim(metadata.AppendToOutgoingContext(as(t, permission.Expert), mdRequestID, someID))
	if reasonIn(err) != "INTERNAL" || strings.Contains(status.Convert(err).Proto().String(), "kuiskattu") {
		t.Errorf("the caller is told %v; want INTERNAL", err)
	}
	if told := h.log.String(); !strings.Contains(told, "kuiskattu") || !strings.Contains(told, "request="+someID) {
		t.Errorf("what the caller quotes is not beside the panic: %s", told)
	}
	h.answer = nil
	if err := h.claim(as(t, permission.Expert)); err != nil {
		t.Errorf("the next call: %v", err)
	}
}
