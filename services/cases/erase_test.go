package cases_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/retention"
)

func TestAnErasedCaseLeavesNothingThatNamesAnybody(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := live(t, d)
	root := d.DB.Superuser(t)
	attachment := casetest.ID()
	for _, sql := range []string{
		`INSERT INTO attachments (id, case_id, author_id, sealed_name, type, state, size, received, names_author, create_time, update_time)
			VALUES ($1, $2, gen_random_uuid(), '', 'PDF', 'CLEAN', 1, 1, false, now(), now())`,
		"INSERT INTO case_attachment_chunks (attachment_id, index, case_id, sealed) VALUES ($1, 0, $2, '')",
	} {
		if _, err := root.Exec(t.Context(), sql, attachment, c.ID); err != nil {
			t.Fatal(err)
		}
	}
	for _, sql := range []string{
		"INSERT INTO intake.joins (id, case_id, school_id, asker_id, ask_time) VALUES (gen_random_uuid(), $1, $2, $3, now())",
		`INSERT INTO case_askings (id, case_id, school_id, asker_id, asker_name, to_address, ask_time)
			VALUES (gen_random_uuid(), $1, $2, $3, 'Opettaja', false, now())`,
	} {
		if _, err := root.Exec(t.Context(), sql, c.ID, c.Facts.SchoolID, casetest.Coordinator().PersonID); err != nil {
			t.Fatal(err)
		}
	}
	lead, _ := c.Lead()
	if _, err := root.Exec(t.Context(), "INSERT INTO staffing.kept (assignment_id, absence_id, person_id, create_time) VALUES ($1, gen_random_uuid(), $2, now())",
		lead.ID, casetest.Expert().PersonID); err != nil {
		t.Fatal(err)
	}
	named := map[string]string{
		"the school": casetest.School, "its name": c.Facts.SchoolNameFi, "its provider": casetest.Provider,
		"the filer": casetest.Teacher().Name, "the expert": casetest.Expert().Name, "the unit": casetest.Unit.NameFi,
	}
	for what, text := range named {
		if found := seen(t, root, text); len(found) == 0 {
			t.Errorf("the search does not find %s before the erasure", what)
		}
	}
	if _, err := root.Exec(t.Context(), `INSERT INTO access.break_glasses (id, case_id, person_id, reason, request_id, open_time, until, told_ids)
		VALUES (gen_random_uuid(), $1, $2, 'Koulu pyysi apua.', 'r', now(), now() + interval '1 hour', '{}')`, c.ID, casetest.Coordinator().PersonID); err != nil {
		t.Fatal(err)
	}
	erased, err := d.Clock.Erase(t.Context(), c.ID, "request", erasing(cases.Closed))
	if err != nil {
		t.Fatal(err)
	}
	if erased.Phase() != cases.Erased {
		t.Errorf("phase is %s; want ERASED", erased.Phase())
	}
	for what, text := range named {
		// Who works where is not the case's; and the audit keeps for which school somebody acted, by its id.
		found := slices.DeleteFunc(seen(t, root, text), func(table string) bool {
			return strings.HasPrefix(table, "access.") || what == "the school" && strings.HasPrefix(table, "audit.")
		})
		if len(found) > 0 {
			t.Errorf("%s is still named in %s", what, strings.Join(found, ", "))
		}
	}
	for table, want := range map[string]int{
		"case_keys": 0, "case_content": 0, "attachments": 0, "case_attachment_chunks": 0, "assignments": 0, "case_questions": 0, "case_hand_overs": 0, "case_permits": 0,
		"intake.joins": 0, "case_askings": 0, "staffing.kept": 0,
		"case_events": 1, "cases": 1, "cases WHERE municipality_code IS NOT NULL": 0,
		"access.break_glasses": 1, "access.break_glasses WHERE reason IS NOT NULL": 0,
	} {
		if n := count(t, d, "SELECT count(*) FROM "+table); n != want {
			t.Errorf("%d rows are left in %s; want %d", n, table, want)
		}
	}
	if found := findings(t, d); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
}

func TestOnlyACaseThatHasEndedIsErased(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	for _, phase := range []cases.Phase{cases.Closed, cases.Withdrawn, cases.InConsultation} {
		if _, err := d.Clock.Erase(t.Context(), c.ID, "request", erasing(phase)); err == nil {
			t.Errorf("a case that somebody works on was erased as one that is %s", phase)
		}
	}
	wantSound(t, d, c)
}

// erasing erases whatever ended in a phase.
func erasing(p cases.Phase) cases.Erase {
	return cases.Erase{Phase: p, EndedBy: time.Date(3000, time.January, 1, 0, 0, 0, 0, time.UTC), Class: "CASE_" + string(p), Period: "P0D"}
}

func TestACaseIsErasedOnceItsPeriodHasEndedAndTheDestructionIsRecorded(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := live(t, d)
	plan := retention.Plan{}
	erase := func(p retention.Plan, after time.Duration) {
		t.Helper()
		store := *d.Clock
		store.Now = func() time.Time { return c.CloseTime.Add(after) }
		if err := (&cases.Eraser{Store: &store, Plan: p}).Work(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	phases := func() int { return count(t, d, "SELECT count(*) FROM cases WHERE phase = 'ERASED'") }
	erase(plan, 100*365*24*time.Hour)
	if phases() != 0 {
		t.Fatal("without a period a case was erased")
	}
	plan = planOf(t, "CASE_WITHDRAWN P30D")
	erase(plan, 100*365*24*time.Hour)
	plan = planOf(t, "CASE_CLOSED P40D\nCASE_WITHDRAWN P30D")
	erase(plan, 40*24*time.Hour-time.Second)
	if phases() != 0 {
		t.Fatal("a closed case was erased as a withdrawn one, or before its period had ended")
	}
	erase(plan, 40*24*time.Hour+time.Second)
	erase(plan, 41*24*time.Hour)
	if phases() != 1 {
		t.Fatal("a case whose period has ended was not erased")
	}
	if n := count(t, d, "SELECT count(*) FROM destructions WHERE number = '"+c.Number+"' AND class = 'CASE_CLOSED' AND period = 'P40D' AND erase_time > end_time"); n != 1 {
		t.Error("the destruction is not recorded, or more than once")
	}
}

func TestACaseThatEndedAnewKeepsItsContentForAnotherPeriod(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := live(t, d)
	_, err := d.Clock.Erase(t.Context(), c.ID, "request", cases.Erase{Phase: cases.Closed, EndedBy: c.CloseTime.Add(-time.Second), Class: "CASE_CLOSED", Period: "P10Y"})
	if refusal, ok := errors.AsType[*cases.Refusal](err); !ok || refusal.Reason != cases.NotNow {
		t.Errorf("a case that ended after the time was met with %v", err)
	}
	worker := d.DB.Worker()
	err = worker.Write(t.Context(), func(tx *postgres.Tx) error { // past the first wall
		tx.Queue("SELECT erase_case($1, 'CLOSED', $2, 'CASE_CLOSED', 'P10Y', now())", c.ID, c.CloseTime.Add(-time.Second))
		return tx.Flush(t.Context())
	})
	if err == nil {
		t.Error("the database erased a case that ended after the time")
	}
	wantSound(t, d, c)
}

func planOf(t *testing.T, text string) retention.Plan {
	t.Helper()
	file := filepath.Join(t.TempDir(), "retention")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	plan, err := retention.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
