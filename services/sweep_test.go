package services_test

import (
	"strconv"
	"testing"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
)

func TestWhatIsKeptForATimeOnlyGoes(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	teacher, idle, old, colleague := h.teacher(taysSchool), h.teacher(taysSchool), h.teacher(taysSchool), h.teacher(taysSchool)
	h.file(teacher, request("fi", autism))
	h.file(colleague, request("fi", autism))
	h.exec("UPDATE idempotency_keys SET create_time = now() - interval '47 hours' WHERE person_id = $1", teacher.id)
	h.exec("UPDATE idempotency_keys SET create_time = now() - interval '49 hours' WHERE person_id = $1", colleague.id)
	h.exec("UPDATE access.sessions SET seen_time = now() - interval '31 minutes' WHERE person_id = $1", idle.id)
	h.exec("UPDATE access.sessions SET expire_time = now() - interval '1 second' WHERE person_id = $1", old.id)
	for _, days := range []int{6, 8} {
		h.exec(`INSERT INTO access.letters (id, person_id, kind, email, language, create_time)
			VALUES (gen_random_uuid(), $1, 'CHANGED', 'x@example.fi', 'fi', now() - make_interval(days => $2))`, teacher.id, days)
	}
	for _, days := range []int{29, 31} {
		h.exec(`INSERT INTO access.invitations (id, hash, role, from_date, invited, create_time, expire_time)
			VALUES (gen_random_uuid(), sha256($1::text::bytea), 'AUDITOR', '2026-01-01', 'Iida Ilo', now(), now() - make_interval(days => $2))`, strconv.Itoa(days), days)
	}
	for _, days := range []int{29, 31} {
		h.exec(`INSERT INTO staffing.absences (id, unit_id, person_id, from_date, to_date, by_unit, for_good, back_time, revision, create_time)
			VALUES (gen_random_uuid(), $1, $2, current_date - 40, current_date - $3::int, false, false, staffing.end_of(current_date - $3::int), 1, now())`, valteriUnit, teacher.id, days)
	}
	worker := h.config
	worker.Services, worker.Sockets = []string{"notify"}, shortDir(t)
	h.run(worker)
	h.until("SELECT count(*) FROM access.invitations WHERE invited IS NOT NULL", 1)
	h.until("SELECT count(*) FROM staffing.absences", 1)
	h.until("SELECT count(*) FROM access.sessions", 2)
	h.until("SELECT count(*) FROM idempotency_keys", 1)
	h.until("SELECT count(*) FROM access.letters", 1)
	if n := h.count("SELECT count(*) FROM idempotency_keys WHERE person_id = $1", teacher.id); n != 1 {
		t.Error("a key of two days is gone")
	}
	for _, p := range []person{teacher, colleague} {
		must[*directorypb.Me](t)(p.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	}
}

func TestAJobOfAnotherReleaseIsLeftToIt(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	h.exec(`INSERT INTO river.river_job (kind, args, max_attempts, state, queue) VALUES ('of_tomorrow', '{}', 3, 'available', 'default')`)
	h.run(h.config)
	h.until("SELECT count(*) FROM river.river_job WHERE kind = 'sweep' AND state = 'completed'", 1)
	if n := h.count("SELECT count(*) FROM river.river_job WHERE kind = 'of_tomorrow' AND state = 'available' AND attempt = 0"); n != 1 {
		t.Errorf("a job of a kind that this release does not know was tried: %s", h.text("SELECT string_agg(j::text, E'\n') FROM river.river_job j"))
	}
}
