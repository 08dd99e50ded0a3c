package postgres

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// hintPause is the least time between two rounds of hints: at most twenty a second.
	hintPause = 50 * time.Millisecond
	// hintTimeout bounds one round.
	hintTimeout = 2 * time.Second
)

// hints sends NOTIFY after the transaction that asked for it has committed, and never inside it: a NOTIFY makes all
// commits of the server queue up behind one lock. Equal hints that come together leave once. A hint that is lost costs
// nothing but time: whoever listens also polls.
type hints struct {
	pool *pgxpool.Pool

	mu      sync.Mutex
	pending map[string]hint
	sending bool
}

// hint is a statement that notifies.
type hint struct {
	sql  string
	args []any
}

// isHint tells a statement that notifies.
func isHint(sql string) bool { return strings.Contains(sql, "pg_notify(") }

// add takes hints to be sent soon.
func (h *hints) add(all []hint) {
	if len(all) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.pending == nil {
		h.pending = map[string]hint{}
	}
	for _, one := range all {
		h.pending[fmt.Sprint(one.sql, one.args)] = one
	}
	if !h.sending {
		h.sending = true
		go h.send()
	}
}

// send sends until nothing is left, with a pause between two rounds.
func (h *hints) send() {
	for round := h.take(); len(round) > 0; round = h.take() {
		ctx, cancel := context.WithTimeout(context.Background(), hintTimeout)
		batch := &pgx.Batch{}
		for _, one := range round {
			batch.Queue(one.sql, one.args...)
		}
		_ = h.pool.SendBatch(ctx, batch).Close() // lost: the poll finds the work
		cancel()
		time.Sleep(hintPause)
	}
}

func (h *hints) take() map[string]hint {
	h.mu.Lock()
	defer h.mu.Unlock()
	round := h.pending
	h.pending = nil
	h.sending = len(round) > 0
	return round
}
