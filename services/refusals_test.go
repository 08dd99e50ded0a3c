package services_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// attempt is one call on somebody's case, draft or assignment.
type attempt struct {
	method string
	// etag: a transition, which needs one.
	etag bool
	// key: a call that needs an idempotency key.
	key  bool
	call func(ctx context.Context, p person, id string) error
}

func drop[A any](_ A, err error) error { return err }

var advice = &caseworkpb.AdviceText{Summary: "Ennakoi."}

var onDrafts = []attempt{
	{"GetDraft", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: id}))
	}},
	{"UpdateDraft", true, false, func(ctx context.Context, p person, id string) error {
		return drop(p.UpdateDraft(ctx, &intakepb.UpdateDraftRequest{Draft: &intakepb.Draft{Id: id, Request: request("fi", autism)}}))
	}},
	{"SubmitDraft", false, true, func(ctx context.Context, p person, id string) error {
		return drop(p.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: id}))
	}},
	{"DeleteDraft", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: id}))
	}},
}

var onAssignments = []attempt{
	{"ClaimAssignment", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.ClaimAssignment(ctx, &assignmentpb.ClaimAssignmentRequest{AssignmentId: id}))
	}},
	{"ReleaseAssignment", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.ReleaseAssignment(ctx, &assignmentpb.ReleaseAssignmentRequest{AssignmentId: id}))
	}},
	{"DeclineAssignment", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.DeclineAssignment(ctx, &assignmentpb.DeclineAssignmentRequest{
			AssignmentId: id, Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: "Toinen yksikkö.",
		}))
	}},
	{"ListCandidates", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.ListCandidates(ctx, &assignmentpb.ListCandidatesRequest{AssignmentId: id}))
	}},
	{"AssignAssignment", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.AssignAssignment(ctx, &assignmentpb.AssignAssignmentRequest{AssignmentId: id, PersonId: unknownID, Reason: "Poissa."}))
	}},
	{"CompleteAssignment", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.CompleteAssignment(ctx, &assignmentpb.CompleteAssignmentRequest{AssignmentId: id}))
	}},
	{"LimitAssignment", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.LimitAssignment(ctx, &assignmentpb.LimitAssignmentRequest{AssignmentId: id, Hidden: []casespb.Section{casespb.Section_SECTION_TRIED}}))
	}},
	{"DismissAssignment", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.DismissAssignment(ctx, &assignmentpb.DismissAssignmentRequest{AssignmentId: id}))
	}},
	{"OfferHandOver", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.OfferHandOver(ctx, &assignmentpb.OfferHandOverRequest{
			AssignmentId: id, To: &assignmentpb.OfferHandOverRequest_PersonId{PersonId: unknownID}, Note: "Sovittu soitto.", DueDate: inDays(3),
		}))
	}},
}

func inDays(n int) string { return time.Now().AddDate(0, 0, n).Format(time.DateOnly) }

var onCases = []attempt{
	{"GetCase", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: id}))
	}},
	{"GetLock", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.GetLock(ctx, &caseworkpb.GetLockRequest{CaseId: id}))
	}},
	{"ListEvents", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.ListEvents(ctx, &caseworkpb.ListEventsRequest{CaseId: id}))
	}},
	{"ListMessages", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: id}))
	}},
	{"ListQuestions", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: id}))
	}},
	{"ListAdvice", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: id}))
	}},
	{"PostMessage", false, true, func(ctx context.Context, p person, id string) error {
		return drop(p.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: id, Text: "Hei."}))
	}},
	{"AskSchool", false, true, func(ctx context.Context, p person, id string) error {
		return drop(p.AskSchool(ctx, &caseworkpb.AskSchoolRequest{CaseId: id, Text: "Milloin?", DueDate: inDays(7)}))
	}},
	{"ReplyToQuestion", false, true, func(ctx context.Context, p person, id string) error {
		return drop(p.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: id, QuestionId: unknownID, Text: "Nyt."}))
	}},
	{"WriteAdvice", false, true, func(ctx context.Context, p person, id string) error {
		return drop(p.WriteAdvice(ctx, &caseworkpb.WriteAdviceRequest{CaseId: id, Advice: advice}))
	}},
	{"PublishAdvice", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.PublishAdvice(ctx, &caseworkpb.PublishAdviceRequest{CaseId: id}))
	}},
	{"AcknowledgeAdvice", false, true, func(ctx context.Context, p person, id string) error {
		return drop(p.AcknowledgeAdvice(ctx, &caseworkpb.AcknowledgeAdviceRequest{CaseId: id}))
	}},
	{"CloseCase", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.CloseCase(ctx, &caseworkpb.CloseCaseRequest{CaseId: id, CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED}}))
	}},
	{"CloseUnansweredCase", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.CloseUnansweredCase(ctx, &caseworkpb.CloseUnansweredCaseRequest{CaseId: id, NextStep: "Soitamme."}))
	}},
	{"AskUnled", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.AskUnled(ctx, &routingpb.AskUnledRequest{CaseId: id, Text: "Mikä kieli?", DueDate: inAWeek()}))
	}},
	{"Dispute", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.Dispute(ctx, &routingpb.DisputeRequest{CaseId: id, Reason: whyDisputed}))
	}},
	{"GetSettlement", false, false, func(ctx context.Context, p person, id string) error {
		return drop(p.GetSettlement(ctx, &routingpb.GetSettlementRequest{CaseId: id}))
	}},
	{"WithdrawDispute", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.WithdrawDispute(ctx, &routingpb.WithdrawDisputeRequest{CaseId: id}))
	}},
	{"SettleDispute", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.SettleDispute(ctx, &routingpb.SettleDisputeRequest{CaseId: id, Outcome: stays, Reason: whySettled}))
	}},
	{"CloseUnledCase", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.CloseUnledCase(ctx, &routingpb.CloseUnledCaseRequest{CaseId: id, NextStep: "Soitamme."}))
	}},
	{"AmendCase", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.AmendCase(ctx, &intakepb.AmendCaseRequest{CaseId: id, Request: request("fi", autism)}))
	}},
	{"WithdrawCase", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.WithdrawCase(ctx, &intakepb.WithdrawCaseRequest{CaseId: id}))
	}},
	{"ReopenCase", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.ReopenCase(ctx, &intakepb.ReopenCaseRequest{CaseId: id, Text: "Tilanne on muuttunut."}))
	}},
	{"RouteCase", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.RouteCase(ctx, &routingpb.RouteCaseRequest{CaseId: id, UnitId: valteriUnit, Reason: "Sopii."}))
	}},
	{"InvitePartner", true, true, func(ctx context.Context, p person, id string) error {
		return drop(p.InvitePartner(ctx, &routingpb.InvitePartnerRequest{CaseId: id, UnitId: hospitalUnit, Question: "Miltä tilanne näyttää?", DueDate: inDays(7)}))
	}},
}

// unknownID is nobody's.
const unknownID = "00000000-0000-7000-8000-00000000ffff"

func TestEveryCallOnAnIDIsTried(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, a := range slices.Concat(onDrafts, onCases, onAssignments) {
		tried[a.method] = true
	}
	for _, file := range []protoreflect.FileDescriptor{
		intakepb.File_vaatu_intake_v1_intake_proto, caseworkpb.File_vaatu_casework_v1_casework_proto,
		assignmentpb.File_vaatu_assignment_v1_assignment_proto, assignmentpb.File_vaatu_assignment_v1_hand_over_proto, routingpb.File_vaatu_routing_v1_routing_proto,
	} {
		methods := file.Services().Get(0).Methods()
		for i := range methods.Len() {
			fields := methods.Get(i).Input().Fields()
			for _, id := range []protoreflect.Name{"case_id", "draft_id", "assignment_id"} {
				if fields.ByName(id) != nil && !tried[string(methods.Get(i).Name())] {
					t.Errorf("%s takes a %s and is not tried with somebody else's", methods.Get(i).Name(), id)
				}
			}
		}
	}
}

func TestSomebodyElsesIDAndAnUnknownOneAnswerTheSame(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	draft := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{})).GetId()
	waiting := h.file(teacher, request("fi", autism))
	held := h.file(teacher, request("fi", autism))
	h.claim(h.expert(valteriUnit, "VALTERI"), held)
	before := h.effects()
	strangers := map[string]person{
		"a colleague at the same school":    h.teacher(taysSchool),
		"a teacher of another school":       h.teacher(otherSchool),
		"a principal of another school":     h.principal(otherSchool),
		"an expert of another unit":         h.expert(skillaUnit, "VALTERI"),
		"the lead of another unit":          h.join("lead", "fi", grant{role: "LEAD", unit: hospitalUnit, actor: "HOSPITAL_TEACHING"}),
		"a coordinator of another area":     h.coordinator("OYS"),
		"an admin":                          h.join("admin", "fi", grant{role: "ADMIN"}),
		"an auditor":                        h.join("auditor", "fi", grant{role: "AUDITOR"}),
		"an expert of the unit, not holder": h.expert(valteriUnit, "VALTERI"),
	}
	for who, p := range strangers {
		for _, a := range onDrafts {
			h.hides(who, a, p, draft)
		}
		for _, c := range []*casespb.Case{waiting, held} {
			for _, a := range onCases {
				h.hides(who, a, p, c.GetId())
			}
			if who == "an expert of the unit, not holder" {
				continue // sees the unit's queue
			}
			for _, a := range onAssignments {
				h.hides(who, a, p, c.GetAssignments()[0].GetId())
			}
		}
	}
	if after := h.effects(); after != before {
		t.Errorf("strangers left %d effects", after-before)
	}
}

// hides fails unless the call answers NOT_FOUND for the id, as it does for one that nobody has.
func (h *house) hides(who string, a attempt, p person, id string) {
	h.t.Helper()
	ctx := with(ifMatch(h.t.Context(), "1"), "x-request-id", uuid.NewString())
	err := a.call(with(ctx, "idempotency-key", "one"), p, id)
	unknown := a.call(with(ctx, "idempotency-key", "other"), p, unknownID)
	if infoOf(err).GetReason() != "NOT_FOUND" {
		h.t.Errorf("%s calls %s: %v", who, a.method, err)
	}
	sameStatus(h.t, who+" calls "+a.method, err, unknown)
}

func TestWithoutASessionNothingIsAnswered(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	for _, token := range []string{"", "no-such-session", teacher.token + "x"} {
		ctx := metadata.NewOutgoingContext(t.Context(), metadata.MD{})
		if token != "" {
			ctx = with(ctx, "vaatu-session", token)
		}
		err := h.front.Invoke(ctx, caseworkpb.CaseworkService_ListCases_FullMethodName, &caseworkpb.ListCasesRequest{}, &caseworkpb.ListCasesResponse{})
		refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
	}
}

func TestAStaleEtagChangesNothing(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert, coordinator := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.coordinator("")
	draft := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	waiting := h.file(teacher, request("fi", autism))
	held := h.file(teacher, request("fi", autism))
	mine := h.claim(expert, held)
	must[*caseworkpb.Advice](t)(expert.WriteAdvice(t.Context(), &caseworkpb.WriteAdviceRequest{CaseId: held.GetId(), Advice: advice}))
	advised := h.advised(teacher, expert)
	triage := h.file(teacher, request("fi", behaviour))
	before := h.effects()
	for _, c := range []struct {
		method string
		p      person
		id     string
	}{
		{"UpdateDraft", teacher, draft.GetId()},
		{"SubmitDraft", teacher, draft.GetId()},
		{"ClaimAssignment", expert, waiting.GetAssignments()[0].GetId()},
		{"DeclineAssignment", expert, waiting.GetAssignments()[0].GetId()},
		{"ReleaseAssignment", expert, mine.GetId()},
		{"PublishAdvice", expert, held.GetId()},
		{"WithdrawCase", teacher, waiting.GetId()},
		{"CloseCase", teacher, advised.GetId()},
		{"RouteCase", coordinator, triage.GetId()},
	} {
		for _, etag := range []string{"99", "of-another-system", "0"} {
			err := find(c.method).call(ifMatch(t.Context(), etag), c.p, c.id)
			refused(t, err, codes.Aborted, "ETAG_STALE")
			if err == nil {
				t.Errorf("%s with the etag %q", c.method, etag)
			}
		}
	}
	if after := h.effects(); after != before {
		t.Errorf("stale calls left %d effects", after-before)
	}
}

func find(method string) attempt {
	all := slices.Concat(onDrafts, onCases, onAssignments)
	return all[slices.IndexFunc(all, func(a attempt) bool { return a.method == method })]
}

// advised is a case whose advice the school has.
func (h *house) advised(teacher, expert person) *casespb.Case {
	h.t.Helper()
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	must[*caseworkpb.Advice](h.t)(expert.WriteAdvice(h.t.Context(), &caseworkpb.WriteAdviceRequest{CaseId: c.GetId(), Advice: advice}))
	return must[*casespb.Case](h.t)(expert.PublishAdvice(ifMatch(h.t.Context(), h.read(expert, c.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
}

func TestAMissingHeaderIsNamed(t *testing.T) {
	t.Parallel()
	h := start(t)
	everybody := h.join("all-in-one", "fi", grant{role: "REQUESTER", school: taysSchool.id},
		grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "LEAD", unit: valteriUnit, actor: "VALTERI"}, grant{role: "COORDINATOR"})
	draft := must[*intakepb.Draft](t)(everybody.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	c := h.file(everybody, request("fi", autism))
	for list, id := range map[*[]attempt]string{&onDrafts: draft.GetId(), &onCases: c.GetId(), &onAssignments: c.GetAssignments()[0].GetId()} {
		for _, a := range *list {
			if a.key {
				err := a.call(with(ifMatch(t.Context(), "1"), "idempotency-key", ""), everybody, id)
				invalid(t, err, "Idempotency-Key", "header.required")
				err = a.call(with(ifMatch(t.Context(), "1"), "idempotency-key", string(make101())), everybody, id)
				invalid(t, err, "Idempotency-Key", "header.too_long")
			}
			if a.etag {
				invalid(t, a.call(t.Context(), everybody, id), "If-Match", "header.required")
			}
		}
	}
	_, err := everybody.SubmitCase(with(t.Context(), "idempotency-key", ""), &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
	invalid(t, err, "Idempotency-Key", "header.required")
	_, err = everybody.CreateDraft(with(t.Context(), "idempotency-key", ""), &intakepb.CreateDraftRequest{})
	invalid(t, err, "Idempotency-Key", "header.required")
}

func make101() []byte { return slices.Repeat([]byte("k"), 101) }

// code is a synthetic personal identity code: its individual number is 900 or more.
const code = "010112A900K"

func TestAnIdentityCodeIsKeptOutOfEveryText(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	due := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	q := must[*caseworkpb.Question](t)(expert.AskSchool(ctx, &caseworkpb.AskSchoolRequest{CaseId: c.GetId(), Text: "Milloin?", DueDate: due}))
	told := "Oppilas " + code + " viihtyy."
	for _, field := range []string{"situation", "tried", "question"} {
		r := request("fi", autism)
		fields := r.ProtoReflect()
		fields.Set(fields.Descriptor().Fields().ByName(protoreflect.Name(field)), protoreflect.ValueOfString(told))
		_, err := teacher.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: r})
		blocked(t, err, "request."+field)
		d := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: r}}))
		_, err = teacher.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
		blocked(t, err, "request."+field)
		check := must[*intakepb.CheckRequestResponse](t)(teacher.CheckRequest(ctx, &intakepb.CheckRequestRequest{Request: r}))
		want := &intakepb.Finding{Field: field, Start: 8, End: 19, Kind: intakepb.Kind_KIND_IDENTITY_CODE, Severity: intakepb.Severity_SEVERITY_BLOCK}
		if len(check.GetFindings()) != 1 || !proto.Equal(check.GetFindings()[0], want) {
			t.Errorf("findings in %s are %v", field, check.GetFindings())
		}
	}
	before := h.effects()
	step := func(s *caseworkpb.AdviceStep) *caseworkpb.AdviceText {
		return &caseworkpb.AdviceText{Summary: "Ok.", Steps: []*caseworkpb.AdviceStep{{Text: "a"}, s}}
	}
	now := h.read(teacher, c.GetId())
	ofCase, ofAssignment := ifMatch(ctx, now.GetEtag()), ifMatch(ctx, now.GetAssignments()[0].GetEtag())
	for _, call := range []struct {
		field string
		err   error
	}{
		{"text", drop(teacher.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: told}))},
		{"text", drop(teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: c.GetId(), QuestionId: q.GetId(), Text: told}))},
		{"text", drop(expert.AskSchool(ctx, &caseworkpb.AskSchoolRequest{CaseId: c.GetId(), Text: told, DueDate: due}))},
		{"advice.summary", h.write(expert, c, &caseworkpb.AdviceText{Summary: told})},
		{"advice.watch", h.write(expert, c, &caseworkpb.AdviceText{Summary: "Ok.", Watch: told})},
		{"advice.ask_again", h.write(expert, c, &caseworkpb.AdviceText{Summary: "Ok.", AskAgain: told})},
		{"advice.steps[1].text", h.write(expert, c, step(&caseworkpb.AdviceStep{Text: told}))},
		{"advice.steps[1].who", h.write(expert, c, step(&caseworkpb.AdviceStep{Text: "b", Who: told}))},
		{"advice.steps[1].by_when", h.write(expert, c, step(&caseworkpb.AdviceStep{Text: "b", ByWhen: told}))},
		{"request.question", drop(teacher.AmendCase(ofCase, &intakepb.AmendCaseRequest{CaseId: c.GetId(), Request: asking(told)}))},
		{"reason", drop(teacher.WithdrawCase(ofCase, &intakepb.WithdrawCaseRequest{CaseId: c.GetId(), Reason: told}))},
		{"reason", drop(h.coordinator("").RouteCase(ofCase, &routingpb.RouteCaseRequest{CaseId: c.GetId(), UnitId: valteriUnit, Reason: told}))},
		{"reason", drop(expert.ReleaseAssignment(ofAssignment, &assignmentpb.ReleaseAssignmentRequest{
			AssignmentId: now.GetAssignments()[0].GetId(), Reason: told,
		}))},
		{"suggestion", drop(expert.DeclineAssignment(ofAssignment, &assignmentpb.DeclineAssignmentRequest{
			AssignmentId: now.GetAssignments()[0].GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_LANGUAGE, Suggestion: told,
		}))},
		{"close_out.comment", drop(teacher.CloseCase(ofCase, &caseworkpb.CloseCaseRequest{
			CaseId: c.GetId(), CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED, Comment: told},
		}))},
	} {
		blocked(t, call.err, call.field)
	}
	if after := h.effects(); after != before {
		t.Errorf("%d texts with an identity code were kept", after-before)
	}
}

func (h *house) write(p person, c *casespb.Case, text *caseworkpb.AdviceText) error {
	return drop(p.WriteAdvice(h.t.Context(), &caseworkpb.WriteAdviceRequest{CaseId: c.GetId(), Advice: text}))
}

func blocked(t *testing.T, err error, field string) {
	t.Helper()
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	if rules := violations(err); !maps.Equal(rules, map[string]string{field: "text.identity_code"}) {
		t.Errorf("violations are %v, want %s", rules, field)
	}
}
