package services_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
)

// worked is a case under both permissions that somebody of the unit holds.
func (h *house) worked(teacher, principal, expert person) *casespb.Case {
	h.t.Helper()
	c := h.file(teacher, identified())
	h.consents(teacher, c)
	h.authorises(principal, c)
	h.claim(expert, h.read(teacher, c.GetId()))
	return c
}

func (h *house) mine(p person) []*casespb.Card {
	h.t.Helper()
	return must[*caseworkpb.ListCasesResponse](h.t)(p.ListCases(h.t.Context(), &caseworkpb.ListCasesRequest{Mine: true})).GetCases()
}

func (h *house) withdrawsConsent(p person, c *casespb.Case) {
	h.t.Helper()
	must[*permitspb.CasePermissions](h.t)(p.WithdrawConsent(h.t.Context(), &permitspb.WithdrawConsentRequest{CaseId: c.GetId()}))
}

func TestALockedCaseStaysWithWhoeverHoldsItWithoutItsContent(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, principal, expert := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI")
	head, colleague, outsider := h.lead(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI")
	c := h.worked(teacher, principal, expert)
	everybody := map[string]person{
		"the holder": expert, "the head": head, "a colleague": colleague, "another unit's": outsider, "the teacher": teacher,
		"the principal": principal, "another school's": h.teacher(oysSchool), "coordination": h.coordinator(""),
	}
	lock := func(p person) (*casespb.Case, error) {
		return p.GetLock(t.Context(), &caseworkpb.GetLockRequest{CaseId: c.GetId()})
	}
	for _, p := range everybody { // it is open
		_, err := lock(p)
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	if got := h.mine(expert); len(got) != 1 || got[0].GetLocked() || len(got[0].GetNeeds()) == 0 || len(got[0].GetLacks()) != 0 {
		t.Errorf("while it is open the holder has %v", got)
	}
	h.withdrawsConsent(teacher, c)
	withdrawn := []casespb.Lack{casespb.Lack_LACK_CONSENT_WITHDRAWN}
	for name, p := range everybody {
		got, err := lock(p)
		if name != "the holder" && name != "the head" {
			refused(t, err, codes.NotFound, "NOT_FOUND")
			continue
		}
		if err != nil || got.GetNumber() == "" || !slices.Equal(got.GetLacks(), withdrawn) || len(got.GetAssignments()) != 1 {
			t.Errorf("%s hears %v, %v", name, got, err)
		}
		if got.GetRequest() != nil || got.GetRouting() != nil || got.GetSchoolId()+got.GetSchoolNameFi()+got.GetFilerName() != "" || strings.Contains(got.String(), "NEED_") {
			t.Errorf("%s hears of the content: %v", name, got)
		}
		_, err = p.GetCase(t.Context(), &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	if got := h.mine(expert); len(got) != 1 || !got[0].GetLocked() || !slices.Equal(got[0].GetLacks(), withdrawn) || strings.Contains(got[0].String(), "NEED_") || got[0].GetArea() != 0 || got[0].GetGradeBand() != 0 {
		t.Errorf("the holder's card is %v", got)
	}
	for _, p := range []person{head, colleague, outsider, teacher} {
		if got := h.mine(p); len(got) != 0 {
			t.Errorf("somebody who holds nothing has %v", got)
		}
	}
	got := must[*casespb.Case](t)(lock(expert)).GetAssignments()[0]
	if want := []casespb.Action{casespb.Action_ACTION_RELEASE, casespb.Action_ACTION_DECLINE, casespb.Action_ACTION_OFFER_HAND_OVER}; !slices.Equal(got.GetAllowedActions(), want) {
		t.Errorf("the holder may %v, want %v", got.GetAllowedActions(), want)
	}
	must[*casespb.Assignment](t)(expert.ReleaseAssignment(ifMatch(t.Context(), got.GetEtag()), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: got.GetId()}))
	for _, p := range everybody { // nobody has it, and it was nobody's content but the unit's before
		_, err := lock(p)
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
}

func TestOnlyThoseToWhomTheContentWasOpenAreToldThatItIsLocked(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	teacher, principal, head := h.teacher(taysSchool), h.principal(taysSchool), h.lead(valteriUnit, "VALTERI")
	c := h.file(teacher, identified())
	h.consents(teacher, c)
	h.withdrawsConsent(teacher, c) // it was open to nobody
	h.consents(teacher, c)
	h.authorises(principal, c) // now to the unit's head
	h.withdrawsConsent(teacher, c)
	must[*permitspb.CasePermissions](t)(principal.WithdrawAuthorisation(t.Context(), &permitspb.WithdrawAuthorisationRequest{CaseId: c.GetId()}))
	if m := box.next(t); m.to != head.subject+"@example.fi" || m.subject != "Vaatu "+c.GetNumber()+": sisältö on lukittu, lupa puuttuu" {
		t.Errorf("the head is mailed %+v", m)
	}
	box.none(t)
}

func TestARefusedAuthorisationIsToldToTheFilerWithoutAWordOfContent(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	teacher, principal := h.teacher(taysSchool), h.principal(taysSchool)
	h.teacher(taysSchool) // a colleague who did not file it
	refuse := func(c *casespb.Case) {
		t.Helper()
		must[*permitspb.CasePermissions](t)(principal.RefuseAuthorisation(t.Context(), &permitspb.RefuseAuthorisationRequest{CaseId: c.GetId(), Reason: canary}))
	}
	refuse(h.file(principal, identified())) // who refuses the own request knows it
	c := h.file(teacher, identified())
	refuse(c)
	m := box.next(t)
	if m.to != teacher.subject+"@example.fi" || m.subject != "Vaatu "+c.GetNumber()+": koulun lupaa ei myönnetty" || !strings.Contains(m.body, "https://vaatu.example/cases/"+c.GetId()+"\n") {
		t.Errorf("the filer is mailed %+v", m)
	}
	if strings.Contains(m.subject+m.body, canary) {
		t.Error("the mail tells why")
	}
	box.none(t)
	list := must[*caseworkpb.ListCasesResponse](t)(teacher.ListCases(t.Context(), &caseworkpb.ListCasesRequest{})).GetCases()
	want := []casespb.Lack{casespb.Lack_LACK_CONSENT_NONE, casespb.Lack_LACK_AUTHORISATION_REFUSED}
	if len(list) != 1 || !slices.Equal(list[0].GetLacks(), want) || !slices.Equal(h.read(teacher, c.GetId()).GetLacks(), want) {
		t.Errorf("the list says %v, want the lacks %v", list, want)
	}
	h.consents(teacher, c)
	h.authorises(principal, c)
	if got := h.read(teacher, c.GetId()).GetLacks(); len(got) != 0 {
		t.Errorf("with both permissions it lacks %v", got)
	}
}

// The head may give a locked part to another, whose fitness for what the request asks would tell of it.
func TestCandidatesForALockedPartTellNothingOfTheRequest(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	teacher, principal, expert, head := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI"), h.lead(valteriUnit, "VALTERI")
	deaf := h.expert(valteriUnit, "VALTERI")
	teaches := h.join("expert", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "REQUESTER", school: taysSchool.id})
	h.keeps(head, knows(deaf, 20, 10, hearing))
	h.keeps(head, knows(expert, 20, 10, autism))
	c := h.worked(teacher, principal, expert)
	part := h.read(expert, c.GetId()).GetAssignments()[0]
	asked := &assignmentpb.ListCandidatesRequest{AssignmentId: part.GetId()}
	told := func() (refused, said map[string]bool) {
		t.Helper()
		refused, said = map[string]bool{}, map[string]bool{}
		for _, k := range must[*assignmentpb.ListCandidatesResponse](t)(head.ListCandidates(t.Context(), asked)).GetCandidates() {
			refused[k.GetPersonId()] = k.GetRefusal() != assignmentpb.FitRefusal_FIT_REFUSAL_UNSPECIFIED
			for _, r := range k.GetReasons() {
				said[r.GetCode().String()] = true
			}
		}
		return refused, said
	}
	if refused, said := told(); !refused[deaf.id] || !refused[teaches.id] || refused[expert.id] || !said["FIT_CODE_COMPETENCE"] {
		t.Errorf("while it is open %v are refused, for %v", refused, said)
	}
	h.withdrawsConsent(teacher, c)
	if refused, said := told(); len(refused) != 4 || refused[deaf.id] || refused[teaches.id] || refused[expert.id] || len(said) != 1 || !said["FIT_CODE_WITHIN_LIMIT"] {
		t.Errorf("once it is locked %v are refused, for %v", refused, said)
	}
	h.declines(expert, must[*casespb.Case](t)(expert.GetLock(t.Context(), &caseworkpb.GetLockRequest{CaseId: c.GetId()})).GetAssignments()[0], insteadOfLead)
	_, err := head.ListCandidates(t.Context(), asked)
	refused(t, err, codes.NotFound, "NOT_FOUND") // it has ended
}
