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

// Vacated works the jobs that tell the heads of a unit what has come back to its queue because somebody's role ended. A job
// tells of all that is there and was not told; the next one finds nothing to tell.
type Vacated struct {
	river.WorkerDefaults[cases.VacatedArgs]

	// DB is the worker's pool.
	DB     *postgres.DB
	Sender Sender
	// BaseURL is where people find Vaatu, without a slash at the end.
	BaseURL string
	Now     func() time.Time
}

// NextRetry answers when heads who could not be told are tried again.
func (v *Vacated) NextRetry(job *river.Job[cases.VacatedArgs]) time.Time {
	return v.Now().Add(retry(job.Attempt))
}

// Timeout of one try.
func (v *Vacated) Timeout(*river.Job[cases.VacatedArgs]) time.Duration { return time.Minute }

// head is a head of the unit, and how many parts they are to be told of.
type head struct {
	PersonID string `db:"person_id"`
	Email    string `db:"email"`
	Language string `db:"language"`
	UnitFi   string `db:"unit_fi"`
	UnitSv   string `db:"unit_sv"`
	Count    int    `db:"count"`
}

// Work tells each head once. One without an address, or whose address the server does not know, sees the queue only.
func (v *Vacated) Work(ctx context.Context, job *river.Job[cases.VacatedArgs]) error {
	heads, err := v.heads(ctx, job.Args.UnitID)
	if err != nil {
		return err
	}
	var failed []error
	for _, h := range heads {
		err := v.Sender.Send(ctx, composeVacated(h, v.BaseURL+"/queues/"+job.Args.UnitID))
		if err == nil {
			err = v.mark(ctx, job.Args.UnitID, h)
		}
		if err != nil && !errors.Is(err, ErrNoMailbox) {
			failed = append(failed, fmt.Errorf("telling the head of a unit: %w", err))
		}
	}
	return errors.Join(failed...)
}

// returned are the parts that wait in a unit's queue because the clock put them there: by the event that did it.
const returned = `SELECT e.case_id, e.school_id, e.version FROM assignments a
	JOIN case_events e ON e.case_id = a.case_id AND e.at = a.update_time AND e.kind = 'RELEASED' AND e.by_role = 'CLOCK'
	WHERE a.unit_id = $1 AND a.state = 'WAITING' AND e.data ->> 'assignment_id' = a.id::text`

// heads records the effects that are new, and answers whom to tell of those that no mail has told yet.
func (v *Vacated) heads(ctx context.Context, unitID string) ([]head, error) {
	var heads []head
	err := v.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`INSERT INTO notify.deliveries (id, case_id, school_id, person_id, kind, case_version, create_time)
			SELECT gen_random_uuid(), r.case_id, r.school_id, h.person_id, 'VACATED', r.version, $2
			FROM (`+returned+`) r CROSS JOIN access.heads_of($1, $2) h
			ON CONFLICT ON CONSTRAINT deliveries_effect DO NOTHING`, unitID, v.Now())
		postgres.Rows(tx, &heads, `SELECT d.person_id, k.email, k.language, u.name_fi AS unit_fi, u.name_sv AS unit_sv, count(*) AS count
			FROM (`+returned+`) r
			JOIN notify.deliveries d ON d.case_id = r.case_id AND d.case_version = r.version AND d.kind = 'VACATED' AND d.send_time IS NULL
			JOIN directory.units u ON u.id = $1
			CROSS JOIN LATERAL access.contact(d.person_id) AS k
			WHERE k.email IS NOT NULL
			GROUP BY d.person_id, k.email, k.language, u.name_fi, u.name_sv ORDER BY d.person_id`, unitID)
		return tx.Flush(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("finding the heads of a unit: %w", err)
	}
	return heads, nil
}

func (v *Vacated) mark(ctx context.Context, unitID string, h head) error {
	err := v.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`UPDATE notify.deliveries d SET send_time = $3 FROM (`+returned+`) r
			WHERE d.case_id = r.case_id AND d.case_version = r.version AND d.person_id = $2 AND d.kind = 'VACATED' AND d.send_time IS NULL`,
			unitID, h.PersonID, v.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("recording what was told: %w", err)
	}
	return nil
}

// vacatedTexts are subject and body in a language: the subject takes the number, the body unit, number and link.
var vacatedTexts = map[string]phrases{
	"fi": {"Vaatu: jonoon palanneita konsultaatioita %d", "Yksikkö: %s\n\nRooli yksikössä on päättynyt. Jonoon palasi siksi konsultaatioita: %d. Ne odottavat uutta asiantuntijaa.\n\nAvaa jono kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n"},
	"sv": {"Vaatu: konsultationer som återgått till kön %d", "Enhet: %s\n\nEn roll i enheten har upphört. Antal konsultationer som därför återgått till kön: %d. De väntar på en ny sakkunnig.\n\nLogga in och öppna kön: %s\n\nInnehållet visas bara i tjänsten.\n"},
	"en": {"Vaatu: cases back in the queue %d", "Unit: %s\n\nA role in the unit has ended. Cases that came back to the queue because of it: %d. They wait for another expert.\n\nSign in and open the queue: %s\n\nThe content is shown in the service only.\n"},
}

func composeVacated(h head, link string) Mail {
	text, unit := vacatedTexts[h.Language], h.UnitFi
	if h.Language == "sv" {
		unit = h.UnitSv
	}
	return Mail{To: h.Email, Subject: fmt.Sprintf(text.subject, h.Count), Body: fmt.Sprintf(text.body, unit, h.Count, link)}
}
