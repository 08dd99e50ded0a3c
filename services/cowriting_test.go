package services_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

// shared begins a draft and invites people to it.
func (h *house) shared(first person, others ...person) *intakepb.Draft {
	h.t.Helper()
	d := must[*intakepb.Draft](h.t)(first.CreateDraft(h.t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	for _, o := range others {
		d = must[*intakepb.Draft](h.t)(first.InviteWriter(h.t.Context(), &intakepb.InviteWriterRequest{DraftId: d.GetId(), PersonId: o.id}))
	}
	return d
}

func (h *house) saves(p person, d *intakepb.Draft, r *casespb.Request) *intakepb.Draft {
	h.t.Helper()
	return must[*intakepb.Draft](h.t)(p.UpdateDraft(ifMatch(h.t.Context(), d.GetEtag()), &intakepb.UpdateDraftRequest{Draft: &intakepb.Draft{Id: d.GetId(), Request: r}}))
}

func (h *house) lists(p person, id string) bool {
	h.t.Helper()
	list := must[*intakepb.ListDraftsResponse](h.t)(p.ListDrafts(h.t.Context(), &intakepb.ListDraftsRequest{}))
	return slices.ContainsFunc(list.GetDrafts(), func(d *intakepb.Draft) bool { return d.GetId() == id })
}

// writersOf names them as one of them sees the list: the first with a star, the one who asks in brackets.
func writersOf(d *intakepb.Draft) string {
	var all []string
	for _, w := range d.GetWriters() {
		name := w.GetName()
		if w.GetFirst() {
			name += "*"
		}
		if w.GetMe() {
			name = "[" + name + "]"
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

func TestADraftIsWrittenByThoseWhoWereInvited(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	first, colleague, outsider := h.teacher(taysSchool), h.teacher(taysSchool), h.teacher(taysSchool)
	d := h.shared(first, colleague)
	if got, want := writersOf(d), fmt.Sprintf("[%s*] %s", nameOf(first.subject), nameOf(colleague.subject)); got != want {
		t.Errorf("the first writer sees %q, want %q", got, want)
	}
	if !h.lists(colleague, d.GetId()) || h.lists(outsider, d.GetId()) {
		t.Error("the draft stands in the wrong lists")
	}
	theirs := must[*intakepb.Draft](t)(colleague.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: d.GetId()}))
	if theirs.GetRequest().GetSituation() != d.GetRequest().GetSituation() || !strings.Contains(writersOf(theirs), "["+nameOf(colleague.subject)+"]") {
		t.Errorf("the colleague reads %v", theirs)
	}
	saved := h.saves(colleague, theirs, &casespb.Request{Situation: "Toinen kirjoitti."})
	_, err := first.UpdateDraft(ifMatch(ctx, d.GetEtag()), &intakepb.UpdateDraftRequest{Draft: &intakepb.Draft{Id: d.GetId(), Request: &casespb.Request{Tried: "x"}}})
	refused(t, err, codes.Aborted, "ETAG_STALE")
	again := must[*intakepb.Draft](t)(first.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: d.GetId()}))
	if len(again.GetChanges()) != 1 {
		t.Fatalf("the changes are %v", again.GetChanges())
	}
	if c := again.GetChanges()[0]; c.GetField() != "situation" || c.GetName() != nameOf(colleague.subject) || c.GetMe() || !c.GetTime().AsTime().Equal(saved.GetUpdateTime().AsTime()) {
		t.Errorf("who changed what is told as %v", c)
	}
	if !saved.GetChanges()[0].GetMe() {
		t.Error("the colleague is not told that it was their own change")
	}
	// Somebody who was invited invites and takes nobody's draft away.
	must[*intakepb.Draft](t)(colleague.InviteWriter(ctx, &intakepb.InviteWriterRequest{DraftId: d.GetId(), PersonId: outsider.id}))
	for _, p := range []person{first, outsider} {
		_, err = colleague.RemoveWriter(ctx, &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: p.id})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	_, err = colleague.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if diff := h.audited("case_id = $1 AND what IN ('INVITE', 'SAVE')", d.GetId()); diff["Teacher DRAFT INVITE"] != 2 || diff["Teacher DRAFT SAVE"] != 2 {
		t.Errorf("the audit says %v", diff)
	}
}

func TestAWriterLeavesAndTheFirstRemovesOne(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	first, leaves, removed := h.teacher(taysSchool), h.teacher(taysSchool), h.principal(taysSchool)
	d := h.shared(first, leaves, removed)
	must[*intakepb.RemoveWriterResponse](t)(leaves.RemoveWriter(ctx, &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: leaves.id}))
	must[*intakepb.RemoveWriterResponse](t)(first.RemoveWriter(ctx, &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: removed.id}))
	for _, p := range []person{leaves, removed} {
		_, err := p.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: d.GetId()})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = p.UpdateDraft(ifMatch(ctx, d.GetEtag()), &intakepb.UpdateDraftRequest{Draft: &intakepb.Draft{Id: d.GetId(), Request: &casespb.Request{Tried: "x"}}})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = p.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	// The first writer does not leave: a draft is deleted.
	_, err := first.RemoveWriter(ctx, &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: first.id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

// Who began a draft may have left the school when it is needed: the others go on with it, and one of them in their place.
func TestADraftWhoseFirstWriterHasLeftIsTheOthers(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	first, second, third := h.teacher(taysSchool), h.teacher(taysSchool), h.principal(taysSchool)
	d := h.shared(first, second, third)
	filed, deleted := h.shared(first, second, third), h.shared(first, second)
	h.exec("UPDATE access.grants SET to_date = '2020-01-02' WHERE person_id = $1", first.id)
	theirs := must[*intakepb.Draft](t)(third.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: d.GetId()}))
	if got, want := writersOf(theirs), fmt.Sprintf("%s* [%s]", nameOf(second.subject), nameOf(third.subject)); got != want {
		t.Errorf("the writers are %q, want %q", got, want)
	}
	h.saves(third, theirs, &casespb.Request{Tried: "Työ jatkuu."})
	c := must[*casespb.Case](t)(third.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: filed.GetId()}))
	if h.read(third, c.GetId()).GetRequest().GetSituation() == "" {
		t.Error("the filer does not read the request")
	}
	// One who was invited later has no more rights than before; who was invited first has those of who has left.
	_, err := third.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = third.RemoveWriter(ctx, &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: second.id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = second.RemoveWriter(ctx, &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: second.id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = second.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: deleted.GetId()})
	if keys := h.count("SELECT count(*) FROM case_keys WHERE id = $1", deleted.GetId()); err != nil || keys != 0 {
		t.Errorf("deleting: %v, and %d keys are left", err, keys)
	}
	// Whoever comes back has their place again.
	h.exec("UPDATE access.grants SET to_date = NULL WHERE person_id = $1", first.id)
	_, err = second.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.exec("UPDATE access.grants SET to_date = '2020-01-02' WHERE person_id = $1", first.id)
	must[*intakepb.RemoveWriterResponse](t)(second.RemoveWriter(ctx, &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: third.id}))
	if alone := must[*intakepb.Draft](t)(second.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: d.GetId()})); writersOf(alone) != "["+nameOf(second.subject)+"*]" {
		t.Errorf("at last the writers are %s", writersOf(alone))
	}
}

func TestAMailTellsWhoIsInvitedToADraftAndNothingOfIt(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	first := h.teacher(taysSchool)
	r := request("fi", autism)
	r.Situation = canary
	d := must[*intakepb.Draft](t)(first.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: r}}))
	invite := func(p person) {
		t.Helper()
		must[*intakepb.Draft](t)(first.InviteWriter(t.Context(), &intakepb.InviteWriterRequest{DraftId: d.GetId(), PersonId: p.id}))
	}
	for language, says := range map[string]string{"fi": "Avaa kirjautumalla", "sv": "Logga in", "en": "Sign in"} {
		p := h.join("teacher", language, grant{role: "REQUESTER", school: taysSchool.id})
		invite(p)
		l := box.next(t)
		if l.to != p.subject+"@example.fi" || !strings.Contains(l.body, says+": https://vaatu.example/drafts/"+d.GetId()+"\n") {
			t.Errorf("in %s the mail is %+v", language, l)
		}
		for _, secret := range []string{canary, taysSchool.name, nameOf(first.subject), nameOf(p.subject), "autis"} {
			if strings.Contains(l.subject+l.body, secret) {
				t.Errorf("the mail tells %q: %+v", secret, l)
			}
		}
		invite(p) // who writes already
		must[*intakepb.RemoveWriterResponse](t)(first.RemoveWriter(t.Context(), &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: p.id}))
		invite(p)
	}
	silent := h.teacher(taysSchool)
	h.exec("UPDATE access.persons SET email = NULL WHERE id = $1", silent.id)
	invite(silent)
	if n := h.count("SELECT count(*) FROM access.letters WHERE kind = 'DRAFT_SHARED'"); n != 3 {
		t.Errorf("%d letters were left, want 3", n)
	}
}

func TestAMailboxGetsTenInvitationsADay(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	first, colleague := h.teacher(taysSchool), h.teacher(taysSchool)
	letters := func() int {
		t.Helper()
		return h.count("SELECT count(*) FROM access.letters WHERE kind = 'DRAFT_SHARED' AND person_id = $1", colleague.id)
	}
	for range 12 {
		h.shared(first, colleague)
	}
	if n := letters(); n != 10 {
		t.Errorf("%d letters were left, want 10", n)
	}
	h.exec("UPDATE access.letters SET create_time = create_time - interval '25 hours'")
	h.shared(first, colleague)
	if n := letters(); n != 11 {
		t.Errorf("a day later there are %d letters, want 11", n)
	}
}

// The two walls apart: by the second alone too whoever no longer acts for the school has lost the draft, and its key.
func TestWhoNoLongerActsForTheSchoolHasLostTheDraft(t *testing.T) {
	t.Parallel()
	h := start(t)
	first, colleague := h.teacher(taysSchool), h.teacher(taysSchool)
	d := h.shared(first, colleague)
	const mine = "SELECT count(*) FROM intake.drafts d JOIN case_keys k ON k.id = d.id WHERE d.id = $1"
	for _, p := range []person{colleague, first} {
		if n := h.countAs(p, mine, d.GetId()); n != 1 {
			t.Fatalf("%s sees %d drafts before", p.subject, n)
		}
		h.exec("UPDATE access.grants SET to_date = '2020-01-02' WHERE person_id = $1", p.id)
		h.exec(`INSERT INTO access.grants (id, person_id, role, school_id, source, from_date)
			VALUES (gen_random_uuid(), $1, 'REQUESTER', $2, 'OWN', '2020-01-01')`, p.id, otherSchool.id)
		_, err := p.GetDraft(t.Context(), &intakepb.GetDraftRequest{DraftId: d.GetId()})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		if n := h.countAs(p, mine, d.GetId()); n != 0 {
			t.Errorf("behind the first wall %s still sees the draft", p.subject)
		}
	}
}

// countAs counts as the application's role does in somebody's session.
func (h *house) countAs(p person, sql string, args ...any) (n int) {
	h.t.Helper()
	h.behind(p, func() { n = h.count(sql, args...) })
	return n
}

// behind does something behind the first wall, in a transaction of the application's role in somebody's session, and takes it back.
func (h *house) behind(p person, do func()) {
	h.t.Helper()
	tx, err := h.root.Begin(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(h.t.Context()) }()
	h.exec("SELECT set_config('vaatu.session', $1, true)", sessionHash(p))
	h.exec("SET LOCAL ROLE vaatu_app")
	do()
}

func TestNoStatementGivesADraftAway(t *testing.T) {
	t.Parallel()
	h := start(t)
	first, colleague, outsider := h.teacher(taysSchool), h.teacher(taysSchool), h.teacher(taysSchool)
	d := h.shared(first, colleague)
	for _, p := range []person{colleague, outsider} {
		for _, sql := range []string{
			"UPDATE intake.drafts SET writer_id = access.me()",
			"INSERT INTO intake.draft_writers (draft_id, person_id, invite_time) SELECT '" + d.GetId() + "', '" + outsider.id + "', now()",
			"DELETE FROM intake.draft_writers", "DELETE FROM intake.drafts", "UPDATE case_keys SET writer_id = access.me()",
		} {
			if h.mayAs(p, sql) {
				t.Errorf("%s may %s", p.subject, sql)
			}
		}
	}
	for sql, want := range map[string]int{
		"SELECT count(*) FROM intake.find_colleagues($1, 'T', 10)": 0, "SELECT count(*) FROM intake.draft_people(ARRAY[$1::uuid])": 0,
		"SELECT count(*) FROM intake.draft_writers WHERE draft_id = $1": 0, "SELECT intake.remove_writer($1, access.me())::int": 0,
		"SELECT count(*) FROM intake.invite_writer($1, access.me(), 10, gen_random_uuid()) i WHERE i.state = 'INVITED'": 0,
	} {
		if n := h.countAs(outsider, sql, d.GetId()); n != want {
			t.Errorf("a stranger gets %d of %s", n, sql)
		}
	}
}

// mayAs reports whether the application's role gets a statement through in somebody's session.
func (h *house) mayAs(p person, sql string) (may bool) {
	h.t.Helper()
	h.behind(p, func() {
		_, err := h.root.Exec(h.t.Context(), sql)
		may = err == nil
	})
	return may
}

func TestOnlyPeopleOfTheSchoolAreFoundAndInvited(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	first, colleague, principal := h.teacher(taysSchool), h.teacher(taysSchool), h.principal(taysSchool)
	elsewhere, expert, gone := h.teacher(otherSchool), h.expert(valteriUnit, "VALTERI"), h.teacher(taysSchool)
	h.exec("UPDATE access.grants SET to_date = '2020-01-02' WHERE person_id = $1", gone.id)
	d := h.shared(first)
	found := map[string]string{}
	for _, q := range []string{"Te", "Pr", "ex", "Ma", "%%", "__"} {
		for _, c := range must[*intakepb.FindColleaguesResponse](t)(first.FindColleagues(ctx, &intakepb.FindColleaguesRequest{DraftId: d.GetId(), Query: q})).GetPeople() {
			found[c.GetPersonId()] = c.GetName()
		}
	}
	if len(found) != 2 || found[colleague.id] != nameOf(colleague.subject) || found[principal.id] != nameOf(principal.subject) {
		t.Errorf("found are %v", found)
	}
	for _, p := range []person{elsewhere, expert, gone, {id: unknownID}} {
		_, err := first.InviteWriter(ctx, &intakepb.InviteWriterRequest{DraftId: d.GetId(), PersonId: p.id})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	for range 8 {
		must[*intakepb.Draft](t)(first.InviteWriter(ctx, &intakepb.InviteWriterRequest{DraftId: d.GetId(), PersonId: h.teacher(taysSchool).id}))
	}
	must[*intakepb.Draft](t)(first.InviteWriter(ctx, &intakepb.InviteWriterRequest{DraftId: d.GetId(), PersonId: colleague.id}))
	must[*intakepb.Draft](t)(first.InviteWriter(ctx, &intakepb.InviteWriterRequest{DraftId: d.GetId(), PersonId: colleague.id}))
	_, err := first.InviteWriter(ctx, &intakepb.InviteWriterRequest{DraftId: d.GetId(), PersonId: principal.id})
	invalid(t, err, "person_id", "writers.full")
}

func TestWhoFilesADraftIsTheFilerAndTheOthersLoseIt(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	first, colleague := h.teacher(taysSchool), h.teacher(taysSchool)
	d := h.shared(first, colleague)
	c := must[*casespb.Case](t)(colleague.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: d.GetId()}))
	if c.GetId() != d.GetId() || h.text("SELECT filer_id::text FROM cases") != colleague.id {
		t.Errorf("filed is %v", c)
	}
	if h.read(colleague, c.GetId()).GetRequest().GetSituation() == "" {
		t.Error("the filer does not read the request")
	}
	_, err := first.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if h.lists(first, d.GetId()) || h.countAs(first, "SELECT count(*) FROM case_keys") != 0 {
		t.Error("the first writer still has the draft, or its key")
	}
	expert := h.expert(valteriUnit, "VALTERI")
	must[*casespb.Assignment](t)(expert.ClaimAssignment(ifMatch(ctx, c.GetAssignments()[0].GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: c.GetAssignments()[0].GetId()}))
	if h.read(expert, c.GetId()).GetRequest().GetSituation() == "" {
		t.Error("the expert does not read the request")
	}
}

func TestWhoWasInvitedTakesADraftToNoOtherSchool(t *testing.T) {
	t.Parallel()
	h := start(t)
	first := h.teacher(taysSchool)
	both := h.join("teacher", "fi", grant{role: "REQUESTER", school: taysSchool.id}, grant{role: "REQUESTER", school: oysSchool.id})
	d := h.shared(first, both)
	_, err := both.UpdateDraft(ifMatch(t.Context(), d.GetEtag()), &intakepb.UpdateDraftRequest{
		Draft: &intakepb.Draft{Id: d.GetId(), SchoolId: oysSchool.id}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"school_id"}},
	})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

func TestACopyHasTheAnswersOfARequestThatTheCallerReads(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, colleague := h.teacher(taysSchool), h.teacher(taysSchool)
	// The expert reads the case, and is a teacher of another school.
	expert := h.join("expert", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "REQUESTER", school: otherSchool.id})
	r := request("fi", autism)
	c := h.file(teacher, r)
	ofCase := &intakepb.CopyRequestRequest{Source: &intakepb.CopyRequestRequest_CaseId{CaseId: c.GetId()}}
	d := must[*intakepb.Draft](t)(teacher.CopyRequest(ctx, ofCase))
	if d.GetId() == c.GetId() || d.GetRequest().GetSituation() != r.GetSituation() || len(d.GetRequest().GetNeeds()) != len(r.GetNeeds()) || d.GetSchoolId() != taysSchool.id {
		t.Errorf("the copy is %v", d)
	}
	if n := h.audited("case_id = $1 AND action = 'READ_CASE' AND by_id = $2", c.GetId(), teacher.id); len(n) == 0 {
		t.Error("the reading of the case is not in the audit")
	}
	whole := proto.CloneOf(r)
	whole.Permissions = &casespb.Permissions{Consent: consent(), AskAuthorisation: true}
	whole.PaymentCommitment, whole.Similar = casespb.PaymentCommitment_PAYMENT_COMMITMENT_GIVEN, casespb.Similar_SIMILAR_ANOTHER_MATTER
	told := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: whole}}))
	again := must[*intakepb.Draft](t)(teacher.CopyRequest(ctx, &intakepb.CopyRequestRequest{Source: &intakepb.CopyRequestRequest_DraftId{DraftId: told.GetId()}}))
	if diff := cmp.Diff(r, again.GetRequest(), protocmp.Transform()); diff != "" {
		t.Errorf("what is of one case alone is copied (-want +got):\n%s", diff)
	}
	h.claim(expert, c)
	for _, p := range []person{colleague, expert} {
		_, err := p.CopyRequest(ctx, ofCase)
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = p.CopyRequest(ctx, &intakepb.CopyRequestRequest{Source: &intakepb.CopyRequestRequest_DraftId{DraftId: d.GetId()}})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	second := must[*intakepb.Draft](t)(teacher.CopyRequest(ctx, &intakepb.CopyRequestRequest{Source: &intakepb.CopyRequestRequest_DraftId{DraftId: d.GetId()}}))
	must[*casespb.Case](t)(teacher.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: second.GetId()}))
	// The same key answers the same draft.
	once := with(ctx, "idempotency-key", "kopio-1")
	if a, b := must[*intakepb.Draft](t)(teacher.CopyRequest(once, ofCase)), must[*intakepb.Draft](t)(teacher.CopyRequest(once, ofCase)); a.GetId() != b.GetId() {
		t.Error("one key made two copies")
	}
	_, err := teacher.CopyRequest(ctx, &intakepb.CopyRequestRequest{})
	refused(t, err, codes.InvalidArgument, "VALIDATION")
}
