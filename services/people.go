package services

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// Person is somebody whose grants do not come with sign-in: an expert, a lead, a coordinator.
type Person struct {
	Issuer, Subject, Name, Email, Language string
	Grants                                 []Grant
}

// Grant of a person. Codes as in vaatu.access.v1.Role without the prefix; scopes that do not apply are empty.
type Grant struct {
	Role, UnitID, Area string
	// Provider is an education provider's OID.
	Provider string
}

// AddPeople gives people their grants, as the migrator, from the day of now on, however long ago that was; people who have
// theirs already stay as they are.
func AddPeople(ctx context.Context, migratorURL string, people []Person, now time.Time) error {
	return asMigrator(ctx, migratorURL, func(tx pgx.Tx) error {
		for _, p := range people {
			if err := addPerson(ctx, tx, p, now); err != nil {
				return fmt.Errorf("adding %s: %w", p.Subject, err)
			}
		}
		return nil
	})
}

func addPerson(ctx context.Context, tx pgx.Tx, p Person, now time.Time) error {
	tag, err := tx.Exec(ctx, `INSERT INTO access.persons (id, issuer, subject, display_name, email, language, create_time)
		VALUES ($1, $2, $3, $4, nullif($5, ''), $6, $7) ON CONFLICT ON CONSTRAINT persons_identity DO NOTHING`,
		uuid.Must(uuid.NewV7()), p.Issuer, p.Subject, p.Name, p.Email, p.Language, now)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	for _, g := range p.Grants {
		_, err := tx.Exec(ctx, `INSERT INTO access.grants (id, person_id, role, unit_id, actor, area, provider_id, source, from_date, wake_time)
			SELECT $1, p.id, $4, u.id, u.actor, nullif($6, ''), v.id, 'OWN', $8::date, now()
			FROM access.persons p
			LEFT JOIN directory.units u ON u.id::text = $5
			LEFT JOIN directory.providers v ON v.oid = $7
			WHERE p.issuer = $2 AND p.subject = $3`,
			uuid.Must(uuid.NewV7()), p.Issuer, p.Subject, g.Role, g.UnitID, g.Area, g.Provider, helsinki.Date(now))
		if err != nil {
			return err
		}
	}
	return nil
}
