package breakglass

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	breakglasspb "github.com/vip-verkosto/vaatu/proto/vaatu/breakglass/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// kept is a row of access.kept_break_glasses.
type kept struct {
	ID           string     `db:"id"`
	CaseID       string     `db:"case_id"`
	Number       string     `db:"number"`
	Area         *string    `db:"area"`
	PersonID     string     `db:"person_id"`
	OpenerName   string     `db:"opener_name"`
	Reason       *string    `db:"reason"`
	OpenTime     time.Time  `db:"open_time"`
	Until        time.Time  `db:"until"`
	EndTime      *time.Time `db:"end_time"`
	ToldNames    []string   `db:"told_names"`
	Finding      *string    `db:"finding"`
	ReviewerName *string    `db:"reviewer_name"`
	ReviewTime   *time.Time `db:"review_time"`
	// Place in the order of the list, how many there are, and how many of them nobody has reviewed.
	Place      string `db:"place"`
	Total      int32  `db:"total"`
	Unreviewed int32  `db:"unreviewed"`
}

const keptSelect = `SELECT id, case_id, number, area, person_id, opener_name, reason, open_time, until, end_time, told_names,
	finding, reviewer_name, review_time, place, total, unreviewed FROM access.kept_break_glasses($1, $2, $3, $4, $5, $6, $7)`

// ListBreakGlasses answers a page of those that the caller may see, in the roles that they act by.
func (s *Service) ListBreakGlasses(ctx context.Context, req *breakglasspb.ListBreakGlassesRequest) (*breakglasspb.ListBreakGlassesResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	if after == nil {
		after = &page.Cursor{ID: uuid.Nil.String()}
	}
	p, size := session.From(ctx).Principal, page.Size(req.GetPageSize())
	areas := p.Areas()
	all, told := areas == nil || len(p.Of(permission.Auditor)) > 0, len(p.Of(permission.Lead)) > 0
	var rows []kept
	err = s.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, keptSelect, all, areas, told, nil, after.Text, after.ID, size+1)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing break-glasses: %w", err)
	}
	reply := &breakglasspb.ListBreakGlassesResponse{}
	if len(rows) > 0 {
		reply.TotalSize, reply.Unreviewed = rows[0].Total, rows[0].Unreviewed
	}
	rows, reply.NextPageToken = page.Cut(rows, size, func(last kept) page.Cursor { return page.Cursor{ID: last.ID, Text: last.Place} })
	for _, k := range rows {
		reply.BreakGlasses = append(reply.BreakGlasses, k.message(p, s.now()))
	}
	return reply, nil
}

// one answers a break-glass; NOT_FOUND unless the caller has the permission for it.
func (s *Service) one(ctx context.Context, tx *postgres.Tx, want permission.Permission, id string) (*breakglasspb.BreakGlass, error) {
	var k kept
	var found bool
	postgres.Row(tx, &k, &found, keptSelect, true, nil, false, id, "", uuid.Nil, 1)
	if err := tx.Flush(ctx); err != nil {
		return nil, fmt.Errorf("looking for a break-glass: %w", err)
	}
	p := session.From(ctx).Principal
	if !found || !k.may(p, want) {
		return nil, apperr.New(apperr.NotFound)
	}
	return k.message(p, s.now()), nil
}

func (k kept) may(p permission.Principal, want permission.Permission) bool {
	_, ok := p.Can(want, permission.Subject{CaseID: k.CaseID, Area: value(k.Area)})
	return ok
}

// allowed answers what the principal may do to it: who opened it closes it, and once it is closed somebody else reviews it.
func (k kept) allowed(p permission.Principal, now time.Time) []breakglasspb.BreakGlassAction {
	own, open := k.PersonID == p.PersonID, k.EndTime == nil && k.Until.After(now)
	switch {
	case own && open && k.may(p, permission.BreakGlass):
		return []breakglasspb.BreakGlassAction{breakglasspb.BreakGlassAction_BREAK_GLASS_ACTION_END}
	case !own && !open && k.Finding == nil && k.may(p, permission.ReviewBreakGlass):
		return []breakglasspb.BreakGlassAction{breakglasspb.BreakGlassAction_BREAK_GLASS_ACTION_REVIEW}
	}
	return nil
}

func (k kept) message(p permission.Principal, now time.Time) *breakglasspb.BreakGlass {
	return &breakglasspb.BreakGlass{
		Id: k.ID, CaseId: k.CaseID, Number: k.Number, OpenerName: k.OpenerName, Reason: value(k.Reason),
		CreateTime: wire.Time(k.OpenTime), ExpireTime: wire.Time(k.Until), EndTime: wire.Time(value(k.EndTime)), ToldNames: k.ToldNames,
		Finding: wire.Parse[breakglasspb.Finding](value(k.Finding)), ReviewerName: value(k.ReviewerName),
		ReviewTime: wire.Time(value(k.ReviewTime)), AllowedActions: k.allowed(p, now),
	}
}

func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
