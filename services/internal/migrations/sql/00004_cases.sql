-- +goose Up

-- cases: coded columns only, the result of replaying case_events. Free text is in case_content, sealed.
CREATE TABLE cases (
    id uuid NOT NULL CONSTRAINT cases_pkey PRIMARY KEY,
    number text NOT NULL CONSTRAINT cases_number_key UNIQUE,
    school_id uuid NOT NULL,
    school_name_fi text NOT NULL,
    school_name_sv text NOT NULL,
    provider_id uuid,
    filer_id uuid NOT NULL,
    filer_name text NOT NULL,
    about text NOT NULL CONSTRAINT cases_about CHECK (about IN ('ANONYMOUS_PUPIL', 'GROUP', 'IDENTIFIED_PUPIL')),
    level text NOT NULL CONSTRAINT cases_level CHECK (level IN ('PRE_PRIMARY', 'BASIC')),
    grades int[] NOT NULL,
    grade_band text NOT NULL CONSTRAINT cases_grade_band CHECK (grade_band IN ('PRE_PRIMARY', '1_2', '3_6', '7_9')),
    working_language text NOT NULL CONSTRAINT cases_working_language CHECK (working_language IN ('fi', 'sv')),
    needs text[] NOT NULL CONSTRAINT cases_needs CHECK (cardinality(needs) > 0),
    support text[] NOT NULL,
    services text[] NOT NULL,
    wished_forms text[] NOT NULL,
    urgency text NOT NULL CONSTRAINT cases_urgency CHECK (urgency IN
        ('NORMAL', 'SOON', 'ACUTE_SAFETY', 'ACUTE_SCHOOLING', 'ACUTE_PLACEMENT')),
    risks text[] NOT NULL,
    payment_commitment text CONSTRAINT cases_payment_commitment CHECK (payment_commitment IN ('GIVEN', 'APPLIED_FOR', 'NONE')),
    -- Since when the codes stand that the request was answered by.
    code_list text NOT NULL,
    -- Which permissions had been recorded when the answers were routed; empty: that was not kept.
    permissions text CONSTRAINT cases_permissions CHECK (permissions IN ('NONE', 'CONSENT', 'AUTHORISATION', 'BOTH')),
    area text CONSTRAINT cases_area CHECK (area IN ('HYKS', 'KYS', 'TAYS', 'TYKS', 'OYS')),
    county_code text,
    municipality_code text,
    round int NOT NULL CONSTRAINT cases_round CHECK (round > 0),
    permission_needed boolean NOT NULL,
    -- Which permissions are missing, and why.
    lacks text[] NOT NULL,
    routing jsonb NOT NULL,
    phase text NOT NULL CONSTRAINT cases_phase CHECK (phase IN ('TRIAGE', 'QUEUED', 'IN_CONSULTATION',
        'AWAITING_SCHOOL', 'AWAITING_PERMISSION', 'ADVISED', 'FOLLOW_UP', 'CLOSED', 'WITHDRAWN', 'ERASED')),
    turn text NOT NULL CONSTRAINT cases_turn CHECK (turn IN ('COORDINATION', 'UNIT', 'EXPERT', 'SCHOOL', 'NOBODY')),
    turn_since timestamptz NOT NULL,
    due date,
    -- The unit that has the lead now; both empty in triage.
    lead_unit_id uuid,
    lead_actor text,
    lead_unit_name_fi text,
    lead_unit_name_sv text,
    -- Every unit that has or had a part in the case, or was offered one: whoever works there may see its card.
    unit_ids uuid[] NOT NULL,
    version int NOT NULL CONSTRAINT cases_version CHECK (version > 0),
    revision int NOT NULL CONSTRAINT cases_revision CHECK (revision > 0 AND revision <= version),
    advice_revision int NOT NULL,
    published_revision int NOT NULL,
    reminders int NOT NULL CONSTRAINT cases_reminders CHECK (reminders BETWEEN 0 AND 2),
    follow_ups int NOT NULL CONSTRAINT cases_follow_ups CHECK (follow_ups BETWEEN 0 AND 2),
    effect text CONSTRAINT cases_effect CHECK (effect IN ('CONFIRMED', 'NEW_PLAN', 'NOT_USEFUL')),
    value int NOT NULL CONSTRAINT cases_value CHECK (value BETWEEN 0 AND 5),
    file_time timestamptz NOT NULL,
    publish_time timestamptz,
    acknowledge_time timestamptz,
    close_time timestamptz,
    withdraw_time timestamptz,
    erase_time timestamptz,
    remind_time timestamptz,
    follow_up_time timestamptz,
    -- The dispute about the lead that is open, or the latest of the round: by which part, whose part should lead, the texts, and
    -- the person who raised it.
    dispute_assignment_id uuid,
    dispute_proposed_id uuid,
    dispute_reason_id uuid,
    dispute_raiser_id uuid,
    dispute_time timestamptz,
    -- Of the event that raised it: its etag.
    dispute_version int,
    dispute_outcome text CONSTRAINT cases_dispute_outcome CHECK (dispute_outcome IN ('STAYS', 'MOVES', 'TRIAGE', 'WITHDRAWN', 'LAPSED')),
    dispute_settlement_id uuid,
    dispute_end_time timestamptz,
    -- When the clock next has something to do with the case; empty: never, as things stand.
    tick_time timestamptz,
    update_time timestamptz NOT NULL,
    -- How the case stands to what it should reach in time, as a job derives it from the events within a minute of each change
    -- (services/cases/watch): from which version of the case; the goal that is due next, and its days, which are empty while the
    -- school is waited for; and when somebody may have to be told, empty: never, as things stand.
    clock_version int NOT NULL DEFAULT 0,
    clock_goal text CONSTRAINT cases_clock_goal CHECK (clock_goal IN ('FIRST_WORD', 'ACCEPTANCE', 'ADVICE')),
    clock_warn date,
    clock_due date,
    -- Until when coordination should settle an open dispute, derived likewise.
    dispute_warn date,
    dispute_due date,
    look_time timestamptz,
    CONSTRAINT cases_clock CHECK (num_nonnulls(clock_warn, clock_due) IN (0, 2) AND (clock_due IS NULL OR clock_goal IS NOT NULL)),
    CONSTRAINT cases_dispute CHECK (num_nonnulls(dispute_assignment_id, dispute_reason_id, dispute_raiser_id, dispute_time, dispute_version) IN (0, 5)
        AND (dispute_time IS NOT NULL OR num_nonnulls(dispute_proposed_id, dispute_end_time) = 0)),
    CONSTRAINT cases_dispute_ended CHECK ((dispute_outcome IS NULL) = (dispute_end_time IS NULL)
        AND (dispute_settlement_id IS NOT NULL) = (dispute_outcome IS NOT NULL AND dispute_outcome IN ('STAYS', 'MOVES', 'TRIAGE'))),
    CONSTRAINT cases_dispute_clock CHECK (num_nonnulls(dispute_warn, dispute_due) IN (0, 2)),
    CONSTRAINT cases_dispute_led CHECK (dispute_time IS NULL OR dispute_end_time IS NOT NULL OR lead_unit_id IS NOT NULL),
    CONSTRAINT cases_school UNIQUE (id, school_id),
    CONSTRAINT cases_published CHECK (published_revision <= advice_revision AND (published_revision > 0) = (publish_time IS NOT NULL)),
    CONSTRAINT cases_closed CHECK ((phase = 'CLOSED') = (close_time IS NOT NULL AND withdraw_time IS NULL)),
    CONSTRAINT cases_withdrawn CHECK ((phase = 'WITHDRAWN') = (withdraw_time IS NOT NULL)),
    CONSTRAINT cases_lead CHECK (num_nonnulls(lead_unit_id, lead_actor, lead_unit_name_fi, lead_unit_name_sv) IN (0, 4)),
    CONSTRAINT cases_erased CHECK ((phase = 'ERASED') = (erase_time IS NOT NULL)),
    CONSTRAINT cases_triage CHECK (phase NOT IN ('TRIAGE', 'WITHDRAWN', 'ERASED') OR lead_unit_id IS NULL),
    CONSTRAINT cases_led CHECK (phase NOT IN ('QUEUED', 'IN_CONSULTATION', 'ADVISED', 'FOLLOW_UP')
        OR lead_unit_id IS NOT NULL)
);
CREATE INDEX cases_by_school ON cases (school_id, update_time DESC, id DESC);
CREATE INDEX cases_by_filer ON cases (filer_id, update_time DESC, id DESC);
CREATE INDEX cases_unrouted ON cases (turn_since, id) WHERE phase IN ('TRIAGE', 'AWAITING_SCHOOL') AND lead_unit_id IS NULL;
-- How long a unit has lately taken.
CREATE INDEX cases_by_publishing ON cases (lead_unit_id, publish_time) WHERE publish_time IS NOT NULL;
CREATE INDEX cases_by_turn ON cases (turn_since, id);
-- What coordination looks through: its cost depends on what has not ended and never on history.
CREATE INDEX cases_open ON cases (turn_since, id) WHERE phase NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED');
-- What a replay of rules goes through.
CREATE INDEX cases_by_filing ON cases (file_time, id);
CREATE INDEX cases_disputed ON cases ((coalesce(dispute_due, date '9999-12-31')), id) WHERE dispute_time IS NOT NULL AND dispute_end_time IS NULL;
CREATE INDEX cases_to_tick ON cases (tick_time, id) WHERE tick_time IS NOT NULL;
CREATE INDEX cases_to_derive ON cases (id) WHERE version <> clock_version
    AND phase IN ('TRIAGE', 'QUEUED', 'IN_CONSULTATION', 'AWAITING_SCHOOL', 'AWAITING_PERMISSION', 'ADVISED', 'FOLLOW_UP');
CREATE INDEX cases_to_look_at ON cases (look_time, id) WHERE look_time IS NOT NULL
    AND phase IN ('TRIAGE', 'QUEUED', 'IN_CONSULTATION', 'AWAITING_SCHOOL', 'AWAITING_PERMISSION', 'ADVISED', 'FOLLOW_UP');

CREATE TABLE assignments (
    id uuid NOT NULL CONSTRAINT assignments_pkey PRIMARY KEY,
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    actor text NOT NULL CONSTRAINT assignments_actor CHECK (actor IN
        ('ELMERI', 'VALTERI', 'HOSPITAL_TEACHING', 'STATE_SCHOOL_HOME')),
    unit_name_fi text NOT NULL,
    unit_name_sv text NOT NULL,
    part text NOT NULL CONSTRAINT assignments_part CHECK (part IN ('LEAD', 'PARTNER')),
    state text NOT NULL CONSTRAINT assignments_state CHECK (state IN ('WAITING', 'HELD', 'DONE', 'DECLINED', 'CANCELLED')),
    holder_id uuid,
    holder_name text,
    decline_reason text,
    -- The text on where next.
    suggestion_id uuid,
    round int NOT NULL,
    permission_needed boolean NOT NULL,
    -- The part opens the content to its unit now: it stands, and no permission is missing.
    opens boolean NOT NULL,
    -- Whose clock runs for the part.
    turn text NOT NULL CONSTRAINT assignments_turn CHECK (turn IN ('UNIT', 'EXPERT', 'SCHOOL', 'NOBODY')),
    question_id uuid,
    due date,
    -- Which sections of the content are kept from a partner.
    hidden text[] NOT NULL CONSTRAINT assignments_hidden CHECK (hidden <@ ARRAY['SITUATION', 'TRIED', 'QUESTION', 'CONVERSATION', 'ATTACHMENTS']),
    -- The text of its last release.
    release_note_id uuid,
    -- Of a partner's part, how it stands to what it should reach in time: derived with the case's own clock_goal, and like it.
    clock_goal text CONSTRAINT assignments_clock_goal CHECK (clock_goal IN ('ACCEPTANCE', 'PART')),
    clock_warn date,
    clock_due date,
    advice_revision int NOT NULL,
    signed_revision int NOT NULL,
    published_revision int NOT NULL,
    revision int NOT NULL,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    CONSTRAINT assignments_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id),
    CONSTRAINT assignments_holder CHECK ((state IN ('HELD', 'DONE')) = (holder_id IS NOT NULL AND holder_name IS NOT NULL)),
    CONSTRAINT assignments_advice CHECK (signed_revision <= advice_revision AND published_revision <= advice_revision),
    CONSTRAINT assignments_invited CHECK (part = 'PARTNER' AND question_id IS NOT NULL OR part = 'LEAD'),
    CONSTRAINT assignments_clock CHECK (num_nonnulls(clock_warn, clock_due) IN (0, 2) AND (clock_due IS NULL OR clock_goal IS NOT NULL)),
    CONSTRAINT assignments_opens CHECK (NOT opens OR state IN ('WAITING', 'HELD', 'DONE')),
    CONSTRAINT assignments_declined CHECK ((state = 'DECLINED') = (decline_reason IS NOT NULL) AND (state = 'DECLINED' OR suggestion_id IS NULL))
);
CREATE INDEX assignments_by_case ON assignments (case_id, school_id);
CREATE UNIQUE INDEX assignments_one_lead ON assignments (case_id, round) WHERE part = 'LEAD' AND state IN ('WAITING', 'HELD', 'DONE');
-- The queue: its cost depends on what waits and never on history.
CREATE INDEX assignments_queue ON assignments (unit_id, update_time, id) WHERE state = 'WAITING' AND opens;
-- What waits in a unit, locked or not.
CREATE INDEX assignments_waiting ON assignments (unit_id) WHERE state = 'WAITING';
-- Who has lately taken what of a queue.
CREATE INDEX assignments_taken ON assignments (unit_id, update_time) WHERE state = 'HELD';
-- What is due from partners.
CREATE INDEX assignments_due ON assignments (clock_due) WHERE part = 'PARTNER' AND state IN ('WAITING', 'HELD') AND clock_due IS NOT NULL;
CREATE INDEX assignments_by_unit ON assignments (unit_id) WHERE opens;
CREATE INDEX assignments_by_holder ON assignments (holder_id) WHERE holder_id IS NOT NULL;

CREATE TABLE case_questions (
    id uuid NOT NULL CONSTRAINT case_questions_pkey PRIMARY KEY,
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    -- Empty: coordination asks, before a unit leads.
    unit_id uuid,
    due date NOT NULL,
    ask_time timestamptz NOT NULL,
    reply_time timestamptz,
    cancel_time timestamptz,
    CONSTRAINT case_questions_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id),
    CONSTRAINT case_questions_ended CHECK (reply_time IS NULL OR cancel_time IS NULL)
);
CREATE INDEX case_questions_by_case ON case_questions (case_id, school_id);

-- case_hand_overs: offers of an assignment to a person of its unit, or of the lead to another unit.
CREATE TABLE case_hand_overs (
    id uuid NOT NULL CONSTRAINT case_hand_overs_pkey PRIMARY KEY,
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    assignment_id uuid NOT NULL CONSTRAINT case_hand_overs_assignment REFERENCES assignments (id),
    to_id uuid,
    to_name text,
    to_unit_id uuid,
    to_unit jsonb,
    permission_needed boolean NOT NULL,
    -- The note opens now to whom it is offered.
    opens boolean NOT NULL,
    state text NOT NULL CONSTRAINT case_hand_overs_state CHECK (state IN ('OFFERED', 'ACCEPTED', 'DECLINED', 'REVOKED', 'LAPSED')),
    until timestamptz NOT NULL,
    offer_time timestamptz NOT NULL,
    end_time timestamptz,
    CONSTRAINT case_hand_overs_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id),
    CONSTRAINT case_hand_overs_to CHECK ((to_id IS NULL) <> (to_unit_id IS NULL) AND (to_id IS NULL) = (to_name IS NULL)
        AND (to_unit_id IS NULL) = (to_unit IS NULL)),
    CONSTRAINT case_hand_overs_opens CHECK (NOT opens OR state = 'OFFERED'),
    CONSTRAINT case_hand_overs_ended CHECK ((state = 'OFFERED') = (end_time IS NULL))
);
CREATE INDEX case_hand_overs_by_case ON case_hand_overs (case_id, school_id);
CREATE INDEX case_hand_overs_by_assignment ON case_hand_overs (assignment_id);
CREATE UNIQUE INDEX case_hand_overs_one ON case_hand_overs (assignment_id) WHERE state = 'OFFERED';
CREATE INDEX case_hand_overs_to_person ON case_hand_overs (to_id) WHERE state = 'OFFERED';
CREATE INDEX case_hand_overs_to_unit ON case_hand_overs (to_unit_id) WHERE state = 'OFFERED';
CREATE INDEX case_hand_overs_taken ON case_hand_overs (to_id, offer_time) WHERE state = 'ACCEPTED';

-- case_permits: the guardian's consent and the school's authorisation, kept apart.
CREATE TABLE case_permits (
    id uuid NOT NULL CONSTRAINT case_permits_pkey PRIMARY KEY,
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    kind text NOT NULL CONSTRAINT case_permits_kind CHECK (kind IN ('GUARDIAN_CONSENT', 'SCHOOL_AUTHORISATION')),
    state text NOT NULL CONSTRAINT case_permits_state CHECK (state IN ('GIVEN', 'REFUSED', 'WITHDRAWN', 'EXPIRED', 'REPLACED')),
    actors text[] NOT NULL,
    may_get boolean NOT NULL,
    may_transfer boolean NOT NULL,
    date date NOT NULL,
    valid_until date,
    how text,
    recorded_by_id uuid NOT NULL,
    recorded_by_name text NOT NULL,
    record_time timestamptz NOT NULL,
    end_time timestamptz,
    CONSTRAINT case_permits_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id),
    CONSTRAINT case_permits_ended CHECK ((state = 'GIVEN') = (end_time IS NULL))
);
CREATE INDEX case_permits_by_case ON case_permits (case_id, school_id);
CREATE UNIQUE INDEX case_permits_one ON case_permits (case_id, kind) WHERE state = 'GIVEN';

-- case_events: append-only. Replaying them gives the rows above.
CREATE TABLE case_events (
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    version int NOT NULL,
    kind text NOT NULL,
    phase text NOT NULL,
    at timestamptz NOT NULL,
    by_id uuid NOT NULL,
    by_name text NOT NULL,
    by_role text NOT NULL,
    by_unit_id uuid,
    request_id text NOT NULL,
    data jsonb NOT NULL,
    CONSTRAINT case_events_pkey PRIMARY KEY (case_id, version),
    CONSTRAINT case_events_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id)
);
CREATE INDEX case_events_by_case ON case_events (case_id, school_id);

-- case_keys: one data key a case, wrapped; a draft makes it, its case keeps it. Deleting it erases the content.
CREATE TABLE case_keys (
    id uuid NOT NULL CONSTRAINT case_keys_pkey PRIMARY KEY,
    -- Who wrote the draft, or filed without one.
    writer_id uuid NOT NULL,
    wrapped bytea NOT NULL,
    create_time timestamptz NOT NULL
);

-- case_content: sealed blobs, one row a revision, never changed.
CREATE TABLE case_content (
    id uuid NOT NULL CONSTRAINT case_content_pkey PRIMARY KEY,
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    unit_id uuid,
    kind text NOT NULL CONSTRAINT case_content_kind CHECK (kind IN
        ('REQUEST', 'MESSAGE', 'QUESTION', 'REPLY', 'ADVICE', 'REASON', 'COMMENT', 'INVITATION', 'NOTE', 'NEXT_STEP', 'PERMIT',
         'NAME', 'DISPUTE', 'SETTLEMENT')),
    -- The question that a reply answers, the hand-over of which a note or a reason speaks, the part that a reason placed.
    about_id uuid,
    revision int NOT NULL,
    author_id uuid NOT NULL,
    author_name text NOT NULL,
    author_role text NOT NULL,
    sealed bytea NOT NULL,
    create_time timestamptz NOT NULL,
    CONSTRAINT case_content_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id)
);
CREATE INDEX case_content_by_case ON case_content (case_id, school_id, kind, create_time, id);

-- idempotency_keys: what a key was used for, never a body. Kept 48 hours.
CREATE TABLE idempotency_keys (
    person_id uuid NOT NULL,
    key text NOT NULL CONSTRAINT idempotency_keys_key CHECK (length(key) BETWEEN 1 AND 100),
    method text NOT NULL,
    request_hash bytea NOT NULL,
    resource_id uuid NOT NULL,
    create_time timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (create_time);

-- Of a case the application reads all but the dispute, which comes by what asks who reads it: opened_cases and access.my_disputes.
-- +goose StatementBegin
DO $$
BEGIN
    EXECUTE format('GRANT SELECT (%s) ON cases TO vaatu_app', (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_attribute a
        WHERE a.attrelid = 'cases'::regclass AND a.attnum > 0 AND a.attname NOT LIKE 'dispute\_%'));
END $$;
-- +goose StatementEnd
GRANT INSERT, UPDATE ON cases TO vaatu_app;
GRANT SELECT, INSERT, UPDATE ON assignments, case_questions, case_hand_overs, case_permits TO vaatu_app;
GRANT SELECT, INSERT ON case_events, case_content TO vaatu_app;
GRANT SELECT, INSERT ON case_keys TO vaatu_app;
GRANT SELECT, INSERT ON idempotency_keys TO vaatu_app;
-- The worker does what time brings; it opens no content.
GRANT SELECT, INSERT, UPDATE ON cases, assignments, case_questions, case_hand_overs, case_permits TO vaatu_worker;
GRANT SELECT, INSERT ON case_events TO vaatu_worker;
GRANT SELECT, DELETE ON idempotency_keys TO vaatu_worker;
