// Package trail is the audit: who did or read what of which case, and the seals by which anybody can prove that no row of it was
// altered or lost.
package trail

import (
	"context"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Outcome of what somebody wanted.
type Outcome string

// Outcomes.
const (
	Done   Outcome = "DONE"
	Denied Outcome = "DENIED"
)

// Disclose is the action of an entry about a text that was opened to a unit, or advice to a school.
const Disclose = "DISCLOSE"

// Entry is a row of the audit: ids and codes, never a text. Who, when, from where and in which request come from the
// transaction. What does not apply is empty.
type Entry struct {
	// Action is a permission, or Disclose; What says of what, in codes.
	Action, What string
	Outcome      Outcome
	// Reason of a denial, as a code.
	Reason string
	// Role, UnitID and SchoolID are what the person acted as.
	Role             permission.Role
	UnitID, SchoolID string
	// CaseID is that of a case or of a draft, which becomes one; ObjectID anything else.
	CaseID, ObjectID string
	// ToID is the unit or the school to which something was disclosed, Basis the legal basis as a code.
	ToID, Basis string
}

// Record appends entries in the transaction, as one statement.
func Record(tx *postgres.Tx, entries ...Entry) {
	args := make([]any, 0, columns*len(entries))
	for _, e := range entries {
		for _, a := range [columns]string{
			e.Action, e.What, string(e.Outcome), e.Reason, string(e.Role), e.UnitID, e.SchoolID, e.CaseID, e.ObjectID, e.ToID, e.Basis,
		} {
			args = append(args, given(a))
		}
	}
	tx.Queue(postgres.Repeated("SELECT ", "audit.record", len(entries), columns), args...)
}

// columns of an entry, as audit.record takes them.
const columns = 11

// given answers NULL for what does not apply.
func given(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Deny appends an entry about what was refused, in a transaction of its own.
func Deny(ctx context.Context, db *postgres.DB, e Entry) error {
	return db.Write(ctx, func(tx *postgres.Tx) error {
		Record(tx, e)
		return nil
	})
}
