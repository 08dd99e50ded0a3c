-- +goose Up

-- Feedback on accessibility, from anybody. vaatu_app has no right to the table: it leaves feedback by one function, for which
-- no session is asked, and reads it by functions that answer an admin only. What people wrote is sealed, each by a key of its
-- own: it may be about a pupil.
CREATE SCHEMA feedback;
GRANT USAGE ON SCHEMA feedback TO vaatu_app, vaatu_worker;

CREATE TABLE feedback.items (
    id uuid NOT NULL CONSTRAINT items_pkey PRIMARY KEY,
    -- What the sender refers to.
    number bigint NOT NULL GENERATED ALWAYS AS IDENTITY CONSTRAINT items_number UNIQUE,
    -- The sender's idempotency key, and a keyed hash of what was sent with it.
    key text NOT NULL CONSTRAINT items_key UNIQUE CONSTRAINT items_key_length CHECK (length(key) BETWEEN 1 AND 100),
    hash bytea NOT NULL,
    wrapped bytea NOT NULL,
    sealed bytea NOT NULL,
    language text NOT NULL CONSTRAINT items_language CHECK (language IN ('fi', 'sv', 'en')),
    create_time timestamptz NOT NULL,
    due_date date NOT NULL,
    -- Empty until the mail server has taken word of it.
    mail_time timestamptz,
    answer_time timestamptz,
    -- No foreign key: a relinked person's other identity is gone.
    answerer_id uuid,
    answerer_name text,
    CONSTRAINT items_answered CHECK (num_nonnulls(answer_time, answerer_id, answerer_name) IN (0, 3))
);
CREATE INDEX items_to_mail ON feedback.items (create_time) WHERE mail_time IS NULL;

ALTER TABLE feedback.items ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback.items FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON feedback.items TO vaatu_owner USING (true) WITH CHECK (true);

-- leave keeps feedback once for a key, and answers what was kept under it; same: with just this text.
-- +goose StatementBegin
CREATE FUNCTION feedback.leave(
    p_id uuid, p_key text, p_hash bytea, p_wrapped bytea, p_sealed bytea, p_language text, p_now timestamptz, p_due date,
    OUT number text, OUT due_date text, OUT same boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO feedback.items (id, key, hash, wrapped, sealed, language, create_time, due_date)
    VALUES (p_id, p_key, p_hash, p_wrapped, p_sealed, p_language, p_now, p_due) ON CONFLICT (key) DO NOTHING;
    SELECT i.number::text, to_char(i.due_date, 'YYYY-MM-DD'), i.hash = p_hash INTO number, due_date, same
    FROM feedback.items i WHERE i.key = p_key;
END $$;
-- +goose StatementEnd

-- list answers an admin a page of what is to be answered, the earliest first, or of what was answered, the latest first; each that
-- is read is in the audit.
-- +goose StatementBegin
CREATE FUNCTION feedback.list(p_answered boolean, p_after timestamptz, p_after_id uuid, p_size int) RETURNS SETOF feedback.items
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v feedback.items;
BEGIN
    IF NOT access.is_admin() THEN
        RETURN;
    END IF;
    FOR v IN SELECT i.* FROM feedback.items i
        WHERE (i.answer_time IS NOT NULL) = p_answered AND (p_after IS NULL OR CASE WHEN p_answered
            THEN (i.answer_time, i.id) < (p_after, p_after_id) ELSE (i.create_time, i.id) > (p_after, p_after_id) END)
        ORDER BY i.answer_time DESC, CASE WHEN p_answered THEN i.id END DESC, i.create_time, i.id LIMIT p_size
    LOOP
        PERFORM audit.record('KEEP_FEEDBACK', 'READ', 'DONE', NULL, 'ADMIN', NULL, NULL, NULL, v.id::text, NULL, NULL);
        RETURN NEXT v;
    END LOOP;
END $$;
-- +goose StatementEnd

-- mark_answered records that an admin has answered feedback, unless somebody has recorded it before, and answers it then.
-- +goose StatementBegin
CREATE FUNCTION feedback.mark_answered(p_id uuid, p_now timestamptz) RETURNS SETOF feedback.items
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF access.is_admin() THEN
        UPDATE feedback.items i SET answer_time = p_now, answerer_id = p.id, answerer_name = p.display_name
        FROM access.persons p WHERE i.id = p_id AND i.answer_time IS NULL AND p.id = access.me();
        PERFORM audit.record('KEEP_FEEDBACK', CASE WHEN FOUND THEN 'ANSWER' ELSE 'READ' END, 'DONE', NULL, 'ADMIN', NULL, NULL, NULL, p_id::text, NULL, NULL);
        RETURN QUERY SELECT i.* FROM feedback.items i WHERE i.id = p_id;
    END IF;
END $$;
-- +goose StatementEnd

-- to_mail answers the feedback of which no word went out yet; mailed records that it has.
-- +goose StatementBegin
CREATE FUNCTION feedback.to_mail() RETURNS TABLE (id uuid, number text, due_date text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT i.id, i.number::text, to_char(i.due_date, 'YYYY-MM-DD') FROM feedback.items i
    WHERE i.mail_time IS NULL ORDER BY i.create_time LIMIT 100;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION feedback.mailed(p_id uuid, p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE feedback.items i SET mail_time = p_now WHERE i.id = p_id;
END $$;
-- +goose StatementEnd

-- forget deletes what was answered before a time.
-- +goose StatementBegin
CREATE FUNCTION feedback.forget(p_before timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    DELETE FROM feedback.items i WHERE i.answer_time < p_before;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION feedback.leave, feedback.list, feedback.mark_answered TO vaatu_app;
GRANT EXECUTE ON FUNCTION feedback.to_mail, feedback.mailed, feedback.forget TO vaatu_worker;
