-- Closes the database that it is run in to all but the roles of Vaatu: a new database lets every role of the server
-- connect and make temporary tables. For a superuser, once after roles.sql; running it again changes nothing. A copy of a
-- database does not inherit the right to connect, so a copy is sealed again.
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO vaatu_migrator, vaatu_auth, vaatu_app, vaatu_worker, vaatu_operator, vaatu_audit_reader', current_database());
END
$$;
ALTER SCHEMA public OWNER TO vaatu_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
