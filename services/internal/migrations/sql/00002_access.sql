-- +goose Up
CREATE TABLE access.persons (
    id uuid NOT NULL CONSTRAINT persons_pkey PRIMARY KEY,
    issuer text NOT NULL,
    subject text NOT NULL,
    display_name text NOT NULL CONSTRAINT persons_display_name CHECK (display_name <> ''),
    email text,
    language text NOT NULL CONSTRAINT persons_language CHECK (language IN ('fi', 'sv', 'en')),
    create_time timestamptz NOT NULL,
    sign_in_time timestamptz,
    CONSTRAINT persons_identity UNIQUE (issuer, subject)
);

CREATE TABLE access.grants (
    id uuid NOT NULL CONSTRAINT grants_pkey PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT grants_person REFERENCES access.persons (id),
    role text NOT NULL CONSTRAINT grants_role CHECK (role IN
        ('REQUESTER', 'PRINCIPAL', 'EXPERT', 'LEAD', 'COORDINATOR', 'VIPU', 'ADMIN', 'AUDITOR')),
    school_id uuid,
    unit_id uuid,
    actor text,
    area text,
    provider_id uuid,
    -- SIGN_IN grants come with the claims of a sign-in and go with the next that lacks them; OWN ones are given by people.
    source text NOT NULL CONSTRAINT grants_source CHECK (source IN ('OWN', 'SIGN_IN')),
    from_date date NOT NULL,
    to_date date,
    CONSTRAINT grants_scope CHECK (
        (role IN ('REQUESTER', 'PRINCIPAL') AND school_id IS NOT NULL AND unit_id IS NULL)
        OR (role IN ('EXPERT', 'LEAD') AND unit_id IS NOT NULL AND actor IS NOT NULL AND school_id IS NULL)
        OR (role = 'VIPU' AND provider_id IS NOT NULL)
        OR role IN ('COORDINATOR', 'ADMIN', 'AUDITOR'))
);
CREATE INDEX grants_by_person ON access.grants (person_id);
CREATE UNIQUE INDEX grants_of_sign_in ON access.grants (person_id, role, school_id) WHERE source = 'SIGN_IN';

-- Only the SHA-256 of a session token is kept.
CREATE TABLE access.sessions (
    hash bytea NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY CONSTRAINT sessions_hash CHECK (length(hash) = 32),
    person_id uuid NOT NULL CONSTRAINT sessions_person REFERENCES access.persons (id),
    create_time timestamptz NOT NULL,
    seen_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL
);
CREATE INDEX sessions_by_person ON access.sessions (person_id);

-- open_session makes or renews the person, brings the grants of sign-ins to those that came with this one, and opens a
-- session. A grant that stays keeps its id: other sessions may act by it. A name that is known is kept where p_name is
-- empty; p_nameless stands in where none is. Of more than p_most sessions of the person the oldest end. Answers the
-- person's id, or NULL when the person has no grant at all: then no session is opened.
-- +goose StatementBegin
CREATE FUNCTION access.open_session(
    p_person uuid, p_issuer text, p_subject text, p_name text, p_nameless text, p_email text, p_language text,
    p_grant_ids uuid[], p_schools text[], p_roles text[], p_hash bytea, p_now timestamptz, p_expire timestamptz, p_most int
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_person uuid;
BEGIN
    INSERT INTO access.persons AS p (id, issuer, subject, display_name, email, language, create_time, sign_in_time)
    VALUES (p_person, p_issuer, p_subject, coalesce(nullif(p_name, ''), p_nameless), nullif(p_email, ''), coalesce(nullif(p_language, ''), 'fi'), p_now, p_now)
    ON CONFLICT ON CONSTRAINT persons_identity DO UPDATE
        SET display_name = coalesce(nullif(p_name, ''), p.display_name), email = coalesce(excluded.email, p.email),
            language = CASE WHEN p_language = '' THEN p.language ELSE excluded.language END, sign_in_time = p_now
    RETURNING p.id INTO v_person;

    DELETE FROM access.grants g
    WHERE g.person_id = v_person AND g.source = 'SIGN_IN' AND (g.to_date IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM unnest(p_schools, p_roles) AS c (school, role)
        JOIN directory.schools s ON s.code = c.school OR s.oid = c.school
        WHERE s.id = g.school_id AND c.role = g.role));
    INSERT INTO access.grants AS g (id, person_id, role, school_id, source, from_date)
    SELECT DISTINCT ON (s.id, c.role) c.id, v_person, c.role, s.id, 'SIGN_IN', (p_now AT TIME ZONE 'Europe/Helsinki')::date
    FROM unnest(p_grant_ids, p_schools, p_roles) AS c (id, school, role)
    JOIN directory.schools s ON s.code = c.school OR s.oid = c.school
    ORDER BY s.id, c.role, c.id
    ON CONFLICT (person_id, role, school_id) WHERE source = 'SIGN_IN' DO UPDATE
        SET from_date = least(g.from_date, excluded.from_date); -- a clock may have gone back

    IF NOT EXISTS (
        SELECT 1 FROM access.grants g WHERE g.person_id = v_person
        AND g.from_date <= (p_now AT TIME ZONE 'Europe/Helsinki')::date
        AND (g.to_date IS NULL OR g.to_date >= (p_now AT TIME ZONE 'Europe/Helsinki')::date)
    ) THEN
        RETURN NULL;
    END IF;
    INSERT INTO access.sessions (hash, person_id, create_time, seen_time, expire_time)
    VALUES (p_hash, v_person, p_now, p_now, p_expire);
    DELETE FROM access.sessions s WHERE s.person_id = v_person AND s.hash NOT IN (
        SELECT o.hash FROM access.sessions o WHERE o.person_id = v_person ORDER BY o.hash = p_hash DESC, o.create_time DESC LIMIT p_most);
    RETURN v_person;
END $$;
-- +goose StatementEnd

-- resolve_session answers the person and the grants that hold now, as JSON, or NULL: unknown, expired or idle.
-- +goose StatementBegin
CREATE FUNCTION access.resolve_session(p_hash bytea, p_now timestamptz, p_idle interval)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_person uuid;
    v_seen timestamptz;
BEGIN
    SELECT s.person_id, s.seen_time INTO v_person, v_seen FROM access.sessions s
    WHERE s.hash = p_hash AND s.expire_time > p_now AND s.seen_time > p_now - p_idle;
    IF v_person IS NULL THEN
        RETURN NULL;
    END IF;
    -- At most one write a minute and session.
    IF v_seen < p_now - interval '1 minute' THEN
        UPDATE access.sessions s SET seen_time = p_now WHERE s.hash = p_hash AND s.seen_time < p_now;
    END IF;
    RETURN (
        SELECT jsonb_build_object('person_id', p.id, 'name', p.display_name, 'language', p.language, 'grants', (
            SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'id', g.id, 'role', g.role, 'school_id', g.school_id, 'unit_id', g.unit_id,
                'actor', g.actor, 'area', g.area, 'provider_id', g.provider_id)) ORDER BY g.id), '[]'::jsonb)
            FROM access.grants g
            WHERE g.person_id = p.id
              AND g.from_date <= (p_now AT TIME ZONE 'Europe/Helsinki')::date
              AND (g.to_date IS NULL OR g.to_date >= (p_now AT TIME ZONE 'Europe/Helsinki')::date)))
        FROM access.persons p WHERE p.id = v_person);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION access.revoke_session(p_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    DELETE FROM access.sessions s WHERE s.hash = p_hash;
END $$;
-- +goose StatementEnd

-- contact answers where a person can be reached: address (may be NULL) and language. For the worker's mails.
-- +goose StatementBegin
CREATE FUNCTION access.contact(p_person uuid, OUT email text, OUT language text)
LANGUAGE plpgsql SECURITY DEFINER STABLE SET search_path = '' AS $$
BEGIN
    SELECT p.email, p.language INTO email, language FROM access.persons p WHERE p.id = p_person;
END $$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION access.open_session, access.resolve_session, access.revoke_session, access.contact FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.open_session, access.revoke_session TO vaatu_auth;
GRANT EXECUTE ON FUNCTION access.resolve_session TO vaatu_app;
GRANT EXECUTE ON FUNCTION access.contact TO vaatu_worker;
-- The worker deletes sessions that have ended; it sees when, and neither whose nor the hash.
GRANT SELECT (seen_time, expire_time), DELETE ON access.sessions TO vaatu_worker;
