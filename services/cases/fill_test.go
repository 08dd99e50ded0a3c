package cases_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/cases/lives"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// someLives answers a plan for the people of the stories.
func someLives(d *casetest.Desk, n, open int) lives.Plan {
	unit := func(u cases.Unit, expert permission.Principal, modes ...string) lives.Unit {
		return lives.Unit{
			Unit: u, Languages: []string{"fi"}, National: true, Modes: modes,
			Experts: []cases.Person{{ID: expert.PersonID, Name: expert.Name}},
		}
	}
	said := []byte(casetest.Secret)
	teacher := casetest.Teacher()
	return lives.Plan{
		World: lives.World{
			Schools: []lives.School{{Facts: casetest.Facts(), Filer: cases.Person{ID: teacher.PersonID, Name: teacher.Name}}},
			Units:   []lives.Unit{unit(casetest.Unit, casetest.Expert()), unit(casetest.OtherUnit, casetest.Outsider(), cases.ModeAlways)},
			Samples: []lives.Sample{{
				Facts: casetest.Facts(), Request: said, Question: said, Reply: said, Message: said, Advice: said, Comment: said,
			}},
		},
		Vault: d.Store.Vault, Cases: n, Open: open, Now: time.Now(), Seed: 1,
	}
}

func TestAFilledDatabaseIsWhatItsEventsGive(t *testing.T) {
	t.Parallel()
	const n, open = 200, 80
	d := casetest.New(t)
	if err := cases.Fill(t.Context(), d.DB.Superuser(t), someLives(d, n, open).All()); err != nil {
		t.Fatal(err)
	}
	if found := findings(t, d); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
	if got := count(t, d, "SELECT count(*) FROM cases"); got != n {
		t.Errorf("%d cases; want %d", got, n)
	}
	if got := count(t, d, "SELECT count(*) FROM cases WHERE phase NOT IN ('CLOSED', 'WITHDRAWN')"); got < open/2 || got > open {
		t.Errorf("%d cases are open; want about %d", got, open)
	}
	if got := count(t, d, "SELECT count(*) FROM case_events"); got < 4*n || got > 8*n {
		t.Errorf("%d events of %d cases; want 4 to 8 a case", got, n)
	}
	if got := count(t, d, "SELECT count(DISTINCT phase) FROM cases"); got < 8 {
		t.Errorf("cases are in %d phases; want all that there are before erasure", got)
	}
	if got := count(t, d, "SELECT count(*) FROM cases WHERE tick_time <= now()"); got > 0 {
		t.Errorf("time has something to do in %d cases", got)
	}
	for _, id := range idsOfCases(t, d) {
		stored, err := d.Clock.Load(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		events, err := d.Clock.Events(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(cases.Replay(events), stored, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("replay (-) and rows (+) of %s:\n%s", id, diff)
		}
	}
}

func TestFilledTextsAreSealedAndOpen(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	if err := cases.Fill(t.Context(), d.DB.Superuser(t), someLives(d, 20, 5).All()); err != nil {
		t.Fatal(err)
	}
	if found := seen(t, d.DB.Superuser(t), casetest.Secret); len(found) > 0 {
		t.Errorf("texts stand in clear in %v", found)
	}
	_, texts, err := d.Store.Get(t.Context(), casetest.Principal(), permission.ReadCase, idsOfCases(t, d)[0], cases.RequestContent)
	if err != nil || len(texts) != 1 || string(texts[0].Plain) != casetest.Secret {
		t.Errorf("the request reads %+v, %v", texts, err)
	}
}

func idsOfCases(t *testing.T, d *casetest.Desk) []string {
	t.Helper()
	rows, err := d.DB.Superuser(t).Query(t.Context(), "SELECT id::text FROM cases ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return ids
}
