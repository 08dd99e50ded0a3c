package access

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// kept is a row of access.kept_grants.
type kept struct {
	ID             string     `db:"id"`
	State          string     `db:"state"`
	Role           string     `db:"role"`
	UnitID         *string    `db:"unit_id"`
	UnitNameFi     *string    `db:"unit_name_fi"`
	UnitNameSv     *string    `db:"unit_name_sv"`
	Actor          *string    `db:"actor"`
	Area           *string    `db:"area"`
	ProviderID     *string    `db:"provider_id"`
	ProviderNameFi *string    `db:"provider_name_fi"`
	ProviderNameSv *string    `db:"provider_name_sv"`
	FromDate       string     `db:"from_date"`
	ToDate         *string    `db:"to_date"`
	Invited        *string    `db:"invited"`
	PersonID       *string    `db:"person_id"`
	PersonName     *string    `db:"person_name"`
	PersonEmail    *string    `db:"person_email"`
	PersonIssuer   *string    `db:"person_issuer"`
	SignInTime     *time.Time `db:"sign_in_time"`
	InviterID      *string    `db:"inviter_id"`
	InviterName    *string    `db:"inviter_name"`
	CreateTime     *time.Time `db:"create_time"`
	ExpireTime     *time.Time `db:"expire_time"`
	// Place in the order of the list, and how many there are.
	Place string `db:"place"`
	Total int32  `db:"total"`
}

const keptSelect = `SELECT id, state, role, unit_id, unit_name_fi, unit_name_sv, actor, area, provider_id, provider_name_fi, provider_name_sv,
	from_date, to_date, invited, person_id, person_name, person_email, person_issuer, sign_in_time, inviter_id, inviter_name,
	create_time, expire_time, place, total
	FROM access.kept_grants($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// ListGrants answers a page of the grants that the caller keeps.
func (g *Grants) ListGrants(ctx context.Context, req *grantspb.ListGrantsRequest) (*grantspb.ListGrantsResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	if after == nil {
		after = &page.Cursor{ID: uuid.Nil.String()}
	}
	size := page.Size(req.GetPageSize())
	var rows []kept
	err = g.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, keptSelect, keeps(ctx), nil, postgres.Literal(strings.TrimSpace(req.GetQuery())), wire.Code(req.GetState()),
			wire.Code(req.GetRole()), after.Text, after.ID, size+1, g.now())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing grants: %w", err)
	}
	reply := &grantspb.ListGrantsResponse{}
	if len(rows) > 0 {
		reply.TotalSize = rows[0].Total
	}
	rows, reply.NextPageToken = page.Cut(rows, size, func(last kept) page.Cursor { return page.Cursor{ID: last.ID, Text: last.Place} })
	for _, k := range rows {
		reply.Grants = append(reply.Grants, k.message(ctx))
	}
	return reply, nil
}

// one answers a grant; NOT_FOUND unless the caller has the permission for it.
func one(ctx context.Context, tx *postgres.Tx, want permission.Permission, id string, now time.Time) (*grantspb.KeptGrant, error) {
	var k kept
	var found bool
	postgres.Row(tx, &k, &found, keptSelect, nil, id, "", "", "", "", uuid.Nil, 1, now)
	if err := tx.Flush(ctx); err != nil {
		return nil, fmt.Errorf("looking for a grant: %w", err)
	}
	if !found || !k.may(ctx, want) {
		return nil, apperr.New(apperr.NotFound)
	}
	return k.message(ctx), nil
}

func (k kept) may(ctx context.Context, want permission.Permission) bool {
	_, ok := session.From(ctx).Principal.Can(want, permission.Subject{Units: []string{value(k.UnitID)}})
	return ok
}

// deeds says in which states each action is possible, and which permission it takes. Nobody does these to the own grant,
// but for the withdrawal, and nobody confirms whom they invited as an admin or as the head of a unit.
var deeds = []struct {
	action     grantspb.GrantAction
	permission permission.Permission
	states     string
}{
	{grantspb.GrantAction_GRANT_ACTION_CONFIRM, permission.GiveGrants, "WAITS"},
	{grantspb.GrantAction_GRANT_ACTION_WITHDRAW, permission.GiveGrants, "INVITED WAITS"},
	{grantspb.GrantAction_GRANT_ACTION_END, permission.EndGrants, "HOLDS TO_COME ASLEEP"},
	{grantspb.GrantAction_GRANT_ACTION_WAKE, permission.WakeGrants, "ASLEEP"},
	{grantspb.GrantAction_GRANT_ACTION_RELINK, permission.Relink, "HOLDS TO_COME ASLEEP"},
}

func (k kept) allowed(ctx context.Context) []grantspb.GrantAction {
	var allowed []grantspb.GrantAction
	me := session.From(ctx).Principal.PersonID
	own := value(k.PersonID) == me
	second := value(k.InviterID) != me || k.Role != "ADMIN" && k.Role != "LEAD"
	for _, d := range deeds {
		possible := strings.Contains(d.states, k.State) && (!own || d.action == grantspb.GrantAction_GRANT_ACTION_WITHDRAW)
		if d.action == grantspb.GrantAction_GRANT_ACTION_CONFIRM {
			possible = possible && second
		}
		if possible && k.may(ctx, d.permission) {
			allowed = append(allowed, d.action)
		}
	}
	return allowed
}

func (k kept) message(ctx context.Context) *grantspb.KeptGrant {
	return &grantspb.KeptGrant{
		Id: k.ID, State: wire.Parse[grantspb.GrantState](k.State), Role: wire.Parse[accesspb.Role](k.Role),
		UnitId: value(k.UnitID), UnitNameFi: value(k.UnitNameFi), UnitNameSv: value(k.UnitNameSv),
		Actor: wire.Parse[casespb.Actor](value(k.Actor)), Area: wire.Parse[casespb.Area](value(k.Area)),
		ProviderId: value(k.ProviderID), ProviderNameFi: value(k.ProviderNameFi), ProviderNameSv: value(k.ProviderNameSv),
		FromDate: k.FromDate, ToDate: value(k.ToDate), Invited: value(k.Invited), PersonId: value(k.PersonID),
		PersonName: value(k.PersonName), PersonEmail: value(k.PersonEmail), SignInTime: wire.Time(value(k.SignInTime)),
		InviterId: value(k.InviterID), InviterName: value(k.InviterName), ExpireTime: wire.Time(value(k.ExpireTime)), AllowedActions: k.allowed(ctx),
		CreateTime: wire.Time(value(k.CreateTime)), PersonIssuer: value(k.PersonIssuer),
	}
}

func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
