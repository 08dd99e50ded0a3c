-- +goose Up

-- Attachments belong to a case, or to a draft whose id will be the case's. What arrives waits, sealed in pieces, in attachment_parts:
-- that is the quarantine, which only whoever sends it reaches. Once it is whole, is what its name says and has passed the scanner, it
-- stands in case_attachment_chunks, where those who read the case read it. All goes with the key of the case.
CREATE TABLE attachments (
    id uuid NOT NULL CONSTRAINT attachments_pkey PRIMARY KEY,
    case_id uuid NOT NULL CONSTRAINT attachments_case REFERENCES case_keys (id) ON DELETE CASCADE,
    author_id uuid NOT NULL,
    -- For which the author works; none: the school's.
    unit_id uuid,
    -- A name may tell of a pupil.
    sealed_name bytea NOT NULL CONSTRAINT attachments_name CHECK (length(sealed_name) <= 1000),
    type text CONSTRAINT attachments_type CHECK (type IN ('PDF', 'PNG', 'JPEG', 'DOCX', 'ODT')),
    state text NOT NULL CONSTRAINT attachments_state CHECK (state IN ('UPLOADING', 'PENDING_SCAN', 'CLEAN', 'INFECTED', 'NOT_SCANNED')),
    size int NOT NULL CONSTRAINT attachments_size CHECK (size BETWEEN 1 AND 10485760),
    received int NOT NULL CONSTRAINT attachments_received CHECK (received BETWEEN 0 AND size),
    names_author boolean NOT NULL,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    -- While it waits for the scanner: when it goes, whether that was said, when it is offered again, and how often it was.
    expire_time timestamptz,
    warned boolean NOT NULL DEFAULT false,
    scan_time timestamptz,
    scans int NOT NULL DEFAULT 0,
    CONSTRAINT attachments_of_case UNIQUE (id, case_id),
    CONSTRAINT attachments_whole CHECK (state = 'UPLOADING' OR received = size),
    CONSTRAINT attachments_waits CHECK ((state = 'PENDING_SCAN') = (expire_time IS NOT NULL) AND (state = 'PENDING_SCAN') = (scan_time IS NOT NULL)),
    CONSTRAINT attachments_known CHECK (state IN ('UPLOADING', 'PENDING_SCAN', 'INFECTED') OR type IS NOT NULL)
);
CREATE INDEX attachments_by_case ON attachments (case_id, create_time, id);
CREATE INDEX attachments_unfinished ON attachments (update_time) WHERE state = 'UPLOADING';
CREATE INDEX attachments_unscanned ON attachments (scan_time, id) WHERE state = 'PENDING_SCAN';

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
-- texts, but for those that a lead keeps from a partner, and written by who acts on it; what is under way is its author's alone.
CREATE POLICY reads ON attachments FOR SELECT TO vaatu_app USING ((case_id = (SELECT access.opened('3 READ')) AND id <> ALL (ARRAY(SELECT access.kept())))
    OR (case_id = (SELECT access.opened('2 ACT')) AND author_id = (SELECT access.me()))
    OR case_id = ANY (ARRAY(SELECT intake.my_drafts())));
CREATE POLICY begins ON attachments FOR INSERT TO vaatu_app WITH CHECK (author_id = (SELECT access.me()) AND state = 'UPLOADING'
    AND (unit_id IS NULL OR unit_id = ANY (ARRAY(SELECT access.my_units())))
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
CREATE POLICY opened_reads ON case_attachment_chunks FOR SELECT TO vaatu_app USING ((case_id = (SELECT access.opened('3 READ'))
        AND attachment_id <> ALL (ARRAY(SELECT access.kept())))
    OR case_id = ANY (ARRAY(SELECT intake.my_drafts())));
CREATE POLICY opened_appends ON case_attachment_chunks FOR INSERT TO vaatu_app WITH CHECK (case_id = (SELECT access.opened('2 ACT'))
    OR case_id = ANY (ARRAY(SELECT intake.my_drafts())));
GRANT SELECT, INSERT, DELETE ON attachments TO vaatu_app;
GRANT UPDATE (type, state, size, received, names_author, update_time, expire_time, scan_time) ON attachments TO vaatu_app;
GRANT SELECT, INSERT, DELETE ON attachment_parts TO vaatu_app;
GRANT SELECT, INSERT ON case_attachment_chunks TO vaatu_app;

-- forget_uploads deletes uploads that nobody has gone on with, and files whose day has come while they waited for the scanner, which
-- the audit hears of; only where that was said before, to whoever of those concerned has an address.
-- +goose StatementBegin
CREATE FUNCTION forget_uploads(p_begun_before timestamptz, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    DELETE FROM public.attachments a WHERE a.state = 'UPLOADING' AND a.update_time < p_begun_before;
    WITH gone AS (
        DELETE FROM public.attachments a WHERE a.state = 'PENDING_SCAN' AND a.warned AND a.expire_time <= p_now RETURNING a.id, a.case_id
    )
    INSERT INTO audit.entries (role, action, what, outcome, case_id)
    SELECT 'CLOCK', 'TICK', 'DELETE ATTACHMENT ' || g.id, 'DONE', g.case_id FROM gone g;
END $$;
-- +goose StatementEnd

-- The worker reaches what waits for the scanner, one file at a time and by these functions only. What was let pass it does not reach.

-- take_unscanned takes the file that is due to be scanned longest, with its case's key, and puts it off, longer each time: whoever
-- takes it and ends, leaves it to others. NULL: none is due.
-- +goose StatementBegin
CREATE FUNCTION take_unscanned(p_now timestamptz, OUT id uuid, OUT case_id uuid, OUT sealed_name bytea, OUT size int, OUT wrapped bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE public.attachments a SET scans = a.scans + 1, scan_time = p_now + least(15, power(2, least(a.scans, 4))) * interval '1 minute'
    WHERE a.id = (SELECT w.id FROM public.attachments w WHERE w.state = 'PENDING_SCAN' AND w.scan_time <= p_now
        ORDER BY w.scan_time, w.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING a.id, a.case_id, a.sealed_name, a.size INTO id, case_id, sealed_name, size;
    SELECT k.wrapped INTO wrapped FROM public.case_keys k WHERE k.id = take_unscanned.case_id;
END $$;
-- +goose StatementEnd

-- unscanned_part answers the piece of a waiting file that begins at p_start; NULL where there is none, or the file waits no more.
-- +goose StatementBegin
CREATE FUNCTION unscanned_part(p_attachment uuid, p_start int) RETURNS bytea LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN (SELECT p.sealed FROM public.attachment_parts p JOIN public.attachments a ON a.id = p.attachment_id
        WHERE p.attachment_id = p_attachment AND p.start = p_start AND a.state = 'PENDING_SCAN');
END $$;
-- +goose StatementEnd

-- still_unscanned reports whether a file waits, and holds its sender and other workers off it until the transaction ends.
-- +goose StatementBegin
CREATE FUNCTION still_unscanned(p_attachment uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_attachment::text, 0));
    PERFORM FROM public.attachments a WHERE a.id = p_attachment AND a.state = 'PENDING_SCAN' FOR UPDATE;
    RETURN FOUND;
END $$;
-- +goose StatementEnd

-- keep_scanned keeps a chunk of a waiting file that is let pass in this transaction.
-- +goose StatementBegin
CREATE FUNCTION keep_scanned(p_attachment uuid, p_index int, p_sealed bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO public.case_attachment_chunks (attachment_id, index, case_id, sealed)
    SELECT a.id, p_index, a.case_id, p_sealed FROM public.attachments a WHERE a.id = p_attachment AND a.state = 'PENDING_SCAN';
END $$;
-- +goose StatementEnd

-- tell_of_file leaves a letter about a file to somebody, once a day for a case or a draft; it answers its id, or NULL.
-- +goose StatementBegin
CREATE FUNCTION access.tell_of_file(p_person uuid, p_kind text, p_case uuid, p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_letter uuid;
BEGIN
    INSERT INTO access.letters (id, person_id, kind, email, language, number, case_id, create_time)
    SELECT gen_random_uuid(), p.id, p_kind, p.email, p.language, (SELECT c.number FROM public.cases c WHERE c.id = p_case), p_case, p_now
    FROM access.persons p WHERE p.id = p_person AND p.email IS NOT NULL AND NOT EXISTS (SELECT FROM access.letters l
        WHERE l.person_id = p.id AND l.kind = p_kind AND l.case_id = p_case AND l.create_time > p_now - interval '1 day')
    RETURNING id INTO v_letter;
    RETURN v_letter;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION access.tell_of_file FROM PUBLIC;

-- end_scan ends the waiting of a file by what the scanner said: its pieces go, and of a virus a letter is left to whoever sent it,
-- of which it answers the id.
-- +goose StatementBegin
CREATE FUNCTION end_scan(p_attachment uuid, p_state text, p_type text, p_size int, p_now timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v public.attachments;
BEGIN
    UPDATE public.attachments a SET state = p_state, type = p_type, size = p_size, received = p_size, update_time = p_now,
        expire_time = NULL, scan_time = NULL
    WHERE a.id = p_attachment AND a.state = 'PENDING_SCAN' RETURNING a.* INTO v;
    DELETE FROM public.attachment_parts p WHERE p.attachment_id = v.id;
    RETURN CASE WHEN v.state = 'INFECTED' THEN access.tell_of_file(v.author_id, 'FILE_INFECTED', v.case_id, p_now) END;
END $$;
-- +goose StatementEnd

-- warn_unscanned notes of files that they go in p_left, so that it is said, and answers the letters to whoever sent them, who filed
-- the case or writes the draft: one a day stands for all files of a case. One that should have gone earlier stays so long.
-- +goose StatementBegin
CREATE FUNCTION warn_unscanned(p_left interval, p_now timestamptz) RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY WITH warned AS (
        UPDATE public.attachments a SET warned = true, expire_time = p_now + p_left
        WHERE a.state = 'PENDING_SCAN' AND NOT a.warned AND a.expire_time <= p_now + p_left RETURNING a.case_id, a.author_id
    ), told AS (
        SELECT w.case_id, w.author_id AS person_id FROM warned w
        UNION SELECT c.id, c.filer_id FROM warned w JOIN public.cases c ON c.id = w.case_id
        UNION SELECT d.id, d.writer_id FROM warned w JOIN intake.drafts d ON d.id = w.case_id
        UNION SELECT i.draft_id, i.person_id FROM warned w JOIN intake.draft_writers i ON i.draft_id = w.case_id
    )
    SELECT l.id FROM told t CROSS JOIN LATERAL access.tell_of_file(t.person_id, 'FILE_WAITS', t.case_id, p_now) AS l(id) WHERE l.id IS NOT NULL;
END $$;
-- +goose StatementEnd

-- remove_attachment destroys what was let pass, for the event of this person that says so.
-- +goose StatementBegin
CREATE FUNCTION remove_attachment(p_case uuid, p_attachment uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    DELETE FROM public.attachments a WHERE a.id = p_attachment AND a.case_id = p_case AND a.case_id = access.opened('2 ACT')
        AND a.state IN ('CLEAN', 'NOT_SCANNED')
        AND EXISTS (SELECT FROM public.case_events e WHERE e.case_id = p_case AND e.kind = 'ATTACHMENT_REMOVED'
            AND e.by_id = access.me() AND e.data ->> 'attachment_id' = p_attachment::text);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no such attachment' USING ERRCODE = 'check_violation', CONSTRAINT = 'attachments_there';
    END IF;
END $$;
-- +goose StatementEnd

REVOKE EXECUTE ON FUNCTION forget_uploads, take_unscanned, unscanned_part, still_unscanned, keep_scanned, end_scan, warn_unscanned,
    remove_attachment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_uploads, take_unscanned, unscanned_part, still_unscanned, keep_scanned, end_scan, warn_unscanned
    TO vaatu_worker;
GRANT EXECUTE ON FUNCTION remove_attachment TO vaatu_app;
