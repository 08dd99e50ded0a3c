package cases_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
)

// together is an anonymous request in a world where units work together: partners, hand-overs, transfers of the lead, a
// second round. No permission is asked for.
func together() *world {
	w := &world{name: "together", tries: func(c cases.Case) []cases.Command {
		return append(append(onlyUnitsAsk(c, ordinary(c)), withUnits(c)...), oddities(c)...)
	}}
	for _, unit := range []*cases.Unit{nil, &casetest.Unit} {
		w.file = append(w.file, filing(unit, "ANONYMOUS_PUPIL", false))
	}
	return w
}

// permitted is a request about an identified pupil, for which everybody wants permissions; one partner is invited.
func permitted() *world {
	w := &world{name: "permitted", tries: func(c cases.Case) []cases.Command {
		all := append(onlyUnitsAsk(c, ordinary(c)), permits(c)...)
		if c.Round == 1 && len(c.Assignments) < 3 {
			all = append(all, invite(c))
		}
		return all
	}}
	for _, unit := range []*cases.Unit{nil, &casetest.Unit} {
		w.file = append(w.file, filing(unit, "IDENTIFIED_PUPIL", true))
	}
	return w
}

// asked is an anonymous request to one unit, about which coordination asks the school too.
func asked() *world {
	w := &world{name: "asked", tries: ordinary}
	for _, unit := range []*cases.Unit{nil, &casetest.Unit} {
		w.file = append(w.file, filing(unit, "ANONYMOUS_PUPIL", false))
	}
	return w
}

// reopened is a request about an identified pupil to one unit, for which permissions are given, of which one is withdrawn, also between
// two rounds.
func reopened() *world {
	return &world{name: "reopened", file: []cases.File{filing(&casetest.Unit, "IDENTIFIED_PUPIL", true)}, tries: func(c cases.Case) []cases.Command {
		all := append(onlyUnitsAsk(c, ordinary(c)), slices.DeleteFunc(permits(c), func(cmd cases.Command) bool {
			p, records := cmd.(cases.RecordPermit)
			return records && (p.Refused || p.Kind == cases.GuardianConsent && len(p.Actors) == 1) || cases.ActionOf(cmd) == cases.ActionWithdrawAuthorisation
		})...)
		if c.Round == 1 {
			all = append(all, cases.Reopen{ReasonID: id(c, "reason"), PermissionNeededByAll: true})
		}
		return all
	}}
}

// disputed is an anonymous request on which a second unit works, and in which the two do not agree who leads.
func disputed() *world {
	return &world{name: "disputed", file: []cases.File{filing(&casetest.Unit, "ANONYMOUS_PUPIL", false)}, tries: func(c cases.Case) []cases.Command {
		all := append(onlyUnitsAsk(c, ordinary(c)), disputes(c)...)
		if len(c.Assignments) == 1 {
			all = append(all, invite(c))
		}
		return all
	}}
}

// identified is an anonymous request of which the school says later who the pupil is, while the lead is offered to another unit.
func identified() *world {
	return &world{name: "identified", file: []cases.File{filing(&casetest.Unit, "ANONYMOUS_PUPIL", false)}, tries: func(c cases.Case) []cases.Command {
		all := append(onlyUnitsAsk(c, ordinary(c)), slices.DeleteFunc(permits(c), func(cmd cases.Command) bool {
			p, records := cmd.(cases.RecordPermit)
			return records && p.Refused || cases.ActionOf(cmd) == cases.ActionWithdrawAuthorisation
		})...)
		lead, led := c.Lead()
		if len(c.Assignments) > 1 || !led {
			return all
		}
		all = append(all, cases.OfferHandOver{HandOverID: id(c, "offer"), AssignmentID: lead.ID, Until: at(c.Version).Add(time.Hour), Place: place(c, casetest.OtherUnit)})
		if h, ok := c.Offered(lead.ID); ok {
			all = append(all, cases.AcceptHandOver{HandOverID: h.ID, AssignmentID: id(c, "assignment")}, cases.DeclineHandOver{HandOverID: h.ID}, cases.RevokeHandOver{HandOverID: h.ID})
		}
		return all
	}}
}

// disputes is what units and coordination do where it is not agreed who leads.
func disputes(c cases.Case) []cases.Command {
	settling := cases.SettleDispute{Outcome: cases.DisputeStays, SettlementID: id(c, "settlement")}
	triage := settling
	triage.Outcome = cases.DisputeTriage
	all := []cases.Command{cases.DisputeLead{ReasonID: id(c, "dispute")}, cases.WithdrawDispute{}, settling, triage}
	for _, u := range []cases.Unit{casetest.Unit, casetest.OtherUnit} {
		moves := settling
		moves.Outcome, moves.UnitID = cases.DisputeMoves, u.ID
		all = append(all, moves, cases.DisputeLead{ProposedUnitID: u.ID, ReasonID: id(c, "dispute")})
	}
	return all
}

// onlyUnitsAsk leaves out what coordination could ask: a world of its own has it, and the others would grow by half.
func onlyUnitsAsk(c cases.Case, tries []cases.Command) []cases.Command {
	if _, led := c.Lead(); led {
		return tries
	}
	return slices.DeleteFunc(tries, func(cmd cases.Command) bool { return cases.ActionOf(cmd) == cases.ActionAsk })
}

// filing begins a case; where permissions are needed the unit wants them, and in triage every actor.
func filing(unit *cases.Unit, about string, needed bool) cases.File {
	facts := casetest.Facts()
	facts.About = about
	return cases.File{
		CaseID: theCase, Number: "0000-000", Facts: facts, Routing: cases.Routing{Unit: unit},
		AssignmentID: id(cases.Case{ID: theCase}, "assignment"), PermissionNeeded: needed, PermissionNeededByAll: needed && unit == nil,
	}
}

// theCase is the id of the one case of a world.
const theCase = "00000000-0000-7000-8000-0000000000ca"

// id answers an id that is the same each time: of something that happens to a case at its version.
func id(c cases.Case, what string) string {
	return uuid.NewSHA1(uuid.MustParse(c.ID), fmt.Appendf(nil, "%s %d", what, c.Version)).String()
}

// modes in which every unit of these worlds wants permissions.
var modes = []string{"IDENTIFIED_PUPIL"}

func place(c cases.Case, u cases.Unit) cases.Place {
	return cases.Place{AssignmentID: id(c, "assignment"), Unit: u, Modes: modes}
}

func invite(c cases.Case) cases.Command {
	return cases.Invite{Place: place(c, casetest.OtherUnit), QuestionID: id(c, "invitation"), Due: "2026-10-01"}
}

// ordinary is what one unit and the school do, and time.
func ordinary(c cases.Case) []cases.Command {
	next := func(what string) string { return id(c, what) }
	all := []cases.Command{
		cases.Route{Place: place(c, casetest.Unit), ReasonID: id(c, "reason")},
		cases.Ask{QuestionID: next("question"), Due: "2026-10-01"},
		cases.PostMessage{MessageID: next("message")},
		cases.RemoveAttachment{AttachmentID: next("file"), Own: true, ReasonID: next("reason")},
		cases.RemoveAttachment{AttachmentID: next("file"), ReasonID: next("reason")},
		cases.RemoveAttachment{AttachmentID: next("file")},
		cases.WriteAdvice{AdviceID: next("advice")},
		cases.PublishAdvice{},
		cases.Acknowledge{},
		cases.Tell{Tried: "YES", Helped: "PARTLY", Stays: "YES"},
		cases.Close{Effect: "CONFIRMED", Value: 5},
		cases.CloseUnanswered{NextStepID: next("step")},
		cases.Withdraw{},
		cases.Tick{},
		amend(c, c.Routing.Unit, c.Facts.Needs...), // other words; the rest changes nothing
		erasing(cases.Closed), erasing(cases.Withdrawn),
	}
	for _, a := range c.Assignments {
		if !c.Stands(a) {
			continue
		}
		all = append(all, cases.Claim{AssignmentID: a.ID}, cases.Release{AssignmentID: a.ID, ReasonID: id(c, "reason")},
			cases.Decline{AssignmentID: a.ID, Reason: "LANGUAGE", SuggestionID: next("suggestion")}, cases.Complete{AssignmentID: a.ID}, cases.Vacate{AssignmentID: a.ID, HolderID: a.Holder.ID}, cases.WindUp{AssignmentID: a.ID})
	}
	for _, q := range c.Questions {
		if q.ReplyTime.IsZero() && q.CancelTime.IsZero() {
			all = append(all, cases.Reply{QuestionID: q.ID, ReplyID: next("reply")})
		}
	}
	return all
}

// amend says the request anew, with needs that lead to a unit.
func amend(c cases.Case, to *cases.Unit, needs ...string) cases.Command {
	facts := c.Facts
	facts.Needs = needs
	return cases.Amend{
		WordsID: id(c, "words of "+fmt.Sprint(needs)), Facts: facts, Routing: cases.Routing{Unit: to}, AssignmentID: id(c, "amended"),
		PermissionNeeded: facts.NeedsPermission(modes), PermissionNeededByAll: facts.NeedsPermission(modes), Modes: modes,
	}
}

// windUp ends a part whose unit has closed; a lead goes to another unit.
func windUp(c cases.Case, a cases.Assignment, to *cases.Unit) cases.Command {
	return cases.WindUp{
		AssignmentID: a.ID, Routing: cases.Routing{Unit: to}, NewID: id(c, "wound up"), Modes: modes,
	}
}

// withUnits is what heads and several units do, and the school after the end.
func withUnits(c cases.Case) []cases.Command {
	next := func(what string) string { return id(c, what) }
	second := personOf(casetest.Second())
	all := []cases.Command{
		cases.Route{Place: place(c, casetest.OtherUnit), ReasonID: id(c, "reason")},
		invite(c),
		cases.PassOn{To: personOf(casetest.Colleague())},
	}
	if c.Round == 1 { // a second round is like the first, and would double the walk
		all = append(all, amend(c, nil, "HEARING", "PSYCHIATRY"), amend(c, &casetest.Unit, "VISION"), amend(c, &casetest.OtherUnit, "SOMATIC_ILLNESS"),
			cases.Reopen{ReasonID: id(c, "reason")}, cases.Reopen{Routing: cases.Routing{Unit: &casetest.Unit}, AssignmentID: next("assignment")})
	}
	for _, a := range c.Assignments {
		if !c.Stands(a) {
			continue
		}
		offer := cases.OfferHandOver{HandOverID: next("offer"), AssignmentID: a.ID, Until: at(c.Version).Add(time.Hour)}
		toPerson, toUnit := offer, offer
		toPerson.To, toUnit.Place = second, place(c, casetest.OtherUnit)
		all = append(all, windUp(c, a, &casetest.OtherUnit), cases.Assign{AssignmentID: a.ID, To: second, ReasonID: id(c, "reason")}, cases.Dismiss{AssignmentID: a.ID},
			cases.Limit{AssignmentID: a.ID, Hidden: []cases.Section{cases.ConversationSection}}, toPerson, toUnit)
		if h, ok := c.Offered(a.ID); ok {
			all = append(all, cases.WindUp{HandOverID: h.ID}, cases.AcceptHandOver{HandOverID: h.ID, AssignmentID: next("assignment")},
				cases.DeclineHandOver{HandOverID: h.ID}, cases.RevokeHandOver{HandOverID: h.ID})
		}
	}
	return all
}

// permits is what the school does with permissions; the consent covers the first unit's actor or both.
func permits(c cases.Case) []cases.Command {
	consent := cases.RecordPermit{PermitID: id(c, "permit"), Kind: cases.GuardianConsent, Transfer: true, Date: "2026-09-01"}
	narrow, wide, refused, authorised, unauthorised := consent, consent, consent, consent, consent
	narrow.Actors, narrow.ValidUntil = []string{casetest.Unit.Actor}, "2026-09-02"
	wide.Actors = []string{casetest.Unit.Actor, casetest.OtherUnit.Actor}
	refused.Refused = true
	authorised.Kind, unauthorised.Kind, unauthorised.Refused = cases.SchoolAuthorisation, cases.SchoolAuthorisation, true
	return []cases.Command{
		narrow, wide, refused, authorised, unauthorised,
		cases.WithdrawPermit{Kind: cases.GuardianConsent},
		cases.WithdrawPermit{Kind: cases.SchoolAuthorisation},
		cases.Identify{NameID: id(c, "name")},
	}
}

// oddities are commands on what is not there.
func oddities(c cases.Case) []cases.Command {
	return []cases.Command{
		cases.Claim{AssignmentID: id(c, "none")},
		cases.Reply{QuestionID: id(c, "none"), ReplyID: id(c, "reply")},
		cases.AcceptHandOver{HandOverID: id(c, "none")},
		cases.Dismiss{AssignmentID: id(c, "none")},
	}
}
