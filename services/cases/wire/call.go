package wire

import (
	"context"
	"fmt"
	"strconv"

	"google.golang.org/protobuf/proto"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Caller turns the running call into a cases.Call.
type Caller struct{ Vault *vault.Vault }

// Append answers the call of an addition, which needs an idempotency key and no etag. resource is the id that a
// repetition answers.
func (k Caller) Append(ctx context.Context, req proto.Message, resource string) (cases.Call, error) {
	call := session.From(ctx)
	if call.IdempotencyKey == "" {
		return cases.Call{}, apperr.Invalid("Idempotency-Key", "header.required", "send an Idempotency-Key header")
	}
	if len(call.IdempotencyKey) > 100 {
		return cases.Call{}, apperr.Invalid("Idempotency-Key", "header.too_long", "use at most 100 characters")
	}
	body, err := proto.MarshalOptions{Deterministic: true}.Marshal(req)
	if err != nil {
		return cases.Call{}, fmt.Errorf("encoding a request: %w", err)
	}
	hash, err := k.Vault.Fingerprint(body)
	if err != nil {
		return cases.Call{}, err
	}
	return cases.Call{
		Principal: call.Principal, RequestID: call.RequestID,
		Once: cases.Once{
			Key: call.IdempotencyKey, Method: call.Method, Hash: hash, ResourceID: resource,
		},
	}, nil
}

// Transition answers the call of a transition, which needs an etag too.
func (k Caller) Transition(ctx context.Context, req interface {
	proto.Message
	GetEtag() string
}, resource string,
) (cases.Call, error) {
	call, err := k.Append(ctx, req, resource)
	if err == nil {
		call.Expect, err = Revision(req.GetEtag())
	}
	return call, err
}

// Optional is Transition where the caller may leave the etag out.
func (k Caller) Optional(ctx context.Context, req interface {
	proto.Message
	GetEtag() string
}, resource string,
) (cases.Call, error) {
	if req.GetEtag() == "" {
		return k.Append(ctx, req, resource)
	}
	return k.Transition(ctx, req, resource)
}

// Revision reads an etag. A missing one is an error that names the header; one that is not ours fits no revision.
func Revision(etag string) (int, error) {
	if etag == "" {
		return 0, apperr.Invalid("If-Match", "header.required", "send the etag of what you saw in If-Match")
	}
	revision, err := strconv.Atoi(etag)
	if err != nil || revision < 1 {
		return -1, nil //nolint:nilerr // an unknown etag is a stale one
	}
	return revision, nil
}
