package cases

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

const (
	// waitsFor is how long a whole upload waits for a scanner before it goes.
	waitsFor = 7 * 24 * time.Hour
	// warnedBefore is how long before that it is said.
	warnedBefore = 3 * 24 * time.Hour
)

// Quarantine is the worker's way to attachments that wait for a scanner, and to nothing else of a case.
type Quarantine struct {
	// DB is the worker's pool.
	DB    *postgres.DB
	Vault *vault.Vault
	// Jobs inserts the jobs that send letters.
	Jobs *river.Client[pgx.Tx]
	// Now is the clock.
	Now func() time.Time
}

// Unscanned is an attachment that waits.
type Unscanned struct {
	ID, Name string
	Size     int

	home home
}

// Take takes the attachment that is due longest; false when none is. It is due again later, each time more, however the taker ends:
// two workers take none twice, and one that cannot be scanned stands in no other's way.
func (q Quarantine) Take(ctx context.Context) (Unscanned, bool, error) {
	var row struct {
		ID         *string `db:"id"`
		CaseID     *string `db:"case_id"`
		SealedName []byte  `db:"sealed_name"`
		Size       *int    `db:"size"`
		Wrapped    []byte  `db:"wrapped"`
	}
	err := q.DB.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &row, nil, "SELECT id, case_id, sealed_name, size, wrapped FROM take_unscanned($1)", q.Now())
		return nil
	})
	if err != nil || row.ID == nil {
		return Unscanned{}, false, wrap("taking an attachment to be scanned", err)
	}
	u := Unscanned{ID: *row.ID, Size: *row.Size, home: home{id: *row.CaseID}}
	err = q.Vault.With(func() error {
		if u.home.key, err = q.Vault.Held(u.home.id, row.Wrapped); err != nil {
			return err
		}
		name, err := u.home.key.Open(row.SealedName, nameOf(u.ID))
		u.Name = string(name)
		return err
	})
	return u, err == nil, wrap("opening an attachment to be scanned", err)
}

// Write writes an attachment in clear into an empty file; false where it waits no more.
func (q Quarantine) Write(ctx context.Context, u Unscanned, plain *os.File) (waits bool, err error) {
	err = q.DB.Read(ctx, func(tx *postgres.Tx) error {
		return u.home.assemble(ctx, tx, u.ID, u.Size, "SELECT unscanned_part($1, $2)", plain)
	})
	if errors.Is(err, errGone) {
		return false, nil
	}
	return err == nil, err
}

// errGone: an upload has no pieces any more.
var errGone = errors.New("the upload has ended")

// End ends the waiting of an attachment by what was found: it is kept for those who read the case, or destroyed, and then whoever
// sent it gets a letter. One that waits no more stays as it is.
func (q Quarantine) End(ctx context.Context, u Unscanned, e Examined) error {
	err := q.DB.Write(ctx, func(tx *postgres.Tx) error {
		var waits bool
		postgres.Row(tx, &waits, nil, "SELECT still_unscanned($1)", u.ID)
		if err := tx.Flush(ctx); err != nil || !waits {
			return err
		}
		size := u.Size
		if e.Kept != nil {
			size = e.Size
			if err := u.home.seal(ctx, tx, u.ID, e.Kept(), "SELECT keep_scanned($1, $2, $3)"); err != nil {
				return err
			}
		}
		trail.Record(tx, trail.Entry{
			Action: string(permission.Tick), What: whatOf(u.ID), Outcome: trail.Done, Role: theClock.Role, CaseID: u.home.id,
		})
		var letter *string
		postgres.Row(tx, &letter, nil, "SELECT end_scan($1, $2, $3, $4, $5)", u.ID, string(e.State), optional(e.Type), size, q.Now())
		if err := tx.Flush(ctx); err != nil || letter == nil {
			return err
		}
		return address.Post(ctx, tx, q.Jobs, *letter)
	})
	return wrap("ending the scan of an attachment", err)
}

// Warn leaves letters about attachments that go soon because no scanner has looked at them.
func (q Quarantine) Warn(ctx context.Context) error {
	err := q.DB.Write(ctx, func(tx *postgres.Tx) error {
		var letters []string
		postgres.Rows(tx, &letters, "SELECT warn_unscanned($1, $2)", warnedBefore, q.Now())
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		return address.Post(ctx, tx, q.Jobs, letters...)
	})
	return wrap("warning of attachments that go", err)
}

// wrap says what was done when an error came.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// assemble writes the pieces of an upload in clear into an empty file; part asks for the one of an upload that begins somewhere.
func (h home) assemble(ctx context.Context, tx *postgres.Tx, id string, size int, part string, plain *os.File) error {
	for at := 0; at < size; {
		var sealed []byte
		postgres.Row(tx, &sealed, nil, part, id, at)
		if err := tx.Flush(ctx); err != nil {
			return fmt.Errorf("reading an upload: %w", err)
		}
		if sealed == nil {
			return errGone
		}
		piece, err := h.key.Open(sealed, partOf(id, at))
		if err != nil {
			return err
		}
		if _, err := plain.WriteAt(piece, int64(at)); err != nil {
			return fmt.Errorf("writing an upload into a file: %w", err)
		}
		at += len(piece)
	}
	return nil
}

// seal keeps a file in chunks; keep keeps one, of the upload and by its index.
func (h home) seal(ctx context.Context, tx *postgres.Tx, id string, plain io.Reader, keep string) error {
	attachment, err := h.key.Attachment(id)
	if err != nil {
		return err
	}
	return attachment.Seal(plain, func(index int, chunk []byte) error {
		tx.Queue(keep, id, index, chunk)
		return tx.Flush(ctx)
	})
}
