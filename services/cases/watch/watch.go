// Package watch keeps watch over the clocks of all cases and of the partners' parts in them: within a minute of each change it
// derives how the case stands to its targets, keeps what lists show of it, and records who is to be told that a target is near or
// missed, that who holds it is away, or that it is to be returned. Whom a mail then tells is package notify's. What to say, and
// to whom, is decided by the pure package clocks.
//
// A case is looked at when it has changed since, and when a call may have become due. Looking twice, or from two processes at
// once, changes nothing: the row of the case is locked, and a step that was recorded is not recorded again.
package watch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// Args is the job. It carries nothing: what is to be looked at stands in the cases.
type Args struct{}

// Kind names the job for River.
func (Args) Kind() string { return "watch" }

// Job brings Args at the start and every minute. One that fails is not tried again: the next comes soon.
func Job() *river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) { return Args{}, &river.InsertOpts{MaxAttempts: 1} }
	return river.NewPeriodicJob(river.PeriodicInterval(time.Minute), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

// most is how many cases that have changed one run looks at, and how many in which a call may be due.
const most = 1000

// together is how many cases are looked at in one transaction: whoever writes to one of them waits as long.
const together = 10

// Worker works Args.
type Worker struct {
	river.WorkerDefaults[Args]

	// DB is the worker's pool.
	DB  *postgres.DB
	Now func() time.Time
	// Targets and Breaks are what the clocks go by.
	Targets clocks.Targets
	Breaks  workdays.Table
}

// Timeout of one run; what is left over waits for the next.
func (w *Worker) Timeout(*river.Job[Args]) time.Duration { return 5 * time.Minute }

// Work looks at each case that is to be looked at. A case that fails does not hold up the others.
func (w *Worker) Work(ctx context.Context, _ *river.Job[Args]) error {
	ids, err := w.due(ctx)
	if err != nil {
		return err
	}
	failed := []error{w.absent(ctx), w.closed(ctx)}
	for some := range slices.Chunk(ids, together) {
		if w.look(ctx, some...) == nil {
			continue
		}
		for _, id := range some {
			if err := w.look(ctx, id); err != nil {
				failed = append(failed, fmt.Errorf("looking at the clocks of case %s: %w", id, err))
			}
		}
	}
	return errors.Join(failed...)
}

// absent records whom the open cases of somebody who is away call, and those that are to be returned to somebody who is back.
func (w *Worker) absent(ctx context.Context) error {
	err := w.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT staffing.call_for_absent($1)", w.Now())
		tx.Queue("SELECT staffing.call_for_return($1)", w.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for cases of somebody who is away, or is back: %w", err)
	}
	return nil
}

// closed records whom the open cases call that somebody leads in a unit which works no more.
func (w *Worker) closed(ctx context.Context) error {
	err := w.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT access.call_for_closed($1)", w.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for cases that are led in a unit which works no more: %w", err)
	}
	return nil
}

// open are the phases in which there is something to reach: after the advice by partners alone; as the indexes have it.
const open = "phase IN ('TRIAGE', 'QUEUED', 'IN_CONSULTATION', 'AWAITING_SCHOOL', 'AWAITING_PERMISSION', 'ADVISED', 'FOLLOW_UP')"

// due answers the cases to look at.
func (w *Worker) due(ctx context.Context) (ids []string, err error) {
	err = w.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &ids, `(SELECT id::text FROM cases WHERE version <> clock_version AND `+open+` ORDER BY id LIMIT $2)
			UNION (SELECT id::text FROM cases WHERE look_time <= $1 AND `+open+` ORDER BY look_time, id LIMIT $2)`, w.Now(), most)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for cases whose clocks have moved: %w", err)
	}
	return ids, nil
}

// look derives how cases stand, and records it with the calls that are due.
func (w *Worker) look(ctx context.Context, ids ...string) error {
	return w.DB.Write(ctx, func(tx *postgres.Tx) error {
		now := w.Now().UTC()
		tx.Queue("SELECT FROM cases WHERE id = ANY ($1) ORDER BY id FOR UPDATE", ids)
		stored := make([]func() ([]cases.Event, error), len(ids))
		for i, id := range ids {
			stored[i] = cases.QueueEvents(tx, id)
		}
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		for _, read := range stored {
			events, err := read()
			if err != nil {
				return err
			}
			if err := w.record(ctx, tx, events, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// record keeps how a case and the parts in it stand, with whom that calls, and when to look again: where nobody could be told, with
// the next run.
func (w *Worker) record(ctx context.Context, tx *postgres.Tx, events []cases.Event, now time.Time) error {
	c := cases.Replay(events)
	version, next := c.Version, []clocks.Clock{}
	all := standings(c, events, w.Targets, w.Breaks, now)
	for _, s := range all {
		next = append(next, s.clocks...)
		answered, err := s.call(ctx, tx, c, events, now)
		if err != nil {
			return err
		}
		if !answered {
			version = 0
		}
	}
	ofCase, ofDispute, ofParts := shown(c, all)
	cases.QueueClock(tx, c.ID, version, ofCase, ofDispute, clocks.Next(next))
	for id, clock := range ofParts {
		cases.QueuePartClock(tx, id, clock)
	}
	return nil
}
