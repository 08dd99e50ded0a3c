// Package caseload shows the coordination group how the work stands: counts and cards, never a name or a text.
package caseload

import (
	"context"
	"time"

	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// Deps of the service.
type Deps struct {
	Reader cases.Reader
	Now    func() time.Time
}

// Service implements vaatu.caseload.v1.CaseloadService.
type Service struct {
	caseloadpb.UnimplementedCaseloadServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// GetCaseload answers counts by phase, actor and area, and by need.
func (s *Service) GetCaseload(ctx context.Context, req *caseloadpb.GetCaseloadRequest) (*caseloadpb.Caseload, error) {
	filter := cases.Filter{Area: wire.Code(req.GetArea()), Actor: wire.Code(req.GetActor()), LateOn: s.today()}
	figures, err := s.deps.Reader.Figures(ctx, session.From(ctx).Principal.Areas(), filter)
	if err != nil {
		return nil, err
	}
	reply := &caseloadpb.Caseload{Late: figures.Late}
	for _, c := range figures.Counts {
		reply.Counts = append(reply.Counts, count(c))
		reply.Total += c.Count
		if !cases.Phase(c.Phase).Ended() {
			reply.Open += c.Count
		}
	}
	for _, n := range figures.Needs {
		reply.Needs = append(reply.Needs, &caseloadpb.NeedCount{Need: wire.Parse[casespb.Need](n.Need), Count: n.Count})
	}
	return reply, nil
}

func count(c cases.Count) *caseloadpb.Count {
	m := &caseloadpb.Count{Phase: wire.Parse[casespb.Phase](c.Phase), Count: c.Count}
	if c.Actor != nil {
		m.Actor = wire.Parse[casespb.Actor](*c.Actor)
	}
	if c.Area != nil {
		m.Area = wire.Parse[casespb.Area](*c.Area)
	}
	return m
}

// ListCaseloadCases answers the cards behind a count.
func (s *Service) ListCaseloadCases(ctx context.Context, req *caseloadpb.ListCaseloadCasesRequest) (*caseloadpb.ListCaseloadCasesResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	filter := cases.Filter{
		Area: wire.Code(req.GetArea()), Actor: wire.Code(req.GetActor()), Phase: wire.Code(req.GetPhase()),
		Need: wire.Code(req.GetNeed()), Open: req.GetOpen(), Unled: req.GetUnled(),
	}
	if req.GetLate() {
		filter.LateOn = s.today()
	}
	areas := session.From(ctx).Principal.Areas()
	cards, next, err := s.deps.Reader.InArea(ctx, areas, filter, page.Size(req.GetPageSize()), after)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(cards))
	for i, c := range cards {
		ids[i] = c.CaseID
	}
	parts, err := s.deps.Reader.PartClocks(ctx, ids)
	if err != nil {
		return nil, err
	}
	return &caseloadpb.ListCaseloadCasesResponse{Cases: wire.CaseloadCards(cards, parts), NextPageToken: next}, nil
}

// today answers the calendar date in Finland.
func (s *Service) today() string { return workdays.Of(s.deps.Now()).String() }
