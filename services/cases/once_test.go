package cases_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

// rows answers how many rows the tables of cases have together.
func rows(t *testing.T, d *casetest.Desk) int {
	t.Helper()
	return count(t, d, `SELECT (SELECT count(*) FROM cases) + (SELECT count(*) FROM assignments) + (SELECT count(*) FROM case_questions)
		+ (SELECT count(*) FROM case_events) + (SELECT count(*) FROM case_content) + (SELECT count(*) FROM case_keys)
		+ (SELECT count(*) FROM idempotency_keys) + (SELECT count(*) FROM river.river_job)`)
}

func TestARepeatedChangeAnswersTheSameAndChangesNothing(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Filed(t)
	teacher, expert := casetest.Teacher(), casetest.Expert()
	steps := []func(cases.Case) casetest.Wish{
		func(c cases.Case) casetest.Wish { return casetest.Claim(c, expert) },
		func(c cases.Case) casetest.Wish { return casetest.Release(c, expert) },
		func(c cases.Case) casetest.Wish { return casetest.Claim(c, expert) },
		func(c cases.Case) casetest.Wish { return casetest.Ask(c, expert) },
		func(c cases.Case) casetest.Wish { return casetest.Reply(c, teacher) },
		func(c cases.Case) casetest.Wish { return casetest.Message(c, teacher) },
		func(c cases.Case) casetest.Wish { return casetest.Decline(c, expert) },
		func(c cases.Case) casetest.Wish { return casetest.Route(c, casetest.Coordinator(), casetest.Unit) },
		func(c cases.Case) casetest.Wish { return casetest.Claim(c, expert) },
		func(c cases.Case) casetest.Wish { return casetest.WriteAdvice(c, expert) },
		func(c cases.Case) casetest.Wish { return casetest.Publish(c, expert) },
		func(c cases.Case) casetest.Wish { return casetest.Acknowledge(c, teacher) },
		func(c cases.Case) casetest.Wish { return casetest.Close(c, teacher) },
	}
	for _, step := range steps {
		wish := step(c)
		wish.Call.Expect = 0
		first, err := d.Try(t, wish)
		if err != nil {
			t.Fatalf("%T: %v", wish.Command, err)
		}
		c = first.Case
		before := rows(t, d)
		again, err := d.Try(t, wish)
		if err != nil || !again.Replayed || again.ResourceID != first.ResourceID || again.Case.Version != c.Version {
			t.Errorf("%T again: replayed %v, resource %s (first %s), version %d (first %d), %v", wish.Command, again.Replayed,
				again.ResourceID, first.ResourceID, again.Case.Version, c.Version, err)
		}
		if after := rows(t, d); after != before {
			t.Errorf("%T again made %d rows", wish.Command, after-before)
		}
	}
	wantSound(t, d, c)
}

func TestARepetitionIsAnsweredUnderTodaysRights(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	released, asked := casetest.Release(c, casetest.Expert()), casetest.Ask(c, casetest.Expert())
	d.Do(t, asked)
	d.Do(t, released)
	_, err := d.Try(t, asked)
	wantRefusal(t, err, cases.Unknown) // no longer the holder
	released.Call.Principal.Grants = nil
	_, err = d.Try(t, released)
	wantRefusal(t, err, cases.Unknown) // no longer of the unit
}

func TestAKeyCannotBeUsedForAnotherRequest(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Filed(t)
	first := casetest.Claim(c, casetest.Expert())
	c = d.Do(t, first)
	otherHash, otherMethod := first, first
	otherHash.Call.Once.Hash = []byte("something else")
	otherMethod.Call.Once.Method = "/test/other"
	for name, w := range map[string]casetest.Wish{"another body": otherHash, "another method": otherMethod} {
		if _, err := d.Try(t, w); !errors.Is(err, apperr.New(apperr.IdempotencyKeyReused)) {
			t.Errorf("%s: %v; want IDEMPOTENCY_KEY_REUSED", name, err)
		}
	}
	theirs := casetest.Message(c, casetest.Teacher())
	theirs.Call.Once.Key = first.Call.Once.Key // another person's key is another key
	wantSound(t, d, d.Do(t, theirs))
}

func TestARequestFiledTwiceAtOnceIsOneCase(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	call := casetest.Call(casetest.Teacher(), casetest.ID())
	results, errs := make([]cases.Result, 8), make([]error, 8)
	var group sync.WaitGroup
	for i := range results {
		filing := d.Filing(t, &casetest.Unit) // each try makes its own id
		group.Go(func() {
			mine := call
			mine.Once.ResourceID = filing.Command.CaseID
			results[i], errs[i] = d.Store.File(t.Context(), mine, filing)
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	made := slices.DeleteFunc(slices.Clone(results), func(r cases.Result) bool { return r.Replayed })
	if len(made) != 1 {
		t.Fatalf("%d filings made a case; want 1", len(made))
	}
	for _, r := range results {
		if r.ResourceID != made[0].Case.ID {
			t.Errorf("a repetition answers %s; want %s", r.ResourceID, made[0].Case.ID)
		}
	}
	if n := count(t, d, "SELECT count(*) FROM cases"); n != 1 {
		t.Errorf("%d cases are stored; want 1", n)
	}
	if n := count(t, d, "SELECT count(*) FROM case_keys"); n != 1 {
		t.Errorf("%d keys are stored; want 1", n)
	}
	wantSound(t, d, made[0].Case)
}

func TestANumberThatIsTakenIsDrawnAgain(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	exec(t, d, "CREATE SEQUENCE tries; GRANT USAGE ON tries TO vaatu_app", `CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF nextval('tries') = 1 THEN
				RAISE unique_violation USING CONSTRAINT = 'cases_number_key';
			END IF;
			RETURN NEW;
		END $$`, "GRANT EXECUTE ON FUNCTION taken TO vaatu_app", "CREATE TRIGGER taken BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION taken()")
	c := d.Filed(t)
	if _, ok := cases.ParseNumber(c.Number); !ok {
		t.Errorf("number is %q; want one with a fitting check character", c.Number)
	}
	if n := count(t, d, "SELECT last_value FROM tries"); n != 2 {
		t.Errorf("the case was tried %d times; want 2", n)
	}
	wantSound(t, d, c)
}

func TestANumberThatStaysTakenIsAnErrorInTheEnd(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	exec(t, d, "CREATE SEQUENCE tries; GRANT USAGE ON tries TO vaatu_app", `CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			PERFORM nextval('tries');
			RAISE unique_violation USING CONSTRAINT = 'cases_number_key';
		END $$`, "GRANT EXECUTE ON FUNCTION taken TO vaatu_app", "CREATE TRIGGER taken BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION taken()")
	filing := d.Filing(t, nil)
	if _, err := d.Store.File(t.Context(), casetest.Call(casetest.Teacher(), filing.Command.CaseID), filing); err == nil {
		t.Error("a case was filed under a number that is taken")
	}
	if n := count(t, d, "SELECT last_value FROM tries"); n != 5 {
		t.Errorf("the case was tried %d times; want 5", n)
	}
	if n := rows(t, d); n != 0 {
		t.Errorf("%d rows are left of it", n)
	}
}
