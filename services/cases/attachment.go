package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

const (
	// MaxAttachment is how many bytes an attachment may have. A case has at most twenty, as the database sees to.
	MaxAttachment = 10 << 20
	// MaxPiece is how many bytes of an upload come at once.
	MaxPiece = 128 << 10
)

// ErrTooMany is answered when a case has as many attachments as it may.
var ErrTooMany = apperr.Invalid("file", "file.too_many", "a case has at most 20 attachments")

// AttachmentState is how far an attachment has come.
type AttachmentState string

// States of attachments. Until it is Clean or NotScanned nobody reads it.
const (
	Uploading   AttachmentState = "UPLOADING"
	PendingScan AttachmentState = "PENDING_SCAN"
	Clean       AttachmentState = "CLEAN"
	Infected    AttachmentState = "INFECTED"
	NotScanned  AttachmentState = "NOT_SCANNED"
)

// Waits reports whether an attachment is not whole yet, or in quarantine.
func (s AttachmentState) Waits() bool { return s == Uploading || s == PendingScan }

// letPass is which may be read, in SQL.
const letPass = "state IN ('CLEAN', 'NOT_SCANNED')" //nolint:gosec // SQL, no credential

// Attachment is a file of a case, or of a draft that becomes one.
type Attachment struct {
	ID       string
	AuthorID string
	Name     string
	// Type is PDF, PNG, JPEG, DOCX or ODT; empty while it waits.
	Type  string
	State AttachmentState
	// Size in bytes as announced, and then as it is kept; Received of them have come.
	Size, Received int
	// NamesAuthor: the file says who wrote it.
	NamesAuthor bool
	CreateTime  time.Time
	// ExpireTime is when it goes, while it waits for a scanner.
	ExpireTime *time.Time
	// Deletable by whoever asked, without a trace; Removable, as the case's event says.
	Deletable, Removable bool
}

type attachmentRow struct {
	ID          string     `db:"id"`
	AuthorID    string     `db:"author_id"`
	UnitID      *string    `db:"unit_id"`
	SealedName  []byte     `db:"sealed_name"`
	Type        *string    `db:"type"`
	State       string     `db:"state"`
	Size        int        `db:"size"`
	Received    int        `db:"received"`
	NamesAuthor bool       `db:"names_author"`
	CreateTime  time.Time  `db:"create_time"`
	ExpireTime  *time.Time `db:"expire_time"`
}

const attachmentSelect = "SELECT id, author_id, unit_id, sealed_name, type, state, size, received, names_author, create_time, expire_time FROM attachments"

// nameOf is where the name of an attachment is sealed.
func nameOf(id string) vault.Place {
	return vault.Place{Table: "attachments", Column: "sealed_name", ID: id, Revision: 1}
}

// home is the case of attachments, or the draft that becomes it, open to a transaction.
type home struct {
	id, schoolID string
	draft        bool
	// by is the grant under which the caller came.
	by  permission.Grant
	key vault.Key
	// c is the case; of a draft there is none.
	c Case
}

// attachment answers a row in clear.
func (h home) attachment(p permission.Principal, r attachmentRow) (Attachment, error) {
	name, err := h.key.Open(r.SealedName, nameOf(r.ID))
	if err != nil {
		return Attachment{}, err
	}
	state, own := AttachmentState(r.State), r.AuthorID == p.PersonID
	return Attachment{
		ID: r.ID, AuthorID: r.AuthorID, Name: string(name), Type: deref(r.Type), State: state, Size: r.Size, Received: r.Received,
		NamesAuthor: r.NamesAuthor, CreateTime: r.CreateTime, ExpireTime: r.ExpireTime,
		Deletable: h.draft || own && (state.Waits() || state == Infected),
		Removable: !h.draft && state.letPass() && h.c.mayRemove(p, own),
	}, nil
}

// AttachmentStore keeps attachments of cases and of drafts: what is under way in pieces, and what was let pass in chunks, each
// sealed by the case's key and bound to its place. It holds one of them in memory, however large an attachment is.
type AttachmentStore struct {
	Reader

	// Cases says in a case what was removed.
	Cases *Store
	// Now is the clock.
	Now func() time.Time
}

func (s AttachmentStore) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// ownDraft is a draft that a person writes, with its key.
const ownDraft = `SELECT d.school_id, k.wrapped FROM intake.drafts d JOIN case_keys k ON k.id = d.id WHERE d.id = $1
	AND (d.writer_id = $2 OR EXISTS (SELECT FROM intake.draft_writers w WHERE w.draft_id = d.id AND w.person_id = $2))`

// open opens a case to somebody with the permission, or a draft to who writes it; a *Refusal with Unknown to everybody else, or
// with NotNow where the case takes no messages any more. For ReadCase the audit has a row that says what was read.
func (s AttachmentStore) open(ctx context.Context, tx *postgres.Tx, p permission.Principal, want permission.Permission, id, what string) (home, error) {
	if want == permission.ReadCase {
		tx.Queue("SELECT audit.read_case($1, $2, $3)", id, string(want), what)
	} else {
		tx.Queue("SELECT access.open_case($1, true)", id)
	}
	q := queueOpened(tx)
	var d struct {
		SchoolID string `db:"school_id"`
		Wrapped  []byte `db:"wrapped"`
	}
	var drafted bool
	postgres.Row(tx, &d, &drafted, ownDraft, id, p.PersonID)
	if err := tx.Flush(ctx); err != nil {
		return home{}, fmt.Errorf("opening a case for an attachment: %w", err)
	}
	h := home{id: id, schoolID: d.SchoolID, draft: drafted}
	subject, wrapped := permission.Subject{SchoolID: d.SchoolID}, d.Wrapped
	if drafted {
		want = permission.Draft
	} else {
		var err error
		if h.c, wrapped, err = q.result(); err != nil {
			return home{}, err
		}
		h.schoolID, subject = h.c.Facts.SchoolID, h.c.Subject()
	}
	var ok bool
	if h.by, ok = p.Can(want, subject); !ok {
		return home{}, &Refusal{Reason: Unknown}
	}
	if rule, _ := h.c.sight().verdict(ActionPostMessage, p, itself); want == permission.PostMessage && rule != "" {
		return home{}, against(rule, ActionPostMessage, h.c)
	}
	if drafted && what != "" {
		h.record(tx, permission.Draft, what)
	}
	var err error
	h.key, err = s.Vault.Held(id, wrapped)
	return h, err
}

// record appends to the audit what became of an attachment.
func (h home) record(tx *postgres.Tx, action permission.Permission, what string) {
	if h.draft {
		action = permission.Draft
	}
	e := trail.Entry{Action: string(action), What: what, Outcome: trail.Done, Role: h.by.Role, UnitID: h.by.UnitID, CaseID: h.id}
	if h.by.UnitID == "" {
		e.SchoolID = h.schoolID
	}
	trail.Record(tx, e)
}

// whatOf an attachment the audit speaks.
func whatOf(id string) string { return "ATTACHMENT " + id }
