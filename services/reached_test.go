package services_test

import (
	"testing"
	"time"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// told fails unless somebody was told a code of a case once by mail.
func (w watchers) told(c *casespb.Case, tell string, p person) {
	w.t.Helper()
	if n := w.count("SELECT count(*) FROM notify.calls WHERE case_id = $1 AND tell = $2 AND person_id = $3 AND send_time IS NOT NULL", c.GetId(), tell, p.id); n != 1 {
		w.t.Errorf("%s is told %s %d times, want once", p.subject, tell, n)
	}
}

func (w watchers) unreached(people ...person) {
	w.t.Helper()
	for _, p := range people {
		w.exec("UPDATE access.persons SET email = NULL WHERE id = $1", p.id)
	}
}

func TestOfWhoIsAwayHearsSomebodyWhomAMailReaches(t *testing.T) {
	t.Parallel()
	w := watched(t)
	head, coordinator := w.lead(valteriUnit, "VALTERI"), w.coordinator("TAYS")
	a, b := w.expert(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI")
	waits, lent := w.file(w.teacher(taysSchool), request("fi", autism)), w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(a, waits)
	w.claim(a, lent)
	w.unreached(head)
	w.isAway(a, away(a, 0, 1, b.id))
	w.hands(a, b, lent.GetId())
	now := w.clock.now()
	for days := range 8 {
		w.at(now.Add(time.Duration(days)*24*time.Hour + time.Duration(days)*time.Minute))
	}
	w.told(waits, "HOLDER_ABSENT", coordinator)
	w.told(lent, "RETURN_DUE", coordinator)
	for _, tell := range []string{"HOLDER_ABSENT", "RETURN_DUE"} {
		if n := w.count("SELECT count(*) FROM notify.calls WHERE tell = $1 AND person_id = $2", tell, head.id); n != 1 {
			t.Errorf("%s of who is not reached stands %d times beside", tell, n)
		}
	}
}

func TestOfAPartInAClosedUnitHearsSomebodyWhomAMailReaches(t *testing.T) {
	t.Parallel()
	w := watched(t)
	expert, area, country := w.expert(tervaUnit, "VALTERI"), w.coordinator("OYS"), w.coordinator("")
	c := w.file(w.teacher(oysSchool), request("fi", autism))
	w.claim(expert, c)
	w.unreached(area)
	w.exec("UPDATE directory.units SET active_to = current_date - 2 WHERE id = $1", tervaUnit)
	w.tick()
	w.at(w.clock.now())
	w.told(c, "UNIT_CLOSED", country)
}

func TestTargetsAreToldToSomebodyWhoIsThere(t *testing.T) {
	t.Parallel()
	w := watched(t)
	head, a, coordinator := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI"), w.coordinator("TAYS")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(a, c)
	w.isAway(head, away(head, 0, 30, ""))
	w.isAway(a, away(a, 0, 30, ""))
	filed := workdays.Of(w.clock.now())
	for d := 1; d < 4; d++ {
		w.at((filed.Add(d) + 1).Start())
	}
	w.told(c, "WARNING", coordinator)
	w.told(c, "ESCALATION", coordinator)
}

func TestOfAPartnerHeadsHearAfterAdviceToo(t *testing.T) {
	t.Parallel()
	w := watched(t)
	a, head, p := w.expert(valteriUnit, "VALTERI"), w.lead(elmeriUnit, "ELMERI"), w.expert(elmeriUnit, "ELMERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(a, c)
	part := w.invites(a, c, elmeriUnit)
	must[*casespb.Assignment](t)(p.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	w.advises(a, c, "Neuvo.")
	must[*casespb.Case](t)(a.PublishAdvice(ifMatch(t.Context(), w.read(a, c.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
	absence := away(p, 0, 20, "")
	absence.UnitId = elmeriUnit
	w.isAway(p, absence)
	w.at(w.clock.now().Add(time.Minute))
	w.told(c, "HOLDER_ABSENT", head)
	w.exec("UPDATE directory.units SET active_to = current_date - 2 WHERE id = $1", elmeriUnit)
	w.tick()
	w.at(w.clock.now().Add(2 * time.Hour))
	w.told(c, "UNIT_CLOSED", head)
}
