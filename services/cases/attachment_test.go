package cases_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// attached answers a case that an expert holds, with an attachment of three chunks and a bit.
func attached(t *testing.T, d *casetest.Desk) (store cases.AttachmentStore, c cases.Case, id string, plain []byte) {
	t.Helper()
	store, c, id = cases.AttachmentStore{Reader: d.Store.Reader}, d.Held(t), casetest.ID()
	plain = make([]byte, 3*vault.ChunkSize+5)
	_, _ = rand.NewChaCha8([32]byte{}).Read(plain)
	copy(plain[vault.ChunkSize:], casetest.Secret)
	if err := store.Write(t.Context(), casetest.Teacher(), c.ID, id, bytes.NewReader(plain)); err != nil {
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
		err := store.Read(t.Context(), p, c.ID, id, &got)
		switch {
		case reads && (err != nil || !bytes.Equal(got.Bytes(), plain)):
			t.Errorf("%s reads %d bytes, %v", p.Name, got.Len(), err)
		case !reads:
			wantRefusal(t, err, cases.Unknown)
			wantRefusal(t, store.Write(t.Context(), p, c.ID, casetest.ID(), bytes.NewReader(plain)), cases.Unknown)
		default:
			may++
		}
	}
	if may < 3 {
		t.Errorf("%d people read; want filer, principal, expert at least", may)
	}
	wantRefusal(t, store.Read(t.Context(), casetest.Teacher(), c.ID, casetest.ID(), &bytes.Buffer{}), cases.Unknown)
	other := d.Filed(t)
	wantRefusal(t, store.Read(t.Context(), casetest.Teacher(), other.ID, id, &bytes.Buffer{}), cases.Unknown)
	if err := store.Write(t.Context(), casetest.Teacher(), other.ID, id, bytes.NewReader(plain)); err == nil {
		t.Error("an attachment was written over another")
	}
}

func TestAnAttachmentThatWasTouchedDoesNotOpen(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"two swapped": `UPDATE case_attachment_chunks a SET sealed = b.sealed FROM case_attachment_chunks b
			WHERE a.index IN (1, 2) AND b.index = 3 - a.index`,
		"the last gone": "DELETE FROM case_attachment_chunks WHERE index = 3",
		"the rest gone": "DELETE FROM case_attachment_chunks WHERE index > 0",
		"one cut":       "UPDATE case_attachment_chunks SET sealed = substr(sealed, 1, 100) WHERE index = 3",
		"another id":    "UPDATE case_attachment_chunks SET attachment_id = '00000000-0000-0000-0000-000000000001'",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := casetest.New(t)
			store, c, id, _ := attached(t, d)
			exec(t, d, sql)
			if name == "another id" {
				id = "00000000-0000-0000-0000-000000000001"
			}
			if err := store.Read(t.Context(), casetest.Teacher(), c.ID, id, &bytes.Buffer{}); !errors.Is(err, vault.ErrSealed) {
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
	if err := store.Read(t.Context(), casetest.Expert(), c.ID, id, w); !errors.Is(err, errEnough) || w.taken == 0 {
		t.Errorf("%d bytes were taken, %v", w.taken, err)
	}
	if n := count(t, d, rows, c.ID, casetest.Expert().PersonID, "READ_CASE", "ATTACHMENT "+id); n != 1 {
		t.Errorf("after a reader who broke off the audit has %d rows, want 1", n)
	}
}

func TestAnAttachmentAndTheirNumberAreBounded(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	store := cases.AttachmentStore{Reader: d.Store.Reader}
	write := func(id string, size int) error {
		return store.Write(t.Context(), casetest.Teacher(), c.ID, id, bytes.NewReader(make([]byte, size)))
	}
	if err := write(casetest.ID(), cases.MaxAttachment+1); !errors.Is(err, cases.ErrTooLarge) || count(t, d, "SELECT count(*) FROM case_attachment_chunks") != 0 {
		t.Errorf("one that is too large is met with %v", err)
	}
	largest := casetest.ID()
	if err := write(largest, cases.MaxAttachment); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := store.Read(t.Context(), casetest.Teacher(), c.ID, largest, &got); err != nil || got.Len() != cases.MaxAttachment {
		t.Errorf("of the largest %d bytes are read, %v", got.Len(), err)
	}
	for range 19 {
		if err := write(casetest.ID(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := write(casetest.ID(), 1); !errors.Is(err, cases.ErrTooMany) {
		t.Errorf("the one after the twentieth is met with %v", err)
	}
	if n := count(t, d, "SELECT count(DISTINCT attachment_id) FROM case_attachment_chunks"); n != 20 {
		t.Errorf("%d are kept, want 20", n)
	}
}

// broken breaks off where the other ends.
type broken struct{ io.ReadSeeker }

var errBroken = errors.New("broken off")

func (b broken) Read(p []byte) (int, error) {
	n, err := b.ReadSeeker.Read(p)
	if err != nil {
		err = errBroken
	}
	return n, err
}

func TestHalfAnAttachmentIsNone(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	store := cases.AttachmentStore{Reader: d.Store.Reader}
	err := store.Write(t.Context(), casetest.Teacher(), c.ID, casetest.ID(), broken{bytes.NewReader(make([]byte, 3*vault.ChunkSize))})
	if n := count(t, d, "SELECT count(*) FROM case_attachment_chunks"); !errors.Is(err, errBroken) || n != 0 {
		t.Errorf("%d chunks are left, %v", n, err)
	}
}
