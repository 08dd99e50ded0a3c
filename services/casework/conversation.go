package casework

import (
	"context"

	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// PostMessage writes a message.
func (s *Service) PostMessage(ctx context.Context, req *caseworkpb.PostMessageRequest) (*caseworkpb.Message, error) {
	if err := identitycode.Require("text", req.GetText()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, newID())
	if err != nil {
		return nil, err
	}
	text := cases.Content{ID: call.Once.ResourceID, Kind: cases.MessageContent, Plain: []byte(req.GetText())}
	result, err := s.deps.Store.Change(ctx, call, cases.Target{CaseID: req.GetCaseId()}, cases.PostMessage{MessageID: text.ID}, text)
	if err != nil {
		return nil, err
	}
	if !result.Replayed {
		return message(ctx, result.Case, result.Written[0]), nil
	}
	list, err := s.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: req.GetCaseId()})
	if err != nil {
		return nil, err
	}
	for _, m := range list.GetMessages() {
		if m.GetId() == result.ResourceID {
			return m, nil
		}
	}
	return nil, apperr.New(apperr.NotFound)
}

// ListMessages answers the messages of a case.
func (s *Service) ListMessages(ctx context.Context, req *caseworkpb.ListMessagesRequest) (*caseworkpb.ListMessagesResponse, error) {
	c, content, err := s.deps.Store.Get(ctx, session.From(ctx).Principal, permission.ReadCase, req.GetCaseId(), cases.MessageContent)
	if err != nil {
		return nil, err
	}
	reply := &caseworkpb.ListMessagesResponse{}
	for _, text := range content {
		reply.Messages = append(reply.Messages, message(ctx, c, text))
	}
	return reply, nil
}

func message(ctx context.Context, c cases.Case, text cases.Content) *caseworkpb.Message {
	return &caseworkpb.Message{
		Id: text.ID, Author: wire.Author(ctx, c, text.Author), CreateTime: wire.Time(text.CreateTime), Text: string(text.Plain),
	}
}

// AskSchool asks the school a question.
func (s *Service) AskSchool(ctx context.Context, req *caseworkpb.AskSchoolRequest) (*caseworkpb.Question, error) {
	if err := identitycode.Require("text", req.GetText()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, newID())
	if err != nil {
		return nil, err
	}
	repeated, err := s.deps.Store.Repeated(ctx, call)
	if err == nil && !repeated {
		_, err = wire.DayToCome("due_date", req.GetDueDate(), s.deps.Now(), wire.DaysToAnswer)
	}
	if err != nil {
		return nil, err
	}
	text := cases.Content{ID: call.Once.ResourceID, Kind: cases.QuestionContent, Plain: []byte(req.GetText())}
	result, err := s.deps.Store.Change(ctx, call, cases.Target{CaseID: req.GetCaseId()}, cases.Ask{QuestionID: text.ID, Due: req.GetDueDate()}, text)
	if err != nil {
		return nil, err
	}
	if !result.Replayed {
		asked := result.Case.Questions[len(result.Case.Questions)-1]
		return question(ctx, result.Case, asked, result.Written[0]), nil
	}
	return s.question(ctx, req.GetCaseId(), result.ResourceID)
}

// ReplyToQuestion answers an open question for the school.
func (s *Service) ReplyToQuestion(ctx context.Context, req *caseworkpb.ReplyToQuestionRequest) (*caseworkpb.Question, error) {
	if err := identitycode.Require("text", req.GetText()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, req.GetQuestionId())
	if err != nil {
		return nil, err
	}
	text := cases.Content{ID: newID(), Kind: cases.ReplyContent, AboutID: req.GetQuestionId(), Plain: []byte(req.GetText())}
	result, err := s.deps.Store.Change(ctx, call, cases.Target{CaseID: req.GetCaseId()}, cases.Reply{QuestionID: req.GetQuestionId(), ReplyID: text.ID}, text)
	if err != nil {
		return nil, err
	}
	return s.question(ctx, req.GetCaseId(), result.ResourceID)
}

func (s *Service) question(ctx context.Context, caseID, id string) (*caseworkpb.Question, error) {
	list, err := s.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: caseID})
	if err != nil {
		return nil, err
	}
	for _, q := range list.GetQuestions() {
		if q.GetId() == id {
			return q, nil
		}
	}
	return nil, apperr.New(apperr.NotFound)
}

// ListQuestions answers the questions of a case with their replies.
func (s *Service) ListQuestions(ctx context.Context, req *caseworkpb.ListQuestionsRequest) (*caseworkpb.ListQuestionsResponse, error) {
	c, content, err := s.deps.Store.Get(ctx, session.From(ctx).Principal, permission.ReadCase, req.GetCaseId(),
		cases.QuestionContent, cases.ReplyContent)
	if err != nil {
		return nil, err
	}
	texts := map[string]cases.Content{}
	replies := map[string]cases.Content{}
	for _, text := range content {
		if text.Kind == cases.ReplyContent {
			replies[text.AboutID] = text
		} else {
			texts[text.ID] = text
		}
	}
	reply := &caseworkpb.ListQuestionsResponse{}
	for _, q := range c.Questions {
		text, shown := texts[q.ID]
		if !shown {
			continue // kept from a partner
		}
		m := question(ctx, c, q, text)
		if answer, ok := replies[q.ID]; ok {
			m.Reply = message(ctx, c, answer)
		}
		reply.Questions = append(reply.Questions, m)
	}
	return reply, nil
}

func question(ctx context.Context, c cases.Case, q cases.Question, text cases.Content) *caseworkpb.Question {
	return &caseworkpb.Question{
		Id: q.ID, Author: wire.Author(ctx, c, text.Author), CreateTime: wire.Time(q.AskTime), Text: string(text.Plain),
		DueDate: q.Due, CancelTime: wire.Time(q.CancelTime),
	}
}
