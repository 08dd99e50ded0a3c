package trail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// A seal closes all rows below a position: it keeps what each of them is, and chains to the seal before. Whoever alters or
// removes a row must alter its seal, and whoever alters a seal must alter all after it: what left the database as a head before
// then does not fit any more.

// row is an entry as a seal sees it: all columns.
type row struct {
	ID        string    `db:"id"         json:"id"`
	Position  int64     `db:"position"   json:"position"`
	At        time.Time `db:"at"         json:"at"`
	ByID      string    `db:"by_id"      json:"by_id"`
	Role      *string   `db:"role"       json:"role"`
	UnitID    *string   `db:"unit_id"    json:"unit_id"`
	SchoolID  *string   `db:"school_id"  json:"school_id"`
	Action    string    `db:"action"     json:"action"`
	What      *string   `db:"what"       json:"what"`
	Outcome   string    `db:"outcome"    json:"outcome"`
	Reason    *string   `db:"reason"     json:"reason"`
	CaseID    *string   `db:"case_id"    json:"case_id"`
	ObjectID  *string   `db:"object_id"  json:"object_id"`
	ToID      *string   `db:"to_id"      json:"to_id"`
	Basis     *string   `db:"basis"      json:"basis"`
	RequestID *string   `db:"request_id" json:"request_id"`
	Origin    *string   `db:"origin"     json:"origin"`
}

const rowColumns = `id, position, at, by_id, role, unit_id, school_id, action, what, outcome, reason, case_id, object_id, to_id, basis,
	request_id, origin`

// leafSize of a row in a seal: 16 bytes of its id, 32 of the SHA-256 of its JSON.
const leafSize = 16 + sha256.Size

func (r row) leaf() ([]byte, error) {
	id, err := uuid.Parse(r.ID)
	if err != nil {
		return nil, fmt.Errorf("reading the id of a row: %w", err)
	}
	r.At = r.At.UTC()
	all, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encoding a row: %w", err)
	}
	sum := sha256.Sum256(all)
	return slices.Concat(id[:], sum[:]), nil
}

// seal is a row of audit.seals.
type seal struct {
	No     int64     `db:"no"`
	At     time.Time `db:"at"`
	Below  int64     `db:"below"`
	Leaves []byte    `db:"leaves"`
	Hash   []byte    `db:"hash"`
}

// chained answers the hash of a seal behind another.
func (s seal) chained(before []byte) []byte {
	h := sha256.New()
	h.Write(before)
	fmt.Fprintf(h, "%d %d %d ", s.No, s.At.UnixMicro(), s.Below)
	h.Write(s.Leaves)
	return h.Sum(nil)
}

// Head is what leaves the database of a seal.
type Head struct {
	No   int64     `db:"no"   json:"no"`
	At   time.Time `db:"at"   json:"at"`
	Rows int       `db:"rows" json:"rows"`
	Hash string    `db:"hash" json:"hash"`
}

func (s seal) head() Head {
	return Head{No: s.No, At: s.At.UTC(), Rows: len(s.Leaves) / leafSize, Hash: hex.EncodeToString(s.Hash)}
}

// mostRows of one seal, as far as transactions allow: those of one are never parted.
const mostRows = 10_000

const (
	lastSeal = "SELECT no, at, below, ''::bytea AS leaves, hash FROM audit.seals ORDER BY no DESC LIMIT 1"
	// horizon is the position below which all transactions have ended.
	horizon    = "SELECT audit.start() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
	between    = "SELECT " + rowColumns + " FROM audit.entries WHERE position >= $1 AND position < $2 ORDER BY position, id"
	appendSeal = "INSERT INTO audit.seals (no, at, below, leaves, hash) VALUES ($1, $2, $3, $4, $5)"
)

// sealNext seals what no seal covers yet, or the first part of it, and answers how many rows that were: 0 when there is nothing.
// Of two that do it at once, one fails.
func sealNext(ctx context.Context, db *postgres.DB, now time.Time) (int, error) {
	var rows []row
	err := db.Write(ctx, func(tx *postgres.Tx) error {
		var last seal
		var found bool
		var below int64
		postgres.Row(tx, &last, &found, lastSeal)
		postgres.Row(tx, &below, nil, horizon)
		if err := tx.Flush(ctx); err != nil {
			return fmt.Errorf("reading the last seal: %w", err)
		}
		postgres.Rows(tx, &rows, between+" LIMIT $3", last.Below, below, mostRows+1)
		if err := tx.Flush(ctx); err != nil {
			return fmt.Errorf("reading what is to be sealed: %w", err)
		}
		if len(rows) > mostRows {
			below = rows[mostRows].Position
			rows = slices.DeleteFunc(rows, func(r row) bool { return r.Position >= below })
		}
		if len(rows) == 0 {
			return nil
		}
		next := seal{No: last.No + 1, At: now.UTC().Truncate(time.Microsecond), Below: below}
		for _, r := range rows {
			leaf, err := r.leaf()
			if err != nil {
				return err
			}
			next.Leaves = append(next.Leaves, leaf...)
		}
		tx.Queue(appendSeal, next.No, next.At, next.Below, next.Leaves, next.chained(last.Hash))
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("sealing the audit: %w", err)
	}
	return len(rows), nil
}
