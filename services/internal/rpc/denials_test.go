package rpc

import (
	"context"
	"testing"

	"google.golang.org/grpc"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
)

func TestADenialIsWrittenWhenTheCallerIsGoneAndNotWaitedForWithoutEnd(t *testing.T) {
	t.Parallel()
	written := 0
	c := Config{Door: Front, Denied: func(ctx context.Context, _ trail.Entry) error {
		written++
		if _, ends := ctx.Deadline(); !ends {
			t.Error("it may take as long as it likes")
		}
		return ctx.Err()
	}}
	ctx, gone := context.WithCancel(t.Context())
	gone()
	_, err := denials(c, permissions{})(ctx, nil, &grpc.UnaryServerInfo{FullMethod: "/a/B"}, func(context.Context, any) (any, error) {
		return nil, apperr.New(apperr.NotFound)
	})
	if err == nil || written != 1 {
		t.Errorf("the answer is %v, and %d denials are written", err, written)
	}
}
