package access

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"google.golang.org/protobuf/proto"

	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// GrantsDeps are what the service of grants stands on.
type GrantsDeps struct {
	// DB is the application's pool: it reaches grants by functions alone, which look themselves who calls.
	DB *postgres.DB
	// Jobs inserts jobs into the transaction of a change.
	Jobs   *river.Client[pgx.Tx]
	Caller wire.Caller
	Now    func() time.Time
}

// Grants implements vaatu.grants.v1.GrantService: the roles that people give.
type Grants struct {
	grantspb.UnimplementedGrantServiceServer

	deps GrantsDeps
}

// NewGrants answers the service of grants.
func NewGrants(d GrantsDeps) *Grants { return &Grants{deps: d} }

func (g *Grants) now() time.Time { return g.deps.Now().UTC().Truncate(time.Microsecond) }

// ConfirmGrant makes an invitation a grant.
func (g *Grants) ConfirmGrant(ctx context.Context, req *grantspb.ConfirmGrantRequest) (*grantspb.KeptGrant, error) {
	return g.change(ctx, permission.GiveGrants, req, req.GetGrantId(), "SELECT access.confirm_grant($1, $2, $3)")
}

// WithdrawInvitation takes an invitation back.
func (g *Grants) WithdrawInvitation(ctx context.Context, req *grantspb.WithdrawInvitationRequest) (*grantspb.KeptGrant, error) {
	return g.change(ctx, permission.GiveGrants, req, req.GetGrantId(), "SELECT access.withdraw_invitation($1, $2, $3)")
}

// EndGrant ends a grant; the clock gives back what its person held.
func (g *Grants) EndGrant(ctx context.Context, req *grantspb.EndGrantRequest) (*grantspb.KeptGrant, error) {
	return g.change(ctx, permission.EndGrants, req, req.GetGrantId(), "SELECT access.end_grant($1, $2, $3)")
}

// WakeGrant wakes a grant.
func (g *Grants) WakeGrant(ctx context.Context, req *grantspb.WakeGrantRequest) (*grantspb.KeptGrant, error) {
	return g.change(ctx, permission.WakeGrants, req, req.GetGrantId(), "SELECT access.wake_grant($1, $2, $3)")
}

// RelinkPerson gives the person of a grant another identity.
func (g *Grants) RelinkPerson(ctx context.Context, req *grantspb.RelinkPersonRequest) (*grantspb.KeptGrant, error) {
	reason := strings.TrimSpace(req.GetReason())
	if reason == "" {
		return nil, apperr.Invalid("reason", "string.min_len", "say why")
	}
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: reason}); err != nil {
		return nil, err
	}
	return g.change(ctx, permission.Relink, req, req.GetGrantId(), "SELECT access.relink_person($1, $4, $5, $2, $3)", req.GetWaitingGrantId(), reason)
}

// change lets a function of the database change a grant, once for an idempotency key, and answers the grant after it. $1 is
// the grant, $2 the request and $3 the time; the function tells whether it did anything.
func (g *Grants) change(ctx context.Context, want permission.Permission, req proto.Message, id, sql string, more ...any) (*grantspb.KeptGrant, error) {
	call, err := g.deps.Caller.Append(ctx, req, id)
	if err != nil {
		return nil, err
	}
	now := g.now()
	var after *grantspb.KeptGrant
	err = g.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		_, used, err := call.Once.LookAlone(ctx, tx, call.Principal.PersonID)
		if err != nil {
			return err
		}
		after, err = one(ctx, tx, want, id, now)
		if err != nil || used {
			return err
		}
		var did bool
		postgres.Row(tx, &did, nil, sql, append([]any{id, call.RequestID, now}, more...)...)
		call.Once.Record(tx, call.Principal.PersonID, now)
		if err := tx.Flush(ctx); err != nil {
			return fmt.Errorf("changing a grant: %w", err)
		}
		if !did {
			return apperr.New(apperr.TransitionRefused)
		}
		if want == permission.EndGrants {
			// At once; should it fail, the next tick finds the same.
			if _, err := g.deps.Jobs.InsertManyTx(ctx, tx.River(), []river.InsertManyParams{cases.Soon()}); err != nil {
				return fmt.Errorf("joining a job to the end of a grant: %w", err)
			}
		}
		after, err = one(ctx, tx, want, id, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	return after, nil
}

// ended is what access.preview_end answers.
type ended struct {
	Left []struct {
		AssignmentID string    `json:"assignment_id"`
		Number       string    `json:"number"`
		Since        time.Time `json:"since"`
	} `json:"left"`
	Total     int32    `json:"total"`
	UnitEmpty bool     `json:"unit_empty"`
	LeadNames []string `json:"lead_names"`
}

// PreviewEnd answers what the end of a grant would leave without an owner.
func (g *Grants) PreviewEnd(ctx context.Context, req *grantspb.PreviewEndRequest) (*grantspb.PreviewEndResponse, error) {
	now := g.now()
	var found []byte
	err := g.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &found, nil, "SELECT access.preview_end($1, $2)", req.GetGrantId(), now)
		_, err := one(ctx, tx, permission.EndGrants, req.GetGrantId(), now)
		return err
	})
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, apperr.New(apperr.NotFound)
	}
	var e ended
	if err := json.Unmarshal(found, &e); err != nil {
		return nil, fmt.Errorf("reading the end of a grant: %w", err)
	}
	reply := &grantspb.PreviewEndResponse{TotalSize: e.Total, UnitEmpty: e.UnitEmpty, LeadNames: e.LeadNames}
	for _, l := range e.Left {
		reply.Left = append(reply.Left, &grantspb.LeftAssignment{AssignmentId: l.AssignmentID, Number: l.Number, Since: wire.Time(l.Since)})
	}
	return reply, nil
}

// keeps answers the units whose grants the caller keeps; nil: all.
func keeps(ctx context.Context) []string {
	p := session.From(ctx).Principal
	if _, all := p.Can(permission.ReadGrants, permission.Subject{}); all {
		return nil
	}
	units := []string{}
	for _, grant := range p.Of(permission.Lead) {
		units = append(units, grant.UnitID)
	}
	return units
}
