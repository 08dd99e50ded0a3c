-- +goose Up

-- What coordination plans with, over the units of an actor or of all: what waits of the cases that it coordinates, and who works
-- where. Coordination sees cards, and experts by name.

-- waiting_for answers the parts of cases that the session's person coordinates which wait in the queues of an actor; empty: of all.
-- +goose StatementBegin
CREATE FUNCTION staffing.waiting_for(p_actor text) RETURNS SETOF public.assignments
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT a.* FROM public.assignments a JOIN public.cases c ON c.id = a.case_id
        WHERE a.state = 'WAITING' AND a.opens AND (p_actor IS NULL OR a.actor = p_actor)
        AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())));
END $$;
-- +goose StatementEnd

-- experts_for answers who works in the units in which such parts wait. Of absences there is whether they are away today, of conflicts
-- the cases in question: no schools.
-- +goose StatementBegin
CREATE FUNCTION staffing.experts_for(p_actor text, p_now timestamptz) RETURNS TABLE (
    unit_id uuid, person_id uuid, name text, told boolean, roles text[], needs text[], languages text[], area text, county_code text,
    weekly_hours int, most_cases int, load int, away boolean, conflicts text[]
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN QUERY WITH waiting AS MATERIALIZED (
        SELECT w.case_id, w.school_id, w.unit_id FROM staffing.waiting_for(p_actor) w
    )
    SELECT u.id, e.person_id, e.name, e.told, e.roles, e.needs, e.languages, e.area, e.county_code, e.weekly_hours, e.most_cases, e.load,
        EXISTS (SELECT FROM staffing.absences x WHERE x.person_id = e.person_id AND x.from_date <= v_today AND x.back_time > p_now),
        ARRAY(SELECT DISTINCT w.case_id::text FROM waiting w WHERE w.school_id::text = ANY (e.conflicts))
    FROM (SELECT DISTINCT w.unit_id AS id FROM waiting w) u
    CROSS JOIN LATERAL staffing.experts_in(u.id, ARRAY(SELECT DISTINCT w.school_id FROM waiting w), p_now) e;
END $$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION staffing.waiting_for, staffing.experts_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staffing.waiting_for, staffing.experts_for TO vaatu_app;
