package assignment

import (
	"context"
	"slices"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// OfferHandOver offers a held assignment to a colleague, or the lead to another unit.
func (s *Service) OfferHandOver(ctx context.Context, req *assignmentpb.OfferHandOverRequest) (*casespb.HandOver, error) {
	note := cases.Content{ID: newID(), Kind: cases.NoteContent, AboutID: newID(), Plain: []byte(req.GetNote())}
	call, err := s.deps.Caller.Transition(ctx, req, note.AboutID)
	if err != nil {
		return nil, err
	}
	offer := cases.OfferHandOver{AssignmentID: req.GetAssignmentId()}
	repeated, err := s.deps.Store.Repeated(ctx, call)
	if err == nil && !repeated {
		offer, err = s.offer(ctx, req)
	}
	if err != nil {
		return nil, err
	}
	offer.HandOverID, offer.NoteID = note.AboutID, note.ID
	return s.hand(ctx, call, cases.Target{AssignmentID: offer.AssignmentID}, offer, note)
}

// offer checks what is asked for, and answers it as a command.
func (s *Service) offer(ctx context.Context, req *assignmentpb.OfferHandOverRequest) (cases.OfferHandOver, error) {
	offer := cases.OfferHandOver{AssignmentID: req.GetAssignmentId()}
	if err := identitycode.Require("note", req.GetNote()); err != nil {
		return offer, err
	}
	day, err := wire.DayToCome("due_date", req.GetDueDate(), s.deps.Now(), wire.DaysToAccept)
	if err != nil {
		return offer, err
	}
	offer.Until, offer.ForGood = day.AddDate(0, 0, 1), req.GetForGood()
	if req.GetUnitId() == "" {
		offer.To, err = s.colleague(ctx, req.GetAssignmentId(), req.GetPersonId())
		return offer, err
	}
	place, err := s.deps.Routing.FindLead(ctx, &routingpb.FindLeadRequest{UnitId: req.GetUnitId()})
	if err != nil {
		return offer, err //nolint:wrapcheck // it names the field
	}
	offer.Place = cases.Place{Modes: place.GetUnitPermissionModes(), Unit: cases.Unit{
		ID: place.GetUnitId(), Actor: wire.Code(place.GetActor()), NameFi: place.GetUnitNameFi(), NameSv: place.GetUnitNameSv(),
	}}
	return offer, nil
}

// ListHandOvers answers what is offered to the caller.
func (s *Service) ListHandOvers(ctx context.Context, req *assignmentpb.ListHandOversRequest) (*assignmentpb.ListHandOversResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	offers, next, err := s.deps.Store.Offers(ctx, session.From(ctx).Principal, page.Size(req.GetPageSize()), after)
	if err != nil {
		return nil, err
	}
	reply := &assignmentpb.ListHandOversResponse{NextPageToken: next}
	for _, o := range offers {
		reply.HandOvers = append(reply.HandOvers, wire.Offer(o))
	}
	return reply, nil
}

// GetHandOver answers what is offered to the caller, with its note.
func (s *Service) GetHandOver(ctx context.Context, req *assignmentpb.GetHandOverRequest) (*casespb.HandOver, error) {
	c, o, note, err := s.deps.Store.Offered(ctx, session.From(ctx).Principal, req.GetHandOverId())
	if err != nil {
		return nil, err
	}
	h, _ := c.HandOver(o.HandOverID)
	m := wire.HandOver(ctx, c, h, note...)
	m.Card = wire.Card(o.Card)
	if m.ReturnDate, err = s.deps.Staff.OfferedUntil(ctx, h.ID); err != nil {
		return nil, err
	}
	m.Obstacle, err = s.obstacle(ctx, h, m)
	return m, err
}

// obstacle answers what stands against accepting an offer now.
func (s *Service) obstacle(ctx context.Context, h cases.HandOver, m *casespb.HandOver) (casespb.OfferObstacle, error) {
	closed, err := s.closed(ctx, h.ToUnit.ID)
	switch {
	case err != nil:
		return 0, err
	case !s.deps.Now().Before(h.Until):
		return casespb.OfferObstacle_OFFER_OBSTACLE_LAPSED, nil
	case closed:
		return casespb.OfferObstacle_OFFER_OBSTACLE_UNIT_TAKES_NO_LEADS, nil
	case !slices.Contains(m.GetAllowedActions(), casespb.Action_ACTION_ACCEPT_HAND_OVER):
		return casespb.OfferObstacle_OFFER_OBSTACLE_PART_HELD, nil
	}
	return 0, nil
}

// closed reports whether a unit to which the lead is offered works no more, or takes no leads; no unit: no.
func (s *Service) closed(ctx context.Context, unitID string) (bool, error) {
	if unitID == "" {
		return false, nil
	}
	_, err := s.deps.Routing.FindLead(ctx, &routingpb.FindLeadRequest{UnitId: unitID})
	if status.Code(err) == codes.InvalidArgument {
		return true, nil
	}
	return false, err //nolint:wrapcheck // it says what failed
}

// AcceptHandOver takes what was offered.
func (s *Service) AcceptHandOver(ctx context.Context, req *assignmentpb.AcceptHandOverRequest) (*casespb.HandOver, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetHandOverId())
	if err != nil {
		return nil, err
	}
	cmd := cases.AcceptHandOver{HandOverID: req.GetHandOverId(), AssignmentID: newID()}
	unit, err := s.deps.Store.OfferedTo(ctx, call.Principal, req.GetHandOverId())
	if err == nil {
		cmd.UnitClosed, err = s.closed(ctx, unit)
	}
	if err != nil {
		return nil, err
	}
	return s.hand(ctx, call, cases.Target{HandOverID: req.GetHandOverId()}, cmd)
}

// DeclineHandOver leaves the assignment with who offered it.
func (s *Service) DeclineHandOver(ctx context.Context, req *assignmentpb.DeclineHandOverRequest) (*casespb.HandOver, error) {
	if err := identitycode.Require("reason", req.GetReason()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetHandOverId())
	if err != nil {
		return nil, err
	}
	reason := cases.Content{ID: newID(), Kind: cases.ReasonContent, AboutID: req.GetHandOverId(), Plain: []byte(req.GetReason())}
	cmd := cases.DeclineHandOver{HandOverID: req.GetHandOverId(), ReasonID: reason.ID}
	return s.hand(ctx, call, cases.Target{HandOverID: req.GetHandOverId()}, cmd, reason)
}

// RevokeHandOver takes an offer back.
func (s *Service) RevokeHandOver(ctx context.Context, req *assignmentpb.RevokeHandOverRequest) (*casespb.HandOver, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetHandOverId())
	if err != nil {
		return nil, err
	}
	return s.hand(ctx, call, cases.Target{HandOverID: req.GetHandOverId()}, cases.RevokeHandOver{HandOverID: req.GetHandOverId()})
}

// hand carries a change of a hand-over out, and answers it as it is then.
func (s *Service) hand(ctx context.Context, call cases.Call, on cases.Target, cmd cases.Command, content ...cases.Content) (*casespb.HandOver, error) {
	result, err := s.deps.Store.Change(ctx, call, on, cmd, content...)
	if err != nil {
		return nil, err
	}
	h, ok := result.Case.HandOver(result.ResourceID)
	if !ok {
		return nil, apperr.New(apperr.NotFound)
	}
	return wire.HandOver(ctx, result.Case, h), nil
}
