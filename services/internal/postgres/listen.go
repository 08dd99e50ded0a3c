package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// listenPause is the time between two tries to listen.
const listenPause = time.Second

// Listen hears what is notified on a channel until ctx ends, by a connection of its own. began is called each time that it
// begins to hear, also after the connection was lost: what was notified before is then unknown. heard is called for each hint.
func (db *DB) Listen(ctx context.Context, channel string, began func(), heard func(payload string)) {
	for ctx.Err() == nil {
		db.listen(ctx, channel, began, heard)
		select {
		case <-ctx.Done():
		case <-time.After(listenPause):
		}
	}
}

// listen hears until the connection or ctx ends.
func (db *DB) listen(ctx context.Context, channel string, began func(), heard func(payload string)) {
	conn, err := pgx.ConnectConfig(ctx, db.hints.config)
	if err != nil {
		return
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return
	}
	for began(); ; {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		for payload := range strings.SplitSeq(n.Payload, hintEnd) {
			heard(payload)
		}
	}
}
