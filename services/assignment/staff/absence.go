package staff

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// CreateAbsence tells when somebody is away, once for an idempotency key.
func (s *Service) CreateAbsence(ctx context.Context, req *assignmentpb.CreateAbsenceRequest) (*assignmentpb.CreateAbsenceResponse, error) {
	if !mayKeep(session.From(ctx).Principal, req.GetUnitId(), req.GetPersonId()) {
		return nil, apperr.New(apperr.NotFound)
	}
	if err := days(req.GetFromDate(), req.GetToDate()); err != nil {
		return nil, err
	}
	if req.GetSubstituteId() == req.GetPersonId() {
		return nil, refusals["SUBSTITUTE"]
	}
	call, err := s.deps.Caller.Append(ctx, req, uuid.Must(uuid.NewV7()).String())
	if err != nil {
		return nil, err
	}
	id, err := s.once(ctx, call, func(tx *postgres.Tx, outcome *[]string) {
		postgres.Rows(tx, outcome, "SELECT unnest(staffing.add_absence($1, $2, $3, $4::text::date, $5::text::date, nullif($6, '')::uuid, $7, $8, $9))",
			call.Once.ResourceID, req.GetUnitId(), req.GetPersonId(), req.GetFromDate(), req.GetToDate(), req.GetSubstituteId(),
			req.GetByUnit(), req.GetForGood(), s.deps.Now())
	})
	if err != nil {
		return nil, err
	}
	return &assignmentpb.CreateAbsenceResponse{AbsenceId: id}, nil
}

// ChangeAbsence gives an absence another last day, once for an idempotency key.
func (s *Service) ChangeAbsence(ctx context.Context, req *assignmentpb.ChangeAbsenceRequest) (*assignmentpb.ChangeAbsenceResponse, error) {
	if _, err := helsinki.Day(req.GetToDate()); err != nil {
		return nil, refusals["ORDER"]
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetAbsenceId())
	if err != nil {
		return nil, err
	}
	_, err = s.once(ctx, call, func(tx *postgres.Tx, outcome *[]string) {
		postgres.Rows(tx, outcome, "SELECT unnest(staffing.change_absence($1, $2, $3::text::date, $4))",
			req.GetAbsenceId(), call.Expect, req.GetToDate(), s.deps.Now())
	})
	if err != nil {
		return nil, err
	}
	return &assignmentpb.ChangeAbsenceResponse{}, nil
}

// DeleteAbsence ends an absence, or calls it off.
func (s *Service) DeleteAbsence(ctx context.Context, req *assignmentpb.DeleteAbsenceRequest) (*assignmentpb.DeleteAbsenceResponse, error) {
	if !session.From(ctx).Principal.Holds(permission.KeepStaff) {
		return nil, apperr.New(apperr.NotFound)
	}
	err := s.deps.Store.DB.Write(ctx, func(tx *postgres.Tx) error {
		var may bool
		postgres.Row(tx, &may, nil, "SELECT staffing.remove_absence($1, $2)", req.GetAbsenceId(), s.deps.Now())
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		if !may {
			return apperr.New(apperr.NotFound)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("ending an absence: %w", err)
	}
	return &assignmentpb.DeleteAbsenceResponse{}, nil
}

// days refuses what are no days, or too many.
func days(first, last string) error {
	from, err := helsinki.Day(first)
	if err != nil {
		return refusals["PAST"]
	}
	to, err := helsinki.Day(last)
	if err != nil || to.Before(from) || to.After(from.AddDate(1, 0, 0)) {
		return refusals["ORDER"]
	}
	return nil
}
