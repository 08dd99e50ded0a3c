package cases

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Work is what has happened last in a case in which somebody holds a part.
type Work struct {
	CaseID     string    `db:"case_id"`
	ChangeTime time.Time `db:"change_time"`
	// Kind of the latest event, and whether it is their own.
	Kind string `db:"kind"`
	Own  bool   `db:"own"`
	// Changed: another has changed the case since they have read it.
	Changed bool `db:"changed"`
}

// WantsReply reports whether all that is left for now is to answer what the other side wrote.
func (w Work) WantsReply() bool {
	return !w.Own && slices.Contains([]string{Replied{}.kind(), Messaged{}.kind()}, w.Kind)
}

// WantsReading reports whether all that is left for now is to read how it went.
func (w Work) WantsReading() bool {
	return w.Changed && slices.Contains([]string{Acknowledged{}.kind(), FollowedUp{}.kind()}, w.Kind)
}

// Work answers what the session's principal works on.
func (r Reader) Work(ctx context.Context, p permission.Principal) ([]Work, error) {
	units := scopes(p.Of(permission.RolesFor(permission.ReadLock)...))
	var work []Work
	err := r.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &work, "SELECT case_id, change_time, kind, own, changed FROM access.my_work($1)", units)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading somebody's work: %w", err)
	}
	return work, nil
}
