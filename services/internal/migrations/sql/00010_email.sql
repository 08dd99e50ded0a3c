-- +goose Up

-- letters: mails to one person. About the own address: a code to one that is to be verified, and word to the one before when
-- another has come in its place. To the head of a unit: that somebody has opened a case by break-glass. To colleagues of a school:
-- whether two requests are the same matter, and the answer, or that they write a draft together. To a principal: that a case wants
-- the school's authorisation; also to an address of none who is known here, and then the person is who asked. What makes an address
-- the person's is a code that reached it; until then persons.email stays.
CREATE TABLE access.letters (
    id uuid NOT NULL CONSTRAINT letters_pkey PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT letters_person REFERENCES access.persons (id),
    kind text NOT NULL CONSTRAINT letters_kind CHECK (kind IN ('CODE', 'CHANGED', 'BREAK_GLASS', 'PERMISSION', 'JOIN_ASKED', 'JOIN_ANSWERED', 'DRAFT_SHARED', 'FILE_WAITS', 'FILE_INFECTED')),
    email text NOT NULL CONSTRAINT letters_email CHECK (email <> ''),
    language text NOT NULL CONSTRAINT letters_language CHECK (language IN ('fi', 'sv', 'en')),
    create_time timestamptz NOT NULL,
    -- Empty until the mail server has taken it.
    send_time timestamptz,
    -- A code counts until then; empty for what is no code.
    expire_time timestamptz,
    -- Empty until the code is made, which is when it is mailed.
    seal bytea CONSTRAINT letters_seal CHECK (length(seal) = 32),
    tries int NOT NULL DEFAULT 0,
    use_time timestamptz,
    -- Of the case that it is about.
    number text,
    -- Of PERMISSION and DRAFT_SHARED alone. No foreign key: a letter does not outlive its case, or draft, by long.
    case_id uuid,
    -- A file is a case's, which has a number, or a draft's.
    CONSTRAINT letters_case CHECK ((kind IN ('BREAK_GLASS', 'PERMISSION', 'JOIN_ASKED')) = (number IS NOT NULL) OR kind IN ('FILE_WAITS', 'FILE_INFECTED')),
    CONSTRAINT letters_about CHECK ((kind IN ('PERMISSION', 'DRAFT_SHARED', 'FILE_WAITS', 'FILE_INFECTED')) = (case_id IS NOT NULL)),
    CONSTRAINT letters_code CHECK ((kind = 'CODE') = (expire_time IS NOT NULL) AND (kind = 'CODE' OR seal IS NULL)),
    CONSTRAINT letters_used CHECK (use_time IS NULL OR seal IS NOT NULL)
);
CREATE INDEX letters_by_person ON access.letters (person_id, create_time);

ALTER TABLE access.letters ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.letters FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON access.letters TO vaatu_owner USING (true) WITH CHECK (true);

-- seal_code answers what is kept of a code. It is made under a secret: eight digits alone are soon guessed from a hash, and
-- how long a comparison takes tells nothing of them.
-- +goose StatementBegin
CREATE FUNCTION access.seal_code(p_letter uuid, p_code text) RETURNS bytea LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN (SELECT sha256(s.value || convert_to(p_letter::text || p_code, 'UTF8')) FROM access.secrets s);
END $$;
-- +goose StatementEnd

-- my_email answers the address of the session's person, and the one that waits for its code until a time.
-- +goose StatementBegin
CREATE FUNCTION access.my_email(p_now timestamptz, OUT address text, OUT to_verify text, OUT expire_time timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_me uuid := access.me();
BEGIN
    SELECT p.email INTO address FROM access.persons p WHERE p.id = v_me;
    SELECT l.email, l.expire_time INTO to_verify, expire_time FROM access.letters l
    WHERE l.person_id = v_me AND l.kind = 'CODE' AND l.use_time IS NULL AND l.expire_time > p_now
    ORDER BY l.create_time DESC LIMIT 1;
END $$;
-- +goose StatementEnd

-- ask_email leaves a letter with a code to an address for the session's person; codes before it end. It answers false, and
-- leaves none, when the person has had p_most since p_since.
-- +goose StatementBegin
CREATE FUNCTION access.ask_email(p_letter uuid, p_email text, p_language text, p_now timestamptz, p_expire timestamptz, p_since timestamptz, p_most int)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_me uuid := access.me();
BEGIN
    PERFORM FROM access.persons p WHERE p.id = v_me FOR NO KEY UPDATE; -- one change of an address at a time
    IF (SELECT count(*) FROM access.letters l WHERE l.person_id = v_me AND l.kind = 'CODE' AND l.create_time > p_since) >= p_most THEN
        RETURN false;
    END IF;
    UPDATE access.letters l SET expire_time = p_now WHERE l.person_id = v_me AND l.kind = 'CODE' AND l.expire_time > p_now;
    INSERT INTO access.letters (id, person_id, kind, email, language, create_time, expire_time)
    VALUES (p_letter, v_me, 'CODE', p_email, p_language, p_now, p_expire);
    RETURN true;
END $$;
-- +goose StatementEnd

-- set_email gives the session's person another address, or none. From then on what a provider tells changes nothing. It
-- answers whether it has left a letter to the address before.
-- +goose StatementBegin
CREATE FUNCTION access.set_email(p_email text, p_language text, p_letter uuid, p_now timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_me uuid := access.me();
    v_before text;
BEGIN
    SELECT p.email INTO v_before FROM access.persons p WHERE p.id = v_me FOR NO KEY UPDATE;
    UPDATE access.persons p SET email = p_email, email_chosen = true WHERE p.id = v_me;
    IF v_before IS NULL OR v_before IS NOT DISTINCT FROM p_email THEN
        RETURN false;
    END IF;
    INSERT INTO access.letters (id, person_id, kind, email, language, create_time)
    VALUES (p_letter, v_me, 'CHANGED', v_before, p_language, p_now);
    RETURN true;
END $$;
-- +goose StatementEnd

-- verify_email makes the address that the latest code went to the person's, if the code is that one. The state: DONE, also
-- for a code that has done it before; WRONG, with the tries that are left; or SPENT, when there is no code that counts.
-- left_letter: there is a letter to the address before.
-- +goose StatementBegin
CREATE FUNCTION access.verify_email(p_code text, p_letter uuid, p_now timestamptz, p_most int, OUT state text, OUT tries_left int, OUT left_letter boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_me uuid := access.me();
    v record;
BEGIN
    PERFORM FROM access.persons p WHERE p.id = v_me FOR NO KEY UPDATE; -- two tries at once count as two
    SELECT l.id, l.email, l.language, l.seal, l.tries, l.use_time INTO v FROM access.letters l
    WHERE l.person_id = v_me AND l.kind = 'CODE' AND l.expire_time > p_now AND l.tries < p_most -- the clock of a try may be older
    ORDER BY l.create_time DESC LIMIT 1;
    left_letter := false;
    tries_left := p_most - v.tries;
    IF v.id IS NULL THEN
        state := 'SPENT';
    ELSIF v.seal IS NULL THEN -- the code is not made yet: this one is an earlier letter's
        state := 'WRONG';
    ELSIF v.seal <> access.seal_code(v.id, p_code) THEN
        tries_left := tries_left - 1;
        state := CASE WHEN tries_left > 0 THEN 'WRONG' ELSE 'SPENT' END;
        UPDATE access.letters l SET tries = l.tries + 1, expire_time = CASE WHEN tries_left > 0 THEN l.expire_time ELSE p_now END
        WHERE l.id = v.id;
    ELSE
        state := 'DONE';
        IF v.use_time IS NULL THEN
            UPDATE access.letters l SET use_time = p_now WHERE l.id = v.id;
            left_letter := access.set_email(v.email, v.language, p_letter, p_now);
        END IF;
    END IF;
END $$;
-- +goose StatementEnd

-- remove_email leaves the session's person without an address, and answers whether there is a letter to the one before.
-- +goose StatementBegin
CREATE FUNCTION access.remove_email(p_language text, p_letter uuid, p_now timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE access.letters l SET expire_time = p_now WHERE l.person_id = access.me() AND l.kind = 'CODE' AND l.expire_time > p_now;
    RETURN access.set_email(NULL, p_language, p_letter, p_now);
END $$;
-- +goose StatementEnd

-- open_letter answers a letter that is still to be sent, and seals the code that it will carry, where it carries one; all is
-- NULL when nothing is to be sent any more. A letter that is opened again carries another code.
-- +goose StatementBegin
CREATE FUNCTION access.open_letter(p_letter uuid, p_code text, p_now timestamptz, OUT kind text, OUT email text, OUT language text, OUT number text, OUT case_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE access.letters l SET seal = CASE WHEN l.kind = 'CODE' THEN access.seal_code(l.id, p_code) END
    WHERE l.id = p_letter AND l.send_time IS NULL AND l.use_time IS NULL AND (l.kind <> 'CODE' OR l.expire_time > p_now)
    RETURNING l.kind, l.email, l.language, l.number, l.case_id INTO kind, email, language, number, case_id;
END $$;
-- +goose StatementEnd

-- letter_sent records that the mail server has taken a letter.
-- +goose StatementBegin
CREATE FUNCTION access.letter_sent(p_letter uuid, p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE access.letters l SET send_time = p_now WHERE l.id = p_letter;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION access.my_email, access.ask_email, access.verify_email, access.remove_email TO vaatu_app;
GRANT EXECUTE ON FUNCTION access.open_letter, access.letter_sent TO vaatu_worker;
-- The worker deletes old letters; it sees when they were left, and neither whose nor to where.
GRANT SELECT (create_time), DELETE ON access.letters TO vaatu_worker;
CREATE POLICY worker_reads ON access.letters FOR SELECT TO vaatu_worker USING (true);
CREATE POLICY worker_deletes ON access.letters FOR DELETE TO vaatu_worker USING (true);
