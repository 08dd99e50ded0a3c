package cases

import (
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/trail"
)

// Legal bases of a disclosure.
const (
	// BasisPermissions are the guardian's consent and the school's authorisation.
	BasisPermissions = "PERMISSIONS"
	// BasisNotIdentified: the request says of no pupil who it is.
	BasisNotIdentified = "NOT_IDENTIFIED"
	// BasisNotNeeded: it says who it is, but the unit's data say that no permission is needed; which statute allows it is for
	// the controller to confirm (the Basic Education Act 628/1998, section 40(2), speaks of those within one provider).
	BasisNotNeeded = "NOT_NEEDED"
	// BasisAsked: the school has asked for the advice.
	BasisAsked = "ASKED"
)

// record appends to the audit what was done, and to whom texts were disclosed by it.
func (ch change) record(tx *postgres.Tx, after Case) {
	by := ch.meta.By
	done := trail.Entry{
		Action: string(ch.cmd.action()), Outcome: trail.Done, Role: by.Role, UnitID: by.UnitID, CaseID: after.ID,
	}
	if by.Role == permission.Requester || by.Role == permission.Principals {
		done.SchoolID = after.Facts.SchoolID
	}
	if r, ok := ch.cmd.(RecordPermit); ok && r.Refused {
		done.What = "REFUSE"
	}
	trail.Record(tx, done)
	disclosed := done
	disclosed.Action = trail.Disclose
	for _, a := range after.Assignments {
		if after.opens(a) && !slices.ContainsFunc(ch.before.Assignments, func(b Assignment) bool { return b.ID == a.ID && ch.before.opens(b) }) {
			disclosed.What, disclosed.ToID, disclosed.Basis = string(RequestContent), a.Unit.ID, after.basis(a)
			trail.Record(tx, disclosed)
		}
	}
	ch.recordNotes(tx, after, disclosed)
	if _, named := ch.cmd.(Identify); named {
		for _, a := range after.Assignments {
			if after.opens(a) {
				disclosed.What, disclosed.ToID, disclosed.Basis = string(NameContent), a.Unit.ID, BasisPermissions
				trail.Record(tx, disclosed)
			}
		}
	}
	if after.PublishedRevision > ch.before.PublishedRevision {
		disclosed.What, disclosed.ToID, disclosed.Basis = string(AdviceContent), after.Facts.SchoolID, BasisAsked
		trail.Record(tx, disclosed)
	}
}

// recordNotes appends to which units the note of a hand-over was disclosed.
func (ch change) recordNotes(tx *postgres.Tx, after Case, disclosed trail.Entry) {
	for _, h := range after.HandOvers {
		if h.ToUnit.ID != "" && after.shows(h) && !slices.ContainsFunc(ch.before.HandOvers, func(b HandOver) bool { return b.ID == h.ID && ch.before.shows(b) }) {
			disclosed.What, disclosed.ToID = string(NoteContent), h.ToUnit.ID
			disclosed.Basis = after.basis(Assignment{PermissionNeeded: h.PermissionNeeded})
			trail.Record(tx, disclosed)
		}
	}
}

// basis answers on which the content is open to the unit of an assignment.
func (c Case) basis(a Assignment) string {
	switch {
	case a.PermissionNeeded:
		return BasisPermissions
	case c.Facts.About == aboutIdentified:
		return BasisNotNeeded
	}
	return BasisNotIdentified
}
