-- +goose Up

-- filed answers national coordination the facts of the cases that were filed since p_since, by which rules decide, from those of
-- p_time and p_id on: the number, and no name, school or word. by_hand: a person chose the unit, or a unit declined or closed.
-- +goose StatementBegin
CREATE FUNCTION routing.filed(p_since timestamptz, p_time timestamptz, p_id uuid, p_limit int) RETURNS TABLE (
    id uuid, file_time timestamptz, number text, about text, level text, language text, needs text[], urgency text, risks text[],
    wished_forms text[], permissions text, area text, county_code text, by_hand boolean
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
    IF access.coordinates_everywhere() THEN
        RETURN QUERY SELECT c.id, c.file_time, c.number, c.about, c.level, c.working_language, c.needs, c.urgency, c.risks, c.wished_forms, coalesce(c.permissions, ''),
                coalesce(c.area, ''), coalesce(c.county_code, ''),
                coalesce((c.routing ->> 'overridden')::boolean, false) OR coalesce(c.routing ->> 'triage_reason' IN ('DECLINE', 'DISPUTE', 'UNIT_CLOSED'), false)
            FROM public.cases c WHERE (c.file_time, c.id) > (greatest(p_time, p_since), p_id) ORDER BY c.file_time, c.id LIMIT p_limit;
    END IF;
END $$;
-- +goose StatementEnd

-- count_filed answers it how many these are.
-- +goose StatementBegin
CREATE FUNCTION routing.count_filed(p_since timestamptz) RETURNS int LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NOT access.coordinates_everywhere() THEN
        RETURN 0;
    END IF;
    RETURN (SELECT count(*) FROM public.cases c WHERE c.file_time >= p_since);
END $$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION routing.filed, routing.count_filed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION routing.filed, routing.count_filed TO vaatu_app;
