-- +goose Up

-- The audit: who did or read what of which case, as whom, when, from where, and what was refused. Ids and codes, never a text. A
-- change and the row about it are one transaction; so are the reading of a text and its row: without the row no text opens.
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
-- Not even the owner changes or deletes.
CREATE POLICY owner_appends ON audit.entries FOR INSERT TO vaatu_owner WITH CHECK (true);
CREATE POLICY owner_reads ON audit.entries FOR SELECT TO vaatu_owner USING (true);
CREATE POLICY reads ON audit.entries FOR SELECT TO vaatu_audit_reader, vaatu_worker USING (true);
CREATE POLICY owner_reads ON audit.seals FOR SELECT TO vaatu_owner USING (true);
CREATE POLICY reads ON audit.seals FOR SELECT TO vaatu_audit_reader, vaatu_worker USING (true);
CREATE POLICY seals ON audit.seals FOR INSERT TO vaatu_worker WITH CHECK (true);
GRANT SELECT ON audit.entries, audit.seals TO vaatu_audit_reader, vaatu_worker;
GRANT INSERT ON audit.seals TO vaatu_worker;

-- make_months makes the parts of the table for this month and the next three.
-- +goose StatementBegin
CREATE FUNCTION audit.make_months() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
DECLARE
    v_month timestamptz;
    v_name text;
BEGIN
    FOR v_month IN SELECT generate_series(date_trunc('month', now()), now() + interval '3 months', interval '1 month') LOOP
        v_name := to_char(v_month, '"entries_"YYYY_MM');
        CONTINUE WHEN to_regclass('audit.' || v_name) IS NOT NULL;
        EXECUTE format('CREATE TABLE audit.%I PARTITION OF audit.entries FOR VALUES FROM (%L) TO (%L)', v_name, v_month, v_month + interval '1 month');
        EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', v_name);
        EXECUTE format('ALTER TABLE audit.%I FORCE ROW LEVEL SECURITY', v_name);
        EXECUTE format('CREATE POLICY owner_reads ON audit.%I FOR SELECT TO vaatu_owner USING (true)', v_name); -- backups
    END LOOP;
END $$;
-- +goose StatementEnd
SELECT audit.make_months();

-- record appends what the session's person did, or the clock where there is none.
-- +goose StatementBegin
CREATE FUNCTION audit.record(
    p_action text, p_what text, p_outcome text, p_reason text, p_role text, p_unit uuid, p_school uuid, p_case uuid, p_object text,
    p_to uuid, p_basis text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO audit.entries (role, unit_id, school_id, action, what, outcome, reason, case_id, object_id, to_id, basis)
    VALUES (p_role, p_unit, p_school, p_action, p_what, p_outcome, p_reason, p_case, p_object, p_to, p_basis);
END $$;
-- +goose StatementEnd

-- record_saving appends that the session's person saved a draft, once an hour.
-- +goose StatementBegin
CREATE FUNCTION audit.record_saving(p_draft uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO audit.entries (school_id, action, what, outcome, case_id)
    SELECT d.school_id, 'DRAFT', 'SAVE', 'DONE', d.id FROM intake.drafts d WHERE d.id = p_draft AND d.writer_id = access.me()
        AND NOT EXISTS (SELECT FROM audit.entries e WHERE e.case_id = d.id AND e.at > now() - interval '1 hour'
            AND e.by_id = d.writer_id AND e.what = 'SAVE');
END $$;
-- +goose StatementEnd

-- record_drafts appends that the session's person read drafts: those of the ids that are the person's.
-- +goose StatementBegin
CREATE FUNCTION audit.record_drafts(p_drafts uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO audit.entries (school_id, action, what, outcome, case_id)
    SELECT d.school_id, 'DRAFT', 'READ', 'DONE', d.id FROM intake.drafts d WHERE d.id = ANY (p_drafts) AND d.writer_id = access.me();
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
        VALUES (v_by.role, v_by.unit_id, v_by.school_id, p_action, p_what, 'DONE',
            CASE WHEN v_by.role = 'COORDINATOR' THEN 'BREAK_GLASS' END, p_case); -- the coordination reads by nothing else
    END IF;
    IF v_by.reach IS NOT NULL THEN
        v_set := access.seal(p_case::text || v_by.reach, v_by.secret);
    END IF;
    v_set := set_config('vaatu.case', v_set, true);
    RETURN CASE WHEN v_set <> '' THEN p_case END;
END $$;
-- +goose StatementEnd

-- reads answers who has read a case or was refused it, the latest first, to those who may read it themselves.
-- +goose StatementBegin
CREATE FUNCTION audit.reads(p_case uuid, p_before timestamptz, p_before_id uuid, p_size int) RETURNS TABLE (
    id uuid, at timestamptz, by_id uuid, by_name text, role text, unit_id uuid, school_id uuid, action text, what text, outcome text,
    reason text, to_id uuid, basis text
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT e.id, e.at, e.by_id, p.display_name, e.role, e.unit_id, e.school_id, e.action, e.what, e.outcome, e.reason, e.to_id, e.basis
        FROM audit.entries e LEFT JOIN access.persons p ON p.id = e.by_id
        WHERE e.case_id = p_case AND (SELECT r.reach FROM access.reach(p_case) r) >= '3 READ'
        AND (p_before IS NULL OR (e.at, e.id) < (p_before, p_before_id))
        ORDER BY e.at DESC, e.id DESC LIMIT p_size;
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
GRANT EXECUTE ON FUNCTION audit.record_saving, audit.record_drafts, audit.read_case, audit.reads TO vaatu_app;
GRANT EXECUTE ON FUNCTION audit.make_months, audit.start TO vaatu_worker;
