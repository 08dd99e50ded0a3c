package cases

import (
	"context"
	"fmt"
	"time"

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

// Figures are how the work stands.
type Figures struct {
	Counts []Count
	Needs  []NeedCount
	// Late on the filter's date.
	Late int32
}

// Figures counts the cases in the areas (nil: everywhere) that fit the filter's actor and area.
func (r Reader) Figures(ctx context.Context, areas []string, f Filter) (all Figures, err error) {
	w, open, late := &where{}, &where{}, &where{}
	for _, w := range []*where{w, open, late} {
		if areas != nil {
			w.add("c.area = ANY (?)", areas)
		}
		Filter{Actor: f.Actor, Area: f.Area, Open: w == open}.where(w)
	}
	Filter{LateOn: f.LateOn}.where(late)
	err = r.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &all.Counts, "SELECT c.phase, c.lead_actor, c.area, count(*)::int AS count FROM cases c"+w.sql()+
			" GROUP BY c.phase, c.lead_actor, c.area ORDER BY c.phase, c.lead_actor, c.area", w.args...)
		postgres.Rows(tx, &all.Needs, "SELECT n.need, count(*)::int AS count FROM cases c CROSS JOIN unnest(c.needs) AS n (need)"+open.sql()+
			" GROUP BY n.need ORDER BY n.need", open.args...)
		postgres.Row(tx, &all.Late, nil, "SELECT count(*)::int FROM cases c"+late.sql(), late.args...)
		return nil
	})
	if err != nil {
		return Figures{}, fmt.Errorf("counting cases: %w", err)
	}
	return all, nil
}

// PartClock is what is due next from a partner.
type PartClock struct {
	CaseID     string     `db:"case_id"`
	UnitID     string     `db:"unit_id"`
	UnitNameFi string     `db:"unit_name_fi"`
	UnitNameSv string     `db:"unit_name_sv"`
	Goal       string     `db:"clock_goal"`
	Warn       *time.Time `db:"clock_warn"`
	Due        *time.Time `db:"clock_due"`
}

// PartClocks answers coordination what is due next from the partners of cases whose parts are not finished, what is due first first.
func (r Reader) PartClocks(ctx context.Context, caseIDs []string) (all []PartClock, err error) {
	err = r.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &all, "SELECT case_id, unit_id, unit_name_fi, unit_name_sv, clock_goal, clock_warn, clock_due FROM access.part_clocks($1, NULL)", caseIDs)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading what is due from partners: %w", err)
	}
	return all, nil
}
