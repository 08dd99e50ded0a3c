package cases

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// TickArgs is the job that does what time brings to all cases. It carries nothing: what is due stands in the cases.
type TickArgs struct{}

// Kind names the job for River.
func (TickArgs) Kind() string { return "tick" }

// tickEvery is how often the clock looks for what is due.
const tickEvery = time.Minute

// TickJob brings TickArgs by itself, at the start and from then on. One that fails is not tried again: the next comes soon.
func TickJob() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(tickEvery), func() (river.JobArgs, *river.InsertOpts) {
		job := Soon()
		return job.Args, job.InsertOpts
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// Soon is the job for whoever makes something due just now.
func Soon() river.InsertManyParams {
	return river.InsertManyParams{Args: TickArgs{}, InsertOpts: &river.InsertOpts{MaxAttempts: 1}}
}

// tickPage is how many due cases are looked for at once.
const tickPage = 100

// Ticker works TickArgs. What it did is not due any more, so that a job that runs twice, or two workers at once, do
// nothing twice.
type Ticker struct {
	river.WorkerDefaults[TickArgs]

	// Store of the worker's role.
	Store *Store
	// Route answers where a case goes by the rules as they stand, and the modes in which the unit there wants permissions.
	Route func(context.Context, Case) (_ Routing, modes []string, _ error)
}

// Timeout of one run; what is left over is due for the next.
func (t *Ticker) Timeout(*river.Job[TickArgs]) time.Duration { return 5 * time.Minute }

// Work gives back what nobody holds any more, moves on what waits in units that work no more, and ticks every case in which
// something is due. A case that fails does not hold up the others.
func (t *Ticker) Work(ctx context.Context, _ *river.Job[TickArgs]) error {
	failed, err := t.vacate(ctx)
	if err != nil {
		return err
	}
	stuck, err := t.windUp(ctx)
	if err != nil {
		return err
	}
	failed = append(failed, stuck...)
	for after := (page.Cursor{}); ; {
		due, err := t.Store.due(ctx, after)
		if err != nil {
			return err
		}
		for _, d := range due {
			after = page.Cursor{Time: d.TickTime, ID: d.ID}
			if err := t.tick(ctx, d.ID); err != nil {
				failed = append(failed, fmt.Errorf("ticking case %s: %w", d.ID, err))
			}
		}
		if len(due) < tickPage {
			return errors.Join(failed...)
		}
	}
}

// tick does what is due in one case; somebody else may have done it meanwhile.
func (t *Ticker) tick(ctx context.Context, id string) error {
	_, err := t.Store.Tick(ctx, id, uuid.NewString())
	return unlessPast(err)
}

// unlessPast answers an error, but for a refusal of what is not to be done any more.
func unlessPast(err error) error {
	if refusal, ok := errors.AsType[*Refusal](err); ok && (refusal.Reason == NotNow || refusal.Reason == Unknown) {
		return nil
	}
	return err
}

// ownerless is an assignment whose holder has no grant in its unit any more.
type ownerless struct {
	AssignmentID string `db:"assignment_id"`
	CaseID       string `db:"case_id"`
	HolderID     string `db:"holder_id"`
}

// vacate puts what people held whose grants have ended back to the queues of the units; it answers what did not succeed.
func (t *Ticker) vacate(ctx context.Context) (failed []error, err error) {
	var left []ownerless
	err = t.Store.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &left, "SELECT assignment_id, case_id, holder_id FROM access.ownerless($1)", t.Store.now())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for assignments without an owner: %w", err)
	}
	for _, o := range left {
		_, err := t.Store.Vacate(ctx, o.CaseID, uuid.NewString(), Vacate{AssignmentID: o.AssignmentID, HolderID: o.HolderID})
		if err := unlessPast(err); err != nil {
			failed = append(failed, fmt.Errorf("vacating assignment %s: %w", o.AssignmentID, err))
		}
	}
	return failed, nil
}

// VacatedArgs is the job that tells the heads of a unit by mail what has come back to its queue from people who left. Ids only.
type VacatedArgs struct {
	UnitID string `json:"unit_id"`
}

// Kind names the job for River.
func (VacatedArgs) Kind() string { return "vacated" }

// gather is how long such a job waits, so that one mail tells of all that somebody held.
const gather = time.Minute

func vacated(unitID string, at time.Time) river.InsertManyParams {
	return river.InsertManyParams{Args: VacatedArgs{UnitID: unitID}, InsertOpts: &river.InsertOpts{ScheduledAt: at.Add(gather)}}
}

type dueCase struct {
	ID       string    `db:"id"`
	TickTime time.Time `db:"tick_time"`
}

// due answers a page of the cases in which something is due, the longest due first.
func (s *Store) due(ctx context.Context, after page.Cursor) ([]dueCase, error) {
	var due []dueCase
	if after.ID == "" {
		after.ID = nobody
	}
	err := s.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &due, `SELECT id, tick_time FROM cases WHERE tick_time <= $1 AND (tick_time, id) > ($2, $3)
			ORDER BY tick_time, id LIMIT $4`, s.now(), after.Time, after.ID, tickPage)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for what is due: %w", err)
	}
	return due, nil
}
