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
