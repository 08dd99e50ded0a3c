package services_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

const invitation = "Miten oppilaan kommunikaatiota tuetaan?"

func inviting(c *casespb.Case, unit string) *routingpb.InvitePartnerRequest {
	return &routingpb.InvitePartnerRequest{CaseId: c.GetId(), UnitId: unit, Question: invitation, DueDate: inAWeek()}
}

// invites lets the holder of the lead invite a unit, and answers its part.
func (h *house) invites(holder person, c *casespb.Case, unit string) *casespb.Assignment {
	h.t.Helper()
	etag := h.read(holder, c.GetId()).GetEtag()
	now := must[*casespb.Case](h.t)(holder.InvitePartner(ifMatch(h.t.Context(), etag), inviting(c, unit)))
	return now.GetAssignments()[len(now.GetAssignments())-1]
}

func (h *house) advises(p person, c *casespb.Case, summary string) {
	h.t.Helper()
	must[*caseworkpb.Advice](h.t)(p.WriteAdvice(h.t.Context(), &caseworkpb.WriteAdviceRequest{
		CaseId: c.GetId(), Advice: &caseworkpb.AdviceText{Summary: summary},
	}))
}

func TestAPartnerIsInvitedDoesItsPartAndTheLeadPublishesBoth(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, expert, partner := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.advises(expert, c, "Johtavan neuvo")
	h.invites(expert, c, elmeriUnit)

	queue := must[*assignmentpb.ListQueueResponse](t)(partner.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: elmeriUnit})).GetAssignments()
	if len(queue) != 1 || queue[0].GetRole() != casespb.Role_ROLE_PARTNER || queue[0].GetDue() != inAWeek() || queue[0].GetInvitation() != "" {
		t.Fatalf("the partner's queue is %v", queue)
	}
	_, err := partner.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	part := must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(ctx, queue[0].GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: queue[0].GetId()}))
	for _, p := range []person{expert, partner} {
		if got := h.read(p, c.GetId()).GetAssignments()[1]; got.GetInvitation() != invitation || got.GetDue() != inAWeek() {
			t.Errorf("%s reads %v", p.subject, got)
		}
	}
	// What the lead's unit says among itself, and what another partner is asked, is not for this one.
	h.invites(expert, c, schoolHomeFin)
	offer := h.offers(expert, h.expert(valteriUnit, "VALTERI"), h.read(expert, c.GetId()).GetAssignments()[0], handOverNote)
	if seen := h.read(partner, c.GetId()); len(seen.GetHandOvers()) != 0 || seen.GetAssignments()[2].GetInvitation() != "" {
		t.Errorf("the partner reads %v and %q", seen.GetHandOvers(), seen.GetAssignments()[2].GetInvitation())
	}
	if seen := h.read(expert, c.GetId()); len(seen.GetHandOvers()) != 1 || seen.GetHandOvers()[0].GetNote() != handOverNote || seen.GetAssignments()[2].GetInvitation() != invitation {
		t.Errorf("who leads reads %v", seen)
	}
	must[*casespb.HandOver](t)(expert.RevokeHandOver(ifMatch(ctx, h.read(expert, c.GetId()).GetEtag()), &assignmentpb.RevokeHandOverRequest{HandOverId: offer.GetId()}))
	if seen := h.read(teacher, c.GetId()).String(); strings.Contains(seen, invitation) {
		t.Errorf("the school reads what the partner is asked: %v", seen)
	}
	mine := must[*caseworkpb.ListCasesResponse](t)(partner.ListCases(ctx, &caseworkpb.ListCasesRequest{Mine: true})).GetCases()
	if len(mine) != 1 || mine[0].GetNumber() != c.GetNumber() {
		t.Errorf("the partner's own cases are %v", mine)
	}

	h.advises(partner, c, "Kumppanin neuvo")
	h.advises(partner, c, "Kumppanin parempi neuvo")
	h.summaries(expert, c, "Kumppanin parempi neuvo|Johtavan neuvo")
	complete := &assignmentpb.CompleteAssignmentRequest{AssignmentId: part.GetId()}
	_, err = expert.CompleteAssignment(ifMatch(ctx, "1"), complete)
	refused(t, err, codes.NotFound, "NOT_FOUND")
	etag := h.read(partner, c.GetId()).GetEtag()
	if done := must[*casespb.Assignment](t)(partner.CompleteAssignment(ifMatch(ctx, etag), complete)); done.GetState() != casespb.State_STATE_DONE {
		t.Errorf("completed: %v", done)
	}
	etag = h.read(expert, c.GetId()).GetEtag()
	must[*casespb.Case](t)(expert.PublishAdvice(ifMatch(ctx, etag), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
	h.summaries(teacher, c, "Kumppanin parempi neuvo|Johtavan neuvo")
	h.timeline(teacher, c.GetId(), "FILED ROUTED CLAIMED ADVICE_WRITTEN INVITED CLAIMED INVITED HAND_OVER_OFFERED HAND_OVER_ENDED ADVICE_WRITTEN ADVICE_WRITTEN COMPLETED ADVICE_PUBLISHED")
	h.replaysEqualRows()
}

// summaries checks what advice somebody is shown, the latest first.
func (h *house) summaries(p person, c *casespb.Case, want string) {
	h.t.Helper()
	list := must[*caseworkpb.ListAdviceResponse](h.t)(p.ListAdvice(h.t.Context(), &caseworkpb.ListAdviceRequest{CaseId: c.GetId()}))
	var got []string
	for _, a := range list.GetAdvice() {
		got = append(got, a.GetAdvice().GetSummary())
	}
	if strings.Join(got, "|") != want {
		h.t.Errorf("%s is shown %q, want %q", p.subject, got, want)
	}
}

func TestAnInvitationIsTheLeadsAndEndsWithThanks(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	expert, colleague, partner := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(schoolHomeFin, "STATE_SCHOOL_HOME")
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	h.claim(expert, c)
	etag := h.read(expert, c.GetId()).GetEtag()
	for _, wrong := range []struct {
		field, rule string
		edit        func(r *routingpb.InvitePartnerRequest)
	}{
		{"question", "string.min_len", func(r *routingpb.InvitePartnerRequest) { r.Question = "\t " }},
		{"due_date", "date.past", func(r *routingpb.InvitePartnerRequest) { r.DueDate = "2020-01-01" }},
		{"due_date", "date.past", func(r *routingpb.InvitePartnerRequest) { r.DueDate = "2099-02-30" }},
		{"due_date", "date.far", func(r *routingpb.InvitePartnerRequest) { r.DueDate = inDays(61) }},
		{"unit_id", "unit.unknown", func(r *routingpb.InvitePartnerRequest) { r.UnitId = unknownID }},
	} {
		req := inviting(c, schoolHomeFin)
		wrong.edit(req)
		_, err := expert.InvitePartner(ifMatch(ctx, etag), req)
		invalid(t, err, wrong.field, wrong.rule)
	}
	code := inviting(c, schoolHomeFin)
	code.Question = "Oppilas 131052-308T."
	_, err := expert.InvitePartner(ifMatch(ctx, etag), code)
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	for _, p := range []person{colleague, partner} {
		_, err := p.InvitePartner(ifMatch(ctx, etag), inviting(c, schoolHomeFin))
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	part := h.invites(expert, c, schoolHomeFin) // it takes no leads, and joins
	_, err = expert.InvitePartner(ifMatch(ctx, h.read(expert, c.GetId()).GetEtag()), inviting(c, schoolHomeFin))
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")

	held := must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	etag = h.read(expert, c.GetId()).GetEtag()
	_, err = partner.OfferHandOver(ifMatch(ctx, etag), toUnit(held, elmeriUnit)) // only a lead goes to another unit
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	dismiss := &assignmentpb.DismissAssignmentRequest{AssignmentId: part.GetId()}
	_, err = partner.DismissAssignment(ifMatch(ctx, etag), dismiss)
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = expert.DismissAssignment(ifMatch(ctx, "99"), dismiss)
	refused(t, err, codes.Aborted, "ETAG_STALE")
	if gone := must[*casespb.Assignment](t)(expert.DismissAssignment(ifMatch(ctx, etag), dismiss)); gone.GetState() != casespb.State_STATE_CANCELLED {
		t.Errorf("dismissed: %v", gone)
	}
	_, err = partner.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.replaysEqualRows()
}

func TestAHeadAssignsAndTakesOverWithAReason(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	head, expert, colleague := h.lead(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	stranger := h.expert(elmeriUnit, "ELMERI")
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", h.expert(valteriUnit, "VALTERI").id)
	a := h.file(h.teacher(taysSchool), request("fi", autism)).GetAssignments()[0]
	list := must[*assignmentpb.ListCandidatesResponse](t)(head.ListCandidates(ctx, &assignmentpb.ListCandidatesRequest{AssignmentId: a.GetId()}))
	var ids []string
	for _, k := range list.GetCandidates() {
		ids = append(ids, k.GetPersonId())
		if k.GetMe() != (k.GetPersonId() == head.id) || k.GetName() == "" {
			t.Errorf("a candidate is %v", k)
		}
	}
	slices.Sort(ids)
	if want := slices.Sorted(slices.Values([]string{head.id, expert.id, colleague.id})); !slices.Equal(ids, want) {
		t.Errorf("candidates are %v, want who works in the unit now: %v", ids, want)
	}
	_, err := stranger.ListCandidates(ctx, &assignmentpb.ListCandidatesRequest{AssignmentId: a.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if n := h.countAs(stranger, "SELECT count(*) FROM access.colleagues_of($1, now())", valteriUnit); n != 0 {
		t.Errorf("the database tells a stranger %d names", n)
	}

	assign := func(p person, etag, to, reason string) (*casespb.Assignment, error) {
		return p.AssignAssignment(ifMatch(ctx, etag), &assignmentpb.AssignAssignmentRequest{AssignmentId: a.GetId(), PersonId: to, Reason: reason})
	}
	_, err = assign(head, a.GetEtag(), stranger.id, "")
	invalid(t, err, "person_id", "person.unknown")
	_, err = assign(expert, a.GetEtag(), colleague.id, "")
	refused(t, err, codes.NotFound, "NOT_FOUND")
	held := must[*casespb.Assignment](t)(assign(head, a.GetEtag(), expert.id, ""))
	if held.GetHolderId() != expert.id {
		t.Errorf("assigned: %v", held)
	}
	info := refused(t, drop(assign(head, held.GetEtag(), head.id, "")), codes.FailedPrecondition, "TRANSITION_REFUSED")
	if info.GetMetadata()["rule"] != "REASON_GIVEN" {
		t.Errorf("without a reason it is refused by %v", info.GetMetadata())
	}
	_, err = assign(head, held.GetEtag(), head.id, "Oppilas 131052-308T.")
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	_, err = assign(head, a.GetEtag(), head.id, "Sairausloma.")
	refused(t, err, codes.Aborted, "ETAG_STALE")
	if taken := must[*casespb.Assignment](t)(assign(head, held.GetEtag(), head.id, "Sairausloma.")); taken.GetHolderId() != head.id {
		t.Errorf("taken over: %v", taken)
	}
	_, err = expert.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: a.GetCaseId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.replaysEqualRows()
}
