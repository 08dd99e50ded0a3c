package cases

import (
	"context"
	"fmt"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Count of cases in a phase, by the actor that leads (empty in triage) and the area (empty for Åland and unknown).
type Count struct {
	Phase string  `db:"phase"`
	Actor *string `db:"lead_actor"`
	Area  *string `db:"area"`
	Count int32   `db:"count"`
}

// NeedCount counts open cases that name a need.
type NeedCount struct {
	Need  string `db:"need"`
	Count int32  `db:"count"`
}

// Figures counts the cases in the areas (nil: everywhere) that fit the filter's actor and area.
func (r Reader) Figures(ctx context.Context, areas []string, f Filter) ([]Count, []NeedCount, error) {
	w, open := &where{}, &where{}
	for _, w := range []*where{w, open} {
		if areas != nil {
			w.add("c.area = ANY (?)", areas)
		}
		Filter{Actor: f.Actor, Area: f.Area, Open: w == open}.where(w)
	}
	var counts []Count
	var needs []NeedCount
	err := r.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &counts, "SELECT c.phase, c.lead_actor, c.area, count(*)::int AS count FROM cases c"+w.sql()+
			" GROUP BY c.phase, c.lead_actor, c.area ORDER BY c.phase, c.lead_actor, c.area", w.args...)
		postgres.Rows(tx, &needs, "SELECT n.need, count(*)::int AS count FROM cases c CROSS JOIN unnest(c.needs) AS n (need)"+open.sql()+
			" GROUP BY n.need ORDER BY n.need", open.args...)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("counting cases: %w", err)
	}
	return counts, needs, nil
}
