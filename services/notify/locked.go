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

// Locked works the jobs that tell those to whom the content of a case was open that it is locked: who holds a part, and of a part
// that waits the heads of its unit.
type Locked struct {
	river.WorkerDefaults[cases.LockedArgs]

	// DB is the worker's pool.
	DB     *postgres.DB
	Sender Sender
	// BaseURL is where people find Vaatu, without a slash at the end.
	BaseURL string
	Now     func() time.Time
}

// NextRetry answers when those who could not be told are tried again.
func (l *Locked) NextRetry(job *river.Job[cases.LockedArgs]) time.Time {
	return l.Now().Add(retry(job.Attempt))
}

// Timeout of one try.
func (l *Locked) Timeout(*river.Job[cases.LockedArgs]) time.Duration { return time.Minute }

// worker of a case is somebody who is to be told.
type worker struct {
	PersonID string `db:"person_id"`
	Email    string `db:"email"`
	Language string `db:"language"`
	Number   string `db:"number"`
	// Holds: the person holds a part, and the page of the case says how it is locked.
	Holds bool `db:"holds"`
}

// page answers where a worker is led.
func (w worker) page(caseID string) string {
	if w.Holds {
		return "/cases/" + caseID
	}
	return "/"
}

// Work tells each once.
func (l *Locked) Work(ctx context.Context, job *river.Job[cases.LockedArgs]) error {
	workers, err := l.workers(ctx, job.Args)
	if err != nil {
		return err
	}
	var failed []error
	for _, w := range workers {
		err := l.Sender.Send(ctx, compose(w.Email, w.Language, w.Number, "LOCKED", l.BaseURL+w.page(job.Args.CaseID)))
		if err == nil {
			err = l.mark(ctx, job.Args, w)
		}
		if err != nil && !errors.Is(err, ErrNoMailbox) {
			failed = append(failed, fmt.Errorf("telling that a case is locked: %w", err))
		}
	}
	return errors.Join(failed...)
}

// workers records the effects that are new, and answers whom no mail has told yet.
func (l *Locked) workers(ctx context.Context, args cases.LockedArgs) ([]worker, error) {
	var found []worker
	err := l.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`INSERT INTO notify.deliveries (id, case_id, school_id, person_id, kind, case_version, create_time)
			SELECT gen_random_uuid(), c.id, c.school_id, w.person_id, 'LOCKED', $2, $3 FROM cases c CROSS JOIN LATERAL (
				SELECT a.holder_id AS person_id FROM assignments a WHERE a.case_id = c.id AND a.id = ANY ($4::text[]::uuid[]) AND a.state IN ('HELD', 'DONE')
				UNION SELECT h.person_id FROM assignments a CROSS JOIN access.heads_of(a.unit_id, $3) h
					WHERE a.case_id = c.id AND a.id = ANY ($4::text[]::uuid[]) AND a.state = 'WAITING') w
			WHERE c.id = $1 ON CONFLICT ON CONSTRAINT deliveries_effect DO NOTHING`, args.CaseID, args.Version, l.Now(), args.AssignmentIDs)
		postgres.Rows(tx, &found, `SELECT d.person_id, k.email, k.language, c.number,
				EXISTS (SELECT FROM assignments a WHERE a.case_id = c.id AND a.holder_id = d.person_id AND a.state IN ('HELD', 'DONE')) AS holds
			FROM notify.deliveries d JOIN cases c ON c.id = d.case_id
			CROSS JOIN LATERAL access.contact(d.person_id) AS k
			WHERE d.case_id = $1 AND d.case_version = $2 AND d.kind = 'LOCKED' AND d.send_time IS NULL AND k.email IS NOT NULL
			ORDER BY d.person_id`, args.CaseID, args.Version)
		return tx.Flush(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("finding who works on a case: %w", err)
	}
	return found, nil
}

func (l *Locked) mark(ctx context.Context, args cases.LockedArgs, w worker) error {
	err := l.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`UPDATE notify.deliveries SET send_time = $4 WHERE case_id = $1 AND case_version = $2 AND person_id = $3 AND kind = 'LOCKED'`,
			args.CaseID, args.Version, w.PersonID, l.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("recording who was told: %w", err)
	}
	return nil
}
