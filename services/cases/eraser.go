package cases

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/retention"
)

// erasable are the phases in which a case is erased once the class has had its period.
var erasable = []struct {
	class string
	phase Phase
}{
	{retention.CaseClosed, Closed},
	{retention.CaseWithdrawn, Withdrawn},
}

// EraseArgs is the job that erases the cases whose retention period has ended. It carries nothing.
type EraseArgs struct{}

// Kind names the job for River.
func (EraseArgs) Kind() string { return "erase" }

// EraseJob brings EraseArgs at the start and every day.
func EraseJob() *river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) { return EraseArgs{}, &river.InsertOpts{MaxAttempts: 1} }
	return river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

// Eraser works EraseArgs. A class without a period in the plan is left alone.
type Eraser struct {
	river.WorkerDefaults[EraseArgs]

	// Store of the worker's role.
	Store *Store
	Plan  retention.Plan
}

// Timeout of one run; what is left over waits for the next.
func (e *Eraser) Timeout(*river.Job[EraseArgs]) time.Duration { return time.Hour }

// Work erases what has had its period. A case that fails does not hold up the others.
func (e *Eraser) Work(ctx context.Context, _ *river.Job[EraseArgs]) error {
	var failed []error
	for _, of := range erasable {
		period, decided := e.Plan[of.class]
		if !decided {
			continue
		}
		failed = append(failed, e.erase(ctx, Erase{Phase: of.phase, EndedBy: period.EndedBy(e.Store.now()), Class: of.class, Period: period.String()}))
	}
	return errors.Join(failed...)
}

// erase goes through the cases of one class, page by page.
func (e *Eraser) erase(ctx context.Context, cmd Erase) error {
	var failed []error
	for after := nobody; ; {
		var ids []string
		err := e.Store.DB.Read(ctx, func(tx *postgres.Tx) error {
			postgres.Rows(tx, &ids, `SELECT id::text FROM cases WHERE phase = $1 AND coalesce(withdraw_time, close_time) <= $2 AND id > $3
				ORDER BY id LIMIT $4`, string(cmd.Phase), cmd.EndedBy, after, tickPage)
			return nil
		})
		if err != nil {
			return fmt.Errorf("looking for what has had its period: %w", err)
		}
		for _, id := range ids {
			after = id
			_, err := e.Store.Erase(ctx, id, uuid.NewString(), cmd)
			if err := unlessPast(err); err != nil {
				failed = append(failed, fmt.Errorf("erasing case %s: %w", id, err))
			}
		}
		if len(ids) < tickPage {
			return errors.Join(failed...)
		}
	}
}

// Erasable answers, in one line a class with a period, how many cases have had it by now.
func Erasable(ctx context.Context, db *postgres.DB, plan retention.Plan, now time.Time) ([]string, error) {
	var lines []string
	for _, of := range erasable {
		period, decided := plan[of.class]
		if !decided {
			continue
		}
		var n int
		err := db.Read(ctx, func(tx *postgres.Tx) error {
			postgres.Row(tx, &n, nil, "SELECT count(*) FROM cases WHERE phase = $1 AND coalesce(withdraw_time, close_time) <= $2",
				string(of.phase), period.EndedBy(now))
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("counting what has had its period: %w", err)
		}
		lines = append(lines, fmt.Sprintf("%s %s: %d cases have had their period and will be erased", of.class, period, n))
	}
	return lines, nil
}
