package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/google/uuid"
)

// goalClients is the number of clients that the goals speak of.
const goalClients = 16

// Engines that do the same work in turn.
const (
	byPgbench = "pgbench"
	byJSON    = "JSON"
	byGRPC    = "gRPC"
	byEmpty   = "empty service"
	// byBare is pgbench on a database without row level security.
	byBare = "pgbench, no row level security"
	// byOpen is the program on such a database.
	byOpen = "JSON, no row level security"
	// byUnheard is the program without the audit.
	byUnheard = "JSON, no audit"
)

// engines in the order of the report. The empty service files only, and lists and reads alone are done without walls.
var engines = []string{byPgbench, byBare, byJSON, byOpen, byUnheard, byGRPC, byEmpty}

// measure runs all scenarios.
func (b *bench) measure(ctx context.Context, s *site, whole bool) error {
	names, clients, by := reading, []int{goalClients}, []string{byPgbench, byJSON}
	if whole {
		names, clients, by = allScenarios, b.Clients, []string{byPgbench, byJSON, byGRPC}
	}
	for _, name := range b.among(names) {
		for _, n := range clients {
			if name == caseload && s.size.cases > 100_000 {
				n = 1 // each counts all cases
			}
			if err := b.scenario(ctx, s, name, n, by); err != nil {
				return fmt.Errorf("%s with %d clients: %w", name, n, err)
			}
		}
	}
	if whole && slices.Contains(clients, 64) && len(b.among([]string{claim})) > 0 {
		d := openJSON(s.vaatu.base, 64)
		defer d.close()
		var err error
		if s.size.contest, err = compete(ctx, s.house, d, 64, b.Contests); err != nil {
			return err
		}
	}
	s.size.after = memory(s.vaatu.pids()...) // before pages are opened, which have a goal of their own
	if !whole || len(b.among([]string{openQueue})) == 0 {
		return nil
	}
	var err error
	s.size.live, err = s.live(ctx)
	return err
}

// rounds answers how often a scenario is measured. The goals speak of 16 clients, and of the tail of filing with more.
func (b *bench) rounds(name string, clients int) int {
	if clients == goalClients || name == file && clients > goalClients || b.Full {
		return b.Rounds
	}
	return b.SideRounds
}

// scenario lets engines take turns.
func (b *bench) scenario(ctx context.Context, s *site, name string, clients int, by []string) error {
	by = slices.Clone(by)
	if name == file {
		by = append(by, byEmpty)
	}
	if slices.Contains(walled, name) && clients == goalClients {
		by = append(by, byBare, byOpen)
	}
	if slices.Contains(audited, name) && clients == goalClients {
		by = append(by, byUnheard)
	}
	for range b.rounds(name, clients) {
		r := round{}
		for _, engine := range by {
			one, err := b.burst(ctx, s, name, engine, clients)
			if err != nil {
				return fmt.Errorf("%s: %w", engine, err)
			}
			r[engine] = one
		}
		s.size.add(name, clients, r)
	}
	m := s.size.of(name, clients)
	b.sayf("%-18s %3d clients  pgbench %.0f/s  JSON %.0f/s  gRPC %.0f/s", name, clients, m.rate(byPgbench), m.rate(byJSON), m.rate(byGRPC))
	return nil
}

// burst measures one engine once.
func (b *bench) burst(ctx context.Context, s *site, name, engine string, clients int) (burst, error) {
	if engine == byPgbench {
		return s.pgbench.run(ctx, s.scripts[name], clients, b.Warm, b.Duration)
	}
	if engine == byEmpty {
		return b.burstOfNothing(ctx, s, clients)
	}
	switch engine {
	case byBare:
		return walls.without(ctx, s.cluster, s.copy, func() (burst, error) { return b.burst(ctx, s, name, byPgbench, clients) })
	case byOpen:
		return walls.without(ctx, s.cluster, s.database, func() (burst, error) { return b.burst(ctx, s, name, byJSON, clients) })
	case byUnheard:
		return log.without(ctx, s.cluster, s.database, func() (burst, error) { return b.burst(ctx, s, name, byJSON, clients) })
	}
	var d door = openJSON(s.vaatu.base, clients)
	if engine == byGRPC {
		var err error
		if d, err = openGRPC(s.vaatu); err != nil {
			return burst{}, err
		}
	}
	defer d.close()
	work := &shift{house: s.house, door: d}
	return b.drive(ctx, s, clients, work.operation(name), work.tidy, s.vaatu.pids()...)
}

// burstOfNothing lets clients file with the empty service.
func (b *bench) burstOfNothing(ctx context.Context, s *site, clients int) (burst, error) {
	if err := s.fileOne(ctx); err != nil {
		return burst{}, err
	}
	nothing, base, err := startEmpty(ctx, s.dir)
	if err != nil {
		return burst{}, err
	}
	defer nothing.stop()
	d := openJSON(base, clients)
	defer d.close()
	file := func(ctx context.Context, _ int) error {
		_, err := d.file(ctx, s.house.teacher, uuid.NewString(), s.house.request)
		return err
	}
	return b.drive(ctx, s, clients, file, func(context.Context) error { return nil }, nothing.pid())
}

// fileOne files a request and keeps the case for the empty service.
func (s *site) fileOne(ctx context.Context) error {
	d := openJSON(s.vaatu.base, 1)
	defer d.close()
	one, err := d.file(ctx, s.house.teacher, uuid.NewString(), s.house.request)
	if err != nil {
		return err
	}
	s.house.ledger.filed.Add(1)
	status, text, err := d.ask(ctx, s.house.teacher, http.MethodGet, "/v1/cases/"+one.caseID, "", "", nil)
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("reading what was filed answers %d: %w", status, err)
	}
	return os.WriteFile(filepath.Join(s.dir, filedCase), text, 0o600)
}

// walled are the lists and reads of which row level security is to cost little.
var walled = []string{queue, casePage}

// audited is what writes to the audit: a filing with what it discloses, and a reading.
var audited = []string{file, casePage}

// without measures on a database that lacks something, and puts it back.
func (l lack) without(ctx context.Context, c *cluster, database string, measure func() (burst, error)) (one burst, err error) {
	functions, err := rows[struct{ Text string }](ctx, c, database,
		"SELECT pg_get_functiondef(oid) FROM pg_proc WHERE oid = ANY (ARRAY["+l.functions+"]::regprocedure[])")
	if err != nil {
		return burst{}, err
	}
	if err := c.admin(ctx, database, l.off, l.instead); err != nil {
		return burst{}, err
	}
	one, err = measure()
	back := []string{l.on}
	for _, f := range functions {
		back = append(back, f.Text)
	}
	return one, errors.Join(err, c.admin(ctx, database, back...))
}

// drive lets clients work until they are warm, and then for as long as is measured.
func (b *bench) drive(ctx context.Context, s *site, clients int, do operation, tidy func(context.Context) error, pids ...int) (burst, error) {
	if _, _, err := drive(ctx, clients, b.Warm, do); err != nil {
		return burst{}, err
	}
	if err := tidy(ctx); err != nil {
		return burst{}, err
	}
	used, usedPostgres := cpu(pids...), cpuOfServer(s.cluster.pid)
	took, all, err := drive(ctx, clients, b.Duration, do)
	if err != nil {
		return burst{}, err
	}
	one := summarize(took, all)
	if one.n > 0 {
		one.service = (cpu(pids...) - used) / timeOf(one.n)
		one.postgres = (cpuOfServer(s.cluster.pid) - usedPostgres) / timeOf(one.n)
	}
	return one, tidy(ctx)
}
