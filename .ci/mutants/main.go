// Mutants shows that the tests can fail: it takes one control out of the program at a time and runs the test that must
// notice. The tree itself is never changed: the compiler is told to read another file in place of one (go help build,
// -overlay).
//
//	go run ./.ci/mutants [-run REGEXP] [-p N] [-trust]
//
// It ends with 1 when a mutant survives, when one no longer applies or does not build, and when a test fails without any.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// mutant is one change of one file, and the test that must fail of it.
type mutant struct {
	name string
	file string
	// old occurs exactly once in the file.
	old, with string
	// test is the killer, with a subtest where the whole takes long.
	test killer
}

type killer struct{ pkg, name string }

// command answers the arguments of the go program that run the killer alone.
func (k killer) command(overlay string) []string {
	parts := strings.Split(k.name, "/")
	parts[0] = "^" + parts[0] + "$"
	args := []string{"test", "-count=1", "-vet=off", "-failfast", "-timeout=10m", "-ldflags=-s -w", "-run", strings.Join(parts, "/")}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	return append(args, k.pkg)
}

// verdict is what became of a mutant, or of a test without one.
type verdict struct {
	name, result string
	good         bool
	took         time.Duration
	output       string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout))
}

func run(ctx context.Context, args []string, out io.Writer) int {
	flags := flag.NewFlagSet("mutants", flag.ExitOnError)
	only := flags.String("run", "", "only mutants whose name matches")
	workers := flags.Int("p", 2, "how many at once")
	trust := flags.Bool("trust", false, "do not run the tests on the program as it is, too")
	_ = flags.Parse(args)
	wanted, err := regexp.Compile(*only)
	if err != nil {
		fmt.Fprintln(out, err)
		return 2
	}
	chosen := slices.DeleteFunc(slices.Clone(mutants), func(m mutant) bool { return !wanted.MatchString(m.name) })
	dir, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		fmt.Fprintln(out, err)
		return 2
	}
	defer os.RemoveAll(dir)
	var work []func() verdict
	for i, m := range chosen {
		work = append(work, func() verdict { return m.meet(ctx, filepath.Join(dir, strconv.Itoa(i))) })
	}
	for _, k := range killers(chosen) {
		if !*trust {
			work = append(work, func() verdict { return healthy(ctx, k) })
		}
	}
	bad := 0
	for v := range each(work, *workers) {
		fmt.Fprintf(out, "%-9s %5.1f s  %s\n", v.result, v.took.Seconds(), v.name)
		if !v.good {
			bad++
			fmt.Fprintln(out, v.output)
		}
	}
	fmt.Fprintf(out, "%d mutants, %d wrong\n", len(chosen), bad)
	return min(bad, 1)
}

// each does all the work, a few things at once.
func each(work []func() verdict, workers int) <-chan verdict {
	todo, done := make(chan func() verdict), make(chan verdict)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for do := range todo {
				done <- do()
			}
		})
	}
	go func() {
		for _, do := range work {
			todo <- do
		}
		close(todo)
		group.Wait()
		close(done)
	}()
	return done
}

func killers(all []mutant) []killer {
	var found []killer
	for _, m := range all {
		if !slices.Contains(found, m.test) {
			found = append(found, m.test)
		}
	}
	return found
}

// healthy runs a test on the program as it is.
func healthy(ctx context.Context, k killer) verdict {
	v := verdict{name: k.name, result: "healthy", good: true}
	began := time.Now()
	output, err := goTest(ctx, k.command(""))
	v.took, v.output = time.Since(began), output
	if err != nil || strings.Contains(output, "no tests to run") {
		v.result, v.good = "ILL", false
	}
	return v
}

// meet runs the killer on the mutated program.
func (m mutant) meet(ctx context.Context, dir string) verdict {
	v := verdict{name: m.name + "  <-  " + m.test.name}
	began := time.Now()
	overlay, err := m.overlay(dir)
	if err != nil {
		v.result, v.output = "STALE", err.Error()
		return v
	}
	output, err := goTest(ctx, m.test.command(overlay))
	v.took, v.output = time.Since(began), output
	test, _, _ := strings.Cut(m.test.name, "/")
	failed := strings.Contains(output, "--- FAIL: "+test+" ")
	hung := strings.Contains(output, "panic: test timed out") && strings.Contains(output, "\t"+test)
	switch {
	case err == nil:
		v.result, v.output = "SURVIVED", ""
	case failed || hung:
		v.result, v.good = "killed", true
	default:
		v.result = "BROKEN"
	}
	return v
}

// overlay writes the mutated file and the map that puts it in place of the true one.
func (m mutant) overlay(dir string) (string, error) {
	original, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	source, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(source), m.old); n != 1 {
		return "", fmt.Errorf("the text to change occurs %d times in %s; want once:\n%s", n, m.file, m.old)
	}
	mutated, overlay := filepath.Join(dir, filepath.Base(m.file)), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {original: mutated}})
	if err != nil {
		return "", err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	if err := os.WriteFile(mutated, []byte(strings.Replace(string(source), m.old, m.with, 1)), 0o600); err != nil {
		return "", err
	}
	return overlay, os.WriteFile(overlay, replace, 0o600)
}

func goTest(ctx context.Context, args []string) (string, error) {
	output, err := exec.CommandContext(ctx, "go", args...).CombinedOutput()
	return string(output), err
}
