-- +goose Up

-- draft_ends: what became of a draft, for each of those who wrote it when it ended, and for 90 days.
CREATE TABLE intake.draft_ends (
    draft_id uuid NOT NULL,
    person_id uuid NOT NULL,
    outcome text NOT NULL CONSTRAINT draft_ends_outcome CHECK (outcome IN ('SENT', 'DELETED')),
    end_time timestamptz NOT NULL,
    CONSTRAINT draft_ends_pkey PRIMARY KEY (draft_id, person_id)
);
CREATE INDEX draft_ends_by_time ON intake.draft_ends (end_time);
ALTER TABLE intake.draft_ends ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.draft_ends FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON intake.draft_ends TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY own ON intake.draft_ends FOR SELECT TO vaatu_app USING (person_id = (SELECT access.me()));
GRANT SELECT ON intake.draft_ends TO vaatu_app;

-- end_drafts notes what becomes of drafts that are about to be deleted, by the functions that delete them alone.
-- +goose StatementBegin
CREATE FUNCTION intake.end_drafts(p_drafts uuid[], p_outcome text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO intake.draft_ends (draft_id, person_id, outcome, end_time)
    SELECT d.id, w.id, p_outcome, now() FROM intake.drafts d CROSS JOIN LATERAL (
        SELECT d.writer_id AS id UNION SELECT i.person_id FROM intake.draft_writers i WHERE i.draft_id = d.id) w
    WHERE d.id = ANY (p_drafts);
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION intake.end_drafts FROM PUBLIC;
