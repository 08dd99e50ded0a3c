// Package routing finds the unit for a request and explains why; where no rule can, it gives the case to a person of
// the coordination group. Everything it knows of actors and units is the directory's data, and it decides by the rules that are
// published: both read anew, or known to be of the present edition.
package routing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// Deps of the service.
type Deps struct {
	Store     *cases.Store
	Caller    wire.Caller
	Directory directorypb.DirectoryServiceClient
	// Published reads the set of rules by which requests are routed.
	Published func(context.Context) (rules.Set, error)
	Now       func() time.Time
}

// Service implements vaatu.routing.v1.RoutingService.
type Service struct {
	routingpb.UnimplementedRoutingServiceServer

	deps      Deps
	known     known
	published published
}

// New answers the service.
func New(d Deps) *Service {
	return &Service{deps: d, known: known{directory: d.Directory}, published: published{read: d.Published}}
}

// PreviewRouting answers where a request would go.
func (s *Service) PreviewRouting(ctx context.Context, req *routingpb.PreviewRoutingRequest) (*casespb.Routing, error) {
	p := session.From(ctx).Principal
	grant, err := p.School(permission.PreviewRouting, req.GetSchoolId())
	if err != nil {
		return nil, err
	}
	d, err := s.decide(ctx, &routingpb.DecideRequest{Request: req.GetRequest(), SchoolId: grant.SchoolID})
	if err != nil {
		return nil, err
	}
	return d.GetRouting(), nil
}

// TryRouting answers where a request of such facts would go.
func (s *Service) TryRouting(ctx context.Context, req *routingpb.TryRoutingRequest) (*casespb.Routing, error) {
	units, actors, err := s.everybody(ctx)
	if err != nil {
		return nil, err
	}
	set, err := s.deps.Published(ctx)
	if err != nil {
		return nil, err
	}
	table, err := rules.Compile(set)
	if err != nil {
		return nil, fmt.Errorf("compiling the rules %s: %w", set.Version, err)
	}
	f := cases.Facts{
		About: wire.Code(req.GetAbout()), Level: wire.Code(req.GetLevel()), Language: req.GetLanguage(), Needs: wire.Codes(req.GetNeeds()),
		Urgency: wire.Code(req.GetUrgency()), Area: wire.Code(req.GetArea()), CountyCode: req.GetCounty(),
		WishedForms: wire.Codes(req.GetWishedForms()), Permissions: req.GetPermissions(),
	}
	if req.GetRisk() {
		f.Risks = []string{"OTHER"}
	}
	data := &directorypb.RoutingData{Units: units, Actors: actors}
	return wire.Routing(table.Decide(f, data, helsinki.Date(s.deps.Now())), session.From(ctx).Language), nil
}

// Decide answers the routing of a request that is about to be filed.
func (s *Service) Decide(ctx context.Context, req *routingpb.DecideRequest) (*routingpb.Decision, error) {
	return s.decide(ctx, req)
}

func (s *Service) decide(ctx context.Context, req *routingpb.DecideRequest) (*routingpb.Decision, error) {
	today, r := helsinki.Date(s.deps.Now()), req.GetRequest()
	data, err := s.known.data(ctx, req.GetSchoolId(), today, req.GetEdition())
	if err != nil {
		return nil, err
	}
	table, err := s.published.at(ctx, data.GetEdition())
	if err != nil {
		return nil, err
	}
	school, f := data.GetSchool(), asked(r, data.GetSchool())
	f.Permissions = cmp.Or(req.GetPermissions(), told(r))
	routing := table.Decide(f, data, today)
	return &routingpb.Decision{
		Routing: wire.Routing(routing, session.From(ctx).Language), Area: school.GetArea(), CountyCode: school.GetCountyCode(),
		MunicipalityCode: school.GetMunicipalityCode(), PermissionNeeded: permissionNeeded(f, routing, data, today),
		SchoolClosed: school.GetClosed(), ProviderId: school.GetProviderId(),
		SchoolNameFi: school.GetNameFi(), SchoolNameSv: school.GetNameSv(), Edition: data.GetEdition(),
		UnitPermissionModes: modesOf(req.GetUnitId(), data.GetUnits(), data.GetActors()), Charges: charges(routing, data.GetActors()),
		Permissions: f.Permissions, PermissionNeededByAll: neededByAll(f, data, today),
	}, nil
}

// told answers which permissions a request tells of, as it is filed: the school's authorisation is given later.
func told(r *casespb.Request) string {
	if r.GetAbout() != casespb.About_ABOUT_GROUP && r.GetPermissions().GetConsent() != nil {
		return "CONSENT"
	}
	return "NONE"
}

// asked answers the facts by which the rules decide.
func asked(r *casespb.Request, school *directorypb.School) cases.Facts {
	return cases.Facts{
		About: wire.Code(r.GetAbout()), Level: wire.Code(r.GetLevel()), Language: r.GetWorkingLanguage(), Needs: wire.Codes(r.GetNeeds()),
		WishedForms: wire.Codes(r.GetWishedForms()), Urgency: wire.Code(r.GetUrgency()), Risks: wire.Codes(r.GetRisks()),
		Area: wire.Code(school.GetArea()), CountyCode: school.GetCountyCode(),
	}
}

// RouteCase gives a case that nobody leads, or a lead that waits, to a unit.
func (s *Service) RouteCase(ctx context.Context, req *routingpb.RouteCaseRequest) (*casespb.Case, error) {
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: req.GetReason()}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	var place cases.Place
	repeated, err := s.deps.Store.Repeated(ctx, call)
	if err == nil && !repeated {
		place, err = s.place(ctx, req.GetUnitId(), true)
	}
	if err != nil {
		return nil, err
	}
	reason := cases.Content{ID: newID(), Kind: cases.ReasonContent, AboutID: place.AssignmentID, Plain: []byte(req.GetReason())}
	return s.change(ctx, call, cases.Route{Place: place, ReasonID: reason.ID}, reason)
}

// CloseUnledCase ends a case that no unit leads with what follows.
func (s *Service) CloseUnledCase(ctx context.Context, req *routingpb.CloseUnledCaseRequest) (*casespb.Case, error) {
	if err := identitycode.Require("next_step", req.GetNextStep()); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	step := cases.Content{ID: newID(), Kind: cases.NextStepContent, Plain: []byte(req.GetNextStep())}
	return s.change(ctx, call, cases.CloseUnanswered{NextStepID: step.ID}, step)
}

// change carries out a transition of a case.
func (s *Service) change(ctx context.Context, call cases.Call, cmd cases.Command, content ...cases.Content) (*casespb.Case, error) {
	result, err := s.deps.Store.Change(ctx, call, cases.Target{CaseID: call.Once.ResourceID}, cmd, content...)
	if err != nil {
		return nil, err
	}
	return wire.Case(ctx, result.Case)
}

// place answers a unit that works now, and takes leads where it is to lead, as its actor does, and the modes in which it wants
// permissions.
func (s *Service) place(ctx context.Context, unitID string, lead bool) (cases.Place, error) {
	units, actors, err := s.everybody(ctx)
	if err != nil {
		return cases.Place{}, err
	}
	day := helsinki.Date(s.deps.Now())
	fits := rules.Works
	if lead {
		fits = rules.Leads
	}
	i := slices.IndexFunc(units, func(u *directorypb.Unit) bool { return u.GetId() == unitID && fits(u, actors, day) })
	if i < 0 {
		return cases.Place{}, apperr.Invalid("unit_id", "unit.unknown", "choose a unit that works now, and takes leads where it is to lead")
	}
	return cases.Place{
		AssignmentID: newID(), Unit: rules.UnitOf(units[i]),
		Modes: modesOf(unitID, units, actors),
	}, nil
}

// everybody answers the units and actors of the directory.
func (s *Service) everybody(ctx context.Context) ([]*directorypb.Unit, []*directorypb.ActorInfo, error) {
	units, err := s.deps.Directory.ListUnits(ctx, &directorypb.ListUnitsRequest{})
	if err != nil {
		return nil, nil, fmt.Errorf("reading units: %w", err)
	}
	actors, err := s.deps.Directory.ListActors(ctx, &directorypb.ListActorsRequest{})
	if err != nil {
		return nil, nil, fmt.Errorf("reading actors: %w", err)
	}
	return units.GetUnits(), actors.GetActors(), nil
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
