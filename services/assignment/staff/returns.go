package staff

import (
	"context"
	"fmt"
	"time"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// due is a row of staffing.my_returns, or of staffing.my_loans.
type due struct {
	AssignmentID string `db:"assignment_id"`
	CaseID       string `db:"case_id"`
	Number       string `db:"number"`
	UnitID       string `db:"unit_id"`
	PersonID     string `db:"person_id"`
	Name         string `db:"name"`
	ReturnDate   string `db:"return_date"`
}

// keep is a row of staffing.my_kept.
type keep struct {
	AssignmentID string    `db:"assignment_id"`
	Number       string    `db:"number"`
	Name         string    `db:"name"`
	KeepTime     time.Time `db:"keep_time"`
}

func (d due) message() *assignmentpb.Return {
	return &assignmentpb.Return{
		AssignmentId: d.AssignmentID, CaseId: d.CaseID, Number: d.Number, UnitId: d.UnitID, PersonId: d.PersonID, Name: d.Name, ReturnDate: d.ReturnDate,
	}
}

// ListReturns answers what the caller holds for somebody who was or is away, and what others keep of the caller's.
func (s *Service) ListReturns(ctx context.Context, _ *assignmentpb.ListReturnsRequest) (*assignmentpb.ListReturnsResponse, error) {
	var all, lent []due
	var kept []keep
	err := s.deps.Store.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &all, "SELECT assignment_id, case_id, number, unit_id, person_id, name, '' AS return_date FROM staffing.my_returns($1)", s.deps.Now())
		postgres.Rows(tx, &lent, "SELECT assignment_id, case_id, number, unit_id, person_id, name, return_date::text FROM staffing.my_loans($1)", s.deps.Now())
		postgres.Rows(tx, &kept, "SELECT assignment_id, number, name, keep_time FROM staffing.my_kept($1)", s.deps.Now())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing returns: %w", err)
	}
	reply := &assignmentpb.ListReturnsResponse{}
	for _, d := range all {
		reply.Returns = append(reply.Returns, d.message())
	}
	for _, d := range lent {
		reply.Loans = append(reply.Loans, d.message())
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

// OfferedUntil answers the calendar date on which a part that is offered to the session's person is to be returned; empty: it goes for
// good, or is not offered to them.
func (s Store) OfferedUntil(ctx context.Context, handOverID string) (date string, err error) {
	err = s.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &date, nil, "SELECT coalesce(staffing.offered_until($1)::text, '')", handOverID)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("reading when what is offered is to be returned: %w", err)
	}
	return date, nil
}
