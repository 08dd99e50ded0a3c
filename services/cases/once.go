package cases

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Once makes a change happen at most once for a key. The record keeps the method, a hash of the request and the id of
// what was made, never a body; kept 48 hours.
type Once struct {
	Key    string
	Method string
	// Hash of the request as sent.
	Hash []byte
	// ResourceID is what a repetition answers.
	ResourceID string
}

type usedKey struct {
	Method      string `db:"method"`
	RequestHash []byte `db:"request_hash"`
	ResourceID  string `db:"resource_id"`
}

// pendingKey is a record that the next round trip fetches.
type pendingKey struct {
	record usedKey
	found  bool
}

func (o Once) queue(tx *postgres.Tx, person string) *pendingKey {
	p := &pendingKey{}
	if o.Key != "" {
		postgres.Row(tx, &p.record, &p.found,
			"SELECT method, request_hash, resource_id FROM idempotency_keys WHERE person_id = $1 AND key = $2", person, o.Key)
	}
	return p
}

// check answers the record of an earlier, equal request; IDEMPOTENCY_KEY_REUSED when the key was used for another.
func (p *pendingKey) check(o Once) (*usedKey, error) {
	if !p.found {
		return nil, nil //nolint:nilnil // no record is an ordinary answer
	}
	if p.record.Method != o.Method || !bytes.Equal(p.record.RequestHash, o.Hash) {
		return nil, apperr.New(apperr.IdempotencyKeyReused)
	}
	return &p.record, nil
}

// Look asks, in a round trip of its own, whether the key was used before; it answers what was made then.
func (o Once) Look(ctx context.Context, tx *postgres.Tx, person string) (resource string, used bool, err error) {
	p := o.queue(tx, person)
	if err := tx.Flush(ctx); err != nil {
		return "", false, fmt.Errorf("looking for an idempotency record: %w", err)
	}
	record, err := p.check(o)
	if record == nil {
		return "", false, err
	}
	return record.ResourceID, true, nil
}

// Repeated reports whether a call was carried out before: whoever repeats it hears what it led to, whatever the world is now.
func (r Reader) Repeated(ctx context.Context, call Call) (used bool, err error) {
	err = r.DB.Read(ctx, func(tx *postgres.Tx) error {
		_, used, err = call.Once.Look(ctx, tx, call.Principal.PersonID)
		return err
	})
	return used, err
}

// LookAlone looks as Look does, once whoever uses the key at the same moment has ended: for changes that lock nothing else.
func (o Once) LookAlone(ctx context.Context, tx *postgres.Tx, person string) (resource string, used bool, err error) {
	tx.Queue("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", person+o.Key)
	return o.Look(ctx, tx, person)
}

// Record queues the record of a use.
func (o Once) Record(tx *postgres.Tx, person string, at time.Time) {
	if o.Key == "" {
		return
	}
	tx.Queue(`INSERT INTO idempotency_keys (person_id, key, method, request_hash, resource_id, create_time)
		VALUES ($1, $2, $3, $4, $5, $6)`, person, o.Key, o.Method, o.Hash, o.ResourceID, at)
}
