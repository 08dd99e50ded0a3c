package assignment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/assignment/plan"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// PreviewJointPlan plans over the units of an actor, or of all, and tells coordination what it comes to.
func (s *Service) PreviewJointPlan(ctx context.Context, req *assignmentpb.PreviewJointPlanRequest) (*assignmentpb.PreviewJointPlanResponse, error) {
	actor := wire.Code(req.GetActor())
	entries, total, err := s.deps.Store.Joint(ctx, session.From(ctx).Principal, actor, mostPlanned)
	if err != nil {
		return nil, err
	}
	experts, err := s.deps.Staff.Joint(ctx, actor, s.deps.Now())
	if err != nil {
		return nil, err
	}
	all := make([]plan.Waiting, len(entries))
	for i, e := range entries {
		all[i] = waiting(e.PartFacts)
	}
	best, err := plan.Propose(all, experts, s.today())
	if err != nil {
		return nil, fmt.Errorf("planning over units: %w", err)
	}
	return &assignmentpb.PreviewJointPlanResponse{Units: byUnit(entries, best), NotLookedAt: int32(total - len(entries))}, nil //nolint:gosec // queues are short
}

// byUnit tells a plan unit by unit.
func byUnit(entries []cases.JointEntry, best plan.Plan) []*assignmentpb.UnitPlan {
	units, at := map[string]*assignmentpb.UnitPlan{}, map[string]cases.JointEntry{}
	for _, e := range entries {
		card := wire.WorkCard(e.Card)
		at[e.AssignmentID] = e
		units[e.UnitID] = &assignmentpb.UnitPlan{
			UnitId: e.UnitID, Actor: card.GetActor(), UnitNameFi: card.GetUnitNameFi(), UnitNameSv: card.GetUnitNameSv(),
		}
	}
	for _, r := range best.Rows {
		units[at[r.AssignmentID].UnitID].Placed++
	}
	for _, u := range best.Unplaced {
		e := at[u.AssignmentID]
		units[e.UnitID].Unplaced = append(units[e.UnitID].Unplaced, &assignmentpb.UnplacedAssignment{
			Assignment: &casespb.Assignment{Id: e.AssignmentID, CaseId: e.CaseID, Card: wire.Card(e.Card)},
			Why:        wire.Parse[assignmentpb.FitRefusal](string(u.Why)), Experts: int32(u.Experts), //nolint:gosec // within plan's bounds
		})
	}
	told := make([]*assignmentpb.UnitPlan, 0, len(units))
	for _, u := range units {
		told = append(told, u)
	}
	slices.SortFunc(told, func(x, y *assignmentpb.UnitPlan) int {
		return cmp.Or(cmp.Compare(x.GetActor(), y.GetActor()), cmp.Compare(x.GetUnitNameFi(), y.GetUnitNameFi()), cmp.Compare(x.GetUnitId(), y.GetUnitId()))
	})
	return told
}
