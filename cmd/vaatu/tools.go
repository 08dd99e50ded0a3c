package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/vip-verkosto/vaatu/services"
)

type migrateCommand struct {
	Database   string `env:"VAATU_DATABASE_MIGRATOR" name:"database" help:"Address of the database as vaatu_migrator; needed without --print-roles."`
	PrintRoles bool   `help:"Print the statements that make roles and database, for psql on a server without a superuser, and do nothing."`
}

// Validate says what lacks.
func (m *migrateCommand) Validate() error {
	if m.Database == "" && !m.PrintRoles {
		return errors.New("give --database, or --print-roles")
	}
	return nil
}

// Run migrates.
func (m *migrateCommand) Run(ctx context.Context, c *console) error {
	if m.PrintRoles {
		fmt.Fprint(c.out, services.RoleScript("vaatu"))
		return nil
	}
	if err := services.Migrate(ctx, m.Database); err != nil {
		return err
	}
	fmt.Fprintln(c.out, "The database is ready for this release.")
	return nil
}

type importCommand struct {
	File             string `arg:"" help:"The register's hierarchy as JSON." type:"existingfile"`
	DatabaseOperator string `env:"VAATU_DATABASE_OPERATOR" help:"Address of the database as vaatu_operator." required:""`
}

// Run imports and prints a summary.
func (i *importCommand) Run(ctx context.Context, c *console) error {
	file, err := os.Open(i.File)
	if err != nil {
		return fmt.Errorf("opening the register: %w", err)
	}
	defer file.Close()
	summary, err := services.ImportOrganisations(ctx, i.DatabaseOperator, file, time.Now())
	if err != nil {
		return fmt.Errorf("importing %s: %w", i.File, err)
	}
	fmt.Fprintln(c.out, summary)
	return nil
}

type checkCommand struct {
	DatabaseOperator string `env:"VAATU_DATABASE_OPERATOR" help:"Address of the database as vaatu_operator." required:""`
	Retention        string `env:"VAATU_RETENTION" help:"File of retention periods to check too: it tells how many cases would be erased now."`
	Targets          string `env:"VAATU_TARGETS" help:"File of targets that the services go by." type:"path"`
	Breaks           string `env:"VAATU_BREAKS" help:"File of breaks that the services go by." type:"path"`
}

// Run prints one line a finding; an error when there is any.
func (k *checkCommand) Run(ctx context.Context, c *console) error {
	due, err := services.CheckRetention(ctx, k.DatabaseOperator, k.Retention, time.Now())
	if err != nil {
		return err
	}
	for _, line := range due {
		fmt.Fprintln(c.out, line)
	}
	found := 0
	checked, err := services.CheckBy(ctx, k.DatabaseOperator, k.Targets, k.Breaks, func(line string) {
		found++
		fmt.Fprintln(c.out, line)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%d cases checked, %d findings\n", checked, found)
	if found > 0 {
		return fmt.Errorf("the database has %d findings", found)
	}
	return nil
}
