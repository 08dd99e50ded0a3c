package cases_test

import (
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// told answers the case that a story makes in the core alone, and the hour after its end. Each deed comes an hour after
// the one before, what time brings forty days after.
func told(t *testing.T, story []deed) (cases.Case, time.Time) {
	t.Helper()
	now := time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC)
	filer := cases.By{Person: personOf(casetest.Teacher()), Role: permission.Requester}
	events, err := cases.Decide(cases.Case{}, filing(&casetest.Unit, "ANONYMOUS_PUPIL", false), cases.Meta{By: filer, At: now})
	if err != nil {
		t.Fatal(err)
	}
	c := cases.Replay(events)
	for _, d := range story {
		now = now.Add(time.Hour)
		if d.who.PersonID == clock.PersonID {
			now = now.AddDate(0, 0, 40)
		}
		if events, err = d.decide(c, now); err != nil {
			t.Fatalf("%s: %v", d, err)
		}
		for _, e := range events {
			c = cases.Apply(c, e)
		}
	}
	return c, now.Add(time.Hour)
}

// decide lets the core alone decide on a deed, behind the gate.
func (d deed) decide(c cases.Case, at time.Time) ([]cases.Event, error) {
	cmd := d.cmd(c, casetest.ID)
	by, ok := gate(c, d.who, cmd)
	if !ok {
		return nil, &cases.Refusal{Reason: cases.Unknown}
	}
	return cases.Decide(c, cmd, cases.Meta{By: by, At: at})
}

func TestWhatACommandItselfBreaksIsRefusedByName(t *testing.T) {
	t.Parallel()
	teacher, expert, second, head, outsider := casetest.Teacher(), casetest.Expert(), casetest.Second(), casetest.Head(), casetest.Outsider()
	ticks, held := does(clock, cases.Tick{}), claims(expert)
	onPartner := func(who permission.Principal, cmd func(id string) cases.Command) deed {
		return deed{who, func(c cases.Case, _ func() string) cases.Command { return cmd(partnerID(c)) }}
	}
	claimed := onPartner(outsider, func(id string) cases.Command { return cases.Claim{AssignmentID: id} })
	completed := onPartner(outsider, func(id string) cases.Command { return cases.Complete{AssignmentID: id} })
	toUnit := func(u cases.Unit) func(string) cases.Command {
		return func(id string) cases.Command {
			return cases.OfferHandOver{HandOverID: casetest.ID(), AssignmentID: id, Place: cases.Place{Unit: u}}
		}
	}
	for name, tt := range map[string]struct {
		story []deed
		deed  deed
		want  cases.Condition
	}{
		"an answer to what is answered":       {[]deed{held, asks(expert), asks(expert), replies(teacher)}, replies(teacher), cases.QuestionOpen},
		"a holder replaced without a reason":  {[]deed{held}, does(head, cases.Assign{AssignmentID: filedLead(), To: personOf(second)}), cases.AReason},
		"assigned to who holds it":            {[]deed{held}, assigns(expert), cases.AnotherPerson},
		"handed over to oneself":              {[]deed{held}, handsOver(expert, expert), cases.AnotherPerson},
		"handed over to the own unit":         {[]deed{held}, onPartner(expert, toUnit(casetest.Unit)), cases.UnitHasNoPart},
		"a partner's part handed to a unit":   {[]deed{held, invites(expert), claimed}, onPartner(outsider, toUnit(casetest.Unit)), cases.IsLead},
		"routed to the unit where it waits":   {nil, routes(casetest.Unit), cases.UnitHasNoPart},
		"invited twice":                       {[]deed{held, invites(expert)}, invites(expert), cases.UnitHasNoPart},
		"passed on to who has it":             {nil, does(teacher, cases.PassOn{To: personOf(teacher)}), cases.AnotherPerson},
		"time that brings nothing":            {[]deed{held, asks(expert)}, ticks, cases.SomethingDue},
		"vacated from who has handed it on":   {[]deed{held, assigns(second)}, vacates(expert), cases.IsHeld},
		"vacated while it waits":              {nil, vacates(expert), cases.IsHeld},
		"a third reminder":                    {[]deed{held, asks(expert), ticks, ticks}, ticks, cases.SomethingDue},
		"a finished part claimed again":       {[]deed{held, invites(expert), claimed, completed}, claimed, cases.IsWaiting},
		"an offer accepted after the release": {[]deed{held, handsOver(expert, second), releases(expert)}, accepts(second), cases.OfferedToMe},
		"an offer accepted after another took": {
			[]deed{held, handsOver(expert, second), assigns(outsider)}, accepts(second), cases.OfferedToMe,
		},
		"closed unanswered after reminders of an earlier turn": {
			[]deed{held, asks(expert), ticks, ticks, replies(teacher), asks(expert)}, closesUnanswered(expert), cases.RemindedTwice,
		},
		"a file removed that others have read, without a reason": {
			[]deed{held}, does(teacher, cases.RemoveAttachment{AttachmentID: casetest.ID(), Own: true}), cases.AReason,
		},
		"somebody else's file removed that others have read": {
			[]deed{held}, does(teacher, cases.RemoveAttachment{AttachmentID: casetest.ID(), ReasonID: casetest.ID()}), cases.AddedByMe,
		},
		"published with nothing new": {[]deed{held, writes(expert), publishes(expert)}, publishes(expert), cases.AdviceReady},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, now := told(t, tt.story)
			_, err := tt.deed.decide(c, now)
			if r := refusalOf(err); r.Reason != cases.NotNow || r.Rule != tt.want {
				t.Errorf("%s: %v; want %s to stand against it", tt.deed, err, tt.want)
			}
		})
	}
}

// filedLead is the id of the assignment that a case of this test is filed with.
func filedLead() string { return id(cases.Case{ID: theCase}, "assignment") }

func TestARefusedOrWithdrawnPermissionLocksTheContentEvenWhereNoneWasNeeded(t *testing.T) {
	t.Parallel()
	teacher, principal, expert := casetest.Teacher(), casetest.Principal(), casetest.Expert()
	for name, story := range map[string][]deed{
		"consent refused":       {permitting(teacher, cases.GuardianConsent, true)},
		"authorisation refused": {permitting(principal, cases.SchoolAuthorisation, true)},
		"consent withdrawn": {
			permitting(teacher, cases.GuardianConsent, false), does(teacher, cases.WithdrawPermit{Kind: cases.GuardianConsent}),
		},
		"authorisation withdrawn": {
			permitting(principal, cases.SchoolAuthorisation, false), does(principal, cases.WithdrawPermit{Kind: cases.SchoolAuthorisation}),
		},
	} {
		open, _ := told(t, []deed{claims(expert)})
		locked, now := told(t, append([]deed{claims(expert)}, story...))
		for c, want := range map[*cases.Case]bool{&open: true, &locked: false} {
			if _, may := expert.Can(permission.ReadCase, c.Subject()); may != want {
				t.Errorf("%s: the expert reads the case in %s: %v; want %v", name, c.Phase(), may, want)
			}
		}
		if _, err := asks(expert).decide(locked, now); refusalOf(err).Reason != cases.Unknown {
			t.Errorf("%s: the expert who asks hears %v; want that there is nothing", name, err)
		}
	}
}
