// Package notify tells people by mail that something waits for them, and sends the letters about their own address. Jobs carry
// ids only and read what they need; a unique row of the effect, and not the queue, makes a notice go out once.
package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Sender hands a mail to a mail server.
type Sender interface {
	Send(ctx context.Context, m Mail) error
}

// Notices works the jobs that tell the filer what has become of the case, or what waits for them.
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
	Number   string  `db:"number"`
	SchoolID string  `db:"school_id"`
	PersonID string  `db:"person_id"`
	Email    *string `db:"email"`
	Language *string `db:"language"`
	Sent     bool    `db:"sent"`
}

// Work sends the mail of one notice. Somebody without an address finds the notice on the start page only.
func (n *Notices) Work(ctx context.Context, job *river.Job[cases.NoticeArgs]) error {
	to, err := n.recipient(ctx, job.Args)
	if err != nil || to.Sent || to.Email == nil {
		return err
	}
	mail := compose(*to.Email, *to.Language, to.Number, job.Args.Event, n.BaseURL+"/cases/"+job.Args.CaseID)
	if err := n.Sender.Send(ctx, mail); err != nil {
		err = fmt.Errorf("sending the mail of a notice: %w", err)
		if errors.Is(err, ErrNoMailbox) {
			return river.JobCancel(err) // the notice stays on the start page
		}
		return err
	}
	return n.mark(ctx, job.Args, to)
}

// recipient records the effect, if it is new, and answers who is to be told.
func (n *Notices) recipient(ctx context.Context, args cases.NoticeArgs) (recipient, error) {
	var to recipient
	err := n.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`INSERT INTO notify.deliveries (id, case_id, school_id, person_id, kind, case_version, create_time)
			SELECT $1, c.id, c.school_id, c.filer_id, $3, $4, $5 FROM cases c WHERE c.id = $2
			ON CONFLICT ON CONSTRAINT deliveries_effect DO NOTHING`,
			uuid.Must(uuid.NewV7()), args.CaseID, args.Event, args.Version, n.Now())
		postgres.Row(tx, &to, nil, `SELECT c.number, c.school_id, c.filer_id AS person_id, k.email, k.language,
				d.send_time IS NOT NULL AS sent
			FROM cases c
			JOIN notify.deliveries d ON d.case_id = c.id AND d.case_version = $2 AND d.person_id = c.filer_id AND d.kind = $3
			CROSS JOIN LATERAL access.contact(c.filer_id) AS k
			WHERE c.id = $1`, args.CaseID, args.Version, args.Event)
		return tx.Flush(ctx)
	})
	if err != nil {
		return to, fmt.Errorf("finding whom to tell: %w", err)
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
