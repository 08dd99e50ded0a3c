-- +goose Up

-- Why a unit does not agree who leads a case, and why coordination settled that so, no school reads: whoever works in a unit whose
-- part opens the content does, and coordination by a function.
CREATE POLICY disputes ON case_content AS RESTRICTIVE FOR SELECT TO vaatu_app
    USING (kind NOT IN ('DISPUTE', 'SETTLEMENT') OR (SELECT EXISTS (SELECT FROM assignments a
        WHERE a.case_id = (SELECT access.opened('3 READ')) AND a.opens AND a.unit_id = ANY (ARRAY(SELECT access.my_units())))));

-- That there is a dispute, and who raised it, likewise; coordination, which has it on a list, reads it by break-glass.
CREATE POLICY disputes ON case_events AS RESTRICTIVE FOR SELECT TO vaatu_app
    USING (kind NOT IN ('DISPUTED', 'DISPUTE_SETTLED') OR (SELECT EXISTS (SELECT FROM assignments a
        WHERE a.case_id = (SELECT access.opened('3 READ')) AND a.opens AND a.unit_id = ANY (ARRAY(SELECT access.my_units()))))
        OR (SELECT EXISTS (SELECT FROM cases c WHERE c.id = (SELECT access.opened('3 READ'))
            AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas()))))));

-- my_disputes answers coordination those of the cases of its areas in which a dispute is open.
-- +goose StatementBegin
CREATE FUNCTION access.my_disputes(p_cases uuid[]) RETURNS SETOF public.cases LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY SELECT c.* FROM public.cases c WHERE c.id = ANY (p_cases) AND c.dispute_time IS NOT NULL AND c.dispute_end_time IS NULL
        AND EXISTS (SELECT FROM access.my_grants g WHERE g.role = 'COORDINATOR' AND (g.area IS NULL OR g.area = c.area));
END $$;
-- +goose StatementEnd

-- disputed_parts answers coordination the parts of cases in which a dispute is open: among whom it is.
-- +goose StatementBegin
CREATE FUNCTION access.disputed_parts(p_cases uuid[]) RETURNS SETOF public.assignments LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY SELECT a.* FROM access.my_disputes(p_cases) c JOIN public.assignments a ON a.case_id = c.id AND a.round = c.round
        AND a.state IN ('WAITING', 'HELD', 'DONE') ORDER BY a.create_time, a.id;
END $$;
-- +goose StatementEnd

-- read_disputes answers coordination the sealed reasons of open disputes with what opens them, but who wrote them, and no other text of
-- these cases, and appends that they were read. Of a case whose content is locked it answers none.
-- +goose StatementBegin
CREATE FUNCTION audit.read_disputes(p_cases uuid[]) RETURNS TABLE (
    id uuid, case_id uuid, school_id uuid, unit_id uuid, kind text, about_id uuid, revision int, author_id uuid, author_name text,
    author_role text, sealed bytea, create_time timestamptz, wrapped bytea
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH disputed AS (SELECT c.id, c.dispute_reason_id FROM access.my_disputes(p_cases) c
        WHERE c.phase <> 'AWAITING_PERMISSION'), told AS (
        INSERT INTO audit.entries (role, action, what, outcome, case_id)
        SELECT 'COORDINATOR', 'SETTLE_DISPUTE', 'READ', 'DONE', d.id FROM disputed d
    )
    SELECT t.id, t.case_id, t.school_id, t.unit_id, t.kind, t.about_id, t.revision, '00000000-0000-0000-0000-000000000000'::uuid, '',
        t.author_role, t.sealed, t.create_time, k.wrapped
    FROM disputed d JOIN public.case_content t ON t.id = d.dispute_reason_id AND t.case_id = d.id AND t.kind = 'DISPUTE'
    JOIN public.case_keys k ON k.id = d.id;
END $$;
-- +goose StatementEnd

-- coordination_of answers the worker who coordinates the case now and is reached by mail: those of its area; where there is nobody,
-- those of the country, or of other areas. Where nobody coordinates, the dispute's clock tells the admins so.
-- +goose StatementBegin
CREATE FUNCTION access.coordination_of(p_case uuid, p_now timestamptz) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT w.person_id FROM public.cases c CROSS JOIN LATERAL (
        SELECT t.person_id, rank() OVER (ORDER BY array_position(ARRAY['COORDINATION', 'COUNTRY', 'ELSEWHERE'], t.rung)) AS place
        FROM access.answer_for(NULL, NULL, c.area, p_now) t WHERE t.reached AND t.rung <> 'ADMIN') w
    WHERE c.id = p_case AND w.place = 1;
END $$;
-- +goose StatementEnd

REVOKE EXECUTE ON FUNCTION access.coordination_of, access.my_disputes, access.disputed_parts, audit.read_disputes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.disputed_parts, audit.read_disputes TO vaatu_app;
GRANT EXECUTE ON FUNCTION access.coordination_of TO vaatu_worker;
