package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// effectsOf counts what is in the database, by what the ledger knows of it.
func effectsOf(ctx context.Context, conn *pgx.Conn) (map[effect]int, error) {
	rows, err := conn.Query(ctx, `SELECT case_id::text, kind, CASE
			WHEN kind = 'MESSAGED' THEN data->>'message_id'
			WHEN kind IN ('ASKED', 'REPLIED') THEN data->>'question_id'
			WHEN kind = 'ADVICE_WRITTEN' THEN data->>'advice_id'
			WHEN kind IN ('CLAIMED', 'RELEASED') THEN data->>'assignment_id'
			ELSE case_id::text END, count(*)
		FROM case_events
		WHERE kind IN ('FILED', 'CLAIMED', 'RELEASED', 'MESSAGED', 'ASKED', 'REPLIED', 'ADVICE_WRITTEN', 'ADVICE_PUBLISHED',
			'ACKNOWLEDGED', 'CLOSED', 'WITHDRAWN')
		GROUP BY 1, 2, 3`)
	if err != nil {
		return nil, fmt.Errorf("reading the events: %w", err)
	}
	stored := map[effect]int{}
	var e effect
	var n int
	_, err = pgx.ForEachRow(rows, []any{&e.caseID, &e.kind, &e.subject, &n}, func() error {
		stored[e] = n
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the events: %w", err)
	}
	return stored, nil
}

// compare answers a line for each acknowledged write that is not in the database, and for each write in the database
// that nobody was told of, beyond those that may have been done before their answer was lost.
func (l *ledger) compare(stored map[effect]int) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []string
	for e, n := range l.acked {
		if stored[e] < n {
			found = append(found, fmt.Sprintf("%s on %s acknowledged %d times, stored %d: lost", act{e.caseID, e.kind}, e.subject, n, stored[e]))
		}
	}
	more := map[act]int{}
	for e, n := range stored {
		if extra := n - l.acked[e]; extra > 0 {
			of := act{e.caseID, e.kind}
			if e.kind == "FILED" {
				of.caseID = ""
			}
			more[of] += extra
		}
	}
	l.figures.refusedDone = 0
	for of, n := range more {
		l.figures.refusedDone += min(n, l.perhaps[of])
		if n > l.perhaps[of] {
			found = append(found, fmt.Sprintf("%s stored %d times more than acknowledged, %d may be: done twice", of, n, l.perhaps[of]))
		}
	}
	for e := range l.pending {
		found = append(found, fmt.Sprintf("%s was never answered", e.act))
	}
	slices.Sort(found)
	return found
}
