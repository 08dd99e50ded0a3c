package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
}

// findPgbench looks for the program beside PostgreSQL's others.
func findPgbench(bin string) (string, error) {
	if bin != "" {
		return filepath.Join(bin, "pgbench"), nil
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

// run measures a script with so many clients for a time, after a warm-up: at first pgbench prepares its statements and
// PostgreSQL plans them anew each time. It counts in whole seconds.
func (p *pgbench) run(ctx context.Context, s script, clients int, warm, d time.Duration) (burst, error) {
	p.runs++
	file := filepath.Join(p.dir, "script.sql")
	if err := os.WriteFile(file, []byte(s.text), 0o600); err != nil {
		return burst{}, fmt.Errorf("writing a script: %w", err)
	}
	warm = max(warm, 500*time.Millisecond, time.Duration(clients*s.statements)*2*time.Millisecond)
	seconds := int((warm + d + time.Second - 1) / time.Second)
	log := filepath.Join(p.dir, "pgbench")
	args := append([]string{
		"--no-vacuum", "--protocol=prepared", "--client=" + strconv.Itoa(clients), "--jobs=" + strconv.Itoa(min(2, clients)),
		"--time=" + strconv.Itoa(seconds), "--log", "--log-prefix=" + log, "--file=" + file,
		"--host=" + p.socket, "--port=5432", "--username=vaatu_app",
		"-D", "base=" + strconv.Itoa(p.runs), "-D", "clients=" + strconv.Itoa(clients), "-D", "t=0",
	}, s.arguments()...)
	cmd := exec.CommandContext(ctx, p.program, append(args, p.database)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	meter := watch(p.server)
	said, err := cmd.CombinedOutput()
	meter.stop()
	if err != nil || strings.Contains(string(said), "aborted") {
		return burst{}, fmt.Errorf("running pgbench: %w\n%s", err, said[:min(len(said), 3000)])
	}
	done, err := readLogs(log)
	if err != nil {
		return burst{}, err
	}
	return done.last(d, time.Duration(seconds)*time.Second, meter)
}

// transaction is one line of pgbench's log.
type transaction struct {
	ended  time.Time
	lasted time.Duration
}

type transactions []transaction

// last summarizes the last part of a run of so long.
func (done transactions) last(d, all time.Duration, m *meter) (burst, error) {
	if len(done) == 0 {
		return burst{}, errors.New("pgbench did nothing")
	}
	began := done[0].ended.Add(-done[0].lasted)
	for _, t := range done {
		if b := t.ended.Add(-t.lasted); b.Before(began) {
			began = b
		}
	}
	to := began.Add(all)
	from := to.Add(-d)
	var took []time.Duration
	for _, t := range done {
		if t.ended.After(from) && !t.ended.After(to) {
			took = append(took, t.lasted)
		}
	}
	b := summarize(took, d)
	if b.n > 0 {
		b.postgres = m.used(from, to) / timeOf(b.n)
	}
	return b, nil
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
	return transaction{time.Unix(numbers[4], numbers[5]*1000), time.Duration(numbers[2]) * time.Microsecond}, nil
}
