package services_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
	"github.com/vip-verkosto/vaatu/services/internal/vault/vaulttest"
)

// keys answers what an operator of keys works with.
func (h *house) keys(say func(string, ...any)) services.Keys {
	return services.Keys{
		Database: h.db.URL("vaatu_migrator"), Keyset: h.config.Keyset, Token: h.config.KeysetToken, CA: h.config.KeysetCA, Say: say,
	}
}

// behind lets the house keep its keys in a transit engine.
func behind(kms *vaulttest.Transit) func(*services.Config) {
	return func(c *services.Config) {
		c.Keyset, c.KeysetToken, c.KeysetCA, c.CreateKeyset = kms.Config.Keyset, kms.Config.TokenFile, kms.Config.CA, false
	}
}

func TestWithoutTheKeysOfTextsCardsGoOnAndNoTextIsEmpty(t *testing.T) { //nolint:tparallel // all of it while the keys are away
	t.Parallel()
	kms := vaulttest.New(t)
	h := start(t, behind(kms))
	ctx := t.Context()
	teacher, expert, coordinator := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.coordinator("TAYS")
	c, open := h.file(teacher, request("fi", autism)), h.file(teacher, request("fi", autism))
	draft := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_SERVING)
	kms.Down()
	a := h.claim(expert, c) // no text, no key
	for what, call := range map[string]func() error{
		"the case": func() error { _, err := expert.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()}); return err },
		"a message": func() error {
			_, err := expert.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Hei."})
			return err
		},
		"a draft": func() error {
			_, err := teacher.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: draft.GetId()})
			return err
		},
		"drafts": func() error { _, err := teacher.ListDrafts(ctx, &intakepb.ListDraftsRequest{}); return err },
		"saving a draft": func() error {
			_, err := teacher.UpdateDraft(ifMatch(ctx, draft.GetEtag()), &intakepb.UpdateDraftRequest{Draft: draft})
			return err
		},
		"a filing": func() error {
			_, err := teacher.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
			return err
		},
		"a release with a reason": func() error {
			_, err := expert.ReleaseAssignment(ifMatch(ctx, a.GetEtag()), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: a.GetId(), Reason: "Kiire."})
			return err
		},
	} {
		t.Run(what, func(t *testing.T) { refused(t, call(), codes.Unavailable, "CONTENT_UNAVAILABLE") })
	}
	queue := must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: valteriUnit}))
	if len(queue.GetAssignments()) != 1 || queue.GetAssignments()[0].GetCaseId() != open.GetId() {
		t.Errorf("the queue has %v", queue)
	}
	if load := must[*caseloadpb.Caseload](t)(coordinator.GetCaseload(ctx, &caseloadpb.GetCaseloadRequest{})); load.GetOpen() != 2 {
		t.Errorf("the caseload counts %d", load.GetOpen())
	}
	h.timeline(expert, c.GetId(), "FILED ROUTED CLAIMED")
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_NOT_SERVING)
	kms.Mend()
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_SERVING)
	if read := h.read(expert, c.GetId()); read.GetRequest().GetSituation() != request("fi", autism).GetSituation() {
		t.Errorf("afterwards the case is %v", read)
	}
	must[*caseworkpb.Message](t)(expert.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Hei."}))
	h.replaysEqualRows()
}

func TestAServiceOfKeysThatIsDownAtTheStartIsFoundLater(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	h := prepare(t)
	behind(kms)(&h.config)
	stop := h.run(h.config)
	h.connect(h.config.Sockets)
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	stop()
	kms.Down()
	h.run(h.config)
	h.connect(h.config.Sockets)
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_NOT_SERVING)
	expert := h.expert(valteriUnit, "VALTERI")
	must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(t.Context(), &assignmentpb.ListQueueRequest{UnitId: valteriUnit}))
	kms.Mend()
	h.claim(expert, c)
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_SERVING)
}

func TestAFirstStartWithoutTheServiceOfKeysGoesOnOnceItIsThere(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	kms.Down()
	h := start(t, behind(kms))
	ctx := with(t.Context(), "idempotency-key", "once")
	teacher := h.teacher(taysSchool)
	same := &intakepb.SubmitCaseRequest{Request: request("fi", autism)}
	_, err := teacher.SubmitCase(ctx, same)
	refused(t, err, codes.Unavailable, "CONTENT_UNAVAILABLE")
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_NOT_SERVING)
	kms.Mend()
	becomes(t, h.front, grpc_health_v1.HealthCheckResponse_SERVING)
	first := must[*casespb.Case](t)(teacher.SubmitCase(ctx, same))
	if again := must[*casespb.Case](t)(teacher.SubmitCase(ctx, same)); again.GetId() != first.GetId() {
		t.Error("a repeated request became another one")
	}
}

func TestAKeysetThatDoesNotFitIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	stop := h.run(h.config)
	h.connect(h.config.Sockets)
	h.teacher(taysSchool) // somebody is in: the doors are served
	stop()
	h.config.Keyset = filepath.Join(t.TempDir(), "another.json")
	s, err := services.New(t.Context(), h.config)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, end := context.WithTimeout(t.Context(), time.Minute) // of a server that starts all the same
	defer end()
	if err := s.Run(ctx); err == nil || !strings.Contains(err.Error(), "the keyset does not fit the database, which needs the key") {
		t.Errorf("another keyset is met with %v", err)
	}
	if _, err := os.Stat(filepath.Join(h.config.Sockets, "gateway.sock")); err == nil {
		t.Error("a door was opened")
	}
}

// People work all the while; afterwards a repeated request is still the same one.
func TestKeysAreRotatedUnderLoadWithoutAnError(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher := h.teacher(taysSchool)
	before := h.text("SELECT string_agg(version, ' ') FROM installation_secret")
	old := h.file(teacher, request("fi", autism))
	once := with(ctx, "idempotency-key", "once")
	same := &intakepb.SubmitCaseRequest{Request: request("fi", autism)}
	first := must[*casespb.Case](t)(teacher.SubmitCase(once, same))
	busy, stop := context.WithCancel(ctx)
	defer stop()
	var done atomic.Int64
	var group errgroup.Group
	for range 4 {
		group.Go(func() error {
			for busy.Err() == nil {
				c, err := teacher.SubmitCase(ctx, &intakepb.SubmitCaseRequest{Request: request("fi", autism)})
				if err == nil {
					_, err = teacher.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Hei."})
				}
				if err == nil {
					_, err = teacher.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: old.GetId()})
				}
				if err != nil {
					return err
				}
				done.Add(1)
			}
			return nil
		})
	}
	h.until("SELECT (count(*) > 10)::int FROM cases", 1)
	if err := h.keys(t.Logf).Rotate(ctx, 0); err != nil {
		t.Fatal(err)
	}
	seen := done.Load()
	for done.Load() < seen+8 && ctx.Err() == nil {
		h.count("SELECT 1")
	}
	stop()
	if err := group.Wait(); err != nil {
		t.Errorf("somebody was refused: %v", err)
	}
	if n := h.count("SELECT count(*) FROM case_keys WHERE key_version(wrapped) = $1", before); n != 0 {
		t.Errorf("%d data keys are under the old key", n)
	}
	if again := must[*casespb.Case](t)(teacher.SubmitCase(once, same)); again.GetId() != first.GetId() {
		t.Error("a repeated request became another one")
	}
	if err := h.keys(t.Logf).Retire(ctx); err != nil {
		t.Fatal(err)
	}
	h.read(teacher, old.GetId())
	if err := h.keys(t.Logf).Status(ctx); err != nil {
		t.Error(err)
	}
}

func TestAKeyThatIsUsedIsNotRetiredAndARotationGoesOn(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	wrapped := h.text("SELECT encode(wrapped, 'hex') FROM case_keys")
	if err := h.keys(t.Logf).Rotate(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	// As if it had been interrupted before its end.
	h.exec("UPDATE case_keys SET wrapped = decode($1, 'hex')", wrapped)
	var said []string
	keys := h.keys(func(format string, _ ...any) { said = append(said, format) })
	if err := keys.Retire(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.read(teacher, c.GetId())
	if err := keys.Rotate(t.Context(), 0); err != nil || !strings.Contains(strings.Join(said, "\n"), "Going on") {
		t.Errorf("it says %q, %v; want that it goes on", said, err)
	}
	for _, role := range []string{"vaatu_app", "vaatu_operator", "postgres"} {
		keys.Database = h.db.URL(role)
		if err := keys.Status(t.Context()); err == nil || !strings.Contains(err.Error(), "connect as vaatu_migrator") {
			t.Errorf("as %s: %v", role, err)
		}
	}
}

func TestFeedbackIsReadAfterItsOldKeyIsGone(t *testing.T) {
	t.Parallel()
	h := start(t)
	h.leaves("Ruudunlukija ei lue jonoa.")
	if err := h.keys(t.Logf).Rotate(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if err := h.keys(t.Logf).Retire(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found := listed(t, h.keeper(), false); len(found) != 1 || found[0].GetMessage() != "Ruudunlukija ei lue jonoa." {
		t.Errorf("afterwards there is the feedback %v", found)
	}
}

func TestRetiringWaitsForARotationToEnd(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	var retiring errgroup.Group
	say := func(format string, _ ...any) {
		if strings.Contains(format, "is added") {
			retiring.Go(func() error { return h.keys(t.Logf).Retire(t.Context()) })
			h.until(`SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
				WHERE l.locktype = 'advisory' AND NOT l.granted AND (l.classid::bigint << 32) + l.objid::bigint = 7236108802`, 1)
		}
	}
	if err := h.keys(say).Rotate(t.Context(), 0); err != nil {
		t.Error(err)
	}
	if err := retiring.Wait(); err != nil {
		t.Error(err)
	}
	h.read(teacher, c.GetId())
	if all, primary, err := vault.Versions(h.config.Keyset); err != nil || len(all) != 1 || all[0] != primary {
		t.Errorf("the keyset has %v with %s, %v; want the new key", all, primary, err)
	}
}

func TestAKeysetOfAnotherDatabaseIsNotTouched(t *testing.T) {
	t.Parallel()
	served, fresh := prepare(t), prepare(t)
	served.run(served.config)
	served.connect(served.config.Sockets)
	served.teacher(taysSchool) // somebody is in: the secret is made
	another := filepath.Join(t.TempDir(), "another.json")
	if err := services.MakeKeyset(another); err != nil {
		t.Fatal(err)
	}
	// It has a key that it could lose.
	next, err := vault.Next(another)
	if err == nil {
		err = vault.Promote(another, next)
	}
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(another)
	if err != nil {
		t.Fatal(err)
	}
	for h, want := range map[*house]string{served: "the keyset does not fit the database", fresh: "no server has used this database yet"} {
		keys := h.keys(t.Logf)
		keys.Keyset = another
		for what, err := range map[string]error{"rotating": keys.Rotate(t.Context(), 0), "retiring": keys.Retire(t.Context())} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s is met with %v; want %q", what, err, want)
			}
		}
		if after, err := os.ReadFile(another); err != nil || !bytes.Equal(after, before) {
			t.Errorf("the file was changed, %v", err)
		}
	}
}

// A draft's row as it was two savings ago is no longer the draft.
func TestAnEarlierRevisionThatIsPutBackDoesNotOpen(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher := h.teacher(taysSchool)
	d := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	earlier := h.text("SELECT encode(sealed, 'hex') FROM intake.drafts")
	must[*intakepb.Draft](t)(teacher.UpdateDraft(ifMatch(ctx, d.GetEtag()), &intakepb.UpdateDraftRequest{Draft: d}))
	h.exec("UPDATE intake.drafts SET sealed = decode($1, 'hex')", earlier)
	_, err := teacher.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: d.GetId()})
	refused(t, err, codes.Internal, "INTERNAL")
}
