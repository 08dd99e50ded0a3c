package casetest

import (
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Wish is a change that somebody wants, as a service would ask the store for it.
type Wish struct {
	Call    cases.Call
	On      cases.Target
	Command cases.Command
	Content []cases.Content
}

// Try asks the store for the change.
func (d *Desk) Try(t testing.TB, w Wish) (cases.Result, error) {
	t.Helper()
	return d.Store.Change(t.Context(), w.Call, w.On, w.Command, w.Content...)
}

// Do asks the store for a change that must succeed and answers the case after it.
func (d *Desk) Do(t testing.TB, w Wish) cases.Case {
	t.Helper()
	result, err := d.Try(t, w)
	if err != nil {
		t.Fatalf("%T by %s: %v", w.Command, w.Call.Principal.Name, err)
	}
	return result.Case
}

// File files a request of the teacher; without a unit it goes to triage.
func (d *Desk) File(t testing.TB, unit *cases.Unit) cases.Case {
	t.Helper()
	filing := d.Filing(t, unit)
	result, err := d.Store.File(t.Context(), Call(Teacher(), filing.Command.CaseID), filing)
	if err != nil {
		t.Fatalf("filing: %v", err)
	}
	return result.Case
}

// Filed answers a case that waits in Unit.
func (d *Desk) Filed(t testing.TB) cases.Case { t.Helper(); return d.File(t, &Unit) }

// Held answers a case that the expert holds.
func (d *Desk) Held(t testing.TB) cases.Case {
	t.Helper()
	return d.Do(t, Claim(d.Filed(t), Expert()))
}

func onLead(c cases.Case, p permission.Principal, cmd func(id string) cases.Command, text ...cases.Content) Wish {
	lead, _ := c.Lead()
	return Wish{Call: Call(p, lead.ID), On: cases.Target{AssignmentID: lead.ID}, Command: cmd(lead.ID), Content: text}
}

func onCase(c cases.Case, p permission.Principal, cmd cases.Command, text ...cases.Content) Wish {
	resource := c.ID
	if len(text) > 0 {
		resource = text[0].ID
	}
	return Wish{Call: Call(p, resource), On: cases.Target{CaseID: c.ID}, Command: cmd, Content: text}
}

// Claim of the case's lead assignment.
func Claim(c cases.Case, p permission.Principal) Wish {
	return onLead(c, p, func(id string) cases.Command { return cases.Claim{AssignmentID: id} })
}

// Release of the case's lead assignment.
func Release(c cases.Case, p permission.Principal) Wish {
	why := Text(cases.ReasonContent)
	return onLead(c, p, func(id string) cases.Command {
		return cases.Release{AssignmentID: id, ReasonID: why.ID}
	}, why)
}

// Decline of the case's lead assignment.
func Decline(c cases.Case, p permission.Principal) Wish {
	where := Text(cases.ReasonContent)
	return onLead(c, p, func(id string) cases.Command {
		return cases.Decline{AssignmentID: id, Reason: "NO_CAPACITY", SuggestionID: where.ID}
	}, where)
}

// Route to a unit.
func Route(c cases.Case, p permission.Principal, unit cases.Unit) Wish {
	why := Text(cases.ReasonContent)
	return onCase(c, p, cases.Route{Place: cases.Place{AssignmentID: ID(), Unit: unit}, ReasonID: why.ID}, why)
}

// Ask the school.
func Ask(c cases.Case, p permission.Principal) Wish {
	text := Text(cases.QuestionContent)
	return onCase(c, p, cases.Ask{QuestionID: text.ID, Due: "2026-10-01"}, text)
}

// Reply to the oldest open question.
func Reply(c cases.Case, p permission.Principal) Wish {
	q, _ := c.OpenQuestion()
	text := Text(cases.ReplyContent)
	text.AboutID = q.ID
	return onCase(c, p, cases.Reply{QuestionID: q.ID, ReplyID: text.ID}, text)
}

// Message to the other side.
func Message(c cases.Case, p permission.Principal) Wish {
	text := Text(cases.MessageContent)
	return onCase(c, p, cases.PostMessage{MessageID: text.ID}, text)
}

// WriteAdvice saves a revision of the advice.
func WriteAdvice(c cases.Case, p permission.Principal) Wish {
	text := Text(cases.AdviceContent)
	return onCase(c, p, cases.WriteAdvice{AdviceID: text.ID}, text)
}

// Publish the latest revision of the advice.
func Publish(c cases.Case, p permission.Principal) Wish {
	return onCase(c, p, cases.PublishAdvice{})
}

// Acknowledge the advice.
func Acknowledge(c cases.Case, p permission.Principal) Wish {
	return onCase(c, p, cases.Acknowledge{})
}

// Close the case with the school's word.
func Close(c cases.Case, p permission.Principal) Wish {
	text := Text(cases.CommentContent)
	return onCase(c, p, cases.Close{Effect: "NEW_PLAN", Value: 4, CommentID: text.ID}, text)
}

// Amend the request, with needs that lead to a unit.
func Amend(c cases.Case, p permission.Principal, to *cases.Unit, needs ...string) Wish {
	text := Text(cases.RequestContent)
	facts := c.Facts
	facts.Needs = needs
	return onCase(c, p, cases.Amend{WordsID: text.ID, Facts: facts, Routing: cases.Routing{Unit: to}, AssignmentID: ID()}, text)
}

// Withdraw the request.
func Withdraw(c cases.Case, p permission.Principal) Wish {
	text := Text(cases.ReasonContent)
	return onCase(c, p, cases.Withdraw{ReasonID: text.ID}, text)
}
