package cases

import (
	"context"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Likeness is what makes open requests of a school similar: mode, grade band, and a need in common. The rule is
// intake.is_similar in the database, which alone sees those that nobody may be shown.
type Likeness struct {
	SchoolID  string
	About     string
	GradeBand string
	Needs     []string
}

// Similar are the requests that are like one about to be filed.
type Similar struct {
	// Cards of those that the principal may read.
	Cards []Card
	// Hidden: there is one that they may not. Asked: its filer has been asked by them.
	Hidden, Asked bool
}

type similarRow struct {
	CaseID *string `db:"case_id"`
	Asked  bool    `db:"asked"`
}

// Similar answers the requests that are like one, at a time. The audit says what was asked, and is read as it is then, not as it
// was when the transaction began: that bounds how much is asked.
func (r Reader) Similar(ctx context.Context, p permission.Principal, like Likeness, at time.Time) (Similar, error) {
	var found Similar
	err := r.DB.Write(as(ctx, p), func(tx *postgres.Tx) error {
		found = Similar{}
		var rows []similarRow
		postgres.Rows(tx, &rows, "SELECT case_id, asked FROM intake.similar($1, $2, $3, $4, $5)", like.SchoolID, like.About, like.GradeBand, like.Needs, at)
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		ids := []string{}
		for _, row := range rows {
			if row.CaseID == nil {
				found.Hidden, found.Asked = true, row.Asked
			} else {
				ids = append(ids, *row.CaseID)
			}
		}
		w := &where{}
		readable(p, w) // in the role that they act by
		w.add("c.id = ANY (?::text[]::uuid[])", ids)
		postgres.Rows(tx, &found.Cards, anyCards+w.sql()+" ORDER BY c.file_time DESC, c.id LIMIT 10", w.args...)
		return nil
	})
	return found, err
}
