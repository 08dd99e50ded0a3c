// Package checklist counts the checklists of support that helped, so that no request was needed. What a checklist asks is the
// web application's; here is kept neither who filled it in nor in which school.
package checklist

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Deps of the service.
type Deps struct {
	// DB is the application's pool: it reaches checklists by functions alone, which look themselves who calls.
	DB     *postgres.DB
	Caller wire.Caller
	Now    func() time.Time
}

// Service implements vaatu.intake.v1.ChecklistService.
type Service struct {
	intakepb.UnimplementedChecklistServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// RecordChecklist counts a checklist that helped, once for an idempotency key. The record of the key names no checklist.
func (s *Service) RecordChecklist(ctx context.Context, req *intakepb.RecordChecklistRequest) (*intakepb.RecordChecklistResponse, error) {
	grant, err := session.From(ctx).Principal.School(permission.Draft, req.GetSchoolId())
	if err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, uuid.NewString())
	if err != nil {
		return nil, err
	}
	now, person := s.deps.Now(), call.Principal.PersonID
	err = s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		if _, used, err := call.Once.LookAlone(ctx, tx, person); err != nil || used {
			return err
		}
		call.Once.Record(tx, person, now)
		tx.Queue("SELECT intake.record_checklist($1, $2, $3, $4, $5, $6, $7)", grant.SchoolID, req.GetVersion(), wire.Code(req.GetAbout()),
			wire.Codes(req.GetNeeds()), wire.Codes(req.GetSupportInPlace()), wire.Codes(req.GetServicesInvolved()), now)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting a checklist: %w", err)
	}
	return &intakepb.RecordChecklistResponse{}, nil
}

// figure is a row of intake.checklist_figures.
type figure struct {
	Day string `db:"day"`
	// Count is empty where it is not told.
	Count *int32 `db:"count"`
}

// ListChecklistFigures answers how many helped, by month.
func (s *Service) ListChecklistFigures(ctx context.Context, _ *intakepb.ListChecklistFiguresRequest) (*intakepb.ListChecklistFiguresResponse, error) {
	var rows []figure
	err := s.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, "SELECT day, count FROM intake.checklist_figures($1)", session.From(ctx).Principal.Areas())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting checklists: %w", err)
	}
	reply := &intakepb.ListChecklistFiguresResponse{}
	for _, row := range rows {
		f := &intakepb.ChecklistFigure{Day: row.Day, Hidden: row.Count == nil}
		if row.Count != nil {
			f.Count = *row.Count
		}
		reply.Figures = append(reply.Figures, f)
	}
	return reply, nil
}
