package directory

import (
	"context"
	"fmt"
	"time"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// GetMe answers the caller's person with the own address, and grants with the names of schools and units.
func (s *Service) GetMe(ctx context.Context, _ *directorypb.GetMeRequest) (*directorypb.Me, error) {
	p := session.From(ctx).Principal
	names, email, err := s.store.scopes(ctx, p.Grants, s.now())
	if err != nil {
		return nil, err
	}
	me := &directorypb.Me{Id: p.PersonID, DisplayName: p.Name, Language: p.Language, Email: email.Message()}
	for _, g := range p.Grants {
		m := &directorypb.Grant{
			Id: g.ID, Role: wire.Parse[accesspb.Role](string(g.Role)), SchoolId: g.SchoolID, UnitId: g.UnitID,
			Actor: wire.Parse[casespb.Actor](g.Actor), Area: wire.Parse[casespb.Area](g.Area), ProviderId: g.ProviderID,
		}
		if school, ok := names[g.SchoolID]; ok {
			m.SchoolNameFi, m.SchoolNameSv, m.SchoolLanguage = school.NameFi, school.NameSv, school.Language
		}
		if unit, ok := names[g.UnitID]; ok {
			m.UnitNameFi, m.UnitNameSv = unit.NameFi, unit.NameSv
		}
		me.Grants = append(me.Grants, m)
	}
	return me, nil
}

// scope is a school or a unit by name. Language is a school's working language: sv where it teaches in Swedish only.
type scope struct {
	ID       string `db:"id"`
	NameFi   string `db:"name_fi"`
	NameSv   string `db:"name_sv"`
	Language string `db:"language"`
}

const scopesSelect = `
	SELECT id::text, name_fi, name_sv, CASE WHEN 'sv' = ANY (languages) AND NOT 'fi' = ANY (languages) THEN 'sv' ELSE 'fi' END AS language
	FROM directory.schools WHERE id = ANY ($1::text[]::uuid[])
	UNION ALL
	SELECT id::text, name_fi, name_sv, '' FROM directory.units WHERE id = ANY ($1::text[]::uuid[])`

// scopes answers the schools and units of grants, by id, and the address of the session's person.
func (s *Store) scopes(ctx context.Context, grants []permission.Grant, now time.Time) (map[string]scope, *address.Own, error) {
	ids := []string{}
	for _, g := range grants {
		for _, id := range []string{g.SchoolID, g.UnitID} {
			if id != "" {
				ids = append(ids, id)
			}
		}
	}
	var rows []scope
	email := &address.Own{}
	err := s.db.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, scopesSelect, ids)
		email.Queue(tx, now)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("naming schools and units: %w", err)
	}
	names := make(map[string]scope, len(rows))
	for _, r := range rows {
		names[r.ID] = r
	}
	return names, email, nil
}
