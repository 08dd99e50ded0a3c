package services_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services"
)

// vacant makes a database with nothing in it beside that of the house, and answers its address for a role.
func (h *house) vacant() func(role string) string {
	h.t.Helper()
	name := "restored_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := services.Bootstrap(h.t.Context(), h.db.URL("postgres"), name); err != nil {
		h.t.Fatal(err)
	}
	root := h.db.URL("postgres")
	h.t.Cleanup(func() {
		conn, err := pgx.Connect(context.Background(), root)
		if err == nil {
			_, err = conn.Exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)")
			_ = conn.Close(context.Background())
		}
		if err != nil {
			h.t.Error(err)
		}
	})
	return func(role string) string {
		address, err := url.Parse(h.db.URL(role))
		if err != nil {
			h.t.Fatal(err)
		}
		address.Path = "/" + name
		return address.String()
	}
}

func (h *house) archive(file string) services.Archive {
	return services.Archive{Keys: h.keys(h.t.Logf), File: file, BinDir: os.Getenv("VAATU_POSTGRES_BIN")}
}

func TestABackupIsRestoredWholeAndReadByItsKeyset(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.advised(teacher, expert)
	h.file(teacher, request("fi", hearing))
	a := h.archive(filepath.Join(t.TempDir(), "vaatu.dump"))
	if err := a.Backup(ctx); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(a.File); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the archive is %v, %v", info, err)
	}
	if err := a.Backup(ctx); err == nil {
		t.Error("a backup was written over another")
	}
	to := h.vacant()
	a.Database = to("vaatu_migrator")
	if err := a.Restore(ctx); err != nil {
		t.Fatal(err)
	}
	n, err := services.Check(ctx, to("vaatu_operator"), func(line string) { t.Error(line) })
	if err != nil || n != 2 {
		t.Errorf("%d cases were restored, %v; want 2", n, err)
	}
	logged := h.count("SELECT count(*) FROM audit.entries")
	conn, err := pgx.Connect(ctx, to("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var restored int
	if err := conn.QueryRow(ctx, "SELECT count(*) FROM audit.entries").Scan(&restored); err != nil || restored != logged || logged == 0 {
		t.Errorf("%d rows of the audit were restored, %v; want %d", restored, err, logged)
	}
	if _, err := services.VerifyAudit(ctx, to("vaatu_audit_reader"), nil, func(line string) { t.Error(line) }); err != nil {
		t.Error(err)
	}
	if err := a.Restore(ctx); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("a database that is in use is met with %v", err)
	}
	config := h.config
	config.Sockets, config.DatabaseApp, config.DatabaseAuth, config.DatabaseWorker = shortDir(t), to("vaatu_app"), to("vaatu_auth"), to("vaatu_worker")
	h.run(config)
	h.connect(config.Sockets)
	teacher = h.as(teacher, "fi")
	if again := h.read(teacher, c.GetId()); again.GetRequest().GetSituation() != c.GetRequest().GetSituation() || again.GetEtag() != c.GetEtag() {
		t.Errorf("the restored case is %v", again)
	}
	list := must[*caseworkpb.ListAdviceResponse](t)(teacher.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: c.GetId()}))
	if len(list.GetAdvice()) != 1 || list.GetAdvice()[0].GetAdvice().GetSummary() != advice.GetSummary() {
		t.Errorf("the restored advice is %v", list)
	}
	h.file(teacher, request("fi", autism))
}

func TestARestoreThatCannotBeWholeChangesNothing(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	h.file(h.teacher(taysSchool), request("fi", autism))
	dir := t.TempDir()
	whole := h.archive(filepath.Join(dir, "vaatu.dump"))
	if err := whole.Backup(ctx); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(whole.File)
	if err != nil {
		t.Fatal(err)
	}
	cut := func(name string, n int) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	another := filepath.Join(dir, "another.json")
	if err := services.MakeKeyset(another); err != nil {
		t.Fatal(err)
	}
	to := h.vacant()
	whole.Database = to("vaatu_migrator")
	for want, edit := range map[string]func(*services.Archive){
		"the keyset does not fit the database, which needs the key": func(a *services.Archive) { a.Keyset = another },
		"reading the keyset":          func(a *services.Archive) { a.Keyset = filepath.Join(dir, "missing.json") },
		"nothing was restored":        func(a *services.Archive) { a.File = cut("byte", len(text)-1) },
		"pg_restore: exit status 1":   func(a *services.Archive) { a.File = cut("half", len(text)/2) },
		"pg_restore: exit status 1: ": func(a *services.Archive) { a.File = cut("head", 100) },
		"could not open input file":   func(a *services.Archive) { a.File = filepath.Join(dir, "missing.dump") },
		"pg_restore":                  func(a *services.Archive) { a.BinDir = dir },
		"connect as vaatu_migrator":   func(a *services.Archive) { a.Database = to("vaatu_operator") },
	} {
		a := whole
		edit(&a)
		if err := a.Restore(ctx); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it is met with %v; want %q", err, want)
		}
	}
	// It is as empty as it was, so that the whole archive still finds its place.
	if err := whole.Restore(ctx); err != nil {
		t.Error(err)
	}
}
