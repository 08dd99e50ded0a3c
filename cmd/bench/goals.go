package main

import (
	"fmt"
	"strings"
)

// goal is a figure that was promised.
type goal struct {
	id, what string
	got      string
	must     string
	met      bool
}

// goals answers what the run says of each goal that it measured.
func goals(sizes []*sizeReport) []goal {
	first := sizes[0]
	all := []goal{
		first.least("P1", "file over JSON, of pgbench", file, byJSON, 0.40),
		first.least("P3", "file over gRPC, of pgbench", file, byGRPC, 0.50),
		first.least("P4", "claim over JSON, of pgbench", claim, byJSON, 0.40),
		first.contestGoal(),
		first.least("P6", "queue page of 50 over JSON, of pgbench", queue, byJSON, 0.04),
	}
	for _, name := range walled {
		all = append(all, first.walls(name))
	}
	for _, other := range sizes[1:] {
		for _, name := range []string{queue, deepQueue, casePage} {
			all = append(all, flat(first, other, name))
		}
	}
	all = append(all, first.tail(), first.thrift(), first.memoryGoal("vaatu's memory, idle", first.idle, 80),
		first.memoryGoal("vaatu's memory after all clients", first.after, 200))
	return append(all, first.liveGoals()...)
}

// missing is a goal that this run did not measure.
func missing(id, what, must string) goal { return goal{id, what, "not measured", must, false} }

func (s *sizeReport) least(id, what, name, engine string, must float64) goal {
	m := s.of(name, goalClients)
	if len(m) == 0 {
		return missing(id, what, fmt.Sprintf("≥ %.2f", must))
	}
	got := m.ratio(engine, byPgbench)
	return goal{id, what, fmt.Sprintf("%.2f", got), fmt.Sprintf("≥ %.2f", must), got >= must}
}

func (s *sizeReport) contestGoal() goal {
	const id, must = "P5", "one; ≤ 2.0"
	c := s.contest
	what := fmt.Sprintf("%d claims on one assignment, %d times: winners; losers' p99 / winner's", c.clients, c.times)
	if c.times == 0 || len(c.losers) == 0 {
		return missing(id, "64 claims on one assignment", must)
	}
	ratio := milliseconds(percentile(c.losers, 99)) / milliseconds(percentile(c.winners, 99))
	winners := "one each"
	if c.withoutOneWinner > 0 {
		winners = fmt.Sprintf("not one in %d", c.withoutOneWinner)
	}
	return goal{id, what, fmt.Sprintf("%s; %.1f", winners, ratio), must, c.withoutOneWinner == 0 && ratio <= 2}
}

// walls looks at what row level security costs whoever asks the service for a list or a read.
func (s *sizeReport) walls(name string) goal {
	what := name + " over JSON, p95 with row level security / without"
	m := s.of(name, goalClients)
	p95 := func(engine string) float64 {
		return m.of(engine, func(b burst) float64 { return milliseconds(b.p95) })
	}
	if len(m) == 0 || p95(byOpen) == 0 {
		return missing("P13", what, "≤ 1.3")
	}
	got := p95(byJSON) / p95(byOpen)
	return goal{"P13", what, fmt.Sprintf("%.2f", got), "≤ 1.3", got <= 1.3}
}

func flat(first, other *sizeReport, name string) goal {
	what := fmt.Sprintf("%s, p99 with %d / with %d cases", name, other.cases, first.cases)
	a, b := first.of(name, goalClients), other.of(name, goalClients)
	if len(a) == 0 || len(b) == 0 {
		return missing("P7", what, "≤ 1.5")
	}
	got := b.p99(byJSON) / a.p99(byJSON)
	return goal{"P7", what, fmt.Sprintf("%.2f", got), "≤ 1.5", got <= 1.5}
}

// tail looks at how much longer the slowest wait than the queue of all clients takes.
func (s *sizeReport) tail() goal {
	const what = "tail of filing over JSON, 64 clients: p99 / (64 ÷ rate)"
	m := s.of(file, 64)
	if len(m) == 0 {
		return missing("P10", what, "≤ 4")
	}
	got := m.of(byJSON, func(b burst) float64 { return b.p99.Seconds() * b.rate / 64 })
	return goal{"P10", what, fmt.Sprintf("%.1f", got), "≤ 4", got <= 4}
}

// thrift looks at what a filing costs beside a service that does nothing.
func (s *sizeReport) thrift() goal {
	const what = "Go CPU of a filing over JSON / of the empty service's"
	m := s.of(file, goalClients)
	if len(m) == 0 || m.cpu(byEmpty) == 0 {
		return missing("P12", what, "≤ 4")
	}
	got := m.cpu(byJSON) / m.cpu(byEmpty)
	return goal{"P12", what, fmt.Sprintf("%.1f", got), "≤ 4", got <= 4}
}

func (s *sizeReport) memoryGoal(what string, got, must float64) goal {
	return goal{"P14", what, fmt.Sprintf("%.0f MB", got), fmt.Sprintf("≤ %.0f MB", must), got <= must}
}

func writeGoals(t *strings.Builder, all []goal) {
	t.WriteString("### Goals\n\n| id | what | measured | must | met |\n| --- | --- | --- | --- | --- |\n")
	for _, g := range all {
		met := "no"
		if g.met {
			met = "yes"
		}
		fmt.Fprintf(t, "| %s | %s | %s | %s | %s |\n", g.id, g.what, g.got, g.must, met)
	}
	t.WriteString("\nNot measured here: what other programs can do.\n")
}
