-- +goose Up
-- The directory holds reference data and the organisation register: no person and no case, hence no row level security.

CREATE TABLE directory.areas (
    code text NOT NULL CONSTRAINT areas_pkey PRIMARY KEY
        CONSTRAINT areas_code CHECK (code IN ('HYKS', 'KYS', 'TAYS', 'TYKS', 'OYS')),
    name_fi text NOT NULL CONSTRAINT areas_name_fi CHECK (name_fi <> ''),
    name_sv text NOT NULL CONSTRAINT areas_name_sv CHECK (name_sv <> '')
);

-- A region or county without an area: Åland.
CREATE TABLE directory.regions (
    code text NOT NULL CONSTRAINT regions_pkey PRIMARY KEY CONSTRAINT regions_code CHECK (code ~ '^[0-9]{2}$'),
    name_fi text NOT NULL CONSTRAINT regions_name_fi CHECK (name_fi <> ''),
    name_sv text NOT NULL CONSTRAINT regions_name_sv CHECK (name_sv <> ''),
    area text CONSTRAINT regions_area REFERENCES directory.areas (code)
);

CREATE TABLE directory.counties (
    code text NOT NULL CONSTRAINT counties_pkey PRIMARY KEY CONSTRAINT counties_code CHECK (code ~ '^[0-9]{2}$'),
    name_fi text NOT NULL CONSTRAINT counties_name_fi CHECK (name_fi <> ''),
    name_sv text NOT NULL CONSTRAINT counties_name_sv CHECK (name_sv <> ''),
    area text CONSTRAINT counties_area REFERENCES directory.areas (code)
);

CREATE TABLE directory.municipalities (
    code text NOT NULL CONSTRAINT municipalities_pkey PRIMARY KEY
        CONSTRAINT municipalities_code CHECK (code ~ '^[0-9]{3}$'),
    name_fi text NOT NULL CONSTRAINT municipalities_name_fi CHECK (name_fi <> ''),
    name_sv text NOT NULL CONSTRAINT municipalities_name_sv CHECK (name_sv <> ''),
    -- The majority stands first.
    language text NOT NULL CONSTRAINT municipalities_language CHECK (language IN ('fi', 'sv', 'fi-sv', 'sv-fi')),
    region_code text NOT NULL CONSTRAINT municipalities_region REFERENCES directory.regions (code),
    county_code text NOT NULL CONSTRAINT municipalities_county REFERENCES directory.counties (code)
);

-- Education providers, of the organisation register.
CREATE TABLE directory.providers (
    id uuid NOT NULL CONSTRAINT providers_pkey PRIMARY KEY,
    oid text NOT NULL CONSTRAINT providers_oid UNIQUE,
    name_fi text NOT NULL CONSTRAINT providers_name_fi CHECK (name_fi <> ''),
    name_sv text NOT NULL CONSTRAINT providers_name_sv CHECK (name_sv <> ''),
    name_en text,
    -- As the register gives it; it may be of no municipality.
    municipality_code text,
    status text NOT NULL CONSTRAINT providers_status CHECK (status IN ('ACTIVE', 'CLOSED')),
    closed_on date,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL
);

-- Institutions and their offices, of the organisation register. Closed ones stay, for their cases.
CREATE TABLE directory.schools (
    id uuid NOT NULL CONSTRAINT schools_pkey PRIMARY KEY,
    oid text NOT NULL CONSTRAINT schools_oid UNIQUE,
    -- School code of an institution, five digits; of an office, longer. Some have none.
    code text CONSTRAINT schools_code CHECK (code <> ''),
    kind text NOT NULL CONSTRAINT schools_kind CHECK (kind IN ('INSTITUTION', 'OFFICE')),
    -- The institution of an office, or the office above it.
    parent_id uuid CONSTRAINT schools_parent REFERENCES directory.schools (id),
    provider_id uuid NOT NULL CONSTRAINT schools_provider REFERENCES directory.providers (id),
    name_fi text NOT NULL CONSTRAINT schools_name_fi CHECK (name_fi <> ''),
    name_sv text NOT NULL CONSTRAINT schools_name_sv CHECK (name_sv <> ''),
    name_en text,
    -- As the register gives it; it may be of no municipality.
    municipality_code text,
    languages text[] NOT NULL CONSTRAINT schools_languages CHECK (languages <@ ARRAY['fi', 'sv', 'en', 'se', 'other']),
    -- Statistics Finland's type of educational institution, such as 11: comprehensive school. Offices have none.
    institution_type text CONSTRAINT schools_institution_type CHECK (institution_type <> ''),
    status text NOT NULL CONSTRAINT schools_status CHECK (status IN ('ACTIVE', 'CLOSED')),
    -- The last day; of an active school a coming one.
    closed_on date,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    CONSTRAINT schools_office CHECK ((kind = 'OFFICE') = (parent_id IS NOT NULL)),
    CONSTRAINT schools_not_own_parent CHECK (parent_id <> id)
);
CREATE INDEX schools_by_code ON directory.schools (code);
CREATE INDEX schools_by_parent ON directory.schools (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX schools_by_provider ON directory.schools (provider_id);
CREATE INDEX schools_by_name ON directory.schools (name_fi COLLATE "C", id);

-- The actors of demanding consultation: everything about them is data.
CREATE TABLE directory.actors (
    code text NOT NULL CONSTRAINT actors_pkey PRIMARY KEY
        CONSTRAINT actors_code CHECK (code IN ('ELMERI', 'VALTERI', 'HOSPITAL_TEACHING', 'STATE_SCHOOL_HOME')),
    name_fi text NOT NULL CONSTRAINT actors_name_fi CHECK (name_fi <> ''),
    name_sv text NOT NULL CONSTRAINT actors_name_sv CHECK (name_sv <> ''),
    name_en text NOT NULL CONSTRAINT actors_name_en CHECK (name_en <> ''),
    takes_leads boolean NOT NULL,
    -- Joins others' cases only.
    joins_only boolean NOT NULL,
    -- A payment commitment is asked for.
    charges boolean NOT NULL,
    languages text[] NOT NULL
        CONSTRAINT actors_languages CHECK (cardinality(languages) > 0 AND languages <@ ARRAY['fi', 'sv']),
    -- Needs in which it is expert; who leads and who joins is said by the rules of routing.
    expertise text[] NOT NULL CONSTRAINT actors_expertise CHECK (expertise <@ ARRAY[
        'INTELLECTUAL_DISABILITY', 'AUTISM', 'PSYCHOSOCIAL', 'NEUROLOGY_MOTOR', 'HEARING', 'LANGUAGE', 'VISION',
        'PSYCHIATRY', 'SOMATIC_ILLNESS', 'NEUROPSYCHIATRY', 'PLACED_OR_SUBSTITUTE_CARE', 'CRIME_OR_SUBSTANCES',
        'CHALLENGING_BEHAVIOUR', 'SCHOOL_ABSENCE', 'RETURN_TO_LOCAL_SCHOOL', 'COMPLEX']),
    -- Modes for which the guardian's consent and the school's authorisation are both needed.
    permission_modes text[] NOT NULL CONSTRAINT actors_permission_modes CHECK (permission_modes <@ ARRAY[
        'ANONYMOUS_PUPIL', 'GROUP', 'IDENTIFIED_PUPIL', 'VISIT_OBSERVATION']),
    active_from date NOT NULL,
    active_to date,
    CONSTRAINT actors_joins_only CHECK (NOT (joins_only AND takes_leads)),
    CONSTRAINT actors_active CHECK (active_to >= active_from)
);

CREATE TABLE directory.units (
    id uuid NOT NULL CONSTRAINT units_pkey PRIMARY KEY,
    actor text NOT NULL CONSTRAINT units_actor REFERENCES directory.actors (code),
    name_fi text NOT NULL CONSTRAINT units_name_fi CHECK (name_fi <> ''),
    name_sv text NOT NULL CONSTRAINT units_name_sv CHECK (name_sv <> ''),
    -- A unit without a place of its own has none.
    municipality_code text CONSTRAINT units_municipality REFERENCES directory.municipalities (code),
    -- Own areas, served first.
    areas text[] NOT NULL CONSTRAINT units_areas CHECK (areas <@ ARRAY['HYKS', 'KYS', 'TAYS', 'TYKS', 'OYS']),
    -- Serves the whole country too.
    national boolean NOT NULL,
    languages text[] NOT NULL
        CONSTRAINT units_languages CHECK (cardinality(languages) > 0 AND languages <@ ARRAY['fi', 'sv']),
    -- Needs that it takes; empty: all of its actor's.
    needs text[] NOT NULL CONSTRAINT units_needs CHECK (needs <@ ARRAY[
        'INTELLECTUAL_DISABILITY', 'AUTISM', 'PSYCHOSOCIAL', 'NEUROLOGY_MOTOR', 'HEARING', 'LANGUAGE', 'VISION',
        'PSYCHIATRY', 'SOMATIC_ILLNESS', 'NEUROPSYCHIATRY', 'PLACED_OR_SUBSTITUTE_CARE', 'CRIME_OR_SUBSTANCES',
        'CHALLENGING_BEHAVIOUR', 'SCHOOL_ABSENCE', 'RETURN_TO_LOCAL_SCHOOL', 'COMPLEX']),
    takes_leads boolean NOT NULL,
    -- Wants both permissions in every mode.
    permission_always boolean NOT NULL,
    active_from date NOT NULL,
    active_to date,
    CONSTRAINT units_serves CHECK (national OR cardinality(areas) > 0),
    CONSTRAINT units_active CHECK (active_to >= active_from)
);
CREATE INDEX units_by_actor ON directory.units (actor);

-- The edition of the directory: each statement that changes it makes a new one. Whoever decided by one edition can prove in the
-- transaction of what follows that it is still the present one.
CREATE TABLE directory.edition (
    value bigint NOT NULL
);
INSERT INTO directory.edition (value) VALUES (1);
-- +goose StatementBegin
CREATE FUNCTION directory.next_edition() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE directory.edition SET value = value + 1;
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['areas', 'regions', 'counties', 'municipalities', 'providers', 'schools', 'actors', 'units'] LOOP
        EXECUTE format('CREATE TRIGGER edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON directory.%s
            FOR EACH STATEMENT EXECUTE FUNCTION directory.next_edition()', t);
    END LOOP;
END $$;
-- +goose StatementEnd

-- prove_edition fails when the edition is not the present one.
-- +goose StatementBegin
CREATE FUNCTION directory.prove_edition(p_edition bigint) RETURNS void LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
    IF p_edition IS DISTINCT FROM (SELECT e.value FROM directory.edition e) THEN
        RAISE EXCEPTION 'the directory has changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_present';
    END IF;
END $$;
-- +goose StatementEnd

GRANT USAGE ON SCHEMA directory TO vaatu_app, vaatu_worker;
GRANT SELECT ON directory.areas, directory.regions, directory.counties, directory.municipalities, directory.providers,
    directory.schools, directory.actors, directory.units, directory.edition TO vaatu_app, vaatu_worker;
GRANT EXECUTE ON FUNCTION directory.prove_edition TO vaatu_app;
-- The import of the organisation register runs as the application.
-- Roles in schools come of these at sign-in: the server itself may not change them. An operator imports the register.
GRANT USAGE ON SCHEMA directory TO vaatu_operator;
GRANT SELECT ON directory.municipalities TO vaatu_operator;
GRANT SELECT, INSERT, UPDATE ON directory.providers, directory.schools TO vaatu_operator;
