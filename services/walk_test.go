package services_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/cases"
)

func TestARequestGoesFromTheFirstWordToItsEnd(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, coordinator := h.teacher(oysSchool), h.coordinator("OYS")
	expert, colleague := h.expert(tervaUnit, "VALTERI"), h.expert(tervaUnit, "VALTERI")

	c := h.filedThroughADraft(teacher)
	h.caseload(coordinator, casespb.Phase_PHASE_QUEUED, 1, 1)

	// Both experts see the card and claim at the same moment.
	card := must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: tervaUnit}))
	if card.GetTotalSize() != 1 || card.GetAssignments()[0].GetCard().GetNumber() != c.GetNumber() {
		t.Fatalf("the queue is %v", card)
	}
	a := card.GetAssignments()[0]
	winner, loser, held := h.bothClaim(a, expert, colleague)
	if held.GetState() != casespb.State_STATE_HELD || held.GetHolderId() != winner.id {
		t.Errorf("the claimed assignment is %v", held)
	}
	if card := must[*assignmentpb.ListQueueResponse](t)(loser.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: tervaUnit})); card.GetTotalSize() != 0 {
		t.Errorf("a claimed case still waits: %v", card)
	}
	h.caseload(coordinator, casespb.Phase_PHASE_IN_CONSULTATION, 1, 1)

	// A question, its reply, a message.
	due := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	q := must[*caseworkpb.Question](t)(winner.AskSchool(ctx, &caseworkpb.AskSchoolRequest{CaseId: c.GetId(), Text: "Milloin päivä sujuu?", DueDate: due}))
	if now := h.read(teacher, c.GetId()); now.GetPhase() != casespb.Phase_PHASE_AWAITING_SCHOOL || now.GetDue() != due {
		t.Errorf("after a question the case is %v until %q", now.GetPhase(), now.GetDue())
	}
	replied := must[*caseworkpb.Question](t)(teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: c.GetId(), QuestionId: q.GetId(), Text: "Aamupäivisin."}))
	if replied.GetText() != "Milloin päivä sujuu?" || replied.GetReply().GetText() != "Aamupäivisin." || !replied.GetReply().GetAuthor().GetMe() {
		t.Errorf("the replied question is %v", replied)
	}
	m := must[*caseworkpb.Message](t)(teacher.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Kiitos."}))
	if list := must[*caseworkpb.ListMessagesResponse](t)(winner.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: c.GetId()})); len(list.GetMessages()) != 1 ||
		list.GetMessages()[0].GetId() != m.GetId() || list.GetMessages()[0].GetText() != "Kiitos." || list.GetMessages()[0].GetAuthor().GetMe() {
		t.Errorf("the expert reads %v", list)
	}

	// Advice: a draft that the school does not see, a revision of it, published.
	write := func(summary string) *caseworkpb.Advice {
		return must[*caseworkpb.Advice](t)(winner.WriteAdvice(ctx, &caseworkpb.WriteAdviceRequest{CaseId: c.GetId(), Advice: &caseworkpb.AdviceText{
			Summary: summary, Steps: []*caseworkpb.AdviceStep{{Text: "Päivä kuvina seinälle.", Who: "luokanopettaja", ByWhen: "heti"}},
		}}))
	}
	write("Ennakoitava päivä.")
	if list := must[*caseworkpb.ListAdviceResponse](t)(teacher.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: c.GetId()})); len(list.GetAdvice()) != 0 {
		t.Errorf("the school sees advice before it is published: %v", list)
	}
	if second := write("Ennakoitava ja lyhyt päivä."); second.GetRevision() != 2 {
		t.Errorf("the second revision is %v", second)
	}
	advised := must[*casespb.Case](t)(winner.PublishAdvice(ifMatch(ctx, h.read(winner, c.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
	list := must[*caseworkpb.ListAdviceResponse](t)(teacher.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: c.GetId()}))
	if advised.GetPhase() != casespb.Phase_PHASE_ADVISED || len(list.GetAdvice()) != 1 || list.GetAdvice()[0].GetAdvice().GetSummary() != "Ennakoitava ja lyhyt päivä." {
		t.Errorf("published: %v, the school reads %v", advised.GetPhase(), list)
	}

	// The school acknowledges and closes.
	followed := must[*casespb.Case](t)(teacher.AcknowledgeAdvice(ctx, &caseworkpb.AcknowledgeAdviceRequest{CaseId: c.GetId()}))
	h.caseload(coordinator, casespb.Phase_PHASE_FOLLOW_UP, 1, 1)
	closed := must[*casespb.Case](t)(teacher.CloseCase(ifMatch(ctx, followed.GetEtag()), &caseworkpb.CloseCaseRequest{
		CaseId: c.GetId(), CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_NEW_PLAN, Value: 5, Comment: "Toimii."},
	}))
	if closed.GetPhase() != casespb.Phase_PHASE_CLOSED || closed.GetCloseOut().GetComment() != "Toimii." ||
		!slices.Equal(closed.GetAllowedActions(), append([]casespb.Action{casespb.Action_ACTION_REOPEN}, afterwards...)) {
		t.Errorf("the closed case is %v", closed)
	}
	h.caseload(coordinator, casespb.Phase_PHASE_CLOSED, 1, 0)
	h.timeline(winner, c.GetId(), "FILED ROUTED CLAIMED ASKED REPLIED MESSAGED ADVICE_WRITTEN ADVICE_WRITTEN ADVICE_PUBLISHED ACKNOWLEDGED CLOSED")
	h.replaysEqualRows()
}

// filedThroughADraft writes in one session, goes on in another, and files.
func (h *house) filedThroughADraft(teacher person) *casespb.Case {
	h.t.Helper()
	ctx := h.t.Context()
	whole := request("fi", autism, hearing)
	d := must[*intakepb.Draft](h.t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{
		Draft: &intakepb.Draft{Request: &casespb.Request{Needs: whole.GetNeeds(), WorkingLanguage: "fi", Situation: "Siirtymät"}},
	}))
	rest := must[*intakepb.Draft](h.t)(teacher.UpdateDraft(ifMatch(ctx, d.GetEtag()), &intakepb.UpdateDraftRequest{
		Draft:      &intakepb.Draft{Id: d.GetId(), Request: &casespb.Request{Situation: whole.GetSituation(), Question: "ei tallennu"}},
		UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"request.situation", "request.tried"}},
	}))
	if rest.GetRequest().GetSituation() != whole.GetSituation() || rest.GetRequest().GetQuestion() != "" || len(rest.GetRequest().GetNeeds()) != 2 {
		h.t.Errorf("a saved field changed others: %v", rest)
	}
	elsewhere := h.as(teacher, "sv")
	seen := must[*intakepb.Draft](h.t)(elsewhere.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: d.GetId()}))
	if diff := cmp.Diff(rest, seen, protocmp.Transform()); diff != "" {
		h.t.Errorf("the other session reads another draft (-saved +read)\n%s", diff)
	}
	full := must[*intakepb.Draft](h.t)(elsewhere.UpdateDraft(ifMatch(ctx, seen.GetEtag()), &intakepb.UpdateDraftRequest{
		Draft: &intakepb.Draft{Id: d.GetId(), Request: whole},
	}))
	c := must[*casespb.Case](h.t)(elsewhere.SubmitDraft(ifMatch(ctx, full.GetEtag()), &intakepb.SubmitDraftRequest{DraftId: d.GetId()}))
	whole.CodeList = cases.CodeList
	if diff := cmp.Diff(whole, c.GetRequest(), protocmp.Transform()); diff != "" {
		h.t.Errorf("another request was filed (-written +filed)\n%s", diff)
	}
	if c.GetId() != d.GetId() || c.GetPhase() != casespb.Phase_PHASE_QUEUED || c.GetRouting().GetUnitId() != tervaUnit {
		h.t.Errorf("the filed case is %v", c)
	}
	if drafts := must[*intakepb.ListDraftsResponse](h.t)(teacher.ListDrafts(ctx, &intakepb.ListDraftsRequest{})); len(drafts.GetDrafts()) != 0 {
		h.t.Errorf("the filed draft is still there: %v", drafts)
	}
	return c
}

// bothClaim lets two people claim at once and answers who won, who lost and what was won.
func (h *house) bothClaim(a *casespb.Assignment, one, other person) (winner, loser person, held *casespb.Assignment) {
	h.t.Helper()
	both, got, errs := []person{one, other}, make([]*casespb.Assignment, 2), make([]error, 2)
	var group sync.WaitGroup
	for i, p := range both {
		group.Go(func() {
			got[i], errs[i] = p.ClaimAssignment(ifMatch(h.t.Context(), a.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: a.GetId()})
		})
	}
	group.Wait()
	won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
	if won < 0 || errs[1-won] == nil {
		h.t.Fatalf("two claims at once answer %v", errs)
	}
	info := refused(h.t, errs[1-won], codes.FailedPrecondition, "ASSIGNMENT_HELD")
	since, err := time.Parse(time.RFC3339, info.GetMetadata()["since"])
	if info.GetMetadata()["holder"] != nameOf(both[won].subject) || err != nil || time.Since(since) > time.Minute {
		h.t.Errorf("the loser is told %v", info.GetMetadata())
	}
	return both[won], both[1-won], got[won]
}

func (h *house) read(p person, id string) *casespb.Case {
	h.t.Helper()
	return must[*casespb.Case](h.t)(p.GetCase(h.t.Context(), &caseworkpb.GetCaseRequest{CaseId: id}))
}

func (h *house) file(p person, r *casespb.Request) *casespb.Case {
	h.t.Helper()
	return must[*casespb.Case](h.t)(p.SubmitCase(h.t.Context(), &intakepb.SubmitCaseRequest{Request: r}))
}

// claim takes the lead assignment of a case.
func (h *house) claim(p person, c *casespb.Case) *casespb.Assignment {
	h.t.Helper()
	a := c.GetAssignments()[len(c.GetAssignments())-1]
	return must[*casespb.Assignment](h.t)(p.ClaimAssignment(ifMatch(h.t.Context(), a.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: a.GetId()}))
}

// caseload checks how many cases are in a phase, and how many are open, in the coordinator's area.
func (h *house) caseload(coordinator person, phase casespb.Phase, want, open int32) {
	h.t.Helper()
	load := must[*caseloadpb.Caseload](h.t)(coordinator.GetCaseload(h.t.Context(), &caseloadpb.GetCaseloadRequest{}))
	var n int32
	for _, count := range load.GetCounts() {
		if count.GetPhase() == phase {
			n += count.GetCount()
		}
	}
	if n != want || load.GetOpen() != open {
		h.t.Errorf("%d cases in %s and %d open, want %d and %d: %v", n, phase, load.GetOpen(), want, open, load)
	}
	cards := must[*caseloadpb.ListCaseloadCasesResponse](h.t)(coordinator.ListCaseloadCases(h.t.Context(), &caseloadpb.ListCaseloadCasesRequest{Phase: phase}))
	if len(cards.GetCases()) != int(want) {
		h.t.Errorf("%d cards behind the count %d", len(cards.GetCases()), want)
	}
}

func (h *house) timeline(p person, id, want string) {
	h.t.Helper()
	list := must[*caseworkpb.ListEventsResponse](h.t)(p.ListEvents(h.t.Context(), &caseworkpb.ListEventsRequest{CaseId: id}))
	var kinds []string
	for i, e := range list.GetEvents() {
		if int(e.GetVersion()) != i+1 {
			h.t.Errorf("event %d has version %d", i+1, e.GetVersion())
		}
		kinds = append(kinds, e.GetKind())
	}
	if got := strings.Join(kinds, " "); got != want {
		h.t.Errorf("the timeline is %s, want %s", got, want)
	}
}

// replaysEqualRows proves the database as `vaatu check` does.
func (h *house) replaysEqualRows() {
	h.t.Helper()
	_, err := services.Check(context.WithoutCancel(h.t.Context()), h.db.URL("vaatu_operator"), func(line string) { h.t.Error(line) })
	if err != nil {
		h.t.Error(err)
	}
}

// afterwards is what a school may still do with a case that has ended: take back what it has added.
var afterwards = []casespb.Action{casespb.Action_ACTION_REMOVE_ATTACHMENT}

func TestAWithdrawnRequestIsOver(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert, coordinator := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.coordinator("")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	now := h.read(teacher, c.GetId())
	gone := must[*casespb.Case](t)(teacher.WithdrawCase(ifMatch(t.Context(), now.GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: c.GetId(), Reason: "Tilanne muuttui."}))
	if gone.GetPhase() != casespb.Phase_PHASE_WITHDRAWN || gone.GetAssignments()[0].GetState() != casespb.State_STATE_CANCELLED || !slices.Equal(gone.GetAllowedActions(), afterwards) {
		t.Errorf("the withdrawn case is %v", gone)
	}
	_, err := expert.GetCase(t.Context(), &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = teacher.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Vielä yksi asia."})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	h.caseload(coordinator, casespb.Phase_PHASE_WITHDRAWN, 1, 0)
	h.replaysEqualRows()
}

func TestADeclinedCaseFindsAnotherUnit(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, coordinator := h.teacher(taysSchool), h.coordinator("TAYS")
	expert, next := h.expert(valteriUnit, "VALTERI"), h.expert(hospitalUnit, "HOSPITAL_TEACHING")
	c := h.file(teacher, request("fi", autism))
	a := c.GetAssignments()[0]
	declined := must[*casespb.Assignment](t)(expert.DeclineAssignment(ifMatch(ctx, a.GetEtag()), &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: a.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NOT_OUR_FIELD, Suggestion: "Sairaalaopetus tuntee tämän.",
	}))
	if declined.GetState() != casespb.State_STATE_DECLINED || declined.GetDeclineReason() != casespb.DeclineReason_DECLINE_REASON_NOT_OUR_FIELD {
		t.Errorf("the declined assignment is %v", declined)
	}
	if seen := h.read(teacher, c.GetId()); seen.GetPhase() != casespb.Phase_PHASE_TRIAGE || seen.GetAssignments()[0].GetDeclineReason() != 0 ||
		seen.GetRouting().GetTriageReason() != casespb.TriageReason_TRIAGE_REASON_DECLINE {
		t.Errorf("the school sees %v", seen)
	}
	triage := must[*routingpb.ListTriageResponse](t)(coordinator.ListTriage(ctx, &routingpb.ListTriageRequest{}))
	if len(triage.GetItems()) != 1 || triage.GetItems()[0].GetCard().GetNumber() != c.GetNumber() {
		t.Fatalf("triage is %v", triage)
	}
	if other := must[*routingpb.ListTriageResponse](t)(h.coordinator("HYKS").ListTriage(ctx, &routingpb.ListTriageRequest{})); len(other.GetItems()) != 0 {
		t.Errorf("another area's coordinator sees %v", other)
	}
	route := &routingpb.RouteCaseRequest{CaseId: c.GetId(), UnitId: schoolHomeFin, Reason: "Vaativin tuki."}
	_, err := coordinator.RouteCase(ifMatch(ctx, triage.GetItems()[0].GetEtag()), route)
	invalid(t, err, "unit_id", "unit.unknown") // joins only
	route.UnitId = hospitalUnit
	routed := must[*casespb.Case](t)(coordinator.RouteCase(ifMatch(ctx, triage.GetItems()[0].GetEtag()), route))
	if routed.GetPhase() != casespb.Phase_PHASE_QUEUED || !routed.GetRouting().GetOverridden() || routed.GetRequest() != nil || routed.GetFilerName() != "" {
		t.Errorf("the coordinator is answered %v", routed)
	}
	queue := must[*assignmentpb.ListQueueResponse](t)(next.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: hospitalUnit}))
	if len(queue.GetAssignments()) != 1 {
		t.Fatalf("the next unit's queue is %v", queue)
	}
	must[*casespb.Assignment](t)(next.ClaimAssignment(ifMatch(ctx, queue.GetAssignments()[0].GetEtag()),
		&assignmentpb.ClaimAssignmentRequest{AssignmentId: queue.GetAssignments()[0].GetId()}))
	h.timeline(next, c.GetId(), "FILED ROUTED DECLINED SENT_TO_TRIAGE ROUTED CLAIMED")
	h.replaysEqualRows()
}

func TestAReleasedCaseWaitsForAColleague(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	expert, colleague := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	held := h.claim(expert, c)
	back := must[*casespb.Assignment](t)(expert.ReleaseAssignment(ifMatch(t.Context(), held.GetEtag()),
		&assignmentpb.ReleaseAssignmentRequest{AssignmentId: held.GetId(), Reason: "Jään vapaalle."}))
	if back.GetState() != casespb.State_STATE_WAITING || back.GetHolderId() != "" {
		t.Errorf("the released assignment is %v", back)
	}
	_, err := expert.GetCase(t.Context(), &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	taken := must[*casespb.Assignment](t)(colleague.ClaimAssignment(ifMatch(t.Context(), back.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: back.GetId()}))
	if taken.GetHolderId() != colleague.id {
		t.Errorf("taken over: %v", taken)
	}
	h.replaysEqualRows()
}
