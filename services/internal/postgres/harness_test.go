package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// shelf is a database with one table the application may write.
type shelf struct {
	*pgtest.Database
	root *pgx.Conn
	db   *postgres.DB
}

type book struct {
	ID    int
	Title string
}

const (
	insertBook = "INSERT INTO book (id, title) VALUES ($1, $2)"
	selectBook = "SELECT id, title FROM book WHERE id = $1"
)

func newShelf(t *testing.T) *shelf {
	t.Helper()
	d := pgtest.New(t)
	s := &shelf{Database: d, root: d.Superuser(t), db: d.App()}
	s.exec(t, `CREATE TABLE book (id int CONSTRAINT book_pk PRIMARY KEY, title text NOT NULL CONSTRAINT title_set CHECK (title <> ''))`)
	s.exec(t, `GRANT SELECT, INSERT, UPDATE ON book TO vaatu_app`)
	return s
}

func (s *shelf) exec(t *testing.T, sql string) {
	t.Helper()
	if _, err := s.root.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func (s *shelf) write(t *testing.T, fn func(*postgres.Tx) error) {
	t.Helper()
	if err := s.db.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// wantTitles checks what is committed, in the order of id.
func (s *shelf) wantTitles(t *testing.T, want string) {
	t.Helper()
	var got string
	err := s.root.QueryRow(t.Context(), "SELECT coalesce(string_agg(title, ' ' ORDER BY id), '') FROM book").Scan(&got)
	if err != nil || got != want {
		t.Errorf("books on the shelf are %q, %v; want %q", got, err, want)
	}
}

// wantClean checks that the pool has no connection in a transaction and works.
func (s *shelf) wantClean(t *testing.T) {
	t.Helper()
	// The pool takes a broken connection away beside the call that gave it back.
	waitUntil(t, func() bool { return s.db.Pool().Stat().AcquiredConns() == 0 })
	// The server learns a moment later than we that a connection was closed.
	waitUntil(t, func() bool {
		var open int
		err := s.root.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND usename = 'vaatu_app' AND state LIKE 'idle in transaction%'`).Scan(&open)
		if err != nil {
			t.Fatal(err)
		}
		return open == 0
	})
	err := s.db.Read(t.Context(), func(tx *postgres.Tx) error {
		tx.Queue("SELECT 1")
		return nil
	})
	if err != nil {
		t.Errorf("the next transaction fails: %v", err)
	}
}
