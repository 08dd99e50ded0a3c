package cases_test

import (
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
)

// precedence is the order of the product description: where several hold, the first wins.
var precedence = []struct {
	phase cases.Phase
	holds func(facts) bool
}{
	{cases.Erased, func(f facts) bool { return f.erased }},
	{cases.Withdrawn, func(f facts) bool { return f.withdrawn }},
	{cases.Closed, func(f facts) bool { return f.closed }},
	{cases.FollowUp, func(f facts) bool { return f.acknowledged }},
	{cases.Advised, func(f facts) bool { return f.published }},
	{cases.AwaitingPermission, func(f facts) bool { return f.permissionMissing }},
	{cases.AwaitingSchool, func(f facts) bool { return f.asked }},
	{cases.Triage, func(f facts) bool { return f.lead == "" || f.lead == cases.Declined || f.lead == cases.Cancelled }},
	{cases.InConsultation, func(f facts) bool { return f.lead == cases.Held || f.lead == cases.Done }},
	{cases.Queued, func(f facts) bool { return f.lead == cases.Waiting }},
}

type facts struct {
	erased, withdrawn, closed, acknowledged, published, permissionMissing, asked bool
	lead                                                                         cases.AssignmentState
}

func (f facts) state() cases.Case {
	now := time.Date(2026, time.September, 1, 8, 0, 0, 0, time.UTC)
	c := cases.Case{PermissionNeeded: f.permissionMissing, Questions: []cases.Question{{ReplyTime: now}, {CancelTime: now}}}
	for is, set := range map[*time.Time]bool{&c.EraseTime: f.erased, &c.WithdrawTime: f.withdrawn, &c.CloseTime: f.closed, &c.AcknowledgeTime: f.acknowledged} {
		if set {
			*is = now
		}
	}
	if f.published {
		c.PublishedRevision = 1
	}
	if f.asked {
		c.Questions = append(c.Questions, cases.Question{})
	}
	c.Assignments = []cases.Assignment{
		{Part: cases.LeadPart, State: cases.Declined},
		{Part: cases.PartnerPart, State: cases.Held},
		{Part: cases.LeadPart, State: f.lead, PermissionNeeded: f.permissionMissing},
	}
	return c
}

func TestThePhaseIsTheFirstThatHolds(t *testing.T) {
	t.Parallel()
	leads := []cases.AssignmentState{"", cases.Waiting, cases.Held, cases.Done, cases.Declined, cases.Cancelled}
	for bits := range 1 << 7 {
		for _, lead := range leads {
			f := facts{
				withdrawn: bits&1 > 0, closed: bits&2 > 0, acknowledged: bits&4 > 0, published: bits&8 > 0,
				permissionMissing: bits&16 > 0, asked: bits&32 > 0, erased: bits&64 > 0, lead: lead,
			}
			for _, p := range precedence {
				if !p.holds(f) {
					continue
				}
				if got := f.state().Phase(); got != p.phase {
					t.Errorf("%+v is %s; want %s", f, got, p.phase)
				}
				break
			}
		}
	}
	if len(precedence) != len(cases.Phases) {
		t.Errorf("%d phases have a place in the order; want %d", len(precedence), len(cases.Phases))
	}
}

func TestACardShowsTheBandOfTheLowestGrade(t *testing.T) {
	t.Parallel()
	for want, fs := range map[string][]cases.Facts{
		"PRE_PRIMARY": {{Level: "PRE_PRIMARY"}, {Level: "PRE_PRIMARY", Grades: []int32{1}}, {Level: "BASIC"}},
		"1_2":         {{Level: "BASIC", Grades: []int32{1}}, {Level: "BASIC", Grades: []int32{9, 2}}},
		"3_6":         {{Level: "BASIC", Grades: []int32{3}}, {Level: "BASIC", Grades: []int32{6, 7}}},
		"7_9":         {{Level: "BASIC", Grades: []int32{7}}, {Level: "BASIC", Grades: []int32{9}}},
	} {
		for _, f := range fs {
			if got := f.GradeBand(); got != want {
				t.Errorf("%s %v is in band %s; want %s", f.Level, f.Grades, got, want)
			}
		}
	}
}
