package wire_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/testing/protocmp"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

func speaking(t *testing.T, p permission.Principal) context.Context {
	t.Helper()
	return session.With(t.Context(), session.Call{Principal: p, Language: "fi"})
}

// state is a declined, routed and held case, made of its events alone.
func state(t *testing.T) cases.Case {
	t.Helper()
	clock := casetest.Clock()
	var c cases.Case
	by := func(p permission.Principal) cases.Meta {
		g := p.Grants[0]
		return cases.Meta{By: cases.By{Person: cases.Person{ID: p.PersonID, Name: p.Name}, Role: g.Role, UnitID: g.UnitID}, At: clock()}
	}
	for _, step := range []struct {
		who permission.Principal
		cmd cases.Command
	}{
		{casetest.Teacher(), cases.File{CaseID: "c", Number: "n", Facts: casetest.Facts(), AssignmentID: "a", Routing: cases.Routing{Unit: &casetest.OtherUnit}}},
		{casetest.Outsider(), cases.Decline{AssignmentID: "a", Reason: "LANGUAGE"}},
		{casetest.Coordinator(), cases.Route{Place: cases.Place{AssignmentID: "b", Unit: casetest.Unit}}},
		{casetest.Expert(), cases.Claim{AssignmentID: "b"}},
	} {
		events, err := cases.Decide(c, step.cmd, by(step.who))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			c = cases.Apply(c, e)
		}
	}
	return c
}

func TestOnlyReadersOfACaseGetItsContent(t *testing.T) {
	t.Parallel()
	c := state(t)
	words, err := wire.Words(&casespb.Request{Situation: casetest.Secret, Tried: "t", Question: "q", Needs: []casespb.Need{1}})
	if err != nil {
		t.Fatal(err)
	}
	text := cases.Content{Kind: cases.RequestContent, Plain: words}
	comment := cases.Content{Kind: cases.CommentContent, Plain: []byte("comment")}
	for _, p := range casetest.Everybody() {
		m, err := wire.Case(speaking(t, p), c, text, comment)
		if err != nil {
			t.Fatal(err)
		}
		_, reads := p.Can(permission.ReadCase, c.Subject())
		if (m.GetRequest() != nil) != reads || (m.GetFilerName() != "") != reads || strings.Contains(m.String(), casetest.Secret) != reads {
			t.Errorf("%s reads: %v; gets %v", p.Name, reads, m)
		}
		if school := m.GetSchoolId() + m.GetSchoolNameFi() + m.GetSchoolNameSv(); (school != "") != reads {
			t.Errorf("%s reads: %v; is told of the school %q", p.Name, reads, school)
		}
		_, colleague := p.Can(permission.ReadQueue, permission.Subject{Units: []string{casetest.Unit.ID}})
		if named := m.GetAssignments()[1].GetHolderName() != ""; named != (reads || colleague) {
			t.Errorf("%s is told who holds it: %v; reads: %v, of the unit: %v", p.Name, named, reads, colleague)
		}
		told := m.GetAssignments()[0].GetDeclineReason() != casespb.DeclineReason_DECLINE_REASON_UNSPECIFIED
		if want := len(p.Of(permission.Expert, permission.Lead, permission.Coordinator)) > 0; told != want {
			t.Errorf("%s is told why a unit declined: %v; want %v", p.Name, told, want)
		}
	}
}

func TestARequestComesBackWhole(t *testing.T) {
	t.Parallel()
	c := state(t)
	sent := &casespb.Request{Situation: "s", Tried: "t", Question: "q"}
	words, err := wire.Words(sent)
	if err != nil {
		t.Fatal(err)
	}
	m, err := wire.Case(speaking(t, casetest.Teacher()), c, cases.Content{Kind: cases.RequestContent, Plain: words})
	if err != nil {
		t.Fatal(err)
	}
	want := &casespb.Request{
		About: casespb.About_ABOUT_ANONYMOUS_PUPIL, Level: casespb.Level_LEVEL_BASIC, Grades: []int32{3}, WorkingLanguage: "fi",
		Needs:            []casespb.Need{casespb.Need_NEED_AUTISM, casespb.Need_NEED_CHALLENGING_BEHAVIOUR},
		SupportInPlace:   []casespb.Support{casespb.Support_SUPPORT_ASSISTANT},
		ServicesInvolved: []casespb.Service{casespb.Service_SERVICE_SCHOOL_NURSE},
		WishedForms:      []casespb.Form{casespb.Form_FORM_PHONE}, Urgency: casespb.Urgency_URGENCY_NORMAL, CodeList: cases.CodeList,
		Situation: "s", Tried: "t", Question: "q",
	}
	if diff := cmp.Diff(want, m.GetRequest(), protocmp.Transform()); diff != "" {
		t.Errorf("the request that was filed (-) and read (+):\n%s", diff)
	}
	if m.GetPhase() != casespb.Phase_PHASE_IN_CONSULTATION || m.GetTurn() != casespb.Turn_TURN_EXPERT || m.GetEtag() != wire.Etag(c.Revision) {
		t.Errorf("phase %s, turn %s, etag %s", m.GetPhase(), m.GetTurn(), m.GetEtag())
	}
	if !slices.Contains(m.GetAllowedActions(), casespb.Action_ACTION_WITHDRAW) || len(m.GetAssignments()) != 2 {
		t.Errorf("actions %v, %d assignments", m.GetAllowedActions(), len(m.GetAssignments()))
	}
}

func TestARoutingComesBackAsItWent(t *testing.T) {
	t.Parallel()
	candidate := cases.Candidate{Unit: casetest.OtherUnit, Score: 3}
	for _, want := range []cases.Routing{
		{RuleSetVersion: "1", TriageReason: "TIE", RunnersUp: []cases.Candidate{candidate, {Unit: casetest.Unit, Score: 3}}},
		{RuleSetVersion: "2", Unit: &casetest.Unit, Matched: []string{"NEED_AUTISM"}, Partners: []cases.Candidate{candidate}, Overridden: true},
		{RuleSetVersion: "3", TriageReason: "GAP", Fired: []cases.Fired{
			{Rule: "r", Lead: cases.Coordination, Weight: 2, ReasonFi: "fi", ReasonSv: "sv", ReasonEn: "en"},
		}},
	} {
		if diff := cmp.Diff(want, wire.ParseRouting(wire.Routing(want, "sv"))); diff != "" {
			t.Errorf("the routing that went (-) and came back (+):\n%s", diff)
		}
	}
}

// A card names no child: what it may hold is written here once more, so that a new field is thought about.
func TestACardHoldsOnlyWhatItMayShow(t *testing.T) {
	t.Parallel()
	allowed := []string{
		"caseId", "number", "actor", "unitId", "unitNameFi", "unitNameSv", "needs", "level", "gradeBand", "language", "area",
		"county", "urgency", "phase", "turn", "waitingSince", "due", "clock", "parts", "createTime", "lacks", "locked", "holderNames",
	}
	fields := (&casespb.Card{}).ProtoReflect().Descriptor().Fields()
	for i := range fields.Len() {
		if !slices.Contains(allowed, fields.Get(i).JSONName()) {
			t.Errorf("a card shows %s", fields.Get(i).JSONName())
		}
	}
	shown, err := protojson.Marshal(wire.Card(cases.Card{CaseID: "c", Needs: []string{"VISION"}, GradeBand: "3_6", Level: "BASIC", Phase: "QUEUED"}))
	if err != nil || !strings.Contains(string(shown), "GRADE_BAND_3_6") || !strings.Contains(string(shown), "NEED_VISION") {
		t.Errorf("a card is written as %s, %v", shown, err)
	}
}

func TestAnEtagIsReadOrFitsNothing(t *testing.T) {
	t.Parallel()
	for etag, want := range map[string]int{"1": 1, wire.Etag(42): 42, "0": -1, "-3": -1, "x": -1, "1x": -1, "99999999999999999999": -1} {
		if got, err := wire.Revision(etag); got != want || err != nil {
			t.Errorf("%q is revision %d, %v; want %d", etag, got, err, want)
		}
	}
	if _, err := wire.Revision(""); err == nil || !strings.Contains(err.Error(), "VALIDATION") {
		t.Errorf("no etag: %v; want a refusal", err)
	}
}
