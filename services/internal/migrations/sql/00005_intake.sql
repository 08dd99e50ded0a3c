-- +goose Up

-- drafts: one sealed row each, overwritten by autosave. The id becomes the case's at filing. writer_id began it; who else writes it
-- stands in draft_writers.
CREATE TABLE intake.drafts (
    id uuid NOT NULL CONSTRAINT drafts_pkey PRIMARY KEY,
    school_id uuid NOT NULL,
    writer_id uuid NOT NULL,
    sealed bytea NOT NULL,
    revision int NOT NULL CONSTRAINT drafts_revision CHECK (revision > 0),
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    -- By field of the request: who changed it last, and when.
    changes jsonb NOT NULL DEFAULT '{}',
    -- The day on which it is deleted, unless it is saved before; warned: its writers have been told so.
    expire_date date NOT NULL,
    warned boolean NOT NULL DEFAULT false
);
CREATE INDEX drafts_by_writer ON intake.drafts (writer_id, update_time DESC, id DESC);
CREATE INDEX drafts_by_expiry ON intake.drafts (expire_date);

-- Nobody gives a draft away by a statement: who began it stays, and it goes by the functions that record it.
GRANT SELECT, INSERT, UPDATE (school_id, sealed, revision, update_time, changes, expire_date, warned) ON intake.drafts TO vaatu_app;

-- take_draft deletes a revision of a draft that one of its writers files; its key stays with the case, as the filer's.
-- +goose StatementBegin
CREATE FUNCTION intake.take_draft(p_draft uuid, p_revision int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM FROM intake.drafts d WHERE d.id = p_draft AND d.revision = p_revision AND d.id IN (SELECT intake.my_drafts()) FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the draft is another now' USING ERRCODE = 'check_violation', CONSTRAINT = 'drafts_present';
    END IF;
    PERFORM intake.end_drafts(ARRAY[p_draft], 'SENT');
    DELETE FROM intake.drafts d WHERE d.id = p_draft;
    UPDATE public.case_keys k SET writer_id = access.me() WHERE k.id = p_draft;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION intake.take_draft TO vaatu_app;
