// Package permits keeps the two permissions of a case: the guardian's consent, which the school records, and the school's own
// authorisation, which its principal gives. What they open and lock is the case's to say (services/cases); here they are
// recorded, asked for, withdrawn and shown.
package permits

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/principals"
)

// Deps of the service.
type Deps struct {
	Store  *cases.Store
	Caller wire.Caller
	Now    func() time.Time
}

// Service implements vaatu.permits.v1.PermitService.
type Service struct {
	permitspb.UnimplementedPermitServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

func (s *Service) now() time.Time { return s.deps.Now().UTC().Truncate(time.Microsecond) }

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// RecordConsent records the guardian's consent.
func (s *Service) RecordConsent(ctx context.Context, req *permitspb.RecordConsentRequest) (*permitspb.CasePermissions, error) {
	cmd, wrong := wire.ParseConsent("consent", req.GetConsent(), helsinki.Date(s.deps.Now()))
	if len(wrong) > 0 {
		return nil, &apperr.Error{Reason: apperr.Validation, Fields: wrong}
	}
	return s.change(ctx, req, cmd)
}

// WithdrawConsent records that it was withdrawn.
func (s *Service) WithdrawConsent(ctx context.Context, req *permitspb.WithdrawConsentRequest) (*permitspb.CasePermissions, error) {
	return s.change(ctx, req, cases.WithdrawPermit{Kind: cases.GuardianConsent})
}

// Authorise gives the school's authorisation. That it stands already is what the caller wanted.
func (s *Service) Authorise(ctx context.Context, req *permitspb.AuthoriseRequest) (*permitspb.CasePermissions, error) {
	reply, err := s.change(ctx, req, s.authorisation())
	if refused, ok := errors.AsType[*cases.Refusal](err); ok && refused.Rule == cases.NotAuthorised {
		return s.read(ctx, req.GetCaseId())
	}
	return reply, err
}

// RefuseAuthorisation refuses it.
func (s *Service) RefuseAuthorisation(ctx context.Context, req *permitspb.RefuseAuthorisationRequest) (*permitspb.CasePermissions, error) {
	if strings.TrimSpace(req.GetReason()) == "" {
		return nil, apperr.Invalid("reason", "string.min_len", "write something")
	}
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: req.GetReason()}); err != nil {
		return nil, err
	}
	cmd := s.authorisation()
	cmd.Refused, cmd.ReasonID = true, newID()
	return s.change(ctx, req, cmd, cases.Content{ID: cmd.ReasonID, Kind: cases.PermitContent, AboutID: cmd.PermitID, Plain: []byte(req.GetReason())})
}

// authorisation of the school, as of today.
func (s *Service) authorisation() cases.RecordPermit {
	return cases.RecordPermit{PermitID: newID(), Kind: cases.SchoolAuthorisation, Date: helsinki.Date(s.deps.Now())}
}

// WithdrawAuthorisation takes it back.
func (s *Service) WithdrawAuthorisation(ctx context.Context, req *permitspb.WithdrawAuthorisationRequest) (*permitspb.CasePermissions, error) {
	return s.change(ctx, req, cases.WithdrawPermit{Kind: cases.SchoolAuthorisation})
}

// request for a change of a case.
type request interface {
	proto.Message
	GetCaseId() string
	GetEtag() string
}

// change carries a command out, and answers the permissions as they are then.
func (s *Service) change(ctx context.Context, req request, cmd cases.Command, content ...cases.Content) (*permitspb.CasePermissions, error) {
	if err := s.carryOut(ctx, req, cmd, content...); err != nil {
		return nil, err
	}
	return s.read(ctx, req.GetCaseId())
}

func (s *Service) carryOut(ctx context.Context, req request, cmd cases.Command, content ...cases.Content) error {
	call, err := s.deps.Caller.Optional(ctx, req, req.GetCaseId())
	if err != nil {
		return err
	}
	_, err = s.deps.Store.Change(ctx, call, cases.Target{CaseID: req.GetCaseId()}, cmd, content...)
	return err
}

// AskAuthorisation asks the principals of the school.
func (s *Service) AskAuthorisation(ctx context.Context, req *permitspb.AskAuthorisationRequest) (*permitspb.CasePermissions, error) {
	asking, err := principals.Asking{CaseID: req.GetCaseId(), Email: req.GetPrincipalEmail(), Field: "principal_email"}.Parse()
	if err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, newID())
	if err != nil {
		return nil, err
	}
	if _, _, err := s.deps.Store.Get(ctx, call.Principal, permission.Consent, req.GetCaseId()); err != nil {
		return nil, err
	}
	err = s.deps.Store.DB.Write(ctx, func(tx *postgres.Tx) error {
		if _, used, err := call.Once.LookAlone(ctx, tx, call.Principal.PersonID); err != nil || used {
			return err
		}
		now := s.now()
		if err := asking.Ask(ctx, tx, s.deps.Store.Jobs, call.Once.ResourceID, now); err != nil {
			return err
		}
		call.Once.Record(tx, call.Principal.PersonID, now)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.read(ctx, req.GetCaseId())
}
