package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// UnledQuestion is what coordination has asked the school about a case that no unit leads.
type UnledQuestion struct {
	Text Content
	// Due is a calendar date, YYYY-MM-DD.
	Due        string
	CancelTime time.Time
	// Reply is empty while there is none.
	Reply Content
}

// unledRow is a text of such a question, with what opens it.
type unledRow struct {
	contentRow

	Wrapped    []byte     `db:"wrapped"`
	Due        time.Time  `db:"due"`
	CancelTime *time.Time `db:"cancel_time"`
}

// UnledQuestions answers, by case, what coordination has asked about those of the cards that no unit leads, oldest first, and
// nothing else that was said. Texts are answered once the audit says so.
func (r Reader) UnledQuestions(ctx context.Context, p permission.Principal, cards []Card) (map[string][]UnledQuestion, error) {
	ids := make([]string, len(cards))
	for i, c := range cards {
		ids[i] = c.CaseID
	}
	var rows []unledRow
	err := r.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
		rows = nil
		postgres.Rows(tx, &rows, "SELECT "+contentSQL.list+", wrapped, due, cancel_time FROM audit.read_unled($1)", ids)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading what coordination has asked: %w", err)
	}
	asked := map[string][]UnledQuestion{}
	for _, row := range rows {
		opened, err := r.open(row.CaseID, row.Wrapped, []contentRow{row.contentRow})
		if err != nil {
			return nil, err
		}
		text, of := opened[0], asked[row.CaseID]
		if text.Kind == QuestionContent {
			asked[row.CaseID] = append(of, UnledQuestion{Text: text, Due: row.Due.Format(time.DateOnly), CancelTime: deref(row.CancelTime)})
			continue
		}
		for i := range of {
			if of[i].Text.ID == text.AboutID {
				of[i].Reply = text
			}
		}
	}
	return asked, nil
}
