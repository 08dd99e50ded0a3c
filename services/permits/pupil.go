package permits

import (
	"context"
	"strings"

	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Identify says who the pupil of a case is.
func (s *Service) Identify(ctx context.Context, req *permitspb.IdentifyRequest) (*permitspb.Pupil, error) {
	name := strings.TrimSpace(req.GetName())
	if name == "" {
		return nil, apperr.Invalid("name", "string.min_len", "write something")
	}
	if err := identitycode.Refuse(identitycode.Text{Path: "name", Value: name}); err != nil {
		return nil, err
	}
	cmd := cases.Identify{NameID: newID()}
	if err := s.carryOut(ctx, req, cmd, cases.Content{ID: cmd.NameID, Kind: cases.NameContent, Plain: []byte(name)}); err != nil {
		return nil, err
	}
	return s.pupil(ctx, req.GetCaseId())
}

// GetPupil answers who it is.
func (s *Service) GetPupil(ctx context.Context, req *permitspb.GetPupilRequest) (*permitspb.Pupil, error) {
	return s.pupil(ctx, req.GetCaseId())
}

// pupil answers the latest name to whoever may read it now.
func (s *Service) pupil(ctx context.Context, id string) (*permitspb.Pupil, error) {
	p := session.From(ctx).Principal
	c, names, err := s.deps.Store.Get(ctx, p, permission.ReadName, id, cases.NameContent)
	if err != nil {
		return nil, err
	}
	m := &permitspb.Pupil{CaseId: c.ID}
	reader, _ := p.Can(permission.ReadName, c.Subject())
	if last := len(names) - 1; last >= 0 && c.NamesPupilTo(reader.UnitID) {
		m.Name = string(names[last].Plain)
	}
	return m, nil
}
