package services_test

import (
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// likeness of request, with the needs given: autism when there are none.
func likeness(schoolID string, needs ...casespb.Need) *intakepb.Likeness {
	if len(needs) == 0 {
		needs = []casespb.Need{autism}
	}
	return &intakepb.Likeness{
		About: casespb.About_ABOUT_ANONYMOUS_PUPIL, Level: casespb.Level_LEVEL_BASIC, Grades: []int32{3}, Needs: needs, SchoolId: schoolID,
	}
}

// like answers what somebody learns before they file a request like the others of these tests.
func (h *house) like(p person, needs ...casespb.Need) *intakepb.FindSimilarResponse {
	h.t.Helper()
	return must[*intakepb.FindSimilarResponse](h.t)(p.FindSimilar(h.t.Context(), &intakepb.FindSimilarRequest{Likeness: likeness("", needs...)}))
}

// asksToJoin lets somebody ask the filer of a similar request.
func (h *house) asksToJoin(p person) {
	h.t.Helper()
	h.like(p)
	must[*intakepb.AskToJoinResponse](h.t)(p.AskToJoin(h.t.Context(), &intakepb.AskToJoinRequest{Likeness: likeness("")}))
}

func (h *house) joins(p person) []*intakepb.Join {
	h.t.Helper()
	return must[*intakepb.ListJoinsResponse](h.t)(p.ListJoins(h.t.Context(), &intakepb.ListJoinsRequest{})).GetJoins()
}

func TestARequestIsSimilarByTheWholeRule(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	now := time.Date(2026, time.October, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		change map[string]any
		want   bool
	}{
		"all alike":                {nil, true},
		"another school":           {map[string]any{"school_id": otherSchool.id}, false},
		"a group":                  {map[string]any{"about": "GROUP"}, false},
		"another grade band":       {map[string]any{"grade_band": "7_9"}, false},
		"no need in common":        {map[string]any{"needs": []string{"HEARING"}}, false},
		"one need in common":       {map[string]any{"needs": []string{"HEARING", "VISION", "AUTISM"}}, true},
		"in triage":                {map[string]any{"phase": "TRIAGE"}, true},
		"advised":                  {map[string]any{"phase": "ADVISED"}, true},
		"closed":                   {map[string]any{"phase": "CLOSED"}, false},
		"withdrawn":                {map[string]any{"phase": "WITHDRAWN"}, false},
		"erased":                   {map[string]any{"phase": "ERASED"}, false},
		"filed just now":           {map[string]any{"file_time": now}, true},
		"filed not quite 60 days":  {map[string]any{"file_time": now.AddDate(0, 0, -60).Add(time.Second)}, true},
		"filed 60 days ago":        {map[string]any{"file_time": now.AddDate(0, 0, -60)}, false},
		"another language is none": {map[string]any{"working_language": "sv"}, true},
	} {
		facts := map[string]any{
			"school_id": hyksSchool.id, "about": "ANONYMOUS_PUPIL", "grade_band": "3_6", "needs": []string{"AUTISM"}, "phase": "QUEUED", "file_time": now.AddDate(0, 0, -7),
		}
		maps.Copy(facts, c.change)
		row, err := json.Marshal(facts)
		if err != nil {
			t.Fatal(err)
		}
		var got bool
		err = h.root.QueryRow(t.Context(), `SELECT intake.is_similar(jsonb_populate_record(NULL::cases, $1), $2, 'ANONYMOUS_PUPIL', '3_6', '{AUTISM,LANGUAGE}', $3)`,
			row, hyksSchool.id, now).Scan(&got)
		if err != nil || got != c.want {
			t.Errorf("%s: similar %v, %v; want %v", name, got, err, c.want)
		}
	}
}

func TestTheFilerAndThePrincipalSeeTheCardAndAColleagueThatThereIsOne(t *testing.T) {
	t.Parallel()
	h := start(t)
	filer, colleague, principal, stranger := h.teacher(hyksSchool), h.teacher(hyksSchool), h.principal(hyksSchool), h.teacher(otherSchool)
	c := h.file(filer, request("fi", autism, behaviour))
	for who, p := range map[string]person{"filer": filer, "principal": principal} {
		if found := h.like(p); len(found.GetCases()) != 1 || found.GetCases()[0].GetCaseId() != c.GetId() || found.GetHidden() {
			t.Errorf("the %s learns %v", who, found)
		}
	}
	if found := h.like(colleague); len(found.GetCases()) != 0 || !found.GetHidden() || found.GetAsked() {
		t.Errorf("a colleague learns %v", found)
	}
	for what, found := range map[string]*intakepb.FindSimilarResponse{"who asks of another school": h.like(stranger), "who asks of another need": h.like(colleague, hearing)} {
		if proto.Size(found) != 0 {
			t.Errorf("%s learns %v", what, found)
		}
	}
	_, err := stranger.FindSimilar(t.Context(), &intakepb.FindSimilarRequest{Likeness: likeness(hyksSchool.id)})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = stranger.AskToJoin(t.Context(), &intakepb.AskToJoinRequest{Likeness: likeness("")})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

// What a colleague learns of one hidden request and of several is the same, byte for byte; so is what is learnt of none at all
// and of some in another school.
func TestOfAHiddenRequestNothingLeaksButThatThereIsOne(t *testing.T) {
	t.Parallel()
	h := start(t)
	colleague, stranger := h.teacher(hyksSchool), h.teacher(otherSchool)
	raw := func(p person) string {
		t.Helper()
		wire, err := proto.Marshal(h.like(p))
		if err != nil {
			t.Fatal(err)
		}
		return string(wire)
	}
	none := raw(colleague)
	whole := request("fi", autism, behaviour)
	whole.Situation, whole.Tried, whole.Question = canary, canary, canary
	first := h.file(h.teacher(hyksSchool), whole)
	one := raw(colleague)
	for range 3 {
		h.file(h.teacher(hyksSchool), request("fi", autism))
	}
	several, elsewhere := raw(colleague), raw(stranger)
	if one == none || one != several || none != elsewhere || none != "" {
		t.Errorf("of none one learns %x, of one %x, of several %x, of some elsewhere %x", none, one, several, elsewhere)
	}
	if n := h.countAs(colleague, "SELECT count(*) FROM intake.similar($1, 'ANONYMOUS_PUPIL', '3_6', '{AUTISM}', now())", hyksSchool.id); n != 1 {
		t.Errorf("the database tells of %d", n)
	}
	h.asksToJoin(colleague)
	seen := h.like(colleague).String() + (&intakepb.ListJoinsResponse{Joins: h.joins(colleague)}).String()
	for _, secret := range []string{canary, first.GetNumber(), first.GetId(), first.GetFilerName(), "BEHAVIOUR"} {
		if strings.Contains(one+seen, secret) {
			t.Errorf("%s is in %s", secret, seen)
		}
	}
}

// Without the first wall: whoever calls is a principal of the school, as the service believes.
func TestTheDatabaseAloneHidesSimilarRequestsAndJoins(t *testing.T) {
	t.Parallel()
	var blind atomic.Bool
	h := start(t, services.Believe(func(p permission.Principal) permission.Principal {
		if blind.Load() {
			p.Grants = append(p.Grants, permission.Grant{ID: "p", Role: permission.Principals, SchoolID: hyksSchool.id},
				permission.Grant{ID: "c", Role: permission.Coordinator})
		}
		return p
	}))
	filer, colleague, stranger := h.teacher(hyksSchool), h.teacher(hyksSchool), h.teacher(otherSchool)
	h.file(filer, request("fi", autism))
	h.asksToJoin(colleague)
	id := h.joins(filer)[0].GetId()
	for range 5 {
		must[*intakepb.RecordChecklistResponse](t)(filer.RecordChecklist(t.Context(), helped))
	}
	blind.Store(true)
	if found := must[*intakepb.FindSimilarResponse](t)(stranger.FindSimilar(t.Context(), &intakepb.FindSimilarRequest{Likeness: likeness(hyksSchool.id)})); proto.Size(found) != 0 {
		t.Errorf("somebody of another school learns %v", found)
	}
	for who, p := range map[string]person{"somebody of another school": stranger, "who asked": colleague} {
		_, err := p.AnswerJoin(t.Context(), &intakepb.AnswerJoinRequest{JoinId: id, Answer: intakepb.JoinAnswer_JOIN_ANSWER_SAME_MATTER})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		if seen := h.joins(p); len(seen) != 0 {
			t.Errorf("%s sees %v", who, seen)
		}
		if figures := h.counted(p); len(figures) != 0 {
			t.Errorf("%s sees figures %v", who, figures)
		}
	}
	must[*intakepb.RecordChecklistResponse](t)(stranger.RecordChecklist(t.Context(), &intakepb.RecordChecklistRequest{Version: 1, About: casespb.About_ABOUT_GROUP, SchoolId: hyksSchool.id}))
	if n := h.count("SELECT count(*) FROM intake.checklists"); n != 5 {
		t.Errorf("%d checklists are counted", n)
	}
}

func TestWhoTriesManyQuestionsGetsNoAnswerAnyMore(t *testing.T) {
	t.Parallel()
	h := start(t)
	colleague := h.teacher(hyksSchool)
	h.file(h.teacher(hyksSchool), request("fi", autism))
	ask := func(grade int32, need casespb.Need) error {
		l := likeness("", need)
		l.Grades = []int32{grade}
		_, err := colleague.FindSimilar(t.Context(), &intakepb.FindSimilarRequest{Likeness: l})
		return err
	}
	for need := casespb.Need(1); need <= 10; need++ {
		for _, grade := range []int32{1, 3} {
			if err := ask(grade, need); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err := colleague.AskToJoin(t.Context(), &intakepb.AskToJoinRequest{Likeness: likeness("", hearing, autism)})
	refused(t, err, codes.NotFound, "NOT_FOUND") // there is one, as the answer to that question would have told
	if err := ask(4, autism); err != nil {
		t.Errorf("a question that was asked before, since the bands are the same: %v", err)
	}
	refused(t, ask(9, autism), codes.ResourceExhausted, "RATE_LIMITED")
	if n := h.audited("what = 'COMPARE'")["Teacher DRAFT COMPARE"]; n != 20 {
		t.Errorf("the audit knows %d questions", n)
	}
	h.exec("DELETE FROM access.sessions WHERE person_id <> $1", colleague.id)
	if err := ask(1, autism); err != nil {
		t.Errorf("a question of before: %v", err)
	}
}

func TestManyQuestionsAtOnceAreCountedOneAfterTheOther(t *testing.T) {
	t.Parallel()
	h := start(t)
	colleague := h.teacher(hyksSchool)
	var answered atomic.Int32
	var all sync.WaitGroup
	for need := casespb.Need(1); need <= 10; need++ {
		for _, grade := range []int32{1, 3, 7} {
			all.Go(func() {
				l := likeness("", need)
				l.Grades = []int32{grade}
				if _, err := colleague.FindSimilar(t.Context(), &intakepb.FindSimilarRequest{Likeness: l}); err == nil {
					answered.Add(1)
				}
			})
		}
	}
	all.Wait()
	if n := answered.Load(); n != 20 {
		t.Errorf("%d questions are answered", n)
	}
}

func TestTheFilerHearsWhoAsksAndDecidesWhatTheyAreTold(t *testing.T) {
	t.Parallel()
	for answer, told := range map[intakepb.JoinAnswer]bool{
		intakepb.JoinAnswer_JOIN_ANSWER_SAME_MATTER: true, intakepb.JoinAnswer_JOIN_ANSWER_ANOTHER_MATTER: false,
	} {
		t.Run(answer.String(), func(t *testing.T) {
			t.Parallel()
			h := start(t)
			filer, colleague, principal := h.teacher(hyksSchool), h.teacher(hyksSchool), h.principal(hyksSchool)
			c := h.file(filer, request("fi", autism))
			h.asksToJoin(colleague)
			if !h.like(colleague).GetAsked() || len(h.joins(colleague)) != 0 || len(h.joins(principal)) != 0 {
				t.Errorf("before an answer who asked sees %v, the principal %v", h.joins(colleague), h.joins(principal))
			}
			asked := h.joins(filer)
			if len(asked) != 1 || asked[0].GetOwn() || asked[0].GetCaseId() != c.GetId() || asked[0].GetNumber() != c.GetNumber() || asked[0].GetName() != nameOf(colleague.subject) {
				t.Fatalf("the filer is asked %v", asked)
			}
			reply := &intakepb.AnswerJoinRequest{JoinId: asked[0].GetId(), Answer: answer}
			twice(t.Context(), h, unary(filer.AnswerJoin), reply)
			_, err := filer.AnswerJoin(t.Context(), reply)
			refused(t, err, codes.NotFound, "NOT_FOUND")
			if left := h.joins(filer); len(left) != 0 {
				t.Errorf("the filer is still asked %v", left)
			}
			heard := h.joins(colleague)
			if len(heard) != 1 || !heard[0].GetOwn() || heard[0].GetAnswer() != answer || heard[0].GetCaseId() != "" {
				t.Fatalf("who asked hears %v", heard)
			}
			if (heard[0].GetName() == nameOf(filer.subject)) != told || (heard[0].GetNumber() == c.GetNumber()) != told {
				t.Errorf("who asked is told %v", heard)
			}
			_, err = colleague.GetDraft(t.Context(), &intakepb.GetDraftRequest{DraftId: c.GetId()})
			refused(t, err, codes.NotFound, "NOT_FOUND")
		})
	}
}

func TestAColleagueIsAskedOnceHoweverOftenTheButtonIsPressed(t *testing.T) {
	t.Parallel()
	h := start(t)
	filer, colleague := h.teacher(hyksSchool), h.teacher(hyksSchool)
	h.file(filer, request("fi", autism))
	h.like(colleague)
	key := with(t.Context(), "idempotency-key", uuid.NewString())
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := colleague.AskToJoin(key, &intakepb.AskToJoinRequest{Likeness: likeness("")}); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	h.asksToJoin(colleague)
	if n := h.count("SELECT count(*) FROM intake.joins"); n != 1 {
		t.Errorf("there are %d questions", n)
	}
	if n := h.count("SELECT count(*) FROM access.letters WHERE kind = 'JOIN_ASKED'"); n != 1 {
		t.Errorf("there are %d letters", n)
	}
}

func TestAMailTellsOfAQuestionAndOfItsAnswerAndOfNothingElse(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, func(c *services.Config) { c.SMTP = box.address })
	filer, colleague := h.teacher(hyksSchool), h.teacher(hyksSchool)
	c := h.file(filer, request("fi", autism))
	h.asksToJoin(colleague)
	l := box.next(t)
	if l.to != filer.subject+"@example.fi" || !strings.Contains(l.subject, c.GetNumber()) || !strings.Contains(l.body, "https://vaatu.example/\n") {
		t.Errorf("the filer is mailed %+v", l)
	}
	if strings.Contains(l.subject+l.body, nameOf(colleague.subject)) {
		t.Errorf("the mail names who asks: %+v", l)
	}
	must[*intakepb.AnswerJoinResponse](t)(filer.AnswerJoin(t.Context(), &intakepb.AnswerJoinRequest{
		JoinId: h.joins(filer)[0].GetId(), Answer: intakepb.JoinAnswer_JOIN_ANSWER_SAME_MATTER,
	}))
	l = box.next(t)
	if l.to != colleague.subject+"@example.fi" || strings.Contains(l.subject+l.body, c.GetNumber()) || strings.Contains(l.subject+l.body, nameOf(filer.subject)) {
		t.Errorf("who asked is mailed %+v", l)
	}
}

func TestAQuestionEndsWithItsRequestAndWithTheRoleAndIsForgotten(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	filer, colleague := h.teacher(hyksSchool), h.teacher(hyksSchool)
	c := h.file(filer, request("fi", autism))
	h.asksToJoin(colleague)
	id := h.joins(filer)[0].GetId()
	h.exec("UPDATE access.grants SET to_date = '2020-01-02' WHERE person_id = $1", filer.id)
	h.exec(`INSERT INTO access.grants (id, person_id, role, school_id, source, from_date)
		VALUES (gen_random_uuid(), $1, 'REQUESTER', $2, 'OWN', '2020-01-01')`, filer.id, otherSchool.id)
	if left := h.joins(filer); len(left) != 0 {
		t.Errorf("who has left the school is asked %v", left)
	}
	_, err := filer.AnswerJoin(t.Context(), &intakepb.AnswerJoinRequest{JoinId: id, Answer: intakepb.JoinAnswer_JOIN_ANSWER_SAME_MATTER})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.exec("UPDATE access.grants SET to_date = NULL WHERE person_id = $1", filer.id)
	if left := h.joins(filer); len(left) != 1 {
		t.Errorf("who has come back is asked %v", left)
	}
	must[*casespb.Case](t)(filer.WithdrawCase(ifMatch(t.Context(), c.GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: c.GetId()}))
	if left := h.joins(filer); len(left) != 0 || h.like(colleague).GetHidden() {
		t.Errorf("of a withdrawn request the filer is asked %v", left)
	}
	for age, left := range map[string]int{"89 days": 1, "91 days": 0} {
		h.exec("UPDATE intake.joins SET ask_time = now() - $1::interval", age)
		h.exec("SELECT intake.forget_joins(now() - interval '90 days')")
		if n := h.count("SELECT count(*) FROM intake.joins"); n > left {
			t.Errorf("after %s there are %d", age, n)
		}
	}
}

func TestWhatTheFilerSaysOfSimilarRequestsIsInTheEventOfTheFiling(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(hyksSchool)
	const said = "SELECT coalesce(data ->> 'similar', '') FROM case_events WHERE case_id = $1 AND kind = 'FILED'"
	for answer, want := range map[casespb.Similar]string{
		casespb.Similar_SIMILAR_UNSPECIFIED: "", casespb.Similar_SIMILAR_ANOTHER_MATTER: "ANOTHER_MATTER", casespb.Similar_SIMILAR_ASKED_TO_JOIN: "ASKED_TO_JOIN",
	} {
		r := request("fi", autism)
		r.Similar = answer
		d := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: r}}))
		c := must[*casespb.Case](t)(teacher.SubmitDraft(t.Context(), &intakepb.SubmitDraftRequest{DraftId: d.GetId()}))
		if got := h.text(said, c.GetId()); got != want {
			t.Errorf("%s: the event says %q", answer, got)
		}
	}
}

// A double press, a press after a lost answer, and a replay of it all are one case: whatever each knows of the others.
func TestADraftThatIsSentManyTimesAtOnceIsOneCase(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(hyksSchool)
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	same := with(t.Context(), "idempotency-key", uuid.NewString())
	var all sync.WaitGroup
	for i := range 6 {
		ctx := t.Context() // a key of its own
		if i%2 == 0 {
			ctx = same
		}
		all.Go(func() {
			c, err := teacher.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
			if reason := infoOf(err).GetReason(); err != nil && reason != "ETAG_STALE" || err == nil && c.GetId() != d.GetId() {
				t.Errorf("sending answers %v, %v", c, err)
			}
		})
	}
	all.Wait()
	c := must[*casespb.Case](t)(teacher.SubmitDraft(same, &intakepb.SubmitDraftRequest{DraftId: d.GetId()}))
	if c.GetId() != d.GetId() {
		t.Errorf("sent once more it is %v", c)
	}
	if n := h.count("SELECT count(*) FROM cases"); n != 1 {
		t.Errorf("there are %d cases", n)
	}
	if n := h.count("SELECT count(*) FROM case_events WHERE kind = 'FILED'"); n != 1 {
		t.Errorf("it was filed %d times", n)
	}
}
