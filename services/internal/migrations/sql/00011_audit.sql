-- +goose Up

-- The audit: who did or read what of which case, as whom, when, from where, and what was refused. Ids and codes, never a text. A
-- change and the row about it are one transaction; so are the reading of a text and its row: where the row is not, no text opens.
-- What a transaction has read that rolls back in the end, the program has not answered.
CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO vaatu_app, vaatu_auth, vaatu_worker, vaatu_audit_reader;

-- start is added to the numbers of transactions, so that they go on where those of another server ended: see rebase.
CREATE FUNCTION audit.start() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 0::bigint';

CREATE TABLE audit.entries (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    -- The number of the transaction. Once all below a number have ended, no row can come below it any more: it can be sealed.
    position bigint NOT NULL DEFAULT audit.start() + pg_current_xact_id()::text::bigint,
    at timestamptz NOT NULL DEFAULT now(),
    -- Zeros: the clock.
    by_id uuid NOT NULL DEFAULT coalesce(access.me(), '00000000-0000-0000-0000-000000000000'),
    role text,
    unit_id uuid,
    school_id uuid,
    -- A permission (vaatu.access.v1.Permission), SIGN_IN, SIGN_OUT, GRANTS or DISCLOSE; what of it, in codes.
    action text NOT NULL,
    what text,
    outcome text NOT NULL CONSTRAINT entries_outcome CHECK (outcome IN ('DONE', 'DENIED')),
    -- Why, as a code.
    reason text,
    -- No foreign key: rows outlive their case, and a denial may name one that never was.
    case_id uuid,
    object_id text,
    -- To which unit or school a text was disclosed, and on which legal basis; whose grant was changed.
    to_id uuid,
    basis text,
    -- The request, and the address of the client: vaatu.call holds the two.
    request_id text DEFAULT nullif(split_part(current_setting('vaatu.call', true), ' ', 1), ''),
    origin text DEFAULT nullif(split_part(current_setting('vaatu.call', true), ' ', 2), ''),
    CONSTRAINT entries_pkey PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX entries_by_position ON audit.entries (position);
CREATE INDEX entries_by_case ON audit.entries (case_id, at) WHERE case_id IS NOT NULL;
CREATE INDEX entries_by_person ON audit.entries (by_id, at);

-- seals: one after the other closes what stands below a position. leaves are 16 bytes of id and 32 of SHA-256 for each row, in
-- their order; hash is that of the seal before, and of all columns of this one (services/internal/trail).
CREATE TABLE audit.seals (
    no bigint NOT NULL CONSTRAINT seals_pkey PRIMARY KEY,
    at timestamptz NOT NULL,
    below bigint NOT NULL,
    leaves bytea NOT NULL,
    hash bytea NOT NULL CONSTRAINT seals_hash CHECK (length(hash) = 32)
);

ALTER TABLE audit.entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.entries FORCE ROW LEVEL SECURITY;
ALTER TABLE audit.seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.seals FORCE ROW LEVEL SECURITY;
-- Not even the owner changes or deletes by a slip. Who may alter the table itself can: hence the heads outside.
CREATE POLICY owner_appends ON audit.entries FOR INSERT TO vaatu_owner WITH CHECK (true);
CREATE POLICY owner_reads ON audit.entries FOR SELECT TO vaatu_owner USING (true);
CREATE POLICY reads ON audit.entries FOR SELECT TO vaatu_audit_reader, vaatu_worker USING (true);
CREATE POLICY owner_reads ON audit.seals FOR SELECT TO vaatu_owner USING (true);
CREATE POLICY reads ON audit.seals FOR SELECT TO vaatu_audit_reader, vaatu_worker USING (true);
CREATE POLICY seals ON audit.seals FOR INSERT TO vaatu_worker WITH CHECK (true);
GRANT SELECT ON audit.entries, audit.seals TO vaatu_audit_reader, vaatu_worker;
GRANT INSERT ON audit.seals TO vaatu_worker;

-- make_months makes the parts of the table for this month and the next three. To attach a part that is there already stands in
-- nobody's way, a backup's either.
-- +goose StatementBegin
CREATE FUNCTION audit.make_months() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
DECLARE
    v_month timestamptz;
    v_name text;
BEGIN
    FOR v_month IN SELECT generate_series(date_trunc('month', now()), now() + interval '3 months', interval '1 month') LOOP
        v_name := to_char(v_month, '"entries_"YYYY_MM');
        CONTINUE WHEN to_regclass('audit.' || v_name) IS NOT NULL;
        EXECUTE format('CREATE TABLE audit.%I (LIKE audit.entries INCLUDING ALL)', v_name);
        EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', v_name);
        EXECUTE format('ALTER TABLE audit.%I FORCE ROW LEVEL SECURITY', v_name);
        EXECUTE format('CREATE POLICY owner_reads ON audit.%I FOR SELECT TO vaatu_owner USING (true)', v_name); -- backups
        EXECUTE format('ALTER TABLE audit.entries ATTACH PARTITION audit.%I FOR VALUES FROM (%L) TO (%L)', v_name, v_month, v_month + interval '1 month');
    END LOOP;
END $$;
-- +goose StatementEnd
SELECT audit.make_months();

-- record appends what the session's person did, or the clock as the worker.
-- +goose StatementBegin
CREATE FUNCTION audit.record(
    p_action text, p_what text, p_outcome text, p_reason text, p_role text, p_unit uuid, p_school uuid, p_case uuid, p_object text,
    p_to uuid, p_basis text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF session_user = 'vaatu_app' AND access.me() IS NULL OR p_outcome = 'DONE' AND p_action IN ('READ_CASE', 'READ_EVENTS') THEN
        RAISE EXCEPTION 'only the worker acts for the clock, and a case is read by read_case' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO audit.entries (role, unit_id, school_id, action, what, outcome, reason, case_id, object_id, to_id, basis)
    VALUES (p_role, p_unit, p_school, p_action, p_what, p_outcome, p_reason, p_case, p_object, p_to, p_basis);
END $$;
-- +goose StatementEnd

-- record_saving appends that the session's person saved a draft, once an hour.
-- +goose StatementBegin
CREATE FUNCTION audit.record_saving(p_draft uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO audit.entries (school_id, action, what, outcome, case_id)
    SELECT d.school_id, 'DRAFT', 'SAVE', 'DONE', d.id FROM intake.drafts d WHERE d.id = p_draft AND d.id IN (SELECT intake.my_drafts())
        AND NOT EXISTS (SELECT FROM audit.entries e WHERE e.case_id = d.id AND e.at > now() - interval '1 hour'
            AND e.by_id = access.me() AND e.what = 'SAVE');
END $$;
-- +goose StatementEnd

-- record_drafts appends that the session's person read drafts: those of the ids that are the person's to write.
-- +goose StatementBegin
CREATE FUNCTION audit.record_drafts(p_drafts uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO audit.entries (school_id, action, what, outcome, case_id)
    SELECT d.school_id, 'DRAFT', 'READ', 'DONE', d.id FROM intake.drafts d WHERE d.id = ANY (p_drafts) AND d.id IN (SELECT intake.my_drafts());
END $$;
-- +goose StatementEnd

-- read_case opens a case with its texts to the running transaction, and appends that they were read. Who may not read them gets
-- as far as by open_case, without a row.
-- +goose StatementBegin
CREATE FUNCTION audit.read_case(p_case uuid, p_action text, p_what text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_by record := access.reach(p_case);
    v_set text := '';
BEGIN
    IF v_by.reach >= '3 READ' THEN
        INSERT INTO audit.entries (role, unit_id, school_id, action, what, outcome, reason, case_id)
        VALUES (v_by.role, v_by.unit_id, v_by.school_id, p_action, nullif(p_what, ''), 'DONE',
            CASE WHEN v_by.role = 'COORDINATOR' THEN 'BREAK_GLASS' END, p_case); -- the coordination reads by nothing else
    END IF;
    IF v_by.reach IS NOT NULL THEN
        v_set := access.seal(p_case::text || v_by.reach, v_by.secret);
    END IF;
    v_set := set_config('vaatu.case', v_set, true);
    RETURN CASE WHEN v_set <> '' THEN p_case END;
END $$;
-- +goose StatementEnd

-- read_offer answers the sealed note of a hand-over to whom it is offered, and no other text of the case, and appends that it was
-- read. Where somebody holds the part that the lead would go into, it is for them alone.
-- +goose StatementBegin
CREATE FUNCTION audit.read_offer(p_hand_over uuid) RETURNS SETOF public.case_content
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_by record;
BEGIN
    SELECT h.case_id, g.role, g.unit_id INTO v_by
    FROM public.case_hand_overs h JOIN public.assignments a ON a.id = h.assignment_id
        JOIN access.my_grants g ON g.role IN ('EXPERT', 'LEAD') AND g.unit_id = coalesce(h.to_unit_id, a.unit_id)
    WHERE h.id = p_hand_over AND h.opens AND (h.to_unit_id IS NOT NULL OR h.to_id = g.person_id)
        AND NOT EXISTS (SELECT FROM public.assignments p
            WHERE p.case_id = h.case_id AND p.unit_id = h.to_unit_id AND p.state = 'HELD' AND p.holder_id <> g.person_id)
    ORDER BY g.id LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO audit.entries (role, unit_id, action, what, outcome, case_id, object_id)
    VALUES (v_by.role, v_by.unit_id, 'READ_CASE', 'NOTE', 'DONE', v_by.case_id, p_hand_over::text);
    RETURN QUERY SELECT t.* FROM public.case_content t WHERE t.case_id = v_by.case_id AND t.kind = 'NOTE' AND t.about_id = p_hand_over;
END $$;
-- +goose StatementEnd

-- read_unled answers coordination the sealed texts that it has asked the schools of its areas about cases which no unit leads, with
-- the replies and what opens them, and no other text of these cases, and appends that they were read.
-- +goose StatementBegin
CREATE FUNCTION audit.read_unled(p_cases uuid[]) RETURNS TABLE (
    id uuid, case_id uuid, school_id uuid, unit_id uuid, kind text, about_id uuid, revision int, author_id uuid, author_name text,
    author_role text, sealed bytea, create_time timestamptz, wrapped bytea, due date, cancel_time timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH asked AS (
        SELECT q.id, q.case_id, q.due, q.cancel_time FROM public.case_questions q JOIN public.cases c ON c.id = q.case_id
        WHERE c.id = ANY (p_cases) AND q.unit_id IS NULL AND c.lead_unit_id IS NULL AND c.phase IN ('TRIAGE', 'AWAITING_SCHOOL')
            AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())))
    ), told AS (
        INSERT INTO audit.entries (role, action, what, outcome, case_id)
        SELECT DISTINCT 'COORDINATOR', 'READ_CASE', 'QUESTION REPLY', 'DONE', a.case_id FROM asked a
    )
    SELECT t.id, t.case_id, t.school_id, t.unit_id, t.kind, t.about_id, t.revision, t.author_id, t.author_name, t.author_role, t.sealed,
        t.create_time, k.wrapped, a.due, a.cancel_time
    FROM asked a JOIN public.case_content t ON t.case_id = a.case_id AND (t.id = a.id OR t.kind = 'REPLY' AND t.about_id = a.id)
    JOIN public.case_keys k ON k.id = a.case_id ORDER BY t.create_time, t.id;
END $$;
-- +goose StatementEnd

-- declined_leads answers coordination of its areas the leads that units declined in the present round of cases which no unit leads, the
-- latest first.
-- +goose StatementBegin
CREATE FUNCTION access.declined_leads(p_cases uuid[]) RETURNS SETOF public.assignments LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY SELECT a.* FROM public.cases c JOIN public.assignments a ON a.case_id = c.id AND a.round = c.round
        AND a.part = 'LEAD' AND a.state = 'DECLINED'
    WHERE c.id = ANY (p_cases) AND c.lead_unit_id IS NULL AND c.phase IN ('TRIAGE', 'AWAITING_SCHOOL')
        AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())))
    ORDER BY a.update_time DESC, a.id;
END $$;
-- +goose StatementEnd

-- read_suggestions answers coordination the sealed texts on where these should go, with what opens them, but who wrote them, and no
-- other text of these cases, and appends that they were read.
-- +goose StatementBegin
CREATE FUNCTION audit.read_suggestions(p_cases uuid[]) RETURNS TABLE (
    id uuid, case_id uuid, school_id uuid, unit_id uuid, kind text, about_id uuid, revision int, author_id uuid, author_name text,
    author_role text, sealed bytea, create_time timestamptz, wrapped bytea
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH declined AS (SELECT a.case_id, a.suggestion_id FROM access.declined_leads(p_cases) a), told AS (
        INSERT INTO audit.entries (role, action, what, outcome, case_id)
        SELECT DISTINCT 'COORDINATOR', 'READ_CASE', 'REASON', 'DONE', d.case_id FROM declined d WHERE d.suggestion_id IS NOT NULL
    )
    SELECT t.id, t.case_id, t.school_id, t.unit_id, t.kind, t.about_id, t.revision, '00000000-0000-0000-0000-000000000000'::uuid, '',
        t.author_role, t.sealed, t.create_time, k.wrapped
    FROM declined d JOIN public.case_content t ON t.id = d.suggestion_id AND t.case_id = d.case_id AND t.kind = 'REASON'
    JOIN public.case_keys k ON k.id = d.case_id;
END $$;
-- +goose StatementEnd

-- named_entries are the entries with the kind of each, and the names that ids stand for.
CREATE VIEW audit.named_entries AS SELECT e.id, e.at, e.by_id, p.display_name AS by_name, e.role,
    e.unit_id, u.name_fi AS unit_name_fi, u.name_sv AS unit_name_sv, e.school_id, s.name_fi AS school_name_fi, s.name_sv AS school_name_sv,
    CASE
        WHEN e.action LIKE '%BREAK_GLASS%' OR e.reason = 'BREAK_GLASS' THEN 'BREAK_GLASS'
        WHEN e.action IN ('SIGN_IN', 'SIGN_OUT') THEN 'SESSION'
        WHEN e.action = 'DISCLOSE' THEN 'DISCLOSURE'
        WHEN e.action LIKE '%GRANTS' OR e.action = 'RELINK' THEN 'GRANTS'
        WHEN e.action IN ('READ_READS', 'READ_AUDIT') THEN 'AUDIT'
        WHEN e.action LIKE 'READ%' OR e.action LIKE 'LIST%' OR e.action IN ('DRAFT', 'DISPUTE', 'SETTLE_DISPUTE') AND e.what = 'READ' THEN 'READ'
        ELSE 'CHANGE' END AS kind,
    e.action, e.what, e.outcome, e.reason, e.case_id, c.number AS case_number, e.object_id,
    e.to_id, coalesce(tu.name_fi, ts.name_fi) AS to_name_fi, coalesce(tu.name_sv, ts.name_sv) AS to_name_sv, tp.display_name AS to_person_name,
    e.basis, e.request_id, e.origin, 1::bigint AS times
    FROM audit.entries e
    LEFT JOIN access.persons p ON p.id = e.by_id
    LEFT JOIN directory.units u ON u.id = e.unit_id
    LEFT JOIN directory.schools s ON s.id = e.school_id
    LEFT JOIN public.cases c ON c.id = e.case_id
    LEFT JOIN directory.units tu ON tu.id = e.to_id
    LEFT JOIN directory.schools ts ON ts.id = e.to_id
    LEFT JOIN access.persons tp ON tp.id = e.to_id;

-- reads answers those who may read a case themselves who has read or changed it, or was refused it, the latest first; or to whom
-- its texts were disclosed. What somebody did several times on a day of Helsinki's is one row, of the last time: a page that is
-- open reads again and again. Where a call came from, and what else it was about, is for the auditor alone; that units do not agree
-- who leads is for these units.
-- +goose StatementBegin
CREATE FUNCTION audit.reads(p_case uuid, p_disclosed boolean, p_before timestamptz, p_before_id uuid, p_size int)
RETURNS SETOF audit.named_entries LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    RETURN QUERY SELECT d.id, d.at, d.by_id, d.by_name, d.role, d.unit_id, d.unit_name_fi, d.unit_name_sv, d.school_id, d.school_name_fi,
        d.school_name_sv, d.kind, d.action, d.what, d.outcome, d.reason, d.case_id, d.case_number, NULL,
        CASE WHEN p_disclosed THEN d.to_id END, CASE WHEN p_disclosed THEN d.to_name_fi END, CASE WHEN p_disclosed THEN d.to_name_sv END,
        NULL, d.basis, NULL, NULL, d.often
        FROM (SELECT n.*, count(*) OVER alike AS often, row_number() OVER (alike ORDER BY n.at DESC, n.id DESC) AS nth
            FROM audit.named_entries n
            WHERE n.case_id = p_case AND (n.action = 'DISCLOSE') = p_disclosed AND (SELECT r.reach FROM access.reach(p_case) r) >= '3 READ'
                AND (n.action NOT IN ('DISPUTE', 'WITHDRAW_DISPUTE', 'SETTLE_DISPUTE') OR (SELECT r.unit_id FROM access.reach(p_case) r) IS NOT NULL)
            WINDOW alike AS (PARTITION BY (n.at AT TIME ZONE 'Europe/Helsinki')::date, n.by_id, n.role, n.unit_id, n.school_id, n.action,
                n.what, n.outcome, n.reason, n.to_id, n.basis)) d
        WHERE d.nth = 1 AND (p_before IS NULL OR (d.at, d.id) < (p_before, p_before_id))
        ORDER BY d.at DESC, d.id DESC LIMIT p_size;
END $$;
-- +goose StatementEnd

-- is_auditor reports whether the session's person is an auditor now.
-- +goose StatementBegin
CREATE FUNCTION audit.is_auditor() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.my_grants g WHERE g.role = 'AUDITOR');
END $$;
-- +goose StatementEnd

-- find answers an auditor what the audit holds, the latest first, and appends what was looked for: the case, the person (to_id),
-- and the rest in codes. A number that no case has finds nothing. Days are Helsinki's; p_to is the last one.
-- +goose StatementBegin
CREATE FUNCTION audit.find(
    p_as text, p_number text, p_case uuid, p_person uuid, p_kind text, p_outcome text, p_from date, p_to date,
    p_before timestamptz, p_before_id uuid, p_size int
) RETURNS SETOF audit.named_entries LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    v_case uuid := coalesce(p_case, (SELECT c.id FROM public.cases c WHERE c.number = p_number));
BEGIN
    IF NOT audit.is_auditor() THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT n.* FROM audit.named_entries n
        WHERE (p_case IS NULL AND p_number = '' OR n.case_id = v_case) AND (p_person IS NULL OR n.by_id = p_person)
        AND p_kind IN ('', n.kind) AND p_outcome IN ('', n.outcome)
        AND (p_from IS NULL OR n.at >= p_from::timestamp AT TIME ZONE 'Europe/Helsinki')
        AND (p_to IS NULL OR n.at < (p_to + 1)::timestamp AT TIME ZONE 'Europe/Helsinki')
        AND (p_before IS NULL OR (n.at, n.id) < (p_before, p_before_id))
        ORDER BY n.at DESC, n.id DESC LIMIT p_size;
    PERFORM audit.record('READ_AUDIT', concat_ws(' ', p_as, nullif(p_kind, ''), nullif(p_outcome, ''), p_from::text, p_to::text),
        'DONE', NULL, 'AUDITOR', NULL, NULL, v_case, NULL, p_person, NULL);
END $$;
-- +goose StatementEnd

-- find_people answers an auditor whose name has a word that begins by a pattern, each with the role that came last, and appends that
-- people were looked for.
-- +goose StatementBegin
CREATE FUNCTION audit.find_people(p_query text, p_size int) RETURNS TABLE (
    id uuid, name text, role text, place_name_fi text, place_name_sv text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NOT audit.is_auditor() THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT p.id, p.display_name, l.role, l.name_fi, l.name_sv FROM access.persons p LEFT JOIN LATERAL (
            SELECT g.role, coalesce(u.name_fi, s.name_fi, v.name_fi) AS name_fi, coalesce(u.name_sv, s.name_sv, v.name_sv) AS name_sv
            FROM access.grants g LEFT JOIN directory.units u ON u.id = g.unit_id LEFT JOIN directory.schools s ON s.id = g.school_id
            LEFT JOIN directory.providers v ON v.id = g.provider_id
            WHERE g.person_id = p.id ORDER BY g.end_time IS NULL DESC, g.from_date DESC, g.id DESC LIMIT 1) l ON true
        WHERE ' ' || p.display_name ILIKE '% ' || p_query || '%' ORDER BY p.display_name, p.id LIMIT p_size;
    PERFORM audit.record('READ_AUDIT', 'PEOPLE', 'DONE', NULL, 'AUDITOR', NULL, NULL, NULL, NULL, NULL, NULL);
END $$;
-- +goose StatementEnd

-- seal_state answers an auditor the last seal, and how many entries no seal closes yet.
-- +goose StatementBegin
CREATE FUNCTION audit.seal_state() RETURNS TABLE (no bigint, at timestamptz, below bigint, waiting bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_last audit.seals;
BEGIN
    SELECT s.* INTO v_last FROM audit.seals s ORDER BY s.no DESC LIMIT 1;
    RETURN QUERY SELECT v_last.no, v_last.at, v_last.below, count(*) FROM audit.entries e
        WHERE e.position >= coalesce(v_last.below, 0) HAVING audit.is_auditor();
END $$;
-- +goose StatementEnd

-- rebase lets the numbers of transactions go on behind those of the rows that came from another server with a dump. Its role is
-- the owner's, after a restore.
-- +goose StatementBegin
CREATE FUNCTION audit.rebase() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    v_last bigint := greatest((SELECT max(e.position) FROM audit.entries e), (SELECT max(s.below) FROM audit.seals s), 0);
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION audit.start() RETURNS bigint LANGUAGE sql STABLE AS %L',
        format('SELECT %s::bigint', v_last + 1));
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION audit.record TO vaatu_app, vaatu_worker;
GRANT EXECUTE ON FUNCTION audit.record_saving, audit.record_drafts, audit.read_case, audit.read_offer, audit.read_unled,
    access.declined_leads, audit.read_suggestions, audit.reads, audit.is_auditor, audit.find,
    audit.find_people, audit.seal_state TO vaatu_app;
GRANT EXECUTE ON FUNCTION audit.make_months, audit.start TO vaatu_worker;
