package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Finding is one thing that is wrong in a database.
type Finding struct {
	CaseID string
	// Problem in one line: codes, versions and column names, never content.
	Problem string
}

func (f Finding) String() string { return f.CaseID + ": " + f.Problem }

// checkPage is how many cases one round trip of Check takes: bounded memory on any database.
const checkPage = 500

// Check compares every case with the replay of its events and reports each difference: rows that the events do not
// give, versions with gaps, more than one lead, a held assignment without exactly one holder, missing keys and texts. At
// the end come keys, texts and jobs that belong to nothing. It reads page by page and holds one page in memory.
func Check(ctx context.Context, db *postgres.DB, report func(Finding)) (checked int, err error) {
	return checkAfter(ctx, db, uuid.Nil.String(), report)
}

// checkAfter checks the cases whose ids come after one.
func checkAfter(ctx context.Context, db *postgres.DB, last string, report func(Finding)) (checked int, err error) {
	for {
		batch, err := checkBatch(ctx, db, last)
		if err != nil {
			return checked, err
		}
		for _, stored := range batch {
			stored.check(report)
			last = stored.row.ID
		}
		checked += len(batch)
		if len(batch) < checkPage {
			return checked, checkOrphans(ctx, db, report)
		}
	}
}

type storedCase struct {
	row         caseRow
	assignments []assignmentRow
	questions   []questionRow
	handOvers   []handOverRow
	permits     []permitRow
	events      []eventRow
	texts       []textID
	hasKey      bool
}

// textID names a sealed text.
type textID struct {
	ID     string `db:"id"`
	CaseID string `db:"case_id"`
	Kind   string `db:"kind"`
}

func checkBatch(ctx context.Context, db *postgres.DB, last string) ([]*storedCase, error) {
	var rows []caseRow
	var assignments []assignmentRow
	var questions []questionRow
	var handOvers []handOverRow
	var permits []permitRow
	var events []eventRow
	var texts []textID
	var keys []string
	err := db.Read(ctx, func(tx *postgres.Tx) error {
		ids := fmt.Sprintf("SELECT id FROM cases WHERE id > $1 ORDER BY id LIMIT %d", checkPage)
		postgres.Rows(tx, &rows, "SELECT "+caseSQL.list+" FROM cases WHERE id IN ("+ids+") ORDER BY id", last)
		postgres.Rows(tx, &assignments, "SELECT "+assignmentSQL.list+" FROM assignments WHERE case_id IN ("+ids+") ORDER BY create_time, id", last)
		postgres.Rows(tx, &questions, "SELECT "+questionSQL.list+" FROM case_questions WHERE case_id IN ("+ids+") ORDER BY ask_time, id", last)
		postgres.Rows(tx, &handOvers, "SELECT "+handOverSQL.list+" FROM case_hand_overs WHERE case_id IN ("+ids+") ORDER BY offer_time, id", last)
		postgres.Rows(tx, &permits, "SELECT "+permitSQL.list+" FROM case_permits WHERE case_id IN ("+ids+") ORDER BY record_time, id", last)
		postgres.Rows(tx, &events, "SELECT "+eventSQL.list+" FROM case_events WHERE case_id IN ("+ids+") ORDER BY version", last)
		postgres.Rows(tx, &texts, "SELECT id, case_id, kind FROM case_content WHERE case_id IN ("+ids+")", last)
		postgres.Rows(tx, &keys, "SELECT id::text FROM case_keys WHERE id IN ("+ids+")", last)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading cases to check: %w", err)
	}
	batch := make([]*storedCase, len(rows))
	byID := make(map[string]*storedCase, len(rows))
	for i, r := range rows {
		batch[i] = &storedCase{row: r}
		byID[r.ID] = batch[i]
	}
	for _, id := range keys {
		byID[id].hasKey = true
	}
	for _, text := range texts {
		byID[text.CaseID].texts = append(byID[text.CaseID].texts, text)
	}
	for _, a := range assignments {
		byID[a.CaseID].assignments = append(byID[a.CaseID].assignments, a)
	}
	for _, q := range questions {
		byID[q.CaseID].questions = append(byID[q.CaseID].questions, q)
	}
	for _, h := range handOvers {
		byID[h.CaseID].handOvers = append(byID[h.CaseID].handOvers, h)
	}
	for _, p := range permits {
		byID[p.CaseID].permits = append(byID[p.CaseID].permits, p)
	}
	for _, e := range events {
		byID[e.CaseID].events = append(byID[e.CaseID].events, e)
	}
	return batch, nil
}

func (s *storedCase) check(report func(Finding)) {
	say := func(format string, args ...any) {
		report(Finding{CaseID: s.row.ID, Problem: fmt.Sprintf(format, args...)})
	}
	switch {
	case s.erased() && s.hasKey:
		say("the data key of an erased case is still there")
	case !s.erased() && !s.hasKey:
		say("the data key is missing")
	}
	s.checkParts(say)
	events, ok := s.checkEvents(say)
	if !ok {
		return
	}
	s.checkTexts(say, events)
	want := Replay(events)
	wantRow, err := toCaseRow(want)
	if err != nil {
		say("the replayed case cannot be encoded: %v", err)
		return
	}
	diffRows(say, "case", s.row, wantRow)
	diffParts(say, "assignment", s.assignments, rowsOf(want, want.Assignments, toAssignmentRow))
	diffParts(say, "question", s.questions, rowsOf(want, want.Questions, toQuestionRow))
	diffParts(say, "hand-over", s.handOvers, rowsOf(want, want.HandOvers, toHandOverRow))
	diffParts(say, "permission", s.permits, rowsOf(want, want.Permits, toPermitRow))
}

func (s *storedCase) erased() bool { return s.row.EraseTime != nil }

// firstVersion is that of the oldest event that is kept: the one of the erasure, once a case is erased.
func (s *storedCase) firstVersion() int {
	if s.erased() {
		return s.row.Version
	}
	return 1
}

// checkParts looks at what must hold whatever the events say: one lead, one holder.
func (s *storedCase) checkParts(say func(string, ...any)) {
	leads := 0
	for _, a := range s.assignments {
		st := a.state()
		if st.Part == LeadPart && st.Round == s.row.Round && (st.State == Waiting || st.State == Held || st.State == Done) {
			leads++
		}
		if held := st.State == Held || st.State == Done; held != (st.Holder.ID != "") {
			say("assignment %s: state %s with holder %q", a.ID, a.State, st.Holder.ID)
		}
	}
	if leads > 1 {
		say("%d assignments stand for the lead", leads)
	}
}

// checkEvents decodes the events and finds gaps in their versions.
func (s *storedCase) checkEvents(say func(string, ...any)) ([]Event, bool) {
	events := make([]Event, 0, len(s.events))
	var c Case
	sound := true
	for i, r := range s.events {
		if want := s.firstVersion() + i; r.Version != want {
			say("event version %d where %d should stand", r.Version, want)
			return nil, false
		}
		e, err := r.event()
		if err != nil {
			say("event version %d cannot be read: %v", r.Version, err)
			return nil, false
		}
		events = append(events, e)
		c = Apply(c, e)
		if string(c.Phase()) != r.Phase {
			say("event version %d says phase %s, replay %s", r.Version, r.Phase, c.Phase())
			sound = false
		}
	}
	if s.firstVersion()+len(events)-1 != s.row.Version {
		say("version %d with %d events", s.row.Version, len(events))
		return nil, false
	}
	return events, sound
}

// checkTexts finds texts that an event names and that are not there.
func (s *storedCase) checkTexts(say func(string, ...any), events []Event) {
	there := map[string]bool{"": true}
	filed := false
	for _, text := range s.texts {
		there[text.ID] = true
		filed = filed || text.Kind == string(RequestContent)
	}
	switch {
	case s.erased() && len(s.texts) > 0:
		say("texts of an erased case are still there")
	case !s.erased() && !filed:
		say("the text of the request is missing")
	}
	named := map[string]bool{}
	for _, e := range events {
		text := textOf(e.Data)
		named[text] = true
		if !there[text] {
			say("event version %d names a text that is missing", e.Version)
		}
	}
	for _, text := range s.texts {
		if text.Kind != string(RequestContent) && !named[text.ID] {
			say("no event names the text %s", text.ID)
		}
	}
}

// checkOrphans finds what foreign keys cannot: a key without a case or a draft, a job that waits for a case that is not
// there.
func checkOrphans(ctx context.Context, db *postgres.DB, report func(Finding)) error {
	var keys, jobs []string
	err := db.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &keys, `SELECT k.id::text FROM case_keys k
			WHERE NOT EXISTS (SELECT FROM cases c WHERE c.id = k.id) AND NOT EXISTS (SELECT FROM intake.drafts d WHERE d.id = k.id)
			ORDER BY k.id`)
		postgres.Rows(tx, &jobs, `SELECT j.args ->> 'case_id' FROM river.river_job j
			WHERE j.kind = $1 AND j.state NOT IN ('completed', 'cancelled', 'discarded')
				AND NOT EXISTS (SELECT FROM cases c WHERE c.id::text = j.args ->> 'case_id')
			ORDER BY j.id`, NoticeArgs{}.Kind())
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for what belongs to nothing: %w", err)
	}
	for _, id := range keys {
		report(Finding{CaseID: id, Problem: "a data key of no case and no draft"})
	}
	for _, id := range jobs {
		report(Finding{CaseID: id, Problem: "a notice waits for a case that is not there"})
	}
	return nil
}

// diffParts compares the parts of a case by their ids.
func diffParts[R interface{ part() string }](say func(string, ...any), what string, got, want []R) {
	for _, g := range got {
		i := slices.IndexFunc(want, func(w R) bool { return w.part() == g.part() })
		if i < 0 {
			say("%s %s: no event gives it", what, g.part())
			continue
		}
		diffRows(say, what+" "+g.part(), g, want[i])
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g R) bool { return g.part() == w.part() }) {
			say("%s %s: the row is missing", what, w.part())
		}
	}
}

// diffRows names each column in which a row differs from the replay.
func diffRows[R any](say func(string, ...any), what string, got, want R) {
	g, w := values(got), values(want)
	for i, column := range columns[R]() {
		if !equalColumn(g[i], w[i]) {
			say("%s: column %s is not what the events give", what, column)
		}
	}
}

func equalColumn(got, want any) bool {
	g, isJSON := got.([]byte)
	w, alike := want.([]byte)
	if !isJSON || !alike {
		return reflect.DeepEqual(got, want)
	}
	return bytes.Equal(canonical(g), canonical(w))
}

// canonical writes JSON with sorted keys and without spaces; the database keeps neither order nor spacing.
func canonical(raw []byte) []byte {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return raw
	}
	again, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return again
}
