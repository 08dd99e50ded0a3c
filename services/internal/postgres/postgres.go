// Package postgres is the only way to the database. It exists so that round
// trips stay few and transactions stay whole: statements are queued and leave
// together, BEGIN rides with the first of them and COMMIT with the last, one
// round trip that is all needs neither, and a transaction that lost a race is
// run again.
//
// What it promises:
//   - a closure that only queues costs one round trip;
//   - either everything in a closure is committed or nothing is;
//   - a connection goes back to the pool clean, or not at all;
//   - a NOTIFY leaves after COMMIT, and never inside a transaction that writes;
//   - a pool never belongs to a role that row level security does not bind.
package postgres

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// statementTimeout bounds every statement, in milliseconds, on the server.
	statementTimeout = "10000"
	// idleTimeout ends a transaction whose client went silent, in milliseconds.
	idleTimeout = "30000"
	// pingAfter is how long a connection may have been idle before it is asked
	// whether it is alive. A shorter time would add round trips to quiet hours.
	pingAfter = 30 * time.Second
)

// Config says where a pool connects and as whom.
type Config struct {
	// URL is a PostgreSQL connection string; its user is the role of the pool.
	URL string
	// MaxConns bounds the pool; zero leaves the choice to pgxpool.
	MaxConns int32
	// Name is shown as application_name; empty means "vaatu".
	Name string
	// Dial opens the network connection; nil means the ordinary way.
	// Tests pass (*TripCounter).Dial.
	Dial pgconn.DialFunc
}

// DB is one pool of connections under one role. It is safe for concurrent use.
type DB struct {
	pool  *pgxpool.Pool
	hints hints
}

// Open connects, and refuses a role that row level security does not bind: a
// superuser, a role with BYPASSRLS, vaatu_owner and every member of these.
func Open(ctx context.Context, c Config) (*DB, error) {
	config, err := poolConfig(c)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening the pool: %w", err)
	}
	if err := refusePowerful(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	return &DB{pool: pool, hints: hints{config: hintConfig(config)}}, nil
}

// Close waits for running transactions and closes every connection.
func (db *DB) Close() {
	db.hints.close()
	db.pool.Close()
}

// Pool answers the pool itself. It is for River, which needs one; everything
// else goes through Read and Write.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

func poolConfig(c Config) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(c.URL)
	if err != nil {
		return nil, fmt.Errorf("reading the database address: %w", err)
	}
	if c.MaxConns > 0 {
		config.MaxConns = c.MaxConns
	}
	if c.Name == "" {
		c.Name = "vaatu"
	}
	if c.Dial != nil {
		config.ConnConfig.DialFunc = c.Dial
	}
	params := config.ConnConfig.RuntimeParams
	params["application_name"] = c.Name
	params["timezone"] = "UTC"
	params["statement_timeout"] = statementTimeout
	params["idle_in_transaction_session_timeout"] = idleTimeout
	params["default_transaction_isolation"] = "read committed" // what sends no BEGIN is as what does
	params["default_transaction_read_only"] = "off"
	config.ConnConfig.OnNotice = noticeUnreplicated
	config.AfterConnect = scanTimesInUTC
	config.ShouldPing = func(_ context.Context, p pgxpool.ShouldPingParams) bool {
		return p.IdleDuration > pingAfter
	}
	return config, nil
}

// hintConfig is the pool's, on the ordinary way to the server: nobody counts the trips of hints.
func hintConfig(c *pgxpool.Config) *pgx.ConnConfig {
	config := c.ConnConfig.Copy()
	config.DialFunc = (&net.Dialer{}).DialContext
	return config
}

// scanTimesInUTC makes times equal on every machine, whatever its time zone.
func scanTimesInUTC(_ context.Context, conn *pgx.Conn) error {
	types := conn.TypeMap()
	moment := &pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	}
	types.RegisterType(moment)
	types.RegisterType(&pgtype.Type{
		Name: "_timestamptz", OID: pgtype.TimestamptzArrayOID,
		Codec: &pgtype.ArrayCodec{ElementType: moment},
	})
	return nil
}
