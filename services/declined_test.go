package services_test

import (
	"strings"
	"testing"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

const (
	insteadOfLead = "Sairaalaopetus tuntee tämän."
	insteadOfPart = "Kysykää Skillasta."
)

func (h *house) declines(p person, a *casespb.Assignment, suggestion string) {
	h.t.Helper()
	must[*casespb.Assignment](h.t)(p.DeclineAssignment(ifMatch(h.t.Context(), a.GetEtag()), &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: a.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: suggestion,
	}))
}

func TestCoordinationReadsWhereAUnitThatDeclinedTheLeadSuggestsToTurn(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, expert, partner, coordinator := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI"), h.coordinator("TAYS")
	c := h.file(teacher, request("fi", autism))
	held := h.claim(expert, c)
	h.declines(partner, h.invites(expert, c, elmeriUnit), insteadOfPart)
	behind := func(p person, want int) {
		t.Helper()
		for _, of := range []string{"access.declined_leads", "audit.read_suggestions"} {
			if n := h.countAs(p, "SELECT count(*) FROM "+of+"(ARRAY[$1::uuid])", c.GetId()); n != want {
				t.Errorf("behind the first wall %s answers %s %d; want %d", of, p.subject, n, want)
			}
		}
	}
	behind(coordinator, 0) // a unit leads
	h.declines(expert, held, insteadOfLead)
	for p, sees := range map[person]int{coordinator: 1, h.coordinator(""): 1, h.coordinator("HYKS"): 0} {
		behind(p, sees)
		items := h.inTriage(p)
		if len(items) != sees {
			t.Fatalf("%s sees %v", p.subject, items)
		}
		for _, item := range items {
			d := item.GetDeclined()
			if len(d) != 1 || d[0].GetSuggestion() != insteadOfLead || d[0].GetUnitId() != valteriUnit || d[0].GetDeclineReason() != casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY {
				t.Errorf("%s reads %v", p.subject, d)
			}
			for _, secret := range []string{insteadOfPart, nameOf(expert.subject), nameOf(teacher.subject), taysSchool.name} {
				if strings.Contains(item.String(), secret) {
					t.Errorf("%s reads %q: %v", p.subject, secret, item)
				}
			}
		}
	}
	for _, p := range []person{teacher, expert, partner} {
		behind(p, 0)
	}
	const read = "SELECT count(*) FROM audit.entries WHERE by_id = $1 AND action = 'READ_CASE' AND what = 'REASON' AND case_id = $2"
	if n := h.count(read, coordinator.id, c.GetId()); n != 1 {
		t.Errorf("the audit tells %d times that the coordinator has read", n)
	}
	listed := must[*routingpb.ListTriageResponse](t)(coordinator.ListTriage(ctx, &routingpb.ListTriageRequest{})).GetItems()
	if len(listed) != 1 || len(listed[0].GetDeclined()) != 0 || h.count(read, coordinator.id, c.GetId()) != 1 {
		t.Errorf("without its texts the list is %v", listed)
	}
	route := &routingpb.RouteCaseRequest{CaseId: c.GetId(), UnitId: hospitalUnit, Reason: "Kuten ehdotettiin."}
	must[*casespb.Case](t)(coordinator.RouteCase(ifMatch(ctx, listed[0].GetEtag()), route))
	behind(coordinator, 0)
	h.replaysEqualRows()
}

func TestWhoLeadsReadsWhereAPartnerThatDeclinedSuggestsToTurnAndNoSchoolDoes(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert, partner, other := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI"), h.expert(skillaUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.declines(partner, h.invites(expert, c, elmeriUnit), insteadOfPart)
	part := h.invites(expert, c, skillaUnit)
	must[*casespb.Assignment](t)(other.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	for p, want := range map[person]string{expert: insteadOfPart, other: "", teacher: ""} {
		if got := h.read(p, c.GetId()).GetAssignments()[1]; got.GetSuggestion() != want || got.GetUnitId() != elmeriUnit {
			t.Errorf("%s reads %v; want %q", p.subject, got, want)
		}
	}
	h.replaysEqualRows()
}

func TestWhyAPartWasPlacedIsReadInItsUnitAndByNobodyElse(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, expert, colleague, head := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(skillaUnit, "VALTERI"), h.lead(skillaUnit, "VALTERI")
	partner, coordinator := h.expert(elmeriUnit, "ELMERI"), h.coordinator("TAYS")
	c := h.file(teacher, request("fi", autism))
	h.declines(expert, h.claim(expert, c), insteadOfLead)
	const routed, taken = "Skilla tuntee koulun.", "Jää pois syksyksi."
	must[*casespb.Case](t)(coordinator.RouteCase(ifMatch(ctx, h.inTriage(coordinator)[0].GetEtag()), &routingpb.RouteCaseRequest{
		CaseId: c.GetId(), UnitId: skillaUnit, Reason: routed,
	}))
	holder := h.expert(skillaUnit, "VALTERI")
	lead := func() *casespb.Assignment { return h.read(head, c.GetId()).GetAssignments()[1] }
	must[*casespb.Assignment](t)(holder.ClaimAssignment(ifMatch(ctx, lead().GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: lead().GetId()}))
	part := h.invites(holder, c, elmeriUnit)
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	read := func(want map[person]string) {
		t.Helper()
		for p, why := range want {
			for i, a := range h.read(p, c.GetId()).GetAssignments() {
				if got := a.GetPlacementReason(); i == 1 && got != why || i != 1 && got != "" {
					t.Errorf("%s reads %q of part %d; want %q of part 1", p.subject, got, i, why)
				}
			}
		}
	}
	read(map[person]string{holder: routed, head: routed, partner: "", teacher: ""})
	must[*casespb.Assignment](t)(head.AssignAssignment(ifMatch(ctx, lead().GetEtag()), &assignmentpb.AssignAssignmentRequest{
		AssignmentId: lead().GetId(), PersonId: colleague.id, Reason: taken,
	}))
	read(map[person]string{colleague: taken, head: taken, partner: "", teacher: ""})
	must[*casespb.Assignment](t)(colleague.ReleaseAssignment(ifMatch(ctx, lead().GetEtag()), &assignmentpb.ReleaseAssignmentRequest{
		AssignmentId: lead().GetId(), Reason: "Palaan pian.",
	}))
	read(map[person]string{head: taken, partner: "", teacher: ""})
	h.replaysEqualRows()
}

// Every actor wants permissions for a request about an identified pupil, so that it waits for them with coordination as it did with
// the unit.
func TestARequestThatItsUnitDeclinesWaitsForThePermissionsThatEveryActorWants(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, expert, coordinator := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.coordinator("TAYS")
	declined := func(c *casespb.Case) *casespb.Case {
		t.Helper()
		h.declines(expert, c.GetAssignments()[len(c.GetAssignments())-1], insteadOfLead)
		return h.read(teacher, c.GetId())
	}
	waits := func(said string, c *casespb.Case) {
		t.Helper()
		if c.GetPhase() != casespb.Phase_PHASE_AWAITING_PERMISSION {
			t.Errorf("%s, and then declined: %s", said, c.GetPhase())
		}
	}
	filed := declined(h.file(teacher, identified()))
	waits("filed", filed)
	waits("amended", declined(must[*casespb.Case](t)(h.amend(teacher, h.file(teacher, request("fi", autism)).GetId(), identified()))))
	must[*casespb.Case](t)(coordinator.CloseUnledCase(ifMatch(ctx, filed.GetEtag()), &routingpb.CloseUnledCaseRequest{CaseId: filed.GetId(), NextStep: "Kysykää huoltajalta."}))
	reopen := &intakepb.ReopenCaseRequest{CaseId: filed.GetId(), Text: "Kysyimme."}
	waits("reopened", declined(must[*casespb.Case](t)(teacher.ReopenCase(ifMatch(ctx, h.read(teacher, filed.GetId()).GetEtag()), reopen))))
	h.replaysEqualRows()
}
