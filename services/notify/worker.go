// Package notify tells people by mail that something waits for them, and sends the letters about their own address. Jobs carry
// ids only and read what they need; a unique row of the effect, and not the queue, makes a notice go out once.
package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Sender hands a mail to a mail server.
type Sender interface {
	Send(ctx context.Context, m Mail) error
}

// Notices works the jobs that tell the school what has become of a case, or what waits for it: who filed it, and its principals where
// no mail reaches somebody who filed it and acts for the school still, or a job says so.
type Notices struct {
	river.WorkerDefaults[cases.NoticeArgs]

	// DB is the worker's pool.
	DB     *postgres.DB
	Sender Sender
	// BaseURL is where people find Vaatu, without a slash at the end.
	BaseURL string
	Now     func() time.Time
}

// maxRetry caps the wait between two tries: a mail server that was down for a day is tried again soon after.
const maxRetry = 10 * time.Minute

// retry waits longer with each try, ten minutes at most.
func retry(attempt int) time.Duration {
	return min(time.Duration(attempt*attempt)*5*time.Second, maxRetry)
}

// NextRetry answers when a notice that could not be sent is tried again.
func (n *Notices) NextRetry(job *river.Job[cases.NoticeArgs]) time.Time {
	return n.Now().Add(retry(job.Attempt))
}

// Timeout of one try.
func (n *Notices) Timeout(*river.Job[cases.NoticeArgs]) time.Duration { return time.Minute }

// recipient is who is told, and where.
type recipient struct {
	PersonID string `db:"person_id"`
	Email    string `db:"email"`
	Language string `db:"language"`
	Number   string `db:"number"`
}

// Work tells each once. Somebody without an address finds the notice on the start page only.
func (n *Notices) Work(ctx context.Context, job *river.Job[cases.NoticeArgs]) error {
	recipients, err := n.recipients(ctx, job.Args)
	if err != nil {
		return err
	}
	var failed, refused []error
	for _, to := range recipients {
		err := n.Sender.Send(ctx, compose(to.Email, to.Language, to.Number, job.Args.Event, n.BaseURL+"/cases/"+job.Args.CaseID))
		if err == nil {
			err = n.mark(ctx, job.Args, to)
		}
		if errors.Is(err, ErrNoMailbox) {
			refused = append(refused, fmt.Errorf("sending the mail of a notice: %w", err)) // it stays on the start page
		} else if err != nil {
			failed = append(failed, fmt.Errorf("sending the mail of a notice: %w", err))
		}
	}
	if len(failed) == 0 && len(refused) > 0 {
		return river.JobCancel(errors.Join(refused...))
	}
	return errors.Join(failed...)
}

// recipients records the effects that are new, and answers whom no mail has told yet.
func (n *Notices) recipients(ctx context.Context, args cases.NoticeArgs) ([]recipient, error) {
	var to []recipient
	err := n.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`INSERT INTO notify.deliveries (id, case_id, school_id, person_id, kind, case_version, create_time)
			SELECT gen_random_uuid(), c.id, c.school_id, w.person_id, $2, $3, $5 FROM cases c CROSS JOIN access.who_hears($1, $3, $4, $5) w
			WHERE c.id = $1 ON CONFLICT ON CONSTRAINT deliveries_effect DO NOTHING`,
			args.CaseID, args.Event, args.Version, args.Principals, n.Now())
		postgres.Rows(tx, &to, `SELECT d.person_id, k.email, k.language, c.number
			FROM cases c CROSS JOIN access.who_hears($1, $3, $4, $5) w
			JOIN notify.deliveries d ON d.case_id = c.id AND d.case_version = $3 AND d.person_id = w.person_id AND d.kind = $2
			CROSS JOIN LATERAL access.contact(w.person_id) AS k
			WHERE c.id = $1 AND d.send_time IS NULL AND k.email IS NOT NULL ORDER BY d.person_id`,
			args.CaseID, args.Event, args.Version, args.Principals, n.Now())
		return tx.Flush(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("finding whom to tell: %w", err)
	}
	return to, nil
}

func (n *Notices) mark(ctx context.Context, args cases.NoticeArgs, to recipient) error {
	err := n.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`UPDATE notify.deliveries SET send_time = $5
			WHERE case_id = $1 AND case_version = $2 AND person_id = $3 AND kind = $4`,
			args.CaseID, args.Version, to.PersonID, args.Event, n.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("recording a delivery: %w", err)
	}
	return nil
}
