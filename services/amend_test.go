package services_test

import (
	"strings"
	"testing"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// areaHospital is the unit of hospital teaching of the area of taysSchool.
const areaHospital = "01980000-0000-7000-8000-000000000304"

// asking is a request with another question.
func asking(question string) *casespb.Request {
	r := request("fi", autism)
	r.Question = question
	return r
}

// amend says a request anew as somebody who sees it as it is.
func (h *house) amend(p person, id string, r *casespb.Request) (*casespb.Case, error) {
	h.t.Helper()
	return p.AmendCase(ifMatch(h.t.Context(), h.read(p, id).GetEtag()), &intakepb.AmendCaseRequest{CaseId: id, Request: r})
}

func TestARequestIsSaidAnewUntilSomebodyTakesIt(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, principal, expert := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	changed := asking("Miten jatkamme?")
	changed.Urgency, changed.Grades = casespb.Urgency_URGENCY_SOON, []int32{5}
	amended := must[*casespb.Case](t)(h.amend(teacher, c.GetId(), changed))
	got := amended.GetRequest()
	if got.GetQuestion() != "Miten jatkamme?" || got.GetUrgency() != casespb.Urgency_URGENCY_SOON || got.GetGrades()[0] != 5 || got.GetSituation() != changed.GetSituation() {
		t.Errorf("the request is now %v", got)
	}
	if a := amended.GetAssignments(); len(a) != 1 || a[0].GetId() != c.GetAssignments()[0].GetId() || amended.GetPhase() != casespb.Phase_PHASE_QUEUED {
		t.Errorf("it has moved to %v in %s", a, amended.GetPhase())
	}
	if amended.GetEtag() == c.GetEtag() {
		t.Error("the etag is the same")
	}
	must[*casespb.Case](t)(h.amend(principal, c.GetId(), asking("Rehtori kysyy.")))
	_, err := teacher.AmendCase(ifMatch(ctx, amended.GetEtag()), &intakepb.AmendCaseRequest{CaseId: c.GetId(), Request: changed})
	refused(t, err, codes.Aborted, "ETAG_STALE")
	if q := h.read(teacher, c.GetId()).GetRequest().GetQuestion(); q != "Rehtori kysyy." {
		t.Errorf("the question is %q", q)
	}
	h.claim(expert, h.read(teacher, c.GetId()))
	if q := h.read(expert, c.GetId()).GetRequest().GetQuestion(); q != "Rehtori kysyy." {
		t.Errorf("the expert reads %q", q)
	}
	_, err = teacher.AmendCase(ifMatch(ctx, c.GetEtag()), &intakepb.AmendCaseRequest{CaseId: c.GetId(), Request: changed})
	refused(t, err, codes.FailedPrecondition, "ASSIGNMENT_HELD")
	if said := infoOf(err).GetMetadata(); !strings.Contains(said["holder"], "Expert") || said["since"] == "" {
		t.Errorf("who was too late hears %v", said)
	}
	_, err = expert.AmendCase(ifMatch(ctx, c.GetEtag()), &intakepb.AmendCaseRequest{CaseId: c.GetId(), Request: changed})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.replaysEqualRows()
}

func TestOtherAnswersTakeARequestToAnotherUnit(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, first, next := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(areaHospital, "HOSPITAL_TEACHING")
	c := h.file(teacher, request("fi", autism))
	moved := must[*casespb.Case](t)(h.amend(teacher, c.GetId(), request("fi", casespb.Need_NEED_PSYCHIATRY)))
	if moved.GetRouting().GetUnitId() != areaHospital || moved.GetRouting().GetOverridden() || moved.GetPhase() != casespb.Phase_PHASE_QUEUED {
		t.Errorf("it went to %v in %s", moved.GetRouting(), moved.GetPhase())
	}
	_, err := first.ClaimAssignment(ctx, &assignmentpb.ClaimAssignmentRequest{AssignmentId: c.GetAssignments()[0].GetId()})
	if err == nil {
		t.Error("the unit that it left takes it")
	}
	for unit, want := range map[string]int{valteriUnit: 0, areaHospital: 1} {
		who := map[string]person{valteriUnit: first, areaHospital: next}[unit]
		queue := must[*assignmentpb.ListQueueResponse](t)(who.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: unit}))
		if len(queue.GetAssignments()) != want {
			t.Errorf("in the queue of %s there are %d, want %d", unit, len(queue.GetAssignments()), want)
		}
	}
	// To triage, where the answers lead to nobody, and back.
	if to := must[*casespb.Case](t)(h.amend(teacher, c.GetId(), request("fi", autism, casespb.Need_NEED_PSYCHIATRY))); to.GetPhase() != casespb.Phase_PHASE_TRIAGE {
		t.Errorf("it is in %s", to.GetPhase())
	}
	if to := must[*casespb.Case](t)(h.amend(teacher, c.GetId(), request("fi", autism))); to.GetPhase() != casespb.Phase_PHASE_QUEUED || to.GetRouting().GetUnitId() != valteriUnit {
		t.Errorf("it is in %s, by %v", to.GetPhase(), to.GetRouting())
	}
	h.replaysEqualRows()
}

func TestAPersonsChoiceOfUnitOutlastsNewAnswers(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, coordinator, expert := h.teacher(taysSchool), h.coordinator(""), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	a := c.GetAssignments()[0]
	must[*casespb.Assignment](t)(expert.DeclineAssignment(ifMatch(ctx, a.GetEtag()), &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: a.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: "Toinen yksikkö.",
	}))
	if now := must[*casespb.Case](t)(h.amend(teacher, c.GetId(), request("fi", hearing))); now.GetPhase() != casespb.Phase_PHASE_TRIAGE {
		t.Errorf("declined, it went to %v", now.GetRouting())
	}
	must[*casespb.Case](t)(coordinator.RouteCase(ifMatch(ctx, h.read(teacher, c.GetId()).GetEtag()), &routingpb.RouteCaseRequest{CaseId: c.GetId(), UnitId: hospitalUnit, Reason: "Sopii."}))
	if now := must[*casespb.Case](t)(h.amend(teacher, c.GetId(), request("fi", autism))); now.GetRouting().GetUnitId() != hospitalUnit || !now.GetRouting().GetOverridden() {
		t.Errorf("routed by a person, it went to %v", now.GetRouting())
	}
	h.replaysEqualRows()
}

func TestARequestIsNotSaidAnewWithoutItsAnswers(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	before := h.effects()
	_, err := h.amend(teacher, c.GetId(), &casespb.Request{About: casespb.About_ABOUT_ANONYMOUS_PUPIL})
	refused(t, err, codes.InvalidArgument, "VALIDATION")
	if wrong := violations(err); len(wrong) < 6 {
		t.Errorf("the answers that are missing are %v", wrong)
	}
	if after := h.effects(); after != before {
		t.Errorf("%d effects", after-before)
	}
}

func TestWhatIsAddedBeforeAnybodyWorksOnItReachesWhoWill(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	must[*caseworkpb.Message](t)(teacher.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Lisätieto."}))
	h.claim(expert, h.read(teacher, c.GetId()))
	said := must[*caseworkpb.ListMessagesResponse](t)(expert.ListMessages(t.Context(), &caseworkpb.ListMessagesRequest{CaseId: c.GetId()}))
	if len(said.GetMessages()) != 1 || said.GetMessages()[0].GetText() != "Lisätieto." {
		t.Errorf("the expert reads %v", said.GetMessages())
	}
}

func TestARequestThatIsSaidAnewCarriesNoPermissions(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	wrong := consent()
	wrong.Actors = nil
	for _, told := range []*casespb.Permissions{{}, {Consent: consent()}, {Consent: wrong}, {AskAuthorisation: true}} {
		changed := asking("Ja luvat?")
		changed.Permissions = told
		_, err := h.amend(teacher, c.GetId(), changed)
		invalid(t, err, "request.permissions", "permissions.filed")
	}
	if n := h.count("SELECT count(*) FROM case_permits") + h.count("SELECT count(*) FROM case_askings"); n != 0 {
		t.Errorf("%d permissions were recorded", n)
	}
}
