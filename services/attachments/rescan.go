package attachments

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/vip-verkosto/vaatu/services/cases"
)

const (
	// rescanEvery is how often it is asked whether the scanner is there for what waits.
	rescanEvery = 30 * time.Second
	// rescanWait is how long one run may take; what is left over waits for the next.
	rescanWait = 5 * time.Minute
)

// RescanArgs is the job that brings what waits to the scanner. It carries nothing: what waits stands in the database.
type RescanArgs struct{}

// Kind names the job in the queue.
func (RescanArgs) Kind() string { return "rescan" }

// RescanJob brings RescanArgs at the start and from then on, while none is there: a long one does not take the place of other work.
// One that fails is not tried again: the next comes soon.
func RescanJob() *river.PeriodicJob {
	unfinished := []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}
	insert := func() (river.JobArgs, *river.InsertOpts) {
		return RescanArgs{}, &river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: unfinished}}
	}
	return river.NewPeriodicJob(river.PeriodicInterval(rescanEvery), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

// Rescan works RescanArgs: says which files go soon, and scans one after the other while the scanner answers.
type Rescan struct {
	river.WorkerDefaults[RescanArgs]

	Quarantine cases.Quarantine
	Examiner   *Examiner
}

// Timeout of one run.
func (r *Rescan) Timeout(*river.Job[RescanArgs]) time.Duration { return rescanWait }

// Work warns first of what goes soon. It opens no file while the scanner does not answer, and ends at the first of which it does not
// say anything: the next run begins with others. One that fails otherwise does not hold them up.
func (r *Rescan) Work(ctx context.Context, _ *river.Job[RescanArgs]) error {
	failed := []error{r.Quarantine.Warn(ctx)}
	for answered := r.Examiner.decides(ctx); answered; {
		u, due, err := r.Quarantine.Take(ctx)
		if err != nil {
			failed = append(failed, err)
			break
		}
		if !due {
			break
		}
		if answered, err = r.scan(ctx, u); err != nil {
			failed = append(failed, fmt.Errorf("scanning attachment %s: %w", u.ID, err))
		}
		answered = answered && ctx.Err() == nil
	}
	return errors.Join(failed...)
}

// scan looks at one file, and reports whether the scanner has answered.
func (r *Rescan) scan(ctx context.Context, u cases.Unscanned) (answered bool, err error) {
	end, err := r.Examiner.turn(ctx)
	if err != nil {
		return false, err
	}
	defer end()
	file, err := memory()
	if err != nil {
		return false, err
	}
	defer file.Close()
	if waits, err := r.Quarantine.Write(ctx, u, file); err != nil || !waits {
		return true, err
	}
	found, _, err := r.Examiner.examine(ctx, u.Name, file, u.Size)
	if err != nil || found.State.Waits() {
		return err != nil, err
	}
	return true, r.Quarantine.End(ctx, u, found)
}
