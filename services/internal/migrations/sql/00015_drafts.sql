-- +goose Up

-- Drafts of several writers, and their end. Whoever writes a draft acts for its school: with the role the draft is gone, at once.

-- draft_writers: who was invited to write a draft, beside the person who began it.
CREATE TABLE intake.draft_writers (
    draft_id uuid NOT NULL CONSTRAINT draft_writers_draft REFERENCES intake.drafts (id) ON DELETE CASCADE,
    person_id uuid NOT NULL,
    invite_time timestamptz NOT NULL,
    CONSTRAINT draft_writers_pkey PRIMARY KEY (draft_id, person_id)
);
CREATE INDEX draft_writers_by_person ON intake.draft_writers (person_id);

-- draft_warnings: which writer was told by mail on which day a draft goes.
CREATE TABLE intake.draft_warnings (
    draft_id uuid NOT NULL CONSTRAINT draft_warnings_draft REFERENCES intake.drafts (id) ON DELETE CASCADE,
    person_id uuid NOT NULL,
    expire_date date NOT NULL,
    send_time timestamptz NOT NULL,
    CONSTRAINT draft_warnings_pkey PRIMARY KEY (draft_id, person_id, expire_date)
);

ALTER TABLE intake.draft_writers ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.draft_writers FORCE ROW LEVEL SECURITY;
ALTER TABLE intake.draft_warnings ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.draft_warnings FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON intake.draft_writers TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON intake.draft_warnings TO vaatu_owner USING (true) WITH CHECK (true);

-- my_drafts answers the drafts that the session's person writes: begun or invited to, and of a school for which they act now.
-- +goose StatementBegin
CREATE FUNCTION intake.my_drafts() RETURNS SETOF uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_me uuid := access.me();
BEGIN
    RETURN QUERY SELECT d.id FROM intake.drafts d
        WHERE d.id IN (SELECT o.id FROM intake.drafts o WHERE o.writer_id = v_me
            UNION ALL SELECT w.draft_id FROM intake.draft_writers w WHERE w.person_id = v_me)
        AND EXISTS (SELECT FROM access.my_grants g WHERE g.school_id = d.school_id AND g.role IN ('REQUESTER', 'PRINCIPAL'));
END $$;
-- +goose StatementEnd

CREATE POLICY reads ON intake.drafts FOR SELECT TO vaatu_app USING (id = ANY (ARRAY(SELECT intake.my_drafts())));
CREATE POLICY saves ON intake.drafts FOR UPDATE TO vaatu_app USING (id = ANY (ARRAY(SELECT intake.my_drafts())))
    WITH CHECK (school_id = ANY (ARRAY(SELECT access.my_schools('REQUESTER'))) OR school_id = ANY (ARRAY(SELECT access.my_schools('PRINCIPAL'))));
CREATE POLICY reads ON intake.draft_writers FOR SELECT TO vaatu_app USING (draft_id = ANY (ARRAY(SELECT intake.my_drafts())));
CREATE POLICY writes ON case_keys FOR SELECT TO vaatu_app USING (id = ANY (ARRAY(SELECT intake.my_drafts())));
GRANT SELECT ON intake.draft_writers TO vaatu_app;

-- acts_for reports whether somebody acts for a school today.
-- +goose StatementBegin
CREATE FUNCTION intake.acts_for(p_person uuid, p_school uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (now() AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN EXISTS (SELECT FROM access.open_grants g WHERE g.person_id = p_person AND g.school_id = p_school
        AND g.role IN ('REQUESTER', 'PRINCIPAL') AND g.from_date <= v_today AND (g.to_date IS NULL OR g.to_date >= v_today));
END $$;
-- +goose StatementEnd

-- first_writer answers who may remove the others and delete a draft: who began it, or, while they do not act for its school, who
-- of the others was invited first. NULL where nobody of them acts for it any more.
-- +goose StatementBegin
CREATE FUNCTION intake.first_writer(p_draft intake.drafts) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN (SELECT w.id FROM (
            SELECT p_draft.writer_id AS id, NULL::timestamptz AS since
            UNION ALL SELECT i.person_id, i.invite_time FROM intake.draft_writers i WHERE i.draft_id = p_draft.id) w
        WHERE intake.acts_for(w.id, p_draft.school_id) ORDER BY w.since NULLS FIRST, w.id LIMIT 1);
END $$;
-- +goose StatementEnd

-- draft_people answers who writes drafts of the session's person, and by name who changed a field of them.
-- +goose StatementBegin
CREATE FUNCTION intake.draft_people(p_drafts uuid[]) RETURNS TABLE (draft_id uuid, person_id uuid, name text, first boolean, writes boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT d.id, p.id, p.display_name, coalesce(p.id = f.id, false), bool_or(w.writes) AND intake.acts_for(p.id, d.school_id)
        FROM intake.drafts d CROSS JOIN LATERAL (SELECT intake.first_writer(d) AS id) f CROSS JOIN LATERAL (
            SELECT d.writer_id AS id, true AS writes
            UNION ALL SELECT i.person_id, true FROM intake.draft_writers i WHERE i.draft_id = d.id
            UNION ALL SELECT (c.value ->> 'by')::uuid, false FROM jsonb_each(d.changes) c) w
        JOIN access.persons p ON p.id = w.id
        WHERE d.id = ANY (p_drafts) AND d.id IN (SELECT intake.my_drafts())
        GROUP BY d.id, p.id, p.display_name, f.id ORDER BY p.id IS DISTINCT FROM f.id, p.display_name, p.id;
END $$;
-- +goose StatementEnd

-- find_colleagues answers who may be invited to a draft of the session's person: who acts for its school and does not write it, and
-- has a name with a word that begins by a pattern.
-- +goose StatementBegin
CREATE FUNCTION intake.find_colleagues(p_draft uuid, p_query text, p_size int) RETURNS TABLE (person_id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.display_name FROM access.persons p, intake.drafts d
        WHERE d.id = p_draft AND d.id IN (SELECT intake.my_drafts())
        AND ' ' || p.display_name ILIKE '% ' || p_query || '%'
        AND p.id IN (SELECT g.person_id FROM access.open_grants g WHERE g.school_id = d.school_id) AND intake.acts_for(p.id, d.school_id)
        AND p.id <> d.writer_id AND NOT EXISTS (SELECT FROM intake.draft_writers w WHERE w.draft_id = d.id AND w.person_id = p.id)
        ORDER BY p.display_name, p.id LIMIT p_size;
END $$;
-- +goose StatementEnd

-- invite_writer lets somebody of the school write a draft of the session's person. The state: INVITED, or why not: NOBODY, where there
-- is no such draft or colleague, and FULL, where p_most write it. left_letter: there is a letter to send. To leave and invite again
-- leaves no second one while the first is kept, and a mailbox gets ten a day at most.
-- +goose StatementBegin
CREATE FUNCTION intake.invite_writer(p_draft uuid, p_person uuid, p_most int, p_letter uuid, OUT state text, OUT left_letter boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_draft intake.drafts;
BEGIN
    left_letter := false;
    SELECT d.* INTO v_draft FROM intake.drafts d WHERE d.id = p_draft AND d.id IN (SELECT intake.my_drafts()) FOR UPDATE;
    IF NOT FOUND OR NOT intake.acts_for(p_person, v_draft.school_id) THEN
        state := 'NOBODY';
        RETURN;
    END IF;
    state := 'INVITED';
    IF p_person = v_draft.writer_id OR EXISTS (SELECT FROM intake.draft_writers w WHERE w.draft_id = p_draft AND w.person_id = p_person) THEN
        RETURN;
    END IF;
    IF (SELECT count(*) FROM intake.draft_writers w WHERE w.draft_id = p_draft) >= p_most - 1 THEN
        state := 'FULL';
        RETURN;
    END IF;
    INSERT INTO intake.draft_writers (draft_id, person_id, invite_time) VALUES (p_draft, p_person, now());
    PERFORM audit.record('DRAFT', 'INVITE', 'DONE', NULL, NULL, NULL, v_draft.school_id, p_draft, NULL, p_person, NULL);
    INSERT INTO access.letters (id, person_id, kind, email, language, case_id, create_time)
    SELECT p_letter, p.id, 'DRAFT_SHARED', p.email, p.language, p_draft, now() FROM access.persons p WHERE p.id = p_person AND p.email IS NOT NULL
        AND NOT EXISTS (SELECT FROM access.letters l WHERE l.person_id = p.id AND l.case_id = p_draft)
        AND (SELECT count(*) FROM access.letters l WHERE l.person_id = p.id AND l.kind = 'DRAFT_SHARED' AND l.create_time > now() - interval '1 day') < 10;
    left_letter := FOUND;
END $$;
-- +goose StatementEnd

-- remove_writer takes a draft from somebody who was invited: from the session's person, or by the first writer, who does not leave.
-- Reports whether it did.
-- +goose StatementBegin
CREATE FUNCTION intake.remove_writer(p_draft uuid, p_person uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_me uuid := access.me();
BEGIN
    DELETE FROM intake.draft_writers w USING intake.drafts d CROSS JOIN LATERAL (SELECT intake.first_writer(d) AS id) f
    WHERE w.draft_id = p_draft AND w.person_id = p_person AND d.id = p_draft AND v_me IN (p_person, f.id) AND p_person <> f.id
        AND d.id IN (SELECT intake.my_drafts());
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM audit.record('DRAFT', CASE WHEN p_person = v_me THEN 'LEAVE' ELSE 'REMOVE' END, 'DONE', NULL, NULL, NULL,
        d.school_id, p_draft, NULL, p_person, NULL) FROM intake.drafts d WHERE d.id = p_draft;
    RETURN true;
END $$;
-- +goose StatementEnd

-- warn_drafts notes that drafts go in p_days, so that their writers are told. One that should have gone earlier stays so long.
-- Answers how many.
-- +goose StatementBegin
CREATE FUNCTION intake.warn_drafts(p_days int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_last date := (now() AT TIME ZONE 'Europe/Helsinki')::date + p_days;
    v_warned int;
BEGIN
    UPDATE intake.drafts d SET warned = true, expire_date = v_last WHERE d.expire_date <= v_last AND NOT d.warned;
    GET DIAGNOSTICS v_warned = ROW_COUNT;
    RETURN v_warned;
END $$;
-- +goose StatementEnd

-- to_warn answers which writers have not had the mail that a draft goes, and where they get it.
-- +goose StatementBegin
CREATE FUNCTION intake.to_warn(p_size int) RETURNS TABLE (draft_id uuid, person_id uuid, expire_date text, email text, language text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT d.id, p.id, d.expire_date::text, p.email, p.language
        FROM intake.drafts d CROSS JOIN LATERAL (
            SELECT d.writer_id AS id UNION ALL SELECT i.person_id FROM intake.draft_writers i WHERE i.draft_id = d.id) w
        JOIN access.persons p ON p.id = w.id
        WHERE d.warned AND p.email IS NOT NULL AND intake.acts_for(p.id, d.school_id)
        AND NOT EXISTS (SELECT FROM intake.draft_warnings m WHERE m.draft_id = d.id AND m.person_id = p.id AND m.expire_date = d.expire_date)
        ORDER BY d.expire_date, d.id, p.id LIMIT p_size;
END $$;
-- +goose StatementEnd

-- writer_warned notes that a writer has had the mail. A draft that is gone meanwhile needs no note.
-- +goose StatementBegin
CREATE FUNCTION intake.writer_warned(p_draft uuid, p_person uuid, p_expire date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO intake.draft_warnings (draft_id, person_id, expire_date, send_time)
    SELECT d.id, p_person, p_expire, now() FROM intake.drafts d WHERE d.id = p_draft ON CONFLICT DO NOTHING;
END $$;
-- +goose StatementEnd

-- expire_drafts deletes drafts whose day has come, by this clock, with their keys; only those of which the writers were warned.
-- Answers how many, at most p_size.
-- +goose StatementBegin
CREATE FUNCTION intake.expire_drafts(p_size int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_gone int;
    v_due uuid[] := ARRAY(
        SELECT d.id FROM intake.drafts d WHERE d.warned AND d.expire_date <= (now() AT TIME ZONE 'Europe/Helsinki')::date
        ORDER BY d.expire_date, d.id LIMIT p_size FOR UPDATE SKIP LOCKED);
BEGIN
    DELETE FROM intake.draft_ends e WHERE e.end_time < now() - interval '90 days';
    PERFORM intake.end_drafts(v_due, 'DELETED');
    WITH gone AS (
        DELETE FROM intake.drafts d WHERE d.id = ANY (v_due) RETURNING d.id, d.school_id
    ), keys AS (
        DELETE FROM public.case_keys k USING gone WHERE k.id = gone.id AND NOT EXISTS (SELECT FROM public.cases c WHERE c.id = k.id)
    )
    INSERT INTO audit.entries (school_id, action, what, outcome, case_id) SELECT g.school_id, 'DRAFT', 'EXPIRE', 'DONE', g.id FROM gone g;
    GET DIAGNOSTICS v_gone = ROW_COUNT;
    RETURN v_gone;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION intake.my_drafts, intake.draft_people, intake.find_colleagues, intake.invite_writer, intake.remove_writer TO vaatu_app;
GRANT USAGE ON SCHEMA intake TO vaatu_worker;
GRANT EXECUTE ON FUNCTION intake.warn_drafts, intake.to_warn, intake.writer_warned, intake.expire_drafts TO vaatu_worker;
