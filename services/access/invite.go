package access

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/proto"
	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// InvitationLasts is how long the link of an invitation is good.
const InvitationLasts = 14 * 24 * time.Hour

// CreateInvitation makes a grant that waits for its person. The token is kept nowhere: a repetition makes another.
func (g *Grants) CreateInvitation(ctx context.Context, req *grantspb.CreateInvitationRequest) (*grantspb.CreateInvitationResponse, error) {
	now := g.now()
	if err := invalid(req, now); err != nil {
		return nil, err
	}
	call, err := g.deps.Caller.Append(ctx, req, uuid.Must(uuid.NewV7()).String())
	if err != nil {
		return nil, err
	}
	token, hash := session.NewToken()
	var made *grantspb.KeptGrant
	err = g.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		id, used, err := call.Once.LookAlone(ctx, tx, call.Principal.PersonID)
		if err != nil {
			return err
		}
		var did bool
		if used {
			postgres.Row(tx, &did, nil, "SELECT access.renew_invitation($1, $2, $3, $4, $5)", id, hash, now.Add(InvitationLasts), call.RequestID, now)
		} else {
			id = call.Once.ResourceID
			if err := exists(ctx, tx, req, now); err != nil {
				return err
			}
			postgres.Row(tx, &did, nil, "SELECT access.invite($1, $2, $3, $4, $5, $6, $7, $8, $9::text::date, $10::text::date, $11, $12)",
				id, hash, now.Add(InvitationLasts), strings.TrimSpace(req.GetInvited()), wire.Code(req.GetRole()), optional(req.GetUnitId()),
				optional(wire.Code(req.GetArea())), optional(req.GetProviderId()), from(req, now), optional(req.GetToDate()), call.RequestID, now)
			call.Once.Record(tx, call.Principal.PersonID, now)
		}
		if made, err = one(ctx, tx, permission.GiveGrants, id, now); err != nil {
			return err
		}
		if !did {
			return apperr.New(apperr.TransitionRefused)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &grantspb.CreateInvitationResponse{Grant: made, Token: token}, nil
}

// from answers the first day: today where none is named.
func from(req *grantspb.CreateInvitationRequest, now time.Time) string {
	if req.GetFromDate() == "" {
		return helsinki.Date(now)
	}
	return req.GetFromDate()
}

// invalid answers what does not fit together in an invitation, field by field; nil when all does.
func invalid(req *grantspb.CreateInvitationRequest, now time.Time) error {
	wrong := &apperr.Error{Reason: apperr.Validation}
	refuse := func(broken bool, path, rule, text string) {
		if broken {
			wrong.Fields = append(wrong.Fields, apperr.Field{Path: path, Rule: rule, Text: text})
		}
	}
	ofUnit := req.GetRole() == accesspb.Role_ROLE_EXPERT || req.GetRole() == accesspb.Role_ROLE_LEAD
	ofArea := req.GetRole() == accesspb.Role_ROLE_COORDINATOR
	ofProvider := req.GetRole() == accesspb.Role_ROLE_VIPU
	refuse(strings.TrimSpace(req.GetInvited()) == "", "invited", "string.min_len", "say who it is for")
	refuse(!proto.OneLine(req.GetInvited()), "invited", "string.pattern", "write the name on one line, without hidden characters")
	refuse(ofUnit && req.GetUnitId() == "", "unit_id", "required", "the role is of a unit")
	refuse(!ofUnit && req.GetUnitId() != "", "unit_id", "grant.scope", "the role is of no unit")
	refuse(!ofArea && req.GetArea() != 0, "area", "grant.scope", "the role is of no area")
	refuse(ofProvider && req.GetProviderId() == "", "provider_id", "required", "the role is of a provider")
	refuse(!ofProvider && req.GetProviderId() != "", "provider_id", "grant.scope", "the role is of no provider")
	begins, ends := from(req, now), req.GetToDate()
	refuse(!helsinki.IsDate(begins), "from_date", "date.calendar", "write the date as YYYY-MM-DD")
	refuse(ends != "" && !helsinki.IsDate(ends), "to_date", "date.calendar", "write the date as YYYY-MM-DD")
	refuse(helsinki.IsDate(begins) && helsinki.IsDate(ends) && ends < begins, "to_date", "date.order", "the last day is before the first")
	if len(wrong.Fields) == 0 {
		return nil
	}
	return wrong
}

// exists refuses a unit that does not work now or later, and a provider that the directory does not know or that has closed.
func exists(ctx context.Context, tx *postgres.Tx, req *grantspb.CreateInvitationRequest, now time.Time) error {
	var unit, provider bool
	postgres.Row(tx, &unit, nil, `SELECT $1::text IS NULL OR EXISTS (SELECT FROM directory.units u
		WHERE u.id = $1::text::uuid AND (u.active_to IS NULL OR u.active_to >= $2::text::date))`, optional(req.GetUnitId()), helsinki.Date(now))
	postgres.Row(tx, &provider, nil, `SELECT $1::text IS NULL OR EXISTS (SELECT FROM directory.providers v
		WHERE v.id = $1::text::uuid AND v.status = 'ACTIVE')`, optional(req.GetProviderId()))
	if err := tx.Flush(ctx); err != nil {
		return fmt.Errorf("looking for the scope of a grant: %w", err)
	}
	if !unit {
		return apperr.Invalid("unit_id", "unit.unknown", "choose a unit that works now")
	}
	if !provider {
		return apperr.Invalid("provider_id", "provider.unknown", "choose a provider of the directory")
	}
	return nil
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
