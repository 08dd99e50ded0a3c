package services_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

func TestARiskSendsARequestToCoordinationWhichDoesNotLearnWhatRisk(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, coordinator := h.teacher(taysSchool), h.coordinator("")
	r := request("fi", autism)
	r.Risks = []casespb.Risk{casespb.Risk_RISK_SELF_HARM, casespb.Risk_RISK_LONG_ABSENCE}
	check := must[*intakepb.CheckRequestResponse](t)(teacher.CheckRequest(t.Context(), &intakepb.CheckRequestRequest{Request: r}))
	if got := check.GetRouting(); got.GetTriageReason() != casespb.TriageReason_TRIAGE_REASON_RISK || got.GetUnitId() != "" {
		t.Errorf("the check says of a risk: %v", got)
	}
	filed := must[*casespb.Case](t)(teacher.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: r}))
	if filed.GetPhase() != casespb.Phase_PHASE_TRIAGE || !slices.Equal(filed.GetRequest().GetRisks(), r.GetRisks()) {
		t.Errorf("filed with a risk: phase %s, risks %v", filed.GetPhase(), filed.GetRequest().GetRisks())
	}
	list := must[*routingpb.ListTriageResponse](t)(coordinator.ListTriage(t.Context(), &routingpb.ListTriageRequest{}))
	if len(list.GetItems()) != 1 || list.GetItems()[0].GetRouting().GetTriageReason() != casespb.TriageReason_TRIAGE_REASON_RISK {
		t.Fatalf("coordination lists %v", list)
	}
	if said := list.String(); strings.Contains(said, "SELF_HARM") || strings.Contains(said, "LONG_ABSENCE") {
		t.Errorf("coordination is told which risk: %s", said)
	}
}

func TestARequestKeepsTheListOfCodesThatItWasAnsweredBy(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	r := request("fi", autism)
	r.CodeList = "1999-01-01"
	filed := must[*casespb.Case](t)(teacher.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: r}))
	if got := h.read(teacher, filed.GetId()).GetRequest().GetCodeList(); got != cases.CodeList {
		t.Errorf("the list of codes is %q, want %q", got, cases.CodeList)
	}
}

func TestAPaymentCommitmentIsKeptOnlyWhereTheActorCharges(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	for _, charges := range []bool{true, false} {
		h.exec("UPDATE directory.actors SET charges = $1", charges)
		r := request("fi", autism)
		r.PaymentCommitment = casespb.PaymentCommitment_PAYMENT_COMMITMENT_APPLIED_FOR
		check := must[*intakepb.CheckRequestResponse](t)(teacher.CheckRequest(t.Context(), &intakepb.CheckRequestRequest{Request: r}))
		if check.GetBeforeFiling().GetCharges() != charges {
			t.Errorf("charges: %v; the check says %v", charges, check.GetBeforeFiling())
		}
		filed := must[*casespb.Case](t)(teacher.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: r}))
		kept := filed.GetRequest().GetPaymentCommitment() == r.GetPaymentCommitment()
		if kept != charges {
			t.Errorf("charges: %v; kept is %s", charges, filed.GetRequest().GetPaymentCommitment())
		}
	}
}

func TestHowLongAnswersTookIsToldOnlyOfTenCasesAndMore(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	r := request("fi", autism)
	pace := func() *intakepb.Pace {
		check := must[*intakepb.CheckRequestResponse](t)(teacher.CheckRequest(t.Context(), &intakepb.CheckRequestRequest{Request: r}))
		return check.GetBeforeFiling().GetPace()
	}
	for i := range 10 {
		must[*casespb.Case](t)(teacher.SubmitCase(t.Context(), &intakepb.SubmitCaseRequest{Request: r}))
		if i == 8 {
			h.exec(`UPDATE cases SET advice_revision = 1, published_revision = 1, file_time = now() - interval '20 days',
				publish_time = now() - interval '20 days' + interval '6 days 1 hour'`)
			if got := pace(); got != nil {
				t.Errorf("of nine cases it is told: %v", got)
			}
		}
	}
	h.exec("UPDATE cases SET advice_revision = 1, published_revision = 1, publish_time = now() + interval '1 day' WHERE publish_time IS NULL")
	if got := pace(); got.GetDays() != 7 || got.GetCases() != 10 {
		t.Errorf("of ten cases it is told: %v, want the median, 7 days", got)
	}
	h.exec(`UPDATE cases SET file_time = file_time - interval '91 days', publish_time = publish_time - interval '91 days'`)
	if got := pace(); got != nil {
		t.Errorf("of cases older than 90 days it is told: %v", got)
	}
}

func TestADraftOfASchoolThatClosedStaysAndIsNotFiled(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	r := request("fi", autism)
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: r}}))
	h.exec("UPDATE directory.schools SET closed_on = '2026-01-01' WHERE id = $1", taysSchool.id)
	check := must[*intakepb.CheckRequestResponse](t)(teacher.CheckRequest(t.Context(), &intakepb.CheckRequestRequest{Request: r}))
	if !check.GetBeforeFiling().GetSchoolClosed() {
		t.Error("the check does not tell that the school has closed")
	}
	_, err := teacher.SubmitDraft(t.Context(), &intakepb.SubmitDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.InvalidArgument, "VALIDATION")
	kept := must[*intakepb.Draft](t)(teacher.GetDraft(t.Context(), &intakepb.GetDraftRequest{DraftId: d.GetId()}))
	if kept.GetRequest().GetSituation() != r.GetSituation() {
		t.Error("the draft has lost its text")
	}
}
