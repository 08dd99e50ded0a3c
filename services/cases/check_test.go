package cases_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
)

// damages are what can be wrong with a database, each with all that Check must say of it and no more. In the texts
// {lead} is the id of the lead assignment.
var damages = map[string]struct {
	sql  []string
	want []string
}{
	"another urgency": {
		[]string{"UPDATE cases SET urgency = 'SOON' WHERE id = '{case}'"},
		[]string{"case: column urgency is not what the events give"},
	},
	"another time": {
		[]string{"UPDATE cases SET turn_since = turn_since + interval '1 microsecond' WHERE id = '{case}'"},
		[]string{"case: column turn_since is not what the events give"},
	},
	"another need": {
		[]string{"UPDATE cases SET needs = '{VISION}' WHERE id = '{case}'"},
		[]string{"case: column needs is not what the events give"},
	},
	"another explanation": {
		[]string{`UPDATE cases SET routing = jsonb_set(routing, '{matched}', '["NEED_VISION"]') WHERE id = '{case}'`},
		[]string{"case: column routing is not what the events give"},
	},
	"a phase set by hand": {
		[]string{"UPDATE cases SET phase = 'QUEUED' WHERE id = '{case}'"},
		[]string{"case: column phase is not what the events give"},
	},
	"a lost change": {
		[]string{"UPDATE cases SET version = version - 1 WHERE id = '{case}'"},
		[]string{"version 4 with 5 events"},
	},
	"another holder": {
		[]string{"UPDATE assignments SET holder_id = '{someone}' WHERE id = '{lead}'"},
		[]string{"assignment {lead}: column holder_id is not what the events give"},
	},
	"a claim without a holder": {
		[]string{
			"ALTER TABLE assignments DROP CONSTRAINT assignments_holder",
			"UPDATE assignments SET holder_id = NULL WHERE id = '{lead}'",
		},
		[]string{
			`assignment {lead}: state HELD with holder ""`,
			"assignment {lead}: column holder_id is not what the events give",
		},
	},
	"two leads": {
		[]string{
			"DROP INDEX assignments_one_lead",
			`INSERT INTO assignments (id, case_id, school_id, unit_id, actor, unit_name_fi, unit_name_sv, part, state, round, permission_needed, opens, turn, hidden,
				advice_revision, signed_revision, published_revision, revision, create_time, update_time)
			SELECT '{someone}', case_id, school_id, unit_id, actor, unit_name_fi, unit_name_sv, part, 'WAITING', round, false, true, 'UNIT', '{}',
				0, 0, 0, 1, create_time, update_time
			FROM assignments WHERE id = '{lead}'`,
		},
		[]string{"2 assignments stand for the lead", "assignment {someone}: no event gives it"},
	},
	"a lost assignment": {
		[]string{"DELETE FROM assignments WHERE id = '{lead}'"},
		[]string{"assignment {lead}: the row is missing"},
	},
	"an answered question": {
		[]string{"UPDATE case_questions SET reply_time = ask_time WHERE case_id = '{case}'"},
		[]string{"question {question}: column reply_time is not what the events give"},
	},
	"a lost event": {
		[]string{"DELETE FROM case_events WHERE case_id = '{case}' AND version = 3"},
		[]string{"event version 4 where 3 should stand"},
	},
	"a lost last event": {
		[]string{"DELETE FROM case_events WHERE case_id = '{case}' AND version = 5"},
		[]string{"version 5 with 4 events"},
	},
	"no events at all": {
		[]string{"DELETE FROM case_events WHERE case_id = '{case}'"},
		[]string{"version 5 with 0 events"},
	},
	"an event with other facts": {
		[]string{`UPDATE case_events SET data = jsonb_set(data, '{facts,urgency}', '"SOON"') WHERE case_id = '{case}' AND version = 1`},
		[]string{"case: column urgency is not what the events give"},
	},
	"an event of another assignment": {
		[]string{`UPDATE case_events SET data = jsonb_build_object('assignment_id', '{someone}') WHERE case_id = '{case}' AND version = 3`},
		[]string{"event version 3 says phase IN_CONSULTATION, replay QUEUED"},
	},
	"an event that cannot be read": {
		[]string{"UPDATE case_events SET data = '[]' WHERE case_id = '{case}' AND version = 3"},
		[]string{"event version 3 cannot be read"},
	},
	"an event of an unknown kind": {
		[]string{"UPDATE case_events SET kind = 'MYSTERY' WHERE case_id = '{case}' AND version = 3"},
		[]string{"event version 3 cannot be read"},
	},
	"a missing key": {
		[]string{"DELETE FROM case_keys WHERE id = '{case}'"},
		[]string{"the data key is missing"},
	},
	"a missing text": {
		[]string{"DELETE FROM case_content WHERE case_id = '{case}' AND kind = 'QUESTION'"},
		[]string{"event version 4 names a text that is missing"},
	},
	"a text that nothing names": {
		[]string{`INSERT INTO case_content (id, case_id, school_id, kind, revision, author_id, author_name, author_role, sealed, create_time)
			SELECT '{someone}', case_id, school_id, 'REASON', 1, author_id, author_name, author_role, sealed, create_time
			FROM case_content WHERE case_id = '{case}' AND kind = 'REQUEST'`},
		[]string{"no event names the text {someone}"},
	},
	"a missing request": {
		[]string{"DELETE FROM case_content WHERE case_id = '{case}' AND kind = 'REQUEST'"},
		[]string{"the text of the request is missing"},
	},
}

func TestCheckNamesWhatBelongsToNothing(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	d.Do(t, casetest.Ask(d.Held(t), casetest.Expert())) // its notice has a subject
	key, subject := casetest.ID(), casetest.ID()
	exec(t, d, "INSERT INTO case_keys (id, writer_id, wrapped, create_time) VALUES ('"+key+"', '"+key+"', '', now())")
	var got []string
	report := func(f cases.Finding) { got = append(got, f.String()) }
	if _, err := cases.Check(t.Context(), d.DB.Operator(), report); err != nil {
		t.Fatal(err)
	}
	exec(t, d, "UPDATE river.river_job SET args = jsonb_set(args, '{case_id}', '\""+subject+"\"')", "DELETE FROM case_keys WHERE id = '"+key+"'")
	if _, err := cases.Check(t.Context(), d.DB.Operator(), report); err != nil {
		t.Fatal(err)
	}
	want := []string{key + ": a data key of no case and no draft", subject + ": a notice waits for a case that is not there"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted (-), found (+):\n%s", diff)
	}
}

func TestCheckNamesEachDamageAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := casetest.New(t)
			d.Held(t) // a sound neighbour, of which nothing is to be said
			c := d.Do(t, casetest.Ask(d.Held(t), casetest.Expert()))
			c = d.Do(t, casetest.Message(c, casetest.Teacher()))
			lead, _ := c.Lead()
			fill := strings.NewReplacer("{case}", c.ID, "{lead}", lead.ID, "{question}", c.Questions[0].ID, "{someone}", casetest.ID()).Replace
			statements := slices.Clone(damage.sql)
			for i := range statements {
				statements[i] = fill(statements[i])
			}
			exec(t, d, statements...)
			want := []string{}
			for _, w := range damage.want {
				want = append(want, c.ID+": "+fill(w))
			}
			var got []string
			checked, err := cases.Check(t.Context(), d.DB.Operator(), func(f cases.Finding) {
				line, _, _ := strings.Cut(f.String(), ": decoding") // the cause is the decoder's to word
				got = append(got, line)
			})
			if err != nil || checked != 2 {
				t.Fatalf("checked %d cases, %v; want 2", checked, err)
			}
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings differ from what is wanted (-):\n%s", diff)
			}
		})
	}
}

func TestCheckHasNothingToSayOfASoundDatabase(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	if checked, err := cases.Check(t.Context(), d.DB.Operator(), func(f cases.Finding) { t.Error(f) }); err != nil || checked != 0 {
		t.Fatalf("checked %d cases of an empty database, %v", checked, err)
	}
	live(t, d)
	d.File(t, nil)
	d.Do(t, casetest.Withdraw(d.Held(t), casetest.Teacher()))
	checked, err := cases.Check(t.Context(), d.DB.Operator(), func(f cases.Finding) { t.Error(f) })
	if err != nil || checked != 3 {
		t.Fatalf("checked %d cases, %v; want 3", checked, err)
	}
}

func TestCheckLooksAtEveryCaseOfMoreThanOnePage(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	first := d.Filed(t)
	const many = 1001
	copies := func(table, columns, change string) string {
		return fmt.Sprintf("INSERT INTO %[1]s SELECT (jsonb_populate_record(x, %[3]s)).%[2]s FROM %[1]s x, generate_series(2, %[4]d) n",
			table, columns, change, many)
	}
	newID := "lpad(to_hex(n), 8, '0') || '-0000-7000-9000-000000000000'"
	exec(t, d,
		copies("cases", "*", "jsonb_build_object('id', "+newID+", 'number', 'COPY-' || n)"),
		copies("assignments", "*", "jsonb_build_object('id', lpad(to_hex(n), 8, '0') || '-0000-7000-a000-000000000000', 'case_id', "+newID+")"),
		copies("case_events", "*", "jsonb_build_object('case_id', "+newID+")"),
		copies("case_content", "*", "jsonb_build_object('id', lpad(to_hex(n), 8, '0') || '-0000-7000-b000-000000000000', 'case_id', "+newID+")"),
		copies("case_keys", "*", "jsonb_build_object('id', "+newID+")"),
	)
	wrong := map[string]int{}
	checked, err := cases.Check(t.Context(), d.DB.Operator(), func(f cases.Finding) {
		if f.CaseID == first.ID {
			t.Error(f)
		}
		wrong[f.CaseID]++
	})
	// Number and assignment id of each copy differ from what its events say.
	if err != nil || checked != many || len(wrong) != many-1 {
		t.Errorf("checked %d cases and found %d copies, %v; want %d and %d", checked, len(wrong), err, many, many-1)
	}
}
