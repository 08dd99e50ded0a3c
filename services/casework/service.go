// Package casework is where school and expert work on a case together: messages, questions and replies, advice, and
// the school's word at the end.
package casework

import (
	"context"
	"time"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// Deps of the service.
type Deps struct {
	Store  *cases.Store
	Caller wire.Caller
	Now    func() time.Time
	// Targets and Breaks are what the clocks go by.
	Targets clocks.Targets
	Breaks  workdays.Table
}

// Service implements vaatu.casework.v1.CaseworkService.
type Service struct {
	caseworkpb.UnimplementedCaseworkServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// GetCase answers a case with its content.
func (s *Service) GetCase(ctx context.Context, req *caseworkpb.GetCaseRequest) (*casespb.Case, error) {
	return wire.Read(ctx, s.deps.Store.Reader, req.GetCaseId())
}

// GetLock answers a case that is locked to the caller.
func (s *Service) GetLock(ctx context.Context, req *caseworkpb.GetLockRequest) (*casespb.Case, error) {
	c, part, err := s.deps.Store.Lock(ctx, session.From(ctx).Principal, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	return wire.Lock(ctx, c, part), nil
}

// ListCases answers the cards that the caller may open.
func (s *Service) ListCases(ctx context.Context, req *caseworkpb.ListCasesRequest) (*caseworkpb.ListCasesResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	filter := cases.Filter{Phase: wire.Code(req.GetPhase()), Mine: req.GetMine()}
	if req.GetNumber() != "" {
		number, ok := cases.ParseNumber(req.GetNumber())
		if !ok {
			return &caseworkpb.ListCasesResponse{}, nil
		}
		filter.Number = number
	}
	p := session.From(ctx).Principal
	cards, next, err := s.deps.Store.List(ctx, p, filter, page.Size(req.GetPageSize()), after)
	if err != nil {
		return nil, err
	}
	show := wire.Cards
	if len(p.Of(permission.Expert, permission.Lead)) > 0 {
		show = wire.WorkCards
	}
	holders, err := s.deps.Store.Holders(ctx, p, cards)
	if err != nil {
		return nil, err
	}
	reply := &caseworkpb.ListCasesResponse{Cases: show(cards), NextPageToken: next}
	for _, c := range reply.GetCases() {
		c.HolderNames = holders[c.GetCaseId()]
	}
	return reply, nil
}

// ListEvents answers the timeline.
func (s *Service) ListEvents(ctx context.Context, req *caseworkpb.ListEventsRequest) (*caseworkpb.ListEventsResponse, error) {
	p := session.From(ctx).Principal
	entries, c, err := s.deps.Store.Timeline(ctx, p, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	reply := &caseworkpb.ListEventsResponse{}
	if grant, _ := p.Can(permission.ReadEvents, c.Subject()); grant.SchoolID == "" {
		events := cases.EventsOf(entries)
		for _, course := range append([]clocks.Course{clocks.CourseOf(events)}, clocks.PartsOf(events)...) {
			reply.Clocks = append(reply.Clocks, wire.Clocks(course.Part.ID, course.Clocks(s.deps.Targets, s.deps.Breaks, s.deps.Now()))...)
		}
		if course, open := clocks.DisputeOf(events); open {
			reply.Clocks = append(reply.Clocks, wire.Clocks("", course.Clocks(s.deps.Targets, s.deps.Breaks, s.deps.Now()))...)
		}
	}
	for i, e := range entries {
		settled, _ := e.Event.Data.(cases.DisputeSettled)
		reply.Events = append(reply.Events, &caseworkpb.Event{
			Version: int32(i + 1), Kind: e.Event.Kind(), Time: wire.Time(e.Event.At),
			Author: wire.Author(ctx, c, e.Event.By), Phase: wire.Parse[casespb.Phase](string(e.Phase)),
			DisputeOutcome: wire.Parse[casespb.DisputeOutcome](string(settled.Outcome)),
		})
	}
	return reply, nil
}

// CloseCase ends a case with the school's word.
func (s *Service) CloseCase(ctx context.Context, req *caseworkpb.CloseCaseRequest) (*casespb.Case, error) {
	out := req.GetCloseOut()
	if err := identitycode.Refuse(identitycode.Text{Path: "close_out.comment", Value: out.GetComment()}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	cmd := cases.Close{Effect: wire.Code(out.GetEffect()), Value: int(out.GetValue())}
	var comment []cases.Content
	if out.GetComment() != "" {
		cmd.CommentID = newID()
		comment = []cases.Content{{ID: cmd.CommentID, Kind: cases.CommentContent, Plain: []byte(out.GetComment())}}
	}
	return s.change(ctx, call, cmd, comment...)
}

// CloseUnansweredCase ends a case of a silent school with what follows.
func (s *Service) CloseUnansweredCase(ctx context.Context, req *caseworkpb.CloseUnansweredCaseRequest) (*casespb.Case, error) {
	if err := identitycode.Require("next_step", req.GetNextStep()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	step := cases.Content{ID: newID(), Kind: cases.NextStepContent, Plain: []byte(req.GetNextStep())}
	return s.change(ctx, call, cases.CloseUnanswered{NextStepID: step.ID}, step)
}

// change carries out a transition of the case and answers it as it is then.
func (s *Service) change(ctx context.Context, call cases.Call, cmd cases.Command, content ...cases.Content) (*casespb.Case, error) {
	on := cases.Target{CaseID: call.Once.ResourceID}
	if _, err := s.deps.Store.Change(ctx, call, on, cmd, content...); err != nil {
		return nil, err
	}
	return wire.Read(ctx, s.deps.Store.Reader, on.CaseID)
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
