package services_test

import (
	"testing"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// settlements that are listed for somebody, each of which they may read, as no other.
func (j joint) settlements(p person) []*routingpb.Settlement {
	j.t.Helper()
	all := must[*routingpb.ListSettlementsResponse](j.t)(p.ListSettlements(j.t.Context(), &routingpb.ListSettlementsRequest{})).GetSettlements()
	one, err := p.GetSettlement(j.t.Context(), &routingpb.GetSettlementRequest{CaseId: j.id})
	if len(all) == 0 {
		refused(j.t, err, codes.NotFound, "NOT_FOUND")
	} else if err != nil || one.GetReason() != whySettled || all[0].GetReason() != "" || one.GetNumber() != all[0].GetNumber() {
		j.t.Errorf("%s is listed %v, and reads %v, %v", p.subject, all, one, err)
	}
	return all
}

func TestWhoseLeadEndedReadsHowTheDisputeWasSettledAndNothingElse(t *testing.T) {
	t.Parallel()
	w := tells(t)
	j, ctx := jointly(t, w.house), t.Context()
	colleague, head := w.expert(valteriUnit, "VALTERI"), w.lead(valteriUnit, "VALTERI")
	number := j.read(j.expert, j.id).GetNumber()
	j.disputes()
	j.settles(stays, "")
	w.work()
	if got := j.settlements(j.expert); len(got) != 0 {
		t.Errorf("who leads still is listed %v", got)
	}
	j.disputes()
	j.settles(moves, elmeriUnit)
	w.work()
	got := j.settlements(j.expert)
	if len(got) != 1 || got[0].GetNumber() != number || got[0].GetOutcome() != moves || got[0].GetUnitNameFi() != j.read(j.partner, j.id).GetRouting().GetUnitNameFi() || got[0].GetSettleTime() == nil {
		t.Errorf("who led is listed %v", got)
	}
	for who, p := range map[string]person{"who leads now": j.partner, "a colleague": colleague, "a head who was not told": head} {
		if got := j.settlements(p); len(got) != 0 {
			t.Errorf("%s is listed %v", who, got)
		}
	}
	for _, p := range []person{j.teacher, j.coordinator} {
		_, err := p.ListSettlements(ctx, &routingpb.ListSettlementsRequest{})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = p.GetSettlement(ctx, &routingpb.GetSettlementRequest{CaseId: j.id})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	_, err := j.expert.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: j.id})
	refused(t, err, codes.NotFound, "NOT_FOUND")

	const read = "SELECT count(*) FROM audit.entries WHERE action = 'DISPUTE' AND what = 'READ' AND outcome = 'DONE' AND case_id = $1 AND by_id = $2 AND unit_id = $3 AND role = 'EXPERT'"
	if n := w.count(read, j.id, j.expert.id, valteriUnit); n != 1 {
		t.Errorf("the audit tells %d times that the settlement was read", n)
	}
	const later = "SELECT count(*) FROM access.my_settlements(now() + $1::interval)"
	for in, want := range map[string]int{"13 days": 1, "15 days": 0} {
		if n := w.countAs(j.expert, later, in); n != want {
			t.Errorf("in %s %d are listed", in, n)
		}
	}
	// Whoever was told, and works in the unit no more, reads nothing.
	w.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", j.expert.id)
	if n := w.countAs(j.expert, later, "1 day"); n != 0 {
		t.Error("who works in the unit no more reads how it was settled")
	}
}

func TestASettlementIsOfTheLatestDisputeAndOfWhoHasNoPartSince(t *testing.T) {
	t.Parallel()
	w := tells(t)
	j, ctx := jointly(t, w.house), t.Context()
	j.disputes()
	j.settles(noOne, "")
	w.work()
	if got := j.settlements(j.expert); len(got) != 1 || got[0].GetOutcome() != noOne || got[0].GetUnitNameFi() != "" {
		t.Errorf("where coordination finds a unit, who led is listed %v", got)
	}
	triage := j.inTriage(j.coordinator)[0]
	must[*casespb.Case](t)(j.coordinator.RouteCase(ifMatch(ctx, triage.GetEtag()), &routingpb.RouteCaseRequest{CaseId: j.id, UnitId: valteriUnit, Reason: "Sopii."}))
	if got := j.settlements(j.expert); len(got) != 0 {
		t.Errorf("whose unit has it again is listed %v", got)
	}
	queued := j.read(j.lead(valteriUnit, "VALTERI"), j.id)
	w.claim(j.expert, queued)
	j.disputes()
	j.settles(moves, elmeriUnit)
	w.work()
	if got := j.settlements(j.expert); len(got) != 1 || got[0].GetOutcome() != moves {
		t.Errorf("of two disputes who led is listed %v", got)
	}
	must[*casespb.Case](t)(j.teacher.WithdrawCase(ifMatch(ctx, j.read(j.teacher, j.id).GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: j.id}))
	if got := j.settlements(j.expert); len(got) != 0 {
		t.Errorf("of a case that was withdrawn there is listed %v", got)
	}
}

func TestNoSettlementIsReadOfALockedCase(t *testing.T) {
	t.Parallel()
	w := tells(t)
	h := w.house
	j := joint{house: h, teacher: h.teacher(taysSchool), expert: h.expert(valteriUnit, "VALTERI"), partner: h.expert(elmeriUnit, "ELMERI"), coordinator: h.coordinator("TAYS")}
	both := consent()
	both.Actors = append(both.Actors, casespb.Actor_ACTOR_ELMERI)
	consents := func(to *casespb.Consent) {
		t.Helper()
		must[*permitspb.CasePermissions](t)(j.teacher.RecordConsent(t.Context(), &permitspb.RecordConsentRequest{CaseId: j.id, Consent: to}))
	}
	c := h.file(j.teacher, identified())
	j.id = c.GetId()
	consents(both)
	h.authorises(h.principal(taysSchool), c)
	h.claim(j.expert, h.read(j.teacher, j.id))
	part := h.invites(j.expert, h.read(j.expert, j.id), elmeriUnit)
	must[*casespb.Assignment](t)(j.partner.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	j.disputes()
	j.settles(moves, elmeriUnit)
	w.work()
	if got := j.settlements(j.expert); len(got) != 1 {
		t.Errorf("who led is listed %v", got)
	}
	narrow := consent()
	narrow.Actors = []casespb.Actor{casespb.Actor_ACTOR_ELMERI}
	consents(narrow)
	if got := j.settlements(j.expert); len(got) != 0 {
		t.Errorf("whom the consent does not name any more is listed %v", got)
	}
	consents(both)
	if got := j.settlements(j.expert); len(got) != 1 {
		t.Errorf("who is named again is listed %v", got)
	}
	h.withdrawsConsent(j.teacher, c)
	h.exec("UPDATE assignments SET permission_needed = false WHERE case_id = $1", j.id) // what is withdrawn locks it all the same
	if got := j.settlements(j.expert); len(got) != 0 {
		t.Errorf("of a locked case there is listed %v", got)
	}
}
