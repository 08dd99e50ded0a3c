-- +goose Up

-- drafts: one sealed row each, overwritten by autosave. The id becomes the case's at filing.
CREATE TABLE intake.drafts (
    id uuid NOT NULL CONSTRAINT drafts_pkey PRIMARY KEY,
    school_id uuid NOT NULL,
    writer_id uuid NOT NULL,
    sealed bytea NOT NULL,
    revision int NOT NULL CONSTRAINT drafts_revision CHECK (revision > 0),
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL
);
CREATE INDEX drafts_by_writer ON intake.drafts (writer_id, update_time DESC, id DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON intake.drafts TO vaatu_app;

-- take_draft deletes a revision of a draft that is being filed, with the rights of who files it; its key stays with the case.
-- +goose StatementBegin
CREATE FUNCTION intake.take_draft(p_draft uuid, p_revision int) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    DELETE FROM intake.drafts d WHERE d.id = p_draft AND d.revision = p_revision;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the draft is another now' USING ERRCODE = 'check_violation', CONSTRAINT = 'drafts_present';
    END IF;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION intake.take_draft TO vaatu_app;
