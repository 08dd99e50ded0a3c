package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/routing/rules/rulestest"
)

const (
	today  = rulestest.Day
	folder = "../../directory/data"
)

func decide(f cases.Facts, data *directorypb.RoutingData) cases.Routing {
	return ShippedTable().Decide(f, data, today)
}

// places are the columns of the tables below: the five areas, Åland, and a municipality that nobody knows.
var places = []struct{ name, area, county string }{
	{"HYKS", "HYKS", "90"},
	{"KYS", "KYS", "13"},
	{"TAYS", "TAYS", "08"},
	{"TYKS", "TYKS", "05"},
	{"OYS", "OYS", "19"},
	{"Åland", "", "91"},
	{"unknown", "", ""},
}

func at(place, language string, needs ...string) cases.Facts {
	f := cases.Facts{Needs: needs, Language: language}
	for _, p := range places {
		if p.name == place {
			f.Area, f.CountyCode = p.area, p.county
		}
	}
	return f
}

// landed names where a request went: the unit, or the reason of triage.
func landed(r cases.Routing) string {
	if r.Unit != nil {
		return r.Unit.NameFi
	}
	return r.TriageReason
}

func names(cs []cases.Candidate) []string {
	var all []string
	for _, c := range cs {
		all = append(all, c.NameFi)
	}
	return all
}

const (
	valteri  = "Valteri, valtakunnallinen"
	elmeri   = "Elmeri-koulut, valtakunnallinen"
	onerva   = "Valteri, Onerva"
	tervas   = "Valteri, Tervaväylä"
	skilla   = "Valteri, Skilla"
	ruskis   = "Valteri, Ruskis"
	mikael   = "Valteri, Mikael"
	hospital = "Sairaalaopetus, valtakunnallinen"
	homes    = "Valtion koulukotikoulut, valtakunnallinen"
	lagmans  = "Lagmansgården"
)

// destinations says for each need alone where it goes from each of the places: the shipped rule set, written out.
var destinations = map[string]map[string][]string{
	"fi": {
		"AUTISM":                    {valteri, valteri, valteri, valteri, tervas, "GAP", "GAP"},
		"NEUROLOGY_MOTOR":           {ruskis, mikael, valteri, valteri, tervas, "GAP", "GAP"},
		"HEARING":                   {valteri, onerva, valteri, valteri, tervas, "GAP", "GAP"},
		"LANGUAGE":                  {valteri, onerva, valteri, valteri, tervas, "GAP", "GAP"},
		"VISION":                    {valteri, onerva, valteri, valteri, valteri, "GAP", "GAP"},
		"INTELLECTUAL_DISABILITY":   {elmeri, elmeri, elmeri, elmeri, elmeri, "GAP", "GAP"},
		"PSYCHOSOCIAL":              {elmeri, elmeri, elmeri, elmeri, elmeri, "GAP", "GAP"},
		"PSYCHIATRY":                {"Kalliomaa", hospital, "Ruutipuiston koulu", "Kiinamyllyn koulu", "Tiernan koulu", "GAP", "GAP"},
		"SOMATIC_ILLNESS":           {"Kalliomaa", hospital, "Ruutipuiston koulu", "Kiinamyllyn koulu", "Tiernan koulu", "GAP", "GAP"},
		"NEUROPSYCHIATRY":           {"Kalliomaa", hospital, "Ruutipuiston koulu", "Kiinamyllyn koulu", "Tiernan koulu", "GAP", "GAP"},
		"PLACED_OR_SUBSTITUTE_CARE": {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"CRIME_OR_SUBSTANCES":       {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"COMPLEX":                   {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"CHALLENGING_BEHAVIOUR":     {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"SCHOOL_ABSENCE":            {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"RETURN_TO_LOCAL_SCHOOL":    {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
	},
	"sv": {
		"AUTISM":                    {skilla, skilla, skilla, skilla, skilla, skilla, "GAP"},
		"NEUROLOGY_MOTOR":           {skilla, skilla, skilla, skilla, skilla, skilla, "GAP"},
		"HEARING":                   {skilla, skilla, skilla, skilla, skilla, skilla, "GAP"},
		"LANGUAGE":                  {skilla, skilla, skilla, skilla, skilla, skilla, "GAP"},
		"VISION":                    {skilla, skilla, skilla, skilla, skilla, skilla, "GAP"},
		"INTELLECTUAL_DISABILITY":   {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"PSYCHOSOCIAL":              {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"PSYCHIATRY":                {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"SOMATIC_ILLNESS":           {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"NEUROPSYCHIATRY":           {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"PLACED_OR_SUBSTITUTE_CARE": {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"CRIME_OR_SUBSTANCES":       {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"COMPLEX":                   {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"CHALLENGING_BEHAVIOUR":     {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"SCHOOL_ABSENCE":            {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
		"RETURN_TO_LOCAL_SCHOOL":    {"GAP", "GAP", "GAP", "GAP", "GAP", "GAP", "GAP"},
	},
}

func TestEachNeedAloneLandsWhereTheRulesSay(t *testing.T) {
	t.Parallel()
	data := rulestest.Data(t, folder)
	for language, table := range destinations {
		if len(table) != len(casespb.Need_name)-1 {
			t.Errorf("the table in %s has %d needs, want %d", language, len(table), len(casespb.Need_name)-1)
		}
		for need, row := range table {
			for i, p := range places {
				r := decide(at(p.name, language, need), data)
				if landed(r) != row[i] {
					t.Errorf("%s in %s from %s lands at %q, want %q", need, language, p.name, landed(r), row[i])
				}
				if slices.ContainsFunc(r.Partners, func(c cases.Candidate) bool { return language == "sv" && c.Actor == "ELMERI" }) {
					t.Errorf("%s in Swedish from %s proposes Elmeri as a partner", need, p.name)
				}
			}
		}
	}
}

func TestSeveralNeedsLandWhereTheRulesSay(t *testing.T) {
	t.Parallel()
	data := rulestest.Data(t, folder)
	for _, c := range []struct {
		place, language, needs, want string
		others                       []string
	}{
		// Needs of one actor go to a unit that takes them all.
		{"OYS", "fi", "AUTISM HEARING", tervas, []string{valteri}},
		{"KYS", "fi", "AUTISM HEARING", valteri, nil},
		{"KYS", "fi", "HEARING VISION", onerva, []string{valteri}},
		{"HYKS", "fi", "PSYCHIATRY SOMATIC_ILLNESS", "Kalliomaa", []string{hospital}},
		{"Åland", "sv", "AUTISM LANGUAGE", skilla, nil},
		// Two leads are a tie: both are proposed.
		{"HYKS", "fi", "AUTISM PSYCHIATRY", "TIE", []string{valteri, "Kalliomaa"}},
		{"OYS", "fi", "INTELLECTUAL_DISABILITY HEARING", "TIE", []string{elmeri, tervas}},
		{"TYKS", "fi", "AUTISM PSYCHOSOCIAL NEUROPSYCHIATRY", "TIE", []string{elmeri, valteri, "Kiinamyllyn koulu"}},
		{"TYKS", "sv", "AUTISM PSYCHIATRY", "TIE", []string{skilla}},
		// What weighs nothing beside another need does not change where it goes.
		{"KYS", "fi", "VISION CHALLENGING_BEHAVIOUR", onerva, []string{valteri}},
		{"TAYS", "fi", "SCHOOL_ABSENCE PSYCHOSOCIAL", elmeri, nil},
		{"OYS", "fi", "RETURN_TO_LOCAL_SCHOOL SOMATIC_ILLNESS", "Tiernan koulu", []string{hospital}},
		{"HYKS", "sv", "CHALLENGING_BEHAVIOUR SCHOOL_ABSENCE HEARING", skilla, nil},
		{"HYKS", "fi", "CHALLENGING_BEHAVIOUR SCHOOL_ABSENCE RETURN_TO_LOCAL_SCHOOL", "GAP", nil},
		{"HYKS", "fi", "AUTISM PSYCHIATRY SCHOOL_ABSENCE", "TIE", []string{valteri, "Kalliomaa"}},
		// What some actor is expert in and nobody leads sends even a clear need to people.
		{"HYKS", "fi", "AUTISM COMPLEX", "GAP", []string{valteri}},
		{"OYS", "fi", "PLACED_OR_SUBSTITUTE_CARE PSYCHIATRY", "GAP", []string{"Tiernan koulu"}},
		{"HYKS", "sv", "HEARING CRIME_OR_SUBSTANCES", "GAP", []string{skilla}},
		// Where rules do not reach, the best is still proposed.
		{"Åland", "fi", "AUTISM", "GAP", []string{valteri}},
		{"unknown", "sv", "AUTISM", "GAP", []string{skilla}},
	} {
		r := decide(at(c.place, c.language, strings.Fields(c.needs)...), data)
		if landed(r) != c.want {
			t.Errorf("%s in %s from %s lands at %q, want %q", c.needs, c.language, c.place, landed(r), c.want)
		}
		if diff := cmp.Diff(c.others, names(r.RunnersUp)); diff != "" {
			t.Errorf("%s in %s from %s: others (-want +got)\n%s", c.needs, c.language, c.place, diff)
		}
	}
}

func TestSchoolHomesAreProposedAsPartner(t *testing.T) {
	t.Parallel()
	data := rulestest.Data(t, folder)
	for _, need := range []string{"PLACED_OR_SUBSTITUTE_CARE", "CRIME_OR_SUBSTANCES", "COMPLEX"} {
		for place, want := range map[string]string{
			"HYKS": "Sippola", "KYS": "Sairila", "TAYS": homes, "TYKS": lagmans, "OYS": "Limingan koulukoti", "Åland": homes,
		} {
			for language, home := range map[string]string{"fi": want, "sv": lagmans} {
				r := decide(at(place, language, need), data)
				if r.Unit != nil || !slices.Contains(names(r.Partners), home) {
					t.Errorf("%s in %s from %s lands at %q with partners %v, want triage and %s",
						need, language, place, landed(r), names(r.Partners), home)
				}
			}
		}
	}
}

func TestADecisionExplainsItself(t *testing.T) {
	t.Parallel()
	data := rulestest.Data(t, folder)
	for _, c := range []struct {
		facts cases.Facts
		want  string
	}{
		{at("KYS", "fi", "VISION"), "NEED_VISION AREA_KYS LANGUAGE_FI UNIT_OWN_AREA"},
		{at("TAYS", "fi", "AUTISM"), "NEED_AUTISM AREA_TAYS LANGUAGE_FI UNIT_NATIONAL"},
		{at("Åland", "sv", "HEARING"), "NEED_HEARING AREA_ALAND LANGUAGE_SV UNIT_NATIONAL"},
		{at("unknown", "sv", "HEARING"), "NEED_HEARING LANGUAGE_SV"},
		{at("HYKS", "", "HEARING"), "NEED_HEARING AREA_HYKS"},
	} {
		if got := strings.Join(decide(c.facts, data).Matched, " "); got != c.want {
			t.Errorf("matched %q, want %q", got, c.want)
		}
	}
}

func TestARiskIsForPeopleToDecideWhateverTheNeed(t *testing.T) {
	t.Parallel()
	data := rulestest.Data(t, folder)
	for _, place := range places {
		for need := range destinations["fi"] {
			f := at(place.name, "fi", need)
			calm := decide(f, data)
			f.Risks = []string{"VIOLENCE"}
			r := decide(f, data)
			if got := landed(r); got != "RISK" {
				t.Errorf("%s from %s with a risk lands at %q", need, place.name, got)
			}
			if calm.Unit != nil && !slices.Contains(names(r.RunnersUp), calm.Unit.NameFi) {
				t.Errorf("%s from %s with a risk: %s is not proposed", need, place.name, calm.Unit.NameFi)
			}
		}
	}
}

func TestCoordinationDecidesBesideALeadOfTheSameWeight(t *testing.T) {
	t.Parallel()
	table := compiled(t, edited("complex", func(r *Rule) { r.Weight = 10 }))
	r := table.Decide(at("HYKS", "fi", "AUTISM", "COMPLEX"), rulestest.Data(t, folder), today)
	if landed(r) != "GAP" || !slices.Equal(names(r.RunnersUp), []string{valteri}) {
		t.Errorf("lands at %q with %v", landed(r), names(r.RunnersUp))
	}
}

func TestALighterRuleGivesWayAndItsLeadIsTold(t *testing.T) {
	t.Parallel()
	table := compiled(t, edited("psychiatry", func(r *Rule) { r.Weight, r.Partners = 20, []Party{"VALTERI"} }))
	r := table.Decide(at("HYKS", "fi", "AUTISM", "PSYCHIATRY"), rulestest.Data(t, folder), today)
	if landed(r) != "Kalliomaa" || !slices.Equal(names(r.RunnersUp), []string{hospital, valteri}) ||
		!slices.Equal(names(r.Partners), []string{elmeri, valteri}) {
		t.Errorf("lands at %q beside %v with partners %v", landed(r), names(r.RunnersUp), names(r.Partners))
	}
	if len(r.Fired) != 2 || r.Fired[0].Rule != "psychiatry" || r.Fired[1].Rule != "autism" {
		t.Errorf("fired %v", r.Fired)
	}
}

func TestWhoLeadsByAShippedRuleIsExpertInItsNeeds(t *testing.T) {
	t.Parallel()
	for _, a := range rulestest.Data(t, folder).GetActors() {
		for _, r := range Shipped().Rules {
			when, err := r.When.point()
			if err != nil {
				t.Fatal(err)
			}
			if actors[r.Lead] == a.GetActor() && when[needs]&^maskOf(a.GetExpertise()) != 0 {
				t.Errorf("%s leads by %s and is not expert in it", r.Lead, r.ID)
			}
		}
	}
}
