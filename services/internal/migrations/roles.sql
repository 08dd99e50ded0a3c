-- The roles of Vaatu. Safe to run again: it creates what is missing and takes
-- away powers a role should not have; passwords are left as they are.
--
--   vaatu_owner     owns every object; nobody signs in as it
--   vaatu_migrator  signs in to migrate, and acts as the owner
--   vaatu_auth      may only turn a sign-in into a session
--   vaatu_app       serves requests
--   vaatu_worker    works the jobs
--   vaatu_operator  proves what is stored and imports the register; an operator's, never the server's
--   vaatu_audit_reader  proves that the audit is whole; an operator's or an auditor's, never the server's

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['vaatu_owner', 'vaatu_migrator', 'vaatu_auth', 'vaatu_app', 'vaatu_worker',
        'vaatu_operator', 'vaatu_audit_reader'] LOOP
        IF to_regrole(name) IS NULL THEN
            EXECUTE format('CREATE ROLE %I', name);
        END IF;
    END LOOP;
END
$$;

ALTER ROLE vaatu_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE vaatu_migrator LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE vaatu_auth LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE vaatu_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE vaatu_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE vaatu_operator LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE vaatu_audit_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

DO $$
BEGIN
    IF NOT pg_has_role('vaatu_migrator', 'vaatu_owner', 'MEMBER') THEN
        GRANT vaatu_owner TO vaatu_migrator;
    END IF;
END
$$;

-- Whatever the migrator creates belongs to the owner.
ALTER ROLE vaatu_migrator SET role = 'vaatu_owner';
