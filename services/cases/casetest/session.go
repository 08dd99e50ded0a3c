package casetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// sessionOf answers the hash of the one session that a person of a story has.
func sessionOf(person string) string {
	sum := sha256.Sum256([]byte(person))
	return hex.EncodeToString(sum[:])
}

// As answers a context whose transactions show what the principal may see.
func As(ctx context.Context, p permission.Principal) context.Context {
	return postgres.WithSession(ctx, p.Session)
}

// Another answers somebody else with the same roles.
func Another(like permission.Principal, name string) permission.Principal {
	grants := slices.Clone(like.Grants)
	for i := range grants {
		grants[i].ID = ID()
	}
	p := permission.Principal{PersonID: ID(), Name: name, Language: like.Language, Grants: grants}
	p.Session = sessionOf(p.PersonID)
	return p
}

// SignIn gives people their grants and their sessions.
func (d *Desk) SignIn(t testing.TB, people ...permission.Principal) {
	t.Helper()
	batch := &pgx.Batch{}
	for _, p := range people {
		batch.Queue(`INSERT INTO access.persons (id, issuer, subject, display_name, language, create_time)
			VALUES ($1::uuid, 'test', $1::text, $2, 'fi', '2026-01-01')`, p.PersonID, p.Name)
		batch.Queue(`INSERT INTO access.sessions (hash, person_id, create_time, seen_time, expire_time)
			VALUES (decode($1, 'hex'), $2, '2026-09-01', '2026-09-01', '2036-01-01')`, p.Session, p.PersonID)
		for _, g := range p.Grants {
			batch.Queue(`INSERT INTO access.grants (id, person_id, role, school_id, unit_id, actor, area, provider_id, source, from_date)
				VALUES ($1, $2, $3, nullif($4, '')::uuid, nullif($5, '')::uuid, nullif($6, ''), nullif($7, ''), nullif($8, '')::uuid, 'OWN', '2026-01-01')`,
				g.ID, p.PersonID, g.Role, g.SchoolID, g.UnitID, g.Actor, g.Area, g.ProviderID)
		}
	}
	if err := d.DB.Superuser(t).SendBatch(t.Context(), batch).Close(); err != nil {
		t.Fatalf("signing people in: %v", err)
	}
}
