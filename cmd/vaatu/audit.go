package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/vip-verkosto/vaatu/services"
)

type auditCommand struct {
	Verify verifyCommand `cmd:"" help:"Prove that no sealed row of the audit was altered or lost."`
}

type verifyCommand struct {
	DatabaseAudit string `env:"VAATU_DATABASE_AUDIT" help:"Address of the database as vaatu_audit_reader." required:""`
	Heads         string `help:"File of heads that vaatu serve has written (--audit-heads), kept outside. Without it whoever may write to the database can have made all seals anew." type:"existingfile"`
}

// Run prints one line a finding; an error when there is any.
func (v *verifyCommand) Run(ctx context.Context, c *console) error {
	var heads io.Reader
	if v.Heads != "" {
		file, err := os.Open(v.Heads)
		if err != nil {
			return fmt.Errorf("opening the heads: %w", err)
		}
		defer file.Close()
		heads = file
	}
	found := 0
	summary, err := services.VerifyAudit(ctx, v.DatabaseAudit, heads, func(line string) {
		found++
		fmt.Fprintln(c.out, line)
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, summary)
	if found > 0 {
		return errors.New("the audit is not what it was")
	}
	return nil
}
