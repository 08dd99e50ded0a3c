package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// rule holds in every database, whatever the ledger says; its query answers a line for each breach.
type rule struct{ name, query string }

// rules of what faults must not do.
var rules = []rule{
	{"an assignment has at most one holder at a time", `
		SELECT format('case %s: version %s claims assignment %s, which was held', case_id, version, assignment)
		FROM (SELECT case_id, version, kind, data->>'assignment_id' AS assignment,
				lag(kind) OVER (PARTITION BY case_id, data->>'assignment_id' ORDER BY version) AS before
			FROM case_events WHERE kind IN ('CLAIMED', 'RELEASED')) AS turns
		WHERE kind = 'CLAIMED' AND before = 'CLAIMED'`},
	{"the holder is who claimed last", `
		SELECT format('case %s: assignment %s is held by %s, claimed last by %s', a.case_id, a.id, a.holder_id, last.by_id)
		FROM assignments a
		LEFT JOIN LATERAL (SELECT e.by_id FROM case_events e
			WHERE e.case_id = a.case_id AND e.kind = 'CLAIMED' AND e.data->>'assignment_id' = a.id::text
			ORDER BY e.version DESC LIMIT 1) AS last ON true
		WHERE a.state IN ('HELD', 'DONE') AND last.by_id IS DISTINCT FROM a.holder_id`},
	{"each due notice has one job", `
		SELECT format('case %s: %s jobs tell of version %s', case_id, coalesce(job.n, 0), version)
		FROM (SELECT case_id::text, version, true AS due FROM case_events WHERE kind IN ('ASKED', 'ADVICE_PUBLISHED', 'REMINDED')) AS due
		FULL JOIN (SELECT args->>'case_id' AS case_id, (args->>'version')::int AS version, count(*) AS n
			FROM river.river_job WHERE kind = 'notice' GROUP BY 1, 2) AS job USING (case_id, version)
		WHERE due.due IS NULL OR job.n IS DISTINCT FROM 1`},
	{"a notice that is done with was sent", `
		SELECT format('case %s: the notice of version %s is %s, and no mail was sent', j.args->>'case_id', j.args->>'version', j.state)
		FROM river.river_job j LEFT JOIN notify.deliveries d
			ON d.case_id::text = j.args->>'case_id' AND d.case_version = (j.args->>'version')::int
		WHERE j.kind = 'notice' AND (j.state IN ('cancelled', 'discarded') OR j.state = 'completed' AND d.send_time IS NULL)`},
}

// broken answers the breaches of a rule.
func (r rule) broken(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	rows, err := conn.Query(ctx, r.query)
	if err != nil {
		return nil, fmt.Errorf("looking whether %s: %w", r.name, err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("looking whether %s: %w", r.name, err)
	}
	return lines, nil
}
