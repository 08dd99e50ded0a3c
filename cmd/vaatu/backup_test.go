package main

import (
	"bytes"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/demo"
	"github.com/vip-verkosto/vaatu/services"
)

var restored = flag.Int("restored", 60, "how many cases are backed up and restored")

// The drill of deploy/backup.md, by the command line.
func TestABackupIsRestoredByTheCommandLine(t *testing.T) {
	t.Parallel()
	i := install(t)
	now := time.Now()
	if err := services.AddPeople(t.Context(), i.db.URL("vaatu_migrator", devDatabase), demo.People(i.issuer), now.AddDate(-3, 0, 0)); err != nil {
		t.Fatal(err)
	}
	samples, err := demo.Samples(now)
	if err != nil {
		t.Fatal(err)
	}
	err = services.FillCases(t.Context(), i.db.URL("vaatu_migrator", devDatabase), services.Filling{
		Cases: *restored, Open: *restored / 3, Samples: samples, Filers: demo.Filers(i.issuer), Keyset: i.keyset, Now: now, Seed: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	work := shortDir(t)
	start(t, i.serve(work)...)
	start(t, i.front(work)...)
	until(t, i.base+"/readyz")
	const copied = "restored"
	if err := services.Bootstrap(t.Context(), i.db.SuperuserURL(), copied); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "vaatu.dump")
	vaatu := func(args ...string) (string, time.Duration) {
		t.Helper()
		var out bytes.Buffer
		began := time.Now()
		if err := run(t.Context(), append(args, "--keyset="+i.keyset), &out, &out); err != nil {
			t.Fatalf("vaatu %s: %v\n%s", args[0], err, out.String())
		}
		return out.String(), time.Since(began)
	}
	said, took := vaatu("backup", "--database="+i.db.URL("vaatu_migrator", devDatabase), file)
	t.Logf("backup of %d cases: %.2f s", *restored, took.Seconds())
	if !strings.Contains(said, "It needs the key ") {
		t.Errorf("backup says %q", said)
	}
	said, took = vaatu("restore", "--database="+i.db.URL("vaatu_migrator", copied), "--database-operator="+i.db.URL("vaatu_operator", copied), file)
	t.Logf("restore of %d cases: %.2f s", *restored, took.Seconds())
	if !strings.Contains(said, "0 findings") {
		t.Errorf("restore says %q", said)
	}
	for _, command := range []string{"status", "rotate", "retire"} {
		said, _ = vaatu("keys", command, "--database="+i.db.URL("vaatu_migrator", copied))
		t.Log(said)
	}
}
