package cases

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// AttachmentStore keeps attachments of cases: chunks that are sealed by the case's key, each bound to its place. It holds
// one chunk in memory, however large an attachment is.
type AttachmentStore struct{ Reader }

// Write keeps an attachment of a case, whole or not at all, for somebody who may write messages into it and read them. A
// *Refusal with Unknown for everybody else. plain is read from its beginning, once more where the transaction is run again.
func (s AttachmentStore) Write(ctx context.Context, p permission.Principal, caseID, id string, plain io.ReadSeeker) error {
	return s.Vault.With(func() error {
		return s.DB.Write(as(ctx, p), func(tx *postgres.Tx) error {
			c, key, err := s.open(ctx, tx, p, permission.PostMessage, s.queue(tx, Target{CaseID: caseID}, true))
			if err != nil {
				return err
			}
			attachment, err := key.Attachment(id)
			if err != nil {
				return err
			}
			if _, err := plain.Seek(0, io.SeekStart); err != nil {
				return fmt.Errorf("going to the beginning of an attachment: %w", err)
			}
			return attachment.Seal(plain, func(index int, chunk []byte) error {
				tx.Queue("INSERT INTO case_attachment_chunks (attachment_id, index, case_id, school_id, sealed) VALUES ($1, $2, $3, $4, $5)",
					id, index, c.ID, c.Facts.SchoolID, chunk)
				return tx.Flush(ctx)
			})
		})
	})
}

// errHalf is answered when the database went away in the middle of an attachment.
var errHalf = errors.New("an attachment broke off: some of it has gone out already")

// Read writes an attachment in clear for somebody who may read the case; a *Refusal with Unknown for everybody else, and
// where there is none. What it has written is not the attachment unless it answers nil.
func (s AttachmentStore) Read(ctx context.Context, p permission.Principal, caseID, id string, plain io.Writer) error {
	out := &counted{Writer: plain}
	return s.Vault.With(func() error {
		return s.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
			if out.n > 0 {
				return errHalf // the transaction is run again, but what went out cannot be called back
			}
			_, key, err := s.open(ctx, tx, p, permission.ReadCase, s.queueRead(tx, caseID, permission.ReadCase))
			if err != nil {
				return err
			}
			attachment, err := key.Attachment(id)
			if err != nil {
				return err
			}
			return attachment.Open(out, chunks(ctx, tx, caseID, id))
		})
	})
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

// chunks answers one chunk after another.
func chunks(ctx context.Context, tx *postgres.Tx, caseID, id string) func() ([]byte, error) {
	index := -1
	return func() ([]byte, error) {
		var chunk []byte
		var found bool
		index++
		postgres.Row(tx, &chunk, &found, "SELECT sealed FROM case_attachment_chunks WHERE attachment_id = $1 AND index = $2 AND case_id = $3", id, index, caseID)
		switch err := tx.Flush(ctx); {
		case err != nil:
			return nil, fmt.Errorf("reading an attachment: %w", err)
		case found:
			return chunk, nil
		case index == 0:
			return nil, &Refusal{Reason: Unknown}
		}
		return nil, io.EOF
	}
}

// counted knows whether anything was written.
type counted struct {
	io.Writer

	n int
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n += n
	return n, err
}
