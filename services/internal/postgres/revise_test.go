package postgres_test

import (
	"slices"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// The first time it sees one state of the database and may not write over what has changed since; then as Write does.
func TestARevisionIsDoneAgainWhereSomebodyElseWasQuicker(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	s.write(t, func(tx *postgres.Tx) error { tx.Queue(insertBook, 1, "a"); return nil })
	var firsts []bool
	var seen []string
	err := s.db.Revise(t.Context(), func(tx *postgres.Tx, first bool) error {
		firsts = append(firsts, first)
		for range 2 {
			var title string
			postgres.Row(tx, &title, nil, "SELECT title FROM book WHERE id = 1")
			if err := tx.Flush(t.Context()); err != nil {
				return err
			}
			seen = append(seen, title)
			if first {
				s.exec(t, "UPDATE book SET title = title || '+'")
			}
		}
		tx.Queue("UPDATE book SET title = $1 WHERE id = 1", seen[len(seen)-1]+"!")
		return nil
	})
	if err != nil || !slices.Equal(firsts, []bool{true, false}) || !slices.Equal(seen, []string{"a", "a", "a++", "a++"}) {
		t.Errorf("%v after the runs %v, which saw %v", err, firsts, seen)
	}
	s.wantTitles(t, "a++!")
	s.wantClean(t)
}
