-- +goose Up

-- unit_pace answers how many days a unit's first advice took, the median of what was published since a time, and of how many
-- cases; no row where they are fewer than ten. Anybody may know it who may file: it holds nothing of a case.
-- +goose StatementBegin
CREATE FUNCTION unit_pace(p_unit uuid, p_since timestamptz) RETURNS TABLE (days int, cases int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT ceil(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.publish_time - c.file_time) / 86400.0))::int,
        count(*)::int
    FROM public.cases c WHERE c.lead_unit_id = p_unit AND c.publish_time >= p_since AND c.round = 1 HAVING count(*) >= 10;
END $$;
-- +goose StatementEnd
GRANT EXECUTE ON FUNCTION unit_pace TO vaatu_app;
