package postgres_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

func TestRetriesRunOut(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	runs, lost := 0, error(&pgconn.PgError{Code: "40001"})
	err := s.db.Write(t.Context(), func(tx *postgres.Tx) error {
		runs++
		tx.Queue(insertBook, 1, "a")
		return errors.Join(tx.Flush(t.Context()), lost)
	})
	if !errors.Is(err, lost) || runs != 6 {
		t.Errorf("answered %v after %d runs; want the same failure after 6", err, runs)
	}
	s.wantTitles(t, "")
}

func TestAUniqueViolationRunsOnce(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	runs := 0
	err := s.db.Write(t.Context(), func(tx *postgres.Tx) error {
		runs++
		tx.Queue(insertBook, 1, "a")
		tx.Queue(insertBook, 1, "b")
		return nil
	})
	if err == nil || runs != 1 {
		t.Errorf("answered %v after %d runs; want an error after one", err, runs)
	}
}

func TestADeadlockIsRunAgainUntilBothCommit(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.exec(t, "INSERT INTO book (id, title) VALUES (1, 'x'), (2, 'x')")
	const appendMark = "UPDATE book SET title = title || '+' WHERE id = $1"
	var both sync.WaitGroup // met once: only the first runs wait for each other
	both.Add(2)
	var done sync.WaitGroup
	runs := make([]int, 2)
	for i, order := range [][2]int{{1, 2}, {2, 1}} {
		done.Go(func() {
			err := s.db.Write(t.Context(), func(tx *postgres.Tx) error {
				runs[i]++
				tx.Queue(appendMark, order[0])
				if err := tx.Flush(t.Context()); err != nil {
					return err
				}
				if runs[i] == 1 {
					both.Done()
					both.Wait()
				}
				tx.Queue(appendMark, order[1])
				return nil
			})
			if err != nil {
				t.Errorf("order %v: %v", order, err)
			}
		})
	}
	done.Wait()
	if runs[0]+runs[1] < 3 {
		t.Errorf("ran %v times: there was no deadlock to get over", runs)
	}
	s.wantTitles(t, "x++ x++")
	s.wantClean(t)
}

func TestASerializationFailureRunsAgain(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	runs := 0
	s.write(t, func(tx *postgres.Tx) error {
		runs++
		tx.Queue(insertBook, runs, "a")
		if runs < 3 {
			tx.Queue("DO $$ BEGIN RAISE EXCEPTION 'race' USING ERRCODE = '40001'; END $$")
		}
		return nil
	})
	if runs != 3 {
		t.Errorf("ran %d times; want 3", runs)
	}
	s.wantTitles(t, "a")
}

func TestAConnectionLostBeforeCommitRunsAgain(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	runs := 0
	s.write(t, func(tx *postgres.Tx) error {
		runs++
		tx.Queue(insertBook, 1, "a")
		if err := tx.Flush(t.Context()); err != nil {
			return err
		}
		if runs == 1 {
			s.exec(t, fmt.Sprintf("SELECT pg_terminate_backend(%d, 5000)", tx.Conn().PgConn().PID()))
			tx.Queue(insertBook, 2, "never")
			return tx.Flush(t.Context())
		}
		return nil
	})
	if runs != 2 {
		t.Errorf("ran %d times; want 2", runs)
	}
	s.wantTitles(t, "a")
	s.wantClean(t)
}

func TestAConnectionLostWithCommitIsNotRunAgain(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	runs := 0
	err := s.db.Write(t.Context(), func(tx *postgres.Tx) error {
		runs++
		tx.Queue(insertBook, 1, "a")
		tx.Queue("SELECT pg_terminate_backend(pg_backend_pid())")
		return nil
	})
	if err == nil || runs != 1 {
		t.Errorf("answered %v after %d runs; want an error after one: nobody knows whether it committed", err, runs)
	}
}
