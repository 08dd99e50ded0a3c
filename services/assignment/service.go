// Package assignment gives cases to experts: a unit's queue of cards, claim, release and decline, what a head assigns, what is
// handed over, and the end of a partner's part. A claim is exact: the row lock makes one winner, and every other learns who and
// when.
package assignment

import (
	"context"
	"time"

	"github.com/google/uuid"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/assignment/staff"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Deps of the service.
type Deps struct {
	Store   *cases.Store
	Staff   staff.Store
	Caller  wire.Caller
	Routing routingpb.RoutingServiceClient
	Now     func() time.Time
}

// Service implements AssignmentService and HandOverService of vaatu.assignment.v1.
type Service struct {
	assignmentpb.UnimplementedAssignmentServiceServer
	assignmentpb.UnimplementedHandOverServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// ListQueue answers the cards that wait in a unit.
func (s *Service) ListQueue(ctx context.Context, req *assignmentpb.ListQueueRequest) (*assignmentpb.ListQueueResponse, error) {
	p := session.From(ctx).Principal
	if _, ok := p.Can(permission.ReadQueue, permission.Subject{Units: []string{req.GetUnitId()}}); !ok {
		return nil, apperr.New(apperr.NotFound)
	}
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	filter := cases.QueueFilter{
		Need: wire.Code(req.GetNeed()), GradeBand: wire.Code(req.GetGradeBand()), Language: req.GetLanguage(),
		Area: wire.Code(req.GetArea()), Urgency: wire.Code(req.GetUrgency()), ByDue: req.GetByDue(),
	}
	queue, err := s.deps.Store.Queue(ctx, req.GetUnitId(), filter, page.Size(req.GetPageSize()), after, s.deps.Now())
	if err != nil {
		return nil, err
	}
	reply := &assignmentpb.ListQueueResponse{TotalSize: int32(queue.Total), NextPageToken: queue.Next} //nolint:gosec // a queue is short
	for _, e := range queue.Entries {
		reply.Assignments = append(reply.Assignments, queued(e))
	}
	for _, a := range queue.Taken {
		reply.Taken = append(reply.Taken, &casespb.Assignment{
			Id: a.AssignmentID, CaseId: a.CaseID, State: casespb.State_STATE_HELD, HolderName: a.HolderName, UpdateTime: wire.Time(a.Since),
		})
	}
	return reply, nil
}

// ClaimAssignment takes a waiting assignment.
func (s *Service) ClaimAssignment(ctx context.Context, req *assignmentpb.ClaimAssignmentRequest) (*casespb.Assignment, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	return s.change(ctx, call, cases.Claim{AssignmentID: req.GetAssignmentId()})
}

// ReleaseAssignment puts a held assignment back.
func (s *Service) ReleaseAssignment(ctx context.Context, req *assignmentpb.ReleaseAssignmentRequest) (*casespb.Assignment, error) {
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: req.GetReason()}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	reason := reasons(req.GetReason(), "")
	return s.change(ctx, call, cases.Release{AssignmentID: req.GetAssignmentId(), ReasonID: idOf(reason)}, reason...)
}

// DeclineAssignment declines for the unit.
func (s *Service) DeclineAssignment(ctx context.Context, req *assignmentpb.DeclineAssignmentRequest) (*casespb.Assignment, error) {
	if err := identitycode.Refuse(identitycode.Text{Path: "suggestion", Value: req.GetSuggestion()}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	suggestion := reasons(req.GetSuggestion(), "")
	return s.change(ctx, call, cases.Decline{
		AssignmentID: req.GetAssignmentId(), Reason: wire.Code(req.GetReason()), SuggestionID: idOf(suggestion),
	}, suggestion...)
}

func (s *Service) change(ctx context.Context, call cases.Call, cmd cases.Command, content ...cases.Content) (*casespb.Assignment, error) {
	on := cases.Target{AssignmentID: call.Once.ResourceID}
	result, err := s.deps.Store.Change(ctx, call, on, cmd, content...)
	if err != nil {
		return nil, err
	}
	a, ok := result.Case.Assignment(on.AssignmentID)
	if !ok {
		return nil, apperr.New(apperr.NotFound)
	}
	return wire.Assignment(ctx, result.Case, a), nil
}

// reasons answers the content row of a reason that was given, about a part that it placed.
func reasons(text, aboutID string) []cases.Content {
	if text == "" {
		return nil
	}
	return []cases.Content{{ID: newID(), Kind: cases.ReasonContent, AboutID: aboutID, Plain: []byte(text)}}
}

func idOf(content []cases.Content) string {
	if len(content) == 0 {
		return ""
	}
	return content[0].ID
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
