package demo

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc/metadata"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

// look reads the case anew as somebody, and answers a context with its etag.
func (s *story) look(ctx context.Context, p person) (context.Context, error) {
	ctx, err := s.office.as(ctx, p, s.at, "")
	if err != nil {
		return nil, err
	}
	s.c, err = s.office.casework.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: s.c.GetId()})
	if err != nil {
		return nil, fmt.Errorf("reading the case: %w", err)
	}
	return metadata.AppendToOutgoingContext(ctx, "if-match", `"`+s.c.GetEtag()+`"`), nil
}

func (s *story) advise(ctx context.Context) error {
	s.later(4)
	write, err := s.office.as(ctx, s.expert, s.at, "")
	if err != nil {
		return err
	}
	_, err = s.office.casework.WriteAdvice(write, &caseworkpb.WriteAdviceRequest{CaseId: s.c.GetId(), Advice: s.vignette.advice(s.at)})
	if err != nil {
		return fmt.Errorf("writing advice: %w", err)
	}
	publish, err := s.look(ctx, s.expert)
	if err != nil {
		return err
	}
	if _, err := s.office.casework.PublishAdvice(publish, &caseworkpb.PublishAdviceRequest{CaseId: s.c.GetId()}); err != nil {
		return fmt.Errorf("publishing advice: %w", err)
	}
	return nil
}

func (s *story) acknowledge(ctx context.Context) error {
	s.later(2)
	ctx, err := s.look(ctx, s.filer)
	if err != nil {
		return err
	}
	if _, err := s.office.casework.AcknowledgeAdvice(ctx, &caseworkpb.AcknowledgeAdviceRequest{CaseId: s.c.GetId()}); err != nil {
		return fmt.Errorf("acknowledging: %w", err)
	}
	return nil
}

func (s *story) close(ctx context.Context) error {
	s.later(14 + s.number%14)
	ctx, err := s.look(ctx, s.filer)
	if err != nil {
		return err
	}
	effects := []casespb.Effect{casespb.Effect_EFFECT_NEW_PLAN, casespb.Effect_EFFECT_CONFIRMED, casespb.Effect_EFFECT_NEW_PLAN, casespb.Effect_EFFECT_NOT_USEFUL}
	out := &casespb.CloseOut{Effect: effects[s.number%len(effects)], Value: int32(3 + s.number%3), Comment: s.vignette.CloseComment}
	if _, err := s.office.casework.CloseCase(ctx, &caseworkpb.CloseCaseRequest{CaseId: s.c.GetId(), CloseOut: out}); err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	return nil
}

func (s *story) withdraw(ctx context.Context) error {
	s.later(1)
	ctx, err := s.look(ctx, s.filer)
	if err != nil {
		return err
	}
	if _, err := s.office.intake.WithdrawCase(ctx, &intakepb.WithdrawCaseRequest{CaseId: s.c.GetId()}); err != nil {
		return fmt.Errorf("withdrawing: %w", err)
	}
	return nil
}

func (s *story) decline(ctx context.Context) error {
	lead := s.lead()
	s.later(1)
	ctx, err := s.office.as(ctx, unitExperts[lead.GetUnitId()][0], s.at, lead.GetEtag())
	if err != nil {
		return err
	}
	_, err = s.office.assignment.DeclineAssignment(ctx, &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: lead.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NOT_OUR_FIELD,
		Suggestion: "Sairaalaopetus tuntee tämän paremmin.",
	})
	if err != nil {
		return fmt.Errorf("declining: %w", err)
	}
	return nil
}

// request is the vignette as a school would file it.
func (v Vignette) request() *casespb.Request {
	r := &casespb.Request{
		About: enum[casespb.About](casespb.About_value, "ABOUT_", v.About), Level: enum[casespb.Level](casespb.Level_value, "LEVEL_", v.Level),
		WorkingLanguage: v.Language, Urgency: enum[casespb.Urgency](casespb.Urgency_value, "URGENCY_", v.Urgency),
		Situation: v.Situation, Tried: v.Tried, Question: v.Question,
	}
	for _, g := range v.Grades {
		r.Grades = append(r.Grades, int32(g)) //nolint:gosec // 1–9
	}
	for _, code := range v.Needs {
		r.Needs = append(r.Needs, enum[casespb.Need](casespb.Need_value, "NEED_", code))
	}
	for _, code := range v.SupportInPlace {
		r.SupportInPlace = append(r.SupportInPlace, enum[casespb.Support](casespb.Support_value, "SUPPORT_", code))
	}
	for _, code := range v.ServicesInvolved {
		r.ServicesInvolved = append(r.ServicesInvolved, enum[casespb.Service](casespb.Service_value, "SERVICE_", code))
	}
	for _, code := range v.WishedForms {
		r.WishedForms = append(r.WishedForms, enum[casespb.Form](casespb.Form_value, "FORM_", code))
	}
	return r
}

func enum[E ~int32](values map[string]int32, prefix, code string) E { return E(values[prefix+code]) }

// advice is the vignette's advice with dates counted from a moment.
func (v Vignette) advice(at time.Time) *caseworkpb.AdviceText {
	a := &caseworkpb.AdviceText{Summary: v.Advice.Summary, AskAgain: v.Advice.AskAgain}
	for _, step := range v.Advice.Steps {
		a.Steps = append(a.Steps, &caseworkpb.AdviceStep{
			Text: step.Text, Who: step.Who, ByWhen: at.AddDate(0, 0, step.ByWhenDays).Format(time.DateOnly),
		})
	}
	return a
}
