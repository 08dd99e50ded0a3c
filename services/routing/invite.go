package routing

import (
	"context"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
)

// InvitePartner asks another unit to take part.
func (s *Service) InvitePartner(ctx context.Context, req *routingpb.InvitePartnerRequest) (*casespb.Case, error) {
	if err := identitycode.Require("question", req.GetQuestion()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	var place cases.Place
	repeated, err := s.deps.Store.Repeated(ctx, call)
	if err == nil && !repeated {
		place, err = s.partner(ctx, req)
	}
	if err != nil {
		return nil, err
	}
	question := cases.Content{ID: newID(), Kind: cases.InvitationContent, Plain: []byte(req.GetQuestion())}
	cmd := cases.Invite{Place: place, QuestionID: question.ID, Due: req.GetDueDate(), Hidden: wire.Sections(req.GetHidden())}
	return s.change(ctx, call, cmd, question)
}

// partner answers the unit that is asked to take part by a day to come.
func (s *Service) partner(ctx context.Context, req *routingpb.InvitePartnerRequest) (cases.Place, error) {
	if _, err := wire.DayToCome("due_date", req.GetDueDate(), s.deps.Now(), wire.DaysToAnswer); err != nil {
		return cases.Place{}, err
	}
	return s.place(ctx, req.GetUnitId(), false)
}

// FindLead answers a unit that works and takes leads now.
func (s *Service) FindLead(ctx context.Context, req *routingpb.FindLeadRequest) (*routingpb.Place, error) {
	place, err := s.place(ctx, req.GetUnitId(), true)
	if err != nil {
		return nil, err
	}
	return &routingpb.Place{
		UnitId: place.Unit.ID, Actor: wire.Parse[casespb.Actor](place.Unit.Actor), UnitNameFi: place.Unit.NameFi,
		UnitNameSv: place.Unit.NameSv, UnitPermissionModes: place.Modes,
	}, nil
}
