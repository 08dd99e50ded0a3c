-- +goose Up

-- erase_case deletes all that a case consists of but its row, which it takes from its school; only a case that has
-- ended. What the row keeps for statistics is written in the same transaction.
-- +goose StatementBegin
CREATE FUNCTION erase_case(erased uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.cases WHERE id = erased AND phase IN ('CLOSED', 'WITHDRAWN')) THEN
        RAISE EXCEPTION 'only a case that has ended is erased';
    END IF;
    DELETE FROM notify.deliveries WHERE case_id = erased;
    DELETE FROM public.case_hand_overs WHERE case_id = erased;
    DELETE FROM public.case_permits WHERE case_id = erased;
    DELETE FROM public.case_questions WHERE case_id = erased;
    DELETE FROM public.assignments WHERE case_id = erased;
    DELETE FROM public.case_content WHERE case_id = erased;
    DELETE FROM public.case_attachment_chunks WHERE case_id = erased;
    DELETE FROM public.case_events WHERE case_id = erased;
    DELETE FROM public.case_keys WHERE id = erased;
    UPDATE access.break_glasses SET reason = NULL WHERE case_id = erased;
    UPDATE public.cases SET school_id = '00000000-0000-0000-0000-000000000000' WHERE id = erased;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION erase_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_case TO vaatu_worker;
