package postgres

import (
	"context"
	"strings"
)

type (
	sessionKey struct{}
	callKey    struct{}
)

// WithSession answers a context whose transactions are for a session, named by the hash of its token in hexadecimal: row
// level security shows them what its person may see. Without one they see nothing that belongs to anybody.
func WithSession(ctx context.Context, hash string) context.Context {
	return context.WithValue(ctx, sessionKey{}, hash)
}

// WithCall answers a context whose transactions are for a request that came from an address, for the audit; neither holds a
// space, and each may be empty; with both empty they are for none.
func WithCall(ctx context.Context, request, origin string) context.Context {
	return context.WithValue(ctx, callKey{}, strings.TrimSuffix(request+" "+origin, " "))
}

// setting answers what a key of the context holds; empty: nothing.
func setting(ctx context.Context, key any) string {
	value, _ := ctx.Value(key).(string)
	return value
}
