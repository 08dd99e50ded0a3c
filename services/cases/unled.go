package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Unled is what coordination reads of a case that no unit leads, beside its card.
type Unled struct {
	// Questions are those that it has asked the school, oldest first.
	Questions []UnledQuestion
	// Declined are the leads that units declined in the round, the latest first.
	Declined []DeclinedLead
}

// UnledQuestion is what coordination has asked the school about a case that no unit leads.
type UnledQuestion struct {
	Text Content
	// Due is a calendar date, YYYY-MM-DD.
	Due        string
	CancelTime time.Time
	// Reply is empty while there is none.
	Reply Content
}

// DeclinedLead is a lead that a unit declined, with where it suggests to turn; who wrote that is not said.
type DeclinedLead struct {
	Part       Assignment
	Suggestion Content
}

// unledRow is a text of such a question, with what opens it.
type unledRow struct {
	contentRow

	Wrapped    []byte     `db:"wrapped"`
	Due        time.Time  `db:"due"`
	CancelTime *time.Time `db:"cancel_time"`
}

// Unled answers, by case, what coordination has asked about those of the cards that no unit leads, and where units that declined them
// suggest to turn, and nothing else that was said. Texts are answered once the audit says so.
func (r Reader) Unled(ctx context.Context, p permission.Principal, cards []Card) (map[string]Unled, error) {
	ids := make([]string, len(cards))
	for i, c := range cards {
		ids[i] = c.CaseID
	}
	var questions []unledRow
	var parts []assignmentRow
	var suggestions []reasonRow
	err := r.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
		questions, parts, suggestions = nil, nil, nil
		postgres.Rows(tx, &questions, "SELECT "+contentSQL.list+", wrapped, due, cancel_time FROM audit.read_unled($1)", ids)
		postgres.Rows(tx, &parts, "SELECT "+assignmentSQL.list+" FROM access.declined_leads($1)", ids)
		postgres.Rows(tx, &suggestions, "SELECT "+contentSQL.list+", wrapped FROM audit.read_suggestions($1)", ids)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading what coordination has asked, and what was suggested to it: %w", err)
	}
	all := map[string]Unled{}
	for _, row := range questions {
		if err := r.question(all, row); err != nil {
			return nil, err
		}
	}
	return all, r.declined(all, parts, suggestions)
}

// question adds a question, or the reply to one.
func (r Reader) question(to map[string]Unled, row unledRow) error {
	opened, err := r.open(row.CaseID, row.Wrapped, []contentRow{row.contentRow})
	if err != nil {
		return err
	}
	text, of := opened[0], to[row.CaseID]
	if text.Kind == QuestionContent {
		of.Questions = append(of.Questions, UnledQuestion{Text: text, Due: row.Due.Format(time.DateOnly), CancelTime: deref(row.CancelTime)})
	}
	for i := range of.Questions {
		if of.Questions[i].Text.ID == text.AboutID {
			of.Questions[i].Reply = text
		}
	}
	to[row.CaseID] = of
	return nil
}

// declined adds what was declined, with what is suggested instead.
func (r Reader) declined(to map[string]Unled, parts []assignmentRow, suggestions []reasonRow) error {
	texts := map[string]Content{}
	for _, row := range suggestions {
		opened, err := r.open(row.CaseID, row.Wrapped, []contentRow{row.contentRow})
		if err != nil {
			return err
		}
		texts[row.ID] = opened[0]
	}
	for _, row := range parts {
		of := to[row.CaseID]
		of.Declined = append(of.Declined, DeclinedLead{Part: row.state(), Suggestion: texts[deref(row.SuggestionID)]})
		to[row.CaseID] = of
	}
	return nil
}
