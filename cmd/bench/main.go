// Bench measures Vaatu as people meet it: true processes on a durable database that is filled with years of work, beside
// pgbench doing exactly the statements that the service sends. A figure alone says little on a noisy machine, so that
// what counts are ratios within one round; see README.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options of the program.
type options struct {
	Sizes       []int         `default:"10000,100000" help:"Numbers of cases; the first one is measured in full, the others for how reading grows."`
	Open        int           `default:"3000" help:"How many of the cases are open, at most three in ten."`
	Clients     []int         `default:"1,16,64" help:"Numbers of clients."`
	Duration    time.Duration `default:"2s" help:"Length of one measurement."`
	Warm        time.Duration `default:"300ms" help:"How long each runs before it is measured."`
	Rounds      int           `default:"5" help:"Rounds with the clients of the goals, 16."`
	SideRounds  int           `default:"1" help:"Rounds with other numbers of clients."`
	Contests    int           `default:"50" help:"How often 64 clients claim one assignment at the same moment."`
	Full        bool          `help:"Measure every size in full."`
	Only        []string      `help:"Measure only these: queue, deep, case, caseload, claim, message, file, live."`
	Check       bool          `default:"true" help:"Prove at the end that every case equals the replay of its events." negatable:""`
	Limit       time.Duration `default:"60m" help:"Give up after this time."`
	Vaatu       string        `default:".build/vaatu" env:"VAATU_BINARY" help:"The program to measure."`
	PostgresBin string        `env:"VAATU_POSTGRES_BIN" help:"Folder of PostgreSQL's programs; found by itself on Debian."`
	Dir         string        `help:"Folder for the data; a temporary one when left out." type:"path"`
	Empty       string        `hidden:"" help:"Serve nothing but an empty service on this address."`
	Markdown    string        `help:"Also write the tables to this file, as Markdown." type:"path"`
}

var errMissed = errors.New("the run is not sound")

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o options
	exited := false
	parser, err := kong.New(&o, kong.Name("bench"), kong.Writers(stdout, stderr), kong.Exit(func(int) { exited = true }),
		kong.Description("Measures Vaatu against its goals."))
	if err != nil {
		return fmt.Errorf("preparing the command line: %w", err)
	}
	if _, err := parser.Parse(args); err != nil || exited {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.Limit)
	defer cancel()
	if o.Empty != "" {
		return serveEmpty(ctx, o.Empty, o.Dir)
	}
	b := &bench{options: o, out: stderr}
	measured := b.run(ctx)
	report := b.report.text()
	fmt.Fprint(stdout, report)
	if o.Markdown != "" && measured == nil {
		measured = os.WriteFile(o.Markdown, []byte(report), 0o644) //nolint:gosec // to be read by all
	}
	return measured
}
