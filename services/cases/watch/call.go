package watch

import (
	"context"
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// ladder of those who could answer for a case, as access.answer_for names its rungs.
var ladder = []string{"OWNER", "LEAD", "COORDINATION", "COUNTRY", "ELSEWHERE", "ADMIN"}

type person struct {
	Rung     string `db:"rung"`
	PersonID string `db:"person_id"`
	// Reached: there is an address.
	Reached bool `db:"reached"`
}

// persons are those who could answer for a case now.
type persons []person

// answering asks who could answer for a case.
func answering(ctx context.Context, tx *postgres.Tx, c cases.Case, now time.Time) (who persons, err error) {
	lead, _ := c.Lead()
	var rows []person
	postgres.Rows(tx, &rows, "SELECT rung, person_id, reached FROM access.answer_for(nullif($1, '')::uuid, nullif($2, '')::uuid, nullif($3, ''), $4)",
		lead.Unit.ID, lead.Holder.ID, c.Facts.Area, now)
	return rows, tx.Flush(ctx)
}

// first answers one who stands on a rung.
func (p persons) first(rung clocks.Rung) string {
	for _, one := range p {
		if one.Rung == string(rung) {
			return one.PersonID
		}
	}
	return ""
}

// told answers all whom a call from a rung on means: everybody on it, and as long as a mail reaches nobody of those, on the next.
func (p persons) told(from clocks.Rung) (all persons) {
	reached := false
	for _, rung := range ladder[slices.Index(ladder, string(from)):] {
		for _, one := range p {
			if one.Rung == rung {
				all, reached = append(all, one), reached || one.Reached
			}
		}
		if reached {
			break
		}
	}
	return all
}

// record notes whom a clock calls now; whoever was called for the same before is not called again until the case has been given
// back. It answers false where somebody should be called and nobody is there.
func (p persons) record(tx *postgres.Tx, c cases.Case, k clocks.Clock, givenBack int, now time.Time) bool {
	call := k.Call(clocks.People{
		Owner: p.first(clocks.RungOwner), Lead: p.first(clocks.RungLead), Coordinator: p.first(clocks.RungCoordination),
	})
	if call.Tell == clocks.Nothing {
		return true
	}
	told := p.told(call.Rung)
	for _, one := range told {
		tx.Queue(`INSERT INTO notify.calls (case_id, round, goal, tell, rung, person_id, given_back, create_time)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT ON CONSTRAINT calls_pkey DO NOTHING`,
			c.ID, c.Round, string(k.Goal), string(call.Tell), one.Rung, one.PersonID, givenBack, now)
	}
	return len(told) > 0
}

// givenBack counts how often the case of the events has been given back in its round: by who held it, or by a unit.
func givenBack(events []cases.Event) (times int) {
	for _, e := range events {
		switch e.Data.(type) {
		case cases.Reopened:
			times = 0
		case cases.Released, cases.SentToTriage:
			times++
		}
	}
	return times
}
