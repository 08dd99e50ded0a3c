package demo

import (
	"context"
	"fmt"
	"time"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// ending is how far a story goes.
type ending int

const (
	queued ending = iota
	claimed
	asked
	replied
	advised
	acknowledged
	closed
	withdrawn
	declined
)

// endings repeat over the cases; more than a third are closed, as after some months of work.
var endings = []ending{closed, queued, asked, closed, claimed, advised, closed, withdrawn, acknowledged, closed, declined, replied, closed}

// day of work between two steps.
const day = 24 * time.Hour

// story is the life of one demo case.
type story struct {
	office   *office
	vignette Vignette
	number   int
	now      time.Time

	at     time.Time
	filer  person
	expert person
	c      *casespb.Case
}

// tell files the case and goes on to its ending; what no rule can route is routed by coordination, or still waits.
func (s *story) tell(ctx context.Context) error {
	end := endings[s.number%len(endings)]
	s.at = s.begin(end)
	if err := s.file(ctx); err != nil {
		return err
	}
	if s.c.GetPhase() == casespb.Phase_PHASE_TRIAGE {
		if s.number%2 == 0 {
			return nil
		}
		if err := s.route(ctx); err != nil {
			return err
		}
	}
	if s.c.GetPhase() == casespb.Phase_PHASE_AWAITING_PERMISSION {
		return nil
	}
	for _, step := range []struct {
		reach ending
		do    func(context.Context) error
	}{
		{claimed, s.claim}, {asked, s.ask}, {replied, s.reply}, {advised, s.advise}, {acknowledged, s.acknowledge}, {closed, s.close},
	} {
		if end >= withdrawn || step.reach > end {
			break
		}
		if err := step.do(ctx); err != nil {
			return err
		}
	}
	switch end {
	case withdrawn:
		return s.withdraw(ctx)
	case declined:
		return s.decline(ctx)
	default:
		return nil
	}
}

// begin answers when the story starts: what has ended long ago, what waits lately.
func (s *story) begin(end ending) time.Time {
	days := 4 + s.number%17
	if end >= advised {
		days = 40 + (s.number*7)%110
	}
	return s.now.Add(-time.Duration(days) * day).Truncate(day).Add(time.Duration(6+s.number%8)*time.Hour + time.Duration(s.number*13%60)*time.Minute)
}

// later moves on by some days, never past now.
func (s *story) later(days int) {
	s.at = s.at.Add(time.Duration(days)*day + 47*time.Minute)
	if latest := s.now.Add(-time.Minute); s.at.After(latest) {
		s.at = latest
	}
}

func (s *story) file(ctx context.Context) error {
	list := teachers[s.vignette.Language]
	s.filer = list[s.number/3%len(list)]
	ctx, err := s.office.as(ctx, s.filer, s.at, "")
	if err != nil {
		return err
	}
	s.c, err = s.office.intake.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: s.vignette.request()})
	if err != nil {
		return fmt.Errorf("filing: %w", err)
	}
	return nil
}

// route lets coordination choose a unit: one of those proposed that takes leads, or Valteri's.
func (s *story) route(ctx context.Context) error {
	unit, reason := "01980000-0000-7000-8000-000000000201", "Tarpeita on monta; paras tuntemus on tässä yksikössä."
	if s.vignette.Language == "sv" {
		unit, reason = "01980000-0000-7000-8000-000000000204", "Behoven är många; den här enheten känner dem bäst."
	}
	for _, c := range s.c.GetRouting().GetRunnersUp() {
		unit = c.GetUnitId()
	}
	s.later(1)
	ctx, err := s.office.as(ctx, coordinator, s.at, s.c.GetEtag())
	if err != nil {
		return err
	}
	s.c, err = s.office.routing.RouteCase(ctx, &routingpb.RouteCaseRequest{CaseId: s.c.GetId(), UnitId: unit, Reason: reason})
	if err != nil {
		return fmt.Errorf("routing: %w", err)
	}
	return nil
}

func (s *story) lead() *casespb.Assignment {
	list := s.c.GetAssignments()
	return list[len(list)-1]
}

func (s *story) claim(ctx context.Context) error {
	lead := s.lead()
	people := unitExperts[lead.GetUnitId()]
	s.expert = people[s.number%len(people)]
	s.later(1 + s.number%3)
	ctx, err := s.office.as(ctx, s.expert, s.at, lead.GetEtag())
	if err != nil {
		return err
	}
	if _, err := s.office.assignment.ClaimAssignment(ctx, &assignmentpb.ClaimAssignmentRequest{AssignmentId: lead.GetId()}); err != nil {
		return fmt.Errorf("claiming: %w", err)
	}
	return nil
}

func (s *story) ask(ctx context.Context) error {
	s.later(1)
	ctx, err := s.office.as(ctx, s.expert, s.at, "")
	if err != nil {
		return err
	}
	_, err = s.office.casework.AskSchool(ctx, &caseworkpb.AskSchoolRequest{
		CaseId: s.c.GetId(), Text: s.vignette.ExpertQuestion, DueDate: s.at.Add(7 * day).Format(time.DateOnly),
	})
	if err != nil {
		return fmt.Errorf("asking: %w", err)
	}
	return nil
}

func (s *story) reply(ctx context.Context) error {
	s.later(2)
	ctx, err := s.office.as(ctx, s.filer, s.at, "")
	if err != nil {
		return err
	}
	questions, err := s.office.casework.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: s.c.GetId()})
	if err != nil {
		return fmt.Errorf("reading the question: %w", err)
	}
	_, err = s.office.casework.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{
		CaseId: s.c.GetId(), QuestionId: questions.GetQuestions()[0].GetId(), Text: s.vignette.Reply,
	})
	if err != nil {
		return fmt.Errorf("replying: %w", err)
	}
	s.later(1)
	ctx, err = s.office.as(ctx, s.expert, s.at, "")
	if err != nil {
		return err
	}
	if _, err := s.office.casework.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: s.c.GetId(), Text: s.vignette.Message}); err != nil {
		return fmt.Errorf("writing a message: %w", err)
	}
	return nil
}
