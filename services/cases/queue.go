package cases

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// QueueEntry is a waiting assignment of a unit with the card of its case.
type QueueEntry struct {
	AssignmentID string
	Revision     int
	Part         Part
	Card         Card
}

// Actions answers what somebody of the unit may do with it, as the table of the life cycle says.
func (e QueueEntry) Actions() []Action {
	var allowed []Action
	for _, r := range Lifecycle {
		other := IsPartner
		if e.Part == PartnerPart {
			other = IsLead
		}
		if (r.Action == ActionClaim || r.Action == ActionDecline) && slices.Contains(r.Phases, Phase(e.Card.Phase)) &&
			!slices.Contains(r.Conditions, other) && !slices.Contains(allowed, r.Action) {
			allowed = append(allowed, r.Action)
		}
	}
	return allowed
}

type queueRow struct {
	Card

	AssignmentID string `db:"assignment_id"`
	AssignmentRv int    `db:"assignment_revision"`
	Part         string `db:"part"`
}

// Queue answers the waiting assignments of a unit, the longest waiting first, and how many wait in all.
func (r Reader) Queue(ctx context.Context, unitID, need string, size int, after *page.Cursor) (entries []QueueEntry, total int, next string, err error) {
	w := &where{}
	w.add("a.unit_id = ?", unitID)
	w.conditions = append(w.conditions, "a.state = 'WAITING'", "a.opens")
	w.addIf("c.needs @> ARRAY[?]::text[]", need)
	count := *w
	if after != nil {
		w.args = append(w.args, after.Time, after.ID)
		w.conditions = append(w.conditions, fmt.Sprintf("(a.update_time, a.id) > ($%d, $%d)", len(w.args)-1, len(w.args)))
	}
	var rows []queueRow
	err = r.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, queueSelect+w.sql()+" ORDER BY a.update_time, a.id LIMIT "+strconv.Itoa(size+1), w.args...)
		counted := "SELECT count(*) FROM assignments a"
		if need != "" {
			counted += " JOIN cases c ON c.id = a.case_id"
		}
		postgres.Row(tx, &total, nil, counted+count.sql(), count.args...)
		return nil
	})
	if err != nil {
		return nil, 0, "", fmt.Errorf("reading a queue: %w", err)
	}
	rows, next = page.Cut(rows, size, func(q queueRow) page.Cursor {
		return page.Cursor{Time: q.UpdateTime, ID: q.AssignmentID}
	})
	for _, q := range rows {
		entries = append(entries, QueueEntry{AssignmentID: q.AssignmentID, Revision: q.AssignmentRv, Part: Part(q.Part), Card: q.Card})
	}
	return entries, total, next, nil
}

// queueSelect gives the assignment's own time as update_time: it is what the queue is ordered by.
const queueSelect = `SELECT a.id AS assignment_id, a.revision AS assignment_revision, a.part,
	c.id, c.number, c.needs, c.level, c.grade_band, c.working_language, c.area, c.county_code, c.urgency,
	c.phase, c.turn, c.turn_since, c.due, a.actor AS lead_actor, a.unit_id AS lead_unit_id, a.unit_name_fi, a.unit_name_sv,
	c.file_time, a.update_time, c.revision, c.routing, c.clock_goal, c.clock_warn, c.clock_due, '{}'::text[] AS lacks, false AS locked
FROM assignments a JOIN cases c ON c.id = a.case_id`
