package services_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// consent of a guardian to Valteri, given today on a form.
func consent() *casespb.Consent {
	return &casespb.Consent{
		Actors: []casespb.Actor{casespb.Actor_ACTOR_VALTERI}, MayGet: true, MayTransfer: true, Date: day(0), How: casespb.How_HOW_SIGNED_FORM,
	}
}

// day answers a calendar date some days from now.
func day(after int) string { return helsinki.Date(time.Now().AddDate(0, 0, after)) }

// identified is a request about an identified pupil, for which Valteri wants both permissions.
func identified() *casespb.Request {
	r := request("fi", autism)
	r.About = casespb.About_ABOUT_IDENTIFIED_PUPIL
	return r
}

func (h *house) permissions(p person, c *casespb.Case) *permitspb.CasePermissions {
	h.t.Helper()
	return must[*permitspb.CasePermissions](h.t)(p.GetPermissions(h.t.Context(), &permitspb.GetPermissionsRequest{CaseId: c.GetId()}))
}

func (h *house) consents(p person, c *casespb.Case) *permitspb.CasePermissions {
	h.t.Helper()
	return must[*permitspb.CasePermissions](h.t)(p.RecordConsent(h.t.Context(), &permitspb.RecordConsentRequest{CaseId: c.GetId(), Consent: consent()}))
}

func (h *house) authorises(p person, c *casespb.Case) *permitspb.CasePermissions {
	h.t.Helper()
	return must[*permitspb.CasePermissions](h.t)(p.Authorise(h.t.Context(), &permitspb.AuthoriseRequest{CaseId: c.GetId()}))
}

func TestBothPermissionsOpenACaseAndEachWithdrawalLocksIt(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	teacher, principal, expert := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, identified())
	if c.GetPhase() != casespb.Phase_PHASE_AWAITING_PERMISSION {
		t.Fatalf("filed in %s", c.GetPhase())
	}
	if got := h.consents(teacher, c); !got.GetMissing() || !got.GetNeeded() || len(got.GetUncovered()) != 0 {
		t.Errorf("with a consent alone: %v", got)
	}
	if got := h.authorises(principal, c); got.GetMissing() || len(got.GetPermits()) != 2 {
		t.Errorf("with both: %v", got)
	}
	h.claim(expert, h.read(teacher, c.GetId()))
	if got := h.permissions(expert, c); len(got.GetPermits()) != 2 || len(got.GetAllowedActions()) != 0 || !got.GetPermits()[1].GetConsent().GetMayTransfer() {
		t.Errorf("the expert is told %v", got)
	}
	for _, withdraw := range []func() (*permitspb.CasePermissions, error){
		func() (*permitspb.CasePermissions, error) {
			return teacher.WithdrawConsent(t.Context(), &permitspb.WithdrawConsentRequest{CaseId: c.GetId()})
		},
		func() (*permitspb.CasePermissions, error) {
			return principal.WithdrawAuthorisation(t.Context(), &permitspb.WithdrawAuthorisationRequest{CaseId: c.GetId()})
		},
	} {
		h.read(expert, c.GetId())
		if got := must[*permitspb.CasePermissions](t)(withdraw()); !got.GetMissing() || got.GetPermits()[len(got.GetPermits())-1].GetEndTime() == nil && got.GetPermits()[0].GetEndTime() == nil {
			t.Errorf("after a withdrawal: %v", got)
		}
		_, err := expert.GetCase(t.Context(), &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		m := box.next(t)
		if m.to != expert.subject+"@example.fi" || !strings.Contains(m.subject, c.GetNumber()) || !strings.Contains(m.body, "https://vaatu.example/cases/"+c.GetId()+"\n") {
			t.Errorf("the expert is mailed %+v", m)
		}
		_, err = withdraw()
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
		h.consents(teacher, c)
	}
	h.authorises(principal, c)
	narrower := consent()
	narrower.Actors = []casespb.Actor{casespb.Actor_ACTOR_ELMERI}
	must[*permitspb.CasePermissions](t)(teacher.RecordConsent(t.Context(), &permitspb.RecordConsentRequest{CaseId: c.GetId(), Consent: narrower}))
	if m := box.next(t); m.to != expert.subject+"@example.fi" {
		t.Errorf("of a narrower consent is told %+v", m)
	}
	box.none(t)
}

func TestAConsentThatIsNarrowerOrLetsNothingOutOpensNothing(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, principal := h.teacher(taysSchool), h.principal(taysSchool)
	c := h.file(teacher, identified())
	h.authorises(principal, c)
	other, onlyGet := consent(), consent()
	other.Actors = []casespb.Actor{casespb.Actor_ACTOR_ELMERI}
	onlyGet.MayTransfer = false
	for name, given := range map[string]*casespb.Consent{"another actor": other, "only to get": onlyGet} {
		got := must[*permitspb.CasePermissions](t)(teacher.RecordConsent(t.Context(), &permitspb.RecordConsentRequest{CaseId: c.GetId(), Consent: given}))
		if !got.GetMissing() || !slices.Equal(got.GetUncovered(), []casespb.Actor{casespb.Actor_ACTOR_VALTERI}) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := h.consents(teacher, c); got.GetMissing() || len(got.GetUncovered()) != 0 {
		t.Errorf("a consent to it: %v", got)
	}
}

func TestAConsentOfBadDatesOrEmptyScopeNamesTheField(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, identified())
	for _, test := range []struct {
		field, rule string
		spoil       func(*casespb.Consent)
	}{
		{"date", "date.future", func(m *casespb.Consent) { m.Date = day(2) }},
		{"date", "date.calendar", func(m *casespb.Consent) { m.Date = "2026-02-30" }},
		{"date", "date.calendar", func(m *casespb.Consent) { m.Date = "" }},
		{"valid_until", "date.order", func(m *casespb.Consent) { m.ValidUntil = day(-1) }},
		{"valid_until", "date.past", func(m *casespb.Consent) { m.Date, m.ValidUntil = day(-9), day(-3) }},
		{"valid_until", "date.calendar", func(m *casespb.Consent) { m.ValidUntil = "pian" }},
		{"actors", "consent.actors", func(m *casespb.Consent) { m.Actors = nil }},
		{"may_transfer", "consent.scope", func(m *casespb.Consent) { m.MayGet, m.MayTransfer = false, false }},
		{"how", "consent.how", func(m *casespb.Consent) { m.How = 0 }},
	} {
		bad := consent()
		test.spoil(bad)
		_, err := teacher.RecordConsent(t.Context(), &permitspb.RecordConsentRequest{CaseId: c.GetId(), Consent: bad})
		invalid(t, err, "consent."+test.field, test.rule)
		r := identified()
		r.Permissions = &casespb.Permissions{Consent: bad}
		_, err = teacher.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: r})
		invalid(t, err, "request.permissions.consent."+test.field, test.rule)
	}
	if n := h.count("SELECT count(*) FROM case_permits"); n != 0 {
		t.Errorf("%d permissions were recorded", n)
	}
}

func TestAConsentExpiresByTheClock(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h := start(t, func(c *services.Config) { c.Now = clock.now })
	teacher, principal := h.teacher(taysSchool), h.principal(taysSchool)
	c := h.file(teacher, identified())
	short := consent()
	short.ValidUntil = day(1)
	must[*permitspb.CasePermissions](t)(teacher.RecordConsent(t.Context(), &permitspb.RecordConsentRequest{CaseId: c.GetId(), Consent: short}))
	if got := h.authorises(principal, c); got.GetMissing() {
		t.Errorf("before its last day: %v", got)
	}
	if n := h.count("SELECT count(*) FROM cases WHERE tick_time = ($1::date + 1)::timestamp AT TIME ZONE 'Europe/Helsinki'", short.GetValidUntil()); n != 1 {
		t.Error("the clock does not know when the consent ends")
	}
}

func TestThePrincipalIsAskedByTaskAndMailWithoutAWordOfContent(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	teacher, principal := h.teacher(taysSchool), h.principal(taysSchool)
	foreign := h.principal(oysSchool)
	r := identified()
	c := h.file(teacher, r)
	got := must[*permitspb.CasePermissions](t)(teacher.AskAuthorisation(t.Context(), &permitspb.AskAuthorisationRequest{CaseId: c.GetId()}))
	if len(got.GetAskings()) != 1 || got.GetAskings()[0].GetToAddress() || got.GetAskings()[0].GetAskerName() != nameOf(teacher.subject) {
		t.Errorf("who asked: %v", got.GetAskings())
	}
	m := box.next(t)
	if m.to != principal.subject+"@example.fi" || m.subject != "Vaatu "+c.GetNumber()+": lupaa pyydetään" || !strings.Contains(m.body, "https://vaatu.example/permissions/"+c.GetId()) {
		t.Errorf("the principal is mailed %+v", m)
	}
	for _, secret := range []string{r.GetSituation(), r.GetQuestion(), taysSchool.name, "autis", nameOf(teacher.subject)} {
		if strings.Contains(m.body+m.subject, secret) {
			t.Errorf("the mail tells %q", secret)
		}
	}
	list := must[*permitspb.ListAuthorisationsResponse](t)(principal.ListAuthorisations(t.Context(), &permitspb.ListAuthorisationsRequest{}))
	if len(list.GetAuthorisations()) != 1 || list.GetWaiting() != 1 || list.GetAuthorisations()[0].GetNumber() != c.GetNumber() || list.GetAuthorisations()[0].GetAskTime() == nil {
		t.Errorf("the principal's tasks are %v", list)
	}
	list = must[*permitspb.ListAuthorisationsResponse](t)(foreign.ListAuthorisations(t.Context(), &permitspb.ListAuthorisationsRequest{}))
	if len(list.GetAuthorisations()) != 0 {
		t.Errorf("another school's principal is shown %v", list)
	}
	h.authorises(principal, c)
	list = must[*permitspb.ListAuthorisationsResponse](t)(principal.ListAuthorisations(t.Context(), &permitspb.ListAuthorisationsRequest{}))
	if list.GetWaiting() != 0 || list.GetAuthorisations()[0].GetState() != permitspb.PermitState_PERMIT_STATE_GIVEN {
		t.Errorf("after the answer the tasks are %v", list)
	}
	_, err := teacher.AskAuthorisation(t.Context(), &permitspb.AskAuthorisationRequest{CaseId: c.GetId()})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	box.none(t)
}

func TestAPrincipalWithoutAnAccountIsMailedAtTheAddressThatIsGiven(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	teacher := h.teacher(alandSchool)
	r := request("sv", autism)
	r.About = casespb.About_ABOUT_IDENTIFIED_PUPIL
	c := h.file(teacher, r)
	_, err := teacher.AskAuthorisation(t.Context(), &permitspb.AskAuthorisationRequest{CaseId: c.GetId()})
	invalid(t, err, "principal_email", "permission.address")
	for _, address := range []string{"rektor", "rektor@example.fi\r\nBcc: alla@example.fi", "a@b.fi, c@d.fi", "Rektor <rektor@example.fi>", "rektor@ex ample.fi", "rektor@example.fi\n.\nMAIL FROM:<x@y.fi>"} {
		_, err := teacher.AskAuthorisation(t.Context(), &permitspb.AskAuthorisationRequest{CaseId: c.GetId(), PrincipalEmail: address})
		invalid(t, err, "principal_email", "email.address")
	}
	key := with(t.Context(), "idempotency-key", "once")
	for range 2 {
		got := must[*permitspb.CasePermissions](t)(teacher.AskAuthorisation(key, &permitspb.AskAuthorisationRequest{CaseId: c.GetId(), PrincipalEmail: "rektor@example.fi"}))
		if len(got.GetAskings()) != 1 || !got.GetAskings()[0].GetToAddress() {
			t.Errorf("who asked: %v", got.GetAskings())
		}
	}
	if m := box.next(t); m.to != "rektor@example.fi" || m.subject != "Vaatu "+c.GetNumber()+": tillstånd begärs" {
		t.Errorf("the principal is mailed %+v", m)
	}
	box.none(t)
	if n := h.count("SELECT count(*) FROM river.river_job j WHERE j::text LIKE '%rektor@%'"); n != 0 {
		t.Error("a job holds the address")
	}
}

func TestNobodyFillsAMailboxWithAskings(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, identified())
	ask := func() error {
		_, err := teacher.AskAuthorisation(t.Context(), &permitspb.AskAuthorisationRequest{CaseId: c.GetId(), PrincipalEmail: "rehtori@example.fi"})
		return err
	}
	for range 20 {
		if err := ask(); err != nil {
			t.Fatal(err)
		}
	}
	invalid(t, ask(), "principal_email", "permission.too_many")
	h.exec("UPDATE case_askings SET ask_time = ask_time - interval '1 day'")
	if err := ask(); err != nil {
		t.Errorf("the day after: %v", err)
	}
}

func TestARefusalSaysWhyToTheSchoolAlone(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, principal, expert := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, identified())
	for _, blank := range []string{"   ", "\n"} {
		_, err := principal.RefuseAuthorisation(t.Context(), &permitspb.RefuseAuthorisationRequest{CaseId: c.GetId(), Reason: blank})
		invalid(t, err, "reason", "string.min_len")
	}
	_, err := principal.RefuseAuthorisation(t.Context(), &permitspb.RefuseAuthorisationRequest{CaseId: c.GetId(), Reason: "Katso 131052-308T."})
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	must[*permitspb.CasePermissions](t)(principal.RefuseAuthorisation(t.Context(), &permitspb.RefuseAuthorisationRequest{CaseId: c.GetId(), Reason: canary}))
	if got := h.permissions(teacher, c).GetPermits()[0]; got.GetReason() != canary || got.GetState() != permitspb.PermitState_PERMIT_STATE_REFUSED {
		t.Errorf("the teacher is told %v", got)
	}
	h.authorises(principal, c)
	h.consents(teacher, c)
	h.claim(expert, h.read(teacher, c.GetId()))
	if got := h.permissions(expert, c); strings.Contains(got.String(), canary) || len(got.GetPermits()) != 3 {
		t.Errorf("the expert is told %v", got)
	}
	if n := h.count("SELECT count(*) FROM case_events e WHERE e.data::text LIKE '%' || $1 || '%'", canary); n != 0 {
		t.Error("an event holds the reason")
	}
}

func TestTwoPrincipalsAtOnceGiveOneAuthorisation(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, principals := h.teacher(taysSchool), []person{h.principal(taysSchool), h.principal(taysSchool)}
	c := h.file(teacher, identified())
	etag := h.permissions(teacher, c).GetEtag()
	var wait sync.WaitGroup
	for _, p := range principals {
		wait.Go(func() {
			if _, err := p.Authorise(ifMatch(t.Context(), etag), &permitspb.AuthoriseRequest{CaseId: c.GetId()}); err != nil {
				t.Errorf("authorising: %v", err)
			}
		})
	}
	wait.Wait()
	h.authorises(principals[0], c)
	if n := h.count("SELECT count(*) FROM case_events WHERE kind = 'PERMISSION_RECORDED'"); n != 1 {
		t.Errorf("%d authorisations were recorded, want 1", n)
	}
	_, err := principals[1].RefuseAuthorisation(ifMatch(t.Context(), etag), &permitspb.RefuseAuthorisationRequest{CaseId: c.GetId(), Reason: "En tiennyt."})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
}

func TestOnlyThePrincipalOfTheSchoolAuthorises(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, identified())
	for name, p := range map[string]person{
		"the teacher": teacher, "another school's principal": h.principal(oysSchool), "an expert": h.expert(valteriUnit, "VALTERI"),
	} {
		_, err := p.Authorise(t.Context(), &permitspb.AuthoriseRequest{CaseId: c.GetId()})
		t.Log(name)
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
}

func TestAClosedCaseTakesNoPermissionAndStillLetsOneBeWithdrawn(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, principal := h.teacher(taysSchool), h.principal(taysSchool)
	c := h.file(teacher, identified())
	h.consents(teacher, c)
	must[*casespb.Case](t)(teacher.WithdrawCase(ifMatch(t.Context(), h.read(teacher, c.GetId()).GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: c.GetId()}))
	_, err := principal.Authorise(t.Context(), &permitspb.AuthoriseRequest{CaseId: c.GetId()})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = teacher.RecordConsent(t.Context(), &permitspb.RecordConsentRequest{CaseId: c.GetId(), Consent: consent()})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = teacher.AskAuthorisation(t.Context(), &permitspb.AskAuthorisationRequest{CaseId: c.GetId(), PrincipalEmail: "rehtori@example.fi"})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	must[*permitspb.CasePermissions](t)(teacher.WithdrawConsent(t.Context(), &permitspb.WithdrawConsentRequest{CaseId: c.GetId()}))
}

func TestWhatARequestTellsOfPermissionsIsRecordedAsItIsFiled(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	teacher := h.teacher(taysSchool)
	r := identified()
	r.Permissions = &casespb.Permissions{Consent: consent(), AskAuthorisation: true}
	file := func() (*casespb.Case, error) {
		draft := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: r}}))
		return teacher.SubmitDraft(t.Context(), &intakepb.SubmitDraftRequest{DraftId: draft.GetId()})
	}
	_, err := file()
	invalid(t, err, "request.permissions.principal_email", "permission.address")
	if n := h.count("SELECT count(*) FROM cases"); n != 0 {
		t.Fatal("a request was filed that was refused")
	}
	r.Permissions.PrincipalEmail = "rehtori@example.fi"
	c := must[*casespb.Case](t)(file())
	if m := box.next(t); m.to != "rehtori@example.fi" || !strings.Contains(m.body, "/permissions/"+c.GetId()) {
		t.Errorf("the principal is mailed %+v", m)
	}
	got := h.permissions(teacher, c)
	if len(got.GetPermits()) != 1 || got.GetPermits()[0].GetConsent().GetDate() != day(0) || len(got.GetAskings()) != 1 {
		t.Errorf("the permissions are %v", got)
	}
	if c.GetRequest().GetPermissions() != nil || h.read(teacher, c.GetId()).GetRequest().GetPermissions() != nil {
		t.Error("what became permissions is in the request still")
	}
	group := request("fi", autism)
	group.About, group.Permissions = casespb.About_ABOUT_GROUP, &casespb.Permissions{Consent: &casespb.Consent{}, AskAuthorisation: true}
	if got := h.permissions(teacher, h.file(teacher, group)); len(got.GetPermits()) != 0 || len(got.GetAskings()) != 0 {
		t.Errorf("a request about a group has %v", got)
	}
}

func TestACheckSaysWhetherPermissionsAreNeeded(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	for want, r := range map[bool]*casespb.Request{true: identified(), false: request("fi", autism)} {
		got := must[*intakepb.CheckRequestResponse](t)(teacher.CheckRequest(t.Context(), &intakepb.CheckRequestRequest{Request: r}))
		if got.GetBeforeFiling().GetPermissionNeeded() != want {
			t.Errorf("%s: needed is %v", r.GetAbout(), got.GetBeforeFiling().GetPermissionNeeded())
		}
	}
}
