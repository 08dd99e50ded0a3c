package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
)

// errRecording answers what a recorder cannot do.
var errRecording = errors.New("not possible while recording into a batch")

// River answers a pgx.Tx that records: what River executes on it joins the next
// round trip of tx; that it notifies workers waits until tx has committed. Use it with (*river.Client[pgx.Tx]).InsertManyTx only;
// InsertTx would look for the row of the job, which is not there yet. Job ids
// and whether a unique job was skipped stay unknown.
func (tx *Tx) River() pgx.Tx { return recorder{tx} }

// recorder is the pgx.Tx of River: Exec and Query queue and answer nothing.
type recorder struct{ tx *Tx }

func (r recorder) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	r.record(sql, args)
	return pgconn.CommandTag{}, nil
}

func (r recorder) Query(_ context.Context, sql string, args ...any) (pgx.Rows, error) {
	r.record(sql, args)
	return noRows{}, nil
}

func (r recorder) record(sql string, args []any) {
	if isHint(sql) {
		r.tx.hints = append(r.tx.hints, hint{sql: sql, args: args})
		return
	}
	r.tx.Queue(sql, args...)
}

// QueryRow cannot wait: it sends what is queued and then asks. River does so
// once for each driver, to learn the version of the server.
func (r recorder) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if err := r.tx.start(ctx); err != nil {
		return failedRow{err}
	}
	return r.tx.conn.QueryRow(ctx, sql, args...)
}

// Conn answers the true connection: River reads its configuration.
func (r recorder) Conn() *pgx.Conn { return r.tx.conn }

func (recorder) Begin(context.Context) (pgx.Tx, error) { return nil, errRecording }
func (recorder) Commit(context.Context) error          { return errRecording }
func (recorder) Rollback(context.Context) error        { return errRecording }
func (recorder) LargeObjects() pgx.LargeObjects        { return pgx.LargeObjects{} }

func (recorder) CopyFrom(context.Context, pgx.Identifier, []string, pgx.CopyFromSource) (int64, error) {
	return 0, errRecording
}

func (recorder) SendBatch(_ context.Context, b *pgx.Batch) pgx.BatchResults {
	return pgx.FailedBatchResults(b, errRecording)
}

func (recorder) Prepare(context.Context, string, string) (*pgconn.StatementDescription, error) {
	return nil, errRecording
}

// start makes sure that BEGIN has been sent, and all that is queued.
func (tx *Tx) start(ctx context.Context) error {
	if tx.err == nil && (!tx.begun || len(tx.queued) > 0) {
		tx.err = tx.send(ctx)
	}
	return tx.err
}

// noRows is the answer to a query that was only queued.
type noRows struct{}

func (noRows) Close()                                       {}
func (noRows) Err() error                                   { return nil }
func (noRows) CommandTag() pgconn.CommandTag                { return pgconn.CommandTag{} }
func (noRows) FieldDescriptions() []pgconn.FieldDescription { return nil }
func (noRows) Next() bool                                   { return false }
func (noRows) Scan(...any) error                            { return errRecording }
func (noRows) Values() ([]any, error)                       { return nil, errRecording }
func (noRows) RawValues() [][]byte                          { return nil }
func (noRows) Conn() *pgx.Conn                              { return nil }
func (noRows) TypeMap() *pgtype.Map                         { return nil }

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }
