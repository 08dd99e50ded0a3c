package staff

import (
	"context"
	"time"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/assignment/plan"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Deps of the service.
type Deps struct {
	Store  Store
	Caller wire.Caller
	Now    func() time.Time
}

// Service implements vaatu.assignment.v1.StaffService.
type Service struct {
	assignmentpb.UnimplementedStaffServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// ListStaff answers who works in a unit.
func (s *Service) ListStaff(ctx context.Context, req *assignmentpb.ListStaffRequest) (*assignmentpb.ListStaffResponse, error) {
	p := session.From(ctx).Principal
	if _, ok := p.Can(permission.ReadQueue, permission.Subject{Units: []string{req.GetUnitId()}}); !ok {
		return nil, apperr.New(apperr.NotFound)
	}
	members, err := s.deps.Store.Members(ctx, req.GetUnitId(), []string{}, s.deps.Now())
	if err != nil {
		return nil, err
	}
	reply := &assignmentpb.ListStaffResponse{}
	for _, m := range members {
		e := message(m)
		e.Me = m.PersonID == p.PersonID
		if e.MayKeep = mayKeep(p, req.GetUnitId(), m.PersonID); e.GetMayKeep() {
			e.NotOfferedCases = caseRefs(m.NotOffered)
		}
		reply.Experts = append(reply.Experts, e)
	}
	return reply, nil
}

func message(m Member) *assignmentpb.Expert {
	e := &assignmentpb.Expert{
		PersonId: m.PersonID, Name: m.Name, Told: m.Told, Needs: wire.ParseAll[casespb.Need](m.Competence), Languages: m.Languages,
		Area: wire.Parse[casespb.Area](m.Area), WeeklyHours: int32(m.WeeklyHours), MostCases: int32(m.Limit / plan.Ordinary), //nolint:gosec // as the database bounds them
		Etag: wire.Etag(m.Revision), Load: int32(m.Load), Held: int32(m.Held), NotOffered: int32(len(m.NotOffered)), ToReturn: int32(m.ToReturn), //nolint:gosec // what one person can hold
	}
	for _, a := range m.Away {
		e.Absences = append(e.Absences, &assignmentpb.Absence{
			Id: a.ID, UnitId: a.UnitID, FromDate: a.From, ToDate: a.To, SubstituteId: a.SubstituteID, SubstituteName: a.SubstituteName,
			ByUnit: a.ByUnit, ForGood: a.ForGood, Etag: wire.Etag(a.Revision),
		})
	}
	return e
}

func caseRefs(all []CaseRef) []*assignmentpb.CaseRef {
	refs := make([]*assignmentpb.CaseRef, len(all))
	for i, c := range all {
		refs[i] = &assignmentpb.CaseRef{CaseId: c.CaseID, Number: c.Number}
	}
	return refs
}

// mayKeep reports whether somebody writes for a person who works in the unit: for themselves, or as its head.
func mayKeep(p permission.Principal, unitID, personID string) bool {
	g, ok := p.Can(permission.KeepStaff, permission.Subject{Units: []string{unitID}})
	if ok && personID == p.PersonID {
		return true
	}
	_, heads := p.Can(permission.Assign, permission.Subject{Units: []string{unitID}})
	return ok && heads && g.UnitID == unitID
}
