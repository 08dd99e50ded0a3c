package cases

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// ShownClock is what lists show of the clocks of a case or of a partner's part, and sort by; the days only while one is known.
type ShownClock struct {
	Goal *string `db:"clock_goal"`
	Warn *string `db:"clock_warn"`
	Due  *string `db:"clock_due"`
}

// QueueClock keeps what package watch has derived of a case as it was at a version and of the dispute about its lead, and when to look
// again; zero: never. The case is no other by it: no version of its own, no event.
func QueueClock(tx *postgres.Tx, caseID string, version int, s, dispute ShownClock, look time.Time) {
	tx.Queue(`UPDATE cases SET clock_version = $2, clock_goal = $3, clock_warn = $4::text::date, clock_due = $5::text::date,
		dispute_warn = $6::text::date, dispute_due = $7::text::date, look_time = $8 WHERE id = $1`,
		caseID, version, s.Goal, s.Warn, s.Due, dispute.Warn, dispute.Due, optionalTime(look))
}

// QueuePartClock keeps the same of a part.
func QueuePartClock(tx *postgres.Tx, assignmentID string, s ShownClock) {
	tx.Queue("UPDATE assignments SET clock_goal = $2, clock_warn = $3::text::date, clock_due = $4::text::date WHERE id = $1",
		assignmentID, s.Goal, s.Warn, s.Due)
}
