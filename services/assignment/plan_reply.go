package assignment

import (
	"context"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/assignment/plan"
	"github.com/vip-verkosto/vaatu/services/assignment/staff"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// world is what a plan for a unit is made from, and told with.
type world struct {
	waiting []plan.Waiting
	members []staff.Member
	entries map[string]cases.QueueEntry
}

// world reads what waits in a queue, and who could take it.
func (s *Service) world(ctx context.Context, unitID string, queue []cases.QueueEntry) (world, error) {
	w := world{entries: map[string]cases.QueueEntry{}}
	ids := make([]string, len(queue))
	for i, e := range queue {
		ids[i], w.entries[e.AssignmentID] = e.AssignmentID, e
	}
	parts, err := s.deps.Store.PartFacts(ctx, session.From(ctx).Principal, ids...)
	if err != nil {
		return w, err
	}
	for _, f := range parts {
		if !f.Locked { // since the queue was read
			w.waiting = append(w.waiting, waiting(f))
		}
	}
	w.members, err = s.deps.Staff.Members(ctx, unitID, schools(parts), s.deps.Now())
	return w, err
}

func (w world) message(p plan.Plan, me string) *assignmentpb.PreviewPlanResponse {
	reply, told := &assignmentpb.PreviewPlanResponse{}, tellers(w.members)
	for _, r := range p.Rows {
		reply.Rows = append(reply.Rows, planned(r, queued(w.entries[r.AssignmentID]), told, me))
	}
	for _, u := range p.Unplaced {
		reply.Unplaced = append(reply.Unplaced, unplaced(u, queued(w.entries[u.AssignmentID])))
	}
	return reply
}

func planned(r plan.Row, a *casespb.Assignment, told map[string]bool, me string) *assignmentpb.PlannedAssignment {
	row := &assignmentpb.PlannedAssignment{
		Assignment: a, Candidate: candidate(r.Candidate, told, me),
		LoadBefore: int32(r.LoadBefore), WeeklyHours: int32(r.WeeklyHours), //nolint:gosec // within plan's bounds
	}
	if u := r.RunnerUp; u != nil {
		row.RunnerUp = &assignmentpb.RunnerUp{PersonId: u.PersonID, Name: u.Name, LessEven: u.Worse.Balance > 0, Further: u.Worse.Travel > 0}
	}
	return row
}

func unplaced(u plan.Unplaced, a *casespb.Assignment) *assignmentpb.UnplacedAssignment {
	return &assignmentpb.UnplacedAssignment{
		Assignment: a, Why: wire.Parse[assignmentpb.FitRefusal](string(u.Why)), Experts: int32(u.Experts), //nolint:gosec // within plan's bounds
	}
}

// queued answers a waiting assignment with its card.
func queued(e cases.QueueEntry) *casespb.Assignment {
	card := wire.WorkCard(e.Card)
	return &casespb.Assignment{
		Id: e.AssignmentID, CaseId: e.Card.CaseID, Actor: card.GetActor(), UnitId: card.GetUnitId(),
		UnitNameFi: card.GetUnitNameFi(), UnitNameSv: card.GetUnitNameSv(), Role: wire.Parse[casespb.Role](string(e.Part)),
		State: casespb.State_STATE_WAITING, Etag: wire.Etag(e.Revision), Card: card, Due: e.Due,
		AllowedActions: wire.Actions(e.Actions()), UpdateTime: wire.Time(e.Card.UpdateTime),
	}
}

// heads reports whether somebody gives out the cases of a unit.
func heads(p permission.Principal, unitID string) bool {
	_, ok := p.Can(permission.Assign, permission.Subject{Units: []string{unitID}})
	return ok
}
