package cases_test

import (
	"slices"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// lived answers the case that these events lead to, one a day from the first of September; the expert acts in all of them.
func lived(data ...cases.Data) cases.Case {
	var events []cases.Event
	by := cases.By{Person: cases.Person{ID: casetest.Expert().PersonID}, Role: permission.Expert, UnitID: casetest.Unit.ID}
	for i, d := range data {
		at := time.Date(2026, time.September, 1+i, 8, 0, 0, 0, time.UTC)
		events = append(events, cases.Event{CaseID: "case", Version: i + 1, At: at, By: by, Data: d})
	}
	return cases.Replay(events)
}

func held(more ...cases.Data) cases.Case {
	return lived(append([]cases.Data{
		cases.Filed{Facts: casetest.Facts()},
		cases.Routed{AssignmentID: "lead", Routing: cases.Routing{Unit: &casetest.Unit}},
		cases.Claimed{AssignmentID: "lead"},
	}, more...)...)
}

// Whoever has answered one of two questions is not silent: the other's day counts, and both reminders are to come.
func TestAnAnswerBeginsTheRemindersAnew(t *testing.T) {
	t.Parallel()
	asked := []cases.Data{
		cases.Asked{QuestionID: "one", Due: "2026-09-05"},
		cases.Asked{QuestionID: "two", Due: "2026-10-30"},
		cases.Reminded{},
		cases.Reminded{},
	}
	silent, spoke := held(asked...), held(append(asked, cases.Replied{QuestionID: "one"})...)
	if silent.Phase() != cases.AwaitingSchool || silent.Reminders != 2 || !silent.TickTime().IsZero() {
		t.Fatalf("%s, reminded %d times, the clock %s", silent.Phase(), silent.Reminders, silent.TickTime())
	}
	want := time.Date(2026, time.November, 1, 22, 0, 0, 0, time.UTC) // midnight in Helsinki, in winter, after All Saints' Day
	if spoke.Phase() != cases.AwaitingSchool || spoke.Reminders != 0 || !spoke.TickTime().Equal(want) {
		t.Errorf("%s, reminded %d times, the clock %s; want none, and %s", spoke.Phase(), spoke.Reminders, spoke.TickTime(), want)
	}
	for c, may := range map[*cases.Case]bool{&silent: true, &spoke: false} {
		if got := slices.Contains(c.AllowedActions(casetest.Expert()), cases.ActionCloseUnanswered); got != may {
			t.Errorf("after %d reminders the case of a silent school may be closed: %v; want %v", c.Reminders, got, may)
		}
	}
}

// A school that acts is not silent, whatever it does: the reminders begin anew.
func TestASchoolThatActsIsNotSilent(t *testing.T) {
	t.Parallel()
	consent := cases.PermitRecorded{PermitID: "consent", Kind: cases.GuardianConsent, Actors: []string{casetest.Unit.Actor}, Transfer: true, Date: "2026-09-01"}
	reminded := []cases.Data{consent, cases.Asked{QuestionID: "one", Due: "2026-09-05"}, cases.Reminded{}, cases.Reminded{}}
	teacher := cases.By{Person: cases.Person{ID: casetest.Teacher().PersonID}, Role: permission.Requester}
	expert := cases.By{Person: cases.Person{ID: casetest.Expert().PersonID}, Role: permission.Expert, UnitID: casetest.Unit.ID}
	for says, test := range map[string]struct {
		by   cases.By
		does cases.Data
		want int
	}{
		"writes":                               {teacher, cases.Messaged{MessageID: "m"}, 0},
		"withdraws a permission":               {teacher, cases.PermitEnded{PermitID: "consent", State: cases.PermitWithdrawn}, 0},
		"hears that its permission is past":    {cases.Clock, cases.PermitEnded{PermitID: "consent", State: cases.PermitExpired}, 0},
		"passes the case on":                   {teacher, cases.PassedOn{To: cases.Person{ID: "colleague"}}, 0},
		"removes a file":                       {teacher, cases.AttachmentRemoved{AttachmentID: "file"}, 0},
		"is written to":                        {expert, cases.Messaged{MessageID: "m"}, 2},
		"has a file of its request taken away": {expert, cases.AttachmentRemoved{AttachmentID: "file", ReasonID: "r"}, 2},
	} {
		c := held(reminded...)
		at := c.UpdateTime.Add(time.Hour)
		c = cases.Apply(c, cases.Event{CaseID: c.ID, Version: c.Version + 1, At: at, By: test.by, Data: test.does})
		if c.Reminders != test.want || test.want == 0 && !c.RemindTime.Equal(at) {
			t.Errorf("a school that %s was reminded %d times, last at %s; want %d", says, c.Reminders, c.RemindTime, test.want)
		}
		if next := c.TickTime(); test.want == 0 && next.Before(at.AddDate(0, 0, 5)) {
			t.Errorf("a school that %s at %s is reminded at %s", says, at, next)
		}
		if may := slices.Contains(c.AllowedActions(casetest.Expert()), cases.ActionCloseUnanswered); may != (test.want == 2) {
			t.Errorf("the case of a school that %s may be closed: %v", says, may)
		}
	}
}

func TestASchoolIsRemindedOnDaysOnWhichItWorks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says string
		data []cases.Data
		want time.Time
	}{
		{
			"five working days after its turn began on a Friday",
			[]cases.Data{cases.Asked{QuestionID: "one"}},
			time.Date(2026, time.September, 13, 21, 0, 0, 0, time.UTC),
		},
		{
			"once a question's day has passed, and a weekend",
			[]cases.Data{cases.Asked{QuestionID: "one", Due: "2026-09-11"}},
			time.Date(2026, time.September, 13, 21, 0, 0, 0, time.UTC),
		},
		{
			"after a break into which a question's day falls",
			[]cases.Data{cases.Asked{QuestionID: "one", Due: "2026-10-08"}},
			time.Date(2026, time.October, 25, 22, 0, 0, 0, time.UTC),
		},
		{
			"five working days after the first time",
			[]cases.Data{cases.Asked{QuestionID: "one", Due: "2026-09-04"}, cases.Messaged{}, cases.Messaged{}, cases.Reminded{}},
			time.Date(2026, time.September, 14, 21, 0, 0, 0, time.UTC),
		},
	} {
		if got := held(c.data...).TickTime(); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

// What one unit wants is no matter of the case any more once it has declined.
func TestAUnitThatDeclinesTakesItsWishForPermissionsAlong(t *testing.T) {
	t.Parallel()
	file := cases.File{
		CaseID: "case", Number: "1", AssignmentID: "lead", Facts: casetest.Facts(), PermissionNeeded: true,
		Routing: cases.Routing{Unit: &casetest.Unit},
	}
	m := cases.Meta{At: time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC), By: cases.By{Role: permission.Requester}}
	events, err := cases.Decide(cases.Case{}, file, m)
	if err != nil {
		t.Fatal(err)
	}
	waits := cases.Replay(events)
	declined := cases.Replay(append(events, cases.Event{CaseID: "case", Version: len(events) + 1, At: m.At, Data: cases.DeclinedByUnit{AssignmentID: "lead"}}))
	if waits.Phase() != cases.AwaitingPermission || declined.Phase() != cases.Triage {
		t.Errorf("first %s, then %s; want AWAITING_PERMISSION and TRIAGE", waits.Phase(), declined.Phase())
	}
}

func TestARefusalNamesTheRuleOfTheRowThatIsMeant(t *testing.T) {
	t.Parallel()
	advised := []cases.Data{cases.AdviceWritten{AssignmentID: "lead", Revision: 1}, cases.AdvicePublished{Revisions: []int{1}}}
	locked := lived(cases.Filed{Facts: casetest.Facts()},
		cases.Routed{AssignmentID: "lead", Routing: cases.Routing{Unit: &casetest.Unit}, PermissionNeeded: true})
	unledAndAsked := lived(cases.Filed{Facts: casetest.Facts()},
		cases.Routed{AssignmentID: "lead", Routing: cases.Routing{Unit: &casetest.OtherUnit}},
		cases.PartnerInvited{AssignmentID: "part", Unit: casetest.Unit}, cases.Claimed{AssignmentID: "part"},
		cases.DeclinedByUnit{AssignmentID: "lead"}, cases.Asked{QuestionID: "one", Due: "2026-10-01"})
	for name, test := range map[string]struct {
		c      cases.Case
		who    permission.Principal
		action cases.Action
		want   cases.Condition
	}{
		"a partner asks while coordination does":         {unledAndAsked, casetest.Expert(), cases.ActionAsk, cases.Led},
		"a lead that a colleague holds is declined":      {held(), casetest.Second(), cases.ActionDecline, cases.Declinable},
		"a lead is declined after the advice":            {held(append(advised, cases.Released{AssignmentID: "lead"})...), casetest.Head(), cases.ActionDecline, cases.InPhase},
		"a part that waits for permissions is given out": {locked, casetest.Head(), cases.ActionAssign, cases.InPhase},
	} {
		verdicts := test.c.Verdicts(test.who)
		i := slices.IndexFunc(verdicts, func(v cases.Verdict) bool { return v.Action == test.action })
		if i < 0 || verdicts[i].Rule != test.want {
			t.Errorf("%s: %v; want the rule %s", name, verdicts, test.want)
		}
	}
}

// A queue offers what the table of the life cycle does.
func TestAQueueOffersWhatCanBeDone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		part  cases.Part
		phase cases.Phase
		want  []cases.Action
	}{
		{cases.LeadPart, cases.Queued, []cases.Action{cases.ActionClaim, cases.ActionDecline}},
		{cases.LeadPart, cases.Advised, []cases.Action{cases.ActionClaim}},
		{cases.PartnerPart, cases.Advised, []cases.Action{cases.ActionClaim, cases.ActionDecline}},
	} {
		got := cases.QueueEntry{Part: test.part, Card: cases.Card{Phase: string(test.phase)}}.Actions()
		if !slices.Equal(got, test.want) {
			t.Errorf("a waiting %s in %s offers %v; want %v", test.part, test.phase, got, test.want)
		}
	}
}

// A unit that has declined, or was passed over, is no way out when another closes; nor is one that takes part.
func TestTheClockGivesNoUnitACaseThatItHadBefore(t *testing.T) {
	t.Parallel()
	routed := func(id string, u cases.Unit) cases.Data {
		return cases.Routed{AssignmentID: id, Routing: cases.Routing{Unit: &u}}
	}
	filed := cases.Filed{Facts: casetest.Facts()}
	for name, test := range map[string]struct {
		c    cases.Case
		want cases.Phase
	}{
		"that declined":        {lived(filed, routed("a", casetest.OtherUnit), cases.DeclinedByUnit{AssignmentID: "a"}, routed("lead", casetest.Unit)), cases.Triage},
		"that was passed over": {lived(filed, routed("a", casetest.OtherUnit), routed("lead", casetest.Unit)), cases.Triage},
		"that takes part":      {held(cases.PartnerInvited{AssignmentID: "a", Unit: casetest.OtherUnit}, cases.Released{AssignmentID: "lead"}), cases.Triage},
		"that is new":          {lived(filed, routed("lead", casetest.Unit)), cases.Queued},
	} {
		lead, _ := test.c.Lead()
		events, err := cases.Decide(test.c, cases.WindUp{AssignmentID: lead.ID, Routing: cases.Routing{Unit: &casetest.OtherUnit}, NewID: "new"}, cases.Meta{By: cases.Clock, At: test.c.UpdateTime.Add(time.Hour)})
		if err != nil {
			t.Fatalf("a unit %s: %v", name, err)
		}
		after := test.c
		for _, e := range events {
			after = cases.Apply(after, e)
		}
		if after.Phase() != test.want || (after.Routing.TriageReason == "UNIT_CLOSED") != (test.want == cases.Triage) {
			t.Errorf("the rules lead to a unit %s: %s because of %q; want %s", name, after.Phase(), after.Routing.TriageReason, test.want)
		}
	}
}

// What a partner has asked stands while another unit leads, and ends where none is found.
func TestAPartnersQuestionOutlivesALeadThatIsWoundUp(t *testing.T) {
	t.Parallel()
	c := held(cases.PartnerInvited{AssignmentID: "a", Unit: casetest.OtherUnit})
	c.Questions = []cases.Question{{ID: "lead's", UnitID: casetest.Unit.ID}, {ID: "partner's", UnitID: casetest.OtherUnit.ID}}
	c = cases.Apply(c, cases.Event{At: c.UpdateTime, Data: cases.Released{AssignmentID: "lead"}})
	third := casetest.Unit
	third.ID = casetest.ID()
	for name, test := range map[string]struct {
		to   *cases.Unit
		open int
	}{"a unit is found": {&third, 1}, "none is found": {nil, 0}} {
		events, err := cases.Decide(c, cases.WindUp{AssignmentID: "lead", Routing: cases.Routing{Unit: test.to}, NewID: "new"}, cases.Meta{By: cases.Clock, At: c.UpdateTime.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		after := c
		for _, e := range events {
			after = cases.Apply(after, e)
		}
		if q, asked := after.OpenQuestion(); asked != (test.open == 1) || asked && q.ID != "partner's" {
			t.Errorf("where %s the open question is %v", name, q)
		}
	}
}

// The note of a release is for whoever takes the part next: who undoes a claim leaves it, and who left for good has written none.
func TestTheNoteOfAReleaseIsOfTheLastOne(t *testing.T) {
	t.Parallel()
	c := held(cases.Released{AssignmentID: "lead", ReasonID: "note"})
	for _, step := range []struct {
		by   cases.By
		want string
	}{{cases.By{Person: personOf(casetest.Expert()), Role: permission.Expert}, "note"}, {cases.Clock, ""}} {
		for _, d := range []cases.Data{cases.Claimed{AssignmentID: "lead"}, cases.Released{AssignmentID: "lead"}} {
			c = cases.Apply(c, cases.Event{At: c.UpdateTime.Add(time.Second), By: step.by, Data: d})
		}
		if lead, _ := c.Lead(); lead.ReleaseNoteID != step.want {
			t.Errorf("after a release without words by %s the note is %q; want %q", step.by.Role, lead.ReleaseNoteID, step.want)
		}
	}
}

// An offer ends at its time, and not when the clock comes by.
func TestAnOfferIsAcceptedBeforeItsTimeOnly(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, time.September, 20, 21, 0, 0, 0, time.UTC)
	second := personOf(casetest.Second())
	c := held(cases.HandedOver{HandOverID: "offer", AssignmentID: "lead", To: &second, Until: until})
	by := cases.By{Person: second, Role: permission.Expert, UnitID: casetest.Unit.ID}
	for at, rule := range map[time.Time]cases.Condition{until.Add(-time.Second): "", until: cases.InTime, until.AddDate(0, 0, 9): cases.InTime} {
		_, err := cases.Decide(c, cases.AcceptHandOver{HandOverID: "offer"}, cases.Meta{By: by, At: at})
		if got := refusalOf(err).Rule; got != rule {
			t.Errorf("at %s it is refused by the rule %q, want %q", at, got, rule)
		}
	}
}
