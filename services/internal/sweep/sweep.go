// Package sweep deletes what is kept for a time only: records of idempotency keys, sessions that have ended, old letters,
// the names in invitations that expired, drafts that nobody saves, what colleagues asked each other, uploads that nobody goes on
// with, and answered feedback where the operator has given it a period.
package sweep

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/retention"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

const (
	// KeysLast is how long an idempotency key is known: a client that was off for a day may still repeat its call.
	KeysLast = 48 * time.Hour

	// LettersLast is how long a letter to one person is kept: a mail server may be away for days.
	LettersLast = 7 * 24 * time.Hour

	// InvitedLast is how long the name is kept of somebody who did not come by an invitation before it expired.
	InvitedLast = 30 * 24 * time.Hour

	// JoinsLast is how long is kept what colleagues asked each other: a request is similar for 60 days.
	JoinsLast = 90 * 24 * time.Hour

	// AbsencesLast is how long an absence is kept after its last day.
	AbsencesLast = 30 * 24 * time.Hour

	// UploadsLast is how long an upload may stop.
	UploadsLast = 24 * time.Hour

	every = time.Hour

	// batch is how many drafts go in a transaction.
	batch = 200
)

// Args of the job: there are none.
type Args struct{}

// Kind names the job in the queue.
func (Args) Kind() string { return "sweep" }

// Job is the periodic job that one of all processes inserts every hour.
func Job() *river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) {
		return Args{}, &river.InsertOpts{MaxAttempts: 3} // the next one comes anyway
	}
	return river.NewPeriodicJob(river.PeriodicInterval(every), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

// Worker deletes.
type Worker struct {
	river.WorkerDefaults[Args]

	// DB is the worker's pool.
	DB  *postgres.DB
	Now func() time.Time
	// Plan says whether answered feedback goes, and when.
	Plan retention.Plan
}

// Work deletes all that has had its time.
func (w *Worker) Work(ctx context.Context, _ *river.Job[Args]) error {
	now := w.Now()
	err := w.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("DELETE FROM idempotency_keys WHERE create_time < $1", now.Add(-KeysLast))
		// A machine's is kept as long as its access token, which could open it anew.
		tx.Queue("DELETE FROM access.sessions WHERE machine_until <= $1 OR machine_until IS NULL AND (expire_time <= $1 OR seen_time <= $2)", now, now.Add(-session.Idle))
		tx.Queue("DELETE FROM access.letters WHERE create_time < $1", now.Add(-LettersLast))
		tx.Queue("SELECT access.forget_invited($1)", now.Add(-InvitedLast))
		tx.Queue("SELECT intake.forget_joins($1)", now.Add(-JoinsLast))
		tx.Queue("SELECT staffing.forget_absences($1::text::date)", helsinki.Date(now.Add(-AbsencesLast)))
		tx.Queue("SELECT forget_uploads($1, $2)", now.Add(-UploadsLast), now)
		if period, decided := w.Plan[retention.Feedback]; decided {
			tx.Queue("SELECT feedback.forget($1)", period.EndedBy(now))
		}
		return nil
	})
	if err == nil {
		err = w.drafts(ctx)
	}
	if err != nil {
		return fmt.Errorf("sweeping: %w", err)
	}
	return nil
}

// drafts deletes those whose day has come, by the database's clock.
func (w *Worker) drafts(ctx context.Context) error {
	for gone := batch; gone == batch; {
		err := w.DB.Write(ctx, func(tx *postgres.Tx) error {
			postgres.Row(tx, &gone, nil, "SELECT intake.expire_drafts($1)", batch)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
