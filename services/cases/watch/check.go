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

// kept is what a case's row keeps of its clocks.
type kept struct {
	cases.ShownClock

	ID      string `db:"id"`
	Version int    `db:"version"`
}

// Check derives anew what lists show of the clocks of open cases, and reports each that they show otherwise. One that has changed
// since it was looked at is passed over: the next run looks at it. The targets and breaks are those that the services go by.
func Check(ctx context.Context, db *postgres.DB, targets clocks.Targets, breaks workdays.Table, report func(cases.Finding)) error {
	for last := uuid.Nil.String(); ; {
		var rows []kept
		var wrong []cases.Finding
		err := db.Read(ctx, func(tx *postgres.Tx) error {
			postgres.Rows(tx, &rows, `SELECT id, version, clock_goal, clock_warn::text, clock_due::text FROM cases
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
	for i, r := range rows {
		stored[i] = cases.QueueEvents(tx, r.ID)
	}
	if err := tx.Flush(ctx); err != nil {
		return nil, err
	}
	for i, r := range rows {
		events, err := stored[i]()
		if err != nil || len(events) == 0 {
			continue // told by the check of the events
		}
		want := shownOf(clocks.CourseOf(events).Clocks(targets, breaks, events[len(events)-1].At))
		if !reflect.DeepEqual(r.ShownClock, want) {
			wrong = append(wrong, cases.Finding{CaseID: r.ID, Problem: "lists show another clock than the events give"})
		}
	}
	return wrong, nil
}
