package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"

	"github.com/jackc/pgx/v5"
)

// shownFindings of one round; the rest is counted.
const shownFindings = 20

// compare holds the ledger against the database and prints the outcome of a round.
func (c *campaign) compare(ctx context.Context, n int, fault string) error {
	found := c.ledger.take()
	if c.vaatu.ended() {
		found = append(found, errEnded.Error())
	}
	conn, err := pgx.Connect(ctx, c.db.url("postgres"))
	if err != nil {
		return fmt.Errorf("connecting to compare: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	stored, err := effectsOf(ctx, conn)
	if err != nil {
		return err
	}
	found = append(found, c.ledger.compare(stored)...)
	found = append(found, c.ledger.order()...)
	for _, rule := range rules {
		lines, err := rule.broken(ctx, conn)
		if err != nil {
			return err
		}
		found = append(found, lines...)
	}
	found = append(found, c.check(ctx)...)
	c.report(n, fault, found)
	return nil
}

// check asks Vaatu itself to prove the database.
func (c *campaign) check(ctx context.Context) []string {
	out, err := exec.CommandContext(ctx, c.Vaatu, "check", "--database-operator="+c.db.url("vaatu_operator")).CombinedOutput()
	if err == nil {
		return nil
	}
	var found []string
	for line := range strings.Lines(string(out)) {
		found = append(found, "vaatu check: "+strings.TrimSpace(line))
	}
	return append(found, "vaatu check: "+err.Error())
}

// report prints one line a round and one line a finding.
func (c *campaign) report(n int, fault string, found []string) {
	f := c.ledger.figures
	fmt.Fprintf(c.out, "%d/%d %s; so far %d cuts, writes: %d acknowledged, %d refused, %d unknown (%d answers lost, %d agreed when repeated, "+
		"%d done though refused when repeated), %d claims and releases in an order; %d findings\n",
		n, c.Kills, fault, c.cuts, f.acknowledged, f.refused, f.unknown, f.lostAnswers, f.agreed, f.refusedDone, f.ordered, len(found))
	for i, line := range found {
		if i == shownFindings {
			fmt.Fprintf(c.out, "  … and %d more\n", len(found)-i)
			break
		}
		fmt.Fprintln(c.out, "  "+line)
	}
	c.findings += len(found)
}
