package watch

import (
	"context"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// persons are those who could answer for a case now, by the rungs of access.answer_for.
type persons map[string][]string

// answering asks who could answer for a case.
func answering(ctx context.Context, tx *postgres.Tx, c cases.Case, now time.Time) (persons, error) {
	lead, _ := c.Lead()
	var rows []struct {
		Rung     string `db:"rung"`
		PersonID string `db:"person_id"`
	}
	postgres.Rows(tx, &rows, "SELECT rung, person_id FROM access.answer_for(nullif($1, '')::uuid, nullif($2, '')::uuid, nullif($3, ''), $4)",
		lead.Unit.ID, lead.Holder.ID, c.Facts.Area, now)
	if err := tx.Flush(ctx); err != nil {
		return nil, err
	}
	who := persons{}
	for _, r := range rows {
		who[r.Rung] = append(who[r.Rung], r.PersonID)
	}
	return who, nil
}

// first answers one who stands for a rung.
func (p persons) first(rung clocks.Rung) string {
	if all := p[string(rung)]; len(all) > 0 {
		return all[0]
	}
	return ""
}

// told answers all whom a call means: everybody on its rung. Where nobody coordinates the area, it is the country's; where nobody
// does, those of other areas, and in the end the admins.
func (p persons) told(call clocks.Call) []string {
	rungs := []string{string(call.Rung)}
	if call.Person == "" {
		rungs = []string{"COUNTRY", "ELSEWHERE", "ADMIN"}
	}
	for _, r := range rungs {
		if len(p[r]) > 0 {
			return p[r]
		}
	}
	return nil
}

// record notes whom a clock calls now; whoever was called for the same before is not called again. It answers false where somebody
// should be called and nobody is there.
func (p persons) record(tx *postgres.Tx, c cases.Case, k clocks.Clock, now time.Time) bool {
	call := k.Call(clocks.People{
		Owner: p.first(clocks.RungOwner), Lead: p.first(clocks.RungLead), Coordinator: p.first(clocks.RungCoordination),
	})
	if call.Tell == clocks.Nothing {
		return true
	}
	told := p.told(call)
	for _, person := range told {
		tx.Queue(`INSERT INTO notify.calls (case_id, round, goal, tell, rung, person_id, create_time) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT ON CONSTRAINT calls_pkey DO NOTHING`, c.ID, c.Round, string(k.Goal), string(call.Tell), string(call.Rung), person, now)
	}
	return len(told) > 0
}
