-- +goose Up

-- What is looked at before a request is filed: whether support that was not tried yet helps, and whether the school has asked
-- the same already. vaatu_app has no right to these tables; the functions find out themselves who calls.

-- checklists: each that helped so that no request was needed. Codes only, without person or school; of the time the month alone,
-- so that no row can be laid beside a record of who called when.
CREATE TABLE intake.checklists (
    id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT checklists_pkey PRIMARY KEY,
    month date NOT NULL CONSTRAINT checklists_month CHECK (extract(day FROM month) = 1),
    -- Of the content, which the web application holds.
    version int NOT NULL CONSTRAINT checklists_version CHECK (version > 0),
    about text NOT NULL,
    needs text[] NOT NULL,
    support text[] NOT NULL,
    services text[] NOT NULL,
    provider_id uuid,
    area text
);

-- joins: who asks the filer of a request whether theirs is the same matter, and what was answered.
CREATE TABLE intake.joins (
    id uuid NOT NULL CONSTRAINT joins_pkey PRIMARY KEY,
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    asker_id uuid NOT NULL CONSTRAINT joins_asker REFERENCES access.persons (id),
    ask_time timestamptz NOT NULL,
    answer text CONSTRAINT joins_answer CHECK (answer IN ('SAME_MATTER', 'ANOTHER_MATTER')),
    answer_time timestamptz,
    CONSTRAINT joins_case FOREIGN KEY (case_id, school_id) REFERENCES public.cases (id, school_id),
    CONSTRAINT joins_one UNIQUE (case_id, asker_id),
    CONSTRAINT joins_answered CHECK ((answer IS NULL) = (answer_time IS NULL))
);
CREATE INDEX joins_by_case ON intake.joins (case_id, school_id);
CREATE INDEX joins_by_asker ON intake.joins (asker_id);

ALTER TABLE intake.checklists ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.checklists FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON intake.checklists TO vaatu_owner USING (true) WITH CHECK (true);
ALTER TABLE intake.joins ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake.joins FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON intake.joins TO vaatu_owner USING (true) WITH CHECK (true);

-- works_in reports whether the session's person has a role in a school.
-- +goose StatementBegin
CREATE FUNCTION intake.works_in(p_school uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.my_grants g WHERE g.role IN ('REQUESTER', 'PRINCIPAL') AND g.school_id = p_school);
END $$;
-- +goose StatementEnd

-- record_checklist counts one that helped in a school of the session's person.
-- +goose StatementBegin
CREATE FUNCTION intake.record_checklist(
    p_school uuid, p_version int, p_about text, p_needs text[], p_support text[], p_services text[], p_now timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO intake.checklists (month, version, about, needs, support, services, provider_id, area)
    SELECT date_trunc('month', p_now AT TIME ZONE 'Europe/Helsinki')::date, p_version, p_about, coalesce(p_needs, '{}'), coalesce(p_support, '{}'), coalesce(p_services, '{}'),
        s.provider_id, c.area
    FROM directory.schools s LEFT JOIN directory.municipalities m ON m.code = s.municipality_code
        LEFT JOIN directory.counties c ON c.code = m.county_code
    WHERE s.id = p_school AND intake.works_in(p_school);
END $$;
-- +goose StatementEnd

-- checklist_figures answers a coordinator how many helped in each of the last twelve months that have some, in what they
-- coordinate: p_areas narrows it to the role that they act by. Fewer than five are not told.
-- +goose StatementBegin
CREATE FUNCTION intake.checklist_figures(p_areas text[]) RETURNS TABLE (day text, count int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT to_char(l.month, 'YYYY-MM-DD'), CASE WHEN count(*) >= 5 THEN count(*)::int END FROM intake.checklists l
    WHERE (p_areas IS NULL OR l.area = ANY (p_areas))
        AND ((SELECT access.coordinates_everywhere()) OR l.area = ANY (ARRAY(SELECT access.my_areas())))
    GROUP BY l.month ORDER BY l.month DESC LIMIT 12;
END $$;
-- +goose StatementEnd

-- is_similar is the whole rule: an open request of the school, of the same mode and grade band, with a need in common, filed
-- within 60 days.
CREATE FUNCTION intake.is_similar(p_case public.cases, p_school uuid, p_about text, p_band text, p_needs text[], p_now timestamptz)
RETURNS boolean LANGUAGE sql STABLE
RETURN p_case.school_id = p_school AND p_case.about = p_about AND p_case.grade_band = p_band AND p_case.needs && p_needs
    AND p_case.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED') AND p_case.file_time > p_now - interval '60 days';

-- reads reports whether the session's person reads a request as somebody of its school.
-- +goose StatementBegin
CREATE FUNCTION intake.reads(p_school uuid, p_filer uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.my_grants g WHERE g.school_id = p_school
        AND (g.role = 'PRINCIPAL' OR g.role = 'REQUESTER' AND g.person_id = p_filer));
END $$;
-- +goose StatementEnd

-- hidden_similar answers the latest similar request that the session's person may not read; nobody but the owner may ask.
-- +goose StatementBegin
CREATE FUNCTION intake.hidden_similar(p_school uuid, p_about text, p_band text, p_needs text[], p_now timestamptz) RETURNS SETOF public.cases
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT c.* FROM public.cases c WHERE intake.is_similar(c, p_school, p_about, p_band, p_needs, p_now)
        AND intake.works_in(p_school) AND NOT intake.reads(c.school_id, c.filer_id) ORDER BY c.file_time DESC, c.id LIMIT 1;
END $$;
-- +goose StatementEnd

-- question answers what is asked of a likeness, as the audit keeps it.
CREATE FUNCTION intake.question(p_school uuid, p_about text, p_band text, p_needs text[]) RETURNS text LANGUAGE sql STABLE
RETURN concat_ws(' ', p_school, p_about, p_band, (SELECT string_agg(n, ' ' ORDER BY n) FROM unnest(p_needs) n));

-- my_questions answers what the session's person has asked lately; nobody but the owner may ask.
-- +goose StatementBegin
CREATE FUNCTION intake.my_questions(p_within interval) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT e.object_id FROM audit.entries e
        WHERE e.by_id = access.me() AND e.at > now() - p_within AND e.action = 'DRAFT' AND e.what = 'COMPARE');
END $$;
-- +goose StatementEnd

-- similar answers the similar requests that the session's person may read, and of all others one row without an id, which says
-- whether the person has asked about the latest. Each question is in the audit once a day; after twenty different ones in a day
-- there is no answer: nobody finds out by trying what colleagues have asked for.
-- +goose StatementBegin
CREATE FUNCTION intake.similar(p_school uuid, p_about text, p_band text, p_needs text[], p_now timestamptz)
RETURNS TABLE (case_id uuid, asked boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    v_me uuid := access.me();
    v_question text := intake.question(p_school, p_about, p_band, p_needs);
    v_before text[];
BEGIN
    IF NOT intake.works_in(p_school) THEN
        RETURN;
    END IF;
    PERFORM FROM access.persons p WHERE p.id = v_me FOR NO KEY UPDATE; -- many at once count as many
    v_before := intake.my_questions('1 day');
    IF v_question <> ALL (v_before) THEN
        IF cardinality(v_before) >= 20 THEN
            RAISE EXCEPTION 'too many different questions' USING ERRCODE = 'check_violation', CONSTRAINT = 'similar_often';
        END IF;
        PERFORM audit.record('DRAFT', 'COMPARE', 'DONE', NULL, NULL, NULL, p_school, NULL, v_question, NULL, NULL);
    END IF;
    RETURN QUERY SELECT c.id, false FROM public.cases c WHERE intake.is_similar(c, p_school, p_about, p_band, p_needs, p_now)
        AND intake.reads(c.school_id, c.filer_id)
    UNION ALL SELECT NULL, EXISTS (SELECT FROM intake.joins j WHERE j.case_id = h.id AND j.asker_id = v_me)
        FROM intake.hidden_similar(p_school, p_about, p_band, p_needs, p_now) h;
END $$;
-- +goose StatementEnd

-- ask_to_join asks the filer of the latest hidden one, once, for who has asked similar within a week: nobody finds out here
-- what is not answered there any more. It reports whether there is one, and whether there is a letter to send.
-- +goose StatementBegin
CREATE FUNCTION intake.ask_to_join(
    p_id uuid, p_letter uuid, p_school uuid, p_about text, p_band text, p_needs text[], p_now timestamptz,
    OUT done boolean, OUT left_letter boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_case public.cases;
BEGIN
    SELECT h.* INTO v_case FROM intake.hidden_similar(p_school, p_about, p_band, p_needs, p_now) h
    WHERE intake.question(p_school, p_about, p_band, p_needs) = ANY (intake.my_questions('7 days'));
    done := v_case.id IS NOT NULL;
    left_letter := false;
    IF NOT done THEN
        RETURN;
    END IF;
    INSERT INTO intake.joins (id, case_id, school_id, asker_id, ask_time) VALUES (p_id, v_case.id, v_case.school_id, access.me(), p_now)
    ON CONFLICT ON CONSTRAINT joins_one DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM audit.record('DRAFT', 'ASK_TO_JOIN', 'DONE', NULL, NULL, NULL, p_school, v_case.id, p_id::text, NULL, NULL);
    INSERT INTO access.letters (id, person_id, kind, email, language, number, create_time)
    SELECT p_letter, p.id, 'JOIN_ASKED', p.email, p.language, v_case.number, p_now
    FROM access.persons p WHERE p.id = v_case.filer_id AND p.email IS NOT NULL;
    left_letter := FOUND;
END $$;
-- +goose StatementEnd

-- my_joins answers what the session's person is asked about requests that they have and that are open, and what they were
-- answered since a time: the number, and the filer's name, only where it is the same matter.
-- +goose StatementBegin
CREATE FUNCTION intake.my_joins(p_since timestamptz) RETURNS TABLE (
    id uuid, own boolean, case_id uuid, number text, name text, answer text, ask_time timestamptz, answer_time timestamptz
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    v_me uuid := access.me();
BEGIN
    RETURN QUERY SELECT j.id, false, j.case_id, c.number, p.display_name, NULL, j.ask_time, NULL::timestamptz
        FROM public.cases c JOIN intake.joins j ON j.case_id = c.id JOIN access.persons p ON p.id = j.asker_id
        WHERE c.filer_id = v_me AND j.answer IS NULL AND c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED') AND intake.works_in(c.school_id)
    UNION ALL SELECT j.id, true, NULL, CASE WHEN j.answer = 'SAME_MATTER' THEN c.number END,
            CASE WHEN j.answer = 'SAME_MATTER' THEN p.display_name END, j.answer, j.ask_time, j.answer_time
        FROM intake.joins j JOIN public.cases c ON c.id = j.case_id LEFT JOIN access.persons p ON p.id = c.filer_id
        WHERE j.asker_id = v_me AND j.answer_time > p_since AND intake.works_in(j.school_id)
    ORDER BY 7, 1 LIMIT 100;
END $$;
-- +goose StatementEnd

-- answer_join answers a colleague for the person who has the request. It reports whether that was done, and whether there is a
-- letter to send.
-- +goose StatementBegin
CREATE FUNCTION intake.answer_join(p_id uuid, p_letter uuid, p_answer text, p_now timestamptz, OUT done boolean, OUT left_letter boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_join intake.joins;
BEGIN
    UPDATE intake.joins j SET answer = p_answer, answer_time = p_now FROM public.cases c
    WHERE j.id = p_id AND c.id = j.case_id AND c.filer_id = access.me() AND intake.works_in(c.school_id) AND j.answer IS NULL
        AND c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED')
    RETURNING j.* INTO v_join;
    done := FOUND;
    left_letter := false;
    IF NOT done THEN
        RETURN;
    END IF;
    PERFORM audit.record('DRAFT', 'ANSWER_JOIN', 'DONE', p_answer, NULL, NULL, v_join.school_id, v_join.case_id, p_id::text, NULL, NULL);
    INSERT INTO access.letters (id, person_id, kind, email, language, create_time)
    SELECT p_letter, p.id, 'JOIN_ANSWERED', p.email, p.language, p_now FROM access.persons p WHERE p.id = v_join.asker_id AND p.email IS NOT NULL;
    left_letter := FOUND;
END $$;
-- +goose StatementEnd

-- forget_joins deletes what was asked before a time.
-- +goose StatementBegin
CREATE FUNCTION intake.forget_joins(p_before timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    DELETE FROM intake.joins j WHERE j.ask_time < p_before;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION intake.record_checklist, intake.checklist_figures, intake.similar, intake.ask_to_join, intake.my_joins,
    intake.answer_join TO vaatu_app;
GRANT EXECUTE ON FUNCTION intake.forget_joins TO vaatu_worker;
