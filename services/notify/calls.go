package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// CallsArgs is the job that tells of targets that are near or missed, of parts, and of disputes about the lead. It carries nothing: whom to tell stands in the
// database, where package watch and [Parts] have recorded it.
type CallsArgs struct{}

// Kind names the job in the queue.
func (CallsArgs) Kind() string { return "calls" }

// CallsJob brings CallsArgs every minute. One that fails is not tried again: the next comes soon.
func CallsJob() *river.PeriodicJob {
	insert := func() (river.JobArgs, *river.InsertOpts) { return CallsArgs{}, &river.InsertOpts{MaxAttempts: 1} }
	return river.NewPeriodicJob(river.PeriodicInterval(time.Minute), insert, &river.PeriodicJobOpts{RunOnStart: true})
}

const (
	// gathered is how long somebody has peace after a mail: what comes meanwhile is told in one. Also after a long stop nobody
	// gets more than one mail an hour.
	gathered = time.Hour
	// held is how long what one worker sends is left alone by others. When it dies, another sends it then.
	held = 5 * time.Minute
	// mostCalled is how many people one run tells.
	mostCalled = 200
)

// Calls works CallsArgs: it tells each person in one mail of all that is to be told.
type Calls struct {
	river.WorkerDefaults[CallsArgs]

	// DB is the worker's pool.
	DB     *postgres.DB
	Sender Sender
	// BaseURL is where people find Vaatu, without a slash at the end.
	BaseURL string
	Now     func() time.Time
}

// Timeout of one run; what is left over waits for the next.
func (c *Calls) Timeout(*river.Job[CallsArgs]) time.Duration { return 5 * time.Minute }

// Work mails each person who has an address. A mail that cannot be sent does not hold up the others, and is tried again.
func (c *Calls) Work(ctx context.Context, _ *river.Job[CallsArgs]) error {
	if err := c.end(ctx); err != nil {
		return err
	}
	people, err := c.people(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, person := range people {
		if err := c.tell(ctx, person); err != nil {
			failed = append(failed, fmt.Errorf("telling of targets and parts: %w", err))
		}
	}
	return errors.Join(failed...)
}

// unsent are calls that no mail has told, no worker is sending, and of which there is something to tell. The clock may have been set
// back since one began.
const unsent = `k.send_time IS NULL AND k.end_time IS NULL
	AND (k.try_time IS NULL OR k.try_time NOT BETWEEN $1::timestamptz - $2::interval AND $1::timestamptz + $2::interval)
	AND ` + stands

// stands are calls whose case has still to reach something, or of parts, of what is to be returned or kept, and of how a dispute ended
// goes on; of a dispute that is to be settled, and of what is offered, while it is; and of a part that somebody is given, while they
// hold it.
const stands = `EXISTS (SELECT FROM cases c WHERE c.id = k.case_id AND c.round = k.round
		AND (c.phase IN ('TRIAGE', 'QUEUED', 'IN_CONSULTATION', 'AWAITING_SCHOOL', 'AWAITING_PERMISSION')
			OR (k.version > 0 OR k.tell IN ('HOLDER_ABSENT', 'RETURN_DUE', 'RETURN_KEPT')) AND c.phase IN ('ADVISED', 'FOLLOW_UP')
			OR k.tell = c.phase AND c.phase = 'WITHDRAWN')
		AND (k.tell NOT IN ('DISPUTED', 'DISPUTE_TO_SETTLE') AND k.goal <> 'SETTLEMENT' OR k.version = c.dispute_version AND c.dispute_end_time IS NULL))
	AND (k.tell NOT IN ('INVITED', 'HAND_OVER_OFFERED', 'ASSIGNED') OR EXISTS (SELECT FROM case_events e
		LEFT JOIN assignments a ON a.id = (e.data ->> 'assignment_id')::uuid
		LEFT JOIN case_hand_overs h ON h.id = (e.data ->> 'hand_over_id')::uuid
		WHERE e.case_id = k.case_id AND e.version = k.version AND CASE k.tell WHEN 'INVITED' THEN a.state = 'WAITING'
			WHEN 'ASSIGNED' THEN a.state = 'HELD' AND a.holder_id = k.person_id ELSE h.state = 'OFFERED' END))`

// end ends the calls of which there is nothing to tell any more, and those of people without an address: nobody looks at them again.
func (c *Calls) end(ctx context.Context) error {
	err := c.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`UPDATE notify.calls k SET end_time = $1 WHERE k.send_time IS NULL AND k.end_time IS NULL
			AND (NOT (`+stands+`) OR NOT EXISTS (SELECT FROM access.contact(k.person_id) a WHERE a.email IS NOT NULL))`, c.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("ending calls that are over: %w", err)
	}
	return nil
}

func (c *Calls) people(ctx context.Context) (ids []string, err error) {
	err = c.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &ids, `SELECT DISTINCT k.person_id::text FROM notify.calls k CROSS JOIN LATERAL access.contact(k.person_id) a
			WHERE `+unsent+` AND a.email IS NOT NULL AND NOT EXISTS (SELECT FROM notify.calls t
				WHERE t.person_id = k.person_id AND t.send_time BETWEEN $1::timestamptz - $3::interval AND $1::timestamptz + $3::interval)
			ORDER BY 1 LIMIT $4`, c.Now(), held, gathered, mostCalled)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for whom to tell of targets and parts: %w", err)
	}
	return ids, nil
}

// told is one thing that somebody is told of a case.
type told struct {
	CaseID string `db:"case_id"`
	Number string `db:"number"`
	// Tell is a code of notify.calls; of the targets of a case the worst, and of that of a dispute with DISPUTE_ before it.
	Tell string `db:"tell"`
	// Rung is the lowest on which the person is told of a target; empty of a part and of what becomes of a dispute.
	Rung string `db:"rung"`
	// ReturnDate, in figures, is when a part that goes to the person is to be returned; empty: it is not.
	ReturnDate string `db:"return_date"`
	// Takes: the person holds a part in the case now, or is a head of a unit that has one.
	Takes bool `db:"takes"`
}

// tell sends one mail of all that a person is to be told.
func (c *Calls) tell(ctx context.Context, person string) error {
	now := c.Now().UTC().Truncate(time.Microsecond)
	cases, to, err := c.take(ctx, person, now)
	if err != nil {
		return err
	}
	if len(cases) == 0 {
		return nil
	}
	if err := c.Sender.Send(ctx, composeCalls(to, cases, c.BaseURL)); err != nil && !errors.Is(err, ErrNoMailbox) {
		return err
	}
	return c.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("UPDATE notify.calls SET send_time = $3 WHERE person_id = $1 AND try_time = $2 AND send_time IS NULL", person, now, c.Now())
		return nil
	})
}

// take takes what is to be told for this worker alone, and answers it.
func (c *Calls) take(ctx context.Context, person string, now time.Time) (cases []told, to contact, err error) {
	err = c.DB.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &cases, `WITH mine AS (UPDATE notify.calls k SET try_time = $1 WHERE person_id = $3 AND `+unsent+`
				RETURNING case_id, CASE WHEN goal = 'SETTLEMENT' THEN 'DISPUTE_' ELSE '' END || tell AS tell, rung,
					CASE WHEN rung = '' OR goal IN ('ABSENCE', 'CLOSURE') THEN tell WHEN goal = 'SETTLEMENT' THEN goal END AS part,
					CASE WHEN tell IN ('ASSIGNED', 'HAND_OVER_OFFERED') THEN staffing.lent_by(case_id, version) END AS lent)
			SELECT c.id AS case_id, c.number, min(m.tell) AS tell,
				(array_agg(m.rung ORDER BY array_position(ARRAY['OWNER', 'LEAD'], m.rung), m.rung = 'ADMIN'))[1] AS rung,
				coalesce(to_char(max(m.lent), 'FMDD.FMMM.YYYY'), '') AS return_date,
				EXISTS (SELECT FROM assignments a WHERE a.case_id = c.id AND a.round = c.round AND a.state IN ('WAITING', 'HELD', 'DONE')
					AND (a.holder_id = $3 OR $3 IN (SELECT h.person_id FROM access.heads_of(a.unit_id, $1) h))) AS takes
			FROM mine m JOIN cases c ON c.id = m.case_id
			GROUP BY c.id, c.number, c.round, m.part ORDER BY min(m.tell) IN ('ESCALATION', 'DISPUTE_ESCALATION') DESC, c.number, tell`, now, held, person)
		postgres.Row(tx, &to, nil, "SELECT email, language FROM access.contact($1)", person)
		return tx.Flush(ctx)
	})
	if err != nil {
		return nil, to, fmt.Errorf("taking what somebody is to be told: %w", err)
	}
	return cases, to, nil
}
