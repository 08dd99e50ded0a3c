package cases_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/vip-verkosto/vaatu/services/cases/casetest"
)

func TestTheDatabaseRefusesStatesThatCannotBe(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	d.Held(t)
	root := d.DB.Superuser(t)
	for want, sql := range map[string]string{
		"assignments_one_lead": `INSERT INTO assignments SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid()))).* FROM assignments a`,
		"assignments_holder":   "UPDATE assignments SET holder_id = NULL",
		"assignments_declined": "UPDATE assignments SET state = 'DECLINED', holder_id = NULL, holder_name = NULL",
		"assignments_case":     "UPDATE assignments SET school_id = gen_random_uuid()",
		"cases_triage":         "UPDATE cases SET phase = 'TRIAGE'",
		"cases_led":            "UPDATE cases SET lead_unit_id = NULL, lead_actor = NULL, lead_unit_name_fi = NULL, lead_unit_name_sv = NULL",
		"cases_lead":           "UPDATE cases SET lead_actor = NULL",
		"cases_closed":         "UPDATE cases SET phase = 'CLOSED'",
		"cases_withdrawn":      "UPDATE cases SET withdraw_time = file_time",
		"cases_dispute":        "UPDATE cases SET dispute_time = file_time",
		"cases_dispute_ended":  "UPDATE cases SET dispute_outcome = 'STAYS'",
		"cases_dispute_clock":  "UPDATE cases SET dispute_due = file_time::date",
		"cases_dispute_led": `UPDATE cases SET dispute_assignment_id = id, dispute_reason_id = id, dispute_raiser_id = id, dispute_version = 1, dispute_time = file_time,
			lead_unit_id = NULL, lead_actor = NULL, lead_unit_name_fi = NULL, lead_unit_name_sv = NULL`,
		"cases_published":  "UPDATE cases SET published_revision = 1",
		"cases_number_key": "INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).* FROM cases c",
		"case_events_pkey": "INSERT INTO case_events SELECT (e).* FROM case_events e",
	} {
		_, err := root.Exec(t.Context(), sql)
		if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.ConstraintName != want {
			t.Errorf("%s: %v; want %s to refuse", sql, err, want)
		}
	}
}

func TestTheApplicationCannotRewriteHistory(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	d.Held(t)
	for _, sql := range []string{
		"UPDATE case_events SET by_name = ''", "DELETE FROM case_events", "UPDATE case_content SET sealed = ''",
		"DELETE FROM case_content", "DELETE FROM cases", "DELETE FROM assignments", "DELETE FROM case_questions",
		"UPDATE idempotency_keys SET method = ''", "DELETE FROM idempotency_keys", "TRUNCATE case_events",
		"UPDATE case_keys SET wrapped = ''",
	} {
		_, err := d.DB.App().Pool().Exec(t.Context(), sql)
		if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "42501" {
			t.Errorf("%s: %v; want permission denied", sql, err)
		}
	}
}
