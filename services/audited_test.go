package services_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

// audited answers how often the audit has what, of the rows that a condition leaves: action, what and outcome, and who by name.
func (h *house) audited(where string, args ...any) map[string]int {
	h.t.Helper()
	rows, err := h.root.Query(h.t.Context(), `SELECT concat_ws(' ', coalesce(split_part(p.display_name, ' ', 1), 'Clock'), action, what,
		nullif(outcome, 'DONE')), count(*) FROM audit.entries LEFT JOIN access.persons p ON p.id = by_id WHERE `+where+" GROUP BY 1", args...)
	if err != nil {
		h.t.Fatal(err)
	}
	all := map[string]int{}
	for rows.Next() {
		var what string
		var n int
		if err := rows.Scan(&what, &n); err != nil {
			h.t.Fatal(err)
		}
		all[what] = n
	}
	return all
}

func TestEachStepOfACaseIsInTheAuditOnce(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, expert := h.teacher(hyksSchool), h.expert(valteriUnit, "VALTERI")
	whole := request("fi", autism)
	whole.Situation, whole.Tried, whole.Question = canary, canary, canary
	draft := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: whole}}))
	draft = must[*intakepb.Draft](t)(teacher.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: draft.GetId()}))
	for range 3 {
		draft = must[*intakepb.Draft](t)(teacher.UpdateDraft(ifMatch(ctx, draft.GetEtag()), &intakepb.UpdateDraftRequest{Draft: &intakepb.Draft{Id: draft.GetId(), Request: whole}}))
	}
	must[*intakepb.ListDraftsResponse](t)(teacher.ListDrafts(ctx, &intakepb.ListDraftsRequest{}))
	c := must[*casespb.Case](t)(teacher.SubmitDraft(ifMatch(ctx, draft.GetEtag()), &intakepb.SubmitDraftRequest{DraftId: draft.GetId()}))
	id := c.GetId()
	c = must[*casespb.Case](t)(teacher.AmendCase(ifMatch(ctx, c.GetEtag()), &intakepb.AmendCaseRequest{CaseId: id, Request: asking(canary)}))
	h.claim(expert, c)
	h.read(expert, id)
	must[*caseworkpb.ListMessagesResponse](t)(expert.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: id}))
	must[*caseworkpb.Message](t)(expert.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: id, Text: canary}))
	q := must[*caseworkpb.Question](t)(expert.AskSchool(ctx, &caseworkpb.AskSchoolRequest{CaseId: id, Text: canary, DueDate: time.Now().AddDate(0, 0, 7).Format(time.DateOnly)}))
	must[*caseworkpb.ListQuestionsResponse](t)(teacher.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: id}))
	must[*caseworkpb.Question](t)(teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: id, QuestionId: q.GetId(), Text: canary}))
	must[*caseworkpb.Advice](t)(expert.WriteAdvice(ctx, &caseworkpb.WriteAdviceRequest{CaseId: id, Advice: advice}))
	must[*casespb.Case](t)(expert.PublishAdvice(ifMatch(ctx, h.read(expert, id).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: id}))
	must[*caseworkpb.ListAdviceResponse](t)(teacher.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: id}))
	must[*caseworkpb.ListEventsResponse](t)(teacher.ListEvents(ctx, &caseworkpb.ListEventsRequest{CaseId: id}))
	acknowledged := must[*casespb.Case](t)(teacher.AcknowledgeAdvice(ctx, &caseworkpb.AcknowledgeAdviceRequest{CaseId: id}))
	must[*casespb.Case](t)(teacher.CloseCase(ifMatch(ctx, acknowledged.GetEtag()), &caseworkpb.CloseCaseRequest{
		CaseId: id, CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED, Comment: canary},
	}))
	want := map[string]int{
		"Teacher DRAFT SAVE": 1, "Teacher DRAFT READ": 3,
		"Teacher FILE": 1, "Teacher AMEND": 1, "Teacher DISCLOSE REQUEST": 1, "Expert CLAIM": 1, "Expert POST_MESSAGE": 1, "Expert ASK": 1, "Teacher REPLY": 1,
		"Expert WRITE_ADVICE": 1, "Expert PUBLISH_ADVICE": 1, "Expert DISCLOSE ADVICE": 1, "Teacher ACKNOWLEDGE": 1, "Teacher CLOSE": 1,
		// Whoever writes a text is answered from it: nothing else is read. Whoever replies reads the question, too.
		"Teacher READ_CASE REQUEST COMMENT NEXT_STEP": 3, "Expert READ_CASE REQUEST COMMENT NEXT_STEP INVITATION NOTE REASON": 3, "Expert READ_CASE MESSAGE": 1,
		"Teacher READ_CASE QUESTION REPLY": 2, "Teacher READ_CASE ADVICE": 1, "Teacher READ_EVENTS": 2,
	}
	if diff := cmp.Diff(want, h.audited("case_id = $1", id)); diff != "" {
		t.Errorf("the audit of the case differs (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"Teacher SIGN_IN": 1, "Expert SIGN_IN": 1}, h.audited("case_id IS NULL")); diff != "" {
		t.Errorf("beside the case the audit differs (-want +got)\n%s", diff)
	}
	if n := h.count("SELECT count(*) FROM audit.entries e WHERE e::text LIKE '%' || $1 || '%'", canary); n != 0 {
		t.Errorf("%d entries hold a text", n)
	}
}

func TestAnEntryTellsWhoAsWhomWhenAndFromWhere(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, lead := h.teacher(hyksSchool), h.lead(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	id := uuid.NewString()
	ctx := with(with(t.Context(), "x-request-id", id), "vaatu-origin", "192.0.2.7")
	must[*casespb.Case](t)(lead.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()}))
	must[*casespb.Case](t)(teacher.WithdrawCase(ifMatch(ctx, c.GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: c.GetId()}))
	const one = `SELECT concat_ws(' ', by_id, role, unit_id, school_id, case_id, request_id, origin, at BETWEEN now() - interval '1 minute' AND now())
		FROM audit.entries WHERE request_id = $3 AND by_id = $1 AND action = $2`
	as := func(p person, more ...string) string { return strings.Join(append([]string{p.id}, more...), " ") }
	for action, want := range map[string][2]string{
		"READ_CASE": {lead.id, as(lead, "LEAD", valteriUnit, c.GetId(), id, "192.0.2.7", "t")},
		"WITHDRAW":  {teacher.id, as(teacher, "REQUESTER", hyksSchool.id, c.GetId(), id, "192.0.2.7", "t")},
	} {
		if got := h.text(one, want[0], action, id); got != want[1] {
			t.Errorf("%s is %s; want %s", action, got, want[1])
		}
	}
	const disclosed = `SELECT concat_ws(' ', what, to_id, basis) FROM audit.entries WHERE case_id = $1 AND action = 'DISCLOSE'`
	if got, want := h.text(disclosed, c.GetId()), "REQUEST "+valteriUnit+" NOT_IDENTIFIED"; got != want {
		t.Errorf("disclosed is %s; want %s", got, want)
	}
}

// breakAudit lets the audit take no row any more.
func (h *house) breakAudit() {
	h.t.Helper()
	h.exec(`CREATE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$`)
	h.exec("CREATE TRIGGER broken BEFORE INSERT ON audit.entries FOR EACH ROW EXECUTE FUNCTION public.full()")
}

func (w *world) find(is func(member) bool) person {
	w.t.Helper()
	i := slices.IndexFunc(w.cast, is)
	if i < 0 {
		w.t.Fatal("there is no such person")
	}
	return w.cast[i].person
}

func TestWithoutItsEntryNothingIsAnsweredAndNothingIsChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	a := w.aims[0]
	filer := w.find(func(m member) bool { return m.id == a.subject.FilerID })
	holder := w.find(func(m member) bool { return m.id == a.subject.Holders[0] })
	colleague := w.find(func(m member) bool { return m.name == "a colleague" })
	etag := w.read(filer, a.caseID).GetEtag()
	before := w.kept()
	w.breakAudit()
	calls := map[string]func() (fmt.Stringer, error){
		"GetCase": func() (fmt.Stringer, error) { return filer.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: a.caseID}) },
		"ListEvents": func() (fmt.Stringer, error) {
			return filer.ListEvents(ctx, &caseworkpb.ListEventsRequest{CaseId: a.caseID})
		},
		"ListMessages": func() (fmt.Stringer, error) {
			return holder.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: a.caseID})
		},
		"ListQuestions": func() (fmt.Stringer, error) {
			return holder.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: a.caseID})
		},
		"ListAdvice": func() (fmt.Stringer, error) {
			return holder.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: a.caseID})
		},
		"GetDraft": func() (fmt.Stringer, error) {
			return filer.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: a.draftID})
		},
		"ListDrafts": func() (fmt.Stringer, error) { return filer.ListDrafts(ctx, &intakepb.ListDraftsRequest{}) },
		"PostMessage": func() (fmt.Stringer, error) {
			return filer.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: a.caseID, Text: canary})
		},
		"WriteAdvice": func() (fmt.Stringer, error) {
			return holder.WriteAdvice(ctx, &caseworkpb.WriteAdviceRequest{CaseId: a.caseID, Advice: advice})
		},
		"AmendCase": func() (fmt.Stringer, error) {
			return filer.AmendCase(ifMatch(ctx, etag), &intakepb.AmendCaseRequest{CaseId: a.caseID, Request: request("fi", autism)})
		},
		"WithdrawCase": func() (fmt.Stringer, error) {
			return filer.WithdrawCase(ifMatch(ctx, etag), &intakepb.WithdrawCaseRequest{CaseId: a.caseID})
		},
		"SubmitCase": func() (fmt.Stringer, error) {
			return filer.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
		},
		"DeleteDraft": func() (fmt.Stringer, error) {
			return filer.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: a.draftID})
		},
	}
	for name, call := range calls {
		reply, err := call()
		if err == nil || strings.Contains(fmt.Sprint(reply, err, infoOf(err)), canary) {
			t.Errorf("%s answers %v, %v", name, reply, err)
		}
	}
	if after := w.kept(); after != before {
		t.Errorf("before the calls there was %s, after them %s", before, after)
	}
	if _, err := w.open(&accesspb.OpenSessionRequest{Subject: filer.subject}); err == nil {
		t.Error("somebody signs in whom the audit does not know")
	}
	// Whoever is refused hears the same.
	_, err := colleague.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: a.caseID})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

func TestADenialStandsInATransactionOfItsOwn(t *testing.T) {
	t.Parallel()
	h := start(t)
	id := uuid.NewString()
	ctx := with(t.Context(), "x-request-id", id)
	c := h.file(h.teacher(hyksSchool), request("fi", autism))
	stranger := h.teacher(oysSchool)
	_, err := stranger.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = stranger.WithdrawCase(ifMatch(ctx, c.GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = stranger.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: unknownID})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = stranger.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: valteriUnit})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	want := map[string]int{
		"Teacher READ_CASE GetCase DENIED": 1, "Teacher WITHDRAW WithdrawCase DENIED": 1, "Teacher DRAFT GetDraft DENIED": 1,
		"Teacher READ_QUEUE ListQueue DENIED": 1,
	}
	if diff := cmp.Diff(want, h.audited("outcome = 'DENIED' AND request_id = $2 AND reason = 'NOT_FOUND' AND by_id = $1", stranger.id, id)); diff != "" {
		t.Errorf("the denials differ (-want +got)\n%s", diff)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE outcome = 'DENIED' AND case_id = $1", c.GetId()); n != 2 {
		t.Errorf("%d denials name the case, want 2", n)
	}
}

// Whatever a role of the server can say to the database, what stands in the audit stays.
func TestNobodyChangesWhatStandsInTheAudit(t *testing.T) {
	t.Parallel()
	h := start(t)
	h.file(h.teacher(hyksSchool), request("fi", autism))
	whole := func() string {
		return h.text("SELECT md5(string_agg(e::text, ',' ORDER BY e.id)) FROM audit.entries e")
	}
	before := whole()
	for role, may := range map[string][]string{
		"vaatu_app": nil, "vaatu_auth": nil, "vaatu_operator": nil, "vaatu_worker": {"SELECT"}, "vaatu_audit_reader": {"SELECT"},
		// The owner appends by its functions; nothing else reaches a row.
		"vaatu_migrator": {"SELECT", "UPDATE", "DELETE"},
	} {
		conn, err := pgx.Connect(t.Context(), h.db.URL(role))
		if err != nil {
			t.Fatal(err)
		}
		for verb, sql := range map[string]string{
			"SELECT": "SELECT count(*) FROM audit.entries",
			"UPDATE": "UPDATE audit.entries SET outcome = 'DONE', by_id = gen_random_uuid()",
			"DELETE": "DELETE FROM audit.entries",
			"INSERT": "INSERT INTO audit.entries (action, outcome) VALUES ('READ_CASE', 'DONE') RETURNING id",
		} {
			if verb == "INSERT" && role == "vaatu_migrator" {
				continue
			}
			if _, err := conn.Exec(t.Context(), sql); (err == nil) != slices.Contains(may, verb) {
				t.Errorf("%s as %s: %v", verb, role, err)
			}
		}
		if role != "vaatu_migrator" {
			if _, err := conn.Exec(t.Context(), "TRUNCATE audit.entries"); err == nil {
				t.Errorf("%s empties the audit", role)
			}
		}
		_ = conn.Close(context.WithoutCancel(t.Context()))
	}
	if after := whole(); after != before {
		t.Errorf("the audit was %s and is %s", before, after)
	}
}
