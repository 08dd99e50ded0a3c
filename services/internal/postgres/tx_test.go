package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

func TestQueuedStatementsCostOneRoundTrip(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	id := 0
	for name, tc := range map[string]struct {
		want int64
		run  func(context.Context, func(*postgres.Tx) error) error
		fn   func(*postgres.Tx) error
	}{
		"a write that only queues": {1, s.db.Write, func(tx *postgres.Tx) error {
			id++
			tx.Queue(insertBook, id, "a")
			tx.Queue(insertBook, id+1000, "b")
			return nil
		}},
		"a read that only queues": {1, s.db.Read, func(tx *postgres.Tx) error {
			var books []book
			postgres.Rows(tx, &books, "SELECT id, title FROM book")
			return nil
		}},
		"a write that looks first": {2, s.db.Write, func(tx *postgres.Tx) error {
			var books []book
			postgres.Rows(tx, &books, selectBook+" FOR UPDATE", 1)
			if err := tx.Flush(t.Context()); err != nil {
				return err
			}
			tx.Queue("UPDATE book SET title = $2 WHERE id = $1", 1, "c")
			return nil
		}},
		"a read that flushed all":  {2, s.db.Read, func(tx *postgres.Tx) error { tx.Queue("SELECT 1"); return tx.Flush(t.Context()) }},
		"a write of nothing":       {0, s.db.Write, func(*postgres.Tx) error { return nil }},
		"a write that flushes air": {0, s.db.Write, func(tx *postgres.Tx) error { return tx.Flush(t.Context()) }},
	} {
		for _, warm := range []bool{false, true} {
			got := postgres.CountTrips(s.Trips(), func() {
				if err := tc.run(t.Context(), tc.fn); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			})
			if warm && got != tc.want {
				t.Errorf("%s: %d round trips; want %d", name, got, tc.want)
			}
		}
	}
}

func TestTheFirstErrorOfABatchIsAnsweredAndNothingIsCommitted(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.write(t, func(tx *postgres.Tx) error { tx.Queue(insertBook, 1, "first"); return nil })
	queue := func(tx *postgres.Tx) {
		tx.Queue(insertBook, 2, "second")
		tx.Queue(insertBook, 1, "again") // book_pk
		tx.Queue(insertBook, 3, "")      // title_set, never reached
	}
	for name, fn := range map[string]func(*postgres.Tx) error{
		"with COMMIT":   func(tx *postgres.Tx) error { queue(tx); return nil },
		"before COMMIT": func(tx *postgres.Tx) error { queue(tx); return tx.Flush(t.Context()) },
		"and overlooked": func(tx *postgres.Tx) error {
			queue(tx)
			_ = tx.Flush(t.Context())
			tx.Queue(insertBook, 4, "x")
			return nil
		},
	} {
		err := s.db.Write(t.Context(), fn)
		var pgErr *pgconn.PgError
		if !errors.As(err, &pgErr) || pgErr.ConstraintName != "book_pk" {
			t.Errorf("%s: error is %v; want book_pk violated", name, err)
		}
		s.wantTitles(t, "first")
		s.wantClean(t)
	}
}

// A write that is one round trip sends no COMMIT: what the server checks at the end is an error of it all the same.
func TestWhatIsCheckedAtTheEndIsNotMissedWhereNoCommitIsSent(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.exec(t, `ALTER TABLE book ADD CONSTRAINT title_once UNIQUE (title) DEFERRABLE INITIALLY DEFERRED`)
	err := s.db.Write(t.Context(), func(tx *postgres.Tx) error {
		tx.Queue(insertBook, 1, "twice")
		tx.Queue(insertBook, 2, "twice")
		return nil
	})
	if !postgres.Broken(err, "title_once") || errors.Is(err, postgres.ErrCommitted) {
		t.Errorf("error is %v; want title_once violated, and nothing committed", err)
	}
	s.wantTitles(t, "")
	s.wantClean(t)
}

// Whatever the database makes the default, a write that sends no BEGIN is as one that does.
func TestAWriteWithoutBeginIsReadCommittedWhateverTheDefault(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.exec(t, `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = serializable', current_database());
		EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$`)
	s.db.Pool().Reset()
	var level string
	s.write(t, func(tx *postgres.Tx) error {
		tx.Queue(insertBook, 1, "first")
		postgres.Row(tx, &level, nil, "SELECT current_setting('transaction_isolation')")
		return nil
	})
	if level != "read committed" {
		t.Errorf("it ran as %s", level)
	}
	s.wantTitles(t, "first")
}

func TestAnErrorOfTheClosureRollsBack(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	refusal := errors.New("no")
	for name, fn := range map[string]func(*postgres.Tx) error{
		"returned before a flush": func(tx *postgres.Tx) error { tx.Queue(insertBook, 1, "a"); return refusal },
		"returned after a flush": func(tx *postgres.Tx) error {
			tx.Queue(insertBook, 1, "a")
			return errors.Join(tx.Flush(t.Context()), refusal)
		},
		"of a callback in a flush": func(tx *postgres.Tx) error {
			tx.Queue(insertBook, 1, "a").Exec(func(pgconn.CommandTag) error { return refusal })
			return tx.Flush(t.Context())
		},
		"of a callback, overlooked": func(tx *postgres.Tx) error {
			tx.Queue(insertBook, 1, "a").Exec(func(pgconn.CommandTag) error { return refusal })
			tx.Queue(insertBook, 2, "b").Exec(func(pgconn.CommandTag) error { t.Error("a callback ran after one refused"); return nil })
			_ = tx.Flush(t.Context())
			return nil
		},
	} {
		if err := s.db.Write(t.Context(), fn); !errors.Is(err, refusal) {
			t.Errorf("%s: error is %v; want %v", name, err, refusal)
		}
		s.wantTitles(t, "")
		s.wantClean(t)
	}
}

func TestACallbackThatRefusesTooLateSaysSo(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	runs, late := 0, errors.New("refused")
	err := s.db.Write(t.Context(), func(tx *postgres.Tx) error {
		runs++
		tx.Queue(insertBook, 1, "kept").Exec(func(pgconn.CommandTag) error { return late })
		return nil
	})
	if !errors.Is(err, postgres.ErrCommitted) || !errors.Is(err, late) || runs != 1 {
		t.Errorf("error after %d runs is %v; want ErrCommitted of one run, with its cause", runs, err)
	}
	s.wantTitles(t, "kept")
}

func TestACallbackThatIgnoresItsRowLosesNoOther(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	var after int
	s.write(t, func(tx *postgres.Tx) error {
		tx.Queue("SELECT generate_series(1, 3)").QueryRow(func(pgx.Row) error { return nil })
		postgres.Row(tx, &after, nil, "SELECT 7")
		return nil
	})
	if after != 7 {
		t.Errorf("the next result is %d; want 7", after)
	}
}

func TestAPanicLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	for name, fn := range map[string]func(*postgres.Tx) error{
		"in the closure": func(tx *postgres.Tx) error {
			tx.Queue(insertBook, 1, "a")
			_ = tx.Flush(t.Context())
			panic("oh")
		},
		"in a callback": func(tx *postgres.Tx) error {
			tx.Queue(insertBook, 1, "a").Exec(func(pgconn.CommandTag) error { panic("oh") })
			return tx.Flush(t.Context())
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: the panic was swallowed", name)
				}
			}()
			_ = s.db.Write(t.Context(), fn)
		}()
		waitUntil(t, func() bool { return s.db.Pool().Stat().AcquiredConns() == 0 })
		s.wantTitles(t, "")
		s.wantClean(t)
	}
}

func TestACancelledTransactionLeavesThePoolUsable(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := s.db.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(insertBook, 1, "a")
		tx.Queue("SELECT pg_sleep(30)")
		return nil
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v; want the deadline's", err)
	}
	waitUntil(t, func() bool { return s.db.Pool().Stat().AcquiredConns() == 0 })
	s.wantTitles(t, "")
	s.wantClean(t)
}

func TestAnArgumentThatDoesNotFitLeavesThePoolUsable(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	runs := 0
	err := s.db.Write(t.Context(), func(tx *postgres.Tx) error {
		runs++
		tx.Queue(insertBook, 1, "a")
		tx.Queue(insertBook, "not a number", "b")
		return nil
	})
	if err == nil || runs != 1 {
		t.Errorf("error is %v after %d runs; want one after one run", err, runs)
	}
	waitUntil(t, func() bool { return s.db.Pool().Stat().AcquiredConns() == 0 })
	s.wantTitles(t, "")
	s.wantClean(t)
}

func TestAReadSeesOneStateAndWritesNothing(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	var before, after []book
	err := s.db.Read(t.Context(), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &before, "SELECT id, title FROM book")
		if err := tx.Flush(t.Context()); err != nil {
			return err
		}
		s.exec(t, "INSERT INTO book (id, title) VALUES (1, 'meanwhile')")
		postgres.Rows(tx, &after, "SELECT id, title FROM book")
		return nil
	})
	if err != nil || len(before) != 0 || len(after) != 0 {
		t.Errorf("saw %v, then %v, %v; want the same state twice", before, after, err)
	}
	err = s.db.Read(t.Context(), func(tx *postgres.Tx) error { tx.Queue(insertBook, 2, "b"); return nil })
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) || pgErr.Code != "25006" {
		t.Errorf("writing in a read answers %v; want 25006", err)
	}
	s.wantTitles(t, "meanwhile")
}

func TestRowsAndRowFillWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.write(t, func(tx *postgres.Tx) error { tx.Queue(insertBook, 1, "a"); tx.Queue(insertBook, 2, "b"); return nil })
	var (
		all, none         []book
		titles            []string
		one               book
		missing           = book{ID: 9}
		oneFound, notLost = false, true
		now               time.Time
	)
	err := s.db.Read(t.Context(), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &all, "SELECT title, id FROM book ORDER BY id")
		postgres.Rows(tx, &none, selectBook, 3)
		postgres.Rows(tx, &titles, "SELECT title FROM book ORDER BY id")
		postgres.Row(tx, &one, &oneFound, selectBook, 2)
		postgres.Row(tx, &missing, &notLost, selectBook, 3)
		postgres.Row(tx, &now, nil, "SELECT now()")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]book{{1, "a"}, {2, "b"}}, all); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a", "b"}, titles); diff != "" {
		t.Error(diff)
	}
	if none == nil || len(none) != 0 {
		t.Errorf("no rows are %#v; want an empty slice", none)
	}
	if !oneFound || one != (book{2, "b"}) || notLost || missing != (book{}) {
		t.Errorf("rows are %v %v, %v %v; want b found, nothing not found", one, oneFound, missing, notLost)
	}
	if now.Location() != time.UTC {
		t.Errorf("times come in %v; want UTC", now.Location())
	}
	for sql, want := range map[string]error{
		"SELECT id, title FROM book WHERE id = 3": pgx.ErrNoRows,
		"SELECT id, title FROM book":              pgx.ErrTooManyRows,
	} {
		err := s.db.Read(t.Context(), func(tx *postgres.Tx) error { postgres.Row(tx, &one, nil, sql); return nil })
		if !errors.Is(err, want) {
			t.Errorf("%s answers %v; want %v", sql, err, want)
		}
	}
}

// waitUntil gives the pool the moment it needs to throw a broken connection away.
func waitUntil(t *testing.T, done func() bool) {
	t.Helper()
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(10 * time.Second)
	for !done() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatal("what was waited for did not happen")
		}
	}
}
