package watch

import (
	"context"
	"fmt"
	"reflect"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// checkPage is how many cases one round of Check takes: bounded memory on any database.
const checkPage = 500

// kept is what the row of a case, or of a part in it, keeps of its clocks.
type kept struct {
	cases.ShownClock

	ID     string `db:"id"`
	CaseID string `db:"case_id"`
	// Of a case: the days of the dispute about its lead.
	DisputeWarn *string `db:"dispute_warn"`
	DisputeDue  *string `db:"dispute_due"`
}

// Check derives anew what lists show of the clocks of open cases, and reports each that they show otherwise. One that has changed
// since it was looked at is passed over: the next run looks at it. The targets and breaks are those that the services go by.
func Check(ctx context.Context, db *postgres.DB, targets clocks.Targets, breaks workdays.Table, report func(cases.Finding)) error {
	for last := uuid.Nil.String(); ; {
		var rows []kept
		var wrong []cases.Finding
		err := db.Read(ctx, func(tx *postgres.Tx) error {
			postgres.Rows(tx, &rows, `SELECT id, id AS case_id, clock_goal, clock_warn::text, clock_due::text,
				dispute_warn::text, dispute_due::text FROM cases
				WHERE id > $1 AND version = clock_version AND `+open+` ORDER BY id LIMIT $2`, last, checkPage)
			if err := tx.Flush(ctx); err != nil {
				return err
			}
			var err error
			wrong, err = checkRows(ctx, tx, rows, targets, breaks)
			return err
		})
		if err != nil {
			return fmt.Errorf("checking the clocks of cases: %w", err)
		}
		for _, f := range wrong {
			report(f)
		}
		if len(rows) < checkPage {
			return nil
		}
		last = rows[len(rows)-1].ID
	}
}

func checkRows(ctx context.Context, tx *postgres.Tx, rows []kept, targets clocks.Targets, breaks workdays.Table) (wrong []cases.Finding, err error) {
	stored := make([]func() ([]cases.Event, error), len(rows))
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i], stored[i] = r.ID, cases.QueueEvents(tx, r.ID)
	}
	var parts []kept
	postgres.Rows(tx, &parts, `SELECT id, case_id, clock_goal, clock_warn::text, clock_due::text,
		NULL AS dispute_warn, NULL AS dispute_due FROM assignments
		WHERE case_id = ANY ($1) ORDER BY case_id, id`, ids)
	if err := tx.Flush(ctx); err != nil {
		return nil, err
	}
	for i, r := range rows {
		events, err := stored[i]()
		if err != nil || len(events) == 0 {
			continue // told by the check of the events
		}
		c := cases.Replay(events)
		ofCase, ofDispute, ofParts := shown(c, standings(c, events, targets, breaks, events[len(events)-1].At))
		if !reflect.DeepEqual(r.ShownClock, ofCase) {
			wrong = append(wrong, cases.Finding{CaseID: r.ID, Problem: "lists show another clock than the events give"})
		}
		if !reflect.DeepEqual(r.DisputeWarn, ofDispute.Warn) || !reflect.DeepEqual(r.DisputeDue, ofDispute.Due) {
			wrong = append(wrong, cases.Finding{CaseID: r.ID, Problem: "lists show another clock of a dispute than the events give"})
		}
		for _, p := range parts {
			if p.CaseID == r.ID && !reflect.DeepEqual(p.ShownClock, ofParts[p.ID]) {
				wrong = append(wrong, cases.Finding{CaseID: r.ID, Problem: fmt.Sprintf("assignment %s: lists show another clock than the events give", p.ID)})
			}
		}
	}
	return wrong, nil
}
