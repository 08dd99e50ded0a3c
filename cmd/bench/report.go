package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"
)

// round is what each engine did in one round.
type round map[string]burst

// measured is a scenario with a number of clients over all rounds.
type measured []round

// of answers the median over the rounds of something in an engine's bursts.
func (m measured) of(engine string, what func(burst) float64) float64 {
	var all []float64
	for _, r := range m {
		all = append(all, what(r[engine]))
	}
	return median(all)
}

func (m measured) rate(engine string) float64 {
	return m.of(engine, func(b burst) float64 { return b.rate })
}

func (m measured) p99(engine string) float64 {
	return m.of(engine, func(b burst) float64 { return milliseconds(b.p99) })
}

// cpu answers the CPU time of Go for one request, in milliseconds.
func (m measured) cpu(engine string) float64 {
	return m.of(engine, func(b burst) float64 { return milliseconds(b.service) })
}

// ratio answers the median of the ratios of rates, each taken within a round.
func (m measured) ratio(engine, to string) float64 {
	var all []float64
	for _, r := range m {
		if r[to].rate > 0 {
			all = append(all, r[engine].rate/r[to].rate)
		}
	}
	return median(all)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// timeOf makes a count a divisor of a duration.
func timeOf(n int) time.Duration { return time.Duration(n) }

type cell struct {
	name    string
	clients int
}

// sizeReport is what was measured with one number of cases.
type sizeReport struct {
	cases          int
	filled         time.Duration
	idle, after    float64
	scripts        map[string]script
	cells          map[cell]measured
	contest        contest
	live           live
	filed, changes int64
	proved         bool
}

func (s *sizeReport) add(name string, clients int, r round) {
	at := cell{name, clients}
	s.cells[at] = append(s.cells[at], r)
}

func (s *sizeReport) of(name string, clients int) measured { return s.cells[cell{name, clients}] }

// report is what the run found.
type report struct {
	heading []string
	sizes   []*sizeReport
}

func (r *report) size(n int) *sizeReport {
	s := &sizeReport{cases: n, cells: map[cell]measured{}}
	r.sizes = append(r.sizes, s)
	return s
}

// about writes down what is measured on what.
func (r *report) about(ctx context.Context, c *cluster, o options) error {
	found, err := rows[struct{ Version, Fsync, Commit string }](ctx, c, "postgres",
		"SELECT split_part(version(), ' ', 2), current_setting('fsync'), current_setting('synchronous_commit')")
	if err != nil {
		return err
	}
	r.heading = []string{
		fmt.Sprintf("%s, %s on %d cores for clients, vaatu and PostgreSQL together; PostgreSQL %s, fsync %s, synchronous_commit %s, few checkpoints.",
			time.Now().Format(time.DateOnly), runtime.Version(), runtime.NumCPU(), found[0].Version, found[0].Fsync, found[0].Commit),
		fmt.Sprintf("Each measurement %s after a warm-up; rounds: %d with %d clients and of filing, %d otherwise; medians of rounds, ratios within a round.",
			o.Duration, o.Rounds, goalClients, o.SideRounds),
		"vaatu is two processes, serve and gateway; JSON goes through both, gRPC over the private socket of the services. " +
			"pgbench repeats the statements that the service sent for one request on a copy of the database, in as many round trips; " +
			"ids come from prepared tables by an extra look-up each.",
	}
	return nil
}

// text writes everything as Markdown that reads well as it is.
func (r *report) text() string {
	var t strings.Builder
	for _, line := range r.heading {
		t.WriteString(line + "\n\n")
	}
	for _, s := range r.sizes {
		s.write(&t)
	}
	if len(r.sizes) > 0 {
		writeGoals(&t, goals(r.sizes))
	}
	return t.String()
}

func (s *sizeReport) write(t *strings.Builder) {
	fmt.Fprintf(t, "### %d cases\n\nFilled in %s; memory %.0f MB idle, %.0f MB after the clients.", s.cases, s.filled.Round(time.Second), s.idle, s.after)
	if s.filed+s.changes > 0 {
		fmt.Fprintf(t, " The database holds exactly the %d filings and %d changes that were acknowledged.", s.filed, s.changes)
	}
	if s.proved {
		t.WriteString(" Every case equals the replay of its events.")
	}
	t.WriteString("\n\n| work | clients | by | rate /s | p50 ms | p99 ms | Go CPU ms | PostgreSQL CPU ms | of pgbench |\n" +
		"| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, name := range allScenarios {
		for _, clients := range s.clients(name) {
			s.writeCell(t, name, clients)
		}
	}
	t.WriteString("\n")
}

// clients answers with how many a scenario was measured.
func (s *sizeReport) clients(name string) []int {
	var all []int
	for at := range s.cells {
		if at.name == name {
			all = append(all, at.clients)
		}
	}
	slices.Sort(all)
	return all
}

func (s *sizeReport) writeCell(t *strings.Builder, name string, clients int) {
	m := s.of(name, clients)
	for _, engine := range engines {
		if _, ok := m[0][engine]; !ok {
			continue
		}
		service, ratio := "", ""
		if engine != byPgbench && engine != byBare {
			service = fmt.Sprintf("%.2f", m.cpu(engine))
			ratio = fmt.Sprintf("%.2f", m.ratio(engine, byPgbench))
		}
		fmt.Fprintf(t, "| %s | %d | %s | %.0f | %.2f | %.2f | %s | %.2f | %s |\n", name, clients, engine, m.rate(engine),
			m.of(engine, func(b burst) float64 { return milliseconds(b.p50) }), m.p99(engine), service,
			m.of(engine, func(b burst) float64 { return milliseconds(b.postgres) }), ratio)
	}
}
