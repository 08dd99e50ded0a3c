package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// moving gives what waits and what is held to whoever the statements were captured of: one person may not touch the cases
// of others. The queue that is read keeps its length.
func moving(scripts map[string]script, queue string) []string {
	return []string{
		"CREATE SCHEMA bench",
		"CREATE TABLE bench.mine AS SELECT m.work, a.unit_id, a.holder_id FROM assignments a, (VALUES ('claim', '" +
			scripts[claim].assignment + "'), ('message', '" + scripts[message].assignment + "')) AS m (work, id) WHERE a.id::text = m.id",
		`WITH moved AS (UPDATE assignments a SET unit_id = m.unit_id FROM bench.mine m
			WHERE m.work = 'claim' AND a.state = 'WAITING' AND '` + queue + `' NOT IN (a.unit_id::text, m.unit_id::text)
			RETURNING a.case_id, a.unit_id)
		UPDATE cases c SET unit_ids = ARRAY[moved.unit_id] FROM moved WHERE moved.case_id = c.id`,
		`WITH moved AS (UPDATE assignments a SET unit_id = m.unit_id, holder_id = m.holder_id FROM bench.mine m
			WHERE m.work = 'message' AND a.state = 'HELD' RETURNING a.case_id, a.unit_id)
		UPDATE cases c SET unit_ids = ARRAY[moved.unit_id] FROM moved WHERE moved.case_id = c.id`,
		preparedTables,
	}
}

// switchWalls is the statement that takes row level security away, or puts it back.
func switchWalls(how string) string {
	return `DO $$ DECLARE t regclass; BEGIN
		FOR t IN SELECT oid FROM pg_class WHERE relforcerowsecurity LOOP EXECUTE format('ALTER TABLE %s ` + how + ` ROW LEVEL SECURITY', t); END LOOP;
	END $$`
}

// lack is something to measure without: the functions that take its place, and what is switched off and on again.
type lack struct{ functions, instead, off, on string }

// Without row level security a case opens to everybody; without the audit nothing is written down.
var (
	walls = lack{
		functions: "'access.open_case(uuid, boolean)', 'access.opened(text)', 'audit.read_case(uuid, text, text)'",
		instead: `CREATE OR REPLACE FUNCTION access.open_case(p_case uuid, p_lock boolean DEFAULT false) RETURNS uuid LANGUAGE plpgsql
			AS $$ BEGIN PERFORM set_config('vaatu.case', p_case::text, true); RETURN p_case; END $$;
		CREATE OR REPLACE FUNCTION access.opened(p_reach text) RETURNS uuid LANGUAGE plpgsql STABLE
			AS $$ BEGIN RETURN nullif(current_setting('vaatu.case', true), '')::uuid; END $$;
		CREATE OR REPLACE FUNCTION audit.read_case(p_case uuid, p_action text, p_what text) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
			AS $$ BEGIN
				INSERT INTO audit.entries (action, what, outcome, case_id) VALUES (p_action, p_what, 'DONE', p_case);
				PERFORM set_config('vaatu.case', p_case::text, true);
				RETURN p_case;
			END $$`,
		off: switchWalls("DISABLE"), on: switchWalls("ENABLE"),
	}
	log = lack{
		functions: "'audit.record(text, text, text, text, text, uuid, uuid, uuid, text, uuid, text)', 'audit.read_case(uuid, text, text)', 'access.opened(text)'",
		instead: `CREATE OR REPLACE FUNCTION audit.record(p_action text, p_what text, p_outcome text, p_reason text, p_role text, p_unit uuid,
				p_school uuid, p_case uuid, p_object text, p_to uuid, p_basis text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
		CREATE OR REPLACE FUNCTION access.opened(p_reach text) RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
			SET search_path = '' AS $$
			DECLARE
				v_set text := current_setting('vaatu.case', true);
				v_opened text := left(v_set, -66);
				v_secret bytea;
			BEGIN
				IF v_set IS NULL OR v_set = '' OR substr(v_opened, 37) < p_reach THEN
					RETURN NULL;
				END IF;
				SELECT s.value INTO v_secret FROM access.secrets s;
				RETURN CASE WHEN v_set = access.seal(v_opened, v_secret) THEN left(v_opened, 36)::uuid END;
			END $$;
		CREATE OR REPLACE FUNCTION audit.read_case(p_case uuid, p_action text, p_what text) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER
			SET search_path = '' AS $$
			DECLARE
				v_by record := access.reach(p_case);
			BEGIN
				PERFORM set_config('vaatu.case', access.seal(p_case::text || v_by.reach, v_by.secret), true);
				RETURN p_case;
			END $$`,
	}
)

// preparedTables are what pgbench draws ids from, on the copy of the database.
const preparedTables = `
CREATE FUNCTION bench.id(kind int, k bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	$$ SELECT ('01990000-0000-700' || kind || '-8000-' || lpad(to_hex(k), 12, '0'))::uuid $$;
CREATE TABLE bench.claim AS SELECT row_number() OVER ()::int AS n, a.case_id, a.id AS assignment_id, a.school_id
	FROM assignments a WHERE a.state = 'WAITING' AND a.opens AND a.part = 'LEAD' AND a.unit_id IN (SELECT unit_id FROM bench.mine WHERE work = 'claim');
CREATE TABLE bench.message AS SELECT row_number() OVER ()::int AS n, a.case_id, a.school_id
	FROM assignments a JOIN cases c ON c.id = a.case_id WHERE a.state = 'HELD' AND a.opens AND c.phase = 'IN_CONSULTATION'
	AND a.holder_id IN (SELECT holder_id FROM bench.mine WHERE work = 'message');
CREATE TABLE bench.read AS SELECT row_number() OVER ()::int AS n, c.id AS case_id
	FROM cases c WHERE c.filer_id = (SELECT id FROM access.persons WHERE subject = 'teacher-fi') LIMIT 5000;
ALTER TABLE bench.claim ADD PRIMARY KEY (n);
ALTER TABLE bench.message ADD PRIMARY KEY (n);
ALTER TABLE bench.read ADD PRIMARY KEY (n);
GRANT USAGE ON SCHEMA bench TO vaatu_app;
GRANT SELECT ON ALL TABLES IN SCHEMA bench TO vaatu_app;
ANALYZE bench.claim, bench.message, bench.read`

// counting numbers the transactions of all clients: k is a number of its own for each.
const counting = `\set t :t + 1
\set k (:base * 10000000) + (:t * :clients) + :client_id
`

// drawing draws the row n of a table, which has as many as size says, and a version that no event of the case has yet.
const drawing = counting + `\set n 1 + (((:t * :clients) + :client_id) % :size)
\set v 1000 + (:base * 100000) + (((:t * :clients) + :client_id) / :size)
`

func drawn(column, table string) string {
	return "(SELECT " + column + " FROM bench." + table + " WHERE n = :n)"
}

// changing is the swap of a change of a case that stands in a table.
func changing(table, caseID, schoolID, key string) swap {
	return swap{
		preamble: drawing,
		values: map[string]string{
			caseID: drawn("case_id", table), schoolID: drawn("school_id", table), key: "('k' || :k::text)",
		},
		columns: map[string]string{
			"cases.version": ":v", "case_events.version": ":v", "cases.update_time": "clock_timestamp()",
			"assignments.update_time": "clock_timestamp()", "case_content.id": "bench.id(3, :k)",
		},
	}
}

// tables that the scripts draw from.
var tables = map[string]string{claim: "claim", message: "message", casePage: "read"}

// prepare makes the tables and tells the scripts how many rows they have. queue is the unit whose queue is read.
func prepare(ctx context.Context, c *cluster, database string, scripts map[string]script, queue string) error {
	if err := c.admin(ctx, database, moving(scripts, queue)...); err != nil {
		return err
	}
	for name, table := range tables {
		if _, ok := scripts[name]; !ok {
			continue
		}
		sizes, err := rows[struct{ N int }](ctx, c, database, "SELECT count(*)::int FROM bench."+table)
		if err != nil {
			return err
		}
		if sizes[0].N == 0 {
			return fmt.Errorf("there is nothing to do for %s", name)
		}
		scripts[name].variables["size"] = strconv.Itoa(sizes[0].N)
	}
	return nil
}

// capture asks for each thing once through a recorder and makes scripts of what the services sent.
func (b *bench) capture(ctx context.Context, c *cluster, database string, r *recorder, h *house) (map[string]script, error) {
	scripts := map[string]script{}
	err := c.as(ctx, "vaatu_app", database, func(conn *pgx.Conn) error {
		for _, name := range b.among(allScenarios) {
			var s swap
			trips, err := r.capture(func() (err error) {
				s, err = b.one(ctx, name, h)
				return err
			})
			if err != nil {
				return fmt.Errorf("capturing %s: %w", name, err)
			}
			if scripts[name], err = makeScript(ctx, conn, name, trips, s); err != nil {
				return fmt.Errorf("making a script of %s: %w", name, err)
			}
		}
		return nil
	})
	return scripts, err
}

// one asks for one thing and answers what is to differ when pgbench repeats it.
func (b *bench) one(ctx context.Context, name string, h *house) (swap, error) {
	key := uuid.NewString()
	switch name {
	case file:
		made, err := h.grpc.file(ctx, h.teacher, key, h.request)
		h.ledger.filed.Add(1)
		return swap{
			preamble: counting,
			values: map[string]string{
				made.caseID: "bench.id(1, :k)", made.assignmentID: "bench.id(2, :k)", key: "('k' || :k::text)",
			},
			columns: map[string]string{
				"cases.number": "('B' || :k::text)", "case_content.id": "bench.id(3, :k)", "case_keys.id": "bench.id(1, :k)",
			},
		}, err
	case claim:
		a, ok := h.waiting.take()
		if !ok {
			return swap{}, errDrained
		}
		_, _, err := h.grpc.claim(ctx, a.by, key, a.assignment)
		h.ledger.events.Add(1)
		s := changing("claim", a.caseID, a.school, key)
		s.values[a.id], s.assignment = drawn("assignment_id", "claim"), a.id
		return s, err
	case message:
		m := h.held.next()
		h.ledger.events.Add(1)
		s := changing("message", m.caseID, m.school, key)
		s.assignment = m.id
		return s, h.grpc.message(ctx, m.by, key, m.caseID, h.words)
	case queue, deepQueue:
		token := ""
		if name == deepQueue {
			token = h.deep
		}
		_, _, err := h.grpc.queue(ctx, h.expert, h.unit, token)
		return swap{}, err
	case casePage:
		id := h.readable.next()
		return swap{
			preamble: "\\set n random(1, :size)\n",
			values:   map[string]string{id: drawn("case_id", "read")},
		}, h.grpc.read(ctx, h.teacher, id)
	default:
		return swap{}, h.grpc.caseload(ctx, h.coordinator)
	}
}
