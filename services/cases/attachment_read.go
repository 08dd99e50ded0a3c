package cases

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// AttachmentList is what there is of attachments, and what was removed.
type AttachmentList struct {
	Kept    []Attachment
	Removed []Removed
	// Case that they belong to; none of a draft's.
	Case Case
}

// Attachments answers those of a case or of a draft, the earliest first, to those who read it, with what waits for a scanner; what
// is under way to its author only.
func (s AttachmentStore) Attachments(ctx context.Context, p permission.Principal, caseID string) (AttachmentList, error) {
	var list AttachmentList
	err := s.Vault.With(func() error {
		return s.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
			h, err := s.open(ctx, tx, p, permission.ReadCase, caseID, "ATTACHMENTS")
			if err != nil {
				return err
			}
			var rows []attachmentRow
			postgres.Rows(tx, &rows, attachmentSelect+" WHERE case_id = $1 AND ("+letPass+" OR state = 'PENDING_SCAN' OR author_id = $2) ORDER BY create_time, id", caseID, p.PersonID)
			if err := tx.Flush(ctx); err != nil {
				return fmt.Errorf("listing attachments: %w", err)
			}
			if h.hides(p) {
				rows = slices.DeleteFunc(rows, func(r attachmentRow) bool { return !works(p, deref(r.UnitID)) })
			}
			list = AttachmentList{Kept: make([]Attachment, len(rows)), Case: h.c}
			for i, r := range rows {
				if list.Kept[i], err = h.attachment(p, r); err != nil {
					return err
				}
			}
			if list.Removed, err = h.removed(ctx, tx); h.hides(p) {
				list.Removed = nil
			}
			return err
		})
	})
	return list, err
}

// Read tells first what an attachment is, then writes it in clear, for somebody who may read the case; a *Refusal with Unknown for
// everybody else, and where there is none that was let pass. Nothing is told before the audit says for good that it was read, and
// no transaction waits for whoever takes it: until then it stands sealed in a temporary file. What Read has written is not the
// attachment unless it answers nil.
func (s AttachmentStore) Read(ctx context.Context, p permission.Principal, caseID, id string, tell func(Attachment) error, plain io.Writer) error {
	sealed, err := nameless()
	if err != nil {
		return err
	}
	defer sealed.Close()
	var a Attachment
	var stream vault.Attachment
	err = s.Vault.With(func() error {
		return s.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
			h, err := s.open(ctx, tx, p, permission.ReadCase, caseID, whatOf(id))
			if err != nil {
				return err
			}
			if a, err = h.find(ctx, tx, p, id); err != nil {
				return err
			}
			if stream, err = h.key.Attachment(a.ID); err != nil {
				return err
			}
			return fetch(ctx, tx, id, sealed)
		})
	})
	if err != nil {
		return err
	}
	if err := tell(a); err != nil {
		return err
	}
	chunk := make([]byte, vault.ChunkSize)
	return stream.Open(plain, func() ([]byte, error) {
		n, err := sealed.Read(chunk)
		return chunk[:n], err
	})
}

// find answers an attachment that was let pass.
func (h home) find(ctx context.Context, tx *postgres.Tx, p permission.Principal, id string) (Attachment, error) {
	var r attachmentRow
	var found bool
	postgres.Row(tx, &r, &found, attachmentSelect+" WHERE id = $1 AND case_id = $2 AND "+letPass, id, h.id)
	if err := tx.Flush(ctx); err != nil {
		return Attachment{}, fmt.Errorf("looking for an attachment: %w", err)
	}
	if !found || h.hides(p) && !works(p, deref(r.UnitID)) {
		return Attachment{}, &Refusal{Reason: Unknown}
	}
	return h.attachment(p, r)
}

// hides reports whether the files that the principal's own unit has not added are kept from them.
func (h home) hides(p permission.Principal) bool {
	return slices.Contains(h.c.Hidden(p), AttachmentsSection)
}

// nameless answers a temporary file that nobody else finds, and that is gone once it is closed.
func nameless() (*os.File, error) {
	file, err := os.CreateTemp("", "vaatu-attachment-*")
	if err != nil {
		return nil, fmt.Errorf("making a file for an attachment: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("hiding the file of an attachment: %w", err), file.Close())
	}
	return file, nil
}

// fetch copies the sealed chunks of an attachment into a file, in the place of whatever is in it.
func fetch(ctx context.Context, tx *postgres.Tx, id string, file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return fmt.Errorf("emptying the file of an attachment: %w", err)
	}
	var end int64
	for index := 0; ; index++ {
		var chunk []byte
		var found bool
		postgres.Row(tx, &chunk, &found, "SELECT sealed FROM case_attachment_chunks WHERE attachment_id = $1 AND index = $2", id, index)
		if err := tx.Flush(ctx); err != nil {
			return fmt.Errorf("reading an attachment: %w", err)
		}
		if !found {
			return nil // where there is not one, the stream does not open
		}
		n, err := file.WriteAt(chunk, end) // so it is read from the beginning
		if err != nil {
			return fmt.Errorf("keeping an attachment in a file: %w", err)
		}
		end += int64(n)
	}
}
