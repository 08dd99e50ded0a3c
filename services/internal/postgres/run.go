package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// maxRetries is how often a transaction is run again after the first time.
const maxRetries = 5

// ErrCommitted marks an error of a callback that ran together with COMMIT:
// it came too late, the transaction stands. Call Flush before returning
// where a result decides whether to commit.
var ErrCommitted = errors.New("the transaction was committed before this error")

// Read runs fn in a read-only transaction that sees one state of the database,
// however many round trips it takes. fn may run more than once.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return db.run(ctx, beginRead, beginRead, fn)
}

// ReadRecorded runs fn as Read does, but lets it append to the audit that it read. What it read is answered only once that
// is committed.
func (db *DB) ReadRecorded(ctx context.Context, fn func(*Tx) error) error {
	return db.run(ctx, beginRevise, beginRevise, fn)
}

// Write runs fn in a read-write transaction and commits it when fn returns nil.
// What fn left queued leaves together with COMMIT, in one round trip. Any error
// rolls everything back.
//
// fn may run more than once: after a serialization failure, a deadlock,
// or a connection lost before COMMIT was sent. It must not have effects outside
// the transaction, and sets its results anew each time.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	return db.run(ctx, beginWrite, beginWrite, fn)
}

// Revise runs fn as Write does, but the first time on one state of the database: what fn changes then must be as it was in
// that state, or all is done again, as Write does it. fn is told whether it is the first time: then it need not lock what it
// reads, and nobody waits for it before it writes.
func (db *DB) Revise(ctx context.Context, fn func(tx *Tx, first bool) error) error {
	return db.run(ctx, beginRevise, beginWrite, func(tx *Tx) error { return fn(tx, tx.begin == beginRevise) })
}

func (db *DB) run(ctx context.Context, begin, again string, fn func(*Tx) error) error {
	for attempt := 0; ; attempt++ {
		retry, err := db.once(ctx, begin, fn)
		if err == nil || !retry || attempt == maxRetries {
			return err
		}
		begin = again
		if pause(ctx, attempt) != nil {
			return err
		}
	}
}

// once runs fn in one transaction and tells whether a failed one may run again.
func (db *DB) once(ctx context.Context, begin string, fn func(*Tx) error) (again bool, err error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return false, fmt.Errorf("getting a database connection: %w", err)
	}
	// Release destroys a connection that is busy, broken or in a transaction,
	// so that a panic in fn leaves nothing behind either.
	defer conn.Release()
	tx := &Tx{conn: conn.Conn(), begin: begin, session: setting(ctx, sessionKey{}), call: setting(ctx, callKey{})}
	err = tx.run(ctx, fn)
	if err == nil {
		db.hints.add(tx.hints) //nolint:contextcheck // they leave after the call has been answered
		return false, nil
	}
	tx.rollback(ctx)
	if tx.committed {
		return false, fmt.Errorf("%w: %w", ErrCommitted, err)
	}
	if ctx.Err() != nil {
		return false, err
	}
	return lostRace(err) || lostRace(tx.err) ||
		lostConnection(err) && (begin == beginRead || !tx.ended), err
}

// lostRace tells a serialization failure or a deadlock.
func lostRace(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && (pgErr.Code == "40001" || pgErr.Code == "40P01")
}

// lostConnection tells that the server went away, as opposed to refusing.
func lostConnection(err error) bool {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pgErr.Code == "57P01" || pgErr.Code == "57P02"
	}
	return pgconn.SafeToRetry(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

// pause waits a short random time, longer on each attempt, so that two
// transactions that collided do not collide again.
func pause(ctx context.Context, attempt int) error {
	longest := time.Millisecond << (attempt + 1)
	timer := time.NewTimer(rand.N(longest))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
