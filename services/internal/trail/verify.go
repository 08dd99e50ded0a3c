package trail

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Finding is something that is not as it was sealed.
type Finding struct {
	// Seal is the number of the seal; RowID the row, where one can be named.
	Seal  int64
	RowID string
	What  string
}

func (f Finding) String() string {
	if f.RowID == "" {
		return fmt.Sprintf("seal %d: %s", f.Seal, f.What)
	}
	return fmt.Sprintf("seal %d: row %s %s", f.Seal, f.RowID, f.What)
}

// Verified is what a verification looked at.
type Verified struct {
	Seals, Rows int
	// Last is the head of the last seal.
	Last Head
}

// Verify compares every sealed row with its seal, the seals with each other, and with heads that left the database before, by
// number. It reports of each seal the first thing that does not fit. The role is one that may read the audit.
func Verify(ctx context.Context, db *postgres.DB, heads map[int64]Head, report func(Finding)) (Verified, error) {
	var done Verified
	var before seal
	for {
		var next seal
		var found bool
		var rows []row
		err := db.Read(ctx, func(tx *postgres.Tx) error {
			postgres.Row(tx, &next, &found, "SELECT no, at, below, leaves, hash FROM audit.seals WHERE no > $1 ORDER BY no LIMIT 1", before.No)
			if err := tx.Flush(ctx); err != nil || !found {
				return err
			}
			postgres.Rows(tx, &rows, between, before.Below, next.Below)
			return nil
		})
		if err != nil {
			return done, fmt.Errorf("reading the audit: %w", err)
		}
		if !found {
			break
		}
		if f, bad := next.compare(before, rows, heads); bad {
			report(f)
		}
		done.Seals, done.Rows, done.Last = done.Seals+1, done.Rows+len(rows), next.head()
		before = next
	}
	if last := slices.Max(append(slices.Collect(maps.Keys(heads)), 0)); last > before.No {
		report(Finding{Seal: before.No + 1, What: fmt.Sprintf("is gone, and all after it as far as %d: what is left ends below position %d", last, before.Below)})
	}
	return done, nil
}

// compare answers the first thing about a seal that does not fit: to its rows, to the seal before it, or to its head.
func (s seal) compare(before seal, rows []row, heads map[int64]Head) (Finding, bool) {
	if s.No != before.No+1 {
		return Finding{Seal: before.No + 1, What: "is gone"}, true
	}
	if f, bad := s.compareRows(rows); bad {
		return f, true
	}
	head, known := heads[s.No]
	switch {
	case !bytes.Equal(s.Hash, s.chained(before.Hash)):
		return Finding{Seal: s.No, What: "is not what was made, or not behind the seal that it was made behind"}, true
	case known && head.Hash != hex.EncodeToString(s.Hash):
		first := ""
		if len(s.Leaves) >= leafSize {
			first = idOf(s.Leaves[:leafSize])
		}
		return Finding{Seal: s.No, RowID: first, What: "or one after it in this seal is not what it was when the head left the database"}, true
	}
	return Finding{}, false
}

func (s seal) compareRows(rows []row) (Finding, bool) {
	for i := 0; i*leafSize < len(s.Leaves); i++ {
		kept := s.Leaves[i*leafSize : min((i+1)*leafSize, len(s.Leaves))]
		if len(kept) < leafSize {
			return Finding{Seal: s.No, What: "is cut"}, true
		}
		if i >= len(rows) {
			return Finding{Seal: s.No, RowID: idOf(kept), What: "is missing"}, true
		}
		leaf, err := rows[i].leaf()
		switch {
		case err != nil:
			return Finding{Seal: s.No, RowID: rows[i].ID, What: "cannot be read"}, true
		case bytes.Equal(leaf, kept):
		case bytes.Equal(leaf[:16], kept[:16]):
			return Finding{Seal: s.No, RowID: rows[i].ID, What: "was altered"}, true
		case s.holds(leaf[:16]):
			return Finding{Seal: s.No, RowID: idOf(kept), What: "is missing"}, true
		default:
			return Finding{Seal: s.No, RowID: rows[i].ID, What: "was added behind the seal"}, true
		}
	}
	if n := len(s.Leaves) / leafSize; len(rows) > n {
		return Finding{Seal: s.No, RowID: rows[n].ID, What: "was added behind the seal"}, true
	}
	return Finding{}, false
}

// holds reports whether a row of the id was sealed.
func (s seal) holds(id []byte) bool {
	for i := 0; i+leafSize <= len(s.Leaves); i += leafSize {
		if bytes.Equal(s.Leaves[i:i+16], id) {
			return true
		}
	}
	return false
}

func idOf(leaf []byte) string {
	id, err := uuid.FromBytes(leaf[:16])
	if err != nil {
		return ""
	}
	return id.String()
}
