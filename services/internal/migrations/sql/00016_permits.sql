-- +goose Up

-- case_askings: that somebody of a school has asked its principal for the authorisation of a case. To which address a mail went
-- stands in access.letters, for as long as letters are kept.
CREATE TABLE case_askings (
    id uuid NOT NULL CONSTRAINT case_askings_pkey PRIMARY KEY,
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    asker_id uuid NOT NULL,
    asker_name text NOT NULL,
    -- No principal of the school had used Vaatu.
    to_address boolean NOT NULL,
    ask_time timestamptz NOT NULL,
    CONSTRAINT case_askings_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id)
);
CREATE INDEX case_askings_by_case ON case_askings (case_id, school_id);
ALTER TABLE case_askings ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_askings FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON case_askings TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY operator ON case_askings FOR SELECT TO vaatu_operator USING (true);
CREATE POLICY own_school ON case_askings FOR SELECT TO vaatu_app USING (
    school_id = ANY (ARRAY(SELECT access.my_schools('REQUESTER'))) OR school_id = ANY (ARRAY(SELECT access.my_schools('PRINCIPAL'))));
GRANT SELECT ON case_askings TO vaatu_app, vaatu_operator;

-- principals_of answers the principals of a school who have signed in, now.
-- +goose StatementBegin
CREATE FUNCTION access.principals_of(p_school uuid, p_now timestamptz) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN QUERY SELECT DISTINCT g.person_id FROM access.open_grants g
        WHERE g.school_id = p_school AND g.role = 'PRINCIPAL' AND g.person_id IS NOT NULL
        AND g.from_date <= v_today AND (g.to_date IS NULL OR g.to_date >= v_today);
END $$;
-- +goose StatementEnd

-- who_hears answers the worker who in the school is told of an event of its case: who filed it, while they act for the school, and
-- the school's principals, where no mail reaches the filer or p_principals says so. No principal is told what they have done.
-- +goose StatementBegin
CREATE FUNCTION access.who_hears(p_case uuid, p_version int, p_principals boolean, p_now timestamptz) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY WITH told AS (
        SELECT c.school_id, c.filer_id, e.by_id FROM public.cases c JOIN public.case_events e ON e.case_id = c.id AND e.version = p_version
        WHERE c.id = p_case
    ), filer AS (
        SELECT p.id, p.email FROM told t JOIN access.persons p ON p.id = t.filer_id WHERE intake.acts_for(p.id, t.school_id)
    )
    SELECT f.id FROM filer f
    UNION SELECT o.person_id FROM told t CROSS JOIN LATERAL access.principals_of(t.school_id, p_now) o
        WHERE o.person_id <> t.by_id AND (p_principals OR NOT EXISTS (SELECT FROM filer f WHERE f.email IS NOT NULL));
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION access.principals_of, access.who_hears FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.who_hears TO vaatu_worker;

-- ask_authorisation records that the session's person, of the school and who filed the case or its principal, asks for the
-- authorisation, and leaves a letter for each principal who has an address; for the address that is given where the school has
-- no principal here. The state: ASKED; STANDS, or ENDED, where there is nothing to ask; NO_ADDRESS; TOO_MANY, when the person has
-- asked p_most times since p_since; and NULL for others. It asks only where it is ASKED.
-- +goose StatementBegin
CREATE FUNCTION access.ask_authorisation(
    p_id uuid, p_case uuid, p_email text, p_now timestamptz, p_since timestamptz, p_most int, OUT state text, OUT letters uuid[]
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_me uuid := access.me();
    v_name text;
    v record;
    v_principals uuid[];
BEGIN
    SELECT c.number, c.school_id, c.working_language, c.phase INTO v FROM public.cases c WHERE c.id = p_case
        AND EXISTS (SELECT FROM access.my_grants g WHERE g.school_id = c.school_id
            AND (g.role = 'PRINCIPAL' OR g.role = 'REQUESTER' AND c.filer_id = v_me));
    IF v.number IS NULL THEN
        RETURN;
    END IF;
    SELECT p.display_name INTO v_name FROM access.persons p WHERE p.id = v_me FOR NO KEY UPDATE; -- two at once count as two
    v_principals := ARRAY(SELECT o.person_id FROM access.principals_of(v.school_id, p_now) o);
    letters := '{}';
    state := CASE
        WHEN v.phase IN ('CLOSED', 'WITHDRAWN', 'ERASED') THEN 'ENDED'
        WHEN EXISTS (SELECT FROM public.case_permits o WHERE o.case_id = p_case AND o.kind = 'SCHOOL_AUTHORISATION' AND o.state = 'GIVEN') THEN 'STANDS'
        WHEN cardinality(v_principals) = 0 AND p_email = '' THEN 'NO_ADDRESS'
        WHEN (SELECT count(*) FROM public.case_askings a WHERE a.asker_id = v_me AND a.ask_time > p_since) >= p_most THEN 'TOO_MANY'
        ELSE 'ASKED' END;
    IF state <> 'ASKED' THEN
        RETURN;
    END IF;
    INSERT INTO public.case_askings (id, case_id, school_id, asker_id, asker_name, to_address, ask_time)
    VALUES (p_id, p_case, v.school_id, v_me, v_name, cardinality(v_principals) = 0, p_now);
    PERFORM audit.record('CONSENT', 'ASK_AUTHORISATION', 'DONE', NULL, NULL, NULL, v.school_id, p_case, p_id::text, NULL, NULL);
    WITH left_letters AS (
        INSERT INTO access.letters (id, person_id, kind, email, language, number, case_id, create_time)
        SELECT gen_random_uuid(), t.person_id, 'PERMISSION', t.email, t.language, v.number, p_case, p_now FROM (
            SELECT p.id AS person_id, p.email, p.language FROM access.persons p WHERE p.id = ANY (v_principals) AND p.email IS NOT NULL
            UNION ALL SELECT v_me, p_email, v.working_language WHERE cardinality(v_principals) = 0
        ) t RETURNING id
    )
    SELECT coalesce(array_agg(l.id), '{}') INTO letters FROM left_letters l;
END $$;
-- +goose StatementEnd

-- authorisations answers a page of what the session's person, as a principal of the schools, is or was asked to authorise. place is
-- the order: what waits comes first. A case waits when somebody has asked since the last answer, or when it lacks a permission and
-- nobody has answered; answer is then empty.
-- +goose StatementBegin
CREATE FUNCTION access.authorisations(p_schools uuid[], p_after text, p_after_id uuid, p_size int) RETURNS TABLE (
    case_id uuid, number text, filer_name text, answer text, ask_time timestamptz, update_time timestamptz, place text, waiting bigint
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH known AS (
        SELECT c.id, c.number, c.filer_name, c.turn_since, a.ask_time, p.state AS answer, greatest(p.record_time, p.end_time) AS answer_time,
            c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED') AND p.state IS DISTINCT FROM 'GIVEN'
                AND (a.ask_time > coalesce(p.record_time, '-infinity') OR c.lacks <> '{}' AND (p.state IS NULL OR p.state = 'EXPIRED')) AS waits
        FROM public.cases c
        LEFT JOIN LATERAL (SELECT max(a.ask_time) AS ask_time FROM public.case_askings a WHERE a.case_id = c.id) a ON true
        LEFT JOIN LATERAL (SELECT p.state, p.record_time, p.end_time FROM public.case_permits p
            WHERE p.case_id = c.id AND p.kind = 'SCHOOL_AUTHORISATION' ORDER BY p.record_time DESC, p.id DESC LIMIT 1) p ON true
        WHERE c.school_id = ANY (p_schools) AND c.school_id IN (SELECT g.school_id FROM access.my_grants g WHERE g.role = 'PRINCIPAL')
    ), placed AS (
        SELECT k.*, coalesce(CASE WHEN k.waits THEN k.ask_time ELSE k.answer_time END, k.turn_since) AS since FROM known k
        WHERE k.waits OR k.answer IS NOT NULL
    ), counted AS (
        SELECT d.*, count(*) FILTER (WHERE d.waits) OVER () AS waiting, (CASE WHEN d.waits THEN '0 ' || extract(epoch FROM d.since)
            ELSE '1 ' || 1e10 - extract(epoch FROM d.since) END) COLLATE "C" AS place FROM placed d
    )
    SELECT t.id, t.number, t.filer_name, CASE WHEN NOT t.waits THEN t.answer END, t.ask_time, t.since, t.place, t.waiting
    FROM counted t WHERE (t.place, t.id) > (p_after, p_after_id) ORDER BY t.place, t.id LIMIT p_size;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION access.ask_authorisation, access.authorisations TO vaatu_app;
