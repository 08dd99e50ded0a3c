package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// beginRead gives every statement of a Read the same state of the database.
	beginRead  = "begin isolation level repeatable read read only"
	beginWrite = "begin isolation level read committed read write"
	// beginRevise gives a first try one state of the database, and refuses to write over what has changed since.
	beginRevise = "begin isolation level repeatable read read write"

	rollbackTimeout = 2 * time.Second
)

// Tx is a transaction in the making: it queues statements and sends them in
// batches. It belongs to one closure of Read or Write, to one goroutine, and is
// of no use after that.
type Tx struct {
	conn    *pgx.Conn
	begin   string
	session string
	call    string
	queued  []*pgx.QueuedQuery
	hints   []hint

	begun     bool  // BEGIN has been sent
	ended     bool  // COMMIT has been sent
	committed bool  // and confirmed
	late      error // a callback's own refusal, seen while the batch was read
	err       error // the first failure; nothing is sent after it
}

// Queue adds a statement to the next round trip. Its result is had by setting a
// callback on the answer; without one only an error is noticed. A callback that
// runs in the last round trip runs after COMMIT: see ErrCommitted.
func (tx *Tx) Queue(sql string, args ...any) *pgx.QueuedQuery {
	if tx.ended {
		panic("postgres: statement queued after the transaction ended")
	}
	q := &pgx.QueuedQuery{SQL: sql, Arguments: args}
	tx.queued = append(tx.queued, q)
	return q
}

// Flush sends what is queued in one round trip and runs the callbacks; BEGIN
// rides in the first. With nothing queued it does nothing. After a failure, a
// callback's included, the transaction can only roll back: each later Flush
// answers the same error, and so does Write even if the closure returns nil.
func (tx *Tx) Flush(ctx context.Context) error {
	if tx.err == nil && len(tx.queued) > 0 {
		tx.err = tx.send(ctx)
	}
	return tx.err
}

// Conn answers the connection under the transaction. BEGIN may not have been
// sent on it yet: use it to look, not to run statements.
func (tx *Tx) Conn() *pgx.Conn { return tx.conn }

func (tx *Tx) run(ctx context.Context, fn func(*Tx) error) error {
	if err := fn(tx); err != nil {
		tx.queued = nil
		return err
	}
	if tx.err == nil && (tx.begun || len(tx.queued) > 0) {
		tx.err = tx.commit(ctx)
	}
	return tx.err
}

// commit makes the last round trip: what is queued, and COMMIT.
func (tx *Tx) commit(ctx context.Context) error {
	tx.ended = true
	err := tx.send(ctx)
	switch {
	case err == nil && !tx.committed:
		return pgx.ErrTxCommitRollback
	case err == nil && unreplicated(tx.conn.PgConn()):
		return ErrUnreplicated
	}
	return err
}

// whole reports whether what is queued is all of the transaction: one round trip is a transaction by itself, and needs no BEGIN
// and COMMIT.
func (tx *Tx) whole() bool { return tx.ended && !tx.begun && tx.begin == beginWrite }

// send makes one round trip of all that is queued.
func (tx *Tx) send(ctx context.Context) error {
	batch := &pgx.Batch{}
	whole := tx.whole()
	if !tx.begun {
		if !whole {
			batch.Queue(tx.begin)
		}
		if tx.session != "" || tx.call != "" {
			batch.Queue("SELECT set_config('vaatu.session', $1, true), set_config('vaatu.call', $2, true)", tx.session, tx.call)
		}
		tx.begun = true
	}
	for _, q := range tx.queued {
		q.Fn = tx.guard(q.Fn)
		batch.QueuedQueries = append(batch.QueuedQueries, q)
	}
	if tx.ended && !whole {
		batch.Queue("commit").Exec(func(tag pgconn.CommandTag) error {
			tx.committed = tag.String() == "COMMIT"
			return nil
		})
	}
	tx.queued = nil
	if len(batch.QueuedQueries) >= manyStatements {
		tx.conn.PgConn().Frontend().Send(room{})
	}
	err := tx.conn.SendBatch(ctx, batch).Close()
	if whole {
		tx.committed = err == nil
	}
	if tx.late != nil {
		return tx.late // it came before err, or is what the callback made of err
	}
	return err
}

// guard keeps a callback's own error away from pgx, which would stop reading
// there: then nobody would know whether the COMMIT behind it succeeded, and the
// prepared statements of the whole batch would be thrown away. Once a callback
// has refused, those after it do not run.
func (tx *Tx) guard(fn func(pgx.BatchResults) error) func(pgx.BatchResults) error {
	if fn == nil {
		return nil
	}
	return func(results pgx.BatchResults) error {
		if tx.late != nil {
			_, err := results.Exec()
			return err
		}
		err := fn(results)
		if err == nil || isServerError(err) {
			return err
		}
		tx.late = err
		return nil
	}
}

func isServerError(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr)
}

// rollback leaves the connection outside any transaction, or closed. It has its
// own deadline, as the caller's may be what ended the transaction.
func (tx *Tx) rollback(ctx context.Context) {
	pg := tx.conn.PgConn()
	if pg.IsClosed() || pg.TxStatus() == 'I' {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTimeout)
	defer cancel()
	if err := pg.Exec(ctx, "rollback").Close(); err != nil {
		_ = tx.conn.Close(ctx)
	}
}
