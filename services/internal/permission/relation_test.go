package permission_test

import (
	"slices"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// subject is a case of school A, filed by "filer", led by unit U where "holder" holds it, in the area HYKS.
var subject = permission.Subject{
	SchoolID: "A", FilerID: "filer", Area: "HYKS", Units: []string{"U", "V"}, Holders: []string{"holder"},
}

func holds(id string, g permission.Grant, want permission.Permission) bool {
	_, ok := permission.Principal{PersonID: id, Grants: []permission.Grant{g}}.Can(want, subject)
	return ok
}

func TestEachRelationHoldsForItsOwnAndNobodyElse(t *testing.T) {
	t.Parallel()
	teacher := func(school string) permission.Grant {
		return permission.Grant{Role: permission.Requester, SchoolID: school}
	}
	principal := func(school string) permission.Grant {
		return permission.Grant{Role: permission.Principals, SchoolID: school}
	}
	expert := func(unit string) permission.Grant { return permission.Grant{Role: permission.Expert, UnitID: unit} }
	lead := func(unit string) permission.Grant { return permission.Grant{Role: permission.Lead, UnitID: unit} }
	coordinator := func(area string) permission.Grant {
		return permission.Grant{Role: permission.Coordinator, Area: area}
	}
	for _, test := range []struct {
		name  string
		who   string
		grant permission.Grant
		to    permission.Permission
		want  bool
	}{
		{"the filer reads", "filer", teacher("A"), permission.ReadCase, true},
		{"a colleague does not", "another", teacher("A"), permission.ReadCase, false},
		{"the filer who went to another school does not", "filer", teacher("B"), permission.ReadCase, false},
		{"a grant without a school opens nothing", "filer", teacher(""), permission.ReadCase, false},
		{"the principal reads", "another", principal("A"), permission.ReadCase, true},
		{"another school's principal does not", "another", principal("B"), permission.ReadCase, false},
		{"the holder reads", "holder", expert("U"), permission.ReadCase, true},
		{"a colleague of the unit does not", "another", expert("U"), permission.ReadCase, false},
		{"the holder who left the unit does not", "holder", expert("W"), permission.ReadCase, false},
		{"a grant without a unit opens nothing", "holder", expert(""), permission.ReadCase, false},
		{"the unit's lead reads", "another", lead("U"), permission.ReadCase, true},
		{"another unit's lead does not", "another", lead("W"), permission.ReadCase, false},
		{"an expert claims for the own unit", "another", expert("U"), permission.Claim, true},
		{"an expert does not claim for another unit", "another", expert("W"), permission.Claim, false},
		{"national coordination routes", "another", coordinator(""), permission.Route, true},
		{"the area's coordination routes", "another", coordinator("HYKS"), permission.Route, true},
		{"another area's does not", "another", coordinator("OYS"), permission.Route, false},
		{"coordination reads no content", "another", coordinator(""), permission.ReadCase, false},
		{"a teacher files for the own school", "another", teacher("A"), permission.File, true},
		{"a teacher does not file for another school", "another", teacher("B"), permission.File, false},
		{"anybody may read the directory", "another", permission.Grant{Role: permission.Vipu}, permission.ReadDirectory, true},
		{"an unknown role may nothing", "another", permission.Grant{Role: "JANITOR"}, permission.ReadDirectory, false},
		{"nobody opens sessions", "another", permission.Grant{Role: permission.Admin}, permission.Session, false},
		{"what is not in the table is denied", "filer", teacher("A"), "SOMETHING", false},
	} {
		if got := holds(test.who, test.grant, test.to); got != test.want {
			t.Errorf("%s: %v; want %v", test.name, got, test.want)
		}
	}
}

// Somebody who works in two units holds a part in one of them: the other opens nothing.
func TestAPartIsHeldInItsOwnUnit(t *testing.T) {
	t.Parallel()
	both := permission.Subject{Units: []string{"U", "V"}, Holders: []string{"colleague", "holder"}}
	for unit, want := range map[string]bool{"U": false, "V": true} {
		p := permission.Principal{PersonID: "holder", Grants: []permission.Grant{{Role: permission.Expert, UnitID: unit}}}
		if _, ok := p.Can(permission.ReadCase, both); ok != want {
			t.Errorf("with a grant in %s alone: %v; want %v", unit, ok, want)
		}
	}
}

func TestBreakGlassOpensItsCaseToTheCoordinationOfTheArea(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		grant  permission.Grant
		opened string
		want   permission.Relation
	}{
		{"the area's coordination", permission.Grant{Role: permission.Coordinator, Area: "HYKS"}, "C", permission.ByBreakGlass},
		{"national coordination", permission.Grant{Role: permission.Coordinator}, "C", permission.ByBreakGlass},
		{"another case", permission.Grant{Role: permission.Coordinator}, "D", ""},
		{"another area", permission.Grant{Role: permission.Coordinator, Area: "OYS"}, "C", ""},
		{"another role by now", permission.Grant{Role: permission.Auditor}, "C", ""},
		{"who reads anyway", permission.Grant{Role: permission.Lead, UnitID: "U"}, "C", permission.OwnUnit},
	} {
		p := permission.Principal{PersonID: "another", Grants: []permission.Grant{test.grant}, Opened: []permission.Opened{{CaseID: test.opened}}}
		s := subject
		s.CaseID = "C"
		if _, by := p.How(permission.ReadCase, s); by != test.want {
			t.Errorf("%s reads by %q; want %q", test.name, by, test.want)
		}
		if _, posts := p.Can(permission.PostMessage, s); posts {
			t.Errorf("%s writes", test.name)
		}
	}
}

func TestAnUnknownAreaBelongsToNationalCoordinationOnly(t *testing.T) {
	t.Parallel()
	aland := permission.Subject{SchoolID: "A"}
	for area, want := range map[string]bool{"": true, "HYKS": false} {
		p := permission.Principal{Grants: []permission.Grant{{Role: permission.Coordinator, Area: area}}}
		if _, ok := p.Can(permission.Route, aland); ok != want {
			t.Errorf("coordination of %q: %v; want %v", area, ok, want)
		}
	}
}

func TestWhoeverChoseAGrantActsUnderItOnly(t *testing.T) {
	t.Parallel()
	p := permission.Principal{PersonID: "filer", Grants: []permission.Grant{
		{ID: "1", Role: permission.Requester, SchoolID: "A"}, {ID: "2", Role: permission.Coordinator, Area: "OYS"},
	}}
	for acting, want := range map[string][2]bool{"": {true, true}, "1": {true, false}, "2": {false, true}, "somebody else's": {}} {
		p.Acting = acting
		_, reads := p.Can(permission.ReadCase, subject)
		if got := [2]bool{reads, p.Holds(permission.ReadCaseload)}; got != want {
			t.Errorf("acting under %q: reads and counts %v; want %v", acting, got, want)
		}
	}
}

func TestAreasAreThoseOfTheGrants(t *testing.T) {
	t.Parallel()
	areas := func(grants ...permission.Grant) []string { return permission.Principal{Grants: grants}.Areas() }
	if got := areas(); got == nil || len(got) != 0 {
		t.Errorf("somebody without a grant coordinates %v; want nothing, which is not everything", got)
	}
	hyks, oys := permission.Grant{Role: permission.Coordinator, Area: "HYKS"}, permission.Grant{Role: permission.Coordinator, Area: "OYS"}
	if got := areas(hyks, oys); !slices.Equal(got, []string{"HYKS", "OYS"}) {
		t.Errorf("areas are %v; want HYKS and OYS", got)
	}
	if got := areas(hyks, permission.Grant{Role: permission.Coordinator}); got != nil {
		t.Errorf("areas are %v; want everywhere", got)
	}
}

func TestAPersonOfSeveralSchoolsSaysWhichOneFiles(t *testing.T) {
	t.Parallel()
	at := func(role permission.Role, school string) permission.Grant {
		return permission.Grant{Role: role, SchoolID: school}
	}
	for name, test := range map[string]struct {
		grants []permission.Grant
		asked  string
		want   string
		reason apperr.Reason
	}{
		"of one school":              {[]permission.Grant{at(permission.Requester, "A")}, "", "A", ""},
		"teacher and principal":      {[]permission.Grant{at(permission.Requester, "A"), at(permission.Principals, "A")}, "", "A", ""},
		"of two, one named":          {[]permission.Grant{at(permission.Requester, "A"), at(permission.Requester, "B")}, "B", "B", ""},
		"of two, none named":         {[]permission.Grant{at(permission.Requester, "A"), at(permission.Requester, "B")}, "", "", apperr.Validation},
		"another's school":           {[]permission.Grant{at(permission.Requester, "A")}, "B", "", apperr.NotFound},
		"no school at all":           {nil, "", "", apperr.NotFound},
		"an expert names the school": {[]permission.Grant{{Role: permission.Expert, UnitID: "U"}}, "A", "", apperr.NotFound},
	} {
		g, err := permission.Principal{Grants: test.grants}.School(permission.File, test.asked)
		if g.SchoolID != test.want || (err != nil) != (test.reason != "") || err != nil && apperr.ReasonOf(err) != test.reason {
			t.Errorf("%s: %q, %v; want %q, %q", name, g.SchoolID, err, test.want, test.reason)
		}
	}
}
