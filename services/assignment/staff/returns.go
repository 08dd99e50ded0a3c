package staff

import (
	"context"
	"fmt"
	"time"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// due is a row of staffing.my_returns.
type due struct {
	AssignmentID string `db:"assignment_id"`
	CaseID       string `db:"case_id"`
	Number       string `db:"number"`
	UnitID       string `db:"unit_id"`
	PersonID     string `db:"person_id"`
	Name         string `db:"name"`
}

// keep is a row of staffing.my_kept.
type keep struct {
	AssignmentID string    `db:"assignment_id"`
	Number       string    `db:"number"`
	Name         string    `db:"name"`
	KeepTime     time.Time `db:"keep_time"`
}

// ListReturns answers what the caller holds for somebody who is back, and what others keep of the caller's.
func (s *Service) ListReturns(ctx context.Context, _ *assignmentpb.ListReturnsRequest) (*assignmentpb.ListReturnsResponse, error) {
	var all []due
	var kept []keep
	err := s.deps.Store.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &all, "SELECT assignment_id, case_id, number, unit_id, person_id, name FROM staffing.my_returns($1)", s.deps.Now())
		postgres.Rows(tx, &kept, "SELECT assignment_id, number, name, keep_time FROM staffing.my_kept($1)", s.deps.Now())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing returns: %w", err)
	}
	reply := &assignmentpb.ListReturnsResponse{}
	for _, d := range all {
		reply.Returns = append(reply.Returns, &assignmentpb.Return{
			AssignmentId: d.AssignmentID, CaseId: d.CaseID, Number: d.Number, UnitId: d.UnitID, PersonId: d.PersonID, Name: d.Name,
		})
	}
	for _, k := range kept {
		reply.Kept = append(reply.Kept, &assignmentpb.Kept{AssignmentId: k.AssignmentID, Number: k.Number, Name: k.Name, KeepTime: wire.Time(k.KeepTime)})
	}
	return reply, nil
}

// KeepAssignment lets the caller keep a part for good, once for an idempotency key.
func (s *Service) KeepAssignment(ctx context.Context, req *assignmentpb.KeepAssignmentRequest) (*assignmentpb.KeepAssignmentResponse, error) {
	call, err := s.deps.Caller.Append(ctx, req, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	_, err = s.once(ctx, call, func(tx *postgres.Tx, outcome *[]string) {
		postgres.Rows(tx, outcome, "SELECT staffing.keep_assignment($1, $2)", req.GetAssignmentId(), s.deps.Now())
	})
	if err != nil {
		return nil, err
	}
	return &assignmentpb.KeepAssignmentResponse{}, nil
}
