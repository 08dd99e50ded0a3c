package postgres

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// hintPause is the least time between two rounds of hints: at most twenty a second.
	hintPause = 50 * time.Millisecond
	// hintTimeout bounds one round.
	hintTimeout = 2 * time.Second
)

// hints sends NOTIFY after the transaction that asked for it has committed, and never inside it: a NOTIFY makes all
// commits of the server queue up behind one lock. Equal hints that come together leave once, as those to the workers do; what is
// sealed is never equal. A hint that is lost costs nothing but time: whoever listens also polls.
type hints struct {
	// config of the connection that is theirs alone: writers never wait for it, nor it for them.
	config *pgx.ConnConfig

	mu sync.Mutex
	// pending leave in the order in which they came; known are they, as text.
	pending []hint
	known   map[string]bool
	sending bool
	closed  bool
	conn    *pgx.Conn
}

// hint is a statement that notifies.
type hint struct {
	sql  string
	args []any
}

// isHint tells a statement that notifies.
func isHint(sql string) bool { return strings.Contains(sql, "pg_notify(") }

// Notify tells whoever listens to the channel, after the transaction has committed.
func (tx *Tx) Notify(channel, payload string) {
	tx.hints = append(tx.hints, notification(channel, payload))
}

// Notify tells whoever listens to the channel of something that is nowhere written.
func (db *DB) Notify(channel, payload string) { db.hints.add([]hint{notification(channel, payload)}) }

func notification(channel, payload string) hint {
	return hint{"SELECT pg_notify($1, $2)", []any{channel, payload}}
}

// add takes hints to be sent soon.
func (h *hints) add(all []hint) {
	if len(all) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known == nil {
		h.known = map[string]bool{}
	}
	for _, one := range all {
		if key := fmt.Sprint(one.sql, one.args); !h.known[key] {
			h.known[key] = true
			h.pending = append(h.pending, one)
		}
	}
	if !h.sending && !h.closed {
		h.sending = true
		go h.send()
	}
}

// send sends until nothing is left, with a pause between two rounds.
func (h *hints) send() {
	for round := h.take(); len(round) > 0; round = h.take() {
		h.round(round)
		<-time.After(hintPause)
	}
	h.end()
}

// round sends some hints in one trip. Those that are lost cost time only: the poll finds the work.
func (h *hints) round(round []hint) {
	ctx, cancel := context.WithTimeout(context.Background(), hintTimeout)
	defer cancel()
	if h.conn == nil || h.conn.IsClosed() {
		conn, err := pgx.ConnectConfig(ctx, h.config)
		if err != nil {
			return
		}
		h.conn = conn
	}
	batch := &pgx.Batch{}
	for _, one := range round {
		batch.Queue(one.sql, one.args...)
	}
	if h.conn.SendBatch(ctx, batch).Close() != nil {
		_ = h.conn.Close(ctx)
	}
}

// close ends the connection, now or when the round that is under way has ended; what is pending is lost.
func (h *hints) close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.end()
}

// end closes the connection once nobody sends and nobody will.
func (h *hints) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed || h.sending || h.conn == nil {
		return
	}
	_ = h.conn.PgConn().Conn().Close() // nothing is under way on it
}

func (h *hints) take() []hint {
	h.mu.Lock()
	defer h.mu.Unlock()
	round := h.pending
	h.pending, h.known = nil, nil
	h.sending = len(round) > 0 && !h.closed
	if !h.sending {
		return nil
	}
	return round
}
