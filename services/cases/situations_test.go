package cases_test

import (
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// situation is a state of a case in which several people could do something at the same moment.
type situation struct {
	name  string
	unit  *cases.Unit
	about string
	// story leads there from the filing; deeds are each possible then.
	story, deeds []deed
}

// reach files a case and tells the story.
func (s situation) reach(t *testing.T, d *casetest.Desk) cases.Case {
	t.Helper()
	f := d.Filing(t, s.unit)
	if s.about != "" {
		f.Command.Facts.About, f.Command.PermissionNeeded, f.Command.PermissionNeededByAll = s.about, true, true
	}
	result, err := d.Store.File(t.Context(), casetest.Call(casetest.Teacher(), f.Command.CaseID), f)
	if err != nil {
		t.Fatal(err)
	}
	c := result.Case
	for _, deed := range s.story {
		if deed.who.PersonID != clock.PersonID {
			c = d.Do(t, deed.wish(c))
			continue
		}
		later := *d.Clock
		later.Now = func() time.Time { return time.Date(2026, time.December, 1, 8, 0, 0, 0, time.UTC) }
		if c, err = later.Tick(t.Context(), c.ID, "request"); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// situations are those in which two deeds can meet; with each other and with themselves they make the pairs.
func situations() []situation {
	teacher, principal := casetest.Teacher(), casetest.Principal()
	expert, second, head, outsider := casetest.Expert(), casetest.Second(), casetest.Head(), casetest.Outsider()
	coordinator := casetest.Coordinator()
	ticks, erases := does(clock, cases.Tick{}), does(clock, erasing(cases.Closed))
	consents := permitting(teacher, cases.GuardianConsent, false)
	refuses := permitting(teacher, cases.GuardianConsent, true)
	authorises := permitting(principal, cases.SchoolAuthorisation, false)
	identifies := deed{teacher, func(_ cases.Case, text func() string) cases.Command { return cases.Identify{NameID: text()} }}
	held := claims(expert)
	invited := deed{outsider, func(c cases.Case, _ func() string) cases.Command { return cases.Claim{AssignmentID: partnerID(c)} }}
	dismisses := deed{expert, func(c cases.Case, _ func() string) cases.Command { return cases.Dismiss{AssignmentID: partnerID(c)} }}
	completes := deed{outsider, func(c cases.Case, _ func() string) cases.Command { return cases.Complete{AssignmentID: partnerID(c)} }}
	unit := &casetest.Unit
	inTriage := situation{"in triage", nil, "", nil, []deed{
		routes(casetest.Unit), routes(casetest.OtherUnit), closesUnanswered(coordinator), asks(coordinator), withdraws(teacher), amends(teacher, unit),
	}}
	disputes := func(who permission.Principal) deed {
		return deed{who, func(_ cases.Case, text func() string) cases.Command { return cases.DisputeLead{ReasonID: text()} }}
	}
	settles := func(outcome cases.DisputeOutcome, unitID string) deed {
		return deed{coordinator, func(_ cases.Case, text func() string) cases.Command {
			return cases.SettleDispute{Outcome: outcome, UnitID: unitID, SettlementID: text()}
		}}
	}
	return []situation{
		inTriage,
		{"waiting", unit, "", nil, []deed{
			held, claims(second), assigns(second), declines(head), routes(casetest.OtherUnit), withdraws(teacher), passesOn(principal), refuses,
			amends(teacher, &casetest.OtherUnit), amends(principal, nil), windsUp(),
		}},
		{"held", unit, "", []deed{held}, []deed{
			releases(expert), declines(expert), assigns(second), handsOver(expert, second), handsOver(expert, permission.Principal{}),
			asks(expert), invites(expert), writes(expert), says(teacher), withdraws(teacher), consents, vacates(expert),
		}},
		{"offered", unit, "", []deed{held, asks(expert), handsOver(expert, second)}, []deed{
			accepts(second), declinesOffer(second), revokes(head), releases(expert), assigns(second), replies(teacher), ticks, withdraws(principal), vacates(expert),
		}},
		{"offered to a unit", unit, "", []deed{held, handsOver(expert, permission.Principal{})}, []deed{
			accepts(outsider), revokes(expert), invites(expert), refuses,
		}},
		{"with a partner", unit, "", []deed{held, invites(expert), invited, writes(outsider), writes(expert)}, []deed{
			publishes(expert), writes(expert), writes(outsider), completes, dismisses, withdraws(teacher), disputes(expert), disputes(outsider),
		}},
		{"disputed", unit, "", []deed{held, invites(expert), invited, disputes(outsider)}, []deed{
			settles(cases.DisputeStays, ""), settles(cases.DisputeMoves, casetest.OtherUnit.ID), settles(cases.DisputeTriage, ""),
			does(outsider, cases.WithdrawDispute{}), dismisses, declines(expert), withdraws(teacher),
		}},
		{"silent", unit, "", []deed{held, asks(expert), ticks}, []deed{ticks, replies(teacher), replies(principal), declines(head)}},
		{"locked", unit, "IDENTIFIED_PUPIL", nil, []deed{consents, refuses, authorises, routes(casetest.OtherUnit), ticks, amends(teacher, unit)}},
		{"permitted", unit, "IDENTIFIED_PUPIL", []deed{consents, authorises, held, writes(expert)}, []deed{
			does(teacher, cases.WithdrawPermit{Kind: cases.GuardianConsent}), does(principal, cases.WithdrawPermit{Kind: cases.SchoolAuthorisation}),
			consents, publishes(expert), asks(expert), releases(expert), identifies,
		}},
		{"to be identified", unit, "", []deed{consents, authorises, held}, []deed{
			identifies, does(teacher, cases.WithdrawPermit{Kind: cases.GuardianConsent}), does(principal, cases.WithdrawPermit{Kind: cases.SchoolAuthorisation}),
			consents, refuses, invites(expert), releases(expert), asks(expert), handsOver(expert, permission.Principal{}),
		}},
		{"advised", unit, "", []deed{held, writes(expert), publishes(expert), writes(expert)}, []deed{
			does(teacher, cases.Acknowledge{}), does(principal, cases.Acknowledge{}), closes(teacher), publishes(expert), ticks, says(teacher),
		}},
		{"followed up", unit, "", []deed{held, writes(expert), publishes(expert), does(teacher, cases.Acknowledge{})}, []deed{
			does(teacher, cases.Tell{Tried: "YES", Helped: "PARTLY", Stays: "YES"}), closes(principal), ticks,
		}},
		{"closed", unit, "", []deed{held, writes(expert), publishes(expert), closes(teacher)}, []deed{reopens(teacher), reopens(principal), erases, passesOn(principal)}},
	}
}
