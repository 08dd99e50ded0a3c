package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/vip-verkosto/vaatu/services"
)

// bench is one run.
type bench struct {
	options

	out io.Writer
	// pgbench is where the program is.
	pgbench string
	report  report
}

// sayf tells how far the run is.
func (b *bench) sayf(format string, args ...any) {
	fmt.Fprintf(b.out, "%s  "+format+"\n", append([]any{time.Now().Format(time.TimeOnly)}, args...)...)
}

func (b *bench) run(ctx context.Context) error {
	for _, word := range b.Only {
		if _, ok := words[word]; !ok {
			return fmt.Errorf("there is no work named %q to measure", word)
		}
	}
	program, err := filepath.Abs(b.Vaatu)
	if err != nil {
		return fmt.Errorf("finding the program: %w", err)
	}
	if _, err := os.Stat(program); err != nil {
		return fmt.Errorf("finding the program: %w (make build)", err)
	}
	b.Vaatu = program
	if b.pgbench, err = findPgbench(b.PostgresBin); err != nil {
		return err
	}
	dir := b.Dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "vaatu-bench"); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	b.sayf("starting PostgreSQL")
	c, err := startCluster(ctx, filepath.Join(dir, "pg"), b.PostgresBin)
	if err != nil {
		return err
	}
	defer c.stop(ctx)
	if err := b.report.about(ctx, c, b.options); err != nil {
		return err
	}
	for i, n := range b.Sizes {
		if err := b.size(ctx, c, dir, n, i == 0 || b.Full); err != nil {
			return fmt.Errorf("with %d cases: %w", n, err)
		}
	}
	return nil
}

// site is a filled database with the program that serves it.
type site struct {
	cluster        *cluster
	database, copy string
	dir, keyset    string
	// queue is the unit whose queue is read.
	queue   string
	vaatu   *vaatu
	house   *house
	scripts map[string]script
	pgbench *pgbench
	size    *sizeReport
}

// size measures with so many cases; whole: everything, else only what reading does.
func (b *bench) size(ctx context.Context, c *cluster, dir string, n int, whole bool) error {
	s := &site{
		cluster: c, database: fmt.Sprintf("vaatu_%d", n), dir: filepath.Join(dir, strconv.Itoa(n)), size: b.report.size(n),
	}
	s.copy, s.keyset = s.database+"_copy", filepath.Join(s.dir, "keyset.json")
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	b.sayf("filling %d cases", n)
	began := time.Now()
	if err := c.fill(ctx, s.database, s.keyset, n, b.Open, time.Now()); err != nil {
		return err
	}
	s.size.filled = time.Since(began)
	b.sayf("filled in %s; capturing statements", s.size.filled.Round(time.Second))
	before, err := b.prepare(ctx, s)
	if err != nil {
		return err
	}
	defer s.vaatu.stop()
	defer s.house.grpc.close()
	if err := b.measure(ctx, s, whole); err != nil {
		return err
	}
	if err := b.prove(ctx, s, before); err != nil {
		return err
	}
	return c.drop(ctx, s.copy)
}

// prepare captures the statements, copies the database for pgbench, and starts the program that is measured. It answers
// what the database held then.
func (b *bench) prepare(ctx context.Context, s *site) (held, error) {
	if err := b.captureAll(ctx, s); err != nil {
		return held{}, err
	}
	b.sayf("copying the database for pgbench")
	if err := s.cluster.copy(ctx, s.database, s.copy); err != nil {
		return held{}, err
	}
	if err := prepare(ctx, s.cluster, s.copy, s.scripts, s.queue); err != nil {
		return held{}, err
	}
	socket, err := s.cluster.socket()
	if err != nil {
		return held{}, err
	}
	s.pgbench = &pgbench{program: b.pgbench, dir: s.dir, socket: socket, database: s.copy, server: s.cluster.pid, warm: map[string]time.Duration{}}
	before, err := holds(ctx, s.cluster, s.database)
	if err != nil {
		return held{}, err
	}
	if s.vaatu, err = startVaatu(ctx, b.setting(s, "")); err != nil {
		return held{}, err
	}
	idle(ctx)
	s.size.idle = memory(s.vaatu.pids()...)
	if s.house, err = openHouse(ctx, s.cluster, s.database, s.vaatu); err != nil {
		s.vaatu.stop()
	}
	return before, err
}

func (b *bench) setting(s *site, through string) setting {
	return setting{program: b.Vaatu, dir: s.dir, keyset: s.keyset, cluster: s.cluster, database: s.database, through: through}
}

// idle waits until what a start does is over.
func idle(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(2 * time.Second):
	}
}

// captureAll runs the program through a recorder.
func (b *bench) captureAll(ctx context.Context, s *site) error {
	socket, err := s.cluster.socket()
	if err != nil {
		return err
	}
	through := filepath.Join(s.dir, "r")
	if err := os.MkdirAll(through, 0o700); err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	r, err := record(ctx, through, socket)
	if err != nil {
		return err
	}
	defer r.close()
	v, err := startVaatu(ctx, b.setting(s, through))
	if err != nil {
		return err
	}
	defer v.stop()
	h, err := openHouse(ctx, s.cluster, s.database, v)
	if err != nil {
		return err
	}
	defer h.grpc.close()
	s.scripts, err = b.capture(ctx, s.cluster, s.database, r, h)
	s.size.scripts, s.queue = s.scripts, h.unit
	return err
}

// held is what the database holds. The clock's events are not ours.
type held struct{ Cases, Events int64 }

func holds(ctx context.Context, c *cluster, database string) (held, error) {
	found, err := rows[held](ctx, c, database,
		"SELECT (SELECT count(*) FROM cases), (SELECT count(*) FROM case_events WHERE by_role <> 'CLOCK')")
	if err != nil {
		return held{}, err
	}
	return found[0], nil
}

// prove compares what the database holds with what was acknowledged.
func (b *bench) prove(ctx context.Context, s *site, before held) error {
	after, err := holds(ctx, s.cluster, s.database)
	if err != nil {
		return err
	}
	filed, changes := s.house.ledger.filed.Load(), s.house.ledger.events.Load()
	want := held{before.Cases + filed, before.Events + 2*filed + changes}
	s.size.filed, s.size.changes = filed, changes
	if after != want {
		return fmt.Errorf("%w: the database holds %+v after what was acknowledged; want %+v", errMissed, after, want)
	}
	if !b.Check {
		return nil
	}
	b.sayf("proving %d cases", after.Cases)
	var wrong []error
	_, err = services.Check(ctx, s.cluster.URL("vaatu_operator", s.database), func(line string) {
		if len(wrong) < 10 {
			wrong = append(wrong, fmt.Errorf("%w: %s", errMissed, line))
		}
	})
	s.size.proved = true
	return errors.Join(append(wrong, err)...)
}
