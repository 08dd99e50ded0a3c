-- +goose Up

-- What somebody got for the time of another's absence, and is to be returned once who was away is back. It is derived:
-- from absences, hand-overs and events. What stands here is only that a substitute keeps a part for good.
CREATE TABLE staffing.kept (
    assignment_id uuid NOT NULL CONSTRAINT kept_assignment REFERENCES assignments (id) ON DELETE CASCADE,
    -- Of which the part was to be returned. It may be forgotten since.
    absence_id uuid NOT NULL,
    person_id uuid NOT NULL,
    create_time timestamptz NOT NULL,
    CONSTRAINT kept_pkey PRIMARY KEY (assignment_id, absence_id)
);
CREATE INDEX kept_by_absence ON staffing.kept (absence_id);
ALTER TABLE staffing.kept ENABLE ROW LEVEL SECURITY;
ALTER TABLE staffing.kept FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON staffing.kept TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY operator ON staffing.kept FOR SELECT TO vaatu_operator USING (true);
GRANT SELECT ON staffing.kept TO vaatu_operator;

-- at_stake answers the parts that are held in the units of those who are or were away: what the clock looks through.
-- +goose StatementBegin
CREATE FUNCTION staffing.at_stake() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN ARRAY(SELECT a.id FROM public.assignments a WHERE a.state = 'HELD' AND a.unit_id IN (SELECT g.unit_id FROM staffing.absences b
        JOIN access.grants g ON g.person_id = b.person_id));
END $$;
-- +goose StatementEnd

-- lends answers for which absence a part of a unit is lent that goes from one person to another, as was said at a time: for that of who
-- would be away, and was told so by then, where the other is their substitute in the unit; where the head gives it, for any absence in
-- which they are, in whatever unit they told it, its own first, and of several the one that ends first. None: it goes for good.
-- +goose StatementBegin
CREATE FUNCTION staffing.lends(p_unit uuid, p_from uuid, p_to uuid, p_by_head boolean, p_said timestamptz) RETURNS SETOF staffing.absences
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT l.* FROM (
        SELECT b.* FROM staffing.absences b
        WHERE b.person_id = p_from AND b.create_time <= p_said AND b.back_time > p_said AND CASE WHEN p_by_head
            THEN b.from_date <= (p_said AT TIME ZONE 'Europe/Helsinki')::date ELSE b.unit_id = p_unit AND b.substitute_id = p_to END
        ORDER BY b.unit_id <> p_unit, b.back_time LIMIT 1
    ) l WHERE NOT (l.for_good AND l.unit_id = p_unit);
END $$;
-- +goose StatementEnd

-- loans answers, of some parts, those of open cases that somebody got for the time of an absence, and that somebody else than who was
-- away holds still, by whatever chain, unless it was said to be for good. A loan is over when the part was released, or given by the head
-- to somebody in another way; when somebody keeps it; and when it has come back to who lent it, or to somebody who had lent it before.
-- +goose StatementBegin
CREATE FUNCTION staffing.loans(p_parts uuid[]) RETURNS TABLE (
    assignment_id uuid, case_id uuid, unit_id uuid, holder_id uuid, absence_id uuid, person_id uuid, back_time timestamptz, lend_time timestamptz
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH held AS (
        SELECT a.id, a.case_id, a.unit_id, a.holder_id FROM public.assignments a
        JOIN public.cases c ON c.id = a.case_id AND c.round = a.round AND c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED')
        WHERE a.id = ANY (p_parts) AND a.state = 'HELD'
    ), given AS ( -- each time that one of them went to a person, from whom, and when that was said
        SELECT a.id AS assignment_id, e.by_id AS from_id, h.to_id, h.offer_time AS say_time, h.end_time AS at, e.data ->> 'for_good' IS NOT NULL AS for_good,
            false AS by_head
        FROM held a JOIN public.case_hand_overs h ON h.assignment_id = a.id AND h.state = 'ACCEPTED' AND h.to_id IS NOT NULL
        JOIN public.case_events e ON e.case_id = a.case_id AND e.kind = 'HAND_OVER_OFFERED' AND e.data ->> 'hand_over_id' = h.id::text
        UNION ALL
        SELECT a.id, (e.data ->> 'from_id')::uuid, (e.data -> 'to' ->> 'id')::uuid, e.at, e.at, e.data ->> 'for_good' IS NOT NULL, true
        FROM held a JOIN public.case_events e ON e.case_id = a.case_id AND e.kind = 'ASSIGNED' AND e.data ->> 'assignment_id' = a.id::text
    ), lent AS (
        SELECT g.assignment_id, a.case_id, a.unit_id, a.holder_id, b.id AS absence_id, b.person_id, b.back_time, g.at AS lend_time
        FROM given g JOIN held a ON a.id = g.assignment_id
        CROSS JOIN LATERAL staffing.lends(a.unit_id, g.from_id, g.to_id, g.by_head, g.say_time) b
        WHERE NOT g.for_good
    ), standing AS (
        SELECT l.* FROM lent l
        WHERE NOT EXISTS (SELECT FROM public.case_events e WHERE e.case_id = l.case_id AND e.kind = 'RELEASED'
                AND e.data ->> 'assignment_id' = l.assignment_id::text AND e.at > l.lend_time)
            AND NOT EXISTS (SELECT FROM given g WHERE g.by_head AND g.assignment_id = l.assignment_id AND g.at > l.lend_time
                AND NOT EXISTS (SELECT FROM lent x WHERE x.assignment_id = g.assignment_id AND x.lend_time = g.at))
    )
    SELECT l.* FROM standing l
    WHERE l.holder_id <> l.person_id
        AND NOT EXISTS (SELECT FROM staffing.kept k WHERE k.assignment_id = l.assignment_id AND k.absence_id = l.absence_id)
        AND NOT EXISTS (SELECT FROM standing u JOIN given r ON r.assignment_id = u.assignment_id AND r.to_id = u.person_id AND r.at >= l.lend_time
            WHERE u.assignment_id = l.assignment_id AND u.lend_time <= l.lend_time);
END $$;
-- +goose StatementEnd

-- due_returns answers those of some parts that are to be returned now, each to the first in the chain who is back: their absence is
-- over, they work in the unit and are not away for another reason, and the part is not offered to them yet. A locked part waits until
-- it opens: whoever holds it cannot read what to say of it.
-- +goose StatementBegin
CREATE FUNCTION staffing.due_returns(p_parts uuid[], p_now timestamptz) RETURNS TABLE (
    assignment_id uuid, case_id uuid, unit_id uuid, holder_id uuid, absence_id uuid, person_id uuid, back_time timestamptz
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN QUERY SELECT DISTINCT ON (l.assignment_id) l.assignment_id, l.case_id, l.unit_id, l.holder_id, l.absence_id, l.person_id, l.back_time
    FROM staffing.loans(p_parts) l JOIN public.assignments a ON a.id = l.assignment_id AND a.opens
    WHERE l.back_time <= p_now AND access.works(l.person_id, l.unit_id, NULL, v_today)
        AND NOT EXISTS (SELECT FROM staffing.absences x WHERE x.person_id = l.person_id AND x.from_date <= v_today AND x.back_time > p_now)
        AND NOT EXISTS (SELECT FROM public.case_hand_overs h WHERE h.assignment_id = l.assignment_id AND h.state = 'OFFERED' AND h.to_id = l.person_id)
    ORDER BY l.assignment_id, l.lend_time;
END $$;
-- +goose StatementEnd

-- my_returns answers those that the session's person holds.
-- +goose StatementBegin
CREATE FUNCTION staffing.my_returns(p_now timestamptz) RETURNS TABLE (
    assignment_id uuid, case_id uuid, number text, unit_id uuid, person_id uuid, name text
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.assignment_id, d.case_id, c.number, d.unit_id, d.person_id, p.display_name
    FROM staffing.due_returns(ARRAY(SELECT a.id FROM public.assignments a WHERE a.holder_id = access.me() AND a.state = 'HELD'
        AND a.unit_id IN (SELECT access.my_units())), p_now) d
    JOIN public.cases c ON c.id = d.case_id JOIN access.persons p ON p.id = d.person_id ORDER BY c.number;
END $$;
-- +goose StatementEnd

-- my_loans answers what the session's person holds for somebody who is away still, and on which day it is to be returned: of a chain to
-- whoever is back first, as far as that is known now.
-- +goose StatementBegin
CREATE FUNCTION staffing.my_loans(p_now timestamptz) RETURNS TABLE (
    assignment_id uuid, case_id uuid, number text, unit_id uuid, person_id uuid, name text, return_date date
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.assignment_id, l.case_id, c.number, l.unit_id, l.person_id, p.display_name, (l.back_time AT TIME ZONE 'Europe/Helsinki')::date
    FROM (SELECT DISTINCT ON (o.assignment_id) o.* FROM staffing.loans(ARRAY(SELECT a.id FROM public.assignments a
            WHERE a.holder_id = access.me() AND a.state = 'HELD' AND a.unit_id IN (SELECT access.my_units()))) o
        WHERE access.works(o.person_id, o.unit_id, NULL, (p_now AT TIME ZONE 'Europe/Helsinki')::date)
        ORDER BY o.assignment_id, o.back_time, o.lend_time) l
    JOIN public.cases c ON c.id = l.case_id JOIN access.persons p ON p.id = l.person_id
    WHERE l.back_time > p_now ORDER BY c.number;
END $$;
-- +goose StatementEnd

-- lent_by answers the day on which a part is to be returned that an event gives or offers to somebody; NULL: it goes for good.
-- +goose StatementBegin
CREATE FUNCTION staffing.lent_by(p_case uuid, p_version int) RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN (SELECT (b.back_time AT TIME ZONE 'Europe/Helsinki')::date
        FROM public.case_events e JOIN public.assignments a ON a.case_id = e.case_id AND a.id::text = e.data ->> 'assignment_id'
        CROSS JOIN LATERAL staffing.lends(a.unit_id, CASE e.kind WHEN 'ASSIGNED' THEN (e.data ->> 'from_id')::uuid ELSE e.by_id END,
            (e.data -> 'to' ->> 'id')::uuid, e.kind = 'ASSIGNED', e.at) b
        WHERE e.case_id = p_case AND e.version = p_version AND e.kind IN ('ASSIGNED', 'HAND_OVER_OFFERED') AND e.data ->> 'for_good' IS NULL);
END $$;
-- +goose StatementEnd

-- offered_until answers that day of what is offered to the session's person; NULL for everybody else, too.
-- +goose StatementBegin
CREATE FUNCTION staffing.offered_until(p_hand_over uuid) RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN (SELECT staffing.lent_by(e.case_id, e.version) FROM public.case_hand_overs h JOIN public.case_events e ON e.case_id = h.case_id
            AND e.kind = 'HAND_OVER_OFFERED' AND e.data ->> 'hand_over_id' = h.id::text
        WHERE h.id = p_hand_over AND h.state = 'OFFERED' AND h.to_id = access.me());
END $$;
-- +goose StatementEnd

-- keep_assignment lets the session's person keep a part for good that they hold for the time of an absence. Who was away is told. It
-- answers DONE, or NOT_FOUND where there is nothing to return.
-- +goose StatementBegin
CREATE FUNCTION staffing.keep_assignment(p_assignment uuid, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO staffing.kept (assignment_id, absence_id, person_id, create_time)
    SELECT l.assignment_id, l.absence_id, access.me(), p_now FROM staffing.loans(ARRAY[p_assignment]) l
    WHERE l.holder_id = access.me() AND l.unit_id IN (SELECT access.my_units())
    ON CONFLICT ON CONSTRAINT kept_pkey DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'NOT_FOUND';
    END IF;
    INSERT INTO notify.calls (case_id, round, tell, person_id, create_time)
    SELECT DISTINCT c.id, c.round, 'RETURN_KEPT', b.person_id, p_now
    FROM staffing.kept k JOIN staffing.absences b ON b.id = k.absence_id JOIN public.assignments a ON a.id = k.assignment_id
    JOIN public.cases c ON c.id = a.case_id
    WHERE k.assignment_id = p_assignment AND k.create_time = p_now AND b.person_id <> access.me()
    ON CONFLICT ON CONSTRAINT calls_pkey DO UPDATE SET create_time = excluded.create_time, try_time = NULL, send_time = NULL, end_time = NULL;
    PERFORM audit.record('KEEP_STAFF', 'KEEP_ASSIGNMENT', 'DONE', NULL, NULL, a.unit_id, a.school_id, a.case_id, a.id::text, NULL, NULL)
    FROM public.assignments a WHERE a.id = p_assignment;
    RETURN 'DONE';
END $$;
-- +goose StatementEnd

-- my_kept answers the parts of which somebody has lately said that they keep them, and that were to be returned to the session's
-- person.
-- +goose StatementBegin
CREATE FUNCTION staffing.my_kept(p_now timestamptz) RETURNS TABLE (assignment_id uuid, number text, name text, keep_time timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT k.assignment_id, c.number, p.display_name, k.create_time
    FROM staffing.absences b JOIN staffing.kept k ON k.absence_id = b.id AND k.create_time > p_now - interval '14 days'
    JOIN public.assignments a ON a.id = k.assignment_id JOIN public.cases c ON c.id = a.case_id JOIN access.persons p ON p.id = k.person_id
    WHERE b.person_id = access.me() AND a.unit_id IN (SELECT access.my_units()) AND k.person_id <> b.person_id ORDER BY c.number;
END $$;
-- +goose StatementEnd

-- call_for_return calls who holds a part that is to be returned, and when nothing has happened for three days who answers for the
-- case: the heads of the unit who are there, and where no mail reaches them coordination, too. Nobody is called twice for one absence.
-- +goose StatementBegin
CREATE FUNCTION staffing.call_for_return(p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('staffing.call_for_return', 0)); -- two workers at once call once
    INSERT INTO notify.calls (case_id, round, goal, tell, rung, person_id, create_time)
    SELECT DISTINCT ON (c.id, w.person_id) c.id, c.round, 'ABSENCE', 'RETURN_DUE', w.rung, w.person_id, p_now
    FROM staffing.due_returns(staffing.at_stake(), p_now) d JOIN public.cases c ON c.id = d.case_id
    CROSS JOIN LATERAL (
        SELECT 'OWNER' AS rung, d.holder_id AS person_id, 1 AS place, 1 AS last
        UNION ALL
        SELECT t.rung, t.person_id, n.place, min(n.place) FILTER (WHERE t.reached) OVER ()
        FROM access.answer_for(d.unit_id, d.holder_id, c.area, p_now) t
        CROSS JOIN LATERAL array_position(ARRAY['LEAD', 'COORDINATION', 'COUNTRY', 'ELSEWHERE', 'ADMIN'], t.rung) AS n (place)
        WHERE t.rung <> 'OWNER' AND t.person_id <> d.holder_id AND NOT t.away
            AND EXISTS (SELECT FROM notify.calls o WHERE o.case_id = c.id AND o.round = c.round AND o.tell = 'RETURN_DUE' AND o.rung = 'OWNER'
                AND o.person_id = d.holder_id AND o.create_time >= d.back_time AND o.create_time <= p_now - interval '3 days')
    ) w
    WHERE w.place <= coalesce(w.last, w.place)
        AND NOT EXISTS (SELECT FROM notify.calls o WHERE o.case_id = c.id AND o.round = c.round AND o.tell = 'RETURN_DUE'
            AND o.person_id = w.person_id AND o.create_time >= d.back_time)
    ON CONFLICT ON CONSTRAINT calls_pkey DO UPDATE SET create_time = excluded.create_time, try_time = NULL, send_time = NULL, end_time = NULL;
END $$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION staffing.at_stake, staffing.lends, staffing.loans, staffing.due_returns, staffing.my_returns, staffing.my_loans,
    staffing.lent_by, staffing.offered_until, staffing.keep_assignment, staffing.my_kept, staffing.call_for_return FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staffing.my_returns, staffing.my_loans, staffing.offered_until, staffing.keep_assignment, staffing.my_kept TO vaatu_app;
GRANT EXECUTE ON FUNCTION staffing.call_for_return, staffing.lent_by TO vaatu_worker;
