package directory_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/directory"
	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func fixture(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/register.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func imported(t *testing.T, d *pgtest.Database, text string, at time.Time) directory.Summary {
	t.Helper()
	summary, err := directory.Import(t.Context(), d.Operator(), strings.NewReader(text), at)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// contents is every row of the register's tables with the transaction that wrote it.
func contents(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `
		SELECT p.xmin::text || ' ' || p.ctid::text || ' ' || p::text FROM directory.providers p
		UNION ALL SELECT s.xmin::text || ' ' || s.ctid::text || ' ' || s::text FROM directory.schools s ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestImportCreatesWhatTheFileHolds(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	got := imported(t, d, fixture(t), now)
	if got.Read != 20 || got.Providers != (directory.Counts{Created: 2}) ||
		got.Schools != (directory.Counts{Created: 7, Closed: 1}) {
		t.Errorf("the import says:\n%s", got)
	}
	var parent, provider string
	err := d.Superuser(t).QueryRow(t.Context(), `
		SELECT up.oid, p.oid FROM directory.schools s
		JOIN directory.schools up ON up.id = s.parent_id JOIN directory.providers p ON p.id = s.provider_id
		WHERE s.oid = '1.2.246.562.99.103'`).Scan(&parent, &provider)
	if err != nil || parent != "1.2.246.562.99.102" || provider != "1.2.246.562.99.100" {
		t.Errorf("the office is under %s of %s, %v", parent, provider, err)
	}
}

func TestSecondImportOfAFileWritesNothing(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	imported(t, d, fixture(t), now)
	conn := d.Superuser(t)
	before := contents(t, conn)
	got := imported(t, d, fixture(t), now.Add(time.Hour))
	if got.Providers != (directory.Counts{Unchanged: 2}) || got.Schools != (directory.Counts{Unchanged: 7}) {
		t.Errorf("the second import says:\n%s", got)
	}
	if diff := cmp.Diff(before, contents(t, conn)); diff != "" {
		t.Errorf("the second import wrote (-before +after):\n%s", diff)
	}
}

func TestImportChangesAndClosesButKeepsIds(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	imported(t, d, fixture(t), now)
	ids := schoolIDs(t, d)
	changed := strings.NewReplacer(
		`"fi": "Aapiskukon koulu"`, `"fi": "Aapiskukon yhtenäiskoulu"`,
		`"sv": "Exempelkommunen"`, `"sv": "Nya Exempelkommunen"`,
	).Replace(fixture(t))
	got := imported(t, d, changed, time.Date(2027, 8, 1, 9, 0, 0, 0, time.UTC))
	if got.Providers != (directory.Counts{Changed: 1, Unchanged: 1}) ||
		got.Schools != (directory.Counts{Created: 1, Changed: 2, Unchanged: 5, Closed: 1}) {
		t.Errorf("the import says:\n%s", got)
	}
	var name, status string
	err := d.Superuser(t).QueryRow(t.Context(), `
		SELECT a.name_fi, b.status FROM directory.schools a, directory.schools b
		WHERE a.oid = '1.2.246.562.99.101' AND b.oid = '1.2.246.562.99.111'`).Scan(&name, &status)
	if err != nil || name != "Aapiskukon yhtenäiskoulu" || status != "CLOSED" {
		t.Errorf("the school is %q, the ended one %s, %v", name, status, err)
	}
	after := schoolIDs(t, d)
	for oid, id := range ids {
		if after[oid] != id {
			t.Errorf("school %s was %s and is %s", oid, id, after[oid])
		}
	}
}

func schoolIDs(t *testing.T, d *pgtest.Database) map[string]string {
	t.Helper()
	page, err := directory.NewStore(d.App()).Schools(t.Context(), directory.Query{Size: 100})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, school := range page.Schools {
		ids[school.OID] = school.ID
	}
	return ids
}

func TestMalformedFileChangesNothing(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	imported(t, d, fixture(t), now)
	conn := d.Superuser(t)
	before := contents(t, conn)
	changed := strings.Replace(fixture(t), "Exempelstaden", "Nya Exempelstaden", 1)
	_, err := directory.Import(t.Context(), d.Operator(), strings.NewReader(changed[:len(changed)-40]), now)
	malformed, ok := errors.AsType[*directory.MalformedError](err)
	if !ok || malformed.Line == 0 || !strings.HasPrefix(malformed.Path, "organisaatiot[2]") {
		t.Errorf("the error is %v, want the place in organisaatiot[2]", err)
	}
	if diff := cmp.Diff(before, contents(t, conn)); diff != "" {
		t.Errorf("a broken file changed (-before +after):\n%s", diff)
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	conn := d.Superuser(t)
	// The last school of the file is refused.
	_, err := conn.Exec(t.Context(),
		`ALTER TABLE directory.schools ADD CONSTRAINT refuse CHECK (oid <> '1.2.246.562.99.202')`)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := directory.Import(t.Context(), d.Operator(), strings.NewReader(fixture(t)), now); err == nil {
		t.Errorf("the refused import says:\n%s", got)
	}
	if got := contents(t, conn); len(got) != 0 {
		t.Errorf("half of the import stands:\n%s", strings.Join(got, "\n"))
	}
}

func TestTwoImportsAtOnceTakeTurns(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	text, app := fixture(t), d.Operator()
	var all sync.WaitGroup
	var created [4]int
	for i := range created {
		all.Go(func() {
			summary, err := directory.Import(context.WithoutCancel(t.Context()), app, strings.NewReader(text), now)
			if err != nil {
				t.Error(err)
			}
			created[i] = summary.Schools.Created
		})
	}
	all.Wait()
	if sum := created[0] + created[1] + created[2] + created[3]; sum != 7 {
		t.Errorf("four imports created %v schools, want 7 by one of them", created)
	}
}

func TestTheRealRegisterIsImportedOnceAndForAll(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("VAATU_REFERENCE_DATA")
	if folder == "" {
		t.Skip("VAATU_REFERENCE_DATA is not set")
	}
	data, err := os.ReadFile(filepath.Join(folder, "org_register_hierarchy_koski_mockdata.json"))
	if err != nil {
		t.Fatal(err)
	}
	d := pgtest.New(t)
	first := imported(t, d, string(data), now)
	if first.Providers != (directory.Counts{Created: 25, Closed: 2}) ||
		first.Schools != (directory.Counts{Created: 593, Closed: 298}) {
		t.Errorf("the first import says:\n%s", first)
	}
	conn := d.Superuser(t)
	before := contents(t, conn)
	second := imported(t, d, string(data), now)
	if second.Providers != (directory.Counts{Unchanged: 25}) || second.Schools != (directory.Counts{Unchanged: 593}) {
		t.Errorf("the second import says:\n%s", second)
	}
	if diff := cmp.Diff(before, contents(t, conn)); diff != "" {
		t.Errorf("the second import wrote (-before +after):\n%s", diff)
	}
}
