package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// PartFacts are what somebody who gives a part to an expert goes by. Of the facts only those are there that bear on it, and none of
// a part that is locked.
type PartFacts struct {
	AssignmentID string
	CaseID       string
	UnitID       string
	Part         Part
	Since        time.Time
	Locked       bool
	Facts        Facts
}

type partFactsRow struct {
	AssignmentID string    `db:"id"`
	CaseID       string    `db:"case_id"`
	UnitID       string    `db:"unit_id"`
	Part         string    `db:"part"`
	Since        time.Time `db:"update_time"`
	Opens        bool      `db:"opens"`
	SchoolID     string    `db:"school_id"`
	Needs        []string  `db:"needs"`
	Language     string    `db:"working_language"`
	WishedForms  []string  `db:"wished_forms"`
	Urgency      string    `db:"urgency"`
	Area         *string   `db:"area"`
	CountyCode   *string   `db:"county_code"`
}

// PartFacts answers the facts of unfinished assignments of units in which the principal works; of others nothing.
func (r Reader) PartFacts(ctx context.Context, p permission.Principal, assignmentIDs ...string) ([]PartFacts, error) {
	var rows []partFactsRow
	err := r.DB.Read(as(ctx, p), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, `SELECT a.id, a.case_id, a.unit_id, a.part, a.update_time, a.opens, c.school_id, c.needs, c.working_language,
				c.wished_forms, c.urgency, c.area, c.county_code
			FROM assignments a JOIN cases c ON c.id = a.case_id WHERE a.id = ANY ($1) AND a.state IN ('WAITING', 'HELD')`, assignmentIDs)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading what parts are about: %w", err)
	}
	var all []PartFacts
	for _, row := range rows {
		if _, ok := p.Can(permission.ReadQueue, permission.Subject{Units: []string{row.UnitID}}); !ok {
			continue
		}
		f := PartFacts{AssignmentID: row.AssignmentID, CaseID: row.CaseID, UnitID: row.UnitID, Part: Part(row.Part), Since: row.Since, Locked: !row.Opens}
		if row.Opens {
			f.Facts = Facts{
				SchoolID: row.SchoolID, Needs: row.Needs, Language: row.Language, WishedForms: row.WishedForms, Urgency: row.Urgency,
				Area: deref(row.Area), CountyCode: deref(row.CountyCode),
			}
		}
		all = append(all, f)
	}
	return all, nil
}
