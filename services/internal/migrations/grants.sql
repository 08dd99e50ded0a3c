-- Grants on what the migration tools create themselves: goose's table of versions
-- and River's tables. Run after every migration; granting twice changes nothing.

-- Readiness compares the version of the database with that of the program.
GRANT USAGE ON SCHEMA public TO vaatu_auth;
GRANT SELECT ON public.goose_db_version TO vaatu_auth, vaatu_app, vaatu_worker, vaatu_operator;

-- The application only inserts jobs. River's insert is written as an upsert that
-- answers the row, hence SELECT and the one column it pretends to update.
GRANT USAGE ON SCHEMA river TO vaatu_app, vaatu_worker;
GRANT USAGE ON SEQUENCE river.river_job_id_seq TO vaatu_app;
GRANT SELECT, INSERT, UPDATE (kind) ON river.river_job TO vaatu_app;

-- The worker runs River.
GRANT SELECT, INSERT, UPDATE, DELETE
    ON river.river_job, river.river_leader, river.river_queue, river.river_notification
    TO vaatu_worker;
GRANT SELECT ON river.river_migration TO vaatu_worker;

-- The operator looks for jobs of nothing.
GRANT USAGE ON SCHEMA river TO vaatu_operator;
GRANT SELECT ON river.river_job TO vaatu_operator;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA river TO vaatu_worker;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA river TO vaatu_app, vaatu_worker;
