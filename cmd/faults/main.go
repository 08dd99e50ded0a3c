// Faults kills Vaatu and its PostgreSQL under load, cuts the connections before and behind it, and proves from a ledger
// of its own that nothing acknowledged was lost and nothing was done twice.
//
// It knows Vaatu from outside only: the program `vaatu dev`, its JSON interface, and, to compare, the tables. A write is
// noted before it is sent. Its answer makes it acknowledged or refused; without an answer it is unknown, and the client
// repeats it with the same idempotency key until it is answered. After each fault the ledger and the database must agree.
//
// Two controls show that the program finds what it looks for: --without-keys repeats lost writes under a fresh key, and
// --fsync=off lets PostgreSQL skip its flushes and loses what was never flushed. Both runs must fail.
package main

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// options of a run.
type options struct {
	Kills       int           `default:"10" help:"How often vaatu or PostgreSQL is killed."`
	Clients     int           `default:"6" help:"How many clients write at once."`
	Seed        uint64        `help:"Of the moments and kinds of faults; a new one when left out."`
	Within      time.Duration `default:"1h" help:"A run that lasts longer has failed."`
	Vaatu       string        `env:"VAATU_BINARY" help:"The program under test." required:"" type:"existingfile"`
	PostgresBin string        `env:"VAATU_POSTGRES_BIN" help:"Folder of PostgreSQL's programs; found by itself on Debian."`
	WithoutKeys bool          `help:"Control that must fail: repeat lost writes under a fresh key."`
	Fsync       string        `default:"on" enum:"on,off" help:"off: control that must fail, what was not flushed is lost with PostgreSQL."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

// errFindings is answered when the ledger and the database disagree; each finding has been printed.
var errFindings = errors.New("the run has findings")

// run parses the command line and makes one run.
func run(ctx context.Context, args []string, out io.Writer) error {
	var o options
	parser, err := kong.New(&o, kong.Name("faults"), kong.Description("Kill Vaatu and its database under load, and compare."))
	if err != nil {
		return fmt.Errorf("preparing the command line: %w", err)
	}
	if _, err := parser.Parse(args); err != nil {
		return fmt.Errorf("reading the command line: %w", err)
	}
	if o.Seed == 0 {
		o.Seed = newSeed()
	}
	fmt.Fprintf(out, "seed %d\n", o.Seed)
	ctx, cancel := context.WithTimeoutCause(ctx, o.Within, fmt.Errorf("the run took longer than %s", o.Within))
	defer cancel()
	found, err := campaignOf(o, out).run(ctx)
	if err == nil && found > 0 {
		err = errFindings
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = fmt.Errorf("%w: %w", cause, err)
	}
	return err
}

// newSeed is short enough to be typed again.
func newSeed() uint64 {
	var raw [4]byte
	_, _ = rand.Read(raw[:])
	return uint64(binary.BigEndian.Uint32(raw[:]))
}
