package cases_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
)

func TestAnErasedCaseLeavesNothingThatNamesAnybody(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := live(t, d)
	store := cases.AttachmentStore{Reader: d.Store.Reader}
	if err := store.Write(t.Context(), casetest.Teacher(), c.ID, casetest.ID(), strings.NewReader("liite")); err != nil {
		t.Fatal(err)
	}
	root := d.DB.Superuser(t)
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
	erased, err := d.Clock.Erase(t.Context(), c.ID, "request")
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
		"case_keys": 0, "case_content": 0, "case_attachment_chunks": 0, "assignments": 0, "case_questions": 0, "case_hand_overs": 0, "case_permits": 0,
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
	if _, err := d.Clock.Erase(t.Context(), c.ID, "request"); err == nil {
		t.Error("a case that somebody works on was erased")
	}
	wantSound(t, d, c)
}
