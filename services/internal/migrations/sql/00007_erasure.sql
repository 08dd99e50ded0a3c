-- +goose Up

-- destructions: which content was destroyed, and what said so. Append-only; whoever answers for the installation reads it.
CREATE TABLE destructions (
    case_id uuid NOT NULL CONSTRAINT destructions_pkey PRIMARY KEY,
    number text NOT NULL,
    class text NOT NULL CONSTRAINT destructions_class CHECK (class <> ''),
    period text NOT NULL CONSTRAINT destructions_period CHECK (period <> ''),
    end_time timestamptz NOT NULL,
    erase_time timestamptz NOT NULL
);
ALTER TABLE destructions ENABLE ROW LEVEL SECURITY;
ALTER TABLE destructions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_reads ON destructions FOR SELECT TO vaatu_owner USING (true);
CREATE POLICY owner_appends ON destructions FOR INSERT TO vaatu_owner WITH CHECK (true);
CREATE POLICY operator ON destructions FOR SELECT TO vaatu_operator USING (true);
GRANT SELECT ON destructions TO vaatu_operator;

-- erase_case deletes all that a case consists of but its row, which it takes from its school; only a case that ended in the
-- phase, and by the time. What the row keeps for statistics is written in the same transaction.
-- +goose StatementBegin
CREATE FUNCTION erase_case(erased uuid, p_phase text, p_ended_by timestamptz, p_class text, p_period text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO public.destructions (case_id, number, class, period, end_time, erase_time)
    SELECT c.id, c.number, p_class, p_period, coalesce(c.withdraw_time, c.close_time), p_now FROM public.cases c
    WHERE c.id = erased AND c.phase = p_phase AND c.phase IN ('CLOSED', 'WITHDRAWN') AND coalesce(c.withdraw_time, c.close_time) <= p_ended_by
        AND coalesce(c.withdraw_time, c.close_time) <= now() - p_period::interval; -- by this clock too: what is gone stays gone
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only a case that has ended is erased';
    END IF;
    DELETE FROM notify.deliveries WHERE case_id = erased;
    DELETE FROM notify.calls WHERE case_id = erased;
    DELETE FROM public.case_hand_overs WHERE case_id = erased;
    DELETE FROM public.case_permits WHERE case_id = erased;
    DELETE FROM public.case_askings WHERE case_id = erased;
    DELETE FROM intake.joins WHERE case_id = erased;
    DELETE FROM public.case_questions WHERE case_id = erased;
    DELETE FROM public.assignments WHERE case_id = erased;
    DELETE FROM public.case_content WHERE case_id = erased;
    DELETE FROM public.case_events WHERE case_id = erased;
    DELETE FROM public.case_keys WHERE id = erased;
    UPDATE access.break_glasses SET reason = NULL WHERE case_id = erased;
    UPDATE public.cases SET school_id = '00000000-0000-0000-0000-000000000000' WHERE id = erased;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION erase_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_case TO vaatu_worker;
