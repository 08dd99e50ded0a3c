-- +goose Up

-- queue_views: how somebody looks at the queue of a unit, under a name of their own. They go with the person.
CREATE TABLE staffing.queue_views (
    id uuid NOT NULL CONSTRAINT queue_views_pkey PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT queue_views_person REFERENCES access.persons (id) ON DELETE CASCADE,
    unit_id uuid NOT NULL,
    name text NOT NULL CONSTRAINT queue_views_name CHECK (length(name) BETWEEN 1 AND 60),
    -- What the queue is narrowed to; empty: to nothing.
    need text,
    grade_band text,
    language text CONSTRAINT queue_views_language CHECK (language IN ('fi', 'sv')),
    area text CONSTRAINT queue_views_area REFERENCES directory.areas (code),
    urgency text,
    by_due boolean NOT NULL
);
CREATE UNIQUE INDEX queue_views_by_name ON staffing.queue_views (person_id, unit_id, lower(name));
CREATE INDEX queue_views_by_area ON staffing.queue_views (area);

ALTER TABLE staffing.queue_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE staffing.queue_views FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON staffing.queue_views TO vaatu_owner USING (true) WITH CHECK (true);
CREATE POLICY own ON staffing.queue_views TO vaatu_app
    USING (person_id = (SELECT access.me()))
    WITH CHECK (person_id = (SELECT access.me()) AND unit_id = ANY (ARRAY(SELECT access.my_units())));
GRANT SELECT, INSERT, DELETE, UPDATE (name) ON staffing.queue_views TO vaatu_app;
