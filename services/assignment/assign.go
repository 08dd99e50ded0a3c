package assignment

import (
	"context"
	"slices"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// AssignAssignment gives an assignment of the unit to one who works there.
func (s *Service) AssignAssignment(ctx context.Context, req *assignmentpb.AssignAssignmentRequest) (*casespb.Assignment, error) {
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: req.GetReason()}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	reason := reasons(req.GetReason(), req.GetAssignmentId())
	assign := cases.Assign{AssignmentID: req.GetAssignmentId(), ReasonID: idOf(reason), ForGood: req.GetForGood()}
	repeated, err := s.deps.Store.Repeated(ctx, call)
	if err == nil && !repeated {
		assign.To, err = s.chosen(ctx, req)
	}
	if err != nil {
		return nil, err
	}
	return s.change(ctx, call, assign, reason...)
}

// chosen answers who is given an assignment: somebody of its unit, whom a plan that proposed it would propose still.
func (s *Service) chosen(ctx context.Context, req *assignmentpb.AssignAssignmentRequest) (cases.Person, error) {
	to, err := s.colleague(ctx, req.GetAssignmentId(), req.GetPersonId())
	if err == nil && req.GetProposed() {
		err = s.stillFits(ctx, req.GetAssignmentId(), req.GetPersonId())
	}
	return to, err
}

// colleague answers somebody who works in the unit of an assignment now.
func (s *Service) colleague(ctx context.Context, assignmentID, personID string) (cases.Person, error) {
	people, err := s.deps.Store.Colleagues(ctx, session.From(ctx).Principal, assignmentID, s.deps.Now())
	if err != nil {
		return cases.Person{}, err
	}
	i := slices.IndexFunc(people, func(k cases.Person) bool { return k.ID == personID })
	if i < 0 {
		return cases.Person{}, apperr.Invalid("person_id", "person.unknown", "choose one who works in the unit now")
	}
	return people[i], nil
}

// CompleteAssignment ends the own part as a partner.
func (s *Service) CompleteAssignment(ctx context.Context, req *assignmentpb.CompleteAssignmentRequest) (*casespb.Assignment, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	return s.change(ctx, call, cases.Complete{AssignmentID: req.GetAssignmentId()})
}

// LimitAssignment says anew what is kept from a partner.
func (s *Service) LimitAssignment(ctx context.Context, req *assignmentpb.LimitAssignmentRequest) (*casespb.Assignment, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	return s.change(ctx, call, cases.Limit{AssignmentID: req.GetAssignmentId(), Hidden: wire.Sections(req.GetHidden())})
}

// DismissAssignment ends a partner's part for the lead.
func (s *Service) DismissAssignment(ctx context.Context, req *assignmentpb.DismissAssignmentRequest) (*casespb.Assignment, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetAssignmentId())
	if err != nil {
		return nil, err
	}
	return s.change(ctx, call, cases.Dismiss{AssignmentID: req.GetAssignmentId()})
}
