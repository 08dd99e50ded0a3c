package cases

import (
	"context"
	"fmt"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Holders answers, by case, who holds the parts of the units that the principal heads, or held the lead to
// the end.
func (r Reader) Holders(ctx context.Context, p permission.Principal, cards []Card) (map[string][]string, error) {
	heads := p.Of(permission.Lead)
	if len(heads) == 0 || len(cards) == 0 {
		return map[string][]string{}, nil
	}
	ids := make([]string, len(cards))
	for i, c := range cards {
		ids[i] = c.CaseID
	}
	var rows []struct {
		CaseID string `db:"case_id"`
		Name   string `db:"holder_name"`
	}
	err := r.DB.Read(as(ctx, p), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, `SELECT a.case_id, a.holder_name FROM assignments a JOIN cases c ON c.id = a.case_id AND c.round = a.round
			WHERE a.case_id = ANY ($1) AND a.unit_id = ANY ($2) AND (a.state = 'HELD' OR a.part = 'LEAD' AND a.state = 'DONE') ORDER BY a.id`, ids, scopes(heads))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading who holds cases: %w", err)
	}
	holders := map[string][]string{}
	for _, h := range rows {
		holders[h.CaseID] = append(holders[h.CaseID], h.Name)
	}
	return holders, nil
}
