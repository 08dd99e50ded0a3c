package cases

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Card is all that may be shown of a case without its content: municipality, grade and need together could name a
// child in a small place, so it holds the grade band and the county only.
type Card struct {
	CaseID     string     `db:"id"`
	Number     string     `db:"number"`
	Needs      []string   `db:"needs"`
	Level      string     `db:"level"`
	GradeBand  string     `db:"grade_band"`
	Language   string     `db:"working_language"`
	Area       *string    `db:"area"`
	CountyCode *string    `db:"county_code"`
	Urgency    string     `db:"urgency"`
	Phase      string     `db:"phase"`
	Turn       string     `db:"turn"`
	TurnSince  time.Time  `db:"turn_since"`
	Due        *time.Time `db:"due"`
	Actor      *string    `db:"lead_actor"`
	UnitID     *string    `db:"lead_unit_id"`
	UnitNameFi *string    `db:"unit_name_fi"`
	UnitNameSv *string    `db:"unit_name_sv"`
	FileTime   time.Time  `db:"file_time"`
	UpdateTime time.Time  `db:"update_time"`
	Revision   int        `db:"revision"`
	Routing    []byte     `db:"routing"`
}

const cardSelect = `SELECT c.id, c.number, c.needs, c.level, c.grade_band, c.working_language, c.area, c.county_code, c.urgency,
	c.phase, c.turn, c.turn_since, c.due, c.lead_actor, c.lead_unit_id, c.lead_unit_name_fi AS unit_name_fi,
	c.lead_unit_name_sv AS unit_name_sv, c.file_time, c.update_time, c.revision, c.routing
FROM cases c `

// Filter narrows a list of cards; empty fields do not.
type Filter struct {
	Phase  string
	Actor  string
	Area   string
	Need   string
	Number string
	// Open: only cases that have not ended.
	Open bool
	// Unled: only cases that no unit leads.
	Unled bool
	// Mine: only cases whose lead the principal holds.
	Mine bool
}

// where collects conditions with their arguments.
type where struct {
	conditions []string
	args       []any
}

// add puts the argument's place in for each "?" of the condition.
func (w *where) add(condition string, arg any) {
	w.args = append(w.args, arg)
	w.conditions = append(w.conditions, strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(w.args))))
}

func (w *where) addIf(condition, arg string) {
	if arg != "" {
		w.add(condition, arg)
	}
}

func (w *where) sql() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}

func (f Filter) where(w *where) {
	w.addIf("c.phase = ?", f.Phase)
	w.addIf("c.lead_actor = ?", f.Actor)
	w.addIf("c.area = ?", f.Area)
	w.addIf("c.needs @> ARRAY[?]::text[]", f.Need)
	w.addIf("c.number = ?", f.Number)
	if f.Open {
		w.conditions = append(w.conditions, "c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED')")
	}
	if f.Unled {
		w.conditions = append(w.conditions, "c.lead_actor IS NULL")
	}
}

// List answers the cards of the cases that the principal may read, the latest changed first: the same relations as the
// permission table gives for READ_CASE, as one condition.
func (r Reader) List(ctx context.Context, p permission.Principal, f Filter, size int, after *page.Cursor) ([]Card, string, error) {
	w := &where{}
	readable(p, w)
	f.where(w)
	if f.Mine {
		w.add("EXISTS (SELECT FROM assignments l WHERE l.case_id = c.id AND l.round = c.round AND l.part = 'LEAD' AND l.state IN ('HELD', 'DONE') AND l.holder_id = ?)", p.PersonID)
	}
	if after != nil {
		w.add("c.update_time <= ?", after.Time)
		w.args = append(w.args, after.ID)
		w.conditions = append(w.conditions, fmt.Sprintf("(c.update_time, c.id) < ($%d, $%d)", len(w.args)-1, len(w.args)))
	}
	return r.cards(as(ctx, p), w, "ORDER BY c.update_time DESC, c.id DESC", size,
		func(c Card) page.Cursor { return page.Cursor{Time: c.UpdateTime, ID: c.CaseID} })
}

// readable is the relation of READ_CASE as SQL.
func readable(p permission.Principal, w *where) {
	var filed, schools, units, led []string
	for _, g := range p.Of(permission.Requester) {
		filed = append(filed, g.SchoolID)
	}
	for _, g := range p.Of(permission.Principals) {
		schools = append(schools, g.SchoolID)
	}
	for _, g := range p.Of(permission.Expert) {
		units = append(units, g.UnitID)
	}
	for _, g := range p.Of(permission.Lead) {
		led = append(led, g.UnitID)
	}
	n := len(w.args)
	w.args = append(w.args, p.PersonID, filled(filed), filled(schools), filled(units), filled(led))
	// Four ways in, each by an index of its own.
	w.conditions = append(w.conditions, fmt.Sprintf(`c.id IN (
		SELECT o.id FROM cases o WHERE o.filer_id = $%[1]d AND o.school_id = ANY ($%[2]d)
		UNION ALL SELECT o.id FROM cases o WHERE o.school_id = ANY ($%[3]d)
		UNION ALL SELECT a.case_id FROM assignments a WHERE a.holder_id = $%[1]d AND a.unit_id = ANY ($%[4]d) AND a.opens
		UNION ALL SELECT a.case_id FROM assignments a WHERE a.unit_id = ANY ($%[5]d) AND a.opens)`,
		n+1, n+2, n+3, n+4, n+5))
}

// InArea answers cards of all cases in the areas (nil: everywhere), whose turn began first first.
func (r Reader) InArea(ctx context.Context, areas []string, f Filter, size int, after *page.Cursor) ([]Card, string, error) {
	w := &where{}
	if areas != nil {
		w.add("c.area = ANY (?)", areas)
	}
	f.where(w)
	if after != nil {
		w.args = append(w.args, after.Time, after.ID)
		w.conditions = append(w.conditions, fmt.Sprintf("(c.turn_since, c.id) > ($%d, $%d)", len(w.args)-1, len(w.args)))
	}
	return r.cards(ctx, w, "ORDER BY c.turn_since, c.id", size,
		func(c Card) page.Cursor { return page.Cursor{Time: c.TurnSince, ID: c.CaseID} })
}

func (r Reader) cards(ctx context.Context, w *where, order string, size int, at func(Card) page.Cursor) ([]Card, string, error) {
	var cards []Card
	sql := cardSelect + w.sql() + " " + order + " LIMIT " + strconv.Itoa(size+1)
	err := r.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &cards, sql, w.args...)
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("listing cases: %w", err)
	}
	cards, next := page.Cut(cards, size, at)
	return cards, next, nil
}
