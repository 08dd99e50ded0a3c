package wire

import (
	"context"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// amongUnits are the texts that units write to each other: no school reads them.
var amongUnits = []cases.ContentKind{
	cases.InvitationContent, cases.NoteContent, cases.ReasonContent, cases.DisputeContent, cases.SettlementContent,
}

// fillUnits adds what only the units of a case see: what partners are asked, and what was handed over. What one partner is asked is
// for it and the lead, where it suggests to turn instead for the lead, what a unit says at a hand-over for that unit and the one to
// which it was offered, and what is said at a release, or where the part was placed, for the unit alone. That one does not agree who leads is for all of them.
func fillUnits(ctx context.Context, m *casespb.Case, c cases.Case, content []cases.Content) {
	p := session.From(ctx).Principal
	ours := func(unit string) bool {
		_, works := p.Can(permission.ReadQueue, permission.Subject{Units: []string{unit}})
		return unit != "" && works
	}
	lead, _ := c.Lead()
	leads := ours(lead.Unit.ID)
	texts := map[string]string{}
	for _, text := range content {
		texts[text.ID] = string(text.Plain)
	}
	for i, a := range c.Assignments {
		if leads || ours(a.Unit.ID) {
			m.Assignments[i].Invitation = texts[a.QuestionID]
			m.Assignments[i].Hidden = sections(a.Hidden)
		}
		if leads && a.Part == cases.PartnerPart {
			m.Assignments[i].Suggestion = texts[a.SuggestionID]
		}
		if ours(a.Unit.ID) {
			m.Assignments[i].ReleaseNote = texts[a.ReleaseNoteID]
			m.Assignments[i].PlacementReason = placement(a, content)
		}
	}
	m.Dispute = dispute(ctx, c, content)
	for _, h := range c.HandOvers {
		if a, _ := c.Assignment(h.AssignmentID); ours(a.Unit.ID) || ours(h.ToUnit.ID) {
			m.HandOvers = append(m.HandOvers, HandOver(ctx, c, h, content...))
		}
	}
}

// placement answers why a part was last placed.
func placement(a cases.Assignment, content []cases.Content) string {
	var why string
	for _, text := range content {
		if text.Kind == cases.ReasonContent && text.AboutID == a.ID {
			why = string(text.Plain)
		}
	}
	return why
}

// HandOver answers one hand-over of a case with what the caller may do, and the texts about it that are given.
func HandOver(ctx context.Context, c cases.Case, h cases.HandOver, content ...cases.Content) *casespb.HandOver {
	a, _ := c.Assignment(h.AssignmentID)
	m := &casespb.HandOver{
		Id: h.ID, CaseId: c.ID, AssignmentId: h.AssignmentID, Role: Parse[casespb.Role](string(a.Part)),
		State: Parse[casespb.HandOverState](string(h.State)), Etag: Etag(c.Revision),
		FromUnitId: a.Unit.ID, FromUnitNameFi: a.Unit.NameFi, FromUnitNameSv: a.Unit.NameSv,
		ToId: h.To.ID, ToName: h.To.Name, ToUnitId: h.ToUnit.ID, ToUnitNameFi: h.ToUnit.NameFi, ToUnitNameSv: h.ToUnit.NameSv,
		Until: Time(h.Until), CreateTime: Time(h.OfferTime),
		AllowedActions: Actions(c.AllowedOnHandOver(h, session.From(ctx).Principal)),
	}
	if h.State == cases.Offered && knowsHolder(session.From(ctx).Principal, c, a) {
		m.FromName = a.Holder.Name
	}
	for _, text := range content {
		switch {
		case text.AboutID != h.ID:
		case text.Kind == cases.NoteContent:
			m.Note = string(text.Plain)
		case text.Kind == cases.ReasonContent:
			m.Reason = string(text.Plain)
		}
	}
	return m
}

// Offer answers an offer on the list of whom it is for.
func Offer(o cases.Offer) *casespb.HandOver {
	m := &casespb.HandOver{
		Id: o.HandOverID, CaseId: o.CaseID, AssignmentId: o.AssignmentID, Role: Parse[casespb.Role](o.Part),
		State: casespb.HandOverState_HAND_OVER_STATE_OFFERED, Etag: Etag(o.Revision), FromName: value(o.From),
		ToUnitId: value(o.ToUnitID), Until: Time(o.Until), CreateTime: Time(o.OfferTime), Card: Card(o.Card),
	}
	if m.GetRole() == casespb.Role_ROLE_LEAD {
		m.FromUnitId, m.FromUnitNameFi, m.FromUnitNameSv = value(o.UnitID), value(o.UnitNameFi), value(o.UnitNameSv)
	}
	return m
}
