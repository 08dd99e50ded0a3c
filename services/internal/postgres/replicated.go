package postgres

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// ErrUnreplicated is answered when a synchronous standby did not confirm a commit in time. The transaction stands here, and
// would be lost with this server: nobody may be told that it is safe.
var ErrUnreplicated = errors.New("the commit was not confirmed by the standby")

// unreplicatedKey is where a connection remembers that the server has said so.
const unreplicatedKey = "vaatu: unreplicated"

// noticeUnreplicated looks for the one warning that means more: PostgreSQL ends a cancelled wait for replication with a
// success and this.
func noticeUnreplicated(conn *pgconn.PgConn, n *pgconn.Notice) {
	if n.Severity == "WARNING" && strings.HasPrefix(n.Message, "canceling wait for synchronous replication") {
		conn.CustomData()[unreplicatedKey] = true
	}
}

// unreplicated reports whether the server has said so since the last time it was asked.
func unreplicated(conn *pgconn.PgConn) bool {
	data := conn.CustomData()
	_, said := data[unreplicatedKey]
	delete(data, unreplicatedKey)
	return said
}
