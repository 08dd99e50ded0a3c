package intake

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// AmendCase says a filed request anew. That it was claimed meanwhile, or has moved, the store says when it carries it out.
func (s *Service) AmendCase(ctx context.Context, req *intakepb.AmendCaseRequest) (*casespb.Case, error) {
	if req.GetRequest().GetPermissions() != nil {
		return nil, apperr.Invalid("request.permissions", "permissions.filed", "record permissions on the case")
	}
	if err := s.ready(req.GetRequest()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	c, _, err := s.deps.Store.Get(ctx, session.From(ctx).Principal, permission.Amend, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	cmd, words, err := s.amendment(ctx, c, req.GetRequest())
	if err != nil {
		return nil, err
	}
	words.Revision = call.Expect + 1
	if _, err := s.deps.Store.Change(ctx, call, cases.Target{CaseID: req.GetCaseId()}, cmd, words); err != nil {
		return nil, err
	}
	return wire.Read(ctx, s.deps.Store.Reader, req.GetCaseId())
}

// amendment answers what to ask of the store: the new answers, where they lead, and the words.
func (s *Service) amendment(ctx context.Context, c cases.Case, r *casespb.Request) (cases.Amend, cases.Content, error) {
	lead, _ := c.Lead()
	d, err := s.deps.Routing.Decide(ctx, &routingpb.DecideRequest{Request: answers(r), SchoolId: c.Facts.SchoolID, UnitId: lead.Unit.ID, Permissions: c.Recorded()})
	if err != nil {
		return cases.Amend{}, cases.Content{}, fmt.Errorf("routing a request anew: %w", err)
	}
	plain, err := wire.Words(r)
	if err != nil {
		return cases.Amend{}, cases.Content{}, err
	}
	words := cases.Content{ID: uuid.Must(uuid.NewV7()).String(), Kind: cases.RequestContent, Plain: plain}
	return cases.Amend{
		WordsID: words.ID, Facts: coded(r, d), Routing: wire.ParseRouting(d.GetRouting()), AssignmentID: uuid.Must(uuid.NewV7()).String(),
		PermissionNeeded: d.GetPermissionNeeded(), PermissionNeededByAll: d.GetPermissionNeededByAll(), Modes: d.GetUnitPermissionModes(),
	}, words, nil
}
