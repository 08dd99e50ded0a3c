package cases_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// intruder has the connection of the server, and no wall before the database but row level security: whatever could be
// smuggled into a statement, it can do.
type intruder struct {
	*testing.T

	conn *pgx.Conn
}

func newIntruder(t *testing.T, d *casetest.Desk) intruder {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), d.DB.URL("vaatu_app"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return intruder{t, conn}
}

// as does something in a transaction of somebody's session, and takes it back.
func (i intruder) as(p permission.Principal, do func()) {
	i.Helper()
	i.do("BEGIN")
	defer i.do("ROLLBACK")
	i.do("SELECT set_config('vaatu.session', $1, true)", p.Session)
	do()
}

func (i intruder) do(sql string, args ...any) {
	i.Helper()
	if _, err := i.conn.Exec(i.Context(), sql, args...); err != nil {
		i.Fatalf("%s: %v", sql, err)
	}
}

func (i intruder) count(sql string, args ...any) int {
	i.Helper()
	var n int
	if err := i.conn.QueryRow(i.Context(), sql, args...).Scan(&n); err != nil {
		i.Fatalf("%s: %v", sql, err)
	}
	return n
}

// kept answers the sections that are kept from whoever reads the open case.
func (i intruder) kept() (kept []cases.Section) {
	i.Helper()
	const sections = "SELECT unnest(string_to_array(left(substr(current_setting('vaatu.case', true), 44), -66), ' ')) ORDER BY 1"
	rows, err := i.conn.Query(i.Context(), sections)
	if err == nil {
		kept, err = pgx.CollectRows(rows, pgx.RowTo[cases.Section])
	}
	if err != nil {
		i.Fatal(err)
	}
	return kept
}

// refused reports whether the walls stand before a write.
func (i intruder) refused(sql string, args ...any) bool {
	i.Helper()
	i.do("SAVEPOINT before")
	tag, err := i.conn.Exec(i.Context(), sql, args...)
	i.do("ROLLBACK TO before")
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Code == "42501" || err == nil && tag.RowsAffected() == 0
}

// oneCase are the tables of which a transaction sees one case at a time.
var oneCase = []string{"case_questions", "case_hand_overs", "case_permits", "case_events", "case_content"}

func TestRowLevelSecurityOpensTheTextsToWhomThePermissionsDo(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	all := several(t, d)
	i := newIntruder(t, d)
	opened := 0
	for _, p := range casetest.Everybody() {
		for _, c := range all {
			_, may := p.Can(permission.ReadCase, c.Subject())
			i.as(p, func() {
				i.do("SELECT access.open_case($1)", c.ID)
				if unheard := i.count("SELECT (SELECT count(*) FROM case_content) + (SELECT count(*) FROM case_events)"); unheard > 0 {
					t.Errorf("%s opens %d texts and events of which the audit does not hear", p.Name, unheard)
				}
				i.do("SELECT audit.read_case($1, 'READ_CASE', NULL)", c.ID)
				texts, events := i.count("SELECT count(*) FROM case_content"), i.count("SELECT count(*) FROM case_events")
				if (texts > 0) != may || (events > 0) != may {
					t.Errorf("%s opens %d texts and %d events of a case; may read it: %v", p.Name, texts, events, may)
				}
				if may {
					opened++
				}
				if foreign := i.count("SELECT count(*) FROM case_content WHERE case_id <> $1", c.ID); foreign > 0 {
					t.Errorf("%s sees %d texts of other cases", p.Name, foreign)
				}
			})
		}
	}
	if opened < 10 {
		t.Errorf("%d cases were opened: the test looked at too few", opened)
	}
}

func TestNothingOpensByItself(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	several(t, d)
	i := newIntruder(t, d)
	for _, p := range append(casetest.Everybody(), permission.Principal{Name: "nobody"}, permission.Principal{Name: "a guess", Session: "00ff"}) {
		i.as(p, func() {
			for _, table := range oneCase {
				if n := i.count("SELECT count(*) FROM " + table); n > 0 {
					t.Errorf("%s sees %d rows of %s without opening a case", p.Name, n, table)
				}
			}
		})
	}
	i.as(permission.Principal{}, func() {
		for _, table := range []string{"cases", "assignments", "case_keys", "intake.drafts", "idempotency_keys"} {
			if n := i.count("SELECT count(*) FROM " + table); n > 0 {
				t.Errorf("nobody sees %d rows of %s", n, table)
			}
		}
	})
}

// Cards: the own of a teacher, all of a principal's school, of a unit and of an area.
func TestRowLevelSecurityShowsTheCardsOfTheOwnSchoolUnitOrArea(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	all := several(t, d)
	i := newIntruder(t, d)
	for _, p := range casetest.Everybody() {
		want := 0
		for _, c := range all {
			if showsCard(p, c) {
				want++
			}
		}
		i.as(p, func() {
			if got := i.count("SELECT count(*) FROM cases"); got != want {
				t.Errorf("%s sees the cards of %d cases; want %d", p.Name, got, want)
			}
		})
	}
}

func showsCard(p permission.Principal, c cases.Case) bool {
	for _, g := range p.Grants {
		ofSchool := g.SchoolID == c.Facts.SchoolID
		ofUnit := slices.ContainsFunc(c.Assignments, func(a cases.Assignment) bool { return a.Unit.ID == g.UnitID })
		if map[permission.Role]bool{
			permission.Requester: ofSchool && p.PersonID == c.Filer.ID, permission.Principals: ofSchool,
			permission.Expert: ofUnit, permission.Lead: ofUnit,
			permission.Coordinator: g.Area == "" || g.Area == c.Facts.Area,
		}[g.Role] {
			return true
		}
	}
	return false
}

func TestAnOpenCaseIsOfOneTransactionAndCannotBeForged(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c, other := d.Held(t), d.Held(t)
	i := newIntruder(t, d)
	var seal string
	i.as(casetest.Expert(), func() {
		i.do("SELECT audit.read_case($1, 'READ_CASE', NULL)", c.ID)
		if err := i.conn.QueryRow(t.Context(), "SELECT current_setting('vaatu.case')").Scan(&seal); err != nil {
			t.Fatal(err)
		}
		if i.count("SELECT count(*) FROM case_content") == 0 {
			t.Fatal("the case is not open")
		}
		i.do("SELECT set_config('vaatu.case', $1, true)", other.ID+seal[len(c.ID):])
		if n := i.count("SELECT count(*) FROM case_content"); n > 0 {
			t.Error("the seal of one case opens another")
		}
	})
	var card string
	i.as(casetest.Second(), func() {
		i.do("SELECT audit.read_case($1, 'READ_CASE', NULL)", c.ID)
		if err := i.conn.QueryRow(t.Context(), "SELECT current_setting('vaatu.case')").Scan(&card); err != nil {
			t.Fatal(err)
		}
		if i.count("SELECT count(*) FROM case_questions") != 0 || i.count("SELECT count(*) FROM case_content") != 0 {
			t.Error("the seal of a card opens the texts")
		}
	})
	i.as(casetest.Expert(), func() {
		i.do("SAVEPOINT heard")
		i.do("SELECT audit.read_case($1, 'READ_CASE', NULL)", c.ID)
		var kept string
		if err := i.conn.QueryRow(t.Context(), "SELECT current_setting('vaatu.case')").Scan(&kept); err != nil {
			t.Fatal(err)
		}
		i.do("ROLLBACK TO heard")
		i.do("SELECT set_config('vaatu.case', $1, true)", kept)
		if n := i.count("SELECT (SELECT count(*) FROM case_content) + (SELECT count(*) FROM case_events)"); n > 0 {
			t.Errorf("%d texts and events open by a seal whose row the audit has lost", n)
		}
	})
	i.as(casetest.Expert(), func() {
		if !i.refused("SELECT access.reach($1)", c.ID) {
			t.Error("the secret of the seals can be asked for")
		}
	})
	for name, set := range map[string]string{"a seal of another transaction": seal, "no seal": c.ID, "a guess": c.ID + "\\x00", "a card's seal": card} {
		i.as(casetest.Stranger(), func() {
			i.do("SELECT set_config('vaatu.case', $1, true)", set)
			for _, table := range append(oneCase, "assignments") {
				if n := i.count("SELECT count(*) FROM " + table); n > 0 {
					t.Errorf("%s opens %d rows of %s", name, n, table)
				}
			}
		})
	}
}

func TestNobodyWritesIntoACaseThatIsNotTheirs(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	i := newIntruder(t, d)
	const event = `INSERT INTO case_events (case_id, school_id, version, kind, phase, at, by_id, by_name, by_role, request_id, data)
		VALUES ($1, $2, 99, 'CLAIMED', 'QUEUED', now(), access.me(), 'x', 'EXPERT', 'x', '{}')`
	const text = `INSERT INTO case_content (id, case_id, school_id, kind, revision, author_id, author_name, author_role, sealed, create_time)
		VALUES (gen_random_uuid(), $1, $2, 'MESSAGE', 1, access.me(), 'x', 'EXPERT', '', now())`
	foreign := append(casetest.Bystanders(), casetest.Colleague(), casetest.Stranger(), casetest.OtherPrincipal(), casetest.Outsider(), casetest.AreaCoordinator())
	for _, p := range foreign {
		i.as(p, func() {
			i.do("SELECT access.open_case($1)", c.ID)
			for _, sql := range []string{
				"UPDATE cases SET turn = 'NOBODY' WHERE id = $1 AND $2::uuid IS NOT NULL",
				"UPDATE assignments SET due = now() WHERE case_id = $1 AND $2::uuid IS NOT NULL", event, text,
			} {
				if !i.refused(sql, c.ID, c.Facts.SchoolID) {
					t.Errorf("%s can: %s", p.Name, sql)
				}
			}
			i.do("SELECT access.open_new_case($1, $2)", casetest.ID(), c.Facts.SchoolID)
			_, files := p.Can(permission.File, permission.Subject{SchoolID: c.Facts.SchoolID})
			if got := i.count("SELECT count(access.opened('1 LOOK'))"); (got == 1) != files {
				t.Errorf("%s may open a new case of the school: %v; may file there: %v", p.Name, got == 1, files)
			}
		})
	}
	i.as(casetest.Expert(), func() {
		if !i.refused(event, c.ID, c.Facts.SchoolID) {
			t.Error("the holder writes before the case was opened")
		}
		i.do("SELECT access.open_case($1)", c.ID)
		for _, sql := range []string{event, text} {
			if i.refused(sql, c.ID, c.Facts.SchoolID) {
				t.Errorf("the holder cannot: %s", sql)
			}
			if !i.refused(strings.ReplaceAll(sql, "access.me()", "$2"), c.ID, c.Facts.SchoolID) {
				t.Errorf("the holder can, in another's name: %s", sql)
			}
		}
		if !i.refused("INSERT INTO idempotency_keys (person_id, key, method, request_hash, resource_id, create_time) VALUES ($1, 'x', 'x', '', $1, now())", casetest.Teacher().PersonID) {
			t.Error("a key can be used up in another's name")
		}
	})
}

// Who had a part once may hear again what became of it, and no more.
func TestAUnitThatDeclinedLooksAndDoesNotWrite(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Do(t, casetest.Decline(d.Held(t), casetest.Expert()))
	i := newIntruder(t, d)
	i.as(casetest.Expert(), func() {
		i.do("SELECT audit.read_case($1, 'READ_CASE', NULL)", c.ID)
		if i.count("SELECT count(*) FROM cases WHERE id = $1", c.ID) != 1 || i.count("SELECT count(*) FROM case_content") != 0 {
			t.Error("the unit that declined does not see the row alone")
		}
		const again = `UPDATE assignments SET state = 'HELD', holder_id = access.me(), holder_name = 'x', decline_reason = NULL, opens = true
			WHERE case_id = $1 AND state = 'DECLINED'`
		if !i.refused(again, c.ID) {
			t.Error("it takes its part back by hand")
		}
	})
	// A repetition of the decline hears the first answer.
	w := casetest.Decline(d.Held(t), casetest.Expert())
	first := d.Do(t, w)
	if second, err := d.Try(t, w); err != nil || !second.Replayed || second.Case.Version != first.Version {
		t.Errorf("repeated, the decline answers %+v, %v", second, err)
	}
}

func TestNoDraftTakesTheKeyOfACaseAlong(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	i := newIntruder(t, d)
	for _, p := range []permission.Principal{casetest.Stranger(), casetest.Colleague(), casetest.Teacher()} {
		i.as(p, func() {
			i.do(`INSERT INTO intake.drafts (id, school_id, writer_id, sealed, revision, create_time, update_time, expire_date)
				VALUES ($1, $2, access.me(), '', 1, now(), now(), now())`, c.ID, p.Grants[0].SchoolID)
			i.do("SELECT intake.discard_draft($1)", c.ID)
			i.do("SELECT set_config('vaatu.session', $1, true)", casetest.Teacher().Session)
			i.do("SELECT access.open_case($1)", c.ID)
			if i.count("SELECT count(*) FROM case_keys WHERE id = $1", c.ID) != 1 {
				t.Errorf("%s has destroyed the key of a case", p.Name)
			}
		})
	}
}
