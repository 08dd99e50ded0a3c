package postgres

import (
	"database/sql"
	"errors"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
)

// Rows queues a query and fills dst with all its rows, never nil, when the round
// trip is made. A struct T takes columns by name (`db` tags, every column must
// have a field); any other T takes the one column there is.
func Rows[T any](tx *Tx, dst *[]T, sql string, args ...any) {
	tx.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, scanner[T]())
		if err != nil {
			return err
		}
		*dst = got
		return nil
	})
}

// Row queues a query of at most one row and fills dst when the round trip is
// made. Without a row *found is false and *dst zero; if found is nil that is
// pgx.ErrNoRows, and the transaction rolls back (unless COMMIT rode along, see
// ErrCommitted). A second row is pgx.ErrTooManyRows.
func Row[T any](tx *Tx, dst *T, found *bool, sql string, args ...any) {
	tx.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectExactlyOneRow(rows, scanner[T]())
		missing := errors.Is(err, pgx.ErrNoRows)
		if err != nil && (!missing || found == nil) {
			return err
		}
		*dst = got
		if found != nil {
			*found = !missing
		}
		return nil
	})
}

// scanner reads a row into T: by name into a struct that is not itself a value.
func scanner[T any]() pgx.RowToFunc[T] {
	var zero T
	t := reflect.TypeFor[T]()
	_, isTime := any(zero).(time.Time)
	_, isScanner := any(&zero).(sql.Scanner)
	if t.Kind() == reflect.Struct && !isTime && !isScanner {
		return pgx.RowToStructByName[T]
	}
	return pgx.RowTo[T]
}
