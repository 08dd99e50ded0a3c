// Package session says who is calling: it resolves a session token to a principal, and carries the resolved principal
// between services that trust the same private socket.
package session

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

const (
	// Idle is how long a session lives without a request.
	Idle = 30 * time.Minute
	// Absolute is how long a session lives at most.
	Absolute = 10 * time.Hour
	// Most is how many sessions a person has at a time.
	Most = 5
	// MostOfMachines is how many access tokens a person's programs use at a time; beyond, each is opened anew when it comes.
	MostOfMachines = 50

	tokenSize = 32
)

// ErrNone is answered for a token that opens no session: unknown, ended, expired or idle for too long.
var ErrNone = errors.New("no such session")

// NewToken answers 256 random bits, base64url, and the hash that the database keeps.
func NewToken() (token string, hash []byte) {
	raw := make([]byte, tokenSize)
	_, _ = rand.Read(raw) // never fails
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, Hash(token)
}

// Hash answers what the database keeps of a token.
func Hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Resolver turns tokens into principals, in one round trip.
type Resolver struct {
	DB  *postgres.DB
	Now func() time.Time
	// Believe, if any, changes what is resolved: for tests of what holds when permissions do not.
	Believe func(permission.Principal) permission.Principal
}

// Resolve answers the principal of a live session, with the grants that hold now; ErrNone otherwise, also where none does.
func (r Resolver) Resolve(ctx context.Context, token string) (permission.Principal, error) {
	return r.resolve(ctx, Hash(token), false)
}

// Look answers as Resolve does, but the session does not count as used: what comes by itself keeps nobody signed in.
func (r Resolver) Look(ctx context.Context, token string) (permission.Principal, error) {
	return r.resolve(ctx, Hash(token), true)
}

// Again answers the principal of a session that another process has resolved, by what its principal says of it.
func (r Resolver) Again(ctx context.Context, session string) (permission.Principal, error) {
	return r.again(ctx, session, false)
}

// Still answers what a principal who was resolved before is by now, as Look does.
func (r Resolver) Still(ctx context.Context, before permission.Principal) (permission.Principal, error) {
	p, err := r.again(ctx, before.Session, true)
	p.Acting = before.Acting
	return p, err
}

func (r Resolver) again(ctx context.Context, session string, look bool) (permission.Principal, error) {
	hash, err := hex.DecodeString(session)
	if err != nil {
		return permission.Principal{}, ErrNone
	}
	return r.resolve(ctx, hash, look)
}

func (r Resolver) resolve(ctx context.Context, hash []byte, look bool) (permission.Principal, error) {
	var found []byte
	err := r.DB.Write(postgres.WithCall(ctx, "", ""), func(tx *postgres.Tx) error { // the audit does not hear of it
		postgres.Row(tx, &found, nil, "SELECT access.resolve_session($1, $2, $3, $4)", hash, r.Now(), Idle, look)
		return nil
	})
	if err != nil {
		return permission.Principal{}, fmt.Errorf("resolving a session: %w", err)
	}
	if found == nil {
		return permission.Principal{}, ErrNone
	}
	var p permission.Principal
	if err := json.Unmarshal(found, &p); err != nil {
		return permission.Principal{}, fmt.Errorf("reading a session: %w", err)
	}
	if len(p.Grants) == 0 {
		return permission.Principal{}, ErrNone // as sign-in would refuse them
	}
	p.Session = hex.EncodeToString(hash)
	if r.Believe != nil {
		p = r.Believe(p)
	}
	return p, nil
}

// Call is what the interceptors know of the running call.
type Call struct {
	Principal permission.Principal
	RequestID string
	// Origin is the address that the client came from; empty where nobody knows.
	Origin string
	// Language of the caller: fi, sv or en.
	Language string
	// Method is the full name of the RPC.
	Method string
	// IdempotencyKey as sent; empty when none was.
	IdempotencyKey string
}

type key struct{}

// With answers a context that carries the call, and whose transactions are for the session of its principal.
func With(ctx context.Context, c Call) context.Context {
	ctx = postgres.WithCall(postgres.WithSession(ctx, c.Principal.Session), c.RequestID, c.Origin)
	return context.WithValue(ctx, key{}, c)
}

// From answers the running call; the zero Call outside of one.
func From(ctx context.Context) Call {
	c, _ := ctx.Value(key{}).(Call)
	return c
}
