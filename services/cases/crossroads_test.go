package cases_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
)

// duos is how many pairs of changes are under way at once.
const duos = 8

// crossroads is a database in which pairs of changes meet.
type crossroads struct {
	*casetest.Desk

	free   chan *duo
	pairs  atomic.Int64
	waited atomic.Int64
}

func newCrossroads(t *testing.T) *crossroads {
	t.Helper()
	x := &crossroads{Desk: casetest.New(t), free: make(chan *duo, duos)}
	for range duos {
		x.free <- newDuo(t, x.Desk)
	}
	return x
}

// answer is what somebody hears: the case, or why not.
type answer struct {
	Case     *cases.Case    `json:",omitempty"`
	Refusal  *cases.Refusal `json:",omitempty"`
	Fault    string         `json:",omitempty"`
	resource string
	replayed bool
}

// byClock reports whether a wish is what time brings.
func byClock(w casetest.Wish) bool {
	return slices.Contains(timely, cases.ActionOf(w.Command))
}

// timed lets a store carry out what time brings.
func timed(t *testing.T, s *cases.Store, caseID string, cmd cases.Command) (cases.Case, error) {
	t.Helper()
	switch cmd := cmd.(type) {
	case cases.Vacate:
		return s.Vacate(t.Context(), caseID, "request", cmd)
	case cases.WindUp:
		return s.WindUp(t.Context(), caseID, "request", cmd)
	case cases.Erase:
		return s.Erase(t.Context(), caseID, "request", cmd)
	}
	return s.Tick(t.Context(), caseID, "request")
}

// ask lets a store carry out a wish.
func ask(t *testing.T, w casetest.Wish, s *cases.Store) answer {
	t.Helper()
	var result cases.Result
	var err error
	if byClock(w) {
		result.Case, err = timed(t, s, w.On.CaseID, w.Command)
	} else {
		result, err = s.Change(t.Context(), w.Call, w.On, w.Command, w.Content...)
	}
	refusal := refusalOf(err)
	switch {
	case err == nil:
		return answer{Case: &result.Case, resource: result.ResourceID, replayed: result.Replayed}
	case refusal.Reason != "":
		return answer{Refusal: &refusal}
	}
	return answer{Fault: err.Error()}
}

// outcome is all that is left of two changes.
type outcome struct {
	Wishes  [2]casetest.Wish `json:"-"`
	Answers [2]answer
	Stored  cases.Case
	Events  []string
	// Rest is what else the database holds of the case: texts, notices, keys.
	Rest string
}

// meet lets two changes meet on a case and answers what came of it, and how many round trips each took.
func (x *crossroads) meet(t *testing.T, c cases.Case, schedule []int, wishes [2]casetest.Wish) (outcome, [2]int) {
	t.Helper()
	d := <-x.free
	defer func() { x.free <- d }()
	answers, trips, waited := d.run(t, schedule, wishes)
	if waited {
		x.waited.Add(1)
	}
	return x.left(t, d.root, c, wishes, answers), trips
}

// left answers what the database holds of a case.
func (x *crossroads) left(t *testing.T, root *pgx.Conn, c cases.Case, wishes [2]casetest.Wish, answers [2]answer) outcome {
	t.Helper()
	stored, err := x.Clock.Load(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	o := outcome{Wishes: wishes, Answers: answers, Stored: stored}
	events, err := x.Clock.Events(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		raw, err := json.Marshal(e) //nolint:musttag // to be compared, never read
		if err != nil {
			t.Fatal(err)
		}
		o.Events = append(o.Events, e.Kind()+string(raw))
	}
	const sql = `SELECT jsonb_build_array(
		(SELECT jsonb_agg(jsonb_build_array(id, kind, revision, author_name, author_role) ORDER BY create_time, id) FROM case_content WHERE case_id = $1),
		(SELECT jsonb_agg(args ORDER BY (args->>'version')::int, id) FROM river.river_job WHERE args->>'case_id' = $1::text),
		(SELECT count(*) FROM idempotency_keys WHERE key IN ($2, $3)), (SELECT count(*) FROM case_keys WHERE id = $1))::text`
	if err := root.QueryRow(t.Context(), sql, c.ID, wishes[0].Call.Once.Key, wishes[1].Call.Once.Key).Scan(&o.Rest); err != nil {
		t.Fatal(err)
	}
	return o
}

var (
	aTime = regexp.MustCompile(`202[0-9]-[0-9]{2}-[0-9]{2}T[0-9:.]+Z`)
	anID  = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
)

// plain writes an outcome without times, and with names in place of ids and numbers: two cases to which the same
// happened are equal.
func (o outcome) plain(t *testing.T) string {
	t.Helper()
	raw, err := json.MarshalIndent(o, "", " ") //nolint:musttag // to be compared, never read
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for i := range o.Wishes {
		w := o.Wishes[i]
		mine := append([]string{fmt.Sprintf("%+v", w.Command), w.Call.RequestID, w.Call.Once.ResourceID}, contentIDs(w)...)
		for _, id := range anID.FindAllString(strings.Join(mine, " "), -1) {
			names[id] = cmp.Or(names[id], fmt.Sprintf("%d of wish %d", len(names), i))
		}
	}
	text := aTime.ReplaceAllString(strings.ReplaceAll(string(raw), o.Stored.Number, "the number"), "a time")
	return anID.ReplaceAllStringFunc(text, func(id string) string {
		names[id] = cmp.Or(names[id], strconv.Itoa(len(names)))
		return names[id]
	})
}

func contentIDs(w casetest.Wish) []string {
	var ids []string
	for _, c := range w.Content {
		ids = append(ids, c.ID)
	}
	return ids
}
