package directory

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Seed writes the shipped reference data, in the caller's transaction and as the owner of the tables. It may run at
// each start. Areas, regions, counties and municipalities are brought up to date, and none is ever deleted; an actor
// or a unit is written only if it is absent, so that what somebody has changed stays.
func Seed(ctx context.Context, tx pgx.Tx) error {
	for _, s := range seeds {
		t, err := readTable(s.file)
		if err != nil {
			return err
		}
		args := make([]any, len(s.columns))
		for i, column := range s.columns {
			args[i] = t.column(column)
		}
		if _, err := tx.Exec(ctx, s.sql, args...); err != nil {
			return fmt.Errorf("writing the reference file %s: %w", s.file, err)
		}
	}
	return nil
}

// seeds are in the order of the references between the tables.
var seeds = []struct {
	file    string
	columns []string
	sql     string
}{
	{"areas.csv", []string{"code", "name_fi", "name_sv"}, `
		INSERT INTO directory.areas AS old (code, name_fi, name_sv)
		SELECT c.code, c.name_fi, c.name_sv FROM unnest($1::text[], $2::text[], $3::text[]) AS c (code, name_fi, name_sv)
		ON CONFLICT ON CONSTRAINT areas_pkey DO UPDATE SET name_fi = excluded.name_fi, name_sv = excluded.name_sv
		WHERE (old.name_fi, old.name_sv) IS DISTINCT FROM (excluded.name_fi, excluded.name_sv)`},
	{"regions.csv", []string{"code", "name_fi", "name_sv", "area"}, `
		INSERT INTO directory.regions AS old (code, name_fi, name_sv, area)
		SELECT c.code, c.name_fi, c.name_sv, nullif(c.area, '')
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS c (code, name_fi, name_sv, area)
		ON CONFLICT ON CONSTRAINT regions_pkey DO UPDATE
		SET name_fi = excluded.name_fi, name_sv = excluded.name_sv, area = excluded.area
		WHERE (old.name_fi, old.name_sv, old.area) IS DISTINCT FROM (excluded.name_fi, excluded.name_sv, excluded.area)`},
	{"counties.csv", []string{"code", "name_fi", "name_sv", "area"}, `
		INSERT INTO directory.counties AS old (code, name_fi, name_sv, area)
		SELECT c.code, c.name_fi, c.name_sv, nullif(c.area, '')
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS c (code, name_fi, name_sv, area)
		ON CONFLICT ON CONSTRAINT counties_pkey DO UPDATE
		SET name_fi = excluded.name_fi, name_sv = excluded.name_sv, area = excluded.area
		WHERE (old.name_fi, old.name_sv, old.area) IS DISTINCT FROM (excluded.name_fi, excluded.name_sv, excluded.area)`},
	{"municipalities.csv", []string{"code", "name_fi", "name_sv", "language", "region", "county"}, `
		INSERT INTO directory.municipalities AS old (code, name_fi, name_sv, language, region_code, county_code)
		SELECT c.code, c.name_fi, c.name_sv, c.language, c.region, c.county
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
			AS c (code, name_fi, name_sv, language, region, county)
		ON CONFLICT ON CONSTRAINT municipalities_pkey DO UPDATE
		SET name_fi = excluded.name_fi, name_sv = excluded.name_sv, language = excluded.language,
			region_code = excluded.region_code, county_code = excluded.county_code
		WHERE (old.name_fi, old.name_sv, old.language, old.region_code, old.county_code)
			IS DISTINCT FROM (excluded.name_fi, excluded.name_sv, excluded.language, excluded.region_code, excluded.county_code)`},
	{"actors.csv", []string{
		"code", "name_fi", "name_sv", "name_en", "takes_leads", "joins_only", "charges",
		"languages", "expertise", "permission_modes", "active_from",
	}, `
		INSERT INTO directory.actors (code, name_fi, name_sv, name_en, takes_leads, joins_only, charges,
			languages, expertise, permission_modes, active_from)
		SELECT c.code, c.name_fi, c.name_sv, c.name_en, c.takes_leads::boolean, c.joins_only::boolean, c.charges::boolean,
			string_to_array(c.languages, '|'), string_to_array(c.expertise, '|'),
			string_to_array(c.permission_modes, '|'), c.active_from::date
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
			$7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
			AS c (code, name_fi, name_sv, name_en, takes_leads, joins_only, charges,
				languages, expertise, permission_modes, active_from)
		ON CONFLICT ON CONSTRAINT actors_pkey DO NOTHING`},
	{"units.csv", []string{
		"id", "actor", "name_fi", "name_sv", "municipality", "areas", "national", "languages", "needs",
		"takes_leads", "permission_always", "active_from",
	}, `
		INSERT INTO directory.units (id, actor, name_fi, name_sv, municipality_code, areas, national, languages, needs,
			takes_leads, permission_always, active_from)
		SELECT c.id::uuid, c.actor, c.name_fi, c.name_sv, nullif(c.municipality, ''), string_to_array(c.areas, '|'),
			c.national::boolean, string_to_array(c.languages, '|'), string_to_array(c.needs, '|'),
			c.takes_leads::boolean, c.permission_always::boolean, c.active_from::date
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
			$7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
			AS c (id, actor, name_fi, name_sv, municipality, areas, national, languages, needs,
				takes_leads, permission_always, active_from)
		ON CONFLICT ON CONSTRAINT units_pkey DO NOTHING`},
}
