package cases_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

func jobs(t *testing.T, d *casetest.Desk) int {
	t.Helper()
	return count(t, d, "SELECT count(*) FROM river.river_job WHERE kind = 'notice' AND state = 'available'")
}

func TestAQuestionAndAnAdviceLeaveANoticeEach(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Do(t, casetest.Ask(d.Held(t), casetest.Expert()))
	var args []byte
	if err := d.DB.Superuser(t).QueryRow(t.Context(), "SELECT args FROM river.river_job").Scan(&args); err != nil {
		t.Fatal(err)
	}
	var got cases.NoticeArgs
	if err := json.Unmarshal(args, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(cases.NoticeArgs{CaseID: c.ID, Version: c.Version, Event: "ASKED"}, got); diff != "" {
		t.Errorf("the job differs from what is wanted (-):\n%s", diff)
	}
	c = d.Do(t, casetest.WriteAdvice(c, casetest.Expert()))
	c = d.Do(t, casetest.Message(c, casetest.Expert()))
	if n := jobs(t, d); n != 1 {
		t.Errorf("there are %d jobs before the publication; want 1", n)
	}
	d.Do(t, casetest.Publish(c, casetest.Expert()))
	if n := jobs(t, d); n != 2 {
		t.Errorf("there are %d jobs after the publication; want 2", n)
	}
}

func TestAChangeThatFailsLeavesNoJobAndNothingElse(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	d.Do(t, casetest.Ask(d.Held(t), casetest.Expert())) // the job client is warm, its insert rides in the last trip
	before := rows(t, d)
	// Fails at COMMIT: every statement of the change has been executed by then, the job's too.
	exec(t, d, `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no commit'; END $$`,
		"GRANT EXECUTE ON FUNCTION fail TO vaatu_app",
		"CREATE CONSTRAINT TRIGGER fail AFTER INSERT ON river.river_job DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail()")
	if _, err := d.Try(t, casetest.Ask(c, casetest.Expert())); err == nil {
		t.Fatal("the change did not fail")
	}
	if after := rows(t, d); after != before {
		t.Errorf("%d rows are left of a change that failed", after-before)
	}
	exec(t, d, "DROP TRIGGER fail ON river.river_job", "REVOKE INSERT ON river.river_job FROM vaatu_app")
	if _, err := d.Try(t, casetest.Ask(c, casetest.Expert())); err == nil {
		t.Fatal("a change without its job did not fail")
	}
	if after := rows(t, d); after != before {
		t.Errorf("%d rows are left of a change whose job failed", after-before)
	}
	if stored, _, err := d.Store.Get(t.Context(), casetest.Expert(), permission.ReadCase, c.ID); err != nil || stored.Version != c.Version {
		t.Errorf("the case is at version %d, %v; want %d", stored.Version, err, c.Version)
	}
}
