-- +goose Up

-- The tables of rules by which requests are routed. One is published at a time; what was published stays as it was. Everybody
-- who is signed in, and the clock, reads the published one, coordination reads all, and what is changed goes through one function, which finds
-- out itself who calls.
CREATE SCHEMA routing;
GRANT USAGE ON SCHEMA routing TO vaatu_app, vaatu_worker;

CREATE TABLE routing.rule_sets (
    id uuid NOT NULL CONSTRAINT rule_sets_pkey PRIMARY KEY,
    version text NOT NULL CONSTRAINT rule_sets_version UNIQUE,
    state text NOT NULL CONSTRAINT rule_sets_state CHECK (state IN ('DRAFT', 'CHECKED', 'APPROVED', 'PUBLISHED', 'RETIRED')),
    revision int NOT NULL DEFAULT 1 CONSTRAINT rule_sets_revision CHECK (revision > 0),
    -- As services/routing/rules writes it; json keeps it as it was written.
    rules json NOT NULL,
    base_id uuid CONSTRAINT rule_sets_base REFERENCES routing.rule_sets (id),
    -- Everybody who has written something of it; none of the one that Vaatu begins with. No foreign keys: a relinked person's
    -- other identity is gone.
    author_ids uuid[] NOT NULL DEFAULT '{}',
    author_names text[] NOT NULL DEFAULT '{}',
    approver_id uuid,
    approver_name text,
    -- The set that was published when this one was approved: the difference to it is what the approver has seen.
    approved_over uuid CONSTRAINT rule_sets_approved_over_fkey REFERENCES routing.rule_sets (id),
    publisher_id uuid,
    publisher_name text,
    -- Why it was sent back last.
    send_back_reason text CONSTRAINT rule_sets_reason CHECK (length(send_back_reason) <= 500),
    create_time timestamptz NOT NULL,
    submit_time timestamptz,
    approve_time timestamptz,
    publish_time timestamptz,
    retire_time timestamptz,
    CONSTRAINT rule_sets_document CHECK (rules ->> 'version' = version),
    CONSTRAINT rule_sets_two_people CHECK (approver_id <> ALL (author_ids)),
    CONSTRAINT rule_sets_approved CHECK (num_nonnulls(approver_id, approver_name, approve_time, approved_over) IN (0, 4)),
    CONSTRAINT rule_sets_seen CHECK (state NOT IN ('APPROVED', 'PUBLISHED', 'RETIRED') OR approver_id IS NOT NULL OR author_ids = '{}'),
    CONSTRAINT rule_sets_submitted CHECK (state = 'DRAFT' OR submit_time IS NOT NULL OR author_ids = '{}'),
    CONSTRAINT rule_sets_published CHECK ((state IN ('PUBLISHED', 'RETIRED')) = (publish_time IS NOT NULL)),
    CONSTRAINT rule_sets_retired CHECK ((state = 'RETIRED') = (retire_time IS NOT NULL))
);
CREATE UNIQUE INDEX rule_sets_one_published ON routing.rule_sets (state) WHERE state = 'PUBLISHED';
CREATE INDEX rule_sets_by_base ON routing.rule_sets (base_id);
CREATE INDEX rule_sets_by_approved_over ON routing.rule_sets (approved_over);
CREATE INDEX rule_sets_by_time ON routing.rule_sets (create_time DESC, id DESC);

ALTER TABLE routing.rule_sets ENABLE ROW LEVEL SECURITY;
ALTER TABLE routing.rule_sets FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON routing.rule_sets TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY published ON routing.rule_sets FOR SELECT TO vaatu_app USING (state = 'PUBLISHED' AND (SELECT access.me()) IS NOT NULL);
CREATE POLICY worker ON routing.rule_sets FOR SELECT TO vaatu_worker USING (state = 'PUBLISHED');
CREATE POLICY coordination ON routing.rule_sets FOR SELECT TO vaatu_app
    USING ((SELECT access.coordinates_everywhere()) OR EXISTS (SELECT access.my_areas()));
GRANT SELECT ON routing.rule_sets TO vaatu_app, vaatu_worker;

-- keep refuses to change what somebody else has looked at, and what was published; a draft may go.
-- +goose StatementBegin
CREATE FUNCTION routing.keep() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.state = 'DRAFT' THEN
        RETURN OLD;
    ELSIF TG_OP = 'DELETE' OR OLD.state = 'RETIRED'
        OR OLD.state <> 'DRAFT' AND (NEW.rules::text, NEW.version, NEW.author_ids) IS DISTINCT FROM (OLD.rules::text, OLD.version, OLD.author_ids)
        OR OLD.state = 'PUBLISHED' AND NEW.state <> 'RETIRED' THEN
        RAISE EXCEPTION 'rules that left their draft stay as they are' USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_sets_kept';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON routing.rule_sets FOR EACH ROW EXECUTE FUNCTION routing.keep();

-- Whoever decided by the edition of the directory decided by the rules of then, too.
CREATE TRIGGER edition AFTER INSERT OR UPDATE ON routing.rule_sets FOR EACH ROW WHEN (NEW.state = 'PUBLISHED')
    EXECUTE FUNCTION directory.next_edition();

-- create_rule_set begins a draft with the rules of another set. It reports whether there is that one.
-- +goose StatementBegin
CREATE FUNCTION routing.create_rule_set(p_id uuid, p_base uuid, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_version text;
BEGIN
    IF NOT access.coordinates_everywhere() THEN
        RETURN false;
    END IF;
    LOCK TABLE routing.rule_sets IN SHARE ROW EXCLUSIVE MODE; -- versions are counted one after the other
    -- The number of a discarded draft may come again: nothing was routed by it.
    SELECT 'rules-' || coalesce(max(substring(r.version FROM '^rules-(\d{1,9})$')::int), 1) + 1 INTO v_version FROM routing.rule_sets r;
    INSERT INTO routing.rule_sets (id, version, state, rules, base_id, author_ids, author_names, create_time)
    SELECT p_id, v_version, 'DRAFT', json_build_object('version', v_version, 'rules', b.rules -> 'rules'), b.id,
        ARRAY[p.id], ARRAY[p.display_name], p_now
    FROM routing.rule_sets b, access.persons p WHERE b.id = p_base AND p.id = access.me();
    IF FOUND THEN
        PERFORM audit.record('EDIT_RULES', 'CREATE', 'DONE', NULL, 'COORDINATOR', NULL, NULL, NULL, p_id::text, NULL, NULL);
    END IF;
    RETURN FOUND;
END $$;
-- +goose StatementEnd

-- steps answers what the session's person could do with a set now, were it theirs to change.
-- +goose StatementBegin
CREATE FUNCTION routing.steps(p_set routing.rule_sets) RETURNS text[] LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    v_own boolean := access.me() = ANY (p_set.author_ids);
BEGIN
    RETURN CASE p_set.state
        WHEN 'DRAFT' THEN CASE WHEN v_own AND NOT EXISTS (SELECT FROM routing.rule_sets r WHERE r.base_id = p_set.id)
            THEN ARRAY['EDIT', 'SUBMIT', 'DISCARD'] ELSE ARRAY['EDIT', 'SUBMIT'] END
        WHEN 'CHECKED' THEN CASE WHEN v_own THEN ARRAY['SEND_BACK'] ELSE ARRAY['SEND_BACK', 'APPROVE'] END
        WHEN 'APPROVED' THEN ARRAY['SEND_BACK', 'PUBLISH']
        ELSE ARRAY[]::text[] END;
END $$;
-- +goose StatementEnd

-- change_rule_set does one of the steps of a set: EDIT with p_rules, SUBMIT, APPROVE, SEND_BACK with p_reason, DISCARD, or PUBLISH in
-- the place of p_over. It answers DONE, or why not: NOT_FOUND, STALE, REFUSED, or REPLACED where another one is published than p_over,
-- or was when the set was approved: nobody has reviewed what would be taken away.
-- +goose StatementBegin
CREATE FUNCTION routing.change_rule_set(
    p_id uuid, p_revision int, p_step text, p_rules json, p_reason text, p_over uuid, p_now timestamptz
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v routing.rule_sets;
    v_me access.persons;
BEGIN
    IF NOT access.coordinates_everywhere() THEN
        RETURN 'NOT_FOUND';
    END IF;
    SELECT p.* INTO v_me FROM access.persons p WHERE p.id = access.me();
    IF p_step = 'PUBLISH' THEN -- one after the other
        PERFORM FROM routing.rule_sets r WHERE r.state = 'PUBLISHED' FOR UPDATE;
    END IF;
    SELECT r.* INTO v FROM routing.rule_sets r WHERE r.id = p_id FOR UPDATE;
    IF v.id IS NULL THEN
        RETURN 'NOT_FOUND';
    ELSIF v.revision <> p_revision THEN
        RETURN 'STALE';
    ELSIF p_step <> ALL (routing.steps(v)) THEN
        RETURN 'REFUSED';
    ELSIF p_step = 'PUBLISH' AND NOT EXISTS (SELECT FROM routing.rule_sets r
        WHERE r.id = p_over AND r.state = 'PUBLISHED' AND r.id = v.approved_over) THEN
        RETURN 'REPLACED';
    END IF;
    PERFORM audit.record('EDIT_RULES', p_step, 'DONE', NULL, 'COORDINATOR', NULL, NULL, NULL, p_id::text, NULL, NULL);
    CASE p_step
    WHEN 'DISCARD' THEN
        DELETE FROM routing.rule_sets WHERE id = p_id;
        RETURN 'DONE';
    WHEN 'EDIT' THEN
        v.rules := p_rules;
        IF v_me.id <> ALL (v.author_ids) THEN
            v.author_ids := v.author_ids || v_me.id;
            v.author_names := v.author_names || v_me.display_name;
        END IF;
    WHEN 'SUBMIT' THEN
        v.state := 'CHECKED';
        v.submit_time := p_now;
        v.send_back_reason := NULL;
    WHEN 'APPROVE' THEN
        v.state := 'APPROVED';
        v.approver_id := v_me.id;
        v.approver_name := v_me.display_name;
        v.approve_time := p_now;
        SELECT r.id INTO v.approved_over FROM routing.rule_sets r WHERE r.state = 'PUBLISHED';
    WHEN 'SEND_BACK' THEN
        v.state := 'DRAFT';
        v.approver_id := NULL;
        v.approver_name := NULL;
        v.approve_time := NULL;
        v.approved_over := NULL;
        v.send_back_reason := p_reason;
    WHEN 'PUBLISH' THEN
        UPDATE routing.rule_sets SET state = 'RETIRED', retire_time = p_now, revision = revision + 1 WHERE id = p_over;
        v.state := 'PUBLISHED';
        v.publisher_id := v_me.id;
        v.publisher_name := v_me.display_name;
        v.publish_time := p_now;
    END CASE;
    UPDATE routing.rule_sets SET state = v.state, revision = revision + 1, rules = v.rules, author_ids = v.author_ids,
        author_names = v.author_names, approver_id = v.approver_id, approver_name = v.approver_name, approve_time = v.approve_time, approved_over = v.approved_over,
        publisher_id = v.publisher_id, publisher_name = v.publisher_name, publish_time = v.publish_time,
        submit_time = v.submit_time, send_back_reason = v.send_back_reason WHERE id = p_id;
    RETURN 'DONE';
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION routing.create_rule_set, routing.steps, routing.change_rule_set TO vaatu_app;
