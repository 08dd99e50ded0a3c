package services_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

const (
	askedInTriage  = "Onko oppilaan kuulo tutkittu?"
	answerInTriage = "On, viime syksynä."
	saidBeside     = "Soitan huomenna."
)

// inTriage answers the cases that a coordinator sees.
func (h *house) inTriage(p person) []*routingpb.TriageItem {
	h.t.Helper()
	return must[*routingpb.ListTriageResponse](h.t)(p.ListTriage(h.t.Context(), &routingpb.ListTriageRequest{WithQuestions: true})).GetItems()
}

// asksInTriage lets a coordinator ask about the only case that there is.
func (h *house) asksInTriage(p person, c *casespb.Case) {
	h.t.Helper()
	must[*casespb.Case](h.t)(p.AskUnled(ifMatch(h.t.Context(), h.inTriage(p)[0].GetEtag()), unled(c, askedInTriage, inAWeek())))
}

func unled(c *casespb.Case, text, due string) *routingpb.AskUnledRequest {
	return &routingpb.AskUnledRequest{CaseId: c.GetId(), Text: text, DueDate: due}
}

func (h *house) questions(p person, c *casespb.Case) []*caseworkpb.Question {
	h.t.Helper()
	return must[*caseworkpb.ListQuestionsResponse](h.t)(p.ListQuestions(h.t.Context(), &caseworkpb.ListQuestionsRequest{CaseId: c.GetId()})).GetQuestions()
}

func TestCoordinationAsksTheSchoolBeforeAUnitLeads(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, coordinator := h.teacher(taysSchool), h.coordinator("TAYS")
	c := h.file(teacher, request("fi", behaviour))
	etag := h.inTriage(coordinator)[0].GetEtag()
	_, err := h.coordinator("HYKS").AskUnled(ifMatch(ctx, etag), unled(c, askedInTriage, inAWeek()))
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = coordinator.AskUnled(ifMatch(ctx, etag), unled(c, "Oppilas 131052-308T?", inAWeek()))
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	_, err = coordinator.AskUnled(ifMatch(ctx, etag), unled(c, askedInTriage, "2020-01-01"))
	invalid(t, err, "due_date", "date.past")
	_, err = coordinator.AskUnled(ifMatch(ctx, etag), unled(c, askedInTriage, inDays(61)))
	invalid(t, err, "due_date", "date.far")
	once := with(ifMatch(ctx, etag), "idempotency-key", uuid.NewString())
	for range 2 { // the answer to the first was lost
		asked := must[*casespb.Case](t)(coordinator.AskUnled(once, unled(c, askedInTriage, inAWeek())))
		if asked.GetPhase() != casespb.Phase_PHASE_AWAITING_SCHOOL || asked.GetRequest() != nil {
			t.Errorf("the coordinator is answered %v", asked)
		}
	}
	asked := h.questions(teacher, c)
	if len(asked) != 1 || asked[0].GetText() != askedInTriage || asked[0].GetDueDate() != inAWeek() {
		t.Fatalf("the school is asked %v", asked)
	}
	if n := h.count("SELECT count(*) FROM river.river_job WHERE kind = 'notice' AND args ->> 'event' = 'ASKED'"); n != 1 {
		t.Errorf("%d mails tell the school", n)
	}
	if waits := h.inTriage(coordinator); len(waits) != 1 || waits[0].GetCard().GetPhase() != casespb.Phase_PHASE_AWAITING_SCHOOL || waits[0].GetQuestions()[0].GetReply() != nil {
		t.Errorf("while the school is waited for coordination sees %v", waits)
	}
	must[*caseworkpb.Question](t)(teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: c.GetId(), QuestionId: asked[0].GetId(), Text: answerInTriage}))
	if back := h.inTriage(coordinator); len(back) != 1 || back[0].GetCard().GetPhase() != casespb.Phase_PHASE_TRIAGE {
		t.Errorf("the case is in triage again as %v", back)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE case_id = $1 AND action = 'DISCLOSE' AND what = 'REPLY' AND to_id IS NULL AND basis = 'REPLIED'", c.GetId()); n != 1 {
		t.Errorf("the audit has %d disclosures of the reply", n)
	}
	h.replaysEqualRows()
}

func TestCoordinationReadsItsOwnQuestionsWithTheRepliesAndNothingElse(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, coordinator := h.teacher(taysSchool), h.coordinator("TAYS")
	c := h.file(teacher, request("fi", behaviour))
	must[*caseworkpb.Message](t)(teacher.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: saidBeside}))
	h.asksInTriage(coordinator, c)
	must[*caseworkpb.Question](t)(teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: c.GetId(), QuestionId: h.questions(teacher, c)[0].GetId(), Text: answerInTriage}))
	for p, sees := range map[person]int{coordinator: 1, h.coordinator(""): 1, h.coordinator("HYKS"): 0} {
		items := h.inTriage(p)
		if len(items) != sees {
			t.Fatalf("%s sees %v", p.subject, items)
		}
		for _, item := range items {
			if q := item.GetQuestions(); len(q) != 1 || q[0].GetText() != askedInTriage || q[0].GetReply().GetText() != answerInTriage {
				t.Errorf("%s reads %v", p.subject, q)
			}
			for _, secret := range []string{saidBeside, nameOf(teacher.subject), taysSchool.name, teacher.id} {
				if strings.Contains(item.String(), secret) {
					t.Errorf("%s reads %q: %v", p.subject, secret, item)
				}
			}
		}
		_, err := p.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: c.GetId()})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = p.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: c.GetId()})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	for p, opens := range map[person]int{coordinator: 2, h.coordinator("HYKS"): 0, h.expert(valteriUnit, "VALTERI"): 0, teacher: 0} {
		if n := h.countAs(p, "SELECT count(*) FROM audit.read_unled(ARRAY[$1::uuid])", c.GetId()); n != opens {
			t.Errorf("the database opens %d texts to %s; want %d", n, p.subject, opens)
		}
	}
	const read = "SELECT count(*) FROM audit.entries WHERE by_id = $1 AND action = 'READ_CASE' AND what = 'QUESTION REPLY' AND case_id = $2"
	if n := h.count(read, coordinator.id, c.GetId()); n != 1 {
		t.Errorf("the audit tells %d times that the coordinator has read", n)
	}
}

func TestWhatCoordinationAskedEndsWithRoutingAndIsTheLeadsToRead(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, coordinator, expert := h.teacher(taysSchool), h.coordinator("TAYS"), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", behaviour))
	h.asksInTriage(coordinator, c)
	route := &routingpb.RouteCaseRequest{CaseId: c.GetId(), UnitId: valteriUnit, Reason: "Sopii."}
	routed := must[*casespb.Case](t)(coordinator.RouteCase(ifMatch(ctx, h.inTriage(coordinator)[0].GetEtag()), route))
	if routed.GetPhase() != casespb.Phase_PHASE_QUEUED || len(h.inTriage(coordinator)) != 0 {
		t.Errorf("routed, the case is %v", routed)
	}
	h.claim(expert, h.read(teacher, c.GetId()))
	if n := h.countAs(coordinator, "SELECT count(*) FROM audit.read_unled(ARRAY[$1::uuid])", c.GetId()); n != 0 {
		t.Errorf("the database opens %d texts to coordination that a unit leads", n)
	}
	asked := h.questions(expert, c)
	if len(asked) != 1 || asked[0].GetText() != askedInTriage || asked[0].GetCancelTime() == nil {
		t.Fatalf("who leads reads %v", asked)
	}
	_, err := teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: c.GetId(), QuestionId: asked[0].GetId(), Text: answerInTriage})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = coordinator.AskUnled(ifMatch(ctx, h.read(teacher, c.GetId()).GetEtag()), unled(c, askedInTriage, inAWeek()))
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	h.replaysEqualRows()
}

func TestWhatAUnitAskedIsNotForCoordination(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, coordinator, expert := h.teacher(taysSchool), h.coordinator("TAYS"), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	held := h.claim(expert, c)
	h.ask(expert, c, "Milloin tilanne alkoi?")
	must[*casespb.Assignment](t)(expert.DeclineAssignment(ifMatch(ctx, held.GetEtag()), &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: held.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_LANGUAGE, Suggestion: "Toinen yksikkö.",
	}))
	if items := h.inTriage(coordinator); len(items) != 1 || len(items[0].GetQuestions()) != 0 {
		t.Errorf("coordination sees %v", items)
	}
}
