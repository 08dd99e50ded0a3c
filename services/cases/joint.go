package cases

import (
	"context"
	"fmt"
	"strconv"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// JointEntry is a part that waits in some unit's queue, as a plan over several units looks at it.
type JointEntry struct {
	PartFacts

	Card Card
}

type jointRow struct {
	Card

	AssignmentID string   `db:"assignment_id"`
	Part         string   `db:"part"`
	SchoolID     string   `db:"school_id"`
	WishedForms  []string `db:"wished_forms"`
}

// Joint answers what waits of the cases that the principal coordinates in the queues of an actor, or of all, the longest waiting
// first, and how many wait.
func (r Reader) Joint(ctx context.Context, p permission.Principal, actor string, most int) (entries []JointEntry, total int, err error) {
	var rows []jointRow
	err = r.DB.Read(as(ctx, p), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, jointSelect+" ORDER BY a.update_time, a.id LIMIT "+strconv.Itoa(most), actor)
		postgres.Row(tx, &total, nil, "SELECT count(*) FROM staffing.waiting_for(nullif($1, ''))", actor)
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("reading what waits: %w", err)
	}
	for _, row := range rows {
		entries = append(entries, JointEntry{Card: row.Card, PartFacts: PartFacts{
			AssignmentID: row.AssignmentID, CaseID: row.CaseID, UnitID: deref(row.UnitID), Part: Part(row.Part), Since: row.UpdateTime,
			Facts: Facts{
				SchoolID: row.SchoolID, Needs: row.Needs, Language: row.Language, WishedForms: row.WishedForms, Urgency: row.Urgency,
				Area: deref(row.Area), CountyCode: deref(row.CountyCode),
			},
		}})
	}
	return entries, total, nil
}

// jointSelect gives the card of the part's unit, and its own time as update_time, as queueSelect does.
const jointSelect = `SELECT a.id AS assignment_id, a.part, c.school_id, c.wished_forms,
	c.id, c.number, c.needs, c.level, c.grade_band, c.working_language, c.area, c.county_code, c.urgency,
	c.phase, c.turn, c.turn_since, c.due, a.actor AS lead_actor, a.unit_id AS lead_unit_id, a.unit_name_fi, a.unit_name_sv,
	c.file_time, a.update_time, c.revision, c.routing, c.clock_goal, c.clock_warn, c.clock_due, '{}'::text[] AS lacks, false AS locked
FROM staffing.waiting_for(nullif($1, '')) a JOIN cases c ON c.id = a.case_id`
