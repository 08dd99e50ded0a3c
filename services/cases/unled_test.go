package cases_test

import (
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
)

// then answers the case after a command of the first who may give it.
func then(t *testing.T, c cases.Case, cmd cases.Command) cases.Case {
	t.Helper()
	for _, p := range cast() {
		by, may := gate(c, p, cmd)
		if !may && c.Version > 0 {
			continue
		}
		events, err := cases.Decide(c, cmd, cases.Meta{By: by, At: at(c.Version)})
		if err != nil {
			t.Fatalf("%T: %v", cmd, err)
		}
		for _, e := range events {
			c = cases.Apply(c, e)
		}
		return c
	}
	t.Fatalf("nobody may %T", cmd)
	return c
}

// What one unit wants is no matter of the case any more once the unit leads no more; what every actor wants is.
func TestACaseThatNoUnitLeadsAnyMoreWantsThePermissionsThatEveryActorWants(t *testing.T) {
	t.Parallel()
	facts, to := casetest.Facts(), cases.Routing{Unit: &casetest.Unit}
	facts.About = "IDENTIFIED_PUPIL"
	anew := facts
	anew.Language = "sv"
	filed := func(all bool) cases.Case {
		return then(t, cases.Case{}, cases.File{CaseID: "c", Number: "1", AssignmentID: "lead", Facts: facts, Routing: to, PermissionNeeded: true, PermissionNeededByAll: all})
	}
	decline := func(c cases.Case) cases.Case {
		lead, _ := c.Lead()
		return then(t, c, cases.Decline{AssignmentID: lead.ID})
	}
	for all, want := range map[bool]cases.Phase{false: cases.Triage, true: cases.AwaitingPermission} {
		amend := cases.Amend{Facts: facts, Routing: to, PermissionNeeded: true, PermissionNeededByAll: all, Modes: modes}
		moved := cases.Amend{Facts: anew, Routing: cases.Routing{Unit: &casetest.OtherUnit}, AssignmentID: "other", PermissionNeeded: true, PermissionNeededByAll: all}
		reopen := cases.Reopen{Routing: to, AssignmentID: "again", PermissionNeeded: true, PermissionNeededByAll: all}
		for story, c := range map[string]cases.Case{
			"filed":                       filed(all),
			"amended":                     then(t, filed(!all), amend),
			"amended, and led by another": then(t, filed(!all), moved),
			"reopened":                    then(t, then(t, decline(filed(!all)), cases.CloseUnanswered{NextStepID: "step"}), reopen),
		} {
			lead, _ := c.Lead()
			for end, c := range map[string]cases.Case{"declined": decline(c), "wound up": then(t, c, cases.WindUp{AssignmentID: lead.ID})} {
				if c.Phase() != want {
					t.Errorf("%s, where every actor wants permissions: %v; then %s: %s, want %s", story, all, end, c.Phase(), want)
				}
			}
		}
	}
}

// Whoever the pupil is may have been said since the clock asked the rules.
func TestAUnitThatTheClockFindsWantsPermissionsForTheRequestAsItIs(t *testing.T) {
	t.Parallel()
	wound := cases.WindUp{AssignmentID: "lead", Routing: cases.Routing{Unit: &casetest.OtherUnit}, NewID: "new", Modes: modes}
	for about, want := range map[string]cases.Phase{"ANONYMOUS_PUPIL": cases.Queued, "IDENTIFIED_PUPIL": cases.AwaitingPermission} {
		facts := casetest.Facts()
		facts.About = about
		c := lived(cases.Filed{Facts: facts}, cases.Routed{AssignmentID: "lead", Routing: cases.Routing{Unit: &casetest.Unit}})
		if c = then(t, c, wound); c.Phase() != want {
			t.Errorf("%s: %s, want %s", about, c.Phase(), want)
		}
	}
}
