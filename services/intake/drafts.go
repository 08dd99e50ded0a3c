package intake

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"google.golang.org/protobuf/proto"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// drafts stores drafts: one sealed row each, overwritten by autosave. Only its writers read one, and only while they
// still act for its school.
type drafts struct {
	db    *postgres.DB
	vault *vault.Vault
	now   func() time.Time
}

// draft is a request being written, in clear while it is in memory.
type draft struct {
	draftRow

	request *casespb.Request
	key     vault.Key
	// people who write it, or changed a field.
	people []draftPerson
}

type draftRow struct {
	ID         string    `db:"id"`
	SchoolID   string    `db:"school_id"`
	WriterID   string    `db:"writer_id"`
	Sealed     []byte    `db:"sealed"`
	Revision   int       `db:"revision"`
	CreateTime time.Time `db:"create_time"`
	UpdateTime time.Time `db:"update_time"`
	Changes    changes   `db:"changes"`
	ExpireDate string    `db:"expire_date"`
	Wrapped    []byte    `db:"wrapped"`
}

const draftSelect = `SELECT d.id, d.school_id, d.writer_id, d.sealed, d.revision, d.create_time, d.update_time, d.changes,
	d.expire_date::text AS expire_date, k.wrapped
FROM intake.drafts d JOIN case_keys k ON k.id = d.id WHERE d.id IN (SELECT o.id FROM intake.drafts o WHERE o.writer_id = $1
	UNION ALL SELECT w.draft_id FROM intake.draft_writers w WHERE w.person_id = $1) AND d.school_id = ANY ($2::text[]::uuid[])`

func (r draftRow) place() vault.Place {
	return vault.Place{Table: "intake.drafts", Column: "sealed", ID: r.ID, Revision: r.Revision}
}

func (d drafts) open(r draftRow, unwrap func(id string, wrapped []byte) (vault.Key, error)) (draft, error) {
	key, err := unwrap(r.ID, r.Wrapped)
	if err != nil {
		return draft{}, err
	}
	plain, err := key.Open(r.Sealed, r.place())
	if err != nil {
		return draft{}, err
	}
	request := &casespb.Request{}
	if err := proto.Unmarshal(plain, request); err != nil {
		return draft{}, fmt.Errorf("decoding a draft: %w", err)
	}
	return draft{draftRow: r, request: request, key: key}, nil
}

// seal puts a request into the row at its present revision.
func (d draft) seal() (draft, error) {
	plain, err := proto.Marshal(d.request)
	if err != nil {
		return d, fmt.Errorf("encoding a draft: %w", err)
	}
	d.Sealed, err = d.key.Seal(plain, d.place())
	return d, err
}

// schools answers the schools that a person may write drafts for.
func schools(p permission.Principal) []string {
	ids := []string{}
	for _, g := range p.Of(permission.Requester, permission.Principals) {
		ids = append(ids, g.SchoolID)
	}
	return ids
}

// get answers a draft that the person writes; NOT_FOUND otherwise.
func (d drafts) get(ctx context.Context, p permission.Principal, id string) (draft, error) {
	var r draftRow
	var people []draftPerson
	var found bool
	err := d.db.ReadRecorded(ctx, func(tx *postgres.Tx) error {
		tx.Queue("SELECT audit.record_drafts(ARRAY[$1::uuid])", id)
		postgres.Row(tx, &r, &found, draftSelect+" AND d.id = $3", p.PersonID, schools(p), id)
		askPeople(tx, &people, id)
		return nil
	})
	if err != nil {
		return draft{}, fmt.Errorf("reading a draft: %w", err)
	}
	if !found {
		return draft{}, apperr.New(apperr.NotFound)
	}
	opened, err := d.open(r, d.vault.Unwrap)
	opened.people = people
	return opened, err
}

// list answers the drafts that the person writes, the latest saved first.
func (d drafts) list(ctx context.Context, p permission.Principal, size int, after *page.Cursor) ([]draft, string, error) {
	sql, args := draftSelect, []any{p.PersonID, schools(p)}
	if after != nil {
		sql += " AND (d.update_time, d.id) < ($3, $4)"
		args = append(args, after.Time, after.ID)
	}
	var rows []draftRow
	var people []draftPerson
	var next string
	err := d.db.ReadRecorded(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, sql+" ORDER BY d.update_time DESC, d.id DESC LIMIT "+strconv.Itoa(size+1), args...)
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		rows, next = page.Cut(rows, size, func(r draftRow) page.Cursor { return page.Cursor{Time: r.UpdateTime, ID: r.ID} })
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
		}
		tx.Queue("SELECT audit.record_drafts($1)", ids)
		askPeople(tx, &people, ids...)
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("listing drafts: %w", err)
	}
	list := make([]draft, len(rows))
	for i, r := range rows {
		if list[i], err = d.open(r, d.vault.Unwrap); err != nil {
			return nil, "", err
		}
		list[i].people = ofDraft(people, r.ID)
	}
	return list, next, nil
}

// create stores a new draft; the caller has looked at the idempotency record.
func (d drafts) create(tx *postgres.Tx, made *draft) {
	tx.Queue("INSERT INTO case_keys (id, writer_id, wrapped, create_time) VALUES ($1, $2, $3, $4)",
		made.ID, made.WriterID, made.Wrapped, made.CreateTime)
	tx.Queue(`INSERT INTO intake.drafts (id, school_id, writer_id, sealed, revision, create_time, update_time, expire_date)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		made.ID, made.SchoolID, made.WriterID, made.Sealed, made.Revision, made.CreateTime, made.UpdateTime, made.ExpireDate)
	tx.Queue("SELECT audit.record_saving($1)", made.ID)
	askPeople(tx, &made.people, made.ID)
}

// update changes a draft under its row lock. expect is the revision that the writer saw.
func (d drafts) update(ctx context.Context, p permission.Principal, id string, expect int, change func(*draft) error) (after draft, err error) {
	err = d.vault.With(func() (err error) {
		after, err = d.updateOnce(ctx, p, id, expect, change)
		return err
	})
	return after, err
}

func (d drafts) updateOnce(ctx context.Context, p permission.Principal, id string, expect int, change func(*draft) error) (draft, error) {
	var after draft
	err := d.db.Write(ctx, func(tx *postgres.Tx) error {
		var r draftRow
		var found bool
		postgres.Row(tx, &r, &found, draftSelect+" AND d.id = $3 FOR UPDATE OF d", p.PersonID, schools(p), id)
		if err := tx.Flush(ctx); err != nil {
			return fmt.Errorf("reading a draft: %w", err)
		}
		if !found {
			return apperr.New(apperr.NotFound)
		}
		if r.Revision != expect {
			return apperr.New(apperr.EtagStale)
		}
		opened, err := d.open(r, d.vault.Held)
		if err != nil {
			return err
		}
		before := proto.CloneOf(opened.request)
		if err := change(&opened); err != nil {
			return err
		}
		now := d.now().UTC().Truncate(time.Microsecond)
		opened.Revision, opened.UpdateTime, opened.ExpireDate = r.Revision+1, now, expiry(now)
		opened.Changes = r.Changes.with(before, opened.request, changed{By: p.PersonID, At: now})
		after, err = opened.seal()
		tx.Queue(`UPDATE intake.drafts SET school_id = $2, sealed = $3, revision = $4, update_time = $5, changes = $6, expire_date = $7,
			warned = false WHERE id = $1`, id, after.SchoolID, after.Sealed, after.Revision, after.UpdateTime, after.Changes, after.ExpireDate)
		tx.Queue("SELECT audit.record_saving($1)", id)
		askPeople(tx, &after.people, id)
		return err
	})
	return after, err
}

// delete destroys a draft and its key; NOT_FOUND when there is none.
func (d drafts) delete(ctx context.Context, id string) error {
	var gone bool
	err := d.db.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &gone, nil, "SELECT intake.discard_draft($1)", id)
		return nil
	})
	if err != nil {
		return fmt.Errorf("deleting a draft: %w", err)
	}
	if !gone {
		return apperr.New(apperr.NotFound)
	}
	d.vault.Forget(id)
	return nil
}

// remove takes the draft that is being filed away, and refuses another revision of it; its key stays with the case.
func (d draft) remove(tx *postgres.Tx) {
	tx.Queue("SELECT intake.take_draft($1, $2)", d.ID, d.Revision)
}
