package cases

import (
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Section of a case's content that whoever leads can keep from a partner.
type Section string

// Sections: the texts of the request, what school and units write to each other, and the files. What a card tells and the facts of the
// request every partner sees, and what its own unit has written, added or asked.
const (
	SituationSection    Section = "SITUATION"
	TriedSection        Section = "TRIED"
	QuestionSection     Section = "QUESTION"
	ConversationSection Section = "CONVERSATION"
	AttachmentsSection  Section = "ATTACHMENTS"
)

// Hidden answers what is kept from the principal, who reads the case for a partner's part alone: who reads it in another way too, or
// for several parts, sees what any of these shows. Row level security keeps the same (access.kept), but for what is within a text.
func (c Case) Hidden(p permission.Principal) []Section {
	var hidden []Section
	first := true
	for g := range p.Permitting(permission.ReadCase, c.Subject()) {
		part, _ := c.partOf(g.UnitID)
		if g.UnitID == "" || part.Part != PartnerPart {
			return nil
		}
		if first {
			hidden, first = slices.Clone(part.Hidden), false
			continue
		}
		hidden = slices.DeleteFunc(hidden, func(s Section) bool { return !slices.Contains(part.Hidden, s) })
	}
	return hidden
}

// shown leaves out of the texts what is kept from the principal.
func (c Case) shown(p permission.Principal, texts []Content) []Content {
	if !slices.Contains(c.Hidden(p), ConversationSection) {
		return texts
	}
	return slices.DeleteFunc(texts, func(t Content) bool {
		switch t.Kind { //nolint:exhaustive // the others are no part of the conversation
		case MessageContent, QuestionContent:
			return !works(p, t.Author.UnitID)
		case ReplyContent:
			return !slices.ContainsFunc(c.Questions, func(q Question) bool { return q.ID == t.AboutID && works(p, q.UnitID) })
		}
		return false
	})
}

// works reports whether the principal works in a unit.
func works(p permission.Principal, unitID string) bool {
	_, ok := p.Can(permission.ReadQueue, permission.Subject{Units: []string{unitID}})
	return unitID != "" && ok
}
