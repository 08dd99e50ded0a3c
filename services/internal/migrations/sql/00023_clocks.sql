-- +goose Up

-- calls: who was told that a target is near or missed, or of a part that is offered, given or answered, or of a dispute
-- about the lead. One row a step and person, so that nobody is told twice, whatever clocks and workers do.
CREATE TABLE notify.calls (
    case_id uuid NOT NULL CONSTRAINT calls_case REFERENCES cases (id),
    round int NOT NULL,
    tell text NOT NULL CONSTRAINT calls_tell CHECK (tell IN ('WARNING', 'ESCALATION', 'HOLDER_ABSENT', 'UNIT_CLOSED',
        'RETURN_DUE', 'RETURN_KEPT', 'INVITED', 'HAND_OVER_OFFERED', 'ASSIGNED', 'HAND_OVER_ACCEPTED', 'HAND_OVER_DECLINED', 'HAND_OVER_LAPSED', 'WOUND_UP',
        'PART_DECLINED', 'COMPLETED', 'REPLIED', 'GIVEN_ON', 'DISMISSED', 'DECLINED', 'WITHDRAWN',
        'DISPUTED', 'DISPUTE_TO_SETTLE', 'DISPUTE_STAYS', 'DISPUTE_MOVES', 'DISPUTE_TRIAGE', 'DISPUTE_WITHDRAWN')),
    -- Of a target.
    goal text NOT NULL DEFAULT '' CONSTRAINT calls_goal CHECK (goal IN ('', 'FIRST_WORD', 'ACCEPTANCE', 'ADVICE', 'PART', 'SETTLEMENT', 'ABSENCE', 'CLOSURE')),
    rung text NOT NULL DEFAULT '' CONSTRAINT calls_rung CHECK (rung IN ('', 'OWNER', 'LEAD', 'COORDINATION', 'COUNTRY', 'ELSEWHERE', 'ADMIN')),
    -- Of a part and of a dispute the event's that is told; of a target of a partner's part that of its invitation, of a dispute's that
    -- of its beginning.
    version int NOT NULL DEFAULT 0,
    person_id uuid NOT NULL,
    -- How often the case or the part had been given back in the round: what then goes missed again is told again.
    given_back int NOT NULL DEFAULT 0,
    create_time timestamptz NOT NULL,
    -- When a worker last began to send it; another leaves it alone for some minutes.
    try_time timestamptz,
    -- Empty until the mail server has taken it.
    send_time timestamptz,
    -- Nothing is told: it was over before a mail went out, or there was no address.
    end_time timestamptz,
    CONSTRAINT calls_of CHECK ((tell IN ('WARNING', 'ESCALATION', 'HOLDER_ABSENT', 'UNIT_CLOSED', 'RETURN_DUE')) = (goal <> '' AND rung <> '') AND (goal = '') = (rung = '') AND (goal <> '' OR version > 0 OR tell = 'RETURN_KEPT')
        AND (version = 0 OR goal IN ('', 'ACCEPTANCE', 'PART', 'SETTLEMENT', 'CLOSURE'))),
    CONSTRAINT calls_pkey PRIMARY KEY (case_id, round, goal, tell, rung, version, person_id, given_back)
);
CREATE INDEX calls_to_send ON notify.calls (person_id) WHERE send_time IS NULL AND end_time IS NULL;
CREATE INDEX calls_by_person ON notify.calls (person_id, send_time);
ALTER TABLE notify.calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE notify.calls FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON notify.calls TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY operator ON notify.calls FOR SELECT TO vaatu_operator USING (true);
CREATE POLICY worker ON notify.calls TO vaatu_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON notify.calls TO vaatu_worker;
GRANT SELECT ON notify.calls TO vaatu_operator;

-- answer_for answers the worker who could answer for a case now, by rung: its holder, the other heads of the unit that leads, the
-- coordinators of its area, those of the whole country, those of other areas, and, so that there is somebody, the admins; whether they
-- are away today in any of their units; and whether a mail reaches them now, as it does nobody who is away.
-- +goose StatementBegin
CREATE FUNCTION access.answer_for(p_unit uuid, p_holder uuid, p_area text, p_now timestamptz) RETURNS TABLE (rung text, person_id uuid, away boolean, reached boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN QUERY SELECT DISTINCT CASE
            WHEN g.unit_id = p_unit THEN CASE WHEN g.person_id = p_holder THEN 'OWNER' ELSE 'LEAD' END
            WHEN g.role = 'ADMIN' THEN 'ADMIN'
            WHEN g.area IS NULL THEN 'COUNTRY'
            WHEN g.area = p_area THEN 'COORDINATION'
            ELSE 'ELSEWHERE' END, g.person_id, x.away, p.email IS NOT NULL AND NOT x.away
        FROM access.grants g JOIN access.persons p ON p.id = g.person_id
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM staffing.absences b
            WHERE b.person_id = g.person_id AND b.from_date <= v_today AND b.back_time > p_now) AS away) x
        WHERE (g.unit_id = p_unit AND (g.role = 'LEAD' OR g.role = 'EXPERT' AND g.person_id = p_holder) OR g.role IN ('COORDINATOR', 'ADMIN'))
        AND g.end_time IS NULL AND g.from_date <= v_today AND (g.to_date IS NULL OR g.to_date >= v_today)
        AND NOT access.asleep(g, p, p_now) ORDER BY 1, 2;
END $$;
-- +goose StatementEnd

-- call_for_closed calls, for each open case in which somebody holds a part in a unit that works no more, the other heads of the unit
-- and coordination, up to where a mail reaches somebody: whoever holds it may end it. Nobody is called twice of the same part, and of a lead while the same part leads.
-- +goose StatementBegin
CREATE FUNCTION access.call_for_closed(p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    INSERT INTO notify.calls (case_id, round, goal, tell, rung, version, person_id, given_back, create_time)
    SELECT c.id, c.round, 'CLOSURE', 'UNIT_CLOSED', w.rung,
        CASE a.part WHEN 'PARTNER' THEN (SELECT e.version FROM public.case_events e
            WHERE e.case_id = c.id AND e.kind = 'INVITED' AND e.data ->> 'assignment_id' = a.id::text) ELSE 0 END, w.person_id,
        CASE a.part WHEN 'LEAD' THEN (SELECT count(*) FROM public.assignments x
            WHERE x.case_id = c.id AND x.round = c.round AND x.part = 'LEAD' AND x.id <> a.id) ELSE 0 END, p_now
    FROM directory.units u JOIN directory.actors o ON o.code = u.actor
    JOIN public.assignments a ON a.unit_id = u.id AND a.state = 'HELD'
    JOIN public.cases c ON c.id = a.case_id AND c.round = a.round
        AND c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED') AND (a.part = 'PARTNER' OR c.phase NOT IN ('ADVISED', 'FOLLOW_UP'))
    CROSS JOIN LATERAL (
        SELECT t.rung, t.person_id, n.place, min(n.place) FILTER (WHERE t.reached) OVER () AS last
        FROM access.answer_for(a.unit_id, a.holder_id, c.area, p_now) t
        CROSS JOIN LATERAL array_position(ARRAY['COORDINATION', 'COUNTRY', 'ELSEWHERE', 'ADMIN'], t.rung) AS n (place)
        WHERE t.rung <> 'OWNER'
    ) w
    WHERE (u.active_to < v_today OR o.active_to < v_today) AND (w.rung = 'LEAD' OR w.place <= coalesce(w.last, w.place))
    ON CONFLICT ON CONSTRAINT calls_pkey DO NOTHING;
END $$;
-- +goose StatementEnd

-- part_clocks answers coordination what is due next from the partners of cases in its areas whose parts are not finished: of some
-- cases (NULL: all), and of days before one (NULL: any, also none).
-- +goose StatementBegin
CREATE FUNCTION access.part_clocks(p_cases uuid[], p_before date) RETURNS TABLE (
    case_id uuid, unit_id uuid, unit_name_fi text, unit_name_sv text, clock_goal text, clock_warn date, clock_due date
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.case_id, a.unit_id, a.unit_name_fi, a.unit_name_sv, a.clock_goal, a.clock_warn, a.clock_due
        FROM public.assignments a JOIN public.cases c ON c.id = a.case_id AND c.round = a.round
        WHERE a.part = 'PARTNER' AND a.state IN ('WAITING', 'HELD') AND a.clock_goal IS NOT NULL
            AND c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED')
            AND (p_cases IS NULL OR a.case_id = ANY (p_cases)) AND (p_before IS NULL OR a.clock_due < p_before)
            AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())))
        ORDER BY a.clock_due, a.id;
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION access.part_clocks TO vaatu_app;
REVOKE EXECUTE ON FUNCTION access.answer_for, access.call_for_closed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.answer_for, access.call_for_closed TO vaatu_worker;
