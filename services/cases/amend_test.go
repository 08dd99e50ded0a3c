package cases_test

import (
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
)

func TestWhatIsSaidAnewGoesWhereItsFactsLeadWhicheverOfThemHasChanged(t *testing.T) {
	t.Parallel()
	teacher := casetest.Teacher()
	meta := cases.Meta{By: cases.By{Person: cases.Person{ID: teacher.PersonID, Name: teacher.Name}, Role: teacher.Grants[0].Role}, At: casetest.Clock()()}
	filed, err := cases.Decide(cases.Case{}, cases.File{
		CaseID: "c", Number: "n", Facts: casetest.Facts(), AssignmentID: "a", Routing: cases.Routing{Unit: &casetest.Unit},
	}, meta)
	if err != nil {
		t.Fatal(err)
	}
	c := cases.Replay(filed)
	for what, change := range map[string]func(*cases.Facts){
		"":                  func(*cases.Facts) {},
		"support":           func(f *cases.Facts) { f.Support = nil },
		"the needs":         func(f *cases.Facts) { f.Needs = []string{"VISION"} },
		"the level":         func(f *cases.Facts) { f.Level = "PRE_PRIMARY" },
		"whom it is about":  func(f *cases.Facts) { f.About = "GROUP" },
		"how urgent it is":  func(f *cases.Facts) { f.Urgency = "ACUTE_SAFETY" },
		"the wished forms":  func(f *cases.Facts) { f.WishedForms = append([]string{"VISIT_OBSERVATION"}, f.WishedForms...) },
		"the language":      func(f *cases.Facts) { f.Language = "sv" },
		"what is dangerous": func(f *cases.Facts) { f.Risks = []string{"VIOLENCE"} },
	} {
		facts := casetest.Facts()
		change(&facts)
		events, err := cases.Decide(c, cases.Amend{WordsID: "w", Facts: facts, Routing: cases.Routing{Unit: &casetest.OtherUnit}, AssignmentID: "b"}, meta)
		if err != nil {
			t.Fatal(err)
		}
		lead, _ := cases.Apply(c, events[0]).Lead()
		if goes, want := lead.Unit == casetest.OtherUnit, what != "" && what != "support"; goes != want {
			t.Errorf("with another answer of %q it goes elsewhere: %v", what, goes)
		}
	}
}
