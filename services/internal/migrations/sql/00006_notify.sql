-- +goose Up

-- deliveries: one row an effect, so that a job that runs twice sends once.
CREATE TABLE notify.deliveries (
    id uuid NOT NULL CONSTRAINT deliveries_pkey PRIMARY KEY,
    case_id uuid NOT NULL,
    school_id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    case_version int NOT NULL,
    create_time timestamptz NOT NULL,
    -- Empty until the mail server has taken it.
    send_time timestamptz,
    CONSTRAINT deliveries_case FOREIGN KEY (case_id, school_id) REFERENCES cases (id, school_id),
    CONSTRAINT deliveries_effect UNIQUE (case_id, case_version, person_id, kind)
);

GRANT SELECT, INSERT, UPDATE ON notify.deliveries TO vaatu_worker;
