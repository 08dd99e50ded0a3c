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
	// Lacks and Locked are told in a list of one's own cases: which permissions are missing, and that the content is locked to the
	// principal.
	Lacks  []Lack `db:"lacks"`
	Locked bool   `db:"locked"`
	// What is due next, as package watch has derived it; empty where nothing is.
	ClockGoal *string    `db:"clock_goal"`
	ClockWarn *time.Time `db:"clock_warn"`
	ClockDue  *time.Time `db:"clock_due"`
}

const (
	factColumns = `SELECT c.id, c.number, c.needs, c.level, c.grade_band, c.working_language, c.area, c.county_code, c.urgency,
	c.phase, c.turn_since, c.lead_actor, c.lead_unit_id, c.lead_unit_name_fi AS unit_name_fi,
	c.lead_unit_name_sv AS unit_name_sv, c.file_time, c.update_time, c.revision, c.routing`
	// toReach: once there is advice, the case itself has to reach nothing.
	toReach     = "c.phase IN ('TRIAGE', 'QUEUED', 'IN_CONSULTATION', 'AWAITING_SCHOOL', 'AWAITING_PERMISSION')"
	cardColumns = factColumns + ", c.turn, c.due, CASE WHEN " + toReach + " THEN c.clock_goal END AS clock_goal, c.clock_warn, c.clock_due"
	// partClock and partTurn, of an assignment a: who has a partner's part has a day and a turn of the part's own.
	partClock = "CASE WHEN a.part = 'PARTNER' THEN a.clock_goal WHEN " + toReach + ` THEN c.clock_goal END AS clock_goal,
	CASE a.part WHEN 'PARTNER' THEN a.clock_warn ELSE c.clock_warn END AS clock_warn, CASE a.part WHEN 'PARTNER' THEN a.clock_due ELSE c.clock_due END AS clock_due`
	partTurn = "CASE a.part WHEN 'PARTNER' THEN a.turn ELSE c.turn END AS turn, CASE a.part WHEN 'LEAD' THEN c.due END AS due"
)

const (
	anyCards  = cardColumns + ", '{}'::text[] AS lacks, false AS locked FROM cases c"
	ownCards  = cardColumns + ", c.lacks, false AS locked FROM cases c"
	heldCards = factColumns + ", " + partTurn + ", " + partClock + `, c.lacks, NOT a.opens AS locked FROM cases c
	JOIN assignments a ON a.case_id = c.id AND a.round = c.round AND (a.state = 'HELD' OR a.part = 'LEAD' AND a.state = 'DONE')`
)

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
	// Unrouted: only cases that wait for a unit to be found, or for what coordination has asked to find one.
	Unrouted bool
	// Mine: only cases in which the principal holds a part, or held the lead to the end; also those whose content is locked.
	Mine bool
	// LateOn is a calendar date: only cases that are late on it, for coordination.
	LateOn string
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
	if f.Open || f.LateOn != "" { // what is late has not ended; of those an index knows
		w.conditions = append(w.conditions, "c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED')")
	}
	if f.Unrouted {
		w.conditions = append(w.conditions, "c.phase IN ('TRIAGE', 'AWAITING_SCHOOL') AND c.lead_unit_id IS NULL")
	}
	if f.LateOn != "" {
		w.add("("+toReach+" AND c.clock_due < ?::date OR c.id IN (SELECT p.case_id FROM access.part_clocks(NULL, ?::date) p))", f.LateOn)
	}
	if f.Unled {
		w.conditions = append(w.conditions, "c.lead_actor IS NULL")
	}
}

// List answers the cards of the cases that the principal may read, the latest changed first: the same relations as the
// permission table gives for READ_CASE, as one condition. Of those whose lead the principal holds also the locked ones: who holds it
// has a card even then.
func (r Reader) List(ctx context.Context, p permission.Principal, f Filter, size int, after *page.Cursor) ([]Card, string, error) {
	w := &where{}
	cards := ownCards
	if f.Mine {
		cards = heldCards
		w.conditions = append(w.conditions, "c.withdraw_time IS NULL") // of a request that was withdrawn no part stands
		w.add("a.holder_id = ?", p.PersonID)
		w.add(`a.unit_id = ANY (?) AND NOT EXISTS (SELECT FROM assignments o WHERE o.case_id = a.case_id AND o.round = a.round
			AND o.holder_id = a.holder_id AND o.unit_id = ANY (?) AND (o.state = 'HELD' OR o.part = 'LEAD' AND o.state = 'DONE') AND o.id < a.id)`,
			scopes(p.Of(permission.RolesFor(permission.ReadLock)...))) // once, also with two parts of it
	} else {
		readable(p, w)
	}
	f.where(w)
	if after != nil {
		w.add("c.update_time <= ?", after.Time)
		w.args = append(w.args, after.ID)
		w.conditions = append(w.conditions, fmt.Sprintf("(c.update_time, c.id) < ($%d, $%d)", len(w.args)-1, len(w.args)))
	}
	return r.cards(as(ctx, p), cards, w, "ORDER BY c.update_time DESC, c.id DESC", size,
		func(c Card) page.Cursor { return page.Cursor{Time: c.UpdateTime, ID: c.CaseID} })
}

// readable is the rows of READ_CASE in the table of permissions as SQL: each a way in, by an index of its own. What is open by
// break-glass is on no list.
func readable(p permission.Principal, w *where) {
	n := len(w.args) + 1
	w.args = append(w.args, p.PersonID)
	ways := []string{"SELECT NULL::uuid WHERE $" + strconv.Itoa(n) + "::uuid IS NULL"} // no case to whom no row applies
	for _, r := range permission.Rules {
		grants := p.Of(r.Roles...)
		way, listed := wayIn[r.Relation]
		if r.Permission != permission.ReadCase || !listed || len(grants) == 0 {
			continue
		}
		w.args = append(w.args, scopes(grants))
		ways = append(ways, fmt.Sprintf(way, n, len(w.args)))
	}
	w.conditions = append(w.conditions, "c.id IN ("+strings.Join(ways, " UNION ALL ")+")")
}

// scopes answers the school or the unit of each grant, which has one of them.
func scopes(grants []permission.Grant) []string {
	all := make([]string, len(grants))
	for i, g := range grants {
		all[i] = g.SchoolID + g.UnitID
	}
	return all
}

// wayIn answers, by the relation, the cases of a person ($1) with grants in schools or units ($2).
var wayIn = map[permission.Relation]string{
	permission.Filer:     "SELECT o.id FROM cases o WHERE o.filer_id = $%[1]d AND o.school_id = ANY ($%[2]d)",
	permission.OwnSchool: "SELECT o.id FROM cases o WHERE o.school_id = ANY ($%[2]d)",
	permission.Holder:    "SELECT a.case_id FROM assignments a WHERE a.holder_id = $%[1]d AND a.unit_id = ANY ($%[2]d) AND a.opens",
	permission.OwnUnit:   "SELECT a.case_id FROM assignments a WHERE a.unit_id = ANY ($%[2]d) AND a.opens",
}

// InArea answers cards of all cases in the areas (nil: everywhere), whose turn began first first.
func (r Reader) InArea(ctx context.Context, areas []string, f Filter, size int, after *page.Cursor) ([]Card, string, error) {
	w := &where{}
	if areas != nil {
		w.add("c.area = ANY (?)", areas)
	}
	// What is in one of these phases has not ended either.
	f.Open = f.Open || f.Phase != "" && !Phase(f.Phase).Ended()
	f.where(w)
	if after != nil {
		w.args = append(w.args, after.Time, after.ID)
		w.conditions = append(w.conditions, fmt.Sprintf("(c.turn_since, c.id) > ($%d, $%d)", len(w.args)-1, len(w.args)))
	}
	return r.cards(ctx, anyCards, w, "ORDER BY c.turn_since, c.id", size,
		func(c Card) page.Cursor { return page.Cursor{Time: c.TurnSince, ID: c.CaseID} })
}

func (r Reader) cards(ctx context.Context, of string, w *where, order string, size int, at func(Card) page.Cursor) ([]Card, string, error) {
	var cards []Card
	sql := of + w.sql() + " " + order + " LIMIT " + strconv.Itoa(size+1)
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
