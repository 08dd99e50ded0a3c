package routing

import (
	"testing"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
	"github.com/vip-verkosto/vaatu/services/routing/rules/rulestest"
)

func TestPermissionIsNeededWhereTheDataSay(t *testing.T) {
	t.Parallel()
	data := rulestest.Data(t, "../directory/data")
	anonymous, group, named := "ANONYMOUS_PUPIL", "GROUP", "IDENTIFIED_PUPIL"
	visit, table := []string{"PHONE", "VISIT_OBSERVATION"}, rules.ShippedTable()
	for _, c := range []struct {
		about string
		forms []string
		place string
		need  string
		want  bool
	}{
		{anonymous, nil, "TYKS", "AUTISM", false},
		{group, nil, "TYKS", "AUTISM", false},
		{named, nil, "TYKS", "AUTISM", true},
		{anonymous, visit, "TYKS", "AUTISM", true},
		{group, visit, "TYKS", "AUTISM", false},
		{anonymous, nil, "HYKS", "PSYCHIATRY", true}, // Kalliomaa wants both always
		{group, nil, "HYKS", "PSYCHIATRY", true},
		{anonymous, nil, "TAYS", "PSYCHIATRY", false},
		{anonymous, nil, "TAYS", "COMPLEX", false}, // triage
		{named, nil, "TAYS", "COMPLEX", true},
	} {
		asked := cases.Facts{About: c.about, WishedForms: c.forms, Needs: []string{c.need}, Language: "fi", Area: c.place}
		if got := permissionNeeded(asked, table.Decide(asked, data, rulestest.Day), data, rulestest.Day); got != c.want {
			t.Errorf("%s with %v for %s from %s: needed %v, want %v", c.about, c.forms, c.need, c.place, got, c.want)
		}
	}
	if permissionNeeded(cases.Facts{About: anonymous}, cases.Routing{}, &directorypb.RoutingData{}, rulestest.Day) {
		t.Error("where no actor works, a permission is asked for")
	}
}
