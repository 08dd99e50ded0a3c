-- +goose Up

-- my_work answers what has happened last in the cases in which the session's person holds a part in one of the units, as a code, and
-- whether another did anything since the person has read the case: if so, that is told, whatever the person did unread. What ended
-- long ago is nobody's work. That the person has read a case, and not just the answer to what they wrote, the audit knows.
-- +goose StatementBegin
CREATE FUNCTION access.my_work(p_units uuid[]) RETURNS TABLE (case_id uuid, change_time timestamptz, kind text, own boolean, changed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_me uuid := access.me();
BEGIN
    RETURN QUERY SELECT held.case_id, last.at, last.kind, last.by_id = v_me, last.unread
        FROM (SELECT DISTINCT a.case_id FROM public.assignments a JOIN public.cases c ON c.id = a.case_id
            WHERE a.holder_id = v_me AND a.opens AND a.unit_id = ANY (ARRAY(SELECT access.my_units())) AND a.unit_id = ANY (p_units)
                AND (c.phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED') OR c.update_time > now() - interval '90 days')) held
        CROSS JOIN LATERAL (SELECT coalesce(max(r.at), (SELECT min(e.at) FROM public.case_events e WHERE e.case_id = held.case_id AND e.by_id = v_me),
                '-infinity') AS at FROM audit.entries r
            WHERE r.case_id = held.case_id AND r.by_id = v_me AND r.action = 'READ_CASE' AND r.outcome = 'DONE' AND r.what LIKE 'REQUEST%') seen
        CROSS JOIN LATERAL (SELECT e.at, e.kind, e.by_id, e.by_id <> v_me AND e.at > seen.at AS unread FROM public.case_events e
            WHERE e.case_id = held.case_id ORDER BY (e.by_id <> v_me AND e.by_role <> 'CLOCK' AND e.at > seen.at) DESC, e.version DESC LIMIT 1) last;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION access.my_work FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.my_work TO vaatu_app;
