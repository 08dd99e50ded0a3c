package cases

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Begin announces an attachment of a name that was cleaned and a size that may be taken; ErrTooMany. The call's resource is the
// attachment's id.
func (s AttachmentStore) Begin(ctx context.Context, call Call, caseID, name string, size int) (Attachment, error) {
	var begun Attachment
	err := s.change(ctx, call.Principal, caseID, func(tx *postgres.Tx, h home) error {
		id, used, err := call.Once.LookAlone(ctx, tx, call.Principal.PersonID)
		if err != nil {
			return err
		}
		if used {
			begun, err = s.upload(ctx, tx, call.Principal, h, id)
			return err
		}
		begun = Attachment{
			ID: call.Once.ResourceID, AuthorID: call.Principal.PersonID, Name: name, State: Uploading, Size: size, CreateTime: s.now(), Deletable: true,
		}
		sealed, err := h.key.Seal([]byte(name), nameOf(begun.ID))
		if err != nil {
			return err
		}
		tx.Queue(`INSERT INTO attachments (id, case_id, author_id, unit_id, sealed_name, state, size, received, names_author, create_time, update_time)
			VALUES ($1, $2, $3, nullif($4, '')::uuid, $5, $6, $7, 0, false, $8, $8)`, begun.ID, caseID, begun.AuthorID, h.by.UnitID, sealed, string(Uploading), size, begun.CreateTime)
		call.Once.Record(tx, call.Principal.PersonID, begun.CreateTime)
		return nil
	})
	if postgres.Broken(err, "attachments_most") {
		return Attachment{}, ErrTooMany
	}
	return begun, err
}

// Append keeps the piece of an upload of the caller that begins at start; EtagStale where the last one did not end there,
// Validation where it would make the file larger than announced.
func (s AttachmentStore) Append(ctx context.Context, p permission.Principal, caseID, id string, start int, piece []byte) (Attachment, error) {
	var a Attachment
	err := s.change(ctx, p, caseID, func(tx *postgres.Tx, h home) error {
		var err error
		switch a, err = s.upload(ctx, tx, p, h, id); {
		case err != nil:
			return err
		case a.State != Uploading || a.Received != start:
			return apperr.New(apperr.EtagStale)
		case start+len(piece) > a.Size:
			return apperr.Invalid("file", "file.longer", "the file is larger than announced")
		}
		a.Received += len(piece)
		sealed, err := h.key.Seal(piece, partOf(a.ID, start))
		if err != nil {
			return err
		}
		tx.Queue("INSERT INTO attachment_parts (attachment_id, start, case_id, author_id, sealed) VALUES ($1, $2, $3, $4, $5)", id, start, caseID, p.PersonID, sealed)
		tx.Queue("UPDATE attachments SET received = $2, update_time = $3 WHERE id = $1", id, a.Received, s.now())
		return nil
	})
	return a, err
}

func partOf(id string, start int) vault.Place {
	return vault.Place{Table: "attachment_parts", Column: "sealed", ID: id, Revision: start}
}

// Upload answers an attachment of the caller's, under way or not.
func (s AttachmentStore) Upload(ctx context.Context, p permission.Principal, caseID, id string) (a Attachment, err error) {
	err = s.change(ctx, p, caseID, func(tx *postgres.Tx, h home) (err error) {
		a, err = s.upload(ctx, tx, p, h, id)
		return err
	})
	return a, err
}

// Received writes an upload in clear into an empty file, and answers it; what does not wait any more is not written.
func (s AttachmentStore) Received(ctx context.Context, p permission.Principal, caseID, id string, plain *os.File) (Attachment, error) {
	var a Attachment
	err := s.change(ctx, p, caseID, func(tx *postgres.Tx, h home) error {
		var err error
		if a, err = s.upload(ctx, tx, p, h, id); err != nil || !a.State.Waits() {
			return err
		}
		return h.assemble(ctx, tx, a.ID, a.Received, "SELECT sealed FROM attachment_parts WHERE attachment_id = $1 AND start = $2", plain)
	})
	return a, err
}

// Examined is what looking at an upload has found.
type Examined struct {
	Type        string
	State       AttachmentState
	NamesAuthor bool
	// Size is that of Kept, which answers the file as it is to be kept, from its beginning at each call; nil where it is not kept.
	Size int
	Kept func() io.Reader
}

// Finish ends an upload of the caller's by what was found: kept for those who read the case, left in quarantine, or destroyed. One that
// has ended before stays as it is.
func (s AttachmentStore) Finish(ctx context.Context, p permission.Principal, caseID, id string, e Examined) (Attachment, error) {
	var a Attachment
	err := s.change(ctx, p, caseID, func(tx *postgres.Tx, h home) error {
		var err error
		if a, err = s.upload(ctx, tx, p, h, id); err != nil || !a.State.Waits() {
			return err
		}
		a.State, a.NamesAuthor = e.State, e.NamesAuthor
		if e.Kept != nil {
			a.Type, a.Size, a.Received = e.Type, e.Size, e.Size
			if err := h.seal(ctx, tx, a.ID, e.Kept(), `INSERT INTO case_attachment_chunks (attachment_id, index, case_id, sealed)
				SELECT id, $2, case_id, $3 FROM attachments WHERE id = $1`); err != nil {
				return err
			}
		}
		if !e.State.Waits() {
			tx.Queue("DELETE FROM attachment_parts WHERE attachment_id = $1", id)
			h.record(tx, permission.PostMessage, whatOf(id))
		}
		a.Deletable, a.Removable = h.draft || !e.State.letPass(), !h.draft && e.State.letPass()
		now := s.now()
		var scan, expire *time.Time
		if e.State == PendingScan {
			scan, expire = &now, a.ExpireTime
			if expire == nil { // it waits from now on
				expire = new(now.Add(waitsFor))
			}
		}
		a.ExpireTime = expire
		tx.Queue(`UPDATE attachments SET type = $2, state = $3, size = $4, received = $5, names_author = $6, update_time = $7,
			expire_time = CASE WHEN $3 = 'PENDING_SCAN' THEN coalesce(expire_time, $8) END, scan_time = $9 WHERE id = $1`,
			id, optional(a.Type), string(a.State), a.Size, a.Received, a.NamesAuthor, now, a.ExpireTime, scan)
		return nil
	})
	return a, err
}

func (s AttachmentState) letPass() bool { return s == Clean || s == NotScanned }

// Delete destroys an attachment of a draft, or one of the caller's in a case that nobody could read yet.
func (s AttachmentStore) Delete(ctx context.Context, p permission.Principal, caseID, id string) error {
	return s.change(ctx, p, caseID, func(tx *postgres.Tx, h home) error {
		var gone bool
		postgres.Row(tx, new(string), &gone, "DELETE FROM attachments WHERE id = $1 AND case_id = $2 RETURNING id::text", id, caseID)
		if err := tx.Flush(ctx); err != nil {
			return fmt.Errorf("deleting an attachment: %w", err)
		}
		if !gone {
			return &Refusal{Reason: Unknown}
		}
		h.record(tx, permission.PostMessage, "DELETE "+whatOf(id))
		return nil
	})
}

// change runs fn on a case that the person may write messages into, or on a draft that the person writes.
func (s AttachmentStore) change(ctx context.Context, p permission.Principal, caseID string, fn func(*postgres.Tx, home) error) error {
	return s.Vault.With(func() error {
		return s.DB.Write(as(ctx, p), func(tx *postgres.Tx) error {
			h, err := s.open(ctx, tx, p, permission.PostMessage, caseID, "")
			if err != nil {
				return err
			}
			return fn(tx, h)
		})
	})
}

// upload answers an attachment of the person's, and holds others off it until the transaction ends.
func (s AttachmentStore) upload(ctx context.Context, tx *postgres.Tx, p permission.Principal, h home, id string) (Attachment, error) {
	var r attachmentRow
	var found bool
	tx.Queue("SELECT pg_advisory_xact_lock(hashtextextended($1::text::uuid::text, 0))", id)
	postgres.Row(tx, &r, &found, attachmentSelect+" WHERE id = $1 AND case_id = $2 AND author_id = $3", id, h.id, p.PersonID)
	if err := tx.Flush(ctx); err != nil {
		return Attachment{}, fmt.Errorf("looking for an upload: %w", err)
	}
	if !found {
		return Attachment{}, &Refusal{Reason: Unknown}
	}
	return h.attachment(p, r)
}
