package services_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
	"github.com/vip-verkosto/vaatu/services"
)

// eicar is what every scanner calls a virus to be tested with; in two parts, so that none finds it here.
const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-` + `STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// clamd starts ClamAV's daemon, which knows this one virus, and answers its address.
func clamd(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("clamd")
	if err != nil {
		if program = "/usr/sbin/clamd"; !executable(program) {
			t.Skip("there is no clamd: .ci/need clamd installs it")
		}
	}
	dir := shortDir(t)
	socket, settings := filepath.Join(dir, "clamd.sock"), filepath.Join(dir, "clamd.conf")
	for name, text := range map[string]string{
		settings:                        fmt.Sprintf("Foreground yes\nLocalSocket %s\nDatabaseDirectory %s\nTemporaryDirectory %s\n", socket, dir, dir),
		filepath.Join(dir, "vaatu.ndb"): fmt.Sprintf("Vaatu.Eicar:0:*:%s\n", hex.EncodeToString([]byte(eicar))),
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	daemon := exec.CommandContext(ctx, program, "--config-file="+settings)
	var said bytes.Buffer
	daemon.Stdout, daemon.Stderr = &said, &said
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = daemon.Wait() })
	deadline, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if conn, err := (&net.Dialer{}).DialContext(deadline, "unix", socket); err == nil {
			_ = conn.Close()
			return "unix://" + socket
		}
		select {
		case <-deadline.Done():
			t.Fatalf("clamd does not start: %s", said.String())
		case <-tick.C:
		}
	}
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&0o111 != 0
}

func TestTheScannerDecidesWhatIsReadAndWhatIsDestroyed(t *testing.T) {
	t.Parallel()
	address := clamd(t)
	h := start(t, func(c *services.Config) { c.Clamd = address })
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	clean := h.attach(teacher, c.GetId(), "puhdas.pdf", pdf("puhdas"))
	if clean.GetState() != attachmentspb.UploadState_UPLOAD_STATE_CLEAN {
		t.Errorf("what the scanner lets pass is %v", clean.GetState())
	}
	if _, all, err := h.download(teacher, c.GetId(), clean.GetId()); err != nil || !bytes.Equal(all, pdf("puhdas")) {
		t.Errorf("%d bytes, %v", len(all), err)
	}
	infected := h.attach(teacher, c.GetId(), "tauti.pdf", pdf(eicar))
	if infected.GetState() != attachmentspb.UploadState_UPLOAD_STATE_INFECTED {
		t.Errorf("the virus is %v", infected.GetState())
	}
	_, _, err := h.download(teacher, c.GetId(), infected.GetId())
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if n := h.count(`SELECT (SELECT count(*) FROM attachment_parts) + (SELECT count(*) FROM case_attachment_chunks WHERE attachment_id = $1)`, infected.GetId()); n != 0 {
		t.Errorf("%d pieces of the virus are left", n)
	}
}

func TestWithoutAScannerFilesWaitUnlessTheOperatorLetsThemPass(t *testing.T) {
	t.Parallel()
	silent := "unix://" + filepath.Join(shortDir(t), "none.sock")
	for name, c := range map[string]struct {
		clamd, unscanned string
		want             attachmentspb.UploadState
	}{
		"none, and refused": {"", "refuse", attachmentspb.UploadState_UPLOAD_STATE_PENDING_SCAN},
		"silent, refused":   {silent, "", attachmentspb.UploadState_UPLOAD_STATE_PENDING_SCAN},
		"silent, allowed":   {silent, "allow", attachmentspb.UploadState_UPLOAD_STATE_NOT_SCANNED},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := start(t, func(config *services.Config) { config.Clamd, config.Unscanned = c.clamd, c.unscanned })
			teacher := h.teacher(taysSchool)
			filed := h.file(teacher, request("fi", autism))
			a := h.attach(teacher, filed.GetId(), "a.pdf", pdf("a"))
			_, _, err := h.download(teacher, filed.GetId(), a.GetId())
			if readable := err == nil; a.GetState() != c.want || readable != (c.want == attachmentspb.UploadState_UPLOAD_STATE_NOT_SCANNED) {
				t.Errorf("it is %v, read: %v", a.GetState(), err)
			}
			again, err := teacher.FinishUpload(t.Context(), &attachmentspb.FinishUploadRequest{CaseId: filed.GetId(), AttachmentId: a.GetId()})
			if err != nil || again.GetState() != c.want {
				t.Errorf("finished again it is %v, %v", again.GetState(), err)
			}
		})
	}
}

func TestWhatAFileSaysAboutItselfIsLookedAt(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	about := func(text string) []byte { return pdf("x\n2 0 obj\n<<" + text + ">>\nendobj") }
	a := h.attach(teacher, c.GetId(), "Matti_Virtanen_lausunto.pdf", about("/Title (Lausunto: Aino Virtanen) /Author (Anna Author) /Subject (Lausunto)"))
	if got := a.GetFoundInName(); !slices.Equal(got, []string{"Matti_Virtanen"}) {
		t.Errorf("in the name there is %q", got)
	}
	if got := a.GetFoundInFile(); !slices.Equal(got, []string{"Anna Author", "Lausunto: Aino Virtanen"}) || !a.GetNamesAuthor() {
		t.Errorf("about itself it says %q, %v", got, a.GetNamesAuthor())
	}
	if a := h.attach(teacher, c.GetId(), "lausunto.pdf", about("/Title (Lausunto)")); len(a.GetFoundInName())+len(a.GetFoundInFile()) != 0 || a.GetNamesAuthor() {
		t.Errorf("of a file that tells nothing: %v", a)
	}
	before := h.count("SELECT count(*) FROM attachments")
	_, err := h.upload(t.Context(), teacher, c.GetId(), "lausunto.pdf", about("/Keywords (131052-308T)"))
	blocked(t, err, "file")
	if after := h.count("SELECT count(*) FROM attachments"); after != before {
		t.Errorf("%d files were kept, now %d", before, after)
	}
}

func TestAFileThatIsNotTakenIsRefusedInWordsAndLeavesNothing(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	ctx := t.Context()
	for name, want := range map[string]string{
		"<svg>.svg": "file.type", "a.html": "file.type", "a.pdf\u202e.exe": "file.type", ".pdf": "file.name",
	} {
		_, err := teacher.BeginUpload(ctx, &attachmentspb.BeginUploadRequest{CaseId: c.GetId(), Name: name, Size: 1})
		wantRule(t, name, err, want)
	}
	for size, want := range map[int64]string{0: "file.empty", -1: "file.empty", 10<<20 + 1: "file.size", 10 << 30: "file.size"} {
		_, err := teacher.BeginUpload(ctx, &attachmentspb.BeginUploadRequest{CaseId: c.GetId(), Name: "a.pdf", Size: size})
		wantRule(t, fmt.Sprint(size, " bytes"), err, want)
	}
	_, err := teacher.BeginUpload(ctx, &attachmentspb.BeginUploadRequest{CaseId: c.GetId(), Name: "Oppilas 131052-308T.pdf", Size: 1})
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	for name, data := range map[string]string{"sivu.pdf": "<html><script>alert(1)</script>", "kuva.png": "<svg/>", "a.docx": "PK"} {
		_, err := h.upload(ctx, teacher, c.GetId(), name, []byte(data))
		wantRule(t, name, err, "file.mismatch")
	}
	if n := h.count("SELECT (SELECT count(*) FROM attachments) + (SELECT count(*) FROM attachment_parts)"); n != 0 {
		t.Errorf("%d rows of them are left", n)
	}
	short := must[*attachmentspb.Attachment](t)(teacher.BeginUpload(ctx, &attachmentspb.BeginUploadRequest{CaseId: c.GetId(), Name: "a.pdf", Size: 10 << 20}))
	must[*attachmentspb.Attachment](t)(teacher.AppendUpload(ctx, &attachmentspb.AppendUploadRequest{CaseId: c.GetId(), AttachmentId: short.GetId(), Data: []byte{1}}))
	_, err = teacher.FinishUpload(ctx, &attachmentspb.FinishUploadRequest{CaseId: c.GetId(), AttachmentId: short.GetId()})
	wantRule(t, "one byte of many", err, "file.short")
}

func wantRule(t *testing.T, what string, err error, rule string) {
	t.Helper()
	if got := violations(err)["file"]; got != rule {
		t.Errorf("%s: %v %v, want %s", what, err, violations(err), rule)
	}
}

func TestUploadsThatNobodyGoesOnWithAreSwept(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	ctx := t.Context()
	begin := func() string {
		return must[*attachmentspb.Attachment](t)(teacher.BeginUpload(ctx, &attachmentspb.BeginUploadRequest{CaseId: c.GetId(), Name: "a.pdf", Size: 9})).GetId()
	}
	begin()
	waiting := h.attach(teacher, c.GetId(), "b.pdf", pdf("b")).GetId()
	h.exec("UPDATE attachments SET update_time = now() - interval '25 hours'")
	fresh := begin()
	h.exec("SELECT forget_uploads(now() - interval '24 hours', now())")
	if left := h.text("SELECT string_agg(id::text, ' ' ORDER BY create_time) FROM attachments"); left != waiting+" "+fresh {
		t.Errorf("left are %s", left)
	}
}
