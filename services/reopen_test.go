package services_test

import (
	"slices"
	"testing"

	"google.golang.org/grpc/codes"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

func TestASchoolReopensAClosedCaseAndSaysWhatIsWantedNow(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	teacher, principal, expert := h.teacher(taysSchool), h.join("principal", "fi", grant{role: "PRINCIPAL", school: taysSchool.id}), h.expert(valteriUnit, "VALTERI")
	const wanted = "Suositus ei enää auta: tilanne on muuttunut."
	c := h.advised(teacher, expert)
	reopen := func(p person, etag, text string) (*casespb.Case, error) {
		return p.ReopenCase(with(ifMatch(ctx, etag), "idempotency-key", "reopen"), &intakepb.ReopenCaseRequest{CaseId: c.GetId(), Text: text})
	}
	open := h.read(teacher, c.GetId())
	_, err := reopen(teacher, open.GetEtag(), wanted)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	closed := must[*casespb.Case](t)(teacher.CloseCase(ifMatch(ctx, open.GetEtag()), &caseworkpb.CloseCaseRequest{
		CaseId: c.GetId(), CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED},
	}))
	if !slices.Contains(closed.GetAllowedActions(), casespb.Action_ACTION_REOPEN) {
		t.Errorf("of a closed case its school may do %v", closed.GetAllowedActions())
	}
	_, err = reopen(teacher, closed.GetEtag(), " \n")
	invalid(t, err, "text", "string.min_len")
	_, err = reopen(teacher, closed.GetEtag(), "Oppilas 131052-308T.")
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	_, err = reopen(teacher, open.GetEtag(), wanted)
	refused(t, err, codes.Aborted, "ETAG_STALE")
	for _, p := range []person{expert, h.teacher(hyksSchool), h.coordinator("")} {
		_, err = reopen(p, closed.GetEtag(), wanted)
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}

	// The principal does, twice because the first answer was lost; the filer is told by mail.
	first := must[*casespb.Case](t)(reopen(principal, closed.GetEtag(), wanted))
	again := must[*casespb.Case](t)(reopen(principal, closed.GetEtag(), wanted))
	if first.GetPhase() != casespb.Phase_PHASE_QUEUED || again.GetEtag() != first.GetEtag() || slices.Contains(first.GetAllowedActions(), casespb.Action_ACTION_REOPEN) {
		t.Errorf("reopened it is %v, and asked for again %v", first, again)
	}
	if n := h.count("SELECT count(*) FROM river.river_job WHERE kind = 'notice' AND args ->> 'event' = 'REOPENED'"); n != 1 {
		t.Errorf("there are %d jobs that tell the filer", n)
	}
	// Earlier advice stays; whoever claims the new round reads what is wanted now.
	list := must[*caseworkpb.ListAdviceResponse](t)(teacher.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: c.GetId()}))
	if len(list.GetAdvice()) != 1 {
		t.Errorf("of the advice of the round before the school reads %v", list.GetAdvice())
	}
	next := h.expert(valteriUnit, "VALTERI")
	h.claim(next, first)
	said := must[*caseworkpb.ListMessagesResponse](t)(next.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: c.GetId()})).GetMessages()
	if len(said) != 1 || said[0].GetText() != wanted || said[0].GetAuthor().GetName() != nameOf(principal.subject) {
		t.Errorf("whoever claims it reads %v", said)
	}
	h.replaysEqualRows()
}

func TestTheSchoolReadsWhyItTookTheRequestBackAndNoWordOfARoundBefore(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, principal, expert := h.teacher(taysSchool), h.join("principal", "fi", grant{role: "PRINCIPAL", school: taysSchool.id}), h.expert(valteriUnit, "VALTERI")
	head := h.lead(valteriUnit, "VALTERI")
	for _, why := range []string{"Oppilas muutti.", ""} {
		c := h.advised(teacher, expert)
		closed := must[*casespb.Case](t)(teacher.CloseCase(ifMatch(ctx, h.read(teacher, c.GetId()).GetEtag()), &caseworkpb.CloseCaseRequest{
			CaseId: c.GetId(), CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED, Comment: "Toimii."},
		}))
		reopened := must[*casespb.Case](t)(teacher.ReopenCase(ifMatch(ctx, closed.GetEtag()), &intakepb.ReopenCaseRequest{CaseId: c.GetId(), Text: "Ei toiminut."}))
		if said := reopened.GetCloseOut(); said != nil {
			t.Errorf("reopened it says %v", said)
		}
		must[*casespb.Case](t)(teacher.WithdrawCase(ifMatch(ctx, reopened.GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: c.GetId(), Reason: why}))
		for _, p := range []person{teacher, principal} {
			if said := h.read(p, c.GetId()).GetCloseOut().GetComment(); said != why {
				t.Errorf("%s reads %q; want %q", p.subject, said, why)
			}
		}
		for _, p := range []person{expert, head} {
			_, err := p.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
			refused(t, err, codes.NotFound, "NOT_FOUND")
		}
	}
}
