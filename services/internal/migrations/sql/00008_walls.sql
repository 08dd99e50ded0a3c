-- +goose Up

-- Row level security: what a role may do to a table is granted with the table; to which rows, here.
--
-- A transaction of vaatu_app says whose it is by vaatu.session, the hash of the session's token. The functions below look the
-- person and the grants up in tables that vaatu_app cannot read, so that a statement that was smuggled in can act as nobody
-- else: it knows no other hash. Whether the session has expired was asked when the call came in.
--
-- Lists show what the columns of a row itself allow. All that belongs to one case opens by open_case, which looks at the
-- relation once, before a change: a case that was given away by it could not be written otherwise. What it found is kept for
-- the transaction in vaatu.case, sealed with a secret that vaatu_app cannot read; with it, what a lead keeps from a partner.
--
-- Each policy asks by (SELECT …) or ARRAY (SELECT …), so that the planner evaluates the question once and not for each row.
-- Functions with parameters keep one plan (plan_cache_mode): made anew at each call it would cost more than what it finds.

CREATE TABLE access.secrets (
    value bytea NOT NULL
);
INSERT INTO access.secrets (value)
VALUES (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- me answers the person of the session; NULL without one.
-- +goose StatementBegin
CREATE FUNCTION access.me() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN (SELECT s.person_id FROM access.sessions s
        WHERE s.hash = decode(nullif(current_setting('vaatu.session', true), ''), 'hex')
          AND s.expire_time > s.create_time); -- a machine's that was ended by hand is still there
END $$;
-- +goose StatementEnd

-- my_grants are the grants of the session's person that hold now. The session's own clock may be ahead of this one.
CREATE VIEW access.my_grants AS SELECT g.* FROM access.sessions s JOIN access.open_grants g ON g.person_id = s.person_id
    WHERE s.hash = decode(nullif(current_setting('vaatu.session', true), ''), 'hex') AND s.expire_time > s.create_time
      AND g.from_date <= (greatest(now(), s.seen_time) AT TIME ZONE 'Europe/Helsinki')::date
      AND (g.to_date IS NULL OR g.to_date >= (now() AT TIME ZONE 'Europe/Helsinki')::date);

-- my_schools answers the schools in which the person has a role.
-- +goose StatementBegin
CREATE FUNCTION access.my_schools(p_role text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY SELECT g.school_id FROM access.my_grants g WHERE g.role = p_role;
END $$;
-- +goose StatementEnd

-- my_units answers the units in which the person is an expert or the head.
-- +goose StatementBegin
CREATE FUNCTION access.my_units() RETURNS SETOF uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT g.unit_id FROM access.my_grants g WHERE g.role IN ('EXPERT', 'LEAD');
END $$;
-- +goose StatementEnd

-- my_areas answers the areas that the person coordinates.
-- +goose StatementBegin
CREATE FUNCTION access.my_areas() RETURNS SETOF text LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT g.area FROM access.my_grants g WHERE g.role = 'COORDINATOR' AND g.area IS NOT NULL;
END $$;
-- +goose StatementEnd

-- coordinates_everywhere reports whether the person is of the national coordination.
-- +goose StatementBegin
CREATE FUNCTION access.coordinates_everywhere() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.my_grants g WHERE g.role = 'COORDINATOR' AND g.area IS NULL);
END $$;
-- +goose StatementEnd

-- coordinates reports of one case, where lists ask the two before once for all rows, whether the session's person is of the coordination
-- of its area; of an unknown area, which is empty, or of the whole country: of the national one.
-- +goose StatementBegin
CREATE FUNCTION access.coordinates(p_area text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.my_grants g WHERE g.role = 'COORDINATOR' AND (g.area IS NULL OR g.area = p_area));
END $$;
-- +goose StatementEnd

-- reads_disputes reports whether the person is of a unit that has or had a part in a case, or of the coordination of its area: no school
-- reads anything of a dispute.
-- +goose StatementBegin
CREATE FUNCTION access.reads_disputes(p_units uuid[], p_area text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN p_units && ARRAY(SELECT access.my_units()) OR access.coordinates(p_area);
END $$;
-- +goose StatementEnd

-- seal answers what vaatu.case holds once a case is open: its id, how far it is, and what fits this transaction and no other.
-- The reaches: 1 LOOK at the row, as whoever had a part must who repeats a call; 2 ACT on it; and 3 READ its texts, but for the
-- sections that follow the word.
CREATE FUNCTION access.seal(p_opened text, p_secret bytea) RETURNS text LANGUAGE sql STABLE
RETURN p_opened || sha256(p_secret || (p_opened || pg_backend_pid() || transaction_timestamp())::bytea)::text;

-- opened answers the case that is open in this transaction, if it is as far as the reach.
-- +goose StatementBegin
CREATE FUNCTION access.opened(p_reach text) RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_set text := current_setting('vaatu.case', true);
    v_opened text := left(v_set, -66);
    v_secret bytea;
BEGIN
    IF v_set IS NULL OR v_set = '' OR substr(v_opened, 37) < p_reach THEN
        RETURN NULL;
    END IF;
    SELECT s.value INTO v_secret FROM access.secrets s;
    IF v_set <> access.seal(v_opened, v_secret) THEN
        RETURN NULL;
    END IF;
    -- The seal outlives a savepoint to which the transaction went back; the row that says that texts are read does not.
    IF p_reach >= '3 READ' AND NOT EXISTS (SELECT FROM audit.entries e WHERE e.at = transaction_timestamp()
        AND e.case_id = left(v_opened, 36)::uuid AND e.position = audit.start() + pg_current_xact_id_if_assigned()::text::bigint)
    THEN
        RETURN NULL;
    END IF;
    RETURN left(v_opened, 36)::uuid;
END $$;
-- +goose StatementEnd

-- kept answers the texts and the files of the open case that a lead keeps from the reader, who is a partner: of the sections that
-- are kept, what the reader's own units have not written, asked or added. Of the request's texts, which are one, all or none.
-- +goose StatementBegin
CREATE FUNCTION access.kept() RETURNS SETOF uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_sections text[] := string_to_array(left(substr(current_setting('vaatu.case', true), 44), -66), ' ');
    v_case uuid;
    v_units uuid[];
BEGIN
    IF v_sections IS NULL OR v_sections = '{}' THEN
        RETURN;
    END IF;
    v_case := access.opened('3 READ');
    v_units := ARRAY(SELECT access.my_units());
    RETURN QUERY SELECT t.id FROM public.case_content t WHERE t.case_id = v_case AND CASE
        WHEN t.kind = 'REQUEST' THEN v_sections @> '{SITUATION,TRIED,QUESTION}'
        WHEN t.kind IN ('MESSAGE', 'QUESTION') THEN 'CONVERSATION' = ANY (v_sections) AND (t.unit_id = ANY (v_units)) IS NOT TRUE
        WHEN t.kind = 'REPLY' THEN 'CONVERSATION' = ANY (v_sections)
            AND NOT EXISTS (SELECT FROM public.case_questions q WHERE q.id = t.about_id AND q.unit_id = ANY (v_units))
        WHEN t.kind = 'REASON' THEN 'ATTACHMENTS' = ANY (v_sections) -- why a file was removed
            AND EXISTS (SELECT FROM public.case_events e WHERE e.case_id = v_case AND e.kind = 'ATTACHMENT_REMOVED' AND e.data ->> 'reason_id' = t.id::text)
        END
        UNION ALL SELECT f.id FROM public.attachments f WHERE f.case_id = v_case AND 'ATTACHMENTS' = ANY (v_sections)
            AND (f.unit_id = ANY (v_units)) IS NOT TRUE;
END $$;
-- +goose StatementEnd

-- reach answers how far the relation of the person to a case goes, and by which grant: to READ for its filer, its school's
-- principal, the holder of a part that opens and the head of its unit, and for the coordination by break-glass; to ACT for
-- everybody else of a unit that has a part or an offer now, and for the coordination; to LOOK for a unit that had one; NULL for
-- others. Kept from a reader is what every grant by which they read keeps: a partner's part what it hides, the others nothing. Who
-- reads is as the permission READ_CASE says (services/internal/permission); tests compare the two. secret is for the seal: nobody
-- but the owner may ask.
-- +goose StatementBegin
CREATE FUNCTION access.reach(p_case uuid, OUT reach text, OUT role text, OUT unit_id uuid, OUT school_id uuid, OUT secret bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    way record;
    v_kept text[];
BEGIN
    FOR way IN
        SELECT CASE
            WHEN g.role = 'REQUESTER' AND g.school_id = c.school_id AND c.filer_id = g.person_id THEN '3 READ'
            WHEN g.role = 'PRINCIPAL' AND g.school_id = c.school_id THEN '3 READ'
            WHEN g.role IN ('EXPERT', 'LEAD') AND g.unit_id = ANY (c.unit_ids) THEN CASE
                WHEN o.part IS NOT NULL THEN '3 READ'
                WHEN EXISTS (SELECT FROM public.assignments a WHERE a.case_id = c.id AND a.unit_id = g.unit_id
                    AND a.state IN ('WAITING', 'HELD', 'DONE')) THEN '2 ACT'
                WHEN EXISTS (SELECT FROM public.case_hand_overs h WHERE h.case_id = c.id AND h.to_unit_id = g.unit_id
                    AND h.state = 'OFFERED') THEN '2 ACT'
                ELSE '1 LOOK' END
            WHEN g.role = 'COORDINATOR' AND (g.area IS NULL OR g.area = c.area) THEN CASE
                WHEN EXISTS (SELECT FROM access.my_open_cases o WHERE o.case_id = c.id) THEN '3 READ'
                ELSE '2 ACT' END
            END AS farthest, CASE WHEN o.part = 'PARTNER' THEN o.hidden ELSE '{}' END AS kept, g.*
        FROM public.cases c CROSS JOIN access.my_grants g
            LEFT JOIN public.assignments o ON o.case_id = c.id AND o.unit_id = g.unit_id AND o.opens
                AND (g.role = 'LEAD' OR g.role = 'EXPERT' AND o.holder_id = g.person_id)
        WHERE c.id = p_case
        ORDER BY farthest DESC NULLS LAST, g.role = 'COORDINATOR', g.id -- break-glass only where nothing else opens
    LOOP
        IF reach IS NULL THEN
            reach := way.farthest;
            role := way.role;
            unit_id := way.unit_id;
            school_id := way.school_id;
            v_kept := way.kept;
        ELSIF way.farthest = '3 READ' THEN
            v_kept := ARRAY(SELECT unnest(v_kept) INTERSECT SELECT unnest(way.kept));
        END IF;
        EXIT WHEN reach IS NULL OR v_kept = '{}';
    END LOOP;
    IF v_kept <> '{}' THEN
        reach := reach || ' ' || array_to_string(v_kept, ' ');
    END IF;
    SELECT s.value INTO secret FROM access.secrets s;
END $$;
-- +goose StatementEnd

-- open_case opens one case to the running transaction as far as the person's relation to it goes, but never its texts: those
-- open with a row of the audit (audit.read_case). Where it is to be changed it is locked first, so that the relation is that
-- of the state which the caller gets to see.
-- +goose StatementBegin
CREATE FUNCTION access.open_case(p_case uuid, p_lock boolean DEFAULT false) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v record;
    v_set text := '';
BEGIN
    IF p_lock THEN
        PERFORM FROM public.cases c WHERE c.id = p_case FOR UPDATE;
    END IF;
    v := access.reach(p_case);
    IF v.reach IS NOT NULL THEN
        v_set := access.seal(p_case::text || least(v.reach, '2 ACT'), v.secret);
    END IF;
    v_set := set_config('vaatu.case', v_set, true);
    RETURN CASE WHEN v_set <> '' THEN p_case END;
END $$;
-- +goose StatementEnd

-- open_case_of opens the case of an assignment or of a hand-over.
-- +goose StatementBegin
CREATE FUNCTION access.open_case_of(p_part uuid, p_lock boolean DEFAULT false) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN access.open_case((SELECT a.case_id FROM public.assignments a WHERE a.id = p_part
        UNION ALL SELECT h.case_id FROM public.case_hand_overs h WHERE h.id = p_part), p_lock);
END $$;
-- +goose StatementEnd

-- lock_case locks the open case as the transaction has read it: one that sees one state of the database fails where somebody
-- has changed the row since, and must be begun anew; so must one whose relation to it was too slight in that state.
-- +goose StatementBegin
CREATE FUNCTION access.lock_case(p_case uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM FROM public.cases c WHERE c.id = p_case AND c.id = access.opened('2 ACT') FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the case is not open to be changed' USING ERRCODE = 'serialization_failure';
    END IF;
END $$;
-- +goose StatementEnd

-- open_new_case opens a case that is about to be filed for a school of the person, from an own draft or without one.
-- +goose StatementBegin
CREATE FUNCTION access.open_new_case(p_case uuid, p_school uuid) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_may boolean := EXISTS (SELECT FROM access.my_grants g WHERE g.role IN ('REQUESTER', 'PRINCIPAL') AND g.school_id = p_school)
        AND NOT EXISTS (SELECT FROM public.cases c WHERE c.id = p_case)
        AND NOT EXISTS (SELECT FROM public.case_keys k WHERE k.id = p_case AND k.writer_id <> access.me());
BEGIN
    PERFORM set_config('vaatu.case', CASE WHEN v_may THEN access.seal(p_case::text || '2 ACT', s.value) ELSE '' END, true)
    FROM access.secrets s;
    RETURN CASE WHEN v_may THEN p_case END;
END $$;
-- +goose StatementEnd

-- discard_draft deletes a draft of which the session's person is the first writer, with its key, and reports whether there was one.
-- +goose StatementBegin
CREATE FUNCTION intake.discard_draft(p_draft uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM FROM intake.drafts d WHERE d.id = p_draft AND d.id IN (SELECT intake.my_drafts()) AND intake.first_writer(d) = access.me() FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM intake.end_drafts(ARRAY[p_draft], 'DELETED');
    DELETE FROM intake.drafts d WHERE d.id = p_draft;
    INSERT INTO audit.entries (action, what, outcome, case_id) VALUES ('DRAFT', 'DISCARD', 'DONE', p_draft);
    DELETE FROM public.case_keys k WHERE k.id = p_draft AND NOT EXISTS (SELECT FROM public.cases c WHERE c.id = p_draft);
    RETURN true;
END $$;
-- +goose StatementEnd

-- The owner looks past the walls in the functions above and in migrations; the operator proves that rows fit together.
-- +goose StatementBegin
DO $$
DECLARE
    t regclass;
BEGIN
    FOREACH t IN ARRAY ARRAY['access.persons', 'access.grants', 'access.invitations', 'access.sessions', 'access.secrets', 'intake.drafts',
        'notify.deliveries', 'cases', 'assignments', 'case_questions', 'case_hand_overs', 'case_permits', 'case_events',
        'case_keys', 'case_content', 'idempotency_keys']::regclass[] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %s TO vaatu_owner USING (true) WITH CHECK (true)', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['notify.deliveries', 'cases', 'assignments', 'case_questions', 'case_hand_overs', 'case_permits',
        'case_events', 'case_keys', 'case_content', 'intake.drafts']::regclass[] LOOP
        EXECUTE format('CREATE POLICY operator ON %s FOR SELECT TO vaatu_operator USING (true)', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['cases', 'assignments', 'case_questions', 'case_hand_overs', 'case_permits']::regclass[] LOOP
        EXECUTE format('CREATE POLICY worker ON %s TO vaatu_worker USING (true) WITH CHECK (true)', t);
    END LOOP;
END $$;
-- +goose StatementEnd

CREATE POLICY worker_reads ON case_events FOR SELECT TO vaatu_worker USING (true);
CREATE POLICY worker_appends ON case_events FOR INSERT TO vaatu_worker WITH CHECK (true);
CREATE POLICY worker ON notify.deliveries TO vaatu_worker USING (true) WITH CHECK (true);
CREATE POLICY worker_reads ON idempotency_keys FOR SELECT TO vaatu_worker USING (true);
CREATE POLICY worker_deletes ON idempotency_keys FOR DELETE TO vaatu_worker USING (true);
CREATE POLICY worker_reads ON access.sessions FOR SELECT TO vaatu_worker USING (true);
CREATE POLICY worker_deletes ON access.sessions FOR DELETE TO vaatu_worker USING (true);

-- Cards, in lists and queues. The row holds more than a card shows (names of the school and the filer, the municipality): which
-- columns go out is for the program to say.
CREATE POLICY shows ON cases FOR SELECT TO vaatu_app USING (
    id = (SELECT access.opened('1 LOOK'))
    OR (filer_id = (SELECT access.me()) AND school_id = ANY (ARRAY(SELECT access.my_schools('REQUESTER'))))
    OR school_id = ANY (ARRAY(SELECT access.my_schools('PRINCIPAL')))
    OR unit_ids && ARRAY(SELECT access.my_units())
    OR (SELECT access.coordinates_everywhere())
    OR area = ANY (ARRAY(SELECT access.my_areas())));
CREATE POLICY files ON cases FOR INSERT TO vaatu_app WITH CHECK (id = (SELECT access.opened('2 ACT')));
CREATE POLICY changes ON cases FOR UPDATE TO vaatu_app
    USING (id = (SELECT access.opened('1 LOOK'))) WITH CHECK (id = (SELECT access.opened('2 ACT')));
-- IS TRUE keeps an index from being used for what a policy adds: two policies with OR between them would else lead to all of
-- a unit's queue, and not to its first page.
CREATE POLICY queues ON assignments FOR SELECT TO vaatu_app
    USING ((unit_id = ANY (ARRAY(SELECT access.my_units()))) IS TRUE);

-- A case with all its parts in one row: whole_cases, which the worker sees; and one at a time, the open one with its key, by a view of
-- its owner, with the dispute about its lead for those who may read of it alone, and when anything last happened. That asks once, where each table's policy would ask for itself (as it does where the
-- owner's view looks through the other: a security_invoker view is the caller's wherever it stands), and cannot be written
-- through (OFFSET).
-- +goose StatementBegin
DO $$
DECLARE
    v_parts text := '
        ARRAY(SELECT a FROM assignments a WHERE a.case_id = c.id) AS assignments,
        ARRAY(SELECT q FROM case_questions q WHERE q.case_id = c.id) AS questions,
        ARRAY(SELECT h FROM case_hand_overs h WHERE h.case_id = c.id) AS hand_overs,
        ARRAY(SELECT p FROM case_permits p WHERE p.case_id = c.id) AS permits';
    v_columns text := (SELECT string_agg(CASE WHEN a.attname LIKE 'dispute\_%' THEN format('CASE WHEN r.disputes THEN c.%1$I END AS %1$I', a.attname)
        ELSE format('c.%I', a.attname) END, ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = 'cases'::regclass AND a.attnum > 0 AND NOT a.attisdropped);
BEGIN
    EXECUTE 'CREATE VIEW whole_cases WITH (security_invoker) AS SELECT c.*,' || v_parts || ' FROM cases c';
    EXECUTE 'CREATE VIEW opened_cases AS SELECT ' || v_columns || ',' || v_parts || ',
        greatest(c.update_time, c.dispute_time, c.dispute_end_time) AS last_time, (SELECT k.wrapped FROM case_keys k WHERE k.id = c.id) AS wrapped
        FROM cases c CROSS JOIN LATERAL (SELECT CASE WHEN c.dispute_time IS NULL THEN false
            ELSE access.reads_disputes(c.unit_ids, c.area) END AS disputes OFFSET 0) r WHERE c.id = (SELECT access.opened(''1 LOOK'')) OFFSET 0';
END $$;
-- +goose StatementEnd
GRANT SELECT ON whole_cases TO vaatu_worker;
GRANT SELECT ON opened_cases TO vaatu_app;
CREATE POLICY opened ON assignments TO vaatu_app
    USING ((case_id = (SELECT access.opened('1 LOOK'))) IS TRUE) WITH CHECK (case_id = (SELECT access.opened('2 ACT')));
CREATE POLICY opened ON case_questions TO vaatu_app
    USING (case_id = (SELECT access.opened('1 LOOK'))) WITH CHECK (case_id = (SELECT access.opened('2 ACT')));
CREATE POLICY opened ON case_hand_overs TO vaatu_app
    USING (case_id = (SELECT access.opened('1 LOOK'))) WITH CHECK (case_id = (SELECT access.opened('2 ACT')));
-- What is offered to somebody, on their list. Its note opens by a function (audit.read_offer).
CREATE POLICY offers ON case_hand_overs FOR SELECT TO vaatu_app USING (state = 'OFFERED'
    AND (to_id = (SELECT access.me()) OR to_unit_id = ANY (ARRAY(SELECT access.my_units()))));
CREATE POLICY opened ON case_permits TO vaatu_app
    USING (case_id = (SELECT access.opened('1 LOOK'))) WITH CHECK (case_id = (SELECT access.opened('2 ACT')));
-- Whoever may act on a card says why, in the own name, and reads neither texts nor events.
CREATE POLICY opened_reads ON case_events FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened('3 READ')));
CREATE POLICY opened_appends ON case_events FOR INSERT TO vaatu_app
    WITH CHECK (case_id = (SELECT access.opened('2 ACT')) AND by_id = (SELECT access.me()));
CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app
    USING (case_id = (SELECT access.opened('3 READ')) AND id <> ALL (ARRAY(SELECT access.kept())));
CREATE POLICY opened_appends ON case_content FOR INSERT TO vaatu_app
    WITH CHECK (case_id = (SELECT access.opened('2 ACT')) AND author_id = (SELECT access.me()));
CREATE POLICY opened_reads ON case_keys FOR SELECT TO vaatu_app
    USING (id = (SELECT access.opened('1 LOOK')) OR writer_id = (SELECT access.me()));

-- One's own.
CREATE POLICY own ON case_keys FOR INSERT TO vaatu_app WITH CHECK (writer_id = (SELECT access.me()));
CREATE POLICY own ON intake.drafts FOR INSERT TO vaatu_app
    WITH CHECK (writer_id = (SELECT access.me())
        AND (school_id = ANY (ARRAY(SELECT access.my_schools('REQUESTER'))) OR school_id = ANY (ARRAY(SELECT access.my_schools('PRINCIPAL')))));
CREATE POLICY own_reads ON idempotency_keys FOR SELECT TO vaatu_app USING (person_id = (SELECT access.me()));
CREATE POLICY own_appends ON idempotency_keys FOR INSERT TO vaatu_app WITH CHECK (person_id = (SELECT access.me()));

GRANT EXECUTE ON FUNCTION access.me, access.my_schools, access.my_units, access.my_areas, access.coordinates_everywhere,
    access.reads_disputes, access.opened, access.kept, access.open_case, access.open_case_of, access.lock_case, access.open_new_case, intake.discard_draft
    TO vaatu_app;
GRANT USAGE ON SCHEMA public, intake, notify TO vaatu_operator;
GRANT SELECT ON cases, assignments, case_questions, case_hand_overs, case_permits, case_events, notify.deliveries TO vaatu_operator;
GRANT SELECT (id) ON case_keys, intake.drafts TO vaatu_operator;
GRANT SELECT (id, case_id, kind, about_id, revision, create_time) ON case_content TO vaatu_operator;
