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
