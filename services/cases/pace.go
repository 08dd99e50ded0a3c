package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Pace is how long a unit's first advice has lately taken.
type Pace struct {
	// Days from filing to the first advice, whole ones begun: the median.
	Days int32 `db:"days"`
	// Cases that it is the median of.
	Cases int32 `db:"cases"`
}

// paceTime is how far back Pace looks.
const paceTime = 90 * 24 * time.Hour

// Pace answers how long a unit's first advice took in the last 90 days. It is not known where fewer than ten cases stand
// behind it: that would tell of single cases, and promise by chance.
func (r Reader) Pace(ctx context.Context, unitID string, now time.Time) (p Pace, known bool, err error) {
	err = r.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &p, &known, "SELECT days, cases FROM unit_pace($1, $2)", unitID, now.Add(-paceTime))
		return nil
	})
	if err != nil {
		return Pace{}, false, fmt.Errorf("reading the pace of a unit: %w", err)
	}
	return p, known, nil
}
