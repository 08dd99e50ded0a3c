package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Broken reports whether an error tells that a constraint of the database was broken.
func Broken(err error, constraint string) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.ConstraintName == constraint
}
