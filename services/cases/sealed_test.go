package cases_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// live files a case that leaves a text of every kind.
func live(t *testing.T, d *casetest.Desk) cases.Case {
	t.Helper()
	c := d.Do(t, casetest.Release(d.Held(t), casetest.Expert()))
	for _, wish := range []func(cases.Case) casetest.Wish{
		func(c cases.Case) casetest.Wish { return casetest.Claim(c, casetest.Expert()) },
		func(c cases.Case) casetest.Wish { return casetest.Ask(c, casetest.Expert()) },
		func(c cases.Case) casetest.Wish { return casetest.Reply(c, casetest.Teacher()) },
		func(c cases.Case) casetest.Wish { return casetest.Message(c, casetest.Teacher()) },
		func(c cases.Case) casetest.Wish { return casetest.WriteAdvice(c, casetest.Expert()) },
		func(c cases.Case) casetest.Wish { return casetest.Publish(c, casetest.Expert()) },
		func(c cases.Case) casetest.Wish { return casetest.Close(c, casetest.Teacher()) },
	} {
		c = d.Do(t, wish(c))
	}
	return c
}

// tables answers every table of the database that is not PostgreSQL's own.
func tables(t *testing.T, root *pgx.Conn) []string {
	t.Helper()
	rows, err := root.Query(t.Context(), `SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
		WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) < 10 {
		t.Fatalf("tables are %v, %v; want those of every schema", names, err)
	}
	return names
}

// seen answers the tables in which a superuser finds the text: as text in any column, or as bytes in any bytea.
func seen(t *testing.T, root *pgx.Conn, text string) []string {
	t.Helper()
	var found []string
	for _, table := range tables(t, root) {
		var n int
		sql := fmt.Sprintf("SELECT count(*) FROM %s x WHERE x::text LIKE '%%' || $1 || '%%' OR x::text LIKE '%%' || $2 || '%%'", table)
		if err := root.QueryRow(t.Context(), sql, text, fmt.Sprintf("%x", text)).Scan(&n); err != nil {
			t.Fatalf("reading %s: %v", table, err)
		}
		if n > 0 {
			found = append(found, table)
		}
	}
	return found
}

func TestASuperuserFindsNoTextInAnyTable(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := live(t, d)
	root := d.DB.Superuser(t)
	var kinds int
	if err := root.QueryRow(t.Context(), "SELECT count(DISTINCT kind) FROM case_content").Scan(&kinds); err != nil || kinds != 7 {
		t.Fatalf("%d kinds of text are stored, %v; want all 7", kinds, err)
	}
	if found := seen(t, root, casetest.Secret); len(found) > 0 {
		t.Errorf("the text is readable in %s", strings.Join(found, ", "))
	}
	// The search can find: a name that is not secret stands in the case, and a planted text in bytes too.
	if found := seen(t, root, c.Number); len(found) == 0 {
		t.Error("the search misses a number that is stored")
	}
	if _, err := root.Exec(t.Context(), "UPDATE case_content SET sealed = $1 WHERE kind = 'MESSAGE'", "x"+casetest.Secret); err != nil {
		t.Fatal(err)
	}
	if found := seen(t, root, casetest.Secret); len(found) != 1 {
		t.Errorf("the search finds a planted text in %v; want one table", found)
	}
}

func TestATextThatWasMovedOrChangedDoesNotOpen(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"moved to another row": `UPDATE case_content a SET sealed = b.sealed FROM case_content b
			WHERE a.kind = 'MESSAGE' AND b.kind = 'REQUEST' AND a.case_id = b.case_id`,
		"another revision": "UPDATE case_content SET revision = 2 WHERE kind = 'MESSAGE'",
		"a changed byte":   "UPDATE case_content SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE kind = 'MESSAGE'",
		"another's key":    "UPDATE case_keys a SET wrapped = b.wrapped FROM case_keys b WHERE a.id <> b.id",
		"two swapped": `UPDATE case_content a SET sealed = b.sealed FROM case_content b
			WHERE a.case_id = b.case_id AND a.id <> b.id`,
		"cut":       "UPDATE case_content SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE kind = 'MESSAGE'",
		"a cut key": "UPDATE case_keys SET wrapped = substr(wrapped, 1, length(wrapped) - 1)",
		"nothing":   "UPDATE case_content SET sealed = '' WHERE kind = 'MESSAGE'",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := casetest.New(t)
			d.Filed(t)
			c := d.Do(t, casetest.Message(d.Filed(t), casetest.Teacher()))
			exec(t, d, sql)
			_, texts, err := d.Store.Get(t.Context(), casetest.Teacher(), permission.ReadCase, c.ID, cases.MessageContent)
			if err == nil || len(texts) > 0 || !strings.Contains(err.Error(), vault.ErrSealed.Error()) {
				t.Errorf("reading answers %d texts, %v; want none and %v", len(texts), err, vault.ErrSealed)
			}
		})
	}
}
