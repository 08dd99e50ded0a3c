package cases

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// OpenDispute is a dispute as coordination sees it on its list: with the card of the case, and of its texts the reason alone.
type OpenDispute struct {
	Card    Card
	Dispute Dispute
	// Reason is empty while the content of the case is locked; who wrote it is not said.
	Reason Content
	// Parts are those that stand, the oldest first.
	Parts []Assignment
	// Warn and Due are the days of the dispute's own clock; empty until package watch has derived them.
	Warn, Due *time.Time
}

type disputeRow struct {
	Card

	AssignmentID string     `db:"dispute_assignment_id"`
	ProposedID   *string    `db:"dispute_proposed_id"`
	RaiseTime    time.Time  `db:"dispute_time"`
	Version      int        `db:"dispute_version"`
	Warn         *time.Time `db:"dispute_warn"`
	DisputeDue   *time.Time `db:"dispute_due"`
	// Order is what the list is sorted by: what has no day yet comes last.
	Order time.Time `db:"due_order"`
}

// reasonRow is a sealed reason with what opens it.
type reasonRow struct {
	contentRow

	Wrapped []byte `db:"wrapped"`
}

const (
	disputeOrder  = "coalesce(c.dispute_due, date '9999-12-31')"
	disputeSelect = cardColumns + `, '{}'::text[] AS lacks, false AS locked, c.dispute_assignment_id, c.dispute_proposed_id, c.dispute_time,
	c.dispute_version, c.dispute_warn, c.dispute_due, ` + disputeOrder + ` AS due_order FROM access.my_disputes(NULL) c`
)

// Disputes answers the open disputes of the cases that the principal coordinates, the one that is due first before the others.
// Reasons are answered where they are asked for, once the audit says so.
func (r Reader) Disputes(ctx context.Context, p permission.Principal, withReasons bool, size int, after *page.Cursor) ([]OpenDispute, string, error) {
	w := &where{}
	if areas := p.Areas(); areas != nil {
		w.add("c.area = ANY (?)", areas)
	}
	if after != nil {
		w.args = append(w.args, after.Time, after.ID)
		w.conditions = append(w.conditions, fmt.Sprintf("(%s, c.id) > ($%d, $%d)", disputeOrder, len(w.args)-1, len(w.args)))
	}
	var rows []disputeRow
	var parts []assignmentRow
	var reasons []reasonRow
	err := r.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
		rows, parts, reasons = nil, nil, nil
		postgres.Rows(tx, &rows, disputeSelect+w.sql()+" ORDER BY "+disputeOrder+", c.id LIMIT "+strconv.Itoa(size+1), w.args...)
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		ids := make([]string, min(len(rows), size))
		for i := range ids {
			ids[i] = rows[i].CaseID
		}
		postgres.Rows(tx, &parts, "SELECT "+assignmentSQL.list+" FROM access.disputed_parts($1)", ids)
		if withReasons {
			postgres.Rows(tx, &reasons, "SELECT "+contentSQL.list+", wrapped FROM audit.read_disputes($1)", ids)
		}
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("reading disputes: %w", err)
	}
	rows, next := page.Cut(rows, size, func(r disputeRow) page.Cursor { return page.Cursor{Time: r.Order, ID: r.CaseID} })
	all := make([]OpenDispute, len(rows))
	for i, row := range rows {
		if all[i], err = r.openDispute(row, parts, reasons); err != nil {
			return nil, "", err
		}
	}
	return all, next, nil
}

// openDispute finds what belongs to a dispute, and opens its reason.
func (r Reader) openDispute(row disputeRow, parts []assignmentRow, reasons []reasonRow) (OpenDispute, error) {
	d := OpenDispute{
		Card:    row.Card,
		Dispute: Dispute{AssignmentID: row.AssignmentID, ProposedID: deref(row.ProposedID), RaiseTime: row.RaiseTime, Version: row.Version},
		Warn:    row.Warn, Due: row.DisputeDue,
	}
	for _, a := range parts {
		if a.CaseID == row.CaseID {
			d.Parts = append(d.Parts, a.state())
		}
	}
	for _, reason := range reasons {
		if reason.CaseID != row.CaseID {
			continue
		}
		opened, err := r.open(row.CaseID, reason.Wrapped, []contentRow{reason.contentRow})
		if err != nil {
			return OpenDispute{}, err
		}
		d.Reason = opened[0]
	}
	return d, nil
}
