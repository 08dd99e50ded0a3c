package cases

import (
	"slices"
	"strings"

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
	// BasisReplied: the school has answered what coordination asked to find a unit.
	BasisReplied = "REPLIED"
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
	disclosed := done
	disclosed.Action = trail.Disclose
	all := slices.Concat([]trail.Entry{done}, ch.sections(after, disclosed), ch.notes(after, disclosed), ch.reply(disclosed))
	if _, named := ch.cmd.(Identify); named {
		for _, a := range after.Assignments {
			if after.opens(a) {
				disclosed.What, disclosed.ToID, disclosed.Basis = string(NameContent), a.Unit.ID, BasisPermissions
				all = append(all, disclosed)
			}
		}
	}
	if after.PublishedRevision > ch.before.PublishedRevision {
		disclosed.What, disclosed.ToID, disclosed.Basis = string(AdviceContent), after.Facts.SchoolID, BasisAsked
		all = append(all, disclosed)
	}
	trail.Record(tx, all...)
}

// sections answers what of the content was disclosed to which units: the request, or where something is kept from a unit, its
// facts and each section that is not.
func (ch change) sections(after Case, disclosed trail.Entry) (all []trail.Entry) {
	for _, a := range after.Assignments {
		before, _ := ch.before.Assignment(a.ID)
		was := ch.before.shownTo(before)
		shown := slices.DeleteFunc(after.shownTo(a), func(what string) bool { return slices.Contains(was, what) })
		if len(shown) == 0 {
			continue
		}
		disclosed.What, disclosed.ToID, disclosed.Basis = strings.Join(shown, " "), a.Unit.ID, after.basis(a)
		if len(was) == 0 && len(a.Hidden) == 0 {
			disclosed.What = string(RequestContent)
		}
		all = append(all, disclosed)
	}
	return all
}

// shownTo answers in codes of the audit what of the content is open to the unit of an assignment.
func (c Case) shownTo(a Assignment) []string {
	if !c.opens(a) {
		return nil
	}
	shown := []string{"FACTS"}
	for _, s := range []Section{SituationSection, TriedSection, QuestionSection, ConversationSection, AttachmentsSection} {
		if !slices.Contains(a.Hidden, s) {
			shown = append(shown, "SECTION_"+string(s))
		}
	}
	return shown
}

// reply answers that the school's reply to a question of coordination's was disclosed to it, which has no unit.
func (ch change) reply(disclosed trail.Entry) (all []trail.Entry) {
	r, replied := ch.cmd.(Reply)
	if replied && slices.ContainsFunc(ch.before.Questions, func(q Question) bool { return q.ID == r.QuestionID && q.UnitID == "" }) {
		disclosed.What, disclosed.Basis = string(ReplyContent), BasisReplied
		all = append(all, disclosed)
	}
	return all
}

// notes answers to which units the note of a hand-over was disclosed.
func (ch change) notes(after Case, disclosed trail.Entry) (all []trail.Entry) {
	for _, h := range after.HandOvers {
		if h.ToUnit.ID != "" && after.shows(h) && !slices.ContainsFunc(ch.before.HandOvers, func(b HandOver) bool { return b.ID == h.ID && ch.before.shows(b) }) {
			disclosed.What, disclosed.ToID = string(NoteContent), h.ToUnit.ID
			disclosed.Basis = after.basis(Assignment{PermissionNeeded: h.PermissionNeeded})
			all = append(all, disclosed)
		}
	}
	return all
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
