package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// WriteAdvice saves a revision of the advice.
func (s *Service) WriteAdvice(ctx context.Context, req *caseworkpb.WriteAdviceRequest) (*caseworkpb.Advice, error) {
	if err := checkAdvice(req.GetAdvice()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Optional(ctx, req, newID())
	if err != nil {
		return nil, err
	}
	plain, err := proto.Marshal(req.GetAdvice())
	if err != nil {
		return nil, fmt.Errorf("encoding advice: %w", err)
	}
	text := cases.Content{ID: call.Once.ResourceID, Kind: cases.AdviceContent, Plain: plain}
	result, err := s.deps.Store.Change(ctx, call, cases.Target{CaseID: req.GetCaseId()}, cases.WriteAdvice{AdviceID: text.ID}, text)
	if err != nil {
		return nil, err
	}
	if !result.Replayed {
		return revision(ctx, result.Case, result.Written[0], result.Case.AdviceRevision, req.GetAdvice()), nil
	}
	list, err := s.revisions(ctx, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.GetId() == result.ResourceID {
			return a, nil
		}
	}
	return nil, apperr.New(apperr.NotFound)
}

// checkAdvice refuses advice whose summary or steps say nothing, and an identity code in any of its texts.
func checkAdvice(a *caseworkpb.AdviceText) error {
	if err := identitycode.Require("advice.summary", a.GetSummary()); err != nil {
		return err
	}
	texts := []identitycode.Text{{Path: "advice.watch", Value: a.GetWatch()}, {Path: "advice.ask_again", Value: a.GetAskAgain()}}
	for i, step := range a.GetSteps() {
		path := fmt.Sprintf("advice.steps[%d].", i)
		if err := identitycode.Require(path+"text", step.GetText()); err != nil {
			return err
		}
		texts = append(texts, identitycode.Text{Path: path + "who", Value: step.GetWho()},
			identitycode.Text{Path: path + "by_when", Value: step.GetByWhen()})
	}
	return identitycode.Refuse(texts...)
}

// ListAdvice answers what counts of the advice, the latest first: the published revisions, and for the units the latest of each
// too. Autosave makes many others, which nobody reads again.
func (s *Service) ListAdvice(ctx context.Context, req *caseworkpb.ListAdviceRequest) (*caseworkpb.ListAdviceResponse, error) {
	all, err := s.revisions(ctx, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	reply := &caseworkpb.ListAdviceResponse{}
	written := map[string]bool{}
	for _, a := range slices.Backward(all) {
		if unit := a.GetAuthor().GetUnitId(); !written[unit] || a.GetPublishTime() != nil {
			written[unit] = true
			reply.Advice = append(reply.Advice, a)
		}
	}
	return reply, nil
}

// revisions answers the revisions that the caller may see, the oldest first: the school the published ones, the unit all.
func (s *Service) revisions(ctx context.Context, caseID string) ([]*caseworkpb.Advice, error) {
	p := session.From(ctx).Principal
	c, content, err := s.deps.Store.Get(ctx, p, permission.ReadCase, caseID, cases.AdviceContent)
	if err != nil {
		return nil, err
	}
	entries, _, err := s.deps.Store.Timeline(ctx, p, caseID)
	if err != nil {
		return nil, err
	}
	published := publishTimes(entries)
	_, writes := p.Can(permission.WriteAdvice, c.Subject())
	var list []*caseworkpb.Advice
	for i, text := range content {
		at, out := published[i+1]
		if !out && !writes {
			continue
		}
		advice := &caseworkpb.AdviceText{}
		if err := proto.Unmarshal(text.Plain, advice); err != nil {
			return nil, fmt.Errorf("decoding advice: %w", err)
		}
		m := revision(ctx, c, text, i+1, advice)
		m.PublishTime = wire.Time(at)
		list = append(list, m)
	}
	return list, nil
}

func revision(ctx context.Context, c cases.Case, text cases.Content, n int, advice *caseworkpb.AdviceText) *caseworkpb.Advice {
	return &caseworkpb.Advice{
		Id: text.ID, Author: wire.Author(ctx, c, text.Author), CreateTime: wire.Time(text.CreateTime), Advice: advice,
		Revision: int32(n), //nolint:gosec // few
	}
}

// PublishAdvice gives the latest revision to the school.
func (s *Service) PublishAdvice(ctx context.Context, req *caseworkpb.PublishAdviceRequest) (*casespb.Case, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	return s.change(ctx, call, cases.PublishAdvice{})
}

// AcknowledgeAdvice confirms for the school that the advice was read.
func (s *Service) AcknowledgeAdvice(ctx context.Context, req *caseworkpb.AcknowledgeAdviceRequest) (*casespb.Case, error) {
	call, err := s.deps.Caller.Optional(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	return s.change(ctx, call, cases.Acknowledge{})
}

// publishTimes answers when each published revision was given to the school.
func publishTimes(entries []cases.TimelineEntry) map[int]time.Time {
	times := map[int]time.Time{}
	for _, e := range entries {
		if d, ok := e.Event.Data.(cases.AdvicePublished); ok {
			for _, revision := range d.Revisions {
				times[revision] = e.Event.At
			}
		}
	}
	return times
}
