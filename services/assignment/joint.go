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

// PreviewJointPlan plans over the units of an actor, or of all, and shows coordination what each unit would be proposed.
func (s *Service) PreviewJointPlan(ctx context.Context, req *assignmentpb.PreviewJointPlanRequest) (*assignmentpb.PreviewJointPlanResponse, error) {
	actor := wire.Code(req.GetActor())
	entries, total, err := s.deps.Store.Joint(ctx, session.From(ctx).Principal, actor, mostPlanned)
	if err != nil {
		return nil, err
	}
	joint, err := s.deps.Staff.Joint(ctx, actor, s.deps.Now())
	if err != nil {
		return nil, err
	}
	all := make([]plan.Waiting, len(entries))
	for i, e := range entries {
		all[i] = waiting(e.PartFacts)
	}
	best, err := plan.Propose(all, joint.Experts, s.today())
	if err != nil {
		return nil, fmt.Errorf("planning over units: %w", err)
	}
	units := byUnit(entries, best, joint.Told, session.From(ctx).Principal.PersonID)
	return &assignmentpb.PreviewJointPlanResponse{Units: units, NotLookedAt: int32(total - len(entries))}, nil //nolint:gosec // queues are short
}

// byUnit tells a plan unit by unit.
func byUnit(entries []cases.JointEntry, best plan.Plan, told map[string]map[string]bool, me string) []*assignmentpb.UnitPlan {
	units, at := map[string]*assignmentpb.UnitPlan{}, map[string]cases.JointEntry{}
	for _, e := range entries {
		card := wire.WorkCard(e.Card)
		at[e.AssignmentID] = e
		units[e.UnitID] = &assignmentpb.UnitPlan{
			UnitId: e.UnitID, Actor: card.GetActor(), UnitNameFi: card.GetUnitNameFi(), UnitNameSv: card.GetUnitNameSv(),
		}
	}
	for _, r := range best.Rows {
		e := at[r.AssignmentID]
		u := units[e.UnitID]
		u.Rows = append(u.Rows, planned(r, carded(e), told[e.UnitID], me))
	}
	for _, u := range best.Unplaced {
		e := at[u.AssignmentID]
		units[e.UnitID].Unplaced = append(units[e.UnitID].Unplaced, unplaced(u, carded(e)))
	}
	for _, u := range units {
		u.Placed = int32(len(u.GetRows())) //nolint:gosec // within plan's bounds
	}
	all := make([]*assignmentpb.UnitPlan, 0, len(units))
	for _, u := range units {
		all = append(all, u)
	}
	slices.SortFunc(all, func(x, y *assignmentpb.UnitPlan) int {
		return cmp.Or(cmp.Compare(x.GetActor(), y.GetActor()), cmp.Compare(x.GetUnitNameFi(), y.GetUnitNameFi()), cmp.Compare(x.GetUnitId(), y.GetUnitId()))
	})
	return all
}

// carded answers a waiting assignment as coordination sees it: its card, and nothing to accept it by.
func carded(e cases.JointEntry) *casespb.Assignment {
	return &casespb.Assignment{Id: e.AssignmentID, CaseId: e.CaseID, Card: wire.Card(e.Card)}
}
