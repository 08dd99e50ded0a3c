package routing

import (
	"context"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// ListSettlements answers how disputes were settled by which parts of the caller's units ended.
func (s *Service) ListSettlements(ctx context.Context, _ *routingpb.ListSettlementsRequest) (*routingpb.ListSettlementsResponse, error) {
	all, err := s.deps.Store.Settlements(ctx, session.From(ctx).Principal, s.deps.Now())
	if err != nil {
		return nil, err
	}
	reply := &routingpb.ListSettlementsResponse{}
	for _, one := range all {
		reply.Settlements = append(reply.Settlements, settlement(one))
	}
	return reply, nil
}

// GetSettlement answers one with the reason.
func (s *Service) GetSettlement(ctx context.Context, req *routingpb.GetSettlementRequest) (*routingpb.Settlement, error) {
	one, reason, err := s.deps.Store.Settlement(ctx, session.From(ctx).Principal, req.GetCaseId(), s.deps.Now())
	if err != nil {
		return nil, err
	}
	reply := settlement(one)
	reply.Reason = string(reason.Plain)
	return reply, nil
}

func settlement(s cases.Settlement) *routingpb.Settlement {
	m := &routingpb.Settlement{
		CaseId: s.CaseID, Number: s.Number, Outcome: wire.Parse[casespb.DisputeOutcome](string(s.Outcome)), SettleTime: wire.Time(s.SettleTime),
	}
	if s.UnitNameFi != nil && s.UnitNameSv != nil {
		m.UnitNameFi, m.UnitNameSv = *s.UnitNameFi, *s.UnitNameSv
	}
	return m
}
