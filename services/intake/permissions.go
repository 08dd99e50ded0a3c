package intake

import (
	"context"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/principals"
)

// permissions answers what a request tells of permissions. One about a group needs no guardian's.
func permissions(r *casespb.Request) *casespb.Permissions {
	if r.GetAbout() == casespb.About_ABOUT_GROUP {
		return nil
	}
	return r.GetPermissions()
}

// consent answers the command that records the guardian's consent of a request, and what is wrong with it.
func (s *Service) consent(r *casespb.Request) (cases.RecordPermit, []apperr.Field) {
	return wire.ParseConsent("request.permissions.consent", permissions(r).GetConsent(), helsinki.Date(s.deps.Now()))
}

func (s *Service) wrongConsent(r *casespb.Request) []apperr.Field {
	if permissions(r).GetConsent() == nil {
		return nil
	}
	_, wrong := s.consent(r)
	return wrong
}

// permit adds to a filing what its request tells of permissions: the consent is recorded and the authorisation asked for as it
// is filed, or nothing is.
func (s *Service) permit(caseID string, r *casespb.Request, f *cases.Filing) error {
	told := permissions(r)
	if told.GetConsent() != nil {
		cmd, _ := s.consent(r)
		f.Permits = append(f.Permits, cmd)
	}
	if !told.GetAskAuthorisation() {
		return nil
	}
	asking, err := principals.Asking{CaseID: caseID, Email: told.GetPrincipalEmail(), Field: "request.permissions.principal_email"}.Parse()
	if err != nil {
		return err
	}
	id := uuid.Must(uuid.NewV7()).String()
	f.After = func(ctx context.Context, tx *postgres.Tx, filed cases.Case) error {
		return asking.Ask(ctx, tx, s.deps.Store.Jobs, id, filed.UpdateTime)
	}
	return nil
}
