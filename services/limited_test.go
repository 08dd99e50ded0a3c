package services_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
)

var everySection = []casespb.Section{
	casespb.Section_SECTION_SITUATION, casespb.Section_SECTION_TRIED, casespb.Section_SECTION_QUESTION,
	casespb.Section_SECTION_CONVERSATION, casespb.Section_SECTION_ATTACHMENTS,
}

// limits lets the holder of the lead say what is kept from a partner.
func (h *house) limits(holder person, part *casespb.Assignment, hidden ...casespb.Section) {
	h.t.Helper()
	etag := h.read(holder, part.GetCaseId()).GetEtag()
	must[*casespb.Assignment](h.t)(holder.LimitAssignment(ifMatch(h.t.Context(), etag), &assignmentpb.LimitAssignmentRequest{AssignmentId: part.GetId(), Hidden: hidden}))
}

// sees answers which sections of a case somebody reads: of the request, of what the school has written, and of its files.
func (h *house) sees(p person, caseID string) (seen []casespb.Section) {
	h.t.Helper()
	r := h.read(p, caseID).GetRequest()
	messages := must[*caseworkpb.ListMessagesResponse](h.t)(p.ListMessages(h.t.Context(), &caseworkpb.ListMessagesRequest{CaseId: caseID})).GetMessages()
	questions := must[*caseworkpb.ListQuestionsResponse](h.t)(p.ListQuestions(h.t.Context(), &caseworkpb.ListQuestionsRequest{CaseId: caseID})).GetQuestions()
	others := slices.ContainsFunc(messages, func(m *caseworkpb.Message) bool { return !m.GetAuthor().GetMe() }) ||
		slices.ContainsFunc(questions, func(q *caseworkpb.Question) bool { return !q.GetAuthor().GetMe() })
	files := h.files(p, caseID).GetAttachments()
	for i, shown := range []bool{r.GetSituation() != "", r.GetTried() != "", r.GetQuestion() != "", others, len(files) > 0} {
		if shown {
			seen = append(seen, everySection[i])
		}
	}
	return seen
}

func TestAPartnerReadsWhatTheLeadShowsOnEveryPath(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	// By the services alone: the wall behind them is tried for itself.
	h.exec("CREATE OR REPLACE FUNCTION access.kept() RETURNS SETOF uuid LANGUAGE plpgsql AS 'BEGIN RETURN; END'")
	ctx := t.Context()
	teacher, expert, partner := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI")
	whole := request("fi", autism)
	whole.Situation, whole.Tried, whole.Question = "Oppilas poistuu luokasta.", "Kuvallinen päiväjärjestys.", "Miten siirtymät saadaan rauhallisiksi?"
	c := h.file(teacher, whole)
	id := c.GetId()
	file := h.attach(teacher, id, "tuki.pdf", pdf("tuki"))
	h.claim(expert, c)
	h.ask(expert, c, "Milloin tilanne alkoi?")
	must[*caseworkpb.Message](t)(teacher.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: id, Text: "Tilanne on sama."}))

	req := inviting(c, elmeriUnit)
	req.Hidden = everySection
	part := must[*casespb.Case](t)(expert.InvitePartner(ifMatch(ctx, h.read(expert, id).GetEtag()), req)).GetAssignments()[1]
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	for _, hidden := range [][]casespb.Section{everySection, {}, everySection[:1], everySection[1:2], everySection[2:3], everySection[3:4], everySection[4:], everySection} {
		if now := h.read(expert, id).GetAssignments()[1].GetHidden(); !slices.Equal(slices.Sorted(slices.Values(now)), hidden) {
			h.limits(expert, part, hidden...)
		}
		want := slices.DeleteFunc(slices.Clone(everySection), func(s casespb.Section) bool { return slices.Contains(hidden, s) })
		if got := h.sees(partner, id); !slices.Equal(got, want) {
			t.Errorf("with %v kept from it the partner reads %v", hidden, got)
		}
		_, _, err := h.download(partner, id, file.GetId())
		if closed := slices.Contains(hidden, casespb.Section_SECTION_ATTACHMENTS); closed != (err != nil) {
			t.Errorf("with %v kept from it the partner's download answers %v", hidden, err)
		}
		for _, p := range []person{teacher, expert} {
			if got := h.sees(p, id); !slices.Equal(got, everySection) {
				t.Errorf("%s reads %v", p.subject, got)
			}
		}
		for _, p := range []person{partner, expert} {
			if got := h.read(p, id).GetAssignments()[1].GetHidden(); !slices.Equal(slices.Sorted(slices.Values(got)), hidden) {
				t.Errorf("%s is told that %v is kept from the partner, want %v", p.subject, got, hidden)
			}
		}
	}

	// What its own unit writes, asks and adds, and the reply to it, the partner reads whatever is kept from it.
	must[*caseworkpb.Message](t)(partner.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: id, Text: "Tutustumme tähän."}))
	h.ask(partner, c, "Mitä kommunikoinnin keinoja on?")
	own := must[*caseworkpb.ListQuestionsResponse](t)(partner.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: id})).GetQuestions()
	if len(own) != 1 {
		t.Fatalf("the partner reads the questions %v", own)
	}
	must[*caseworkpb.Question](t)(teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: id, QuestionId: own[0].GetId(), Text: "Kuvakortit."}))
	own = must[*caseworkpb.ListQuestionsResponse](t)(partner.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: id})).GetQuestions()
	if len(own) != 1 || own[0].GetReply().GetText() != "Kuvakortit." {
		t.Errorf("of its own question the partner reads %v", own)
	}

	added := h.attach(partner, id, "kuvakortit.pdf", pdf("kortit"))
	for _, p := range []person{partner, h.lead(elmeriUnit, "ELMERI")} {
		if files := h.files(p, id).GetAttachments(); len(files) != 1 || files[0].GetId() != added.GetId() {
			t.Errorf("%s lists the files %v", p.subject, files)
		}
		if _, _, err := h.download(p, id, added.GetId()); err != nil {
			t.Errorf("%s does not read the own unit's file: %v", p.subject, err)
		}
		_, _, err := h.download(p, id, file.GetId())
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}

	// The lead alone says what is kept; once the partner has it, nothing is.
	etag := h.read(expert, id).GetEtag()
	again := &assignmentpb.LimitAssignmentRequest{AssignmentId: part.GetId(), Hidden: everySection}
	_, err := expert.LimitAssignment(ifMatch(ctx, etag), again)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = partner.LimitAssignment(ifMatch(ctx, etag), &assignmentpb.LimitAssignmentRequest{AssignmentId: part.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	lead := h.read(expert, id).GetAssignments()[0]
	offer := must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(ctx, etag), toUnit(lead, elmeriUnit)))
	must[*casespb.HandOver](t)(partner.AcceptHandOver(ifMatch(ctx, offer.GetEtag()), &assignmentpb.AcceptHandOverRequest{HandOverId: offer.GetId()}))
	if got := h.sees(partner, id); !slices.Equal(got, everySection) {
		t.Errorf("with the lead the partner's unit reads %v", got)
	}
	h.replaysEqualRows()
}

// rows counts what row level security alone shows somebody of a case: its texts by kind, its files and their chunks.
func (h *house) rows(p person, caseID string) (seen map[string]int) {
	h.t.Helper()
	h.behind(p, func() {
		h.exec("SELECT audit.read_case($1, 'READ_CASE', NULL)", caseID)
		if err := h.root.QueryRow(h.t.Context(), `SELECT jsonb_object_agg(what, n) FROM (
			SELECT kind AS what, count(*) AS n FROM case_content GROUP BY kind
			UNION ALL SELECT 'FILE', count(*) FROM attachments UNION ALL SELECT 'CHUNK', count(*) FROM case_attachment_chunks) r`).Scan(&seen); err != nil {
			h.t.Fatal(err)
		}
	})
	return seen
}

func TestRowLevelSecurityKeepsFromAPartnerWhatTheLeadDoes(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	ctx := t.Context()
	teacher, expert, partner := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI")
	c := h.file(teacher, request("fi", autism))
	id := c.GetId()
	h.claim(expert, c)
	part, other := h.invites(expert, c, elmeriUnit), h.invites(expert, c, hospitalUnit)
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	for _, by := range []person{expert, partner} {
		h.attach(by, id, "tuki.pdf", pdf("tuki"))
		must[*caseworkpb.Message](t)(by.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: id, Text: "Tutustumme tähän."}))
		h.ask(by, c, "Milloin tilanne alkoi?")
	}
	for _, q := range must[*caseworkpb.ListQuestionsResponse](t)(teacher.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: id})).GetQuestions() {
		must[*caseworkpb.Question](t)(teacher.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: id, QuestionId: q.GetId(), Text: "Syksyllä."}))
	}
	if err := removes(ctx, teacher, id, h.attach(teacher, id, "vaara.pdf", pdf("väärä")).GetId(), "Väärä tiedosto."); err != nil {
		t.Fatal(err)
	}

	all := map[string]int{"REQUEST": 1, "INVITATION": 2, "MESSAGE": 2, "QUESTION": 2, "REPLY": 2, "REASON": 1, "FILE": 2, "CHUNK": 2}
	less := func(other map[string]int) map[string]int {
		some := maps.Clone(all)
		maps.Copy(some, other)
		maps.DeleteFunc(some, func(_ string, n int) bool { return n == 0 })
		return some
	}
	conversation := map[string]int{"MESSAGE": 1, "QUESTION": 1, "REPLY": 1}
	files := map[string]int{"FILE": 1, "CHUNK": 1, "REASON": 0}
	everything := map[string]int{"REQUEST": 0, "MESSAGE": 1, "QUESTION": 1, "REPLY": 1, "FILE": 1, "CHUNK": 1, "REASON": 0}
	for _, step := range []struct {
		hidden []casespb.Section
		other  map[string]int
	}{{nil, nil}, {everySection[:2], nil}, {everySection[:3], map[string]int{"REQUEST": 0}}, {everySection[3:4], conversation}, {everySection[4:], files}, {everySection, everything}} {
		if step.hidden != nil {
			h.limits(expert, part, step.hidden...)
		}
		if diff := cmp.Diff(less(step.other), h.rows(partner, id)); diff != "" {
			t.Errorf("with %v kept from it the partner is shown (-want +got)\n%s", step.hidden, diff)
		}
		if diff := cmp.Diff(all, h.rows(expert, id)); diff != "" {
			t.Errorf("the lead is shown (-want +got)\n%s", diff)
		}
	}

	// Who reads the case in several ways sees what any of them shows.
	h.limits(expert, other, casespb.Section_SECTION_ATTACHMENTS)
	ofElmeri := grant{role: "LEAD", unit: elmeriUnit, actor: "ELMERI"}
	ofTwo := h.join("lead", "fi", ofElmeri, grant{role: "LEAD", unit: hospitalUnit, actor: "HOSPITAL_TEACHING"})
	if diff := cmp.Diff(less(files), h.rows(ofTwo, id)); diff != "" {
		t.Errorf("the head of two partners is shown (-want +got)\n%s", diff)
	}
	ofSchool := h.join("lead", "fi", ofElmeri, grant{role: "PRINCIPAL", school: taysSchool.id})
	if diff := cmp.Diff(all, h.rows(ofSchool, id)); diff != "" {
		t.Errorf("a partner's head who is the school's principal is shown (-want +got)\n%s", diff)
	}
}

func TestTheAuditTellsWhichSectionsAPartnerIsShown(t *testing.T) {
	t.Parallel()
	h := start(t)
	expert := h.expert(valteriUnit, "VALTERI")
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	h.claim(expert, c)
	req := inviting(c, elmeriUnit)
	req.Hidden = everySection
	part := must[*casespb.Case](t)(expert.InvitePartner(ifMatch(t.Context(), h.read(expert, c.GetId()).GetEtag()), req)).GetAssignments()[1]
	told := map[string]int{"Expert DISCLOSE FACTS": 1}
	for _, step := range []struct {
		hidden []casespb.Section
		told   string
	}{
		{everySection[2:], "Expert DISCLOSE SECTION_SITUATION SECTION_TRIED"},
		{everySection[1:], ""},
		{nil, "Expert DISCLOSE SECTION_TRIED SECTION_QUESTION SECTION_CONVERSATION SECTION_ATTACHMENTS"},
	} {
		h.limits(expert, part, step.hidden...)
		if step.told != "" {
			told[step.told]++
		}
		if diff := cmp.Diff(told, h.audited("case_id = $1 AND action = 'DISCLOSE' AND to_id = $2", c.GetId(), elmeriUnit)); diff != "" {
			t.Errorf("with %v kept from the partner the disclosures differ (-want +got)\n%s", step.hidden, diff)
		}
	}
}
