package directory

import (
	"context"
	"time"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// Service implements vaatu.directory.v1.DirectoryService.
type Service struct {
	directorypb.UnimplementedDirectoryServiceServer

	store *Store
	now   func() time.Time
}

// New answers the service. The clock tells which schools have closed.
func New(store *Store, now func() time.Time) *Service { return &Service{store: store, now: now} }

func (s *Service) today() string { return helsinki.Date(s.now()) }

// ListAreas answers the five VIP areas.
func (s *Service) ListAreas(ctx context.Context, _ *directorypb.ListAreasRequest) (*directorypb.ListAreasResponse, error) {
	areas, err := s.store.Areas(ctx)
	if err != nil {
		return nil, err
	}
	reply := &directorypb.ListAreasResponse{}
	for _, a := range areas {
		reply.Areas = append(reply.Areas, &directorypb.AreaInfo{Area: wire.Parse[casespb.Area](a.Code), NameFi: a.NameFi, NameSv: a.NameSv})
	}
	return reply, nil
}

// ListMunicipalities answers all municipalities.
func (s *Service) ListMunicipalities(ctx context.Context, _ *directorypb.ListMunicipalitiesRequest) (*directorypb.ListMunicipalitiesResponse, error) {
	municipalities, err := s.store.Municipalities(ctx)
	if err != nil {
		return nil, err
	}
	reply := &directorypb.ListMunicipalitiesResponse{}
	for _, m := range municipalities {
		reply.Municipalities = append(reply.Municipalities, &directorypb.Municipality{
			Code: m.Code, NameFi: m.NameFi, NameSv: m.NameSv, Language: m.Language, RegionCode: m.RegionCode,
			CountyCode: m.CountyCode, Area: wire.Parse[casespb.Area](m.Area),
		})
	}
	return reply, nil
}

// ListSchools finds schools.
func (s *Service) ListSchools(ctx context.Context, req *directorypb.ListSchoolsRequest) (*directorypb.ListSchoolsResponse, error) {
	page, err := s.store.Schools(ctx, Query{Text: req.GetQuery(), Size: req.GetPageSize(), Token: req.GetPageToken()})
	if err != nil {
		return nil, err
	}
	reply := &directorypb.ListSchoolsResponse{NextPageToken: page.Next}
	for _, school := range page.Schools {
		reply.Schools = append(reply.Schools, school.message(s.today()))
	}
	return reply, nil
}

// ListProviders finds providers.
func (s *Service) ListProviders(ctx context.Context, req *directorypb.ListProvidersRequest) (*directorypb.ListProvidersResponse, error) {
	page, err := s.store.Providers(ctx, Query{Text: req.GetQuery(), Size: req.GetPageSize(), Token: req.GetPageToken()})
	if err != nil {
		return nil, err
	}
	reply := &directorypb.ListProvidersResponse{NextPageToken: page.Next}
	for _, p := range page.Providers {
		reply.Providers = append(reply.Providers, &directorypb.Provider{
			Id: p.ID, Oid: p.OID, NameFi: p.NameFi, NameSv: p.NameSv, Closed: p.ClosedBy(s.today()),
		})
	}
	return reply, nil
}

// ListActors answers the actors.
func (s *Service) ListActors(ctx context.Context, _ *directorypb.ListActorsRequest) (*directorypb.ListActorsResponse, error) {
	actors, err := s.store.Actors(ctx)
	if err != nil {
		return nil, err
	}
	return &directorypb.ListActorsResponse{Actors: messages(actors, Actor.message)}, nil
}

// ListUnits answers units.
func (s *Service) ListUnits(ctx context.Context, req *directorypb.ListUnitsRequest) (*directorypb.ListUnitsResponse, error) {
	units, err := s.store.Units(ctx, wire.Code(req.GetActor()))
	if err != nil {
		return nil, err
	}
	return &directorypb.ListUnitsResponse{Units: messages(units, Unit.message)}, nil
}

// GetRoutingData answers what routing needs.
func (s *Service) GetRoutingData(ctx context.Context, req *directorypb.GetRoutingDataRequest) (*directorypb.RoutingData, error) {
	data, err := s.store.RoutingData(ctx, req.GetSchoolId())
	if err != nil {
		return nil, err
	}
	today := s.today()
	return &directorypb.RoutingData{
		School: data.School.message(today), Actors: messages(data.Actors, Actor.message), Units: messages(data.Units, Unit.message),
		Edition: data.Edition, Day: today,
	}, nil
}

func messages[T, M any](list []T, message func(T) M) []M {
	ms := make([]M, len(list))
	for i, v := range list {
		ms[i] = message(v)
	}
	return ms
}

func (s School) message(today string) *directorypb.School {
	return &directorypb.School{
		Id: s.ID, Oid: s.OID, Code: s.Code, NameFi: s.NameFi, NameSv: s.NameSv, MunicipalityCode: s.MunicipalityCode,
		Languages: s.Languages, Closed: s.ClosedBy(today), CountyCode: s.CountyCode, Area: wire.Parse[casespb.Area](s.Area),
		ProviderId: s.ProviderID,
	}
}

func (a Actor) message() *directorypb.ActorInfo {
	return &directorypb.ActorInfo{
		Actor: wire.Parse[casespb.Actor](a.Code), NameFi: a.NameFi, NameSv: a.NameSv, NameEn: a.NameEn,
		TakesLeads: a.TakesLeads, JoinsOnly: a.JoinsOnly, Charges: a.Charges, Languages: a.Languages,
		Expertise:  wire.ParseAll[casespb.Need](a.Expertise),
		ActiveFrom: a.ActiveFrom, ActiveTo: a.ActiveTo, PermissionModes: a.PermissionModes,
	}
}

func (u Unit) message() *directorypb.Unit {
	return &directorypb.Unit{
		Id: u.ID, Actor: wire.Parse[casespb.Actor](u.Actor), NameFi: u.NameFi, NameSv: u.NameSv,
		MunicipalityCode: u.MunicipalityCode, Areas: wire.ParseAll[casespb.Area](u.Areas), National: u.National,
		Languages: u.Languages, Needs: wire.ParseAll[casespb.Need](u.Needs), TakesLeads: u.TakesLeads,
		PermissionAlways: u.PermissionAlways, ActiveFrom: u.ActiveFrom, ActiveTo: u.ActiveTo,
	}
}
