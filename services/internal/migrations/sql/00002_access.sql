-- +goose Up
CREATE TABLE access.persons (
    id uuid NOT NULL CONSTRAINT persons_pkey PRIMARY KEY,
    issuer text NOT NULL,
    subject text NOT NULL,
    display_name text NOT NULL CONSTRAINT persons_display_name CHECK (display_name <> ''),
    -- Verified, by the provider or by a code; empty: the person is reached inside only.
    email text,
    -- The person has set or removed it here: what the provider tells changes nothing any more.
    email_chosen boolean NOT NULL DEFAULT false,
    language text NOT NULL CONSTRAINT persons_language CHECK (language IN ('fi', 'sv', 'en')),
    create_time timestamptz NOT NULL,
    sign_in_time timestamptz,
    -- As of when a provider told the name, the address and the schools: the latest sign-in, or when a machine's access token
    -- was made, if that is later. Empty: nobody knows.
    told_time timestamptz,
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
    -- When it was given or last woken: as good as a sign-in to what sleeps for want of one.
    wake_time timestamptz,
    -- Since when it sleeps.
    sleep_time timestamptz,
    -- When somebody ended it: from then on it opens nothing, whatever its days say.
    end_time timestamptz,
    CONSTRAINT grants_of_schools CHECK (source = 'OWN' OR role IN ('REQUESTER', 'PRINCIPAL')),
    CONSTRAINT grants_scope CHECK (
        (role IN ('REQUESTER', 'PRINCIPAL') AND school_id IS NOT NULL AND unit_id IS NULL)
        OR (role IN ('EXPERT', 'LEAD') AND unit_id IS NOT NULL AND actor IS NOT NULL AND school_id IS NULL)
        OR (role = 'VIPU' AND provider_id IS NOT NULL)
        OR role IN ('COORDINATOR', 'ADMIN', 'AUDITOR'))
);
CREATE INDEX grants_by_person ON access.grants (person_id);
CREATE INDEX grants_by_unit ON access.grants (unit_id) WHERE unit_id IS NOT NULL;
CREATE UNIQUE INDEX grants_of_sign_in ON access.grants (person_id, role, school_id) WHERE source = 'SIGN_IN';

-- open_grants are those that hold on their days: neither ended nor asleep.
CREATE VIEW access.open_grants AS SELECT g.* FROM access.grants g WHERE g.end_time IS NULL AND g.sleep_time IS NULL;

-- invitations: a grant that waits for its person. Whoever opens the link and signs in first is bound to it; whoever invited
-- confirms that it is the right one. Only the SHA-256 of the link's token is kept.
CREATE TABLE access.invitations (
    id uuid NOT NULL CONSTRAINT invitations_pkey PRIMARY KEY,
    hash bytea NOT NULL CONSTRAINT invitations_hash_key UNIQUE CONSTRAINT invitations_hash CHECK (length(hash) = 32),
    role text NOT NULL CONSTRAINT invitations_role CHECK (role IN ('EXPERT', 'LEAD', 'COORDINATOR', 'VIPU', 'ADMIN', 'AUDITOR')),
    unit_id uuid,
    actor text,
    area text,
    provider_id uuid,
    from_date date NOT NULL,
    to_date date,
    -- Who it is for, as the inviter wrote it, until it is confirmed or withdrawn, or has long expired.
    invited text CONSTRAINT invitations_invited CHECK (invited <> ''),
    -- Empty: the operator of the installation, who is not asked to confirm.
    inviter_id uuid CONSTRAINT invitations_inviter REFERENCES access.persons (id),
    create_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL,
    person_id uuid CONSTRAINT invitations_person REFERENCES access.persons (id),
    bind_time timestamptz,
    confirm_time timestamptz,
    withdraw_time timestamptz,
    CONSTRAINT invitations_bound CHECK ((person_id IS NULL) = (bind_time IS NULL)),
    CONSTRAINT invitations_confirmed CHECK (confirm_time IS NULL OR bind_time IS NOT NULL AND withdraw_time IS NULL),
    CONSTRAINT invitations_scope CHECK ((role IN ('EXPERT', 'LEAD')) = (unit_id IS NOT NULL AND actor IS NOT NULL)
        AND (role = 'VIPU') = (provider_id IS NOT NULL) AND (area IS NULL OR role = 'COORDINATOR'))
);
CREATE INDEX invitations_by_inviter ON access.invitations (inviter_id);
CREATE INDEX invitations_by_person ON access.invitations (person_id);

-- Only the SHA-256 of a session token is kept. machine_until: when the access token ends that stands behind a machine's
-- session; a person's has none. A machine's session that was ended by hand is kept until then, with no time left, so that
-- its token opens no other.
CREATE TABLE access.sessions (
    hash bytea NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY CONSTRAINT sessions_hash CHECK (length(hash) = 32),
    person_id uuid NOT NULL CONSTRAINT sessions_person REFERENCES access.persons (id),
    create_time timestamptz NOT NULL,
    seen_time timestamptz NOT NULL,
    expire_time timestamptz NOT NULL,
    machine_until timestamptz,
    -- When the person last proved at the provider who they are; empty: the provider does not tell.
    auth_time timestamptz
);
CREATE INDEX sessions_by_person ON access.sessions (person_id);

-- grant_invited makes a confirmed invitation a grant of its person: the invitation's id is the grant's.
-- +goose StatementBegin
CREATE FUNCTION access.grant_invited(p_invitation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO access.grants (id, person_id, role, unit_id, actor, area, provider_id, source, from_date, to_date, wake_time)
    SELECT i.id, i.person_id, i.role, i.unit_id, i.actor, i.area, i.provider_id, 'OWN', i.from_date, i.to_date, i.confirm_time
    FROM access.invitations i WHERE i.id = p_invitation AND i.confirm_time IS NOT NULL;
END $$;
-- +goose StatementEnd

-- asleep reports whether a grant that people gave sleeps: 120 days have passed since its person signed in, since it was
-- given or woken, and since its first day.
CREATE FUNCTION access.asleep(g access.grants, p access.persons, p_now timestamptz) RETURNS boolean LANGUAGE sql STABLE
RETURN g.source = 'OWN' AND (g.sleep_time IS NOT NULL OR p_now - interval '120 days' >= greatest(
    coalesce(p.sign_in_time, p.create_time), g.wake_time, g.from_date::timestamp AT TIME ZONE 'Europe/Helsinki'));

-- open_session makes or renews the person, puts to sleep what this sign-in comes too late for, brings the grants of sign-ins
-- to those that came with this one, and opens a session. The provider's address is the person's until they choose one here. A
-- grant that stays keeps its id: other sessions may act by it. A name that is known is kept where p_name is empty; p_nameless
-- stands in where none is. An open invitation that came along is bound to the person, once; one of the operator is a grant from
-- then on. p_auth_time of a clock that is ahead counts as now. Of more than p_most sessions of the person the oldest end.
-- Answers the person's id, or NULL when the person has no grant at all: then no session is opened.
--
-- p_machine: the end of the access token of a machine, whose sessions are counted apart. Its token may say nothing of
-- schools: then the grants of sign-ins stay as they are. One whose session has ended changes nothing any more. What is known
-- of the person changes only by a token that was made (p_made, which may be empty) later than it was told: an old token does
-- not bring back what a sign-in since then, or a newer token, has corrected.
-- +goose StatementBegin
CREATE FUNCTION access.open_session(
    p_person uuid, p_issuer text, p_subject text, p_name text, p_nameless text, p_email text, p_language text,
    p_grant_ids uuid[], p_schools text[], p_roles text[], p_hash bytea, p_now timestamptz, p_expire timestamptz, p_idle interval,
    p_most int, p_invitation bytea, p_machine timestamptz, p_made timestamptz, p_auth_time timestamptz
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_person uuid;
    v_invitation uuid;
    v_known timestamptz;
    v_told timestamptz := CASE WHEN p_machine IS NULL OR p_made > p_now THEN p_now ELSE p_made END;
BEGIN
    IF p_machine IS NOT NULL THEN
        SELECT s.person_id INTO v_person FROM access.sessions s WHERE s.hash = p_hash AND s.expire_time <= p_now;
        IF FOUND THEN
            RETURN v_person;
        END IF;
        SELECT p.told_time INTO v_known FROM access.persons p WHERE p.issuer = p_issuer AND p.subject = p_subject FOR NO KEY UPDATE;
        IF FOUND AND (v_told IS NULL OR v_known >= v_told) THEN
            p_name := '';
            p_email := '';
            p_language := '';
            p_schools := NULL;
        END IF;
    END IF;
    UPDATE access.grants g SET sleep_time = p_now FROM access.persons p
    WHERE p.issuer = p_issuer AND p.subject = p_subject AND g.person_id = p.id AND g.sleep_time IS NULL AND access.asleep(g, p, p_now);
    INSERT INTO access.persons AS p (id, issuer, subject, display_name, email, language, create_time, sign_in_time, told_time)
    VALUES (p_person, p_issuer, p_subject, coalesce(nullif(p_name, ''), p_nameless), nullif(p_email, ''), coalesce(nullif(p_language, ''), 'fi'), p_now, p_now, v_told)
    ON CONFLICT ON CONSTRAINT persons_identity DO UPDATE
        SET display_name = coalesce(nullif(p_name, ''), p.display_name), email = CASE WHEN p.email_chosen THEN p.email ELSE coalesce(excluded.email, p.email) END,
            language = CASE WHEN p_language = '' THEN p.language ELSE excluded.language END, sign_in_time = p_now, told_time = greatest(p.told_time, v_told)
    RETURNING p.id INTO v_person;

    DELETE FROM access.grants g
    WHERE g.person_id = v_person AND g.source = 'SIGN_IN' AND (p_machine IS NULL OR p_schools IS NOT NULL) AND (g.to_date IS NOT NULL OR NOT EXISTS (
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

    UPDATE access.invitations i
    SET person_id = v_person, bind_time = p_now, confirm_time = CASE WHEN i.inviter_id IS NULL THEN p_now END
    WHERE i.hash = p_invitation AND i.person_id IS NULL AND i.withdraw_time IS NULL AND i.expire_time > p_now
    RETURNING i.id INTO v_invitation;
    PERFORM access.grant_invited(v_invitation);

    IF NOT EXISTS (
        SELECT 1 FROM access.open_grants g WHERE g.person_id = v_person
        AND g.from_date <= (p_now AT TIME ZONE 'Europe/Helsinki')::date
        AND (g.to_date IS NULL OR g.to_date >= (p_now AT TIME ZONE 'Europe/Helsinki')::date)
    ) THEN
        INSERT INTO audit.entries (by_id, action, outcome, reason) VALUES (v_person, 'SIGN_IN', 'DENIED', 'NO_ROLE');
        RETURN NULL;
    END IF;
    INSERT INTO audit.entries (by_id, action, what, outcome)
    SELECT v_person, 'SIGN_IN', CASE WHEN p_machine IS NOT NULL THEN 'MACHINE' END, 'DONE'
    WHERE NOT EXISTS (SELECT FROM access.sessions s WHERE s.hash = p_hash);
    INSERT INTO access.sessions AS s (hash, person_id, create_time, seen_time, expire_time, machine_until, auth_time)
    VALUES (p_hash, v_person, p_now, p_now, p_expire, p_machine,
        CASE WHEN p_machine IS NOT NULL THEN NULL WHEN p_auth_time > p_now THEN p_now ELSE p_auth_time END)
    ON CONFLICT (hash) DO UPDATE SET seen_time = greatest(s.seen_time, p_now) WHERE s.machine_until IS NOT NULL;
    DELETE FROM access.sessions s WHERE s.person_id = v_person AND (s.machine_until IS NULL) = (p_machine IS NULL)
        AND (s.machine_until IS NULL OR s.expire_time > p_now) AND s.hash NOT IN (
        SELECT o.hash FROM access.sessions o WHERE o.person_id = v_person AND (o.machine_until IS NULL) = (p_machine IS NULL)
        ORDER BY o.hash = p_hash DESC, o.expire_time > p_now AND o.seen_time > p_now - p_idle DESC, o.create_time DESC LIMIT p_most);
    RETURN v_person;
END $$;
-- +goose StatementEnd

-- invitation_state answers what became of the invitation of a link: OPEN, WAITS for its confirmation, GRANTED, or SPENT, as
-- one that nobody made, that has expired, was withdrawn or is another's.
-- +goose StatementBegin
CREATE FUNCTION access.invitation_state(p_hash bytea, p_issuer text, p_subject text, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER STABLE SET search_path = '' AS $$
BEGIN
    RETURN coalesce((SELECT CASE
            WHEN i.withdraw_time IS NOT NULL THEN 'SPENT'
            WHEN i.person_id IS NULL THEN CASE WHEN i.expire_time > p_now THEN 'OPEN' ELSE 'SPENT' END
            WHEN (p.issuer, p.subject) IS DISTINCT FROM (p_issuer, p_subject) THEN 'SPENT'
            WHEN i.confirm_time IS NULL THEN 'WAITS' ELSE 'GRANTED' END
        FROM access.invitations i LEFT JOIN access.persons p ON p.id = i.person_id WHERE i.hash = p_hash), 'SPENT');
END $$;
-- +goose StatementEnd

-- grant_state answers why a grant that people gave to somebody who signs in does not hold: it is ASLEEP, its first day is TO_COME,
-- or it has ENDED; NULL where there is none.
-- +goose StatementBegin
CREATE FUNCTION access.grant_state(p_issuer text, p_subject text, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER STABLE SET search_path = '' AS $$
BEGIN
    RETURN (SELECT min(CASE
            WHEN g.end_time IS NOT NULL OR g.to_date < (p_now AT TIME ZONE 'Europe/Helsinki')::date THEN '3 ENDED'
            WHEN g.sleep_time IS NOT NULL THEN '1 ASLEEP'
            WHEN g.from_date > (p_now AT TIME ZONE 'Europe/Helsinki')::date THEN '2 TO_COME' END)
        FROM access.persons p JOIN access.grants g ON g.person_id = p.id
        WHERE p.issuer = p_issuer AND p.subject = p_subject AND g.source = 'OWN');
END $$;
-- +goose StatementEnd

-- resolve_session answers the person, the grants that hold now and the cases that are open by break-glass, as JSON, or NULL:
-- unknown, expired or idle.
-- +goose StatementBegin
CREATE FUNCTION access.resolve_session(p_hash bytea, p_now timestamptz, p_idle interval, p_look boolean DEFAULT false)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_person uuid;
    v_seen timestamptz;
    v_auth timestamptz;
    v_machine boolean;
BEGIN
    SELECT s.person_id, s.seen_time, s.auth_time, s.machine_until IS NOT NULL INTO v_person, v_seen, v_auth, v_machine
    FROM access.sessions s WHERE s.hash = p_hash AND s.expire_time > p_now AND s.seen_time > p_now - p_idle;
    IF v_person IS NULL THEN
        RETURN NULL;
    END IF;
    -- At most one write a minute and session, and none by who only looks.
    IF NOT p_look AND v_seen < p_now - interval '1 minute' THEN
        UPDATE access.sessions s SET seen_time = p_now WHERE s.hash = p_hash AND s.seen_time < p_now;
    END IF;
    RETURN (
        SELECT jsonb_build_object('person_id', p.id, 'name', p.display_name, 'language', p.language, 'auth_time', v_auth,
            'machine', v_machine, 'grants', (
            SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'id', g.id, 'role', g.role, 'school_id', g.school_id, 'unit_id', g.unit_id,
                'actor', g.actor, 'area', g.area, 'provider_id', g.provider_id)) ORDER BY g.id), '[]'::jsonb)
            FROM access.open_grants g
            WHERE g.person_id = p.id
              AND g.from_date <= (p_now AT TIME ZONE 'Europe/Helsinki')::date
              AND (g.to_date IS NULL OR g.to_date >= (p_now AT TIME ZONE 'Europe/Helsinki')::date)),
            'opened', (SELECT jsonb_agg(jsonb_build_object('id', b.id, 'case_id', b.case_id, 'until', b.until))
            FROM access.break_glasses b WHERE b.person_id = p.id AND b.end_time IS NULL AND b.until > p_now))
        FROM access.persons p WHERE p.id = v_person);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION access.revoke_session(p_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO audit.entries (by_id, action, outcome)
    SELECT s.person_id, 'SIGN_OUT', 'DONE' FROM access.sessions s WHERE s.hash = p_hash AND s.expire_time > s.create_time;
    DELETE FROM access.sessions s WHERE s.hash = p_hash AND s.machine_until IS NULL;
    UPDATE access.sessions s SET expire_time = s.create_time WHERE s.hash = p_hash AND s.machine_until IS NOT NULL;
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
GRANT EXECUTE ON FUNCTION access.open_session, access.revoke_session, access.invitation_state, access.grant_state TO vaatu_auth;
GRANT EXECUTE ON FUNCTION access.resolve_session TO vaatu_app;
GRANT EXECUTE ON FUNCTION access.contact TO vaatu_worker;
-- The worker deletes sessions that have ended; it sees when, and neither whose nor the hash.
GRANT SELECT (seen_time, expire_time, machine_until), DELETE ON access.sessions TO vaatu_worker;
