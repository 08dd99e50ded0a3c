-- +goose Up

-- Who may be given what: what a unit knows of its experts, and when they are away. Everybody who works in the unit reads it. It is
-- written through functions, which find out themselves who calls: for themselves, or as the head of the unit.
CREATE SCHEMA staffing;
GRANT USAGE ON SCHEMA staffing TO vaatu_app, vaatu_worker, vaatu_operator;

-- experts: without a row somebody counts as knowing all that the unit takes, in its languages and where it is, with the hours and
-- the limit of staffing.experts_of.
CREATE TABLE staffing.experts (
    unit_id uuid NOT NULL,
    person_id uuid NOT NULL,
    needs text[] NOT NULL CONSTRAINT experts_needs CHECK (cardinality(needs) > 0),
    languages text[] NOT NULL CONSTRAINT experts_languages CHECK (cardinality(languages) > 0 AND languages <@ ARRAY['fi', 'sv']),
    -- Where they work from; empty: where the unit is.
    area text CONSTRAINT experts_area REFERENCES directory.areas (code),
    -- For consultation, and how many ordinary cases at most.
    weekly_hours int NOT NULL CONSTRAINT experts_weekly_hours CHECK (weekly_hours BETWEEN 0 AND 40),
    most_cases int NOT NULL CONSTRAINT experts_most_cases CHECK (most_cases BETWEEN 0 AND 100),
    -- How often it was told, and one more: before anything is told it is 1.
    revision int NOT NULL,
    update_time timestamptz NOT NULL,
    CONSTRAINT experts_pkey PRIMARY KEY (unit_id, person_id)
);
CREATE INDEX experts_by_area ON staffing.experts (area);

-- absences: days alone, never why.
CREATE TABLE staffing.absences (
    id uuid NOT NULL CONSTRAINT absences_pkey PRIMARY KEY,
    unit_id uuid NOT NULL,
    person_id uuid NOT NULL,
    from_date date NOT NULL,
    to_date date NOT NULL,
    -- To whom cases are offered; empty: nobody is named.
    substitute_id uuid,
    -- The unit stands in: cases go back to its queue.
    by_unit boolean NOT NULL,
    -- What the substitute takes over stays there. Otherwise it is to be returned.
    for_good boolean NOT NULL,
    -- They are back: the last day is over, or it was ended early or called off.
    back_time timestamptz NOT NULL,
    revision int NOT NULL,
    create_time timestamptz NOT NULL,
    CONSTRAINT absences_days CHECK (to_date >= from_date),
    CONSTRAINT absences_another CHECK (substitute_id <> person_id),
    CONSTRAINT absences_substitute CHECK (NOT by_unit OR substitute_id IS NULL)
);
CREATE INDEX absences_by_unit ON staffing.absences (unit_id, back_time);
CREATE INDEX absences_by_person ON staffing.absences (person_id, back_time);

ALTER TABLE staffing.experts ENABLE ROW LEVEL SECURITY;
ALTER TABLE staffing.experts FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON staffing.experts TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY operator ON staffing.experts FOR SELECT TO vaatu_operator USING (true);
CREATE POLICY unit ON staffing.experts FOR SELECT TO vaatu_app USING (unit_id = ANY (ARRAY(SELECT access.my_units())));
ALTER TABLE staffing.absences ENABLE ROW LEVEL SECURITY;
ALTER TABLE staffing.absences FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON staffing.absences TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY operator ON staffing.absences FOR SELECT TO vaatu_operator USING (true);
CREATE POLICY unit ON staffing.absences FOR SELECT TO vaatu_app USING (unit_id = ANY (ARRAY(SELECT access.my_units())));
GRANT SELECT ON staffing.experts, staffing.absences TO vaatu_app, vaatu_operator;

-- may_keep reports whether the session's person writes for somebody who works in a unit.
-- +goose StatementBegin
CREATE FUNCTION staffing.may_keep(p_unit uuid, p_person uuid, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN (access.heads(p_unit) OR p_person = access.me() AND p_unit IN (SELECT access.my_units()))
        AND access.works(p_person, p_unit, NULL, (p_now AT TIME ZONE 'Europe/Helsinki')::date);
END $$;
-- +goose StatementEnd

-- keep_expert writes what is known of somebody in the place of the revision that was seen. It answers DONE, or why not: NOT_FOUND, or
-- STALE when somebody has written meanwhile.
-- +goose StatementBegin
CREATE FUNCTION staffing.keep_expert(
    p_unit uuid, p_person uuid, p_expect int, p_needs text[], p_languages text[], p_area text, p_hours int, p_cases int, p_now timestamptz
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NOT staffing.may_keep(p_unit, p_person, p_now) THEN
        RETURN 'NOT_FOUND';
    END IF;
    INSERT INTO staffing.experts AS e (unit_id, person_id, needs, languages, area, weekly_hours, most_cases, revision, update_time)
    SELECT p_unit, p_person, p_needs, p_languages, p_area, p_hours, p_cases, 2, p_now
    WHERE p_expect = 1 OR EXISTS (SELECT FROM staffing.experts k WHERE k.unit_id = p_unit AND k.person_id = p_person)
    ON CONFLICT ON CONSTRAINT experts_pkey DO UPDATE SET needs = p_needs, languages = p_languages, area = p_area,
        weekly_hours = p_hours, most_cases = p_cases, revision = e.revision + 1, update_time = p_now
    WHERE e.revision = p_expect;
    IF NOT FOUND THEN
        RETURN 'STALE';
    END IF;
    PERFORM audit.record('KEEP_STAFF', 'EXPERT', 'DONE', NULL, NULL, p_unit, NULL, NULL, p_person::text, p_person, NULL);
    RETURN 'DONE';
END $$;
-- +goose StatementEnd

-- end_of answers when a day in Finland is over.
-- +goose StatementBegin
CREATE FUNCTION staffing.end_of(p_day date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT (p_day + 1)::timestamp AT TIME ZONE 'Europe/Helsinki'
$$;
-- +goose StatementEnd

-- refuse_absence answers why somebody may not be away on some days: OVERLAP with another absence of theirs, or CYCLE with the names of
-- those who would stand in for each other on one day; nothing where they may. Until the end nobody else writes absences of the unit.
-- +goose StatementBegin
CREATE FUNCTION staffing.refuse_absence(
    p_id uuid, p_unit uuid, p_person uuid, p_from date, p_to date, p_substitute uuid, p_now timestamptz
) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_path uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('staffing.absences ' || p_unit, 0)); -- two at once could close a cycle
    IF EXISTS (SELECT FROM staffing.absences a WHERE a.unit_id = p_unit AND a.person_id = p_person AND a.id <> p_id
        AND a.back_time > p_now AND a.from_date <= p_to AND a.to_date >= p_from) THEN
        RETURN ARRAY['OVERLAP'];
    END IF;
    WITH RECURSIVE chain AS (
        SELECT p_from AS from_date, p_to AS to_date, ARRAY[p_person, p_substitute] AS path WHERE p_substitute IS NOT NULL
        UNION ALL
        SELECT greatest(c.from_date, a.from_date), least(c.to_date, a.to_date), c.path || a.substitute_id
        FROM chain c JOIN staffing.absences a ON a.unit_id = p_unit AND a.person_id = c.path[cardinality(c.path)] AND a.back_time > p_now
            AND a.from_date <= c.to_date AND a.to_date >= c.from_date AND a.substitute_id <> ALL (c.path[2:])
        WHERE c.path[cardinality(c.path)] <> p_person
    )
    SELECT c.path INTO v_path FROM chain c WHERE c.path[cardinality(c.path)] = p_person ORDER BY cardinality(c.path) LIMIT 1;
    IF v_path IS NOT NULL THEN
        RETURN ARRAY['CYCLE'] || ARRAY(SELECT p.display_name FROM unnest(v_path) WITH ORDINALITY u (id, place)
            JOIN access.persons p ON p.id = u.id ORDER BY u.place);
    END IF;
    RETURN '{}';
END $$;
-- +goose StatementEnd

-- add_absence writes an absence. It answers DONE, or why not: NOT_FOUND, PAST, SUBSTITUTE who does not work in the unit, or what
-- refuse_absence says.
-- +goose StatementBegin
CREATE FUNCTION staffing.add_absence(
    p_id uuid, p_unit uuid, p_person uuid, p_from date, p_to date, p_substitute uuid, p_by_unit boolean, p_for_good boolean, p_now timestamptz
) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_refusal text[];
BEGIN
    IF NOT staffing.may_keep(p_unit, p_person, p_now) THEN
        RETURN ARRAY['NOT_FOUND'];
    ELSIF p_from < (p_now AT TIME ZONE 'Europe/Helsinki')::date THEN
        RETURN ARRAY['PAST'];
    ELSIF p_substitute IS NOT NULL AND NOT access.works(p_substitute, p_unit, NULL, p_from) THEN
        RETURN ARRAY['SUBSTITUTE'];
    END IF;
    v_refusal := staffing.refuse_absence(p_id, p_unit, p_person, p_from, p_to, p_substitute, p_now);
    IF cardinality(v_refusal) > 0 THEN
        RETURN v_refusal;
    END IF;
    INSERT INTO staffing.absences (id, unit_id, person_id, from_date, to_date, substitute_id, by_unit, for_good, back_time, revision, create_time)
    VALUES (p_id, p_unit, p_person, p_from, p_to, p_substitute, p_by_unit, p_for_good, staffing.end_of(p_to), 1, p_now);
    PERFORM audit.record('KEEP_STAFF', 'ABSENCE', 'DONE', NULL, NULL, p_unit, NULL, NULL, p_id::text, p_person, NULL);
    RETURN ARRAY['DONE'];
END $$;
-- +goose StatementEnd

-- change_absence gives an absence that has not ended another last day. It answers DONE, or why not: NOT_FOUND, STALE when somebody has
-- changed it meanwhile, ORDER where the day is before the first or more than a year after it, ENDED where it is past, LATER where
-- another absence has begun by then, or LATER_CYCLE with the names of those who would then stand in for each other.
-- +goose StatementBegin
CREATE FUNCTION staffing.change_absence(p_id uuid, p_expect int, p_to date, p_now timestamptz) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v staffing.absences;
    v_refusal text[];
BEGIN
    SELECT a.* INTO v FROM staffing.absences a WHERE a.id = p_id FOR UPDATE;
    IF v.id IS NULL OR v.back_time <= p_now OR NOT staffing.may_keep(v.unit_id, v.person_id, p_now) THEN
        RETURN ARRAY['NOT_FOUND'];
    ELSIF v.revision <> p_expect THEN
        RETURN ARRAY['STALE'];
    ELSIF p_to < v.from_date OR p_to > v.from_date + interval '1 year' THEN
        RETURN ARRAY['ORDER'];
    ELSIF staffing.end_of(p_to) <= p_now THEN
        RETURN ARRAY['ENDED'];
    END IF;
    v_refusal := staffing.refuse_absence(v.id, v.unit_id, v.person_id, v.from_date, p_to, v.substitute_id, p_now);
    IF cardinality(v_refusal) > 0 THEN
        RETURN CASE v_refusal[1] WHEN 'OVERLAP' THEN ARRAY['LATER'] ELSE ARRAY['LATER_CYCLE'] || v_refusal[2:] END;
    END IF;
    UPDATE staffing.absences a SET to_date = p_to, back_time = staffing.end_of(p_to), revision = a.revision + 1 WHERE a.id = p_id;
    PERFORM audit.record('KEEP_STAFF', 'ABSENCE', 'DONE', NULL, NULL, v.unit_id, NULL, NULL, p_id::text, v.person_id, NULL);
    RETURN ARRAY['DONE'];
END $$;
-- +goose StatementEnd

-- remove_absence ends an absence now, or calls it off, and reports whether there is one that the session's person keeps; one that has
-- ended already stays as it is. It stays until
-- what was handed over for its time is returned.
-- +goose StatementBegin
CREATE FUNCTION staffing.remove_absence(p_id uuid, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v staffing.absences;
BEGIN
    SELECT a.* INTO v FROM staffing.absences a WHERE a.id = p_id FOR UPDATE;
    IF v.id IS NULL OR NOT staffing.may_keep(v.unit_id, v.person_id, p_now) THEN
        RETURN false;
    ELSIF v.back_time <= p_now THEN
        RETURN true;
    END IF;
    UPDATE staffing.absences a SET back_time = p_now, revision = a.revision + 1 WHERE a.id = p_id;
    PERFORM audit.record('KEEP_STAFF', 'REMOVE_ABSENCE', 'DONE', NULL, NULL, v.unit_id, NULL, NULL, p_id::text, v.person_id, NULL);
    RETURN true;
END $$;
-- +goose StatementEnd

-- forget_absences deletes those that ended before a date, of which nothing is left to return and nothing has been kept since then, as
-- whose it was is still told of that: where somebody was last year is nobody's matter.
-- +goose StatementBegin
CREATE FUNCTION staffing.forget_absences(p_before date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    DELETE FROM staffing.absences a WHERE a.back_time <= staffing.end_of(p_before - 1)
        AND a.id NOT IN (SELECT l.absence_id FROM staffing.loans(staffing.at_stake()) l)
        AND NOT EXISTS (SELECT FROM staffing.kept k WHERE k.absence_id = a.id AND k.create_time > staffing.end_of(p_before - 1));
END $$;
-- +goose StatementEnd

-- experts_in answers, of each who works in a unit now, what bears on who is given a case: what is known of
-- them (told: by themselves or the head), what they hold in all their units, absences that have not ended in any of them
-- (of those that another unit keeps the days alone), schools
-- in which they have a role, and of the schools asked for, how many cases they have finished. held are their parts in this unit,
-- left_over the cases of those of them that nobody is offered, to_return those that
-- are to be returned to somebody who is back. Loads are in tenths of an ordinary case; a partner's part is half a case.
-- +goose StatementBegin
CREATE FUNCTION staffing.experts_in(p_unit uuid, p_schools uuid[], p_now timestamptz) RETURNS TABLE (
    person_id uuid, name text, roles text[], told boolean, needs text[], languages text[], area text, county_code text,
    weekly_hours int, most_cases int, revision int, load int, held int, left_over jsonb, to_return int, absences jsonb, conflicts text[], past jsonb
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN QUERY SELECT k.id, k.name,
        ARRAY(SELECT DISTINCT g.role FROM access.open_grants g WHERE g.person_id = k.id AND g.unit_id = p_unit AND g.role IN ('EXPERT', 'LEAD')
            AND g.from_date <= v_today AND (g.to_date IS NULL OR g.to_date >= v_today) ORDER BY 1),
        e.person_id IS NOT NULL,
        coalesce(e.needs, nullif(u.needs, '{}'), r.expertise), coalesce(e.languages, u.languages),
        coalesce(e.area, t.area), CASE WHEN e.area IS NULL OR e.area = t.area THEN m.county_code END,
        coalesce(e.weekly_hours, 20), coalesce(e.most_cases, 15), coalesce(e.revision, 1),
        w.load, w.held, w.left_over,
        coalesce(d.n, 0)::int,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'unit_id', a.unit_id, 'from', a.from_date, 'to', a.to_date,
                'substitute_id', s.id, 'substitute_name', s.display_name, 'by_unit', a.by_unit AND a.unit_id = p_unit,
                'for_good', a.for_good AND a.unit_id = p_unit, 'revision', a.revision) ORDER BY a.from_date, a.id), '[]')
            FROM staffing.absences a LEFT JOIN access.persons s ON s.id = a.substitute_id AND a.unit_id = p_unit
            WHERE a.person_id = k.id AND a.back_time > p_now),
        ARRAY(SELECT DISTINCT g.school_id::text FROM access.open_grants g WHERE g.person_id = k.id AND g.school_id = ANY (p_schools)),
        (SELECT coalesce(jsonb_object_agg(d.school_id, d.n), '{}') FROM (
            SELECT a.school_id, count(DISTINCT a.case_id) AS n FROM public.assignments a
            WHERE a.holder_id = k.id AND a.state = 'DONE' AND a.school_id = ANY (p_schools) GROUP BY a.school_id) d)
    FROM access.staff_of(p_unit, p_now) k
    JOIN directory.units u ON u.id = p_unit JOIN directory.actors r ON r.code = u.actor
    LEFT JOIN (SELECT d.holder_id, count(*) AS n FROM staffing.due_returns(ARRAY(SELECT a.id FROM public.assignments a
        WHERE a.unit_id = p_unit AND a.state = 'HELD'), p_now) d GROUP BY d.holder_id) d ON d.holder_id = k.id
    LEFT JOIN staffing.experts e ON e.unit_id = p_unit AND e.person_id = k.id
    LEFT JOIN directory.municipalities m ON m.code = u.municipality_code
    LEFT JOIN directory.counties t ON t.code = m.county_code
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(CASE WHEN a.part = 'LEAD' THEN 10 ELSE 5 END), 0)::int AS load,
            (count(*) FILTER (WHERE a.unit_id = p_unit))::int AS held,
            coalesce(jsonb_agg(jsonb_build_object('case_id', c.id, 'number', c.number) ORDER BY c.number) FILTER (WHERE a.unit_id = p_unit
                AND NOT EXISTS (SELECT FROM public.case_hand_overs h
                    WHERE h.assignment_id = a.id AND h.case_id = a.case_id AND h.state = 'OFFERED')), '[]') AS left_over
        FROM public.assignments a JOIN public.cases c ON c.id = a.case_id AND c.round = a.round
        WHERE a.holder_id = k.id AND a.state = 'HELD'
            AND c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED') AND (a.part = 'PARTNER' OR c.phase NOT IN ('ADVISED', 'FOLLOW_UP'))
    ) w;
END $$;
-- +goose StatementEnd

-- experts_of answers the same of a unit of the session's person.
-- +goose StatementBegin
CREATE FUNCTION staffing.experts_of(p_unit uuid, p_schools uuid[], p_now timestamptz) RETURNS TABLE (
    person_id uuid, name text, roles text[], told boolean, needs text[], languages text[], area text, county_code text,
    weekly_hours int, most_cases int, revision int, load int, held int, left_over jsonb, to_return int, absences jsonb, conflicts text[], past jsonb
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT e.* FROM staffing.experts_in(p_unit, p_schools, p_now) e WHERE p_unit IN (SELECT access.my_units());
END $$;
-- +goose StatementEnd

-- call_for_absent calls those who answer for the open cases of somebody who is away today: the heads of the unit who are there, and
-- where no mail reaches them coordination, too. Nobody is called twice in one absence.
-- +goose StatementBegin
CREATE FUNCTION staffing.call_for_absent(p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('staffing.call_for_absent', 0)); -- two workers at once call once
    INSERT INTO notify.calls (case_id, round, goal, tell, rung, person_id, create_time)
    SELECT DISTINCT ON (c.id, w.person_id) c.id, c.round, 'ABSENCE', 'HOLDER_ABSENT', w.rung, w.person_id, p_now
    FROM staffing.absences b
    JOIN public.assignments a ON a.holder_id = b.person_id AND a.unit_id = b.unit_id AND a.state = 'HELD'
    JOIN public.cases c ON c.id = a.case_id AND c.round = a.round
        AND c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED') AND (a.part = 'PARTNER' OR c.phase NOT IN ('ADVISED', 'FOLLOW_UP'))
    CROSS JOIN LATERAL (
        SELECT t.rung, t.person_id, n.place, min(n.place) FILTER (WHERE t.reached) OVER () AS last
        FROM access.answer_for(a.unit_id, a.holder_id, c.area, p_now) t
        CROSS JOIN LATERAL array_position(ARRAY['LEAD', 'COORDINATION', 'COUNTRY', 'ELSEWHERE', 'ADMIN'], t.rung) AS n (place)
        WHERE t.rung <> 'OWNER' AND NOT t.away
    ) w
    WHERE b.from_date <= v_today AND b.back_time > p_now AND w.place <= coalesce(w.last, w.place)
        AND NOT EXISTS (SELECT FROM notify.calls o WHERE o.case_id = c.id AND o.round = c.round AND o.tell = 'HOLDER_ABSENT'
            AND o.person_id = w.person_id AND o.create_time >= b.create_time AND o.create_time >= b.from_date::timestamp AT TIME ZONE 'Europe/Helsinki')
    ON CONFLICT ON CONSTRAINT calls_pkey DO UPDATE SET create_time = excluded.create_time, try_time = NULL, send_time = NULL, end_time = NULL;
END $$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION staffing.may_keep, staffing.keep_expert, staffing.end_of, staffing.refuse_absence, staffing.add_absence,
    staffing.change_absence, staffing.remove_absence, staffing.forget_absences, staffing.experts_in, staffing.experts_of, staffing.call_for_absent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staffing.keep_expert, staffing.add_absence, staffing.change_absence, staffing.remove_absence, staffing.experts_of
    TO vaatu_app;
GRANT EXECUTE ON FUNCTION staffing.forget_absences, staffing.call_for_absent TO vaatu_worker;
