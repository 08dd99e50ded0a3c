package routing

import (
	"context"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Dispute refers to coordination that a unit does not agree who leads.
func (s *Service) Dispute(ctx context.Context, req *routingpb.DisputeRequest) (*casespb.Case, error) {
	if err := identitycode.Require("reason", req.GetReason()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	reason := cases.Content{ID: newID(), Kind: cases.DisputeContent, Plain: []byte(req.GetReason())}
	return s.change(ctx, call, cases.DisputeLead{ProposedUnitID: req.GetProposedUnitId(), ReasonID: reason.ID}, reason)
}

// WithdrawDispute takes it back.
func (s *Service) WithdrawDispute(ctx context.Context, req *routingpb.WithdrawDisputeRequest) (*casespb.Case, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	return s.change(ctx, call, cases.WithdrawDispute{})
}

// ListDisputes answers the open disputes of the caller's area.
func (s *Service) ListDisputes(ctx context.Context, req *routingpb.ListDisputesRequest) (*routingpb.ListDisputesResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	disputes, next, err := s.deps.Store.Disputes(ctx, session.From(ctx).Principal, req.GetWithReasons(), page.Size(req.GetPageSize()), after)
	if err != nil {
		return nil, err
	}
	reply := &routingpb.ListDisputesResponse{NextPageToken: next}
	for _, d := range disputes {
		item := &routingpb.DisputeItem{Card: wire.WorkCard(d.Card), Dispute: wire.OpenDispute(d), Etag: wire.Etag(d.Dispute.Version)}
		for _, a := range d.Parts {
			item.Assignments = append(item.Assignments, wire.Assignment(ctx, cases.Case{ID: d.Card.CaseID}, a))
		}
		reply.Items = append(reply.Items, item)
	}
	return reply, nil
}

// SettleDispute says who leads. A unit to which the lead moves works, and takes leads; a settlement that is repeated does not ask
// again.
func (s *Service) SettleDispute(ctx context.Context, req *routingpb.SettleDisputeRequest) (*casespb.Case, error) {
	if err := identitycode.Require("reason", req.GetReason()); err != nil {
		return nil, err
	}
	moves := req.GetOutcome() == casespb.DisputeOutcome_DISPUTE_OUTCOME_MOVES
	if moves != (req.GetUnitId() != "") {
		return nil, apperr.Invalid("unit_id", "unit.unknown", "name the unit to which the lead moves, and none where it does not")
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	repeated, err := s.deps.Store.Repeated(ctx, call)
	if err != nil {
		return nil, err
	}
	if moves && !repeated {
		if _, err := s.place(ctx, req.GetUnitId(), true); err != nil {
			return nil, err
		}
	}
	reason := cases.Content{ID: newID(), Kind: cases.SettlementContent, Plain: []byte(req.GetReason())}
	cmd := cases.SettleDispute{Outcome: cases.DisputeOutcome(wire.Code(req.GetOutcome())), UnitID: req.GetUnitId(), SettlementID: reason.ID}
	return s.change(ctx, call, cmd, reason)
}
