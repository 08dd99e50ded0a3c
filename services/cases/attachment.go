package cases

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// MaxAttachment is how many bytes an attachment may have. A case has at most twenty, as the database sees to.
const MaxAttachment = 10 << 20

var (
	// ErrTooLarge is answered when an attachment has more bytes than MaxAttachment.
	ErrTooLarge = errors.New("the attachment is too large")
	// ErrTooMany is answered when a case has as many attachments as it may.
	ErrTooMany = errors.New("the case has too many attachments")
)

// AttachmentStore keeps attachments of cases: chunks that are sealed by the case's key, each bound to its place. It holds
// one chunk in memory, however large an attachment is.
type AttachmentStore struct{ Reader }

// Write keeps an attachment of a case, whole or not at all, for somebody who may write messages into it and read them. A
// *Refusal with Unknown for everybody else; ErrTooLarge, ErrTooMany. plain is read from its beginning, once more where the
// transaction is run again.
func (s AttachmentStore) Write(ctx context.Context, p permission.Principal, caseID, id string, plain io.ReadSeeker) error {
	err := s.Vault.With(func() error {
		return s.DB.Write(as(ctx, p), func(tx *postgres.Tx) error {
			c, key, err := s.open(ctx, tx, p, permission.PostMessage, s.queue(tx, Target{CaseID: caseID}, true))
			if err != nil {
				return err
			}
			recordAttachment(tx, p, c, id)
			return sealAttachment(ctx, tx, c, key, id, plain)
		})
	})
	if postgres.Broken(err, "case_attachment_chunks_most") {
		return ErrTooMany
	}
	return err
}

func sealAttachment(ctx context.Context, tx *postgres.Tx, c Case, key vault.Key, id string, plain io.ReadSeeker) error {
	attachment, err := key.Attachment(id)
	if err != nil {
		return err
	}
	if _, err := plain.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("going to the beginning of an attachment: %w", err)
	}
	bounded := &io.LimitedReader{R: plain, N: MaxAttachment + 1}
	err = attachment.Seal(bounded, func(index int, chunk []byte) error {
		tx.Queue("INSERT INTO case_attachment_chunks (attachment_id, index, case_id, school_id, sealed) VALUES ($1, $2, $3, $4, $5)",
			id, index, c.ID, c.Facts.SchoolID, chunk)
		return tx.Flush(ctx)
	})
	if err == nil && bounded.N == 0 {
		return ErrTooLarge
	}
	return err
}

// recordAttachment appends to the audit who wrote an attachment.
func recordAttachment(tx *postgres.Tx, p permission.Principal, c Case, id string) {
	by, _ := p.Can(permission.PostMessage, c.Subject())
	e := trail.Entry{
		Action: string(permission.PostMessage), What: whatOf(id), Outcome: trail.Done, Role: by.Role, UnitID: by.UnitID, CaseID: c.ID,
	}
	if by.UnitID == "" {
		e.SchoolID = c.Facts.SchoolID
	}
	trail.Record(tx, e)
}

// whatOf an attachment the audit speaks.
func whatOf(id string) string { return "ATTACHMENT " + id }

// Read writes an attachment in clear for somebody who may read the case; a *Refusal with Unknown for everybody else, and
// where there is none. Nothing is written before the audit says for good that it was read, and no transaction waits for
// whoever takes it: until then it stands sealed in a temporary file. What Read has written is not the attachment unless it
// answers nil.
func (s AttachmentStore) Read(ctx context.Context, p permission.Principal, caseID, id string, plain io.Writer) error {
	sealed, err := nameless()
	if err != nil {
		return err
	}
	defer sealed.Close()
	var attachment vault.Attachment
	err = s.Vault.With(func() error {
		return s.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
			tx.Queue("SELECT audit.read_case($1, $2, $3)", caseID, string(permission.ReadCase), whatOf(id))
			_, key, err := s.open(ctx, tx, p, permission.ReadCase, queueOpened(tx))
			if err == nil {
				attachment, err = key.Attachment(id)
			}
			if err != nil {
				return err
			}
			return fetch(ctx, tx, caseID, id, sealed)
		})
	})
	if err != nil {
		return err
	}
	chunk := make([]byte, vault.ChunkSize)
	return attachment.Open(plain, func() ([]byte, error) {
		n, err := sealed.Read(chunk)
		return chunk[:n], err
	})
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
func fetch(ctx context.Context, tx *postgres.Tx, caseID, id string, file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return fmt.Errorf("emptying the file of an attachment: %w", err)
	}
	var end int64
	for index := 0; ; index++ {
		var chunk []byte
		var found bool
		postgres.Row(tx, &chunk, &found, "SELECT sealed FROM case_attachment_chunks WHERE attachment_id = $1 AND index = $2 AND case_id = $3", id, index, caseID)
		switch err := tx.Flush(ctx); {
		case err != nil:
			return fmt.Errorf("reading an attachment: %w", err)
		case !found && index == 0:
			return &Refusal{Reason: Unknown}
		case !found:
			return nil
		}
		n, err := file.WriteAt(chunk, end) // so it is read from the beginning
		if err != nil {
			return fmt.Errorf("keeping an attachment in a file: %w", err)
		}
		end += int64(n)
	}
}

// open answers a case and its data key to somebody with a permission who may read the case's texts.
func (s AttachmentStore) open(ctx context.Context, tx *postgres.Tx, p permission.Principal, want permission.Permission, q *pendingCase) (Case, vault.Key, error) {
	if err := tx.Flush(ctx); err != nil {
		return Case{}, vault.Key{}, fmt.Errorf("opening a case for an attachment: %w", err)
	}
	c, wrapped, err := q.result()
	if err != nil {
		return Case{}, vault.Key{}, err
	}
	if _, ok := p.Can(want, c.Subject()); !ok {
		return Case{}, vault.Key{}, &Refusal{Reason: Unknown}
	}
	key, err := s.Vault.Held(c.ID, wrapped)
	return c, key, err
}
