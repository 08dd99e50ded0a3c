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

-- keep_dispute keeps the dispute of a case that a school changes, which does not see it. It lapses where another unit leads then than
-- before, or none, and where the work before advice ends: of what services/cases/dispute.go says all that a school can bring about.
-- +goose StatementBegin
CREATE FUNCTION access.keep_dispute() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF access.me() IS NULL OR access.reads_disputes(OLD.unit_ids, OLD.area) OR NEW.round > OLD.round THEN
        RETURN NEW;
    END IF;
    NEW.dispute_assignment_id := OLD.dispute_assignment_id;
    NEW.dispute_proposed_id := OLD.dispute_proposed_id;
    NEW.dispute_reason_id := OLD.dispute_reason_id;
    NEW.dispute_raiser_id := OLD.dispute_raiser_id;
    NEW.dispute_time := OLD.dispute_time;
    NEW.dispute_version := OLD.dispute_version;
    NEW.dispute_outcome := OLD.dispute_outcome;
    NEW.dispute_settlement_id := OLD.dispute_settlement_id;
    NEW.dispute_end_time := OLD.dispute_end_time;
    IF OLD.dispute_end_time IS NULL AND (NEW.lead_unit_id IS DISTINCT FROM OLD.lead_unit_id
        OR NEW.phase NOT IN ('TRIAGE', 'QUEUED', 'IN_CONSULTATION', 'AWAITING_SCHOOL', 'AWAITING_PERMISSION')) THEN
        NEW.dispute_outcome := 'LAPSED';
        NEW.dispute_end_time := NEW.update_time;
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER keep_dispute BEFORE UPDATE ON cases FOR EACH ROW WHEN (OLD.dispute_time IS NOT NULL) EXECUTE FUNCTION access.keep_dispute();

-- my_disputes answers coordination those of some cases (NULL: of all) of its areas in which a dispute is open.
-- +goose StatementBegin
CREATE FUNCTION access.my_disputes(p_cases uuid[]) RETURNS SETOF public.cases LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY SELECT c.* FROM public.cases c WHERE (p_cases IS NULL OR c.id = ANY (p_cases)) AND c.dispute_time IS NOT NULL AND c.dispute_end_time IS NULL
        AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())));
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

-- my_settlements answers how disputes were settled of which the session's person was told, as who worked in a unit whose lead ended with
-- that, and works there still: for 14 days, of a case its latest alone, and while no unit of the person's has a part in it and no
-- permission is missing for the one that had. The role and the unit are those in which the person reads it.
-- +goose StatementBegin
CREATE FUNCTION access.my_settlements(p_now timestamptz) RETURNS TABLE (
    case_id uuid, number text, outcome text, unit_name_fi text, unit_name_sv text, settle_time timestamptz, settlement_id uuid, role text, unit_id uuid
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT ON (c.dispute_end_time, c.id) c.id, c.number, c.dispute_outcome, n.unit_name_fi, n.unit_name_sv, c.dispute_end_time,
        c.dispute_settlement_id, g.role, g.unit_id
    FROM notify.calls k
    JOIN public.cases c ON c.id = k.case_id AND c.round = k.round AND k.tell = 'DISPUTE_' || c.dispute_outcome
        AND c.phase NOT IN ('WITHDRAWN', 'ERASED') AND c.lacks = '{}'
    JOIN public.case_events e ON e.case_id = c.id AND e.version = k.version AND e.data ->> 'settlement_id' = c.dispute_settlement_id::text
    JOIN public.assignments a ON a.case_id = c.id AND a.round = c.round AND a.part = 'LEAD' AND a.state = 'CANCELLED' AND a.update_time = e.at
    JOIN access.my_grants g ON g.unit_id = a.unit_id AND g.role IN ('EXPERT', 'LEAD')
    LEFT JOIN public.case_events m ON m.case_id = c.id AND m.version = e.version + 1 AND m.kind = 'LEAD_MOVED'
    LEFT JOIN public.assignments n ON n.id = (m.data ->> 'assignment_id')::uuid AND n.case_id = c.id
    WHERE k.person_id = access.me() AND k.tell IN ('DISPUTE_MOVES', 'DISPUTE_TRIAGE') AND c.dispute_end_time > p_now - interval '14 days'
        AND NOT EXISTS (SELECT FROM public.assignments o WHERE o.case_id = c.id AND o.round = c.round AND o.state IN ('WAITING', 'HELD', 'DONE')
            AND o.unit_id IN (SELECT access.my_units()))
        AND (NOT a.permission_needed OR EXISTS (SELECT FROM public.case_permits p
                WHERE p.case_id = c.id AND p.kind = 'GUARDIAN_CONSENT' AND p.state = 'GIVEN' AND p.may_transfer AND a.actor = ANY (p.actors))
            AND EXISTS (SELECT FROM public.case_permits p WHERE p.case_id = c.id AND p.kind = 'SCHOOL_AUTHORISATION' AND p.state = 'GIVEN'))
    ORDER BY c.dispute_end_time DESC, c.id, g.role;
END $$;
-- +goose StatementEnd

-- read_settlement answers the sealed reason of one of them with what opens it, and appends that it was read.
-- +goose StatementBegin
CREATE FUNCTION audit.read_settlement(p_case uuid, p_now timestamptz) RETURNS TABLE (
    id uuid, case_id uuid, school_id uuid, unit_id uuid, kind text, about_id uuid, revision int, author_id uuid, author_name text,
    author_role text, sealed bytea, create_time timestamptz, wrapped bytea
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY WITH mine AS (SELECT m.* FROM access.my_settlements(p_now) m WHERE m.case_id = p_case), told AS (
        INSERT INTO audit.entries (role, unit_id, action, what, outcome, case_id)
        SELECT m.role, m.unit_id, 'DISPUTE', 'READ', 'DONE', m.case_id FROM mine m
    )
    SELECT t.id, t.case_id, t.school_id, t.unit_id, t.kind, t.about_id, t.revision, t.author_id, t.author_name, t.author_role, t.sealed,
        t.create_time, k.wrapped
    FROM mine m JOIN public.case_content t ON t.id = m.settlement_id AND t.case_id = m.case_id AND t.kind = 'SETTLEMENT'
    JOIN public.case_keys k ON k.id = m.case_id;
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

REVOKE EXECUTE ON FUNCTION access.coordination_of, access.my_disputes, access.disputed_parts, audit.read_disputes, access.my_settlements,
    audit.read_settlement FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access.my_disputes, access.disputed_parts, audit.read_disputes, access.my_settlements, audit.read_settlement TO vaatu_app;
GRANT EXECUTE ON FUNCTION access.coordination_of TO vaatu_worker;
