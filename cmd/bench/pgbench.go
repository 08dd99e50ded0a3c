package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// pgbench runs scripts as the application's role on the copy of the database.
type pgbench struct {
	program, dir, socket, database string
	server                         int
	runs                           int
	// warm is how long scripts need with so many clients, by name, as was found out.
	warm map[string]time.Duration
}

// planned is how often PostgreSQL plans a prepared statement anew before it may settle for one plan.
const planned = 6

// findPgbench looks for the program beside PostgreSQL's others.
func findPgbench(bin string) (string, error) {
	if path := filepath.Join(bin, "pgbench"); bin != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("PostgreSQL was installed without pgbench: %w", err)
		}
		return path, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
	if err == nil && len(found) > 0 {
		return found[len(found)-1], nil
	}
	path, err := exec.LookPath("pgbench")
	if err != nil {
		return "", fmt.Errorf("pgbench is not installed: %w", err)
	}
	return path, nil
}

// run measures a script with so many clients for a time. The warm-up must be long enough for every client to have its
// statements planned; where it was not, another run has a longer one.
func (p *pgbench) run(ctx context.Context, s script, clients int, warm, d time.Duration) (burst, error) {
	name := fmt.Sprint(s.name, clients)
	warm = max(warm, 500*time.Millisecond, p.warm[name])
	for tries := 4; ; tries-- {
		done, m, end, err := p.once(ctx, s, clients, warm+d)
		if err != nil {
			return burst{}, err
		}
		b, isWarm := done.last(d, end, clients, m)
		if b.n > 0 && (isWarm || tries <= 1) {
			return b, nil
		}
		if tries <= 0 {
			return b, errors.New("pgbench got nothing done in the time")
		}
		warm *= 2
		p.warm[name] = warm
	}
}

// once runs a script for whole seconds, at least so long, and answers what it did and when no more was begun. pgbench's
// time runs while it still connects.
func (p *pgbench) once(ctx context.Context, s script, clients int, atLeast time.Duration) (transactions, *meter, time.Time, error) {
	p.runs++
	file := filepath.Join(p.dir, strings.ReplaceAll(s.name, " ", "-")+".sql")
	if err := os.WriteFile(file, []byte(s.text), 0o600); err != nil {
		return nil, nil, time.Time{}, fmt.Errorf("writing a script: %w", err)
	}
	seconds := (atLeast + time.Second - 1).Truncate(time.Second)
	log := filepath.Join(p.dir, "pgbench")
	args := append([]string{
		"--no-vacuum", "--protocol=prepared", "--max-tries=0", "--client=" + strconv.Itoa(clients), "--jobs=" + strconv.Itoa(min(2, clients)),
		"--time=" + strconv.Itoa(int(seconds.Seconds())), "--log", "--log-prefix=" + log, "--file=" + file,
		"--host=" + p.socket, "--port=5432", "--username=vaatu_app",
		"-D", "base=" + strconv.Itoa(p.runs), "-D", "clients=" + strconv.Itoa(clients), "-D", "t=0",
	}, s.arguments()...)
	cmd := exec.CommandContext(ctx, p.program, append(args, p.database)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	meter := watch(p.server)
	end := time.Now().Add(seconds)
	said, err := cmd.CombinedOutput()
	meter.stop()
	if err != nil || strings.Contains(string(said), "aborted") {
		return nil, nil, time.Time{}, fmt.Errorf("running pgbench: %w\n%s", err, said[:min(len(said), 3000)])
	}
	done, err := readLogs(log)
	return done, meter, end, err
}

// transaction is one line of pgbench's log.
type transaction struct {
	client int64
	ended  time.Time
	lasted time.Duration
}

type transactions []transaction

// last summarizes the last part of a run, and reports whether every client was warm before it.
func (done transactions) last(d time.Duration, to time.Time, clients int, m *meter) (b burst, warm bool) {
	from := to.Add(-d)
	var took []time.Duration
	before := make([]int, clients)
	for _, t := range done {
		if t.ended.Before(from) {
			before[t.client]++
		}
		if t.ended.After(from) && !t.ended.After(to) {
			took = append(took, t.lasted)
		}
	}
	b = summarize(took, d)
	if b.n > 0 {
		b.postgres = m.used(from, to) / timeOf(b.n)
	}
	return b, slices.Min(before) >= planned
}

// readLogs reads and removes what the threads of pgbench have logged.
func readLogs(prefix string) (done transactions, err error) {
	files, err := filepath.Glob(prefix + ".*")
	if err != nil || len(files) == 0 {
		return nil, errors.New("pgbench left no log")
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading pgbench's log: %w", err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.Contains(line, " failed ") {
				continue // the end of the time came between two tries
			}
			t, err := readLine(line)
			if err != nil {
				return nil, err
			}
			done = append(done, t)
		}
		if err := os.Remove(name); err != nil {
			return nil, fmt.Errorf("removing pgbench's log: %w", err)
		}
	}
	return done, nil
}

// readLine reads client, transaction, microseconds, script, and the end in seconds and microseconds.
func readLine(line string) (transaction, error) {
	fields := strings.Fields(line)
	if len(fields) < 6 {
		return transaction{}, fmt.Errorf("pgbench's log says %q", line)
	}
	var numbers [6]int64
	for i := range numbers {
		n, err := strconv.ParseInt(fields[i], 10, 64)
		if err != nil {
			return transaction{}, fmt.Errorf("pgbench's log says %q: %w", line, err)
		}
		numbers[i] = n
	}
	return transaction{numbers[0], time.Unix(numbers[4], numbers[5]*1000), time.Duration(numbers[2]) * time.Microsecond}, nil
}
