// Package rulesets keeps the tables of rules by which requests are routed: drafted, checked, approved by somebody else and
// published by the national coordination. That author and approver differ, and that one set is published at a time, the
// database promises too.
package rulesets

import (
	"context"
	"errors"
	"fmt"
	"time"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

var errNonePublished = errors.New("no rules are published: vaatu migrate publishes those that Vaatu begins with")

// Deps of the service.
type Deps struct {
	Store     Store
	Caller    wire.Caller
	Directory directorypb.DirectoryServiceClient
	Now       func() time.Time
}

// Service implements vaatu.routing.v1.RuleSetService.
type Service struct {
	routingpb.UnimplementedRuleSetServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

func (s *Service) now() time.Time { return s.deps.Now().UTC().Truncate(time.Microsecond) }

// ListRuleSets answers the sets without their rules.
func (s *Service) ListRuleSets(ctx context.Context, req *routingpb.ListRuleSetsRequest) (*routingpb.ListRuleSetsResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	rows, next, err := s.deps.Store.page(ctx, page.Size(req.GetPageSize()), after)
	if err != nil {
		return nil, err
	}
	reply := &routingpb.ListRuleSetsResponse{NextPageToken: next}
	for _, r := range rows {
		reply.RuleSets = append(reply.RuleSets, r.message(session.From(ctx).Principal))
	}
	return reply, nil
}

// GetRuleSet answers a set with its rules.
func (s *Service) GetRuleSet(ctx context.Context, req *routingpb.GetRuleSetRequest) (*routingpb.RuleSet, error) {
	r, err := s.get(ctx, req.GetRuleSetId())
	if err != nil {
		return nil, err
	}
	return r.whole(session.From(ctx).Principal)
}

func (s *Service) get(ctx context.Context, id string) (row, error) {
	r, found, err := s.deps.Store.one(ctx, "WHERE id = $1", id)
	if err == nil && !found {
		err = apperr.New(apperr.NotFound)
	}
	return r, err
}

// ListRuleFindings answers what is to be known before a set is published.
func (s *Service) ListRuleFindings(ctx context.Context, req *routingpb.ListRuleFindingsRequest) (*routingpb.ListRuleFindingsResponse, error) {
	found, err := s.check(ctx, req.GetRuleSetId())
	if err != nil {
		return nil, err
	}
	reply := &routingpb.ListRuleFindingsResponse{}
	for _, f := range found {
		reply.Findings = append(reply.Findings, findingMessage(f))
	}
	return reply, nil
}

func (s *Service) check(ctx context.Context, id string) ([]rules.Finding, error) {
	r, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	set, err := r.set()
	if err != nil {
		return nil, err
	}
	data, err := s.data(ctx)
	if err != nil {
		return nil, err
	}
	return rules.Check(set, data, helsinki.Date(s.deps.Now())), nil
}

// data answers the actors and units of the directory.
func (s *Service) data(ctx context.Context) (*directorypb.RoutingData, error) {
	units, err := s.deps.Directory.ListUnits(ctx, &directorypb.ListUnitsRequest{})
	if err != nil {
		return nil, fmt.Errorf("reading units: %w", err)
	}
	actors, err := s.deps.Directory.ListActors(ctx, &directorypb.ListActorsRequest{})
	if err != nil {
		return nil, fmt.Errorf("reading actors: %w", err)
	}
	return &directorypb.RoutingData{Units: units.GetUnits(), Actors: actors.GetActors()}, nil
}

// ListRuleChanges answers what a set changes in the published one, or the published one in what it came from.
func (s *Service) ListRuleChanges(ctx context.Context, req *routingpb.ListRuleChangesRequest) (*routingpb.ListRuleChangesResponse, error) {
	r, err := s.get(ctx, req.GetRuleSetId())
	if err != nil {
		return nil, err
	}
	base, found, err := s.deps.Store.one(ctx, `WHERE id = $1 AND $2 OR state = 'PUBLISHED' AND NOT $2`, r.BaseID, r.PublishTime != nil)
	if err != nil || !found {
		return &routingpb.ListRuleChangesResponse{}, err
	}
	before, err := base.set()
	if err != nil {
		return nil, err
	}
	after, err := r.set()
	if err != nil {
		return nil, err
	}
	reply := &routingpb.ListRuleChangesResponse{BaseId: base.ID, BaseVersion: base.Version}
	for _, c := range rules.Diff(before, after) {
		reply.Changes = append(reply.Changes, changeMessage(c))
	}
	return reply, nil
}
