package routing

import (
	"context"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// ListTriage answers the cases that wait for coordination, or for what it has asked.
func (s *Service) ListTriage(ctx context.Context, req *routingpb.ListTriageRequest) (*routingpb.ListTriageResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	call := session.From(ctx)
	cards, next, err := s.deps.Store.InArea(ctx, call.Principal.Areas(), cases.Filter{Unrouted: true}, page.Size(req.GetPageSize()), after)
	if err != nil {
		return nil, err
	}
	var unled map[string]cases.Unled
	if req.GetWithQuestions() {
		if unled, err = s.deps.Store.Unled(ctx, call.Principal, cards); err != nil {
			return nil, err
		}
	}
	reply := &routingpb.ListTriageResponse{NextPageToken: next}
	for _, c := range cards {
		routing, err := wire.CardRouting(c, call.Language)
		if err != nil {
			return nil, err
		}
		item := &routingpb.TriageItem{Card: wire.WorkCard(c), Routing: routing, Etag: wire.Etag(c.Revision)}
		for _, q := range unled[c.CaseID].Questions {
			item.Questions = append(item.Questions, question(ctx, q))
		}
		for _, d := range unled[c.CaseID].Declined {
			m := wire.Assignment(ctx, cases.Case{ID: c.CaseID}, d.Part)
			m.Suggestion = string(d.Suggestion.Plain)
			item.Declined = append(item.Declined, m)
		}
		reply.Items = append(reply.Items, item)
	}
	return reply, nil
}

// question answers what coordination has asked. Of who replied it reads no name, as of nobody in a case.
func question(ctx context.Context, q cases.UnledQuestion) *caseworkpb.Question {
	m := &caseworkpb.Question{
		Id: q.Text.ID, Author: wire.Author(ctx, cases.Case{}, q.Text.Author), CreateTime: wire.Time(q.Text.CreateTime),
		Text: string(q.Text.Plain), DueDate: q.Due, CancelTime: wire.Time(q.CancelTime),
	}
	if r := q.Reply; r.ID != "" {
		r.Author.Person = cases.Person{}
		m.Reply = &caseworkpb.Message{
			Id: r.ID, Author: wire.Author(ctx, cases.Case{}, r.Author), CreateTime: wire.Time(r.CreateTime), Text: string(r.Plain),
		}
	}
	return m
}

// AskUnled asks the school what is missing to find a unit.
func (s *Service) AskUnled(ctx context.Context, req *routingpb.AskUnledRequest) (*casespb.Case, error) {
	if err := identitycode.Require("text", req.GetText()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
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
	text := cases.Content{ID: newID(), Kind: cases.QuestionContent, Plain: []byte(req.GetText())}
	return s.change(ctx, call, cases.Ask{QuestionID: text.ID, Due: req.GetDueDate()}, text)
}
