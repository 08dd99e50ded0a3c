package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Parts works the jobs that say who is to be told of a part, or of a dispute about the lead. It records them; [Calls] tells each person in one mail.
type Parts struct {
	river.WorkerDefaults[cases.PartArgs]

	// DB is the worker's pool.
	DB  *postgres.DB
	Now func() time.Time
}

// Timeout of one try.
func (p *Parts) Timeout(*river.Job[cases.PartArgs]) time.Duration { return time.Minute }

// Work records the person, the heads of the unit, or the coordinators of the case, each once.
func (p *Parts) Work(ctx context.Context, job *river.Job[cases.PartArgs]) error {
	err := p.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`INSERT INTO notify.calls (case_id, round, tell, version, person_id, create_time)
			SELECT c.id, c.round, $2, $3, w.person_id, $4 FROM cases c CROSS JOIN (
				SELECT nullif($5, '')::uuid AS person_id UNION SELECT person_id FROM access.heads_of(nullif($6, '')::uuid, $4)
				UNION SELECT person_id FROM access.coordination_of($1, $4) WHERE $7) w
			WHERE c.id = $1 AND w.person_id IS NOT NULL ON CONFLICT ON CONSTRAINT calls_pkey DO NOTHING`,
			job.Args.CaseID, job.Args.Event, job.Args.Version, p.Now(), job.Args.PersonID, job.Args.UnitID, job.Args.Coordination)
		return nil
	})
	if err != nil {
		return fmt.Errorf("recording who is to be told of a part: %w", err)
	}
	return nil
}
