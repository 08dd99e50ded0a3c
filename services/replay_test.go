package services_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// effects counts everything that a repeated call must not make again; the clock's own jobs come when they come.
func (h *house) effects() int {
	h.t.Helper()
	return h.count(`SELECT (SELECT count(*) FROM cases) + (SELECT count(*) FROM case_events) + (SELECT count(*) FROM case_content)
		+ (SELECT count(*) FROM case_keys) + (SELECT count(*) FROM intake.drafts) + (SELECT count(*) FROM river.river_job WHERE kind = 'notice')`)
}

// twice calls, loses the answer and calls again: the same answer, and nothing happens twice.
func twice[Q, A proto.Message](ctx context.Context, h *house, call func(context.Context, Q) (A, error), req Q) A {
	h.t.Helper()
	ctx = with(ctx, "idempotency-key", uuid.NewString())
	first, err := call(ctx, proto.CloneOf(req))
	if err != nil {
		h.t.Fatalf("%T: %v %v %v", req, err, infoOf(err), violations(err))
	}
	before := h.effects() //nolint:contextcheck // counted in the test's own context
	second, err := call(ctx, proto.CloneOf(req))
	if err != nil {
		h.t.Errorf("repeated %T: %v %v", req, err, infoOf(err))
	} else if diff := cmp.Diff(first, second, protocmp.Transform()); diff != "" {
		h.t.Errorf("repeated %T (-first +second)\n%s", req, diff)
	}
	//nolint:contextcheck // as before
	if after := h.effects(); after != before {
		h.t.Errorf("repeated %T: %d effects more", req, after-before)
	}
	return first
}

func TestARepeatedCallAnswersTheSameAndDoesNothing(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, expert, coordinator := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.coordinator("")

	d := twice(ctx, h, unary(teacher.CreateDraft), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}})
	first := twice(ifMatch(ctx, d.GetEtag()), h, unary(teacher.SubmitDraft), &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
	declined := first.GetAssignments()[0]
	twice(ifMatch(ctx, declined.GetEtag()), h, unary(expert.DeclineAssignment), &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: declined.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: "Toinen yksikkö.",
	})
	twice(ifMatch(ctx, h.read(teacher, first.GetId()).GetEtag()), h, unary(coordinator.RouteCase), &routingpb.RouteCaseRequest{CaseId: first.GetId(), UnitId: hospitalUnit, Reason: "Sopii paremmin."})
	twice(ifMatch(ctx, h.read(teacher, first.GetId()).GetEtag()), h, unary(teacher.WithdrawCase), &intakepb.WithdrawCaseRequest{CaseId: first.GetId(), Reason: "Ei enää tarpeen."})

	c := twice(ctx, h, unary(teacher.SubmitCase), &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
	c = twice(ifMatch(ctx, c.GetEtag()), h, unary(teacher.AmendCase), &intakepb.AmendCaseRequest{CaseId: c.GetId(), Request: asking("Miten jatkamme?")})
	a := c.GetAssignments()[0]
	claim := &assignmentpb.ClaimAssignmentRequest{AssignmentId: a.GetId()}
	a = twice(ifMatch(ctx, a.GetEtag()), h, unary(expert.ClaimAssignment), claim)
	a = twice(ifMatch(ctx, a.GetEtag()), h, unary(expert.ReleaseAssignment), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: a.GetId(), Reason: "Loma."})
	twice(ifMatch(ctx, a.GetEtag()), h, unary(expert.ClaimAssignment), claim)
	due := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	q := twice(ctx, h, unary(expert.AskSchool), &caseworkpb.AskSchoolRequest{CaseId: c.GetId(), Text: "Milloin?", DueDate: due})
	twice(ctx, h, unary(teacher.ReplyToQuestion), &caseworkpb.ReplyToQuestionRequest{CaseId: c.GetId(), QuestionId: q.GetId(), Text: "Aamulla."})
	twice(ctx, h, unary(teacher.PostMessage), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Kiitos."})
	twice(ctx, h, unary(expert.WriteAdvice), &caseworkpb.WriteAdviceRequest{CaseId: c.GetId(), Advice: &caseworkpb.AdviceText{Summary: "Ennakoi."}})
	twice(ifMatch(ctx, h.read(expert, c.GetId()).GetEtag()), h, unary(expert.PublishAdvice), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()})
	twice(ctx, h, unary(teacher.AcknowledgeAdvice), &caseworkpb.AcknowledgeAdviceRequest{CaseId: c.GetId()})
	twice(ifMatch(ctx, h.read(teacher, c.GetId()).GetEtag()), h, unary(teacher.CloseCase), &caseworkpb.CloseCaseRequest{CaseId: c.GetId(), CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED, Comment: "Hyvä."}})
	h.replaysEqualRows()
}

func TestAKeyIsForOneRequestOfOnePerson(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, other := h.teacher(taysSchool), h.teacher(taysSchool)
	ctx := with(t.Context(), "idempotency-key", "the same")
	c := must[*casespb.Case](t)(teacher.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism)}))
	_, err := teacher.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", hearing)})
	refused(t, err, codes.FailedPrecondition, "IDEMPOTENCY_KEY_REUSED")
	_, err = teacher.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Toinen kutsu."})
	refused(t, err, codes.FailedPrecondition, "IDEMPOTENCY_KEY_REUSED")
	_, err = teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{})
	refused(t, err, codes.FailedPrecondition, "IDEMPOTENCY_KEY_REUSED")
	if theirs := must[*casespb.Case](t)(other.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism)})); theirs.GetId() == c.GetId() {
		t.Error("somebody else's key answers the first one's case")
	}
}

func TestTheSameCallsAtTheSameMomentHappenOnce(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	draft := &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}
	drafts := atOnce(h, "case_keys", unary(teacher.CreateDraft), draft)
	if n := h.count("SELECT count(*) FROM intake.drafts"); n != 1 {
		t.Errorf("%d drafts, want 1", n)
	}
	atOnce(h, "intake.drafts", unary(teacher.SubmitDraft), &intakepb.SubmitDraftRequest{DraftId: drafts[0].GetId()})
	atOnce(h, "case_keys", unary(teacher.SubmitCase), &intakepb.SubmitCaseRequest{Request: request("fi", hearing)})
	if n := h.count("SELECT count(*) FROM cases"); n != 2 {
		t.Errorf("%d cases, want 2", n)
	}
	if n := h.count("SELECT count(*) FROM case_keys"); n != 2 {
		t.Errorf("%d keys, want 2", n)
	}
}

// atOnce makes the same call with the same key several times at once; all answers are the same. A lock holds the calls
// back where they first write to the table, until some have come as far.
func atOnce[Q, A proto.Message](h *house, table string, call func(context.Context, Q) (A, error), req Q) []A {
	h.t.Helper()
	lock, err := h.db.Superuser(h.t).Begin(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := lock.Exec(h.t.Context(), "LOCK TABLE "+table+" IN EXCLUSIVE MODE"); err != nil {
		h.t.Fatal(err)
	}
	ctx := with(h.t.Context(), "idempotency-key", uuid.NewString())
	got, errs := make([]A, 6), make([]error, 6)
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() { got[i], errs[i] = call(ctx, proto.CloneOf(req)) })
	}
	until(h.t, h.root, func(conn *pgx.Conn) (yes bool) {
		err := conn.QueryRow(h.t.Context(), `SELECT count(*) > 1 FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&yes)
		return yes && err == nil
	})
	if err := lock.Rollback(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	group.Wait()
	for i := range got {
		if errs[i] != nil {
			h.t.Errorf("%T: call %d answers %v %v", req, i, errs[i], infoOf(errs[i]))
		} else if diff := cmp.Diff(got[0], got[i], protocmp.Transform()); diff != "" {
			h.t.Errorf("%T: call %d answers another thing\n%s", req, i, diff)
		}
	}
	return got
}
