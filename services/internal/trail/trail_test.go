package trail

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// log is an audit with some rows.
type log struct {
	*pgtest.Database

	t    *testing.T
	root *pgx.Conn
}

func newLog(t *testing.T) log {
	t.Helper()
	d := pgtest.New(t)
	return log{d, t, d.Superuser(t)}
}

// append writes n rows, each in a transaction of its own.
func (l log) append(n int) {
	l.t.Helper()
	for range n {
		e := Entry{Action: "CLAIM", What: "REQUEST", Outcome: Done, Role: permission.Expert, CaseID: uuid.NewString()}
		if err := Deny(postgres.WithCall(l.t.Context(), uuid.NewString(), "192.0.2.7"), l.Worker(), e); err != nil {
			l.t.Fatal(err)
		}
	}
}

// seal seals all rows there are; transactions of other databases of the server may hold it up for a moment.
func (l log) seal() {
	l.t.Helper()
	for {
		if _, err := sealNext(l.t.Context(), l.Worker(), time.Now()); err != nil {
			l.t.Fatal(err)
		}
		if l.count("SELECT count(*) FROM audit.entries WHERE position >= (SELECT coalesce(max(below), 0) FROM audit.seals)") == 0 {
			return
		}
		l.do("SELECT pg_sleep(0.01)")
	}
}

func (l log) do(sql string, args ...any) {
	l.t.Helper()
	if _, err := l.root.Exec(l.t.Context(), sql, args...); err != nil {
		l.t.Fatalf("%s: %v", sql, err)
	}
}

func (l log) count(sql string, args ...any) (n int) {
	l.t.Helper()
	if err := l.root.QueryRow(l.t.Context(), sql, args...).Scan(&n); err != nil {
		l.t.Fatal(err)
	}
	return n
}

func (l log) text(sql string, args ...any) (s string) {
	l.t.Helper()
	if err := l.root.QueryRow(l.t.Context(), sql, args...).Scan(&s); err != nil {
		l.t.Fatal(err)
	}
	return s
}

// verify answers what a verification finds, as the role that does it in production.
func (l log) verify(heads map[int64]Head) (Verified, []Finding) {
	l.t.Helper()
	db, err := postgres.Open(l.t.Context(), postgres.Config{URL: l.URL("vaatu_audit_reader"), MaxConns: 1, Name: "test"})
	if err != nil {
		l.t.Fatal(err)
	}
	defer db.Close()
	var found []Finding
	done, err := Verify(l.t.Context(), db, heads, func(f Finding) { found = append(found, f) })
	if err != nil {
		l.t.Fatal(err)
	}
	return done, found
}

func (l log) heads(path string) map[int64]Head {
	l.t.Helper()
	if err := export(l.t.Context(), l.Worker(), path); err != nil {
		l.t.Fatal(err)
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		l.t.Fatal(err)
	}
	defer file.Close()
	heads, err := ReadHeads(file)
	if err != nil {
		l.t.Fatal(err)
	}
	return heads
}

// sealed answers a log of ten rows under three seals.
func sealed(t *testing.T) log {
	t.Helper()
	l := newLog(t)
	for _, n := range []int{4, 3, 3} {
		l.append(n)
		l.seal()
	}
	if n := l.count("SELECT count(*) FROM audit.seals"); n < 3 {
		t.Fatalf("%d seals were made of three batches", n)
	}
	return l
}

func TestASealedLogIsWhole(t *testing.T) {
	t.Parallel()
	l := sealed(t)
	path := filepath.Join(t.TempDir(), "heads")
	l.append(1) // under no seal yet
	heads := l.heads(path)
	l.seal()
	if more := l.heads(path); len(more) != len(heads)+1 {
		t.Errorf("the file has %d heads after one more seal, and had %d", len(more), len(heads))
	}
	done, found := l.verify(l.heads(path))
	if len(found) > 0 || done.Rows != 11 || done.Last.No != int64(done.Seals) {
		t.Errorf("verified %+v, found %v", done, found)
	}
}

// nth is the id of a row, by its order.
const nth = "(SELECT id FROM audit.entries ORDER BY position, id OFFSET %d LIMIT 1)"

func TestVerifyNamesTheFirstRowThatIsNotWhatItWas(t *testing.T) {
	t.Parallel()
	fifth := strings.Replace(nth, "%d", "4", 1)
	for name, test := range map[string]struct {
		attack string
		row    string // its id, before the attack
		what   string
	}{
		"altered":         {"UPDATE audit.entries SET action = 'LIST_CASES' WHERE id = " + fifth, "SELECT id FROM audit.entries WHERE id = " + fifth, "was altered"},
		"altered in time": {"UPDATE audit.entries SET at = at - interval '1 microsecond' WHERE id = " + fifth, "SELECT id FROM audit.entries WHERE id = " + fifth, "was altered"},
		"blamed on somebody else": {
			"UPDATE audit.entries SET by_id = gen_random_uuid() WHERE id = " + fifth, "SELECT id FROM audit.entries WHERE id = " + fifth, "was altered",
		},
		"removed": {"DELETE FROM audit.entries WHERE id = " + fifth, "SELECT id FROM audit.entries WHERE id = " + fifth, "is missing"},
		"the last of a seal removed": {
			"DELETE FROM audit.entries WHERE id = " + strings.Replace(nth, "%d", "3", 1), "SELECT id FROM audit.entries ORDER BY position, id OFFSET 3 LIMIT 1", "is missing",
		},
		"moved behind the last seal": {
			"UPDATE audit.entries SET position = position + 1000000 WHERE id = " + fifth, "SELECT id FROM audit.entries WHERE id = " + fifth, "is missing",
		},
		"added": {
			"INSERT INTO audit.entries (id, position, action, outcome) SELECT '00000000-0000-4000-8000-000000000001', max(position), 'CLAIM', 'DONE' FROM audit.entries",
			"SELECT '00000000-0000-4000-8000-000000000001'", "was added behind the seal",
		},
		"all removed": {"TRUNCATE audit.entries", "SELECT id FROM audit.entries ORDER BY position, id LIMIT 1", "is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := sealed(t)
			row := l.text(strings.Replace(test.row, "SELECT id ", "SELECT id::text ", 1))
			l.do(test.attack)
			_, found := l.verify(nil)
			if len(found) == 0 || found[0].RowID != row || found[0].What != test.what {
				t.Errorf("found %v, want that row %s %s", found, row, test.what)
			}
		})
	}
}

func TestASealThatWasMadeAnewDoesNotFitWhatLeftTheDatabase(t *testing.T) {
	t.Parallel()
	l := sealed(t)
	heads := l.heads(filepath.Join(t.TempDir(), "heads"))
	last := l.count("SELECT max(no) FROM audit.seals")
	l.do("DELETE FROM audit.entries WHERE id = " + strings.Replace(nth, "%d", "1", 1))
	l.do("DELETE FROM audit.seals")
	l.seal()
	if _, found := l.verify(nil); len(found) > 0 {
		t.Fatalf("without the heads there is nothing to be seen, but %v", found)
	}
	if _, found := l.verify(heads); len(found) == 0 || found[0].Seal != 1 || last < 1 {
		t.Errorf("with the heads found %v, want seal 1", found)
	}
}

func TestALogThatWasCutOffIsFoundByTheHeads(t *testing.T) {
	t.Parallel()
	l := sealed(t)
	heads := l.heads(filepath.Join(t.TempDir(), "heads"))
	last := l.count("SELECT max(no) FROM audit.seals")
	l.do("DELETE FROM audit.entries WHERE position >= (SELECT below FROM audit.seals WHERE no = $1)", last-1)
	l.do("DELETE FROM audit.seals WHERE no = $1", last)
	if _, found := l.verify(heads); len(found) != 1 || found[0].Seal != int64(last) {
		t.Errorf("found %v, want that seal %d is gone", found, last)
	}
	sparse := map[int64]Head{1: heads[1], int64(last) + 40: {No: int64(last) + 40}} // a mail a day
	if _, found := l.verify(sparse); len(found) != 1 || found[0].Seal != int64(last) {
		t.Errorf("by the mails found %v, want that seal %d is gone", found, last)
	}
	l.do("TRUNCATE audit.entries, audit.seals")
	if _, found := l.verify(heads); len(found) != 1 {
		t.Errorf("of an empty log found %v", found)
	}
}

func TestASealCannotBeTakenOutOrChanged(t *testing.T) {
	t.Parallel()
	for name, attack := range map[string]string{
		"one in the middle removed": "DELETE FROM audit.seals WHERE no = 2",
		"its rows are left out":     "UPDATE audit.seals SET leaves = ''::bytea WHERE no = 2",
		"cut":                       "UPDATE audit.seals SET leaves = substring(leaves FOR length(leaves) - 1) WHERE no = 2",
		"another time":              "UPDATE audit.seals SET at = at - interval '1 day' WHERE no = 2",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := sealed(t)
			l.do(attack)
			if _, found := l.verify(nil); len(found) == 0 || found[0].Seal != 2 {
				t.Errorf("found %v, want seal 2", found)
			}
		})
	}
}

// What a role of the server tries, the database refuses: it needs no finding.
func TestNoRoleOfTheServerChangesTheLog(t *testing.T) {
	t.Parallel()
	l := sealed(t)
	for _, role := range []string{"vaatu_app", "vaatu_worker", "vaatu_auth", "vaatu_operator", "vaatu_audit_reader"} {
		db, err := postgres.Open(t.Context(), postgres.Config{URL: l.URL(role), MaxConns: 1, Name: "test"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(db.Close)
		for _, sql := range []string{
			"UPDATE audit.entries SET action = 'X'", "DELETE FROM audit.entries", "TRUNCATE audit.entries",
			"INSERT INTO audit.entries (action, outcome) VALUES ('X', 'DONE')", "DELETE FROM audit.seals", "UPDATE audit.seals SET below = 0",
			"SELECT audit.rebase()", "DROP TABLE audit.seals", "ALTER TABLE audit.entries NO FORCE ROW LEVEL SECURITY",
		} {
			err := db.Write(t.Context(), func(tx *postgres.Tx) error { tx.Queue(sql); return nil })
			if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "42501" {
				t.Errorf("%s: %s: %v", role, sql, err)
			}
		}
	}
	if _, found := l.verify(nil); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

// Whoever speaks for nobody is not the clock, and nobody says of a case that it was read but the reading itself.
func TestTheServerWritesNoRowInAnothersName(t *testing.T) {
	t.Parallel()
	l := newLog(t)
	for _, e := range []Entry{{Action: "CLAIM", Outcome: Done}, {Action: "READ_CASE", Outcome: Done, CaseID: uuid.NewString()}} {
		err := Deny(t.Context(), l.App(), e)
		if pg, ok := errors.AsType[*pgconn.PgError](err); !ok || pg.Code != "42501" {
			t.Errorf("%s: %v", e.Action, err)
		}
	}
	if n := l.count("SELECT count(*) FROM audit.entries"); n > 0 {
		t.Errorf("%d rows were written", n)
	}
}

func TestNotEvenTheOwnerChangesARow(t *testing.T) {
	t.Parallel()
	l := sealed(t)
	for _, sql := range []string{"UPDATE audit.entries SET action = 'X'", "DELETE FROM audit.entries", "UPDATE audit.seals SET below = 0", "DELETE FROM audit.seals"} {
		tag, err := l.root.Exec(t.Context(), "SET ROLE vaatu_owner; "+sql)
		if err == nil && tag.RowsAffected() > 0 {
			t.Errorf("the owner can: %s", sql)
		}
	}
}

// A row of a transaction that has not ended may still come below rows that are there already.
func TestNothingIsSealedThatAnOpenTransactionMayComeBelow(t *testing.T) {
	t.Parallel()
	l := newLog(t)
	slow := l.Superuser(t)
	tx, err := slow.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "SELECT audit.record('CLAIM', NULL, 'DONE', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"); err != nil {
		t.Fatal(err)
	}
	l.append(3)
	if n, err := sealNext(t.Context(), l.Worker(), time.Now()); err != nil || n != 0 {
		t.Errorf("%d rows were sealed above one that was still to come: %v", n, err)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	l.seal()
	if done, found := l.verify(nil); done.Rows != 4 || len(found) > 0 {
		t.Errorf("verified %+v, found %v", done, found)
	}
}

func TestAfterARestoreTheLogGoesOnBehindItsLastRow(t *testing.T) {
	t.Parallel()
	l := sealed(t)
	l.do("UPDATE audit.seals SET below = below + 1000000000 WHERE no = (SELECT max(no) FROM audit.seals)") // another server was far ahead
	l.do("SELECT audit.rebase()")
	l.append(2)
	l.do("UPDATE audit.seals SET below = below - 1000000000 WHERE no = (SELECT max(no) FROM audit.seals)")
	l.seal()
	if done, found := l.verify(nil); done.Rows != 12 || len(found) > 0 {
		t.Errorf("verified %+v, found %v", done, found)
	}
}

func TestTheSealerMakesMonthsSealsAndLetsHeadsOut(t *testing.T) {
	t.Parallel()
	l := newLog(t)
	l.append(1)
	path := filepath.Join(t.TempDir(), "heads")
	var mails []string
	now := time.Now()
	s := &Sealer{DB: l.Worker(), Now: func() time.Time { return now }, Heads: path, Mail: func(_ context.Context, subject, _ string) error {
		mails = append(mails, subject)
		return nil
	}}
	for len(l.heads(path)) == 0 { // others may hold it up
		if err := s.Work(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(mails) != 1 {
		t.Errorf("the first seal of the day was mailed as %v", mails)
	}
	l.append(1)
	l.seal()
	if err := s.Work(t.Context(), nil); err != nil || len(mails) != 1 {
		t.Errorf("the second seal of the day was mailed too: %v, %v", mails, err)
	}
}
