package cases

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// QueueEntry is a waiting assignment of a unit with the card of its case.
type QueueEntry struct {
	AssignmentID string
	Revision     int
	Part         Part
	// Due of a partner: the calendar date by which its part is wanted.
	Due  string
	Card Card
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
	// Order is what the queue may be sorted by: what is due from the unit, what has no such day last.
	Order  time.Time  `db:"due_order"`
	Wanted *time.Time `db:"wanted"`
}

// QueueFilter narrows a queue; empty fields do not.
type QueueFilter struct {
	Need, GradeBand, Language, Area, Urgency string
	// ByDue: what is due first comes first, and not what has waited longest.
	ByDue bool
}

func (f QueueFilter) where(w *where) {
	w.addIf("c.needs @> ARRAY[?]::text[]", f.Need)
	w.addIf("c.grade_band = ?", f.GradeBand)
	w.addIf("c.working_language = ?", f.Language)
	w.addIf("c.area = ?", f.Area)
	w.addIf("c.urgency = ?", f.Urgency)
}

// order answers what the queue is sorted by, and where a row stands in it.
func (f QueueFilter) order() (sql string, at func(queueRow) page.Cursor) {
	if f.ByDue {
		return dueOrder, func(q queueRow) page.Cursor { return page.Cursor{Time: q.Order, ID: q.AssignmentID} }
	}
	return "a.update_time", func(q queueRow) page.Cursor { return page.Cursor{Time: q.UpdateTime, ID: q.AssignmentID} }
}

// dueOrder: a partner's part goes by its own clock, and until that is known by the day of the invitation.
const dueOrder = "coalesce(CASE a.part WHEN 'PARTNER' THEN coalesce(a.clock_due, a.due) ELSE c.clock_due END, date '9999-12-31')"

// Queue is a page of a unit's queue.
type Queue struct {
	Entries []QueueEntry
	// Total is how many wait in all.
	Total int
	Next  string
	// Taken was taken lately, the latest first; on the first page only.
	Taken []Taken
}

// Taken is a part that somebody of the unit has taken.
type Taken struct {
	AssignmentID string    `db:"id"`
	CaseID       string    `db:"case_id"`
	HolderName   string    `db:"holder_name"`
	Since        time.Time `db:"update_time"`
}

const (
	// takenFor is how long those who look at a queue are told who has taken what.
	takenFor = 15 * time.Minute
	// mostTaken are told: more than a page of a queue shows.
	mostTaken = 100
)

// Queue answers the waiting assignments of a unit in the order of the filter, and what was taken lately by a moment.
func (r Reader) Queue(ctx context.Context, unitID string, f QueueFilter, size int, after *page.Cursor, now time.Time) (Queue, error) {
	w := &where{}
	w.add("a.unit_id = ?", unitID)
	w.conditions = append(w.conditions, "a.state = 'WAITING'", "a.opens")
	f.where(w)
	count, narrowed := *w, len(w.args) > 1
	order, at := f.order()
	if after != nil {
		w.args = append(w.args, after.Time, after.ID)
		w.conditions = append(w.conditions, fmt.Sprintf("(%s, a.id) > ($%d, $%d)", order, len(w.args)-1, len(w.args)))
	}
	var q Queue
	var rows []queueRow
	err := r.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, queueSelect+w.sql()+" ORDER BY "+order+", a.id LIMIT "+strconv.Itoa(size+1), w.args...)
		counted := "SELECT count(*) FROM assignments a"
		if narrowed {
			counted += " JOIN cases c ON c.id = a.case_id"
		}
		postgres.Row(tx, &q.Total, nil, counted+count.sql(), count.args...)
		if after == nil {
			postgres.Rows(tx, &q.Taken, `SELECT id, case_id, holder_name, update_time FROM assignments
				WHERE unit_id = $1 AND state = 'HELD' AND update_time > $2 ORDER BY update_time DESC LIMIT $3`, unitID, now.Add(-takenFor), mostTaken)
		}
		return nil
	})
	if err != nil {
		return Queue{}, fmt.Errorf("reading a queue: %w", err)
	}
	rows, q.Next = page.Cut(rows, size, at)
	for _, r := range rows {
		q.Entries = append(q.Entries, QueueEntry{AssignmentID: r.AssignmentID, Revision: r.AssignmentRv, Part: Part(r.Part), Due: dateOf(r.Wanted), Card: r.Card})
	}
	return q, nil
}

// queueSelect gives the assignment's own time as update_time: it is what the queue is ordered by.
const queueSelect = `SELECT a.id AS assignment_id, a.revision AS assignment_revision, a.part, a.due AS wanted, ` + dueOrder + ` AS due_order,
	c.id, c.number, c.needs, c.level, c.grade_band, c.working_language, c.area, c.county_code, c.urgency,
	c.phase, c.turn, c.turn_since, c.due, a.actor AS lead_actor, a.unit_id AS lead_unit_id, a.unit_name_fi, a.unit_name_sv,
	c.file_time, a.update_time, c.revision, c.routing, ` + partClock + `, '{}'::text[] AS lacks, false AS locked
FROM assignments a JOIN cases c ON c.id = a.case_id`
