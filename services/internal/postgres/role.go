package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
)

// powerful lists the roles beyond row level security which this session is, or
// could become by SET ROLE. A superuser counts as a member of every role, so it
// is named first.
const powerful = `
SELECT session_user::text, r.rolname::text, r.rolsuper, r.rolbypassrls
FROM pg_catalog.pg_roles r
WHERE (r.rolsuper OR r.rolbypassrls OR r.rolname = 'vaatu_owner')
  AND (pg_has_role(session_user, r.oid, 'MEMBER') OR pg_has_role(current_user, r.oid, 'MEMBER'))
ORDER BY r.rolname = session_user DESC, r.rolsuper DESC, r.rolname
LIMIT 1`

// refusePowerful fails if the pool's role could look past row level security.
func refusePowerful(ctx context.Context, pool *pgxpool.Pool) error {
	rows, err := pool.Query(ctx, powerful)
	if err != nil {
		return fmt.Errorf("asking which role the database gave: %w", err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return fmt.Errorf("asking which role the database gave: %w", err)
		}
		return nil
	}
	var user, role string
	var super, bypass bool
	if err := rows.Scan(&user, &role, &super, &bypass); err != nil {
		return fmt.Errorf("reading which role the database gave: %w", err)
	}
	return fmt.Errorf("refusing to run as database role %q: %s, so row level security would not bind it; "+
		"connect as the role that it is for", user, reason(user, role, super, bypass))
}

func reason(user, role string, super, bypass bool) string {
	what := "the owner of the tables"
	switch {
	case super:
		what = "a superuser"
	case bypass:
		what = "a role with BYPASSRLS"
	}
	if user == role {
		return "it is " + what
	}
	return fmt.Sprintf("it is a member of %q, %s", role, what)
}
