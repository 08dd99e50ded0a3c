-- +goose Up

-- break_glasses: who has opened the content of which case for an hour, and why. vaatu_app has no right to the table: the
-- functions below find out themselves who calls. A row is neither deleted, by its owner either, nor opened for longer than
-- its constraint says.
CREATE TABLE access.break_glasses (
    id uuid NOT NULL CONSTRAINT break_glasses_pkey PRIMARY KEY,
    case_id uuid NOT NULL CONSTRAINT break_glasses_case REFERENCES public.cases (id),
    person_id uuid NOT NULL CONSTRAINT break_glasses_person REFERENCES access.persons (id),
    -- Empty once the case is erased.
    reason text CONSTRAINT break_glasses_reason CHECK (length(reason) BETWEEN 10 AND 500),
    request_id text NOT NULL,
    open_time timestamptz NOT NULL,
    until timestamptz NOT NULL,
    -- When it was closed before its time.
    end_time timestamptz,
    -- The heads who were told: by the list, and by a letter where they have an address.
    told_ids uuid[] NOT NULL,
    reviewer_id uuid CONSTRAINT break_glasses_reviewer REFERENCES access.persons (id),
    review_time timestamptz,
    finding text CONSTRAINT break_glasses_finding CHECK (finding IN ('IN_ORDER', 'TO_BE_LOOKED_INTO')),
    CONSTRAINT break_glasses_hour CHECK (until > open_time AND until <= open_time + interval '60 minutes'),
    CONSTRAINT break_glasses_ended CHECK (end_time < until),
    CONSTRAINT break_glasses_reviewed CHECK (num_nonnulls(reviewer_id, review_time, finding) IN (0, 3)),
    CONSTRAINT break_glasses_second CHECK (reviewer_id <> person_id)
);
CREATE INDEX break_glasses_by_case ON access.break_glasses (case_id);
CREATE INDEX break_glasses_by_person ON access.break_glasses (person_id, until);
CREATE INDEX break_glasses_by_reviewer ON access.break_glasses (reviewer_id);
ALTER TABLE access.break_glasses ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.break_glasses FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_reads ON access.break_glasses FOR SELECT TO vaatu_owner USING (true);
CREATE POLICY owner_appends ON access.break_glasses FOR INSERT TO vaatu_owner WITH CHECK (true);
CREATE POLICY owner_updates ON access.break_glasses FOR UPDATE TO vaatu_owner USING (true) WITH CHECK (true);

-- my_open_cases are those that the session's person has opened. The session's own clock may be ahead of this one: the case
-- closes by the first of the two.
CREATE VIEW access.my_open_cases AS SELECT b.case_id FROM access.sessions s JOIN access.break_glasses b ON b.person_id = s.person_id
    WHERE s.hash = decode(nullif(current_setting('vaatu.session', true), ''), 'hex') AND s.expire_time > s.create_time
      AND b.end_time IS NULL AND b.open_time <= greatest(now(), s.seen_time) AND b.until > greatest(now(), s.seen_time);

-- timely reports whether a time is not after this clock and the session's, which is kept to the minute.
-- +goose StatementBegin
CREATE FUNCTION access.timely(p_now timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.sessions s WHERE s.hash = decode(nullif(current_setting('vaatu.session', true), ''), 'hex')
        AND p_now <= greatest(now(), s.seen_time) + interval '2 minutes');
END $$;
-- +goose StatementEnd

-- break_glass opens a case to a coordinator of its area for an hour, and leaves a letter for each head who has an address.
-- It answers the letters, which are to be sent; NULL, and opens nothing, for others, for what is open already, and for an
-- erased case. The clock of whoever calls may be ahead of this one by as much as that of the session is.
-- +goose StatementBegin
CREATE FUNCTION access.break_glass(p_id uuid, p_case uuid, p_reason text, p_request text, p_now timestamptz) RETURNS uuid[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_me uuid := access.me();
    v_number text;
    v_heads uuid[];
    v_letters uuid[];
BEGIN
    PERFORM FROM access.persons p WHERE p.id = v_me FOR NO KEY UPDATE; -- two at once are one
    SELECT c.number INTO v_number FROM public.cases c WHERE c.id = p_case AND c.phase <> 'ERASED' AND access.coordinates(c.area)
        FOR SHARE; -- or its erasure would leave the reason
    IF v_number IS NULL OR p_reason IS NULL OR NOT access.timely(p_now) OR EXISTS (SELECT FROM access.break_glasses b
        WHERE b.case_id = p_case AND b.person_id = v_me AND b.end_time IS NULL AND b.until > p_now)
    THEN
        RETURN NULL;
    END IF;
    v_heads := ARRAY(SELECT DISTINCT h.person_id FROM public.assignments a CROSS JOIN access.heads_of(a.unit_id, p_now) h
        WHERE a.case_id = p_case AND a.state IN ('WAITING', 'HELD', 'DONE'));
    INSERT INTO access.break_glasses (id, case_id, person_id, reason, request_id, open_time, until, told_ids)
    VALUES (p_id, p_case, v_me, p_reason, p_request, p_now, p_now + interval '60 minutes', v_heads);
    PERFORM audit.record('BREAK_GLASS', 'OPEN', 'DONE', NULL, 'COORDINATOR', NULL, NULL, p_case, p_id::text, NULL, NULL);
    WITH letters AS (
        INSERT INTO access.letters (id, person_id, kind, email, language, number, create_time)
        SELECT gen_random_uuid(), p.id, 'BREAK_GLASS', p.email, p.language, v_number, p_now
        FROM access.persons p WHERE p.id = ANY (v_heads) AND p.email IS NOT NULL RETURNING id
    )
    SELECT coalesce(array_agg(l.id), '{}') INTO v_letters FROM letters l;
    RETURN v_letters;
END $$;
-- +goose StatementEnd

-- end_break_glass closes what the session's person has opened.
-- +goose StatementBegin
CREATE FUNCTION access.end_break_glass(p_id uuid, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_case uuid;
BEGIN
    UPDATE access.break_glasses b SET end_time = p_now
    WHERE b.id = p_id AND b.person_id = access.me() AND b.end_time IS NULL AND b.until > p_now AND access.timely(p_now)
    RETURNING b.case_id INTO v_case;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM audit.record('BREAK_GLASS', 'END', 'DONE', NULL, 'COORDINATOR', NULL, NULL, v_case, p_id::text, NULL, NULL);
    RETURN true;
END $$;
-- +goose StatementEnd

-- review_break_glass records what an auditor, or a coordinator of the case's area, has found of what another had opened.
-- +goose StatementBegin
CREATE FUNCTION access.review_break_glass(p_id uuid, p_finding text, p_now timestamptz) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_case uuid;
BEGIN
    UPDATE access.break_glasses b SET reviewer_id = access.me(), review_time = p_now, finding = p_finding FROM public.cases c
    WHERE b.id = p_id AND c.id = b.case_id AND b.person_id <> access.me() AND b.finding IS NULL AND coalesce(b.end_time, b.until) <= p_now AND access.timely(p_now)
        AND (access.coordinates(c.area) OR audit.is_auditor())
    RETURNING b.case_id INTO v_case;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM audit.record('REVIEW_BREAK_GLASS', p_finding, 'DONE', NULL, NULL, NULL, NULL, v_case, p_id::text, NULL, NULL);
    RETURN true;
END $$;
-- +goose StatementEnd

-- kept_break_glasses answers a page of them as far as the session's person may see them, and of these what p_all, p_areas or
-- p_told leave: all, of areas, and what the person was told of. place is the order: what nobody has reviewed comes first.
-- +goose StatementBegin
CREATE FUNCTION access.kept_break_glasses(
    p_all boolean, p_areas text[], p_told boolean, p_id uuid, p_after text, p_after_id uuid, p_size int
) RETURNS TABLE (
    id uuid, case_id uuid, number text, area text, person_id uuid, opener_name text, reason text, open_time timestamptz, until timestamptz,
    end_time timestamptz, told_names text[], finding text, reviewer_name text, review_time timestamptz, place text, total bigint, unreviewed bigint
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    v_me uuid := access.me();
    v_auditor boolean := audit.is_auditor();
    v_head boolean := EXISTS (SELECT FROM access.my_grants g WHERE g.role = 'LEAD');
BEGIN
    RETURN QUERY WITH seen AS (
        SELECT b.*, c.number, c.area, (CASE WHEN b.finding IS NULL THEN '0 ' || extract(epoch FROM b.open_time)
            ELSE '1 ' || 1e10 - extract(epoch FROM b.open_time) END) COLLATE "C" AS place
        FROM access.break_glasses b JOIN public.cases c ON c.id = b.case_id
        WHERE (p_id IS NULL OR b.id = p_id)
            AND (v_auditor OR access.coordinates(c.area) OR v_head AND v_me = ANY (b.told_ids))
            AND (p_all OR c.area = ANY (p_areas) OR p_told AND v_me = ANY (b.told_ids))
    ), counted AS (
        SELECT s.*, count(*) OVER () AS total, count(*) FILTER (WHERE s.finding IS NULL) OVER () AS unreviewed FROM seen s
    )
    SELECT n.id, n.case_id, n.number, n.area, n.person_id, o.display_name, n.reason, n.open_time, n.until, n.end_time,
        ARRAY(SELECT h.display_name FROM access.persons h WHERE h.id = ANY (n.told_ids) ORDER BY h.display_name),
        n.finding, r.display_name, n.review_time, n.place, n.total, n.unreviewed
    FROM counted n JOIN access.persons o ON o.id = n.person_id LEFT JOIN access.persons r ON r.id = n.reviewer_id
    WHERE (n.place, n.id) > (p_after, p_after_id) ORDER BY n.place, n.id LIMIT p_size;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION access.break_glass, access.end_break_glass, access.review_break_glass, access.kept_break_glasses TO vaatu_app;
