package wire

import (
	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// ParseConsent answers the command that records a guardian's consent today, and what is wrong with it, by fields under a path.
func ParseConsent(path string, m *casespb.Consent, today string) (cases.RecordPermit, []apperr.Field) {
	var wrong []apperr.Field
	need := func(ok bool, field, rule, text string) {
		if !ok {
			wrong = append(wrong, apperr.Field{Path: path + "." + field, Rule: rule, Text: text})
		}
	}
	need(len(m.GetActors()) > 0, "actors", "consent.actors", "choose the actors that the consent covers")
	need(m.GetMayGet() || m.GetMayTransfer(), "may_transfer", "consent.scope", "say what the consent allows: to get, to transfer, or both")
	dated := helsinki.IsDate(m.GetDate())
	need(dated, "date", "date.calendar", "give the date as YYYY-MM-DD")
	need(!dated || m.GetDate() <= today, "date", "date.future", "the date is in the future")
	if last := m.GetValidUntil(); last != "" {
		exists := helsinki.IsDate(last)
		ordered := !exists || !dated || last >= m.GetDate()
		need(exists, "valid_until", "date.calendar", "give the date as YYYY-MM-DD")
		need(ordered, "valid_until", "date.order", "the last day is before the first")
		need(!exists || !ordered || last >= today, "valid_until", "date.past", "give today or a later day")
	}
	need(m.GetHow() != 0, "how", "consent.how", "say how the consent was given")
	return cases.RecordPermit{
		PermitID: uuid.Must(uuid.NewV7()).String(), Kind: cases.GuardianConsent, Actors: Codes(m.GetActors()), Get: m.GetMayGet(),
		Transfer: m.GetMayTransfer(), Date: m.GetDate(), ValidUntil: m.GetValidUntil(), How: Code(m.GetHow()),
	}, wrong
}

// Consent answers what a recorded consent covers.
func Consent(p cases.Permit) *casespb.Consent {
	return &casespb.Consent{
		Actors: ParseAll[casespb.Actor](p.Actors), MayGet: p.Get, MayTransfer: p.Transfer, Date: p.Date, ValidUntil: p.ValidUntil,
		How: Parse[casespb.How](p.How),
	}
}
