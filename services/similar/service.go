// Package similar keeps a school from asking the same twice. It promises that of a request which somebody may not read they
// learn that there is one, and no more until its filer says so: the rule and what it may tell are the database's.
package similar

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Deps of the service.
type Deps struct {
	Cases cases.Reader
	// DB is the application's pool.
	DB *postgres.DB
	// Jobs inserts jobs into the transaction of a change.
	Jobs   *river.Client[pgx.Tx]
	Caller wire.Caller
	Now    func() time.Time
}

// Service implements vaatu.intake.v1.SimilarService.
type Service struct {
	intakepb.UnimplementedSimilarServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

func (s *Service) now() time.Time { return s.deps.Now().UTC().Truncate(time.Microsecond) }

// likeness answers what makes requests of a school of the caller similar.
func likeness(p permission.Principal, l *intakepb.Likeness) (cases.Likeness, error) {
	grant, err := p.School(permission.Draft, l.GetSchoolId())
	if err != nil {
		return cases.Likeness{}, err
	}
	facts := cases.Facts{Level: wire.Code(l.GetLevel()), Grades: l.GetGrades()}
	return cases.Likeness{
		SchoolID: grant.SchoolID, About: wire.Code(l.GetAbout()), GradeBand: facts.GradeBand(), Needs: wire.Codes(l.GetNeeds()),
	}, nil
}

// FindSimilar answers the similar requests.
func (s *Service) FindSimilar(ctx context.Context, req *intakepb.FindSimilarRequest) (*intakepb.FindSimilarResponse, error) {
	p := session.From(ctx).Principal
	like, err := likeness(p, req.GetLikeness())
	if err != nil {
		return nil, err
	}
	found, err := s.deps.Cases.Similar(ctx, p, like, s.now())
	if postgres.Broken(err, "similar_often") {
		return nil, apperr.New(apperr.RateLimited)
	}
	if err != nil {
		return nil, fmt.Errorf("looking for similar requests: %w", err)
	}
	return &intakepb.FindSimilarResponse{Cases: wire.Cards(found.Cards), Hidden: found.Hidden, Asked: found.Asked}, nil
}
