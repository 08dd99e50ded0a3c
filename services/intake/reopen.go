package intake

import (
	"context"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// ReopenCase begins a new round of a closed case, with what is wanted now as a message. That it is not closed, or has moved, the store
// says when it carries it out.
func (s *Service) ReopenCase(ctx context.Context, req *intakepb.ReopenCaseRequest) (*casespb.Case, error) {
	if err := identitycode.Require("text", req.GetText()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	c, _, err := s.deps.Store.Get(ctx, session.From(ctx).Principal, permission.Reopen, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	d, err := s.route(ctx, asked(c.Facts), c.Facts.SchoolID, c.Recorded(), 0)
	if err != nil {
		return nil, err
	}
	wanted := cases.Content{ID: uuid.Must(uuid.NewV7()).String(), Kind: cases.MessageContent, Plain: []byte(req.GetText())}
	cmd := cases.Reopen{
		Routing: wire.ParseRouting(d.GetRouting()), AssignmentID: uuid.Must(uuid.NewV7()).String(),
		PermissionNeeded: d.GetPermissionNeeded(), PermissionNeededByAll: d.GetPermissionNeededByAll(),
		Permissions: d.GetPermissions(), ReasonID: wanted.ID,
	}
	if _, err := s.deps.Store.Change(ctx, call, cases.Target{CaseID: req.GetCaseId()}, cmd, wanted); err != nil {
		return nil, err
	}
	return wire.Read(ctx, s.deps.Store.Reader, req.GetCaseId())
}

// asked are the answers of a filed request that it is routed by.
func asked(f cases.Facts) *casespb.Request {
	return &casespb.Request{
		About: wire.Parse[casespb.About](f.About), Level: wire.Parse[casespb.Level](f.Level), WorkingLanguage: f.Language,
		Needs: wire.ParseAll[casespb.Need](f.Needs), WishedForms: wire.ParseAll[casespb.Form](f.WishedForms),
		Risks: wire.ParseAll[casespb.Risk](f.Risks), Urgency: wire.Parse[casespb.Urgency](f.Urgency),
	}
}
