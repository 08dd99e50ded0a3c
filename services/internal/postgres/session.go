package postgres

import "context"

type sessionKey struct{}

// WithSession answers a context whose transactions are for a session, named by the hash of its token in hexadecimal: row
// level security shows them what its person may see. Without one they see nothing that belongs to anybody.
func WithSession(ctx context.Context, hash string) context.Context {
	return context.WithValue(ctx, sessionKey{}, hash)
}

// sessionOf answers the session of a context; empty: none.
func sessionOf(ctx context.Context) string {
	hash, _ := ctx.Value(sessionKey{}).(string)
	return hash
}
