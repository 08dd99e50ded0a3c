package migrations_test

import (
	"regexp"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
)

// open are the tables that row level security does not bind: they hold no case and no person. The versions of migrations,
// the queue of jobs, which carry ids only, and reference data.
const open = `(table_schema = 'public' AND table_name = 'goose_db_version' OR table_schema IN ('river', 'directory'))`

func TestRowLevelSecurityIsForcedOnEveryTableOfACaseOrAPerson(t *testing.T) {
	t.Parallel()
	root := pgtest.New(t).Superuser(t)
	bare := list(t, root, `SELECT table_schema || '.' || table_name FROM information_schema.tables
		JOIN pg_class ON pg_class.oid = (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass
		WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
		AND NOT `+open+` AND NOT (relrowsecurity AND relforcerowsecurity)`)
	if len(bare) > 0 {
		t.Errorf("without forced row level security: %v", bare)
	}
	if bound := list(t, root, "SELECT relname::text FROM pg_class WHERE relrowsecurity"); len(bound) < 15 {
		t.Errorf("row level security binds %v only", bound)
	}
}

func TestTheServersRolesReachATableByAPolicyThatIsAskedOnce(t *testing.T) {
	t.Parallel()
	root := pgtest.New(t).Superuser(t)
	asked, once := regexp.MustCompile(`\b(access|intake)\.\w+\(`), regexp.MustCompile(`SELECT (access|intake)\.\w+\(`)
	rules := list(t, root, `SELECT tablename || ' ' || policyname || ': ' || coalesce(qual, '') || ' ' || coalesce(with_check, '')
		FROM pg_policies WHERE 'vaatu_app' = ANY (roles)`)
	if len(rules) < 15 {
		t.Fatalf("vaatu_app has the policies %v only", rules)
	}
	for _, rule := range rules {
		if a, o := len(asked.FindAllString(rule, -1)), len(once.FindAllString(rule, -1)); a == 0 || a != o {
			t.Errorf("asks a question for each row, or none: %s", rule)
		}
	}
	everything := list(t, root, `SELECT tablename || ' ' || policyname FROM pg_policies
		WHERE (coalesce(qual, 'true') = 'true' AND coalesce(with_check, 'true') = 'true')
		AND roles && ARRAY['vaatu_app', 'vaatu_auth', 'public']::name[]`)
	if len(everything) > 0 {
		t.Errorf("let everything through: %v", everything)
	}
}

// Backups are made as the owner: what it were not shown would be missing in each of them.
func TestTheOwnerIsShownEveryRow(t *testing.T) {
	t.Parallel()
	hidden := list(t, pgtest.New(t).Superuser(t), `SELECT c.oid::regclass::text FROM pg_class c WHERE relrowsecurity
		AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = c.relnamespace::regnamespace::text AND p.tablename = c.relname
			AND p.roles = ARRAY['vaatu_owner']::name[] AND p.permissive = 'PERMISSIVE' AND p.cmd IN ('ALL', 'SELECT') AND p.qual = 'true')`)
	if len(hidden) > 0 {
		t.Errorf("the owner is not shown all of %v", hidden)
	}
}

func TestEveryForeignKeyHasAnIndex(t *testing.T) {
	t.Parallel()
	slow := list(t, pgtest.New(t).Superuser(t), `SELECT conrelid::regclass || ' ' || conname FROM pg_constraint c
		WHERE contype = 'f' AND connamespace <> 'river'::regnamespace AND conrelid::regclass::text NOT LIKE 'directory.%'
		AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indpred IS NULL AND i.indkey[0] = c.conkey[1])`)
	if len(slow) > 0 {
		t.Errorf("foreign keys without an index: %v", slow)
	}
}

func TestEveryChangeOfTheDirectoryMakesANewEdition(t *testing.T) {
	t.Parallel()
	silent := list(t, pgtest.New(t).Superuser(t), `SELECT relname::text FROM pg_class c
		WHERE relnamespace = 'directory'::regnamespace AND relkind = 'r' AND relname <> 'edition'
		AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgfoid = 'directory.next_edition'::regproc AND g.tgtype = 60)`)
	if len(silent) > 0 {
		t.Errorf("without a trigger for every kind of change: %v", silent)
	}
}

func TestHistoryIsOnlyEverAppendedTo(t *testing.T) {
	t.Parallel()
	may := list(t, pgtest.New(t).Superuser(t), `SELECT grantee || ' ' || privilege_type || ' ' || table_name
		FROM information_schema.table_privileges
		WHERE grantee <> 'vaatu_owner' AND table_schema NOT IN ('river', 'pg_catalog', 'information_schema')
		AND (privilege_type = 'TRUNCATE' OR privilege_type IN ('UPDATE', 'DELETE')
			AND (table_name IN ('case_events', 'case_content', 'case_attachment_chunks', 'case_keys', 'installation_secret', 'changes') OR table_schema = 'audit')) AND grantee <> 'postgres'`)
	if len(may) > 0 {
		t.Errorf("history can be changed: %v", may)
	}
}

func TestFunctionsThatLookPastTheWallsCannotBeLedAstray(t *testing.T) {
	t.Parallel()
	root := pgtest.New(t).Superuser(t)
	loose := list(t, root, `SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
		WHERE p.prosecdef AND (l.lanname <> 'plpgsql' OR p.proowner <> 'vaatu_owner'::regrole
			OR NOT coalesce(p.proconfig::text[] @> ARRAY['search_path=""'], false))`)
	if len(loose) > 0 {
		t.Errorf("with another language, owner or search path: %v", loose)
	}
}

// A view looks with the eyes of its owner, unless it is told to use those of whoever asks: what it shows is what its own question
// lets through, and it only shows.
func TestAViewAsksWhichCaseIsOpenAndIsOnlyRead(t *testing.T) {
	t.Parallel()
	root := pgtest.New(t).Superuser(t)
	const shown = ` FROM information_schema.views v JOIN information_schema.table_privileges p USING (table_schema, table_name)
		WHERE p.grantee LIKE 'vaatu\_%' AND p.grantee <> 'vaatu_owner' AND table_schema NOT IN ('pg_catalog', 'information_schema')`
	if views := list(t, root, "SELECT DISTINCT table_name::text"+shown); len(views) < 2 {
		t.Fatalf("the server's roles read the views %v only", views)
	}
	loose := list(t, root, "SELECT table_name::text"+shown+` AND (privilege_type <> 'SELECT' OR NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = format('%I.%I', table_schema, table_name)::regclass AND 'security_invoker=true' = ANY (c.reloptions))
			AND (v.is_updatable = 'YES' OR v.view_definition NOT LIKE '%SELECT access.opened(%'))`)
	if len(loose) > 0 {
		t.Errorf("can be written through, or ask nothing: %v", loose)
	}
}

func TestAPartOfTheAuditIsReachedThroughTheWholeOnly(t *testing.T) {
	t.Parallel()
	root := pgtest.New(t).Superuser(t)
	const part = ` FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit.entries'::regclass`
	if parts := list(t, root, "SELECT relname::text"+part); len(parts) < 4 {
		t.Errorf("the audit has the parts %v; want this month's and three more", parts)
	}
	if loose := list(t, root, "SELECT relname::text"+part+` AND (NOT relforcerowsecurity OR relacl IS NOT NULL
		AND EXISTS (SELECT FROM aclexplode(relacl) a WHERE a.grantee <> c.relowner))`); len(loose) > 0 {
		t.Errorf("without row level security of their own, or open to somebody: %v", loose)
	}
}
