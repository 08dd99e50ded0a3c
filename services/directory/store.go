package directory

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Store reads the directory. Each method is one round trip.
type Store struct{ db *postgres.DB }

// NewStore answers a store on a pool.
func NewStore(db *postgres.DB) *Store { return &Store{db: db} }

// Query says which schools or providers to list.
type Query struct {
	// Text is the beginning of a name in any of its languages, or a whole OID or school code. Empty: all.
	Text string
	// Size of the page; page.Default when zero, at most page.Max.
	Size int32
	// Token of the page; empty for the first.
	Token string
}

// SchoolPage is one page of schools in the order of their Finnish names. Next is empty on the last page.
type SchoolPage struct {
	Schools []School
	Next    string
}

// ProviderPage is the same of providers.
type ProviderPage struct {
	Providers []Provider
	Next      string
}

const (
	schoolSelect = `
		SELECT s.id, s.oid, coalesce(s.code, '') AS code, s.provider_id, s.name_fi, s.name_sv,
			coalesce(s.municipality_code, '') AS municipality_code, coalesce(m.county_code, '') AS county_code,
			coalesce(c.area, '') AS area, s.languages, s.status,
			coalesce(to_char(s.closed_on, 'YYYY-MM-DD'), '') AS closed_on
		FROM directory.schools s
		LEFT JOIN directory.municipalities m ON m.code = s.municipality_code
		LEFT JOIN directory.counties c ON c.code = m.county_code`
	schoolByID  = schoolSelect + ` WHERE s.id = $1::uuid`
	schoolsPage = schoolSelect + `
		WHERE ($1 = '' OR s.name_fi ILIKE $2 OR s.name_sv ILIKE $2 OR s.name_en ILIKE $2 OR s.code = $1 OR s.oid = $1)
		AND (s.name_fi COLLATE "C", s.id) > ($3, $4::uuid)
		ORDER BY s.name_fi COLLATE "C", s.id LIMIT $5`
	providersPage = `
		SELECT p.id, p.oid, p.name_fi, p.name_sv, p.status, coalesce(to_char(p.closed_on, 'YYYY-MM-DD'), '') AS closed_on
		FROM directory.providers p
		WHERE ($1 = '' OR p.name_fi ILIKE $2 OR p.name_sv ILIKE $2 OR p.name_en ILIKE $2 OR p.oid = $1)
		AND (p.name_fi COLLATE "C", p.id) > ($3, $4::uuid)
		ORDER BY p.name_fi COLLATE "C", p.id LIMIT $5`
	areasSelect          = `SELECT code, name_fi, name_sv FROM directory.areas ORDER BY code`
	municipalitiesSelect = `
		SELECT m.code, m.name_fi, m.name_sv, m.language, m.region_code, m.county_code, coalesce(c.area, '') AS area
		FROM directory.municipalities m JOIN directory.counties c ON c.code = m.county_code ORDER BY m.code`
	actorsSelect = `
		SELECT code, name_fi, name_sv, name_en, takes_leads, joins_only, charges, languages, expertise,
			permission_modes, to_char(active_from, 'YYYY-MM-DD') AS active_from,
			coalesce(to_char(active_to, 'YYYY-MM-DD'), '') AS active_to
		FROM directory.actors ORDER BY code`
	unitsSelect = `
		SELECT id, actor, name_fi, name_sv, coalesce(municipality_code, '') AS municipality_code, areas, national,
			languages, needs, takes_leads, permission_always, to_char(active_from, 'YYYY-MM-DD') AS active_from,
			coalesce(to_char(active_to, 'YYYY-MM-DD'), '') AS active_to
		FROM directory.units WHERE $1 = '' OR actor = $1 ORDER BY actor, id`
)

// Schools answers a page of schools, closed ones included. A token that is not ours is a VALIDATION error.
func (s *Store) Schools(ctx context.Context, q Query) (SchoolPage, error) {
	schools, next, err := byName(ctx, s.db, "schools", schoolsPage, q, func(last School) page.Cursor {
		return page.Cursor{ID: last.ID, Text: last.NameFi}
	})
	return SchoolPage{Schools: schools, Next: next}, err
}

// Providers does the same for providers.
func (s *Store) Providers(ctx context.Context, q Query) (ProviderPage, error) {
	providers, next, err := byName(ctx, s.db, "providers", providersPage, q, func(last Provider) page.Cursor {
		return page.Cursor{ID: last.ID, Text: last.NameFi}
	})
	return ProviderPage{Providers: providers, Next: next}, err
}

func byName[T any](ctx context.Context, db *postgres.DB, what, sql string, q Query, cursor func(T) page.Cursor) ([]T, string, error) {
	after, err := page.Parse(q.Token)
	if err != nil {
		return nil, "", err
	}
	if after == nil {
		after = &page.Cursor{ID: uuid.Nil.String()}
	}
	size, text := page.Size(q.Size), strings.TrimSpace(q.Text)
	// One more than asked for tells whether there is a next page.
	found, err := list[T](ctx, db, what, sql, text, postgres.Literal(text)+"%", after.Text, after.ID, size+1)
	if err != nil {
		return nil, "", err
	}
	shown, next := page.Cut(found, size, cursor)
	return shown, next, nil
}

// Areas answers the five areas.
func (s *Store) Areas(ctx context.Context) ([]Area, error) {
	return list[Area](ctx, s.db, "areas", areasSelect)
}

// Municipalities answers all municipalities by code.
func (s *Store) Municipalities(ctx context.Context) ([]Municipality, error) {
	return list[Municipality](ctx, s.db, "municipalities", municipalitiesSelect)
}

// Actors answers all actors, past and coming ones included.
func (s *Store) Actors(ctx context.Context) ([]Actor, error) {
	return list[Actor](ctx, s.db, "actors", actorsSelect)
}

// Units answers the units of an actor, or of all when actor is empty; past and coming ones included.
func (s *Store) Units(ctx context.Context, actor string) ([]Unit, error) {
	return list[Unit](ctx, s.db, "units", unitsSelect, actor)
}

// RoutingData answers a school with all actors and all units, at one moment and in one round trip; NOT_FOUND for an
// unknown school.
func (s *Store) RoutingData(ctx context.Context, schoolID string) (RoutingData, error) {
	var data RoutingData
	var found bool
	err := s.db.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &data.School, &found, schoolByID, schoolID)
		postgres.Rows(tx, &data.Actors, actorsSelect)
		postgres.Rows(tx, &data.Units, unitsSelect, "")
		postgres.Row(tx, &data.Edition, nil, "SELECT value FROM directory.edition")
		return nil
	})
	if err != nil {
		return RoutingData{}, fmt.Errorf("reading the data of routing: %w", err)
	}
	if !found {
		return RoutingData{}, apperr.New(apperr.NotFound)
	}
	return data, nil
}

func list[T any](ctx context.Context, db *postgres.DB, what, sql string, args ...any) ([]T, error) {
	var rows []T
	err := db.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, sql, args...)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", what, err)
	}
	return rows, nil
}
