package cases_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// shelf is a desk's store of attachments.
type shelf struct{ cases.AttachmentStore }

func newShelf(d *casetest.Desk) shelf {
	return shelf{cases.AttachmentStore{Reader: d.Store.Reader, Cases: d.Store, Now: d.Store.Now}}
}

// begin announces an attachment.
func (s shelf) begin(ctx context.Context, p permission.Principal, caseID string, size int) (string, error) {
	a, err := s.Begin(ctx, casetest.Call(p, casetest.ID()), caseID, casetest.Secret+".pdf", size)
	return a.ID, err
}

// send sends all of an attachment in pieces.
func (s shelf) send(ctx context.Context, p permission.Principal, caseID, id string, plain []byte) error {
	at := 0
	for piece := range slices.Chunk(plain, cases.MaxPiece) {
		if _, err := s.Append(ctx, p, caseID, id, at, piece); err != nil {
			return err
		}
		at += len(piece)
	}
	return nil
}

// write keeps an attachment that was found to be in order.
func (s shelf) write(ctx context.Context, p permission.Principal, caseID string, plain []byte) (string, error) {
	id, err := s.begin(ctx, p, caseID, len(plain))
	if err != nil {
		return "", err
	}
	if err := s.send(ctx, p, caseID, id, plain); err != nil {
		return "", err
	}
	_, err = s.Finish(ctx, p, caseID, id, examined(plain))
	return id, err
}

func examined(plain []byte) cases.Examined {
	return cases.Examined{Type: "PDF", State: cases.Clean, Size: len(plain), Kept: func() io.Reader { return bytes.NewReader(plain) }}
}

func (s shelf) read(ctx context.Context, p permission.Principal, caseID, id string, to io.Writer) error {
	return s.Read(ctx, p, caseID, id, func(cases.Attachment) error { return nil }, to)
}

// attached answers a case that an expert holds, with an attachment of three chunks and a bit.
func attached(t *testing.T, d *casetest.Desk) (store shelf, c cases.Case, id string, plain []byte) {
	t.Helper()
	store, c = newShelf(d), d.Held(t)
	plain = make([]byte, 3*vault.ChunkSize+5)
	_, _ = rand.NewChaCha8([32]byte{}).Read(plain)
	copy(plain[vault.ChunkSize:], casetest.Secret)
	id, err := store.write(t.Context(), casetest.Teacher(), c.ID, plain)
	if err != nil {
		t.Fatal(err)
	}
	return store, c, id, plain
}

func TestAnAttachmentIsReadByThoseWhoReadTheCase(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	store, c, id, plain := attached(t, d)
	if n := count(t, d, "SELECT count(*) FROM case_attachment_chunks"); n != 4 {
		t.Errorf("%d chunks are stored, want 4", n)
	}
	if found := seen(t, d.DB.Superuser(t), casetest.Secret); len(found) > 0 {
		t.Errorf("the attachment is readable in %v", found)
	}
	may := 0
	for _, p := range casetest.Everybody() {
		_, reads := p.Can(permission.ReadCase, c.Subject())
		var got bytes.Buffer
		err := store.read(t.Context(), p, c.ID, id, &got)
		switch {
		case reads && (err != nil || !bytes.Equal(got.Bytes(), plain)):
			t.Errorf("%s reads %d bytes, %v", p.Name, got.Len(), err)
		case !reads:
			wantRefusal(t, err, cases.Unknown)
			_, err := store.begin(t.Context(), p, c.ID, 1)
			wantRefusal(t, err, cases.Unknown)
		default:
			may++
		}
	}
	if may < 3 {
		t.Errorf("%d people read; want filer, principal, expert at least", may)
	}
	wantRefusal(t, store.read(t.Context(), casetest.Teacher(), c.ID, casetest.ID(), &bytes.Buffer{}), cases.Unknown)
	other := d.Filed(t)
	wantRefusal(t, store.read(t.Context(), casetest.Teacher(), other.ID, id, &bytes.Buffer{}), cases.Unknown)
	_, err := store.Append(t.Context(), casetest.Teacher(), other.ID, id, 0, plain[:1])
	wantRefusal(t, err, cases.Unknown)
}

func TestAnAttachmentThatWasTouchedDoesNotOpen(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"two swapped": `UPDATE case_attachment_chunks a SET sealed = b.sealed FROM case_attachment_chunks b
			WHERE a.index IN (1, 2) AND b.index = 3 - a.index`,
		"the last gone": "DELETE FROM case_attachment_chunks WHERE index = 3",
		"the rest gone": "DELETE FROM case_attachment_chunks WHERE index > 0",
		"one cut":       "UPDATE case_attachment_chunks SET sealed = substr(sealed, 1, 100) WHERE index = 3",
		"another id": `INSERT INTO attachments SELECT '00000000-0000-0000-0000-000000000001', case_id, author_id, unit_id, sealed_name, type, state, size,
			received, names_author, create_time, update_time, expire_time, warned, scan_time, scans FROM attachments; DELETE FROM attachment_parts;
			UPDATE case_attachment_chunks SET attachment_id = '00000000-0000-0000-0000-000000000001'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := casetest.New(t)
			store, c, id, _ := attached(t, d)
			exec(t, d, sql)
			if name == "another id" {
				id = "00000000-0000-0000-0000-000000000001"
			}
			if err := store.read(t.Context(), casetest.Teacher(), c.ID, id, &bytes.Buffer{}); !errors.Is(err, vault.ErrSealed) {
				t.Errorf("it is read: %v", err)
			}
		})
	}
}

// taker looks, when the first of an attachment comes, at what the database says, and takes no more.
type taker struct {
	look  func()
	taken int
}

var errEnough = errors.New("taken enough")

func (w *taker) Write(p []byte) (int, error) {
	if w.taken == 0 {
		w.look()
	}
	w.taken += len(p)
	return len(p), errEnough
}

func TestAnAttachmentGoesOutOnceTheAuditSaysSoAndNoTransactionWaits(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	store, c, id, _ := attached(t, d)
	const rows = "SELECT count(*) FROM audit.entries WHERE case_id = $1 AND by_id = $2 AND action = $3 AND what = $4 AND outcome = 'DONE' AND role IS NOT NULL"
	if n := count(t, d, rows, c.ID, casetest.Teacher().PersonID, "POST_MESSAGE", "ATTACHMENT "+id); n != 1 {
		t.Errorf("the audit has %d rows about the writing, want 1", n)
	}
	w := &taker{look: func() {
		if n := count(t, d, rows, c.ID, casetest.Expert().PersonID, "READ_CASE", "ATTACHMENT "+id); n != 1 {
			t.Errorf("when the first goes out the audit has %d rows about it, want 1", n)
		}
		if n := count(t, d, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'vaatu_app'
			AND state LIKE 'idle in transaction%'`); n != 0 {
			t.Errorf("%d transactions wait for a reader", n)
		}
	}}
	if err := store.read(t.Context(), casetest.Expert(), c.ID, id, w); !errors.Is(err, errEnough) || w.taken == 0 {
		t.Errorf("%d bytes were taken, %v", w.taken, err)
	}
	if n := count(t, d, rows, c.ID, casetest.Expert().PersonID, "READ_CASE", "ATTACHMENT "+id); n != 1 {
		t.Errorf("after a reader who broke off the audit has %d rows, want 1", n)
	}
}

func TestTheNumberOfAttachmentsIsBounded(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c, store := d.Held(t), newShelf(d)
	largest := make([]byte, cases.MaxAttachment)
	id, err := store.write(t.Context(), casetest.Teacher(), c.ID, largest)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := store.read(t.Context(), casetest.Teacher(), c.ID, id, &got); err != nil || got.Len() != cases.MaxAttachment {
		t.Errorf("of the largest %d bytes are read, %v", got.Len(), err)
	}
	var waits sync.WaitGroup
	var refused atomic.Int32
	for range 25 {
		waits.Go(func() {
			if _, err := store.begin(t.Context(), casetest.Teacher(), c.ID, 1); errors.Is(err, cases.ErrTooMany) {
				refused.Add(1)
			}
		})
	}
	waits.Wait()
	if n := count(t, d, "SELECT count(*) FROM attachments"); n != 20 || refused.Load() != 6 {
		t.Errorf("%d are kept and %d were refused, want 20 and 6", n, refused.Load())
	}
}

func TestAnUploadGoesOnWhereItStoppedAndNowhereElse(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c, store, ctx := d.Held(t), newShelf(d), t.Context()
	call := casetest.Call(casetest.Teacher(), casetest.ID())
	begun, err := store.Begin(ctx, call, c.ID, "kuva.pdf", 10)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := store.Begin(ctx, call, c.ID, "kuva.pdf", 10); err != nil || again.ID != begun.ID {
		t.Errorf("the same call answers %v, %v", again, err)
	}
	add := func(p permission.Principal, start int, text string) error {
		_, err := store.Append(ctx, p, c.ID, begun.ID, start, []byte(text))
		return err
	}
	if err := add(casetest.Teacher(), 0, "abcd"); err != nil {
		t.Fatal(err)
	}
	stale := apperr.New(apperr.EtagStale)
	for name, err := range map[string]error{
		"the same again": add(casetest.Teacher(), 0, "abcd"), "in the middle": add(casetest.Teacher(), 2, "x"), "with a gap": add(casetest.Teacher(), 5, "x"),
	} {
		if !errors.Is(err, stale) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := add(casetest.Teacher(), 4, "efghijk"); !errors.Is(err, apperr.New(apperr.Validation)) {
		t.Errorf("more than announced: %v", err)
	}
	wantRefusal(t, add(casetest.Principal(), 4, "e"), cases.Unknown)
	if err := add(casetest.Teacher(), 4, "efghij"); err != nil {
		t.Fatal(err)
	}
	if a, err := store.Upload(ctx, casetest.Teacher(), c.ID, begun.ID); err != nil || a.Received != 10 {
		t.Errorf("it is at %v, %v", a, err)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "plain"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := store.Received(ctx, casetest.Teacher(), c.ID, begun.ID, file); err != nil {
		t.Fatal(err)
	}
	if plain, err := os.ReadFile(file.Name()); err != nil || string(plain) != "abcdefghij" {
		t.Errorf("%q came, %v", plain, err)
	}
}

func TestWhatWaitsIsNobodysToReadAndWhatIsInfectedIsGone(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c, store, ctx := d.Held(t), newShelf(d), t.Context()
	plain := []byte("ei vielä kenenkään")
	id, err := store.begin(ctx, casetest.Teacher(), c.ID, len(plain))
	if err != nil {
		t.Fatal(err)
	}
	hidden := func(state cases.AttachmentState) {
		t.Helper()
		for _, p := range casetest.Everybody() {
			wantRefusal(t, store.read(ctx, p, c.ID, id, io.Discard), cases.Unknown)
			list, err := store.Attachments(ctx, p, c.ID)
			seen := p.PersonID == casetest.Teacher().PersonID || state == cases.PendingScan && err == nil
			if seen != (len(list.Kept) == 1) || seen && list.Kept[0].State != state {
				t.Errorf("%s sees %v", p.Name, list.Kept)
			}
		}
	}
	hidden(cases.Uploading)
	if err := store.send(ctx, casetest.Teacher(), c.ID, id, plain); err != nil {
		t.Fatal(err)
	}
	for _, state := range []cases.AttachmentState{cases.PendingScan, cases.Infected} {
		if _, err := store.Finish(ctx, casetest.Teacher(), c.ID, id, cases.Examined{State: state}); err != nil {
			t.Fatal(err)
		}
		hidden(state)
	}
	if n := count(t, d, "SELECT (SELECT count(*) FROM attachment_parts) + (SELECT count(*) FROM case_attachment_chunks)"); n != 0 {
		t.Errorf("%d pieces of it are left", n)
	}
	if a, err := store.Finish(ctx, casetest.Teacher(), c.ID, id, examined(plain)); err != nil || a.State != cases.Infected {
		t.Errorf("what was destroyed is %v, %v", a, err)
	}
	if err := store.Delete(ctx, casetest.Teacher(), c.ID, id); err != nil {
		t.Errorf("its row: %v", err)
	}
}

func TestAnAttachmentOfACaseStays(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	store, c, id, _ := attached(t, d)
	for _, p := range casetest.Everybody() {
		wantRefusal(t, store.Delete(t.Context(), p, c.ID, id), cases.Unknown)
	}
}
