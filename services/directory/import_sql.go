package directory

import "strings"

// providerRow is a provider as the database has it, in the register's terms.
type providerRow struct {
	ID               string `db:"id"`
	OID              string `db:"oid"`
	NameFi           string `db:"name_fi"`
	NameSv           string `db:"name_sv"`
	NameEn           string `db:"name_en"`
	MunicipalityCode string `db:"municipality_code"`
	Status           string `db:"status"`
	ClosedOn         string `db:"closed_on"`
}

const storedProviders = `
	SELECT p.id, p.oid, p.name_fi, p.name_sv, coalesce(p.name_en, '') AS name_en,
		coalesce(p.municipality_code, '') AS municipality_code, p.status,
		coalesce(to_char(p.closed_on, 'YYYY-MM-DD'), '') AS closed_on
	FROM directory.providers p`

func (r providerRow) register() RegisterProvider {
	return RegisterProvider{
		OID: r.OID, NameFi: r.NameFi, NameSv: r.NameSv, NameEn: r.NameEn,
		MunicipalityCode: r.MunicipalityCode, Status: r.Status, ClosedOn: r.ClosedOn,
	}
}

func (r providerRow) stored() stored[RegisterProvider] {
	return stored[RegisterProvider]{ID: r.ID, Last: r.register()}
}

// schoolRow is a school as the database has it, in the register's terms.
type schoolRow struct {
	providerRow
	Code            string   `db:"code"`
	Kind            string   `db:"kind"`
	ParentOID       string   `db:"parent_oid"`
	ProviderOID     string   `db:"provider_oid"`
	Languages       []string `db:"languages"`
	InstitutionType string   `db:"institution_type"`
}

const storedSchools = `
	SELECT s.id, s.oid, s.name_fi, s.name_sv, coalesce(s.name_en, '') AS name_en,
		coalesce(s.municipality_code, '') AS municipality_code, s.status,
		coalesce(to_char(s.closed_on, 'YYYY-MM-DD'), '') AS closed_on, coalesce(s.code, '') AS code, s.kind,
		coalesce(up.oid, '') AS parent_oid, p.oid AS provider_oid, s.languages,
		coalesce(s.institution_type, '') AS institution_type
	FROM directory.schools s
	JOIN directory.providers p ON p.id = s.provider_id
	LEFT JOIN directory.schools up ON up.id = s.parent_id`

func (r schoolRow) stored() stored[RegisterSchool] {
	return stored[RegisterSchool]{ID: r.ID, Last: RegisterSchool{
		RegisterProvider: r.register(), Code: r.Code, Kind: r.Kind, ParentOID: r.ParentOID, ProviderOID: r.ProviderOID,
		Languages: r.Languages, InstitutionType: r.InstitutionType,
	}}
}

const writeProviders = `
	INSERT INTO directory.providers (id, oid, name_fi, name_sv, name_en, municipality_code, status, closed_on,
		create_time, update_time)
	SELECT c.id::uuid, c.oid, c.name_fi, c.name_sv, nullif(c.name_en, ''), nullif(c.municipality_code, ''), c.status,
		nullif(c.closed_on, '')::date, $9::timestamptz, $9::timestamptz
	FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
		AS c (id, oid, name_fi, name_sv, name_en, municipality_code, status, closed_on)
	ON CONFLICT ON CONSTRAINT providers_oid DO UPDATE
	SET name_fi = excluded.name_fi, name_sv = excluded.name_sv, name_en = excluded.name_en,
		municipality_code = excluded.municipality_code, status = excluded.status, closed_on = excluded.closed_on,
		update_time = excluded.update_time`

func providerColumns(w write[RegisterProvider]) []string { return commonColumns(w.ID, w.Now) }

func commonColumns(id string, p RegisterProvider) []string {
	return []string{id, p.OID, p.NameFi, p.NameSv, p.NameEn, p.MunicipalityCode, p.Status, p.ClosedOn}
}

const writeSchools = `
	INSERT INTO directory.schools (id, oid, name_fi, name_sv, name_en, municipality_code, status, closed_on, code, kind,
		parent_id, provider_id, languages, institution_type, create_time, update_time)
	SELECT c.id::uuid, c.oid, c.name_fi, c.name_sv, nullif(c.name_en, ''), nullif(c.municipality_code, ''), c.status,
		nullif(c.closed_on, '')::date, nullif(c.code, ''), c.kind, nullif(c.parent_id, '')::uuid, c.provider_id::uuid,
		string_to_array(c.languages, '|'), nullif(c.institution_type, ''), $15::timestamptz, $15::timestamptz
	FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
		$9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
		AS c (id, oid, name_fi, name_sv, name_en, municipality_code, status, closed_on, code, kind,
			parent_id, provider_id, languages, institution_type)
	ON CONFLICT ON CONSTRAINT schools_oid DO UPDATE
	SET name_fi = excluded.name_fi, name_sv = excluded.name_sv, name_en = excluded.name_en,
		municipality_code = excluded.municipality_code, status = excluded.status, closed_on = excluded.closed_on,
		code = excluded.code, kind = excluded.kind, parent_id = excluded.parent_id, provider_id = excluded.provider_id,
		languages = excluded.languages, institution_type = excluded.institution_type, update_time = excluded.update_time`

// schoolColumns knows the ids of providers and schools by OID.
func schoolColumns(providers, schools map[string]string) func(write[RegisterSchool]) []string {
	return func(w write[RegisterSchool]) []string {
		s := w.Now
		return append(commonColumns(w.ID, s.RegisterProvider),
			s.Code, s.Kind, schools[s.ParentOID], providers[s.ProviderOID], strings.Join(s.Languages, "|"), s.InstitutionType)
	}
}
