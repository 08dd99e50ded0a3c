-- +goose Up

-- A schema for each service with tables of its own; the case itself lives in public.
CREATE SCHEMA access;
CREATE SCHEMA directory;
CREATE SCHEMA intake;
CREATE SCHEMA notify;
CREATE SCHEMA river;

-- To see a schema is not to see its tables: each migration grants those it creates.
GRANT USAGE ON SCHEMA public, access, directory, intake, notify TO vaatu_app, vaatu_worker;
GRANT USAGE ON SCHEMA access TO vaatu_auth;

-- PostgreSQL lets everybody execute a new function. Ours are granted one by one,
-- as some of them look past row level security on purpose.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
