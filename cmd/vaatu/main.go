// Vaatu is the e-service for demanding consultation: one program that runs all services or any of them, the web front,
// and the tools to operate them. `vaatu dev` needs no set-up at all.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
)

// heapGrowth is by how many percent the heap grows before it is swept: little lives on between calls, so that Go's own 100
// would spend a tenth of the processor on sweeping. GOGC in the environment wins.
const heapGrowth = 300

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "vaatu:", err)
		os.Exit(1)
	}
}

// commands of the program.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run services."`
	Gateway gatewayCommand `cmd:"" help:"Run the web front alone."`
	Dev     struct {
		Run   devCommand   `cmd:"" default:"withargs" help:"Run everything with a database, a sign-in and demo data of its own."`
		Token tokenCommand `cmd:"" help:"Print an access token of one of the people of the vaatu dev that runs."`
	} `cmd:"" help:"Try Vaatu out on one machine; vaatu dev alone is vaatu dev run."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to this release."`
	Import  struct {
		Organisations importCommand `cmd:"" help:"Import the organisation register's hierarchy (JSON)."`
	} `cmd:"" help:"Import registers."`
	Keys struct {
		Create keysetCommand     `cmd:"" help:"Make the key-encryption keyset of a new installation."`
		Status keysStatusCommand `cmd:"" help:"Tell how many data keys each key has wrapped, and whether one is missing."`
		Rotate rotateCommand     `cmd:"" help:"Make a new key and wrap every data key by it, while services run; an interrupted one goes on. Of a transit engine, rotate the key there first."`
		Retire retireCommand     `cmd:"" help:"Take keys that wrap nothing any more out of the keyset; backups made with them are lost."`
	} `cmd:"" help:"Keep the key-encryption key."`
	Backup  backupCommand  `cmd:"" help:"Dump the database into an archive; the keyset stays apart."`
	Restore restoreCommand `cmd:"" help:"Fill an empty database from an archive, and prove it."`
	Grant   struct {
		Admin grantAdminCommand `cmd:"" help:"Invite an admin, as the first one: prints a link that is good once."`
		Filer grantFilerCommand `cmd:"" help:"Let a program file requests for schools, and for no others."`
	} `cmd:"" help:"Give roles."`
	Check checkCommand `cmd:"" help:"Prove that every case, and every clock that lists show, is what its events give."`
	Audit auditCommand `cmd:"" help:"The audit of who did and read what."`

	LogLevel slog.Level `default:"INFO" env:"VAATU_LOG_LEVEL" help:"DEBUG, INFO, WARN or ERROR."`
}

// console is where commands write.
type console struct {
	out io.Writer
	log *slog.Logger
}

// errUsage is answered when the command line was wrong and has been explained.
var errUsage = errors.New("see vaatu --help")

// run parses the command line and runs one command until it ends or ctx does.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var cli commands
	exited := false
	parser, err := kong.New(&cli, kong.Name("vaatu"), kong.Writers(stdout, stderr), kong.Exit(func(int) { exited = true }),
		kong.Description("The e-service for demanding consultation."), kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return fmt.Errorf("preparing the command line: %w", err)
	}
	chosen, err := parser.Parse(args)
	if exited {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: %w", err, errUsage)
	}
	c := &console{out: stdout, log: slog.New(slog.NewJSONHandler(stderr, &slog.HandlerOptions{Level: cli.LogLevel}))}
	return chosen.Run(c)
}
