package services_test

import (
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
)

func TestAQuestionOfAUnitThatLeftIsMarkedAsCancelled(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	due := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	q := must[*caseworkpb.Question](t)(expert.AskSchool(ctx, &caseworkpb.AskSchoolRequest{CaseId: c.GetId(), Text: "Milloin?", DueDate: due}))
	if q.GetCancelTime() != nil {
		t.Errorf("an open question was cancelled at %v", q.GetCancelTime())
	}
	a := h.read(expert, c.GetId()).GetAssignments()[0]
	must[*casespb.Assignment](t)(expert.DeclineAssignment(ifMatch(ctx, a.GetEtag()), &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: a.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: "Toinen yksikkö.",
	}))
	list := must[*caseworkpb.ListQuestionsResponse](t)(teacher.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: c.GetId()}))
	if len(list.GetQuestions()) != 1 || list.GetQuestions()[0].GetCancelTime() == nil {
		t.Errorf("the school reads %v; want one question that says when it was cancelled", list)
	}
	_, err := teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: c.GetId(), QuestionId: q.GetId(), Text: "Aamulla."})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
}
