package cases_test

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// tried is a command of somebody, who may.
type tried struct {
	who permission.Principal
	cmd cases.Command
}

// joint is a case that Unit leads by an expert and in which OtherUnit takes part by the outsider, who disputes the lead. Each command
// of what follows has to happen.
func joint(t *testing.T, after ...func(c cases.Case) tried) *story {
	t.Helper()
	s := &story{now: time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC)}
	s.does(cases.By{Person: personOf(casetest.Teacher()), Role: permission.Requester}, filing(&casetest.Unit, "ANONYMOUS_PUPIL", false))
	for _, next := range append([]func(cases.Case) tried{
		func(c cases.Case) tried { return tried{casetest.Expert(), cases.Claim{AssignmentID: leadID(c)}} },
		func(c cases.Case) tried { return tried{casetest.Expert(), invite(c)} },
		func(c cases.Case) tried { return tried{casetest.Outsider(), cases.Claim{AssignmentID: partnerID(c)}} },
		func(c cases.Case) tried {
			return tried{casetest.Outsider(), cases.DisputeLead{ReasonID: id(c, "dispute")}}
		},
	}, after...) {
		m := next(s.c)
		by, may := gate(s.c, m.who, m.cmd)
		before := s.c.Version
		if s.now = s.now.Add(time.Minute); may {
			s.does(by, m.cmd)
		}
		if s.c.Version == before {
			t.Fatalf("%T by %s does not happen in %s", m.cmd, m.who.Name, s.c.Phase())
		}
	}
	return s
}

// of answers what somebody does whatever the case is.
func of(who permission.Principal, cmd func(c cases.Case) cases.Command) func(cases.Case) tried {
	return func(c cases.Case) tried { return tried{who, cmd(c)} }
}

func settlement(outcome cases.DisputeOutcome, unitID string) func(cases.Case) tried {
	return of(casetest.Coordinator(), func(c cases.Case) cases.Command {
		return cases.SettleDispute{Outcome: outcome, UnitID: unitID, SettlementID: id(c, "settlement")}
	})
}

var (
	leadGoesBack = of(casetest.Expert(), func(c cases.Case) cases.Command {
		return cases.Release{AssignmentID: leadID(c), ReasonID: id(c, "reason")}
	})
	partGoesBack = of(casetest.Outsider(), func(c cases.Case) cases.Command {
		return cases.Release{AssignmentID: partnerID(c), ReasonID: id(c, "reason")}
	})
	partCompletes = of(casetest.Outsider(), func(c cases.Case) cases.Command { return cases.Complete{AssignmentID: partnerID(c)} })
)

func TestADisputeLastsUntilItIsSettledOrPast(t *testing.T) {
	t.Parallel()
	expert, outsider, teacher := casetest.Expert(), casetest.Outsider(), casetest.Teacher()
	offers := func(to cases.Person, place cases.Place) func(cases.Case) tried {
		return of(expert, func(c cases.Case) cases.Command {
			return cases.OfferHandOver{HandOverID: id(c, "offer"), AssignmentID: leadID(c), To: to, Place: place, Until: at(c.Version + 99)}
		})
	}
	takes := func(who permission.Principal) func(cases.Case) tried {
		return of(who, func(c cases.Case) cases.Command { return cases.AcceptHandOver{HandOverID: c.HandOvers[0].ID} })
	}
	refuses := of(teacher, func(c cases.Case) cases.Command {
		return cases.RecordPermit{PermitID: id(c, "permit"), Kind: cases.GuardianConsent, Refused: true, Date: "2026-09-01"}
	})
	for what, test := range map[string]struct {
		after []func(cases.Case) tried
		want  cases.DisputeOutcome
	}{
		"nothing":                       {nil, ""},
		"who leads gives the lead back": {[]func(cases.Case) tried{leadGoesBack}, ""},
		"who raised it gives the part":  {[]func(cases.Case) tried{partGoesBack}, ""},
		"a colleague takes the lead":    {[]func(cases.Case) tried{offers(personOf(casetest.Second()), cases.Place{}), takes(casetest.Second())}, ""},
		"the content is locked":         {[]func(cases.Case) tried{refuses}, ""},
		"settled while it is locked":    {[]func(cases.Case) tried{refuses, settlement(cases.DisputeStays, "")}, cases.DisputeStays},
		"taken back while it is locked": {[]func(cases.Case) tried{refuses, of(outsider, func(cases.Case) cases.Command { return cases.WithdrawDispute{} })}, cases.DisputeWithdrawn},
		"the other unit takes the lead": {[]func(cases.Case) tried{offers(cases.Person{}, cases.Place{Unit: casetest.OtherUnit}), takes(outsider)}, cases.DisputeLapsed},
		"who leads declines": {[]func(cases.Case) tried{of(expert, func(c cases.Case) cases.Command {
			return cases.Decline{AssignmentID: leadID(c), Reason: "LANGUAGE", SuggestionID: "s"}
		})}, cases.DisputeLapsed},
		"who raised it declines": {[]func(cases.Case) tried{of(outsider, func(c cases.Case) cases.Command {
			return cases.Decline{AssignmentID: partnerID(c), Reason: "LANGUAGE", SuggestionID: "s"}
		})}, cases.DisputeLapsed},
		"who raised it completes":          {[]func(cases.Case) tried{partCompletes}, cases.DisputeLapsed},
		"who raised it is dismissed":       {[]func(cases.Case) tried{of(expert, func(c cases.Case) cases.Command { return cases.Dismiss{AssignmentID: partnerID(c)} })}, cases.DisputeLapsed},
		"the unit of who raised it closes": {[]func(cases.Case) tried{partGoesBack, of(clock, func(c cases.Case) cases.Command { return cases.WindUp{AssignmentID: partnerID(c)} })}, cases.DisputeLapsed},
		"advice is out":                    {[]func(cases.Case) tried{of(expert, func(cases.Case) cases.Command { return cases.WriteAdvice{AdviceID: "a"} }), of(expert, func(cases.Case) cases.Command { return cases.PublishAdvice{} })}, cases.DisputeLapsed},
		"the school withdraws the request": {[]func(cases.Case) tried{of(teacher, func(cases.Case) cases.Command { return cases.Withdraw{} })}, cases.DisputeLapsed},
	} {
		c := joint(t, test.after...).c
		if c.Dispute.Outcome != test.want || c.Dispute.Open() != (test.want == "") {
			t.Errorf("%s: the dispute is %+v; want %q", what, c.Dispute, test.want)
		}
	}
}

func TestADisputeGoesByItsOwnEtag(t *testing.T) {
	t.Parallel()
	takesBack := of(casetest.Outsider(), func(cases.Case) cases.Command { return cases.WithdrawDispute{} })
	again := of(casetest.Outsider(), func(c cases.Case) cases.Command { return cases.DisputeLead{ReasonID: id(c, "again")} })
	first := joint(t).c
	second := joint(t, takesBack, again).c
	if first.Revision != second.Revision || !first.UpdateTime.Equal(second.UpdateTime) || first.Dispute.Version == second.Dispute.Version {
		t.Errorf("disputed once the case is %d of %s, anew %d of %s", first.Revision, first.UpdateTime, second.Revision, second.UpdateTime)
	}
	for _, m := range []tried{settlement(cases.DisputeStays, "")(second), takesBack(second)} {
		by, _ := gate(second, m.who, m.cmd)
		for expect, want := range map[int]cases.RefusalReason{first.Dispute.Version: cases.Stale, second.Revision: cases.Stale, second.Dispute.Version: ""} {
			_, err := cases.Decide(second, m.cmd, cases.Meta{By: by, At: second.Dispute.RaiseTime.Add(time.Minute), Expect: expect})
			if got := refusalOf(err).Reason; got != want {
				t.Errorf("%T by etag %d: %q; want %q", m.cmd, expect, got, want)
			}
		}
	}
}

func TestALeadMovesIntoAPartAsThatWas(t *testing.T) {
	t.Parallel()
	moves := settlement(cases.DisputeMoves, casetest.OtherUnit.ID)
	for what, test := range map[string]struct {
		before []func(cases.Case) tried
		want   cases.Phase
		holder string
	}{
		"both are held":        {nil, cases.InConsultation, casetest.Outsider().PersonID},
		"the part waits":       {[]func(cases.Case) tried{partGoesBack}, cases.Queued, ""},
		"the lead waits":       {[]func(cases.Case) tried{leadGoesBack}, cases.InConsultation, casetest.Outsider().PersonID},
		"the school was asked": {[]func(cases.Case) tried{of(casetest.Expert(), func(c cases.Case) cases.Command { return cases.Ask{QuestionID: id(c, "question"), Due: "2026-10-01"} })}, cases.InConsultation, casetest.Outsider().PersonID},
		"something was hidden": {[]func(cases.Case) tried{of(casetest.Expert(), func(c cases.Case) cases.Command {
			return cases.Limit{AssignmentID: partnerID(c), Hidden: []cases.Section{cases.TriedSection}}
		})}, cases.InConsultation, casetest.Outsider().PersonID},
		"the lead was offered": {[]func(cases.Case) tried{of(casetest.Expert(), func(c cases.Case) cases.Command {
			return cases.OfferHandOver{HandOverID: id(c, "offer"), AssignmentID: leadID(c), Place: cases.Place{Unit: casetest.OtherUnit}, Until: at(99)}
		})}, cases.InConsultation, casetest.Outsider().PersonID},
	} {
		c := joint(t, append(test.before, moves)...).c
		lead, _ := c.Lead()
		first := c.Assignments[0]
		if c.Phase() != test.want || lead.Unit.ID != casetest.OtherUnit.ID || lead.Holder.ID != test.holder || len(lead.Hidden) != 0 || c.Routing.Unit.ID != casetest.OtherUnit.ID {
			t.Errorf("%s: in %s it is led by %+v", what, c.Phase(), lead)
		}
		if _, asked := c.OpenQuestion(); first.State != cases.Cancelled || asked {
			t.Errorf("%s: the first unit's part is %s, its question open: %v", what, first.State, asked)
		}
		if _, offered := c.Offered(first.ID); offered {
			t.Errorf("%s: the lead is offered still", what)
		}
	}
}

func TestAPartThatIsFinishedGetsNoLead(t *testing.T) {
	t.Parallel()
	s := joint(t, partCompletes, of(casetest.Expert(), func(c cases.Case) cases.Command { return cases.DisputeLead{ReasonID: id(c, "dispute")} }))
	for _, cmd := range []cases.Command{
		cases.SettleDispute{Outcome: cases.DisputeMoves, UnitID: casetest.OtherUnit.ID, SettlementID: "s"},
		cases.SettleDispute{Outcome: cases.DisputeMoves, UnitID: casetest.Unit.ID, SettlementID: "s"}, // which leads
	} {
		_, err := cases.Decide(s.c, cmd, cases.Meta{By: cases.By{Person: personOf(casetest.Coordinator()), Role: permission.Coordinator}, At: s.now})
		if refusalOf(err).Rule != cases.CouldLead {
			t.Errorf("%+v: %v", cmd, err)
		}
	}
}

func TestOfADisputeTheDatabaseOpensNothingToASchool(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	invited := deed{casetest.Outsider(), func(c cases.Case, _ func() string) cases.Command { return cases.Claim{AssignmentID: partnerID(c)} }}
	c := situation{unit: &casetest.Unit, story: []deed{claims(casetest.Expert()), invites(casetest.Expert()), invited}}.reach(t, d)
	dispute := deed{casetest.Outsider(), func(_ cases.Case, text func() string) cases.Command { return cases.DisputeLead{ReasonID: text()} }}.wish(c)
	dispute.Content[0].Kind = cases.DisputeContent
	c = d.Do(t, dispute)
	i := newIntruder(t, d)
	columns := columnsOfDisputes(t, d)
	for _, p := range casetest.Everybody() {
		_, may := p.Can(permission.ReadCase, c.Subject())
		units := len(p.Of(permission.Expert, permission.Lead)) > 0
		i.as(p, func() {
			i.do("SELECT audit.read_case($1, 'READ_CASE', NULL)", c.ID)
			for _, column := range columns {
				if !i.refused("SELECT " + column + " FROM cases") {
					t.Errorf("%s reads %s", p.Name, column)
				}
			}
			ours := len(p.Of(permission.Expert, permission.Lead, permission.Coordinator)) > 0 && i.count("SELECT count(*) FROM opened_cases") > 0
			if n := i.count("SELECT count(*) FROM opened_cases WHERE num_nonnulls(" + strings.Join(columns, ", ") + ") > 0"); (n > 0) != ours {
				t.Errorf("%s reads the dispute of %d cases; is of a unit or of coordination: %v", p.Name, n, ours)
			}
			if n := i.count("SELECT count(*) FROM case_content WHERE kind = 'DISPUTE'"); (n > 0) != (may && units) {
				t.Errorf("%s opens %d texts of the dispute; may read the case: %v", p.Name, n, may)
			}
			if n := i.count("SELECT count(*) FROM case_events WHERE kind = 'DISPUTED'"); (n > 0) != (may && units) {
				t.Errorf("%s sees %d disputes on the timeline; may read the case: %v", p.Name, n, may)
			}
			if n := i.count("SELECT count(*) FROM case_content"); (n > 0) != may {
				t.Errorf("%s opens %d texts; may read the case: %v", p.Name, n, may)
			}
		})
	}
}

// columnsOfDisputes are the columns of the table of cases that tell of a dispute.
func columnsOfDisputes(t *testing.T, d *casetest.Desk) []string {
	t.Helper()
	rows, err := d.DB.Superuser(t).Query(t.Context(), `SELECT column_name::text FROM information_schema.columns
		WHERE table_name = 'cases' AND column_name LIKE 'dispute\_%'`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) < 10 {
		t.Fatalf("the columns are %v, %v", names, err)
	}
	return names
}

// A school changes a case without seeing that its lead is disputed: what then stands is what the events give.
func TestWhatASchoolDoesKeepsADisputeOrLetsItLapse(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	expert, teacher := casetest.Expert(), casetest.Teacher()
	disputed := []deed{claims(expert), {expert, func(_ cases.Case, text func() string) cases.Command { return cases.DisputeLead{ReasonID: text()} }}}
	for what, test := range map[string]struct {
		story []deed
		want  string
	}{
		"a message":               {[]deed{says(teacher)}, ""},
		"a withdrawal":            {[]deed{withdraws(teacher)}, "LAPSED"},
		"another unit":            {[]deed{releases(expert), amends(teacher, &casetest.OtherUnit)}, "LAPSED"},
		"no unit":                 {[]deed{releases(expert), amends(teacher, nil)}, "LAPSED"},
		"the same unit":           {[]deed{releases(expert), amends(teacher, &casetest.Unit)}, ""},
		"what follows its end":    {[]deed{does(expert, cases.WithdrawDispute{}), says(teacher), withdraws(teacher)}, "WITHDRAWN"},
		"a new round":             {[]deed{writes(expert), publishes(expert), closes(teacher), reopens(teacher)}, ""},
		"the end of the old":      {[]deed{writes(expert), publishes(expert), closes(teacher)}, "LAPSED"},
		"a refusal that locks it": {[]deed{permitting(teacher, cases.GuardianConsent, true)}, ""},
	} {
		c := situation{unit: &casetest.Unit, story: append(disputed, test.story...)}.reach(t, d)
		if n := count(t, d, "SELECT count(*) FROM cases WHERE id = $1 AND coalesce(dispute_outcome, '') = $2", c.ID, test.want); n != 1 {
			t.Errorf("after %s the dispute is not %q", what, test.want)
		}
	}
	if found := findings(t, d); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
}
