package routing

import (
	"context"
	"fmt"
	"sync"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
)

// known keeps what the directory last said, for callers who prove themselves that its edition is the present one. Schools
// close by the day: what is known is of one edition and of one day of the directory's clock.
type known struct {
	directory directorypb.DirectoryServiceClient

	mu      sync.Mutex
	edition int64
	day     string
	schools map[string]*directorypb.RoutingData // all share the same actors and units; nobody changes them
}

// data answers what routing needs for a school, of the edition; read anew where that is not the one that is known, or 0.
func (k *known) data(ctx context.Context, schoolID, day string, edition int64) (*directorypb.RoutingData, error) {
	if data := k.find(schoolID, day, edition); data != nil {
		return data, nil
	}
	data, err := k.directory.GetRoutingData(ctx, &directorypb.GetRoutingDataRequest{SchoolId: schoolID})
	if err != nil {
		return nil, fmt.Errorf("reading the data of routing: %w", err)
	}
	k.keep(schoolID, data)
	return data, nil
}

func (k *known) find(schoolID, day string, edition int64) *directorypb.RoutingData {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.edition != edition || k.day != day {
		return nil
	}
	return k.schools[schoolID]
}

func (k *known) keep(schoolID string, data *directorypb.RoutingData) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if data.GetEdition() != k.edition || data.GetDay() != k.day {
		k.edition, k.day, k.schools = data.GetEdition(), data.GetDay(), map[string]*directorypb.RoutingData{}
	}
	for _, other := range k.schools {
		data.Actors, data.Units = other.GetActors(), other.GetUnits()
		break
	}
	k.schools[schoolID] = data
}
