-- +goose Up

-- Attachments belong to a case, or to a draft whose id will be the case's. What arrives waits, sealed in pieces, in attachment_parts:
-- that is the quarantine, which only whoever sends it reaches. Once it is whole, is what its name says and has passed the scanner, it
-- stands in case_attachment_chunks, where those who read the case read it. All goes with the key of the case.
CREATE TABLE attachments (
    id uuid NOT NULL CONSTRAINT attachments_pkey PRIMARY KEY,
    case_id uuid NOT NULL CONSTRAINT attachments_case REFERENCES case_keys (id) ON DELETE CASCADE,
    author_id uuid NOT NULL,
    -- A name may tell of a pupil.
    sealed_name bytea NOT NULL CONSTRAINT attachments_name CHECK (length(sealed_name) <= 1000),
    type text CONSTRAINT attachments_type CHECK (type IN ('PDF', 'PNG', 'JPEG', 'DOCX', 'ODT')),
    state text NOT NULL CONSTRAINT attachments_state CHECK (state IN ('UPLOADING', 'PENDING_SCAN', 'CLEAN', 'INFECTED', 'NOT_SCANNED')),
    size int NOT NULL CONSTRAINT attachments_size CHECK (size BETWEEN 1 AND 10485760),
    received int NOT NULL CONSTRAINT attachments_received CHECK (received BETWEEN 0 AND size),
    names_author boolean NOT NULL,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    CONSTRAINT attachments_of_case UNIQUE (id, case_id),
    CONSTRAINT attachments_whole CHECK (state = 'UPLOADING' OR received = size),
    CONSTRAINT attachments_known CHECK (state IN ('UPLOADING', 'PENDING_SCAN', 'INFECTED') OR type IS NOT NULL)
);
CREATE INDEX attachments_by_case ON attachments (case_id, create_time, id);
CREATE INDEX attachments_unfinished ON attachments (update_time) WHERE state IN ('UPLOADING', 'PENDING_SCAN');

CREATE TABLE attachment_parts (
    attachment_id uuid NOT NULL,
    -- Of its first byte in the file.
    start int NOT NULL,
    case_id uuid NOT NULL,
    author_id uuid NOT NULL,
    sealed bytea NOT NULL CONSTRAINT attachment_parts_sealed CHECK (length(sealed) <= 131200),
    CONSTRAINT attachment_parts_pkey PRIMARY KEY (attachment_id, start),
    CONSTRAINT attachment_parts_attachment FOREIGN KEY (attachment_id, case_id) REFERENCES attachments (id, case_id) ON DELETE CASCADE
);

-- case_attachment_chunks: sealed in chunks of 256 kB, never changed.
CREATE TABLE case_attachment_chunks (
    attachment_id uuid NOT NULL,
    index int NOT NULL CONSTRAINT case_attachment_chunks_index CHECK (index BETWEEN 0 AND 40),
    case_id uuid NOT NULL,
    sealed bytea NOT NULL CONSTRAINT case_attachment_chunks_sealed CHECK (length(sealed) <= 262144),
    CONSTRAINT case_attachment_chunks_pkey PRIMARY KEY (attachment_id, index),
    CONSTRAINT case_attachment_chunks_attachment FOREIGN KEY (attachment_id, case_id) REFERENCES attachments (id, case_id) ON DELETE CASCADE
);
ALTER TABLE attachment_parts ALTER COLUMN sealed SET STORAGE EXTERNAL; -- what is sealed does not shrink
ALTER TABLE case_attachment_chunks ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- A case has twenty attachments at most, those under way among them.
-- +goose StatementBegin
CREATE FUNCTION bound_attachments() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM FROM public.case_keys k WHERE k.id = NEW.case_id FOR UPDATE; -- two at once are counted one after the other
    IF (SELECT count(*) FROM public.attachments a WHERE a.case_id = NEW.case_id) >= 20 THEN
        RAISE EXCEPTION 'the case has twenty attachments' USING ERRCODE = 'check_violation', CONSTRAINT = 'attachments_most';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION bound_attachments FROM PUBLIC;
CREATE TRIGGER attachments_most BEFORE INSERT ON attachments FOR EACH ROW EXECUTE FUNCTION bound_attachments();

-- +goose StatementBegin
DO $$
DECLARE
    t regclass;
BEGIN
    FOREACH t IN ARRAY ARRAY['attachments', 'attachment_parts', 'case_attachment_chunks']::regclass[] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY owner ON %s TO vaatu_owner USING (true) WITH CHECK (true)', t);
    END LOOP;
END $$;
-- +goose StatementEnd

-- Whoever writes a draft has its attachments. Of a case they are read by who reads its
-- texts, and written by who acts on it; what is under way is its author's alone.
CREATE POLICY reads ON attachments FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened('3 READ'))
    OR (case_id = (SELECT access.opened('2 ACT')) AND author_id = (SELECT access.me()))
    OR case_id = ANY (ARRAY(SELECT intake.my_drafts())));
CREATE POLICY begins ON attachments FOR INSERT TO vaatu_app WITH CHECK (author_id = (SELECT access.me()) AND state = 'UPLOADING'
    AND (case_id = (SELECT access.opened('2 ACT')) OR case_id = ANY (ARRAY(SELECT intake.my_drafts()))));
CREATE POLICY goes_on ON attachments FOR UPDATE TO vaatu_app
    USING (author_id = (SELECT access.me()) AND state IN ('UPLOADING', 'PENDING_SCAN')
        AND (case_id = (SELECT access.opened('2 ACT')) OR case_id = ANY (ARRAY(SELECT intake.my_drafts()))))
    WITH CHECK (author_id = (SELECT access.me()));
CREATE POLICY goes ON attachments FOR DELETE TO vaatu_app USING (case_id = ANY (ARRAY(SELECT intake.my_drafts()))
    OR (case_id = (SELECT access.opened('2 ACT')) AND author_id = (SELECT access.me()) AND state IN ('UPLOADING', 'PENDING_SCAN', 'INFECTED')));
CREATE POLICY own ON attachment_parts TO vaatu_app USING (author_id = (SELECT access.me())
        AND (case_id = (SELECT access.opened('2 ACT')) OR case_id = ANY (ARRAY(SELECT intake.my_drafts()))))
    WITH CHECK (author_id = (SELECT access.me())
        AND (case_id = (SELECT access.opened('2 ACT')) OR case_id = ANY (ARRAY(SELECT intake.my_drafts()))));
CREATE POLICY opened_reads ON case_attachment_chunks FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened('3 READ'))
    OR case_id = ANY (ARRAY(SELECT intake.my_drafts())));
CREATE POLICY opened_appends ON case_attachment_chunks FOR INSERT TO vaatu_app WITH CHECK (case_id = (SELECT access.opened('2 ACT'))
    OR case_id = ANY (ARRAY(SELECT intake.my_drafts())));
GRANT SELECT, INSERT, DELETE ON attachments TO vaatu_app;
GRANT UPDATE (type, state, size, received, names_author, update_time) ON attachments TO vaatu_app;
GRANT SELECT, INSERT, DELETE ON attachment_parts TO vaatu_app;
GRANT SELECT, INSERT ON case_attachment_chunks TO vaatu_app;

-- forget_uploads deletes uploads that nobody has gone on with.
-- +goose StatementBegin
CREATE FUNCTION forget_uploads(p_begun_before timestamptz, p_whole_before timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    DELETE FROM public.attachments a WHERE a.state = 'UPLOADING' AND a.update_time < p_begun_before
        OR a.state = 'PENDING_SCAN' AND a.update_time < p_whole_before;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION forget_uploads FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_uploads TO vaatu_worker;
