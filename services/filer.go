package services

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// Program is one of others that files requests for schools: what the access tokens of its provider say of it.
type Program struct {
	Issuer, Subject, Name string
	// Schools, by code or OID: these and no others.
	Schools []string
}

// GrantFiler lets a program file for its schools, as the migrator, and ends what it could do for others. Without schools it may
// file for none. A school that nobody knows changes nothing, and is named.
func GrantFiler(ctx context.Context, migratorURL string, p Program, now time.Time) error {
	if p.Issuer == "" || p.Subject == "" || p.Name == "" {
		return errors.New("a program has an issuer, a subject and a name")
	}
	err := asMigrator(ctx, migratorURL, func(tx pgx.Tx) error {
		schools, err := schoolsNamed(ctx, tx, p.Schools)
		if err != nil {
			return err
		}
		person := uuid.Must(uuid.NewV7())
		err = tx.QueryRow(ctx, `INSERT INTO access.persons AS kept (id, issuer, subject, display_name, language, create_time)
			VALUES ($1, $2, $3, $4, 'fi', $5)
			ON CONFLICT ON CONSTRAINT persons_identity DO UPDATE SET display_name = excluded.display_name RETURNING kept.id`,
			person, p.Issuer, p.Subject, p.Name, now).Scan(&person)
		if err != nil {
			return fmt.Errorf("keeping the program: %w", err)
		}
		const own = "person_id = $1 AND role = 'REQUESTER' AND source = 'OWN' AND end_time IS NULL"
		if _, err := tx.Exec(ctx, "UPDATE access.grants SET end_time = $2 WHERE "+own+" AND school_id <> ALL ($3)", person, now, schools); err != nil {
			return fmt.Errorf("ending grants: %w", err)
		}
		_, err = tx.Exec(ctx, `INSERT INTO access.grants (id, person_id, role, school_id, source, from_date, wake_time)
			SELECT gen_random_uuid(), $1, 'REQUESTER', s, 'OWN', $2::date, $3 FROM unnest($4::uuid[]) s
			WHERE s NOT IN (SELECT school_id FROM access.grants WHERE `+own+")", person, helsinki.Date(now), now, schools)
		return err
	})
	if err != nil {
		return fmt.Errorf("granting schools to a program: %w", err)
	}
	return nil
}

// schoolsNamed answers the ids of schools by their codes or OIDs.
func schoolsNamed(ctx context.Context, tx pgx.Tx, names []string) ([]uuid.UUID, error) {
	rows, err := tx.Query(ctx, "SELECT id, coalesce(code, ''), coalesce(oid, '') FROM directory.schools WHERE code = ANY ($1) OR oid = ANY ($1)", names)
	if err != nil {
		return nil, fmt.Errorf("looking for schools: %w", err)
	}
	ids, known := []uuid.UUID{}, []string{}
	var id uuid.UUID
	var code, oid string
	_, err = pgx.ForEachRow(rows, []any{&id, &code, &oid}, func() error {
		ids, known = append(ids, id), append(known, code, oid)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for schools: %w", err)
	}
	unknown := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(known, n) })
	if len(unknown) > 0 {
		return nil, fmt.Errorf("nobody knows the school %s", strings.Join(unknown, ", "))
	}
	return ids, nil
}
