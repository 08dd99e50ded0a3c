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
	// LongestHint is what PostgreSQL takes at once, in bytes. A longer one is not to be sent: who waits for it polls.
	LongestHint = 7999
	// hintEnd stands between hints that leave together. No hint holds it.
	hintEnd = "\n"
)

// hints sends NOTIFY after the transaction that asked for it has committed, and never inside it: a NOTIFY makes all
// commits of the server queue up behind one lock. What comes together leaves together: those to the workers once where they are equal, and
// those of one channel in as few notifications as hold them. A hint that is lost costs nothing but time: whoever listens also polls.
type hints struct {
	// config of the connection that is theirs alone: writers never wait for it, nor it for them.
	config *pgx.ConnConfig

	mu sync.Mutex
	// pending leave in the order in which they came.
	pending []hint
	sending bool
	closed  bool
	conn    *pgx.Conn
}

// hint is a statement that notifies: of another's making, or of a payload on a channel.
type hint struct {
	sql  string
	args []any

	channel, payload string
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
	return hint{channel: channel, payload: payload}
}

// add takes hints to be sent soon.
func (h *hints) add(all []hint) {
	if len(all) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pending = append(h.pending, all...)
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
	for _, one := range joined(round) {
		if one.channel != "" {
			batch.Queue("SELECT pg_notify($1, $2)", one.channel, one.payload)
			continue
		}
		batch.Queue(one.sql, one.args...)
	}
	if h.conn.SendBatch(ctx, batch).Close() != nil {
		_ = h.conn.Close(ctx)
	}
}

// joined answers as few hints as say the same.
func joined(round []hint) []hint {
	var all []hint
	said, letters := map[string]bool{}, map[string]*letter{}
	for _, one := range round {
		if one.channel == "" {
			if key := fmt.Sprint(one.sql, one.args); !said[key] {
				said[key] = true
				all = append(all, one)
			}
			continue
		}
		l := letters[one.channel]
		if l == nil || l.Len()+len(hintEnd)+len(one.payload) > LongestHint {
			l = &letter{at: len(all)}
			letters[one.channel] = l
			all = append(all, one)
		} else {
			l.WriteString(hintEnd)
		}
		l.WriteString(one.payload)
		all[l.at].payload = l.String()
	}
	return all
}

// letter is the payload of a hint that others join, and the hint's place.
type letter struct {
	strings.Builder

	at int
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
	h.pending = nil
	h.sending = len(round) > 0 && !h.closed
	if !h.sending {
		return nil
	}
	return round
}
