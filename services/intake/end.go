package intake

import (
	"context"
	"fmt"
	"time"

	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// draftEnd is a row of intake.draft_ends.
type draftEnd struct {
	Outcome string    `db:"outcome"`
	EndTime time.Time `db:"end_time"`
}

// GetDraftEnd answers what became of a draft to one of those who wrote it.
func (s *Service) GetDraftEnd(ctx context.Context, req *intakepb.GetDraftEndRequest) (*intakepb.DraftEnd, error) {
	var end draftEnd
	var found bool
	err := s.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &end, &found, "SELECT outcome, end_time FROM intake.draft_ends WHERE draft_id = $1 AND person_id = $2",
			req.GetDraftId(), session.From(ctx).Principal.PersonID)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the end of a draft: %w", err)
	}
	if !found {
		return nil, apperr.New(apperr.NotFound)
	}
	return &intakepb.DraftEnd{Outcome: wire.Parse[intakepb.DraftOutcome](end.Outcome), EndTime: wire.Time(end.EndTime)}, nil
}
