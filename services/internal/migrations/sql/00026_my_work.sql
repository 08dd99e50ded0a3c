-- +goose Up

-- my_work answers what has happened last in the cases in which the session's person holds a part, as a code, and whether that is
-- anything that another did since the person has read the case. That the person has read it, the audit knows.
-- +goose StatementBegin
CREATE FUNCTION access.my_work() RETURNS TABLE (case_id uuid, change_time timestamptz, kind text, own boolean, changed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_me uuid := access.me();
BEGIN
    RETURN QUERY SELECT held.case_id, last.at, last.kind, last.by_id = v_me, last.by_id <> v_me AND last.at > coalesce((
            SELECT max(r.at) FROM audit.entries r
            WHERE r.case_id = held.case_id AND r.by_id = v_me AND r.action = 'READ_CASE' AND r.outcome = 'DONE'), '-infinity')
        FROM (SELECT DISTINCT a.case_id FROM public.assignments a
            WHERE a.holder_id = v_me AND a.opens AND a.unit_id = ANY (ARRAY(SELECT access.my_units()))) held
        CROSS JOIN LATERAL (SELECT e.at, e.kind, e.by_id FROM public.case_events e
            WHERE e.case_id = held.case_id ORDER BY e.version DESC LIMIT 1) last;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION access.my_work FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.my_work TO vaatu_app;
