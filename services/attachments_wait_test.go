package services_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/emptypb"

	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/attachments"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/clamav"
	"github.com/vip-verkosto/vaatu/services/internal/migrations"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
	"github.com/vip-verkosto/vaatu/services/notify"
)

// scanner speaks as ClamAV's daemon does, from when it is told to. It finds the test virus, and says nothing of a file that asks it to.
type scanner struct {
	socket string
	files  atomic.Int32
}

func newScanner(t *testing.T) *scanner {
	t.Helper()
	return &scanner{socket: filepath.Join(shortDir(t), "clamd.sock")}
}

func (s *scanner) comes(t *testing.T) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", s.socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.answer(conn)
		}
	}()
}

func (s *scanner) answer(conn net.Conn) {
	defer conn.Close()
	verb := make([]byte, len("zPING\x00"))
	if _, err := io.ReadFull(conn, verb); err != nil {
		return
	}
	if string(verb) == "zPING\x00" {
		_, _ = io.WriteString(conn, "PONG\x00")
		return
	}
	_, _ = io.CopyN(io.Discard, conn, int64(len("zINSTREAM\x00")-len(verb)))
	s.files.Add(1)
	var file bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(conn, binary.BigEndian, &size); err != nil || size == 0 {
			break
		}
		_, _ = io.CopyN(&file, conn, int64(size))
	}
	switch {
	case bytes.Contains(file.Bytes(), []byte("hiljaa")):
		_, _ = io.Copy(io.Discard, conn) // until the other side has had enough
	case bytes.Contains(file.Bytes(), []byte(eicar)):
		_, _ = io.WriteString(conn, "stream: Eicar FOUND\x00")
	default:
		_, _ = io.WriteString(conn, "stream: OK\x00")
	}
}

// withScanner runs everything but the jobs, with a scanner.
func withScanner(s *scanner) func(*services.Config) {
	return func(c *services.Config) { withoutJobs(c); c.Clamd = "unix://" + s.socket }
}

// quarantine is the worker's, at a time.
func (h *house) quarantine(now func() time.Time) cases.Quarantine {
	h.t.Helper()
	v, err := vault.Open(vault.Config{Keyset: h.config.Keyset})
	if err != nil {
		h.t.Fatal(err)
	}
	db := h.db.Worker()
	return cases.Quarantine{DB: db, Vault: v, Jobs: inserter(h.t, db), Now: now}
}

func inserter(t *testing.T, db *postgres.DB) *river.Client[pgx.Tx] {
	t.Helper()
	client, err := river.NewClient(riverpgxv5.New(db.Pool()), &river.Config{Schema: migrations.RiverSchema})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// rescans is a run of the job some time from now.
func (h *house) rescans(s *scanner, in time.Duration) *attachments.Rescan {
	h.t.Helper()
	found, err := clamav.Parse("unix://" + s.socket)
	if err != nil {
		h.t.Fatal(err)
	}
	return &attachments.Rescan{
		Quarantine: h.quarantine(func() time.Time { return time.Now().Add(in) }),
		Examiner:   attachments.NewExaminer(found, false, slog.New(slog.DiscardHandler)),
	}
}

func (h *house) works(ctx context.Context, r *attachments.Rescan) {
	h.t.Helper()
	if err := r.Work(ctx, &river.Job[attachments.RescanArgs]{}); err != nil {
		h.t.Error(err)
	}
}

func (h *house) stateOf(a *attachmentspb.Attachment) string {
	h.t.Helper()
	return h.text("SELECT coalesce((SELECT state FROM attachments WHERE id = $1), 'GONE')", a.GetId())
}

// mails sends the letters that wait.
func (h *house) mails(box *mailbox) {
	h.t.Helper()
	w := &notify.Letters{DB: h.db.Worker(), Now: time.Now, BaseURL: "https://vaatu.example", Sender: notify.SMTP{Address: box.address, From: "vaatu@example.fi"}}
	for id := range strings.FieldsSeq(h.text("SELECT coalesce(string_agg(args->>'letter_id', ' ' ORDER BY id), '') FROM river.river_job WHERE kind = 'letter'")) {
		if err := w.Work(h.t.Context(), &river.Job[address.LetterArgs]{Args: address.LetterArgs{LetterID: id}}); err != nil {
			h.t.Error(err)
		}
	}
}

func TestWhatWaitsIsScannedByItselfOnceTheScannerIsThere(t *testing.T) {
	t.Parallel()
	box, s := openMailbox(t), newScanner(t)
	h := start(t, withScanner(s))
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c, d := h.file(teacher, request("fi", autism)), h.shared(teacher)
	h.claim(expert, c)
	clean, ofDraft := h.attach(teacher, c.GetId(), "Puhdas lausunto.pdf", pdf("puhdas")), h.attach(teacher, d.GetId(), "luonnos.pdf", pdf("luonnos"))
	virus, inDraft := h.attach(teacher, c.GetId(), "Tautinen lausunto.pdf", pdf(eicar)), h.attach(teacher, d.GetId(), "tauti.pdf", pdf(eicar))
	if clean.GetExpireTime() == nil {
		t.Error("nothing says when a file goes that waits")
	}
	if list := h.files(expert, c.GetId()).GetAttachments(); len(list) != 2 || list[0].GetExpireTime() == nil || list[0].GetDeletable() || list[0].GetRemovable() {
		t.Errorf("the expert is told of %v", list)
	}
	h.works(t.Context(), h.rescans(s, time.Second))
	if n := h.count("SELECT count(*) FROM attachments WHERE state = 'PENDING_SCAN' AND scans = 0"); n != 4 {
		t.Errorf("without a scanner %d wait untouched", n)
	}
	s.comes(t)
	var two sync.WaitGroup
	for _, r := range []*attachments.Rescan{h.rescans(s, time.Second), h.rescans(s, time.Second)} {
		two.Go(func() { h.works(t.Context(), r) })
	}
	two.Wait()
	for a, want := range map[*attachmentspb.Attachment]string{clean: "CLEAN", ofDraft: "CLEAN", virus: "INFECTED", inDraft: "INFECTED"} {
		if got := h.stateOf(a); got != want {
			t.Errorf("%s is %s, want %s", a.GetName(), got, want)
		}
	}
	if n := s.files.Load(); n != 4 {
		t.Errorf("two workers had the scanner look at %d files, want 4", n)
	}
	for _, p := range []person{teacher, expert} {
		if a, all, err := h.download(p, c.GetId(), clean.GetId()); err != nil || !bytes.Equal(all, pdf("puhdas")) || a.GetExpireTime() != nil {
			t.Errorf("%d bytes, %v", len(all), err)
		}
	}
	_, _, err := h.download(teacher, c.GetId(), virus.GetId())
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if n := h.count(`SELECT (SELECT count(*) FROM attachment_parts) + (SELECT count(*) FROM case_attachment_chunks WHERE attachment_id = ANY ($1))`,
		[]string{virus.GetId(), inDraft.GetId()}); n != 0 {
		t.Errorf("%d pieces of the virus are left", n)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE role = 'CLOCK' AND what LIKE 'ATTACHMENT %' AND outcome = 'DONE'"); n != 4 {
		t.Errorf("the audit says of %d that the worker has looked at them", n)
	}
	h.mails(box)
	subjects := map[string]bool{"Vaatu " + c.GetNumber() + ": liitteestä löytyi haittaohjelma, liite on tuhottu": true, "Vaatu: luonnoksen liite hylättiin": true}
	for range 2 {
		m := box.next(t)
		if !subjects[m.subject] || m.to != teacher.subject+"@example.fi" || strings.Contains(m.body+m.subject, "autin") || strings.Contains(m.body, request("fi", autism).GetSituation()) {
			t.Errorf("the mail is %v", m)
		}
		delete(subjects, m.subject)
	}
	box.none(t)
}

func TestAFileOnWhichTheScannerHangsHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	s := newScanner(t)
	h := start(t, withScanner(s))
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	silent, other := h.attach(teacher, c.GetId(), "a.pdf", pdf("hiljaa")), h.attach(teacher, c.GetId(), "b.pdf", pdf("b"))
	s.comes(t)
	hung := func(in time.Duration) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		h.works(ctx, h.rescans(s, in))
	}
	hung(time.Second)
	if got := h.stateOf(silent) + " " + h.stateOf(other); got != "PENDING_SCAN PENDING_SCAN" || s.files.Load() != 1 {
		t.Errorf("they are %s, after %d", got, s.files.Load())
	}
	h.works(t.Context(), h.rescans(s, 2*time.Second))
	if got := h.stateOf(silent) + " " + h.stateOf(other); got != "PENDING_SCAN CLEAN" || s.files.Load() != 2 {
		t.Errorf("then they are %s, after %d", got, s.files.Load())
	}
	hung(2 * time.Minute)
	if wait := h.text("SELECT (date_part('minute', scan_time - now()))::text FROM attachments WHERE id = $1", silent.GetId()); wait != "3" || s.files.Load() != 3 {
		t.Errorf("after the second time it is put off by %s minutes more than the two, %d", wait, s.files.Load())
	}
}

func TestAFileThatNobodyScansGoesOnceThatWasSaid(t *testing.T) {
	t.Parallel()
	box, s := openMailbox(t), newScanner(t)
	h := start(t, withScanner(s))
	teacher, principal, colleague := h.teacher(taysSchool), h.principal(taysSchool), h.teacher(taysSchool)
	c, d := h.file(teacher, request("fi", autism)), h.shared(teacher, colleague)
	a, second, ofDraft := h.attach(principal, c.GetId(), "Salainen.pdf", pdf("a")), h.attach(principal, c.GetId(), "toinen.pdf", pdf("a")), h.attach(colleague, d.GetId(), "b.pdf", pdf("b"))
	days := func(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
	h.works(t.Context(), h.rescans(s, days(4)-time.Hour))
	h.mails(box)
	if m := box.next(t); !strings.Contains(m.subject, "kutsu") {
		t.Errorf("four days before it goes the mail is %v", m)
	}
	box.none(t)
	// Its day has come, but nobody was told: it stays for three days more.
	h.exec("UPDATE attachments SET expire_time = now() - interval '1 hour'")
	h.sweeps()
	if got := h.stateOf(a); got != "PENDING_SCAN" {
		t.Errorf("it is %s, and nobody was told", got)
	}
	for range 2 {
		h.works(t.Context(), h.rescans(s, 0))
	}
	h.mails(box)
	told := map[string]int{}
	for range 4 {
		m := box.next(t)
		told[strings.TrimSuffix(m.to, "@example.fi")]++
		if !strings.Contains(m.subject, "poistetaan pian") || strings.Contains(m.body+m.subject, "Salainen") {
			t.Errorf("the mail is %v", m)
		}
	}
	box.none(t)
	if told[teacher.subject] != 2 || told[principal.subject] != 1 || told[colleague.subject] != 1 {
		t.Errorf("told were %v", told)
	}
	h.sweeps()
	for _, f := range []*attachmentspb.Attachment{a, second, ofDraft} {
		if left := h.text("SELECT round(extract(epoch FROM expire_time - now()) / 86400)::text FROM attachments WHERE id = $1", f.GetId()); left != "3" {
			t.Errorf("it goes in %s days", left)
		}
	}
	h.exec("UPDATE attachments SET expire_time = now() - interval '1 second' WHERE id <> $1", second.GetId())
	h.sweeps()
	if got := h.stateOf(a) + h.stateOf(ofDraft) + h.stateOf(second); got != "GONEGONEPENDING_SCAN" {
		t.Errorf("on the day they are %s", got)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE role = 'CLOCK' AND what = ANY ($1) AND outcome = 'DONE'",
		[]string{"DELETE ATTACHMENT " + a.GetId(), "DELETE ATTACHMENT " + ofDraft.GetId()}); n != 2 {
		t.Errorf("the audit says of %d that they went", n)
	}
}

func TestARunEndsAtOnceWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	s := newScanner(t)
	h := start(t, withScanner(s))
	h.file(h.teacher(taysSchool), request("fi", autism)) // it has begun
	s.comes(t)
	away, err := postgres.Open(t.Context(), postgres.Config{URL: h.db.URL("vaatu_worker"), MaxConns: 1, Name: "away"})
	if err != nil {
		t.Fatal(err)
	}
	away.Close()
	r := h.rescans(s, time.Second)
	r.Quarantine.DB = away
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err = r.Work(ctx, &river.Job[attachments.RescanArgs]{})
	if err == nil || ctx.Err() != nil || strings.Count(err.Error(), "\n") > 1 {
		t.Errorf("it answers %.200v, %v", err, ctx.Err())
	}
}

func TestAFileThatEndsWhileItIsTakenIsNoFailure(t *testing.T) {
	t.Parallel()
	h := start(t, withScanner(newScanner(t)))
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	a := h.attach(teacher, c.GetId(), "a.pdf", pdf("a"))
	q := h.quarantine(func() time.Time { return time.Now().Add(time.Second) })
	u, due, err := q.Take(t.Context())
	if err != nil || !due {
		t.Fatal(due, err)
	}
	must[*emptypb.Empty](t)(teacher.DeleteAttachment(t.Context(), &attachmentspb.DeleteAttachmentRequest{CaseId: c.GetId(), AttachmentId: a.GetId()}))
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if waits, err := q.Write(t.Context(), u, file); waits || err != nil {
		t.Errorf("it waits: %t, %v", waits, err)
	}
}

func TestAnUploadIsTheSameInCapitalLetters(t *testing.T) {
	t.Parallel()
	s := newScanner(t)
	h := start(t, withScanner(s))
	ctx, teacher, file := t.Context(), h.teacher(taysSchool), pdf("a")
	c := h.file(teacher, request("fi", autism))
	for _, waits := range []bool{true, false} {
		a := must[*attachmentspb.Attachment](t)(teacher.BeginUpload(ctx, &attachmentspb.BeginUploadRequest{CaseId: c.GetId(), Name: "a.pdf", Size: int64(len(file))}))
		loud := strings.ToUpper(a.GetId())
		must[*attachmentspb.Attachment](t)(teacher.AppendUpload(ctx, &attachmentspb.AppendUploadRequest{CaseId: c.GetId(), AttachmentId: loud, Data: file}))
		must[*attachmentspb.Attachment](t)(teacher.FinishUpload(ctx, &attachmentspb.FinishUploadRequest{CaseId: c.GetId(), AttachmentId: loud}))
		if waits {
			s.comes(t)
			h.works(ctx, h.rescans(s, time.Second))
		}
		for _, id := range []string{a.GetId(), loud} {
			if _, all, err := h.download(teacher, c.GetId(), id); err != nil || !bytes.Equal(all, file) {
				t.Errorf("of %s come %d bytes, %v", id, len(all), err)
			}
		}
	}
}

func TestAnUploadThatIsFinishedAgainDoesNotWaitLonger(t *testing.T) {
	t.Parallel()
	h := start(t, withScanner(newScanner(t)))
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	a := h.attach(teacher, c.GetId(), "a.pdf", pdf("a"))
	again := must[*attachmentspb.Attachment](t)(teacher.FinishUpload(t.Context(), &attachmentspb.FinishUploadRequest{CaseId: c.GetId(), AttachmentId: a.GetId()}))
	if !again.GetExpireTime().AsTime().Equal(a.GetExpireTime().AsTime()) {
		t.Errorf("it goes at %v, then at %v", a.GetExpireTime(), again.GetExpireTime())
	}
}

func TestTheWorkerReachesNoFileThatWasLetPass(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	teacher := h.teacher(taysSchool)
	a := h.attach(teacher, h.file(teacher, request("fi", autism)).GetId(), "a.pdf", pdf("a"))
	for _, sql := range []string{
		"SELECT sealed FROM case_attachment_chunks", "SELECT sealed FROM attachment_parts", "SELECT sealed_name FROM attachments", "SELECT wrapped FROM case_keys",
	} {
		err := h.db.Worker().Read(t.Context(), func(tx *postgres.Tx) error {
			tx.Queue(sql)
			return tx.Flush(t.Context())
		})
		if err == nil {
			t.Errorf("the worker may %s", sql)
		}
	}
	err := h.db.Worker().Write(t.Context(), func(tx *postgres.Tx) error {
		tx.Queue("SELECT keep_scanned($1, 30, 'x')", a.GetId())
		tx.Queue("SELECT end_scan($1, 'INFECTED', NULL, 1, now())", a.GetId())
		return nil
	})
	if got := h.stateOf(a); err != nil || got != "NOT_SCANNED" || h.count("SELECT count(*) FROM case_attachment_chunks WHERE index = 30") != 0 {
		t.Errorf("it is %s, %v", got, err)
	}
	if _, due, err := h.quarantine(time.Now).Take(t.Context()); due || err != nil {
		t.Errorf("there is one to scan: %v, %v", due, err)
	}
}
