package cases_test

import (
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// late is when two deeds meet: after everything that has a day has passed.
func late() time.Time { return time.Date(2027, time.February, 1, 8, 0, 0, 0, time.UTC) }

// deed is something that somebody could do to a case; text makes a text that goes with it and answers its id.
type deed struct {
	who permission.Principal
	cmd func(c cases.Case, text func() string) cases.Command
}

func (d deed) String() string {
	someCase := cases.Case{Questions: make([]cases.Question, 1), HandOvers: make([]cases.HandOver, 1)}
	return fmt.Sprintf("%s by %s", cases.ActionOf(d.cmd(someCase, casetest.ID)), d.who.Name)
}

// wish answers the deed as a service would ask for it.
func (d deed) wish(c cases.Case) casetest.Wish {
	w := casetest.Wish{Call: casetest.Call(d.who, casetest.ID()), On: cases.Target{CaseID: c.ID}}
	w.Command = d.cmd(c, func() string {
		text := casetest.Text(cases.ReasonContent)
		w.Content = append(w.Content, text)
		return text.ID
	})
	return w
}

// does is a deed that needs neither the case nor a text.
func does(who permission.Principal, cmd cases.Command) deed {
	return deed{who, func(cases.Case, func() string) cases.Command { return cmd }}
}

func leadID(c cases.Case) string { a, _ := c.Lead(); return a.ID }

// partnerID is that of the last part, which is a partner's where there is one.
func partnerID(c cases.Case) string {
	if len(c.Assignments) == 0 {
		return ""
	}
	return c.Assignments[len(c.Assignments)-1].ID
}

func claims(who permission.Principal) deed {
	return deed{who, func(c cases.Case, _ func() string) cases.Command { return cases.Claim{AssignmentID: leadID(c)} }}
}

func releases(who permission.Principal) deed {
	return deed{who, func(c cases.Case, text func() string) cases.Command {
		return cases.Release{AssignmentID: leadID(c), ReasonID: text()}
	}}
}

// vacates takes the lead from somebody who works in the unit no more.
func vacates(from permission.Principal) deed {
	return deed{clock, func(c cases.Case, _ func() string) cases.Command {
		return cases.Vacate{AssignmentID: leadID(c), HolderID: from.PersonID}
	}}
}

// windsUp takes the lead from a unit that works no more.
func windsUp() deed {
	return deed{clock, func(c cases.Case, _ func() string) cases.Command { return cases.WindUp{AssignmentID: leadID(c)} }}
}

func declines(who permission.Principal) deed {
	return deed{who, func(c cases.Case, text func() string) cases.Command {
		return cases.Decline{AssignmentID: leadID(c), Reason: "NO_CAPACITY", SuggestionID: text()}
	}}
}

func assigns(to permission.Principal) deed {
	return deed{casetest.Head(), func(c cases.Case, text func() string) cases.Command {
		return cases.Assign{AssignmentID: leadID(c), To: personOf(to), ReasonID: text()}
	}}
}

func routes(to cases.Unit) deed {
	return deed{casetest.Coordinator(), func(_ cases.Case, text func() string) cases.Command {
		return cases.Route{Place: cases.Place{AssignmentID: casetest.ID(), Unit: to, Modes: modes}, ReasonID: text()}
	}}
}

func invites(who permission.Principal) deed {
	return deed{who, func(_ cases.Case, text func() string) cases.Command {
		return cases.Invite{Place: cases.Place{AssignmentID: casetest.ID(), Unit: casetest.OtherUnit, Modes: modes}, QuestionID: text(), Due: "2026-10-01"}
	}}
}

// handsOver offers the lead to a person, or without one to the other unit.
func handsOver(who, to permission.Principal) deed {
	return deed{who, func(c cases.Case, text func() string) cases.Command {
		offer := cases.OfferHandOver{
			HandOverID: casetest.ID(), AssignmentID: leadID(c), To: personOf(to), NoteID: text(),
			Until: late().AddDate(0, 1, 0), // it is accepted in time
		}
		if to.PersonID == "" {
			offer.Place = cases.Place{Unit: casetest.OtherUnit, Modes: modes}
		}
		return offer
	}}
}

func accepts(who permission.Principal) deed {
	return deed{who, func(c cases.Case, _ func() string) cases.Command {
		return cases.AcceptHandOver{HandOverID: c.HandOvers[0].ID, AssignmentID: casetest.ID()}
	}}
}

func declinesOffer(who permission.Principal) deed {
	return deed{who, func(c cases.Case, _ func() string) cases.Command {
		return cases.DeclineHandOver{HandOverID: c.HandOvers[0].ID}
	}}
}

func revokes(who permission.Principal) deed {
	return deed{who, func(c cases.Case, _ func() string) cases.Command {
		return cases.RevokeHandOver{HandOverID: c.HandOvers[0].ID}
	}}
}

func asks(who permission.Principal) deed {
	return deed{who, func(_ cases.Case, text func() string) cases.Command {
		return cases.Ask{QuestionID: text(), Due: "2026-09-15"}
	}}
}

func replies(who permission.Principal) deed {
	return deed{who, func(c cases.Case, text func() string) cases.Command {
		return cases.Reply{QuestionID: c.Questions[0].ID, ReplyID: text()}
	}}
}

func says(who permission.Principal) deed {
	return deed{who, func(_ cases.Case, text func() string) cases.Command { return cases.PostMessage{MessageID: text()} }}
}

func writes(who permission.Principal) deed {
	return deed{who, func(_ cases.Case, text func() string) cases.Command { return cases.WriteAdvice{AdviceID: text()} }}
}

func publishes(who permission.Principal) deed { return does(who, cases.PublishAdvice{}) }

func closes(who permission.Principal) deed {
	return deed{who, func(_ cases.Case, text func() string) cases.Command {
		return cases.Close{Effect: "NEW_PLAN", Value: 4, CommentID: text()}
	}}
}

func closesUnanswered(who permission.Principal) deed {
	return deed{who, func(_ cases.Case, text func() string) cases.Command { return cases.CloseUnanswered{NextStepID: text()} }}
}

// amends says the request anew, with needs that lead to a unit.
func amends(who permission.Principal, to *cases.Unit) deed {
	return deed{who, func(c cases.Case, text func() string) cases.Command {
		facts := c.Facts
		facts.Needs = []string{"VISION"}
		return cases.Amend{WordsID: text(), Facts: facts, Routing: cases.Routing{Unit: to}, AssignmentID: casetest.ID(), Modes: modes}
	}}
}

func withdraws(who permission.Principal) deed {
	return deed{who, func(_ cases.Case, text func() string) cases.Command { return cases.Withdraw{ReasonID: text()} }}
}

func reopens(who permission.Principal) deed {
	return deed{who, func(_ cases.Case, text func() string) cases.Command {
		return cases.Reopen{Routing: cases.Routing{Unit: &casetest.Unit}, AssignmentID: casetest.ID(), ReasonID: text()}
	}}
}

func passesOn(who permission.Principal) deed {
	return does(who, cases.PassOn{To: personOf(casetest.Colleague())})
}

func permitting(who permission.Principal, kind cases.PermitKind, refused bool) deed {
	return deed{who, func(cases.Case, func() string) cases.Command {
		return cases.RecordPermit{
			PermitID: casetest.ID(), Kind: kind, Refused: refused, Transfer: true, Date: "2026-09-01",
			Actors: []string{casetest.Unit.Actor, casetest.OtherUnit.Actor},
		}
	}}
}
