-- +goose Up

-- key_version answers by which key-encryption key a key was wrapped: the id of a file's, as eight digits, or the version
-- that a transit engine writes in front, as v3.
CREATE FUNCTION key_version(wrapped bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN get_byte(wrapped, 0) = 1 THEN encode(substr(wrapped, 2, 4), 'hex') ELSE split_part(encode(wrapped, 'escape'), ':', 2) END;

-- installation_secret: one secret, wrapped once by each key-encryption key that data keys are wrapped by. A server that
-- cannot open each of them has not all keys that this database needs, and does not start.
CREATE TABLE installation_secret (
    version text NOT NULL CONSTRAINT installation_secret_pkey PRIMARY KEY,
    wrapped bytea NOT NULL CONSTRAINT installation_secret_version CHECK (key_version(wrapped) = version),
    create_time timestamptz NOT NULL
);
ALTER TABLE installation_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE installation_secret FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON installation_secret TO vaatu_owner USING (true) WITH CHECK (true);

-- installation_secrets answers the secret as it was wrapped. Where there is none yet, the one that is offered becomes it; of
-- two that are offered at once, one.
-- +goose StatementBegin
CREATE FUNCTION installation_secrets(p_offered bytea, p_now timestamptz) RETURNS TABLE (version text, wrapped bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF p_offered IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(7236108803);
        INSERT INTO public.installation_secret (version, wrapped, create_time)
        SELECT public.key_version(p_offered), p_offered, p_now WHERE NOT EXISTS (SELECT FROM public.installation_secret);
    END IF;
    RETURN QUERY SELECT s.version, s.wrapped FROM public.installation_secret s ORDER BY s.create_time, s.version;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION installation_secrets, key_version FROM PUBLIC;
GRANT EXECUTE ON FUNCTION installation_secrets TO vaatu_app;

-- case_attachment_chunks: attachments, sealed in chunks of 256 kB, never changed; 10 MB each.
CREATE TABLE case_attachment_chunks (
    attachment_id uuid NOT NULL,
    index int NOT NULL CONSTRAINT case_attachment_chunks_index CHECK (index BETWEEN 0 AND 40),
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    sealed bytea NOT NULL CONSTRAINT case_attachment_chunks_sealed CHECK (length(sealed) <= 262144),
    CONSTRAINT case_attachment_chunks_pkey PRIMARY KEY (attachment_id, index),
    CONSTRAINT case_attachment_chunks_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id)
);

-- A case has twenty attachments at most. Whoever writes one has locked the case.
-- +goose StatementBegin
CREATE FUNCTION bound_attachments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF (SELECT count(*) FROM public.case_attachment_chunks c WHERE c.case_id = NEW.case_id AND c.index = 0) >= 20 THEN
        RAISE EXCEPTION 'the case has twenty attachments' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_attachment_chunks_most';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION bound_attachments FROM PUBLIC;
CREATE TRIGGER case_attachment_chunks_most BEFORE INSERT ON case_attachment_chunks
FOR EACH ROW WHEN (NEW.index = 0) EXECUTE FUNCTION bound_attachments();

ALTER TABLE case_attachment_chunks ALTER COLUMN sealed SET STORAGE EXTERNAL; -- what is sealed does not shrink
CREATE INDEX case_attachment_chunks_by_case ON case_attachment_chunks (case_id, school_id);
ALTER TABLE case_attachment_chunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_attachment_chunks FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON case_attachment_chunks TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY opened_reads ON case_attachment_chunks FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened('3 READ')));
CREATE POLICY opened_appends ON case_attachment_chunks FOR INSERT TO vaatu_app WITH CHECK (case_id = (SELECT access.opened('2 ACT')));
GRANT SELECT, INSERT ON case_attachment_chunks TO vaatu_app;
