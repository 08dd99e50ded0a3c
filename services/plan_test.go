package services_test

import (
	"testing"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

func (h *house) plans(head person) *assignmentpb.PreviewPlanResponse {
	h.t.Helper()
	return must[*assignmentpb.PreviewPlanResponse](h.t)(head.PreviewPlan(h.t.Context(), &assignmentpb.PreviewPlanRequest{UnitId: valteriUnit}))
}

// accepts accepts a row of a plan.
func (h *house) accepts(head person, row *assignmentpb.PlannedAssignment) (*casespb.Assignment, error) {
	return head.AssignAssignment(ifMatch(h.t.Context(), row.GetAssignment().GetEtag()), &assignmentpb.AssignAssignmentRequest{
		AssignmentId: row.GetAssignment().GetId(), PersonId: row.GetCandidate().GetPersonId(), Proposed: true,
	})
}

func TestAPlanPlacesWhatWaitsAndChangesNothingUntilARowIsAccepted(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	head, teacher := h.lead(valteriUnit, "VALTERI"), h.teacher(taysSchool)
	expert, gone := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	h.keeps(head, knows(head, 0, 0, autism))
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", gone.id)
	h.keeps(head, knows(expert, 20, 2, autism))
	if p := h.plans(head); len(p.GetRows())+len(p.GetUnplaced()) != 0 {
		t.Errorf("of an empty queue a plan is %v", p)
	}
	for range 3 {
		h.file(teacher, request("fi", autism))
	}
	h.file(teacher, request("fi", hearing))
	p := h.plans(head)
	if len(p.GetRows()) != 2 || len(p.GetUnplaced()) != 2 || p.GetNotLookedAt() != 0 {
		t.Fatalf("the plan is %v", p)
	}
	for _, row := range p.GetRows() {
		if k := row.GetCandidate(); k.GetPersonId() != expert.id || !k.GetTold() || row.GetLoadBefore() != 0 || row.GetAssignment().GetCard().GetNumber() == "" {
			t.Errorf("a row is %v", row)
		}
	}
	if full, deaf := p.GetUnplaced()[0], p.GetUnplaced()[1]; full.GetWhy() != assignmentpb.FitRefusal_FIT_REFUSAL_NO_CAPACITY || full.GetExperts() != 1 ||
		deaf.GetWhy() != assignmentpb.FitRefusal_FIT_REFUSAL_NO_COMPETENCE {
		t.Errorf("without a place are %v", p.GetUnplaced())
	}
	if n := h.count("SELECT count(*) FROM assignments WHERE state = 'HELD'"); n != 0 {
		t.Errorf("a plan has assigned %d", n)
	}
	if held := must[*casespb.Assignment](t)(h.accepts(head, p.GetRows()[0])); held.GetHolderId() != expert.id {
		t.Errorf("accepted: %v", held)
	}
	for _, p := range []person{expert, h.lead(elmeriUnit, "ELMERI"), h.coordinator("TAYS")} {
		_, err := p.PreviewPlan(t.Context(), &assignmentpb.PreviewPlanRequest{UnitId: valteriUnit})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
}

func TestARowWhoseWorldHasChangedIsRefusedAndTheOthersStand(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	head, teacher := h.lead(valteriUnit, "VALTERI"), h.teacher(taysSchool)
	expert, colleague := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	h.keeps(head, knows(head, 0, 0, autism))
	h.keeps(head, knows(colleague, 0, 0, autism))
	h.keeps(head, knows(expert, 20, 9, autism))
	var filed []*casespb.Case
	for range 5 {
		filed = append(filed, h.file(teacher, request("fi", autism)))
	}
	rows := h.plans(head).GetRows()
	if len(rows) != 5 {
		t.Fatalf("the plan has the rows %v", rows)
	}
	h.claim(colleague, filed[0])
	refused(t, drop(h.accepts(head, rows[0])), codes.Aborted, "ETAG_STALE")
	must[*casespb.Assignment](t)(h.accepts(head, rows[1]))

	h.keeps(head, knows(expert, 20, 1, autism))
	invalid(t, drop(h.accepts(head, rows[2])), "person_id", "fit.no_capacity")
	h.keeps(head, knows(expert, 20, 9, autism))
	id := h.isAway(head, away(expert, 0, 1, ""))
	invalid(t, drop(h.accepts(head, rows[2])), "person_id", "fit.absent")
	must[*assignmentpb.DeleteAbsenceResponse](t)(head.DeleteAbsence(t.Context(), &assignmentpb.DeleteAbsenceRequest{AbsenceId: id}))
	must[*casespb.Assignment](t)(h.accepts(head, rows[3]))
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", expert.id)
	_, err := h.accepts(head, rows[4])
	invalid(t, err, "person_id", "person.unknown")
}

func TestWhatWasDoneIsAnsweredAgainWhateverTheWorldIsNow(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	ctx := t.Context()
	head, expert, teacher := h.lead(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.teacher(taysSchool)
	h.keeps(head, knows(head, 0, 0, autism))
	h.keeps(head, knows(expert, 20, 1, autism))
	c := h.file(teacher, request("fi", autism))
	// With this case the expert has no room for one more, and would not be proposed again.
	row := h.plans(head).GetRows()[0]
	twice(ifMatch(ctx, row.GetAssignment().GetEtag()), h, unary(head.AssignAssignment), &assignmentpb.AssignAssignmentRequest{
		AssignmentId: row.GetAssignment().GetId(), PersonId: expert.id, Proposed: true,
	})
	// Whom something was offered or who was asked may be gone when it is repeated.
	held, once := h.read(expert, c.GetId()).GetAssignments()[0], with(ctx, "idempotency-key", "offered-once")
	gone := h.expert(valteriUnit, "VALTERI")
	offer, etag := toColleague(held, gone, handOverNote), h.read(expert, c.GetId()).GetEtag()
	must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(once, etag), offer))
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", gone.id)
	must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(once, etag), offer))
	etag, once = h.read(expert, c.GetId()).GetEtag(), with(ctx, "idempotency-key", "invited-once")
	must[*casespb.Case](t)(expert.InvitePartner(ifMatch(once, etag), inviting(c, elmeriUnit)))
	h.exec("UPDATE directory.units SET active_to = '2020-01-01' WHERE id = $1", elmeriUnit)
	must[*casespb.Case](t)(expert.InvitePartner(ifMatch(once, etag), inviting(c, elmeriUnit)))
}
