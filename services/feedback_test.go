package services_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"

	feedbackpb "github.com/vip-verkosto/vaatu/proto/vaatu/feedback/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// visitor is somebody without a session, who comes with a token or none.
func (h *house) visitor(token string) feedbackpb.FeedbackServiceClient {
	return feedbackpb.NewFeedbackServiceClient(line{ClientConn: h.front, token: token, language: "sv"})
}

// keeper is an admin's client.
func (h *house) keeper() feedbackpb.FeedbackServiceClient { return h.visitor(h.admin().token) }

func (h *house) leaves(message string) *feedbackpb.SendFeedbackResponse {
	h.t.Helper()
	return must[*feedbackpb.SendFeedbackResponse](h.t)(h.visitor("").SendFeedback(h.t.Context(), &feedbackpb.SendFeedbackRequest{Message: message}))
}

func listed(t *testing.T, by feedbackpb.FeedbackServiceClient, answered bool) []*feedbackpb.Feedback {
	t.Helper()
	return must[*feedbackpb.ListFeedbackResponse](t)(by.ListFeedback(t.Context(), &feedbackpb.ListFeedbackRequest{Answered: answered})).GetFeedback()
}

func TestFeedbackOfAnybodyIsToBeAnsweredWithinFourteenDays(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h := start(t, func(c *services.Config) { c.Now = clock.now })
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	due := clock.now().AddDate(0, 0, 14).In(helsinki).Format(time.DateOnly)
	sent := must[*feedbackpb.SendFeedbackResponse](t)(h.visitor("").SendFeedback(t.Context(), &feedbackpb.SendFeedbackRequest{
		Message: " Skärmläsaren läser inte kön. ", Email: " sanna@example.fi ", Page: "Kön",
	}))
	if sent.GetDueDate() != due || sent.GetNumber() == "" {
		t.Errorf("the sender is told %v, want due %s", sent, due)
	}
	clock.advance(time.Minute)
	h.leaves("Toinen.")
	signedIn := h.admin()
	admin := h.visitor(signedIn.token)
	open := listed(t, admin, false)
	if len(open) != 2 {
		t.Fatalf("%d wait, want 2", len(open))
	}
	if f := open[0]; f.GetMessage() != "Skärmläsaren läser inte kön." || f.GetEmail() != "sanna@example.fi" || f.GetPage() != "Kön" ||
		f.GetLanguage() != "sv" || f.GetNumber() != sent.GetNumber() || f.GetDueDate() != due || f.GetOverdue() {
		t.Errorf("the admin sees %v first", f)
	}
	clock.advance(15 * 24 * time.Hour)
	admin = h.visitor(h.as(signedIn, "fi").token) // the session before has idled
	if f := listed(t, admin, false)[0]; !f.GetOverdue() {
		t.Errorf("the day after the last one %v is not overdue", f)
	}
	marked := must[*feedbackpb.Feedback](t)(admin.MarkAnswered(t.Context(), &feedbackpb.MarkAnsweredRequest{FeedbackId: open[0].GetId()}))
	if marked.GetAnswererName() == "" || marked.GetAnswerTime() == nil || marked.GetOverdue() {
		t.Errorf("marked, it is %v", marked)
	}
	clock.advance(time.Minute)
	again := must[*feedbackpb.Feedback](t)(admin.MarkAnswered(t.Context(), &feedbackpb.MarkAnsweredRequest{FeedbackId: open[0].GetId()}))
	if !again.GetAnswerTime().AsTime().Equal(marked.GetAnswerTime().AsTime()) {
		t.Error("a second mark has moved the first")
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE action = 'KEEP_FEEDBACK' AND what = 'ANSWER' AND by_id = $1", signedIn.id); n != 1 {
		t.Errorf("%d marks are in the audit", n)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE what = 'READ' AND object_id = $1 AND by_id = $2", open[0].GetId(), signedIn.id); n != 3 {
		t.Errorf("%d readings are in the audit, want 3: two lists, and the second mark", n)
	}
	if left, done := listed(t, admin, false), listed(t, admin, true); len(left) != 1 || len(done) != 1 || done[0].GetId() != open[0].GetId() {
		t.Errorf("after it %v wait and %v are answered", left, done)
	}
}

func TestListsOfFeedbackGoOnPageByPage(t *testing.T) {
	t.Parallel()
	h := start(t)
	admin := h.keeper()
	for i := range 3 {
		h.leaves(strconv.Itoa(i))
	}
	for _, answered := range []bool{false, true} {
		var seen []string
		ask := &feedbackpb.ListFeedbackRequest{Answered: answered, PageSize: 2}
		for {
			reply := must[*feedbackpb.ListFeedbackResponse](t)(admin.ListFeedback(t.Context(), ask))
			for _, f := range reply.GetFeedback() {
				seen = append(seen, f.GetMessage())
			}
			if ask.PageToken = reply.GetNextPageToken(); ask.GetPageToken() == "" {
				break
			}
		}
		if want := map[bool]string{false: "0 1 2", true: "2 1 0"}[answered]; strings.Join(seen, " ") != want {
			t.Errorf("answered %t: %v, want %s", answered, seen, want)
		}
		for _, f := range listed(t, admin, false) {
			must[*feedbackpb.Feedback](t)(admin.MarkAnswered(t.Context(), &feedbackpb.MarkAnsweredRequest{FeedbackId: f.GetId()}))
		}
	}
}

func TestFeedbackIsKeptOnceForAKey(t *testing.T) {
	t.Parallel()
	h := start(t)
	key := with(t.Context(), "idempotency-key", uuid.NewString())
	send := func(ctx context.Context, message string) (*feedbackpb.SendFeedbackResponse, error) {
		return h.visitor("").SendFeedback(ctx, &feedbackpb.SendFeedbackRequest{Message: message})
	}
	var both sync.WaitGroup
	var numbers [2]string
	for i := range numbers {
		both.Go(func() {
			reply, err := send(key, "Kahdesti.")
			if err != nil {
				t.Error(err)
			}
			numbers[i] = reply.GetNumber()
		})
	}
	both.Wait()
	if numbers[0] != numbers[1] || h.count("SELECT count(*) FROM feedback.items") != 1 {
		t.Errorf("a double press was told the numbers %v", numbers)
	}
	_, err := send(key, "Muuta.")
	refused(t, err, codes.FailedPrecondition, "IDEMPOTENCY_KEY_REUSED")
	_, err = send(with(t.Context(), "idempotency-key", ""), "Ilman.")
	invalid(t, err, "Idempotency-Key", "header.required")
}

func TestFeedbackThatCannotBeKeptIsRefusedByItsField(t *testing.T) {
	t.Parallel()
	h := start(t)
	for name, c := range map[string]struct {
		request     *feedbackpb.SendFeedbackRequest
		field, rule string
		reason      string
	}{
		"nothing written":        {&feedbackpb.SendFeedbackRequest{Message: " \n "}, "message", "string.min_len", "VALIDATION"},
		"too much":               {&feedbackpb.SendFeedbackRequest{Message: strings.Repeat("ä", 4001)}, "message", "string.max_len", "VALIDATION"},
		"no address":             {&feedbackpb.SendFeedbackRequest{Message: "x", Email: "sanna"}, "email", "email.address", "VALIDATION"},
		"an identity code":       {&feedbackpb.SendFeedbackRequest{Message: "Oppilas 131052-902Y."}, "message", "text.identity_code", "IDENTITY_CODE_IN_TEXT"},
		"an identity code apart": {&feedbackpb.SendFeedbackRequest{Message: "x", Page: "131052-902Y"}, "page", "text.identity_code", "IDENTITY_CODE_IN_TEXT"},
	} {
		_, err := h.visitor("").SendFeedback(t.Context(), c.request)
		refused(t, err, codes.InvalidArgument, c.reason)
		if got := violations(err); got[c.field] != c.rule {
			t.Errorf("%s is refused by %v", name, got)
		}
	}
	if n := h.count("SELECT count(*) FROM feedback.items"); n != 0 {
		t.Errorf("%d are kept", n)
	}
}

func TestFeedbackIsSealedAndInNoLog(t *testing.T) {
	t.Parallel()
	log := &syncBuffer{}
	h := start(t, func(c *services.Config) {
		c.Logger = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	w := &world{house: h, log: log}
	h.leaves(canary)
	if got := listed(t, h.keeper(), false)[0].GetMessage(); got != canary {
		t.Errorf("opened, it is %q", got)
	}
	w.quiet()
}

// Without the first wall: whoever calls is an admin, as the service believes.
func TestTheDatabaseShowsFeedbackToAdminsOnly(t *testing.T) {
	t.Parallel()
	var blind atomic.Bool
	h := start(t, services.Believe(func(p permission.Principal) permission.Principal {
		if blind.Load() {
			p.Grants = append(p.Grants, permission.Grant{ID: "a", Role: permission.Admin})
		}
		return p
	}))
	h.leaves("Palaute.")
	id := listed(t, h.keeper(), false)[0].GetId()
	teacher := h.visitor(h.teacher(taysSchool).token)
	_, err := teacher.ListFeedback(t.Context(), &feedbackpb.ListFeedbackRequest{})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	blind.Store(true)
	if seen := listed(t, teacher, false); len(seen) != 0 {
		t.Errorf("a teacher reads %v", seen)
	}
	_, err = teacher.MarkAnswered(t.Context(), &feedbackpb.MarkAnsweredRequest{FeedbackId: id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if n := h.count("SELECT count(*) FROM feedback.items WHERE answer_time IS NULL"); n != 1 {
		t.Error("a teacher has marked it")
	}
}

func TestASessionThatComesAlongWithFeedbackIsNotLookedAt(t *testing.T) {
	t.Parallel()
	h := start(t)
	for _, token := range []string{"", "nobody knows this token", h.teacher(taysSchool).token} {
		_, err := h.visitor(token).SendFeedback(t.Context(), &feedbackpb.SendFeedbackRequest{Message: "x"})
		if err != nil {
			t.Errorf("with the token %q: %v", token, err)
		}
	}
	_, err := h.visitor("").ListFeedback(t.Context(), &feedbackpb.ListFeedbackRequest{})
	refused(t, err, codes.Unauthenticated, "UNAUTHENTICATED")
}

func TestOneAddressIsToldOfFeedbackAndOfNothingInIt(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withoutJobs)
	sent := h.leaves(canary)
	worker := h.config
	worker.Services, worker.Sockets, worker.SMTP, worker.FeedbackTo = []string{"notify"}, shortDir(t), box.address, "palaute@example.fi"
	stop := h.run(worker)
	l := box.next(t)
	day, err := time.Parse(time.DateOnly, sent.GetDueDate())
	if err != nil {
		t.Fatal(err)
	}
	if l.to != "palaute@example.fi" || !strings.Contains(l.subject, sent.GetNumber()) ||
		!strings.Contains(l.body, "https://vaatu.example/feedback") || !strings.Contains(l.body, day.Format("2.1.2006")) {
		t.Errorf("the mail is %+v", l)
	}
	if strings.Contains(l.subject+l.body, canary) {
		t.Errorf("what was written is in the mail: %+v", l)
	}
	h.until("SELECT count(*) FROM feedback.items WHERE mail_time IS NOT NULL", 1)
	stop()
	h.exec("DELETE FROM river.river_job")
	stop = h.run(worker)
	h.until("SELECT count(*) FROM river.river_job WHERE kind = 'feedback' AND state = 'completed'", 1)
	stop()
	box.none(t)
}

func TestAnAddressForFeedbackThatIsNoneStopsTheStart(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	h.config.FeedbackTo = "palaute"
	if _, err := services.New(t.Context(), h.config); err == nil || !strings.Contains(err.Error(), "feedback-to") {
		t.Errorf("the start says %v", err)
	}
}

func TestAnsweredFeedbackGoesOnceItsPeriodHasEnded(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	admin := h.keeper()
	for _, message := range []string{"Vanha.", "Uusi.", "Vastaamatta."} {
		h.leaves(message)
	}
	for _, f := range listed(t, admin, false)[:2] {
		must[*feedbackpb.Feedback](t)(admin.MarkAnswered(t.Context(), &feedbackpb.MarkAnsweredRequest{FeedbackId: f.GetId()}))
	}
	h.exec("UPDATE feedback.items SET create_time = now() - interval '1 year'")
	h.exec("UPDATE feedback.items SET answer_time = now() - interval '91 days' WHERE number = 1")
	h.exec("UPDATE feedback.items SET answer_time = now() - interval '89 days' WHERE number = 2")
	worker := h.config
	worker.Services, worker.Sockets = []string{"notify"}, shortDir(t)
	stop := h.run(worker)
	h.until("SELECT count(*) FROM river.river_job WHERE kind = 'sweep' AND state = 'completed'", 1)
	stop()
	if n := h.count("SELECT count(*) FROM feedback.items"); n != 3 {
		t.Fatalf("without a period %d are left", n)
	}
	h.exec("DELETE FROM river.river_job")
	worker.Retention = filepath.Join(t.TempDir(), "retention")
	if err := os.WriteFile(worker.Retention, []byte("ACCESSIBILITY_FEEDBACK P90D"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.run(worker)
	h.until("SELECT count(*) FROM feedback.items", 2)
	if n := h.count("SELECT count(*) FROM feedback.items WHERE number = 1"); n != 0 {
		t.Error("the oldest answer is still there")
	}
}

func TestARetentionFileThatIsWrongStopsTheStartAndTheCheck(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	h.config.Retention = filepath.Join(t.TempDir(), "retention")
	if err := os.WriteFile(h.config.Retention, []byte("CASE_CLOSED 10 years"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := services.New(t.Context(), h.config)
	_, checked := services.CheckRetention(t.Context(), h.db.URL("vaatu_operator"), h.config.Retention, time.Now())
	for who, err := range map[string]error{"the start": err, "the check": checked} {
		if err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%s says %v", who, err)
		}
	}
	if err := os.WriteFile(h.config.Retention, []byte("CASE_CLOSED P10Y"), 0o600); err != nil {
		t.Fatal(err)
	}
	due, err := services.CheckRetention(t.Context(), h.db.URL("vaatu_operator"), h.config.Retention, time.Now())
	if err != nil || len(due) != 1 || !strings.HasPrefix(due[0], "CASE_CLOSED P10Y: 0 cases") {
		t.Errorf("the check tells %q, %v", due, err)
	}
}
