package trail

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// SealArgs is the job that seals the audit. It carries nothing.
type SealArgs struct{}

// Kind names the job for River.
func (SealArgs) Kind() string { return "seal" }

// sealEvery is how often the audit is sealed: what is younger can be altered unnoticed.
const sealEvery = time.Minute

// SealJob brings SealArgs by itself, at the start and from then on. One that fails is not tried again: the next comes soon.
func SealJob() *river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) { return SealArgs{}, &river.InsertOpts{MaxAttempts: 1} }
	return river.NewPeriodicJob(river.PeriodicInterval(sealEvery), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

// Sealer works SealArgs.
type Sealer struct {
	river.WorkerDefaults[SealArgs]

	// DB is the worker's pool.
	DB  *postgres.DB
	Now func() time.Time
	// Heads is the file that gets a line for each seal; empty: none does.
	Heads string
	// Mail, if any, sends the head of each day's first seal to somebody outside.
	Mail func(ctx context.Context, subject, body string) error
}

// Work makes the parts of the table for the months to come, seals what has ended, and lets the heads out.
func (s *Sealer) Work(ctx context.Context, _ *river.Job[SealArgs]) error {
	var last seal
	err := s.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT audit.make_months()")
		var found bool
		postgres.Row(tx, &last, &found, lastSeal)
		return nil
	})
	if err != nil {
		return fmt.Errorf("making the months of the audit: %w", err)
	}
	for sealed := 1; sealed > 0; {
		if sealed, err = sealNext(ctx, s.DB, s.Now()); err != nil {
			return err
		}
	}
	if s.Heads != "" {
		if err := export(ctx, s.DB, s.Heads); err != nil {
			return err
		}
	}
	return s.mail(ctx, last.At)
}

// mail sends the head, where this seal is the first of its day.
func (s *Sealer) mail(ctx context.Context, before time.Time) error {
	if s.Mail == nil {
		return nil
	}
	var last seal
	var found bool
	err := s.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &last, &found, "SELECT no, at, below, leaves, hash FROM audit.seals ORDER BY no DESC LIMIT 1")
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading the last seal: %w", err)
	}
	const day = time.DateOnly
	if !found || last.At.UTC().Format(day) == before.UTC().Format(day) {
		return nil
	}
	line, err := json.Marshal(last.head())
	if err != nil {
		return fmt.Errorf("encoding a head: %w", err)
	}
	return s.Mail(ctx, fmt.Sprintf("Vaatu: sinetti %d / sigill %d / seal %d", last.No, last.No, last.No), string(line)+"\n")
}
