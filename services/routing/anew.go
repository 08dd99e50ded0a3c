package routing

import (
	"context"
	"fmt"
	"time"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// Anew routes cases that were filed before, for the clock, which calls no service.
type Anew struct {
	// Data reads what the directory says of a school, and of all actors and units.
	Data func(context.Context, *directorypb.GetRoutingDataRequest) (*directorypb.RoutingData, error)
	// Published reads the set of rules by which requests are routed.
	Published func(context.Context) (rules.Set, error)
	Now       func() time.Time
}

// Route answers where a case goes by the rules and units of this moment, and the modes in which the unit there wants permissions.
func (a Anew) Route(ctx context.Context, c cases.Case) (cases.Routing, []string, error) {
	data, err := a.Data(ctx, &directorypb.GetRoutingDataRequest{SchoolId: c.Facts.SchoolID})
	if err != nil {
		return cases.Routing{}, nil, err
	}
	set, err := a.Published(ctx)
	if err != nil {
		return cases.Routing{}, nil, err
	}
	table, err := rules.Compile(set)
	if err != nil {
		return cases.Routing{}, nil, fmt.Errorf("compiling the rules %s: %w", set.Version, err)
	}
	day, f := helsinki.Date(a.Now()), c.Facts
	f.Permissions = c.Recorded()
	r := table.Decide(f, data, day)
	if r.Unit == nil {
		return r, nil, nil
	}
	return r, modesOf(r.Unit.ID, data.GetUnits(), data.GetActors()), nil
}
