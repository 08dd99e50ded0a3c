package assignment

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	"github.com/vip-verkosto/vaatu/services/assignment/plan"
	"github.com/vip-verkosto/vaatu/services/assignment/staff"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// ListCandidates answers who works in the unit of an assignment, those whom one would propose first.
func (s *Service) ListCandidates(ctx context.Context, req *assignmentpb.ListCandidatesRequest) (*assignmentpb.ListCandidatesResponse, error) {
	w, members, err := s.choice(ctx, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	today, me := s.today(), session.From(ctx).Principal.PersonID
	told := tellers(members)
	reply := &assignmentpb.ListCandidatesResponse{}
	for _, c := range plan.Rank(w, experts(members), today) {
		reply.Candidates = append(reply.Candidates, candidate(c, told, me))
	}
	for _, m := range members {
		if _, refusal := plan.Fit(m.Expert, w, today); refusal != "" {
			reply.Candidates = append(reply.Candidates, &assignmentpb.Candidate{
				PersonId: m.PersonID, Name: m.Name, Me: m.PersonID == me, Told: m.Told,
				Refusal: wire.Parse[assignmentpb.FitRefusal](string(refusal)),
			})
		}
	}
	return reply, nil
}

// choice answers an unfinished assignment of a unit of the caller's as a plan looks at it, and who works in the unit.
func (s *Service) choice(ctx context.Context, assignmentID string) (plan.Waiting, []staff.Member, error) {
	parts, err := s.deps.Store.PartFacts(ctx, session.From(ctx).Principal, assignmentID)
	if err != nil {
		return plan.Waiting{}, nil, err
	}
	if len(parts) == 0 {
		return plan.Waiting{}, nil, apperr.New(apperr.NotFound)
	}
	w := waiting(parts[0])
	members, err := s.deps.Staff.Members(ctx, w.UnitID, schools(parts), s.deps.Now())
	return w, members, err
}

// stillFits refuses what a plan proposed and would not propose any more: the world has changed since.
func (s *Service) stillFits(ctx context.Context, assignmentID, personID string) error {
	w, members, err := s.choice(ctx, assignmentID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(members, func(m staff.Member) bool { return m.PersonID == personID })
	if i < 0 {
		return nil // which is refused where the person is looked up
	}
	c, refusal := plan.Fit(members[i].Expert, w, s.today())
	if refusal == "" && c.OverLimit() {
		refusal = plan.NoCapacity
	}
	if refusal != "" {
		return apperr.Invalid("person_id", "fit."+strings.ToLower(string(refusal)), "make the plan anew")
	}
	return nil
}

// today answers the calendar date in Finland.
func (s *Service) today() time.Time {
	return helsinki.In(s.deps.Now())
}

// halved is the weight of a partner's part; a lead is an ordinary case.
const halved = plan.Ordinary / 2

func waiting(f cases.PartFacts) plan.Waiting {
	weight := plan.Ordinary
	if f.Part == cases.PartnerPart {
		weight = halved
	}
	return plan.Waiting{
		AssignmentID: f.AssignmentID, CaseID: f.CaseID, UnitID: f.UnitID, Locked: f.Locked, Facts: f.Facts, Weight: weight, Since: f.Since,
	}
}

// schools answers those of the parts that are not locked.
func schools(parts []cases.PartFacts) []string {
	ids := []string{}
	for _, f := range parts {
		if !f.Locked {
			ids = append(ids, f.Facts.SchoolID)
		}
	}
	return ids
}

func experts(members []staff.Member) []plan.Expert {
	all := make([]plan.Expert, len(members))
	for i, m := range members {
		all[i] = m.Expert
	}
	return all
}

// tellers answers of whom it is told what they know.
func tellers(members []staff.Member) map[string]bool {
	told := map[string]bool{}
	for _, m := range members {
		told[m.PersonID] = m.Told
	}
	return told
}

func candidate(c plan.Candidate, told map[string]bool, me string) *assignmentpb.Candidate {
	m := &assignmentpb.Candidate{
		PersonId: c.PersonID, Name: c.Name, Me: c.PersonID == me, OverLimit: c.OverLimit(), Told: told[c.PersonID],
	}
	for _, r := range c.Reasons() {
		m.Reasons = append(m.Reasons, &assignmentpb.FitReason{
			Code: wire.Parse[assignmentpb.FitCode](string(r.Code)), Against: r.Against, Date: r.Date,
			Value: int32(r.Value), Of: int32(r.Of), //nolint:gosec // within plan's bounds
		})
	}
	return m
}

// mostPlanned cases are looked at by one plan.
const mostPlanned = 2000

// PreviewPlan proposes an expert for each case that waits in a unit.
func (s *Service) PreviewPlan(ctx context.Context, req *assignmentpb.PreviewPlanRequest) (*assignmentpb.PreviewPlanResponse, error) {
	p := session.From(ctx).Principal
	if !heads(p, req.GetUnitId()) {
		return nil, apperr.New(apperr.NotFound)
	}
	queue, err := s.deps.Store.Queue(ctx, req.GetUnitId(), cases.QueueFilter{}, mostPlanned, nil, s.deps.Now())
	if err != nil {
		return nil, err
	}
	world, err := s.world(ctx, req.GetUnitId(), queue.Entries)
	if err != nil {
		return nil, err
	}
	best, err := plan.Propose(world.waiting, experts(world.members), s.today())
	if err != nil {
		return nil, fmt.Errorf("planning: %w", err)
	}
	reply := world.message(best, p.PersonID)
	reply.NotLookedAt = int32(queue.Total - len(queue.Entries)) //nolint:gosec // a queue is short
	return reply, nil
}
