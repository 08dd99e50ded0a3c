// Package access says who may come in. Its [Service] opens and ends the sessions of people: only the gateway calls it,
// through a door of its own, and the database role behind it may do nothing else. Its [Grants] keep the roles that people
// give: admins call them, and heads of units for the own one.
package access

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/timestamppb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Deps of the service.
type Deps struct {
	// DB is the pool of the role that may only sign people in and out.
	DB  *postgres.DB
	Now func() time.Time
	// MostSessions of one person at a time: a further one ends the oldest.
	MostSessions int
}

// Service implements vaatu.access.v1.SessionService.
type Service struct {
	accesspb.UnimplementedSessionServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// OpenSession signs a person in.
func (s *Service) OpenSession(ctx context.Context, req *accesspb.OpenSessionRequest) (*accesspb.OpenSessionResponse, error) {
	token, hash := session.NewToken()
	now := s.deps.Now().UTC().Truncate(time.Microsecond)
	expires := now.Add(session.Absolute)
	most := s.deps.MostSessions
	var machine, made *time.Time
	if m := req.GetMachine(); m != nil {
		until := m.GetExpireTime().AsTime()
		token, hash, most, machine, made = m.GetToken(), session.Hash(m.GetToken()), session.MostOfMachines, &until, moment(m.GetIssueTime())
		if until.Before(expires) {
			expires = until
		}
	}
	var ids, schools, roles []string
	for _, r := range req.GetSchoolRoles() {
		ids = append(ids, uuid.Must(uuid.NewV7()).String())
		schools = append(schools, r.GetSchool())
		roles = append(roles, wire.Code(r.GetRole()))
	}
	var invitation []byte
	if req.GetInvitation() != "" {
		invitation = session.Hash(req.GetInvitation())
	}
	var person, state, grant *string
	err := s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &person, nil, `SELECT access.open_session($1, $2, $3, $4, $5, $6, $7, $8::text[]::uuid[], $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)::text`,
			uuid.Must(uuid.NewV7()), req.GetIssuer(), req.GetSubject(), strings.TrimSpace(req.GetDisplayName()),
			nameless(req.GetLanguage()), req.GetEmail(), req.GetLanguage(), ids, schools, roles, hash, now, expires, session.Idle, most, invitation, machine, made, moment(req.GetAuthTime()))
		postgres.Row(tx, &grant, nil, "SELECT substr(access.grant_state($1, $2, $3), 3)", req.GetIssuer(), req.GetSubject(), now)
		if invitation != nil {
			postgres.Row(tx, &state, nil, "SELECT access.invitation_state($1, $2, $3, $4)", invitation, req.GetIssuer(), req.GetSubject(), now)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("opening a session: %w", err)
	}
	if person == nil {
		refusal := apperr.New(apperr.NoRole)
		refusal.Details = map[string]string{}
		if state != nil {
			refusal.Details["invitation"] = *state
		}
		if grant != nil {
			refusal.Details["grant"] = *grant
		}
		return nil, refusal
	}
	return &accesspb.OpenSessionResponse{Token: token, ExpireTime: wire.Time(expires), Invitation: value(state)}, nil
}

// moment answers a time; nil: the provider does not tell.
func moment(t *timestamppb.Timestamp) *time.Time {
	if t == nil {
		return nil
	}
	return new(t.AsTime())
}

// nameless stands in for a name that no provider has told: others must be able to speak of whoever holds a case.
func nameless(language string) string {
	switch language {
	case "sv":
		return "Namn saknas"
	case "en":
		return "Name unknown"
	}
	return "Nimi ei tiedossa"
}

// RevokeSession ends a session.
func (s *Service) RevokeSession(ctx context.Context, req *accesspb.RevokeSessionRequest) (*accesspb.RevokeSessionResponse, error) {
	err := s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT access.revoke_session($1)", session.Hash(req.GetToken()))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("ending a session: %w", err)
	}
	return &accesspb.RevokeSessionResponse{}, nil
}
