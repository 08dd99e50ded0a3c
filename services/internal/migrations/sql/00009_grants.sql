-- +goose Up

-- The grants that people give. vaatu_app has no right to these tables: the functions below find out themselves who calls, and
-- answer nothing and change nothing for anybody but an admin, or, where it says so, the head of the grant's unit. Each that
-- changes something answers whether it did, and appends to the changes in the same transaction.

-- changes: append-only, for their owner too. Ids have no foreign keys: a relinked person's other identity is gone.
CREATE TABLE access.changes (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY CONSTRAINT changes_pkey PRIMARY KEY,
    at timestamptz NOT NULL,
    by_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT changes_kind CHECK (kind IN ('INVITE', 'CONFIRM', 'WITHDRAW', 'END', 'WAKE', 'RELINK')),
    grant_id uuid NOT NULL,
    -- Empty while nobody is bound to it.
    person_id uuid,
    request_id text NOT NULL,
    reason text,
    old_issuer text,
    old_subject text,
    new_issuer text,
    new_subject text,
    CONSTRAINT changes_relinked CHECK (num_nonnulls(reason, old_issuer, old_subject, new_issuer, new_subject)
        = CASE WHEN kind = 'RELINK' THEN 5 ELSE 0 END)
);
ALTER TABLE access.changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.changes FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_reads ON access.changes FOR SELECT TO vaatu_owner USING (true);
CREATE POLICY owner_appends ON access.changes FOR INSERT TO vaatu_owner WITH CHECK (true);
-- Whoever answers for the installation reads them; no role of the server does.
CREATE POLICY operator ON access.changes FOR SELECT TO vaatu_operator USING (true);
GRANT USAGE ON SCHEMA access TO vaatu_operator;
GRANT SELECT ON access.changes TO vaatu_operator;

-- is_admin reports whether the session's person is an admin now, heads whether they are the head of the unit.
-- +goose StatementBegin
CREATE FUNCTION access.is_admin() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.my_grants g WHERE g.role = 'ADMIN');
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION access.heads(p_unit uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.my_grants g WHERE g.role = 'LEAD' AND g.unit_id = p_unit);
END $$;
-- +goose StatementEnd

-- record appends to the changes what the session's person did.
-- +goose StatementBegin
CREATE FUNCTION access.record(p_kind text, p_grant uuid, p_person uuid, p_request text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO access.changes (at, by_id, kind, grant_id, person_id, request_id)
    VALUES (p_now, access.me(), p_kind, p_grant, p_person, p_request);
    PERFORM audit.record('GRANTS', p_kind, 'DONE', NULL, NULL, NULL, NULL, NULL, p_grant::text, p_person, NULL);
END $$;
-- +goose StatementEnd

-- kept_grants answers a page of the grants that people gave and of the invitations to them, as far as the caller keeps them:
-- an admin all, the head of a unit those of the unit; of p_units, or of all units and none where it is empty. Those that wait
-- for somebody come first. p_query is a pattern of the beginning of a word.
-- +goose StatementBegin
CREATE FUNCTION access.kept_grants(
    p_units uuid[], p_grant uuid, p_query text, p_state text, p_role text, p_after text, p_after_id uuid, p_size int, p_now timestamptz
) RETURNS TABLE (
    id uuid, state text, role text, unit_id uuid, unit_name_fi text, unit_name_sv text, actor text, area text, provider_id uuid,
    provider_name_fi text, provider_name_sv text, from_date text, to_date text, invited text, person_id uuid, person_name text,
    person_email text, person_issuer text, sign_in_time timestamptz, inviter_id uuid, inviter_name text, create_time timestamptz,
    expire_time timestamptz, place text, total bigint
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
    v_admin boolean := access.is_admin();
    v_units uuid[] := ARRAY(SELECT m.unit_id FROM access.my_grants m WHERE m.role = 'LEAD');
BEGIN
    RETURN QUERY WITH every AS (
        SELECT i.id, CASE
                WHEN i.withdraw_time IS NOT NULL THEN 'SPENT'
                WHEN i.person_id IS NOT NULL THEN 'WAITS'
                WHEN i.expire_time > p_now THEN 'INVITED'
                ELSE 'SPENT' END AS state,
            i.role, i.unit_id, i.actor, i.area, i.provider_id, i.from_date, i.to_date, i.invited, i.person_id, i.inviter_id,
            i.create_time, CASE WHEN i.person_id IS NULL THEN i.expire_time END AS expire_time
        FROM access.invitations i WHERE i.confirm_time IS NULL
        UNION ALL
        SELECT g.id, CASE
                WHEN g.end_time IS NOT NULL OR g.to_date < v_today THEN 'ENDED'
                WHEN access.asleep(g, p, p_now) THEN 'ASLEEP'
                WHEN g.from_date > v_today THEN 'TO_COME'
                ELSE 'HOLDS' END,
            g.role, g.unit_id, g.actor, g.area, g.provider_id, g.from_date, g.to_date, NULL, g.person_id, i.inviter_id, i.create_time, NULL
        FROM access.grants g JOIN access.persons p ON p.id = g.person_id LEFT JOIN access.invitations i ON i.id = g.id
        WHERE g.source = 'OWN'
    ), named AS (
        SELECT e.*, u.name_fi AS unit_name_fi, u.name_sv AS unit_name_sv, v.name_fi AS provider_name_fi, v.name_sv AS provider_name_sv,
            p.display_name AS person_name, p.email AS person_email, p.issuer AS person_issuer, p.sign_in_time, b.display_name AS inviter_name,
            left(CASE e.state WHEN 'WAITS' THEN '0 ' WHEN 'INVITED' THEN '1 ' ELSE '2 ' END
                || lower(coalesce(p.display_name, e.invited, '')), 60) COLLATE "C" AS place
        FROM every e
        LEFT JOIN directory.units u ON u.id = e.unit_id
        LEFT JOIN directory.providers v ON v.id = e.provider_id
        LEFT JOIN access.persons p ON p.id = e.person_id
        LEFT JOIN access.persons b ON b.id = e.inviter_id
        WHERE (v_admin OR e.unit_id = ANY (v_units)) AND (p_units IS NULL OR e.unit_id = ANY (p_units))
            AND (p_grant IS NULL OR e.id = p_grant) AND p_state IN ('', e.state) AND p_role IN ('', e.role)
            AND concat(' ', p.display_name, ' ', e.invited) ILIKE '% ' || p_query || '%'
    ), counted AS (
        SELECT n.*, count(*) OVER () AS total FROM named n
    )
    SELECT c.id, c.state, c.role, c.unit_id, c.unit_name_fi, c.unit_name_sv, c.actor, c.area, c.provider_id, c.provider_name_fi,
        c.provider_name_sv, to_char(c.from_date, 'YYYY-MM-DD'), to_char(c.to_date, 'YYYY-MM-DD'), c.invited, c.person_id,
        c.person_name, c.person_email, c.person_issuer, c.sign_in_time, c.inviter_id, c.inviter_name, c.create_time, c.expire_time,
        c.place, c.total
    FROM counted c WHERE (c.place, c.id) > (p_after, p_after_id) ORDER BY c.place, c.id LIMIT p_size;
END $$;
-- +goose StatementEnd

-- invite makes an invitation of an admin.
-- +goose StatementBegin
CREATE FUNCTION access.invite(
    p_grant uuid, p_hash bytea, p_expire timestamptz, p_invited text, p_role text, p_unit uuid, p_area text, p_provider uuid,
    p_from date, p_to date, p_request text, p_now timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NOT access.is_admin() THEN
        RETURN false;
    END IF;
    INSERT INTO access.invitations (id, hash, invited, role, unit_id, actor, area, provider_id, from_date, to_date, inviter_id, create_time, expire_time)
    VALUES (p_grant, p_hash, p_invited, p_role, p_unit, (SELECT u.actor FROM directory.units u WHERE u.id = p_unit), p_area,
        p_provider, p_from, p_to, access.me(), p_now, p_expire);
    PERFORM access.record('INVITE', p_grant, NULL, p_request, p_now);
    RETURN true;
END $$;
-- +goose StatementEnd

-- renew_invitation gives an own invitation that waits for its person another link: the one before opens nothing any more.
-- +goose StatementBegin
CREATE FUNCTION access.renew_invitation(p_grant uuid, p_hash bytea, p_expire timestamptz, p_request text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE access.invitations i SET hash = p_hash, expire_time = p_expire
    WHERE i.id = p_grant AND i.inviter_id = access.me() AND i.person_id IS NULL AND i.withdraw_time IS NULL AND access.is_admin();
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM access.record('INVITE', p_grant, NULL, p_request, p_now);
    RETURN true;
END $$;
-- +goose StatementEnd

-- confirm_grant makes an invitation, to which somebody else is bound, a grant. What gives power takes two: an admin or the head
-- of a unit is confirmed by another than who invited.
-- +goose StatementBegin
CREATE FUNCTION access.confirm_grant(p_grant uuid, p_request text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_person uuid;
BEGIN
    UPDATE access.invitations i SET confirm_time = p_now, invited = NULL
    WHERE i.id = p_grant AND i.person_id <> access.me() AND (i.role NOT IN ('ADMIN', 'LEAD') OR i.inviter_id <> access.me())
        AND i.confirm_time IS NULL AND i.withdraw_time IS NULL AND access.is_admin()
    RETURNING i.person_id INTO v_person;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM access.grant_invited(p_grant);
    PERFORM access.record('CONFIRM', p_grant, v_person, p_request, p_now);
    RETURN true;
END $$;
-- +goose StatementEnd

-- withdraw_invitation takes back what is not confirmed.
-- +goose StatementBegin
CREATE FUNCTION access.withdraw_invitation(p_grant uuid, p_request text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_person uuid;
BEGIN
    UPDATE access.invitations i SET withdraw_time = p_now, invited = NULL
    WHERE i.id = p_grant AND i.confirm_time IS NULL AND i.withdraw_time IS NULL AND access.is_admin()
    RETURNING i.person_id INTO v_person;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM access.record('WITHDRAW', p_grant, v_person, p_request, p_now);
    RETURN true;
END $$;
-- +goose StatementEnd

-- forget_invited clears the names in invitations that nobody came by and that expired before a time.
-- +goose StatementBegin
CREATE FUNCTION access.forget_invited(p_before timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE access.invitations i SET invited = NULL WHERE i.person_id IS NULL AND i.expire_time < p_before AND i.invited IS NOT NULL;
END $$;
-- +goose StatementEnd

-- end_grant ends somebody else's grant at once.
-- +goose StatementBegin
CREATE FUNCTION access.end_grant(p_grant uuid, p_request text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
    v_person uuid;
BEGIN
    UPDATE access.grants g SET end_time = p_now, to_date = greatest(g.from_date, v_today)
    WHERE g.id = p_grant AND g.source = 'OWN' AND g.person_id <> access.me() AND g.end_time IS NULL
        AND (g.to_date IS NULL OR g.to_date >= v_today) AND access.is_admin()
    RETURNING g.person_id INTO v_person;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM access.record('END', p_grant, v_person, p_request, p_now);
    RETURN true;
END $$;
-- +goose StatementEnd

-- wake_grant wakes somebody else's grant that sleeps; the head of its unit may, too.
-- +goose StatementBegin
CREATE FUNCTION access.wake_grant(p_grant uuid, p_request text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_person uuid;
BEGIN
    UPDATE access.grants g SET sleep_time = NULL, wake_time = p_now FROM access.persons p
    WHERE g.id = p_grant AND p.id = g.person_id AND g.person_id <> access.me() AND g.end_time IS NULL
        AND (g.to_date IS NULL OR g.to_date >= (p_now AT TIME ZONE 'Europe/Helsinki')::date)
        AND access.asleep(g, p, p_now) AND (access.is_admin() OR access.heads(g.unit_id))
    RETURNING g.person_id INTO v_person;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM access.record('WAKE', p_grant, v_person, p_request, p_now);
    RETURN true;
END $$;
-- +goose StatementEnd

-- relink_person gives the person of a grant that has not ended the identity of whoever came by an invitation that waits, and
-- that somebody else made than who relinks. The other person owns nothing that people gave or that belongs to a case, and is
-- gone afterwards. All sessions of both end; those of machines are kept as ended, so that no token opens them anew.
-- +goose StatementBegin
CREATE FUNCTION access.relink_person(p_grant uuid, p_waiting uuid, p_reason text, p_request text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
    v_old access.persons;
    v_new access.persons;
BEGIN
    IF NOT access.is_admin() THEN
        RETURN false;
    END IF;
    SELECT p.* INTO v_old FROM access.grants g JOIN access.persons p ON p.id = g.person_id
    WHERE g.id = p_grant AND g.source = 'OWN' AND g.end_time IS NULL AND (g.to_date IS NULL OR g.to_date >= v_today) FOR UPDATE OF p;
    SELECT p.* INTO v_new FROM access.invitations i JOIN access.persons p ON p.id = i.person_id
    WHERE i.id = p_waiting AND i.inviter_id <> access.me() AND i.confirm_time IS NULL AND i.withdraw_time IS NULL FOR UPDATE OF p, i;
    IF v_old.id IS NULL OR v_new.id IS NULL OR v_old.id = v_new.id OR access.me() IN (v_old.id, v_new.id)
        OR EXISTS (SELECT FROM access.grants g WHERE g.person_id = v_new.id AND g.source = 'OWN')
        OR EXISTS (SELECT FROM access.invitations i WHERE i.id <> p_waiting AND v_new.id IN (i.person_id, i.inviter_id))
        OR EXISTS (SELECT FROM public.cases c WHERE c.filer_id = v_new.id)
        OR EXISTS (SELECT FROM public.assignments a WHERE a.holder_id = v_new.id)
        OR EXISTS (SELECT FROM intake.drafts d WHERE d.writer_id = v_new.id)
        OR EXISTS (SELECT FROM intake.draft_writers w WHERE w.person_id = v_new.id)
        OR EXISTS (SELECT FROM public.case_events e WHERE e.by_id = v_new.id)
        OR EXISTS (SELECT FROM public.case_content t WHERE t.author_id = v_new.id)
        OR EXISTS (SELECT FROM public.attachments t WHERE t.author_id = v_new.id)
        OR EXISTS (SELECT FROM public.case_askings a WHERE a.asker_id = v_new.id)
        OR EXISTS (SELECT FROM intake.joins j WHERE j.asker_id = v_new.id)
    THEN
        RETURN false;
    END IF;
    DELETE FROM access.sessions s WHERE s.person_id IN (v_old.id, v_new.id) AND s.machine_until IS NULL;
    UPDATE access.sessions s SET person_id = v_old.id, expire_time = s.create_time WHERE s.person_id IN (v_old.id, v_new.id);
    DELETE FROM access.letters l WHERE l.person_id = v_new.id;
    DELETE FROM access.grants g WHERE g.person_id = v_new.id;
    DELETE FROM access.invitations i WHERE i.id = p_waiting;
    DELETE FROM access.persons p WHERE p.id = v_new.id;
    UPDATE access.persons p SET issuer = v_new.issuer, subject = v_new.subject WHERE p.id = v_old.id;
    INSERT INTO access.changes (at, by_id, kind, grant_id, person_id, request_id, reason, old_issuer, old_subject, new_issuer, new_subject)
    VALUES (p_now, access.me(), 'RELINK', p_grant, v_old.id, p_request, p_reason, v_old.issuer, v_old.subject, v_new.issuer, v_new.subject);
    PERFORM audit.record('GRANTS', 'RELINK', 'DONE', NULL, NULL, NULL, NULL, NULL, p_grant::text, v_old.id, NULL);
    RETURN true;
END $$;
-- +goose StatementEnd

-- works reports whether somebody works in a unit on a day, by another grant than the one left aside.
-- +goose StatementBegin
CREATE FUNCTION access.works(p_person uuid, p_unit uuid, p_aside uuid, p_day date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM access.open_grants g WHERE g.person_id = p_person AND g.unit_id = p_unit
        AND g.role IN ('EXPERT', 'LEAD') AND g.id IS DISTINCT FROM p_aside
        AND g.from_date <= p_day AND (g.to_date IS NULL OR g.to_date >= p_day));
END $$;
-- +goose StatementEnd

-- preview_end answers an admin, as JSON, what the end of a grant would leave without an owner: number and time alone.
-- +goose StatementBegin
CREATE FUNCTION access.preview_end(p_grant uuid, p_now timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
    v_person uuid;
    v_unit uuid;
BEGIN
    SELECT g.person_id, g.unit_id INTO v_person, v_unit FROM access.grants g
    WHERE g.id = p_grant AND g.source = 'OWN' AND access.is_admin();
    RETURN (WITH parts AS (
        SELECT a.id, c.number, a.update_time FROM public.assignments a JOIN public.cases c ON c.id = a.case_id
        WHERE a.holder_id = v_person AND a.unit_id = v_unit AND a.state = 'HELD' AND NOT access.works(v_person, v_unit, p_grant, v_today)
    ), others AS (
        SELECT g.role, p.display_name FROM access.grants g JOIN access.persons p ON p.id = g.person_id
        WHERE g.unit_id = v_unit AND g.person_id <> v_person AND g.end_time IS NULL AND g.role IN ('EXPERT', 'LEAD')
            AND g.from_date <= v_today AND (g.to_date IS NULL OR g.to_date >= v_today) AND NOT access.asleep(g, p, p_now)
    )
    SELECT jsonb_build_object(
        'left', (SELECT coalesce(jsonb_agg(jsonb_build_object('assignment_id', f.id, 'number', f.number, 'since', f.update_time)
            ORDER BY f.update_time, f.id), '[]') FROM (SELECT * FROM parts ORDER BY update_time, id LIMIT 100) f),
        'total', (SELECT count(*) FROM parts),
        'unit_empty', v_unit IS NOT NULL AND NOT EXISTS (SELECT FROM others),
        'lead_names', (SELECT coalesce(jsonb_agg(DISTINCT o.display_name), '[]') FROM others o WHERE o.role = 'LEAD'))
        WHERE v_person IS NOT NULL);
END $$;
-- +goose StatementEnd

-- ownerless answers the worker the assignments whose holder has left the unit: a grant there has ended and none holds. One
-- that sleeps has not ended.
-- +goose StatementBegin
CREATE FUNCTION access.ownerless(p_now timestamptz) RETURNS TABLE (assignment_id uuid, case_id uuid, holder_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN QUERY SELECT DISTINCT a.id, a.case_id, a.holder_id
        FROM access.grants g JOIN public.assignments a ON a.holder_id = g.person_id AND a.unit_id = g.unit_id
        WHERE (g.end_time IS NOT NULL OR g.to_date < v_today) AND g.role IN ('EXPERT', 'LEAD') AND a.state = 'HELD'
        AND NOT access.works(g.person_id, g.unit_id, NULL, v_today);
END $$;
-- +goose StatementEnd

-- heads_of answers the worker who heads a unit now.
-- +goose StatementBegin
CREATE FUNCTION access.heads_of(p_unit uuid, p_now timestamptz) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN QUERY SELECT DISTINCT g.person_id FROM access.grants g JOIN access.persons p ON p.id = g.person_id
        WHERE g.unit_id = p_unit AND g.role = 'LEAD' AND g.end_time IS NULL AND g.from_date <= v_today
        AND (g.to_date IS NULL OR g.to_date >= v_today) AND NOT access.asleep(g, p, p_now);
END $$;
-- +goose StatementEnd

-- staff_of answers who works in a unit now, by name.
-- +goose StatementBegin
CREATE FUNCTION access.staff_of(p_unit uuid, p_now timestamptz) RETURNS TABLE (id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    v_today date := (p_now AT TIME ZONE 'Europe/Helsinki')::date;
BEGIN
    RETURN QUERY SELECT DISTINCT p.id, p.display_name FROM access.grants g JOIN access.persons p ON p.id = g.person_id
        WHERE g.unit_id = p_unit AND g.role IN ('EXPERT', 'LEAD') AND g.end_time IS NULL
        AND g.from_date <= v_today AND (g.to_date IS NULL OR g.to_date >= v_today) AND NOT access.asleep(g, p, p_now)
        ORDER BY p.display_name, p.id;
END $$;
-- +goose StatementEnd

-- colleagues_of answers the same of a unit of the session's person.
-- +goose StatementBegin
CREATE FUNCTION access.colleagues_of(p_unit uuid, p_now timestamptz) RETURNS TABLE (id uuid, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    RETURN QUERY SELECT s.id, s.name FROM access.staff_of(p_unit, p_now) s WHERE p_unit IN (SELECT access.my_units());
END $$;
-- +goose StatementEnd

GRANT EXECUTE ON FUNCTION access.colleagues_of, access.kept_grants, access.invite, access.renew_invitation, access.confirm_grant, access.withdraw_invitation,
    access.end_grant, access.wake_grant, access.relink_person, access.preview_end TO vaatu_app;
GRANT EXECUTE ON FUNCTION access.ownerless, access.heads_of, access.forget_invited TO vaatu_worker;
