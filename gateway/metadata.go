package gateway

import (
	"context"

	"google.golang.org/grpc/metadata"
)

// All that a service gets to know of a request beside its message. Nothing that a client sends becomes metadata in
// another way.
const (
	mdSession     = "vaatu-session"
	mdRequestID   = "x-request-id"
	mdLanguage    = "accept-language"
	mdIfMatch     = "if-match"
	mdIdempotency = "idempotency-key"
	mdActing      = "vaatu-acting-grant"
	mdOrigin      = "vaatu-origin"
)

// passed are the headers whose value goes on as it was sent, and the name that it gets.
var passed = []struct{ header, key string }{
	{"If-Match", mdIfMatch},
	{"Idempotency-Key", mdIdempotency},
	{"Vaatu-Acting-Grant", mdActing},
}

// longestHeader bounds a passed header, in bytes. The services have closer bounds.
const longestHeader = 500

// metadataOf answers the metadata of a request, or the headers whose value cannot be one.
func metadataOf(c *call, session string, sent func(header string) []string) (metadata.MD, []violation) {
	md := c.pairs()
	if session != "" {
		md.Set(mdSession, session)
	}
	var wrong []violation
	for _, p := range passed {
		values := sent(p.header)
		switch {
		case len(values) == 0:
		case len(values) > 1, !printable(values[0]):
			wrong = append(wrong, violation{field: p.header, rule: ruleHeaderValue})
		case values[0] != "":
			md.Set(p.key, values[0])
		}
	}
	return md, wrong
}

func printable(value string) bool {
	for i := range len(value) {
		if value[i] < ' ' || value[i] > '~' {
			return false
		}
	}
	return len(value) <= longestHeader
}

// outgoing is the context of a call that the gateway itself makes.
func outgoing(ctx context.Context) context.Context {
	c := callOf(ctx)
	return metadata.NewOutgoingContext(ctx, c.pairs())
}

func (c *call) pairs() metadata.MD {
	return metadata.Pairs(mdRequestID, c.id, mdLanguage, c.language, mdOrigin, c.origin)
}
