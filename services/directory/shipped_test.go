package directory

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// listOf splits a cell as the database does.
func listOf(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

func TestShippedActorsLeadWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"VALTERI":           "AUTISM|NEUROLOGY_MOTOR|HEARING|LANGUAGE|VISION",
		"ELMERI":            "INTELLECTUAL_DISABILITY|PSYCHOSOCIAL",
		"HOSPITAL_TEACHING": "PSYCHIATRY|SOMATIC_ILLNESS|NEUROPSYCHIATRY",
		"STATE_SCHOOL_HOME": "",
	}
	actors := mustTable(t, "actors.csv")
	if len(actors.rows) != len(want) {
		t.Errorf("%d actors, want %d", len(actors.rows), len(want))
	}
	leads := map[string]string{}
	for i := range actors.rows {
		code, needs := actors.cell(i, "code"), actors.cell(i, "lead_needs")
		if needs != want[code] {
			t.Errorf("%s leads %q, want %q", code, needs, want[code])
		}
		if joins := actors.cell(i, "joins_only") == "true"; joins != (needs == "") {
			t.Errorf("%s joins only: %v, leads %q", code, joins, needs)
		}
		for _, need := range listOf(needs) {
			if other := leads[need]; other != "" {
				t.Errorf("%s and %s both lead %s", code, other, need)
			}
			leads[need] = code
			if !slices.Contains(listOf(actors.cell(i, "expertise")), need) {
				t.Errorf("%s leads %s without being expert in it", code, need)
			}
		}
	}
}

func TestShippedUnitsServeEveryNeedOfTheirActorInFinnishInEveryArea(t *testing.T) {
	t.Parallel()
	actors, units := mustTable(t, "actors.csv"), mustTable(t, "units.csv")
	for a := range actors.rows {
		for _, area := range mustTable(t, "areas.csv").column("code") {
			for _, need := range listOf(actors.cell(a, "lead_needs")) {
				if !served(units, actors.cell(a, "code"), area, need, "fi") {
					t.Errorf("nobody of %s takes %s in %s", actors.cell(a, "code"), need, area)
				}
			}
		}
	}
	for _, need := range []string{"AUTISM", "NEUROLOGY_MOTOR", "HEARING", "LANGUAGE", "VISION"} {
		if !served(units, "VALTERI", "", need, "sv") {
			t.Errorf("nobody of VALTERI takes %s in Swedish on Åland", need)
		}
	}
}

func served(units table, actor, area, need, language string) bool {
	for i := range units.rows {
		needs := listOf(units.cell(i, "needs"))
		if units.cell(i, "actor") == actor && units.cell(i, "takes_leads") == "true" &&
			(units.cell(i, "national") == "true" || slices.Contains(listOf(units.cell(i, "areas")), area)) &&
			(len(needs) == 0 || slices.Contains(needs, need)) &&
			slices.Contains(listOf(units.cell(i, "languages")), language) {
			return true
		}
	}
	return false
}

func TestShippedUnitsAreCoherent(t *testing.T) {
	t.Parallel()
	units := mustTable(t, "units.csv")
	seen, national := map[string]bool{}, map[string]bool{}
	for i := range units.rows {
		id, name := units.cell(i, "id"), units.cell(i, "name_fi")
		if uuid.Validate(id) != nil || seen[id] {
			t.Errorf("%s: id %q is no UUID or not its own", name, id)
		}
		seen[id] = true
		if units.cell(i, "national") == "true" {
			national[units.cell(i, "actor")] = true
		}
		code, areas := units.cell(i, "municipality"), listOf(units.cell(i, "areas"))
		m, known := LookupMunicipality(code)
		if code != "" && !known {
			t.Errorf("%s: municipality %q is unknown", name, code)
		}
		if len(areas) > 0 && !slices.Contains(areas, m.Area) {
			t.Errorf("%s serves %v first but stands in %s", name, areas, m.Area)
		}
		if units.cell(i, "confirmed") != "true" && units.cell(i, "source") == "" {
			t.Errorf("%s is not confirmed and does not say why", name)
		}
	}
	for _, actor := range mustTable(t, "actors.csv").column("code") {
		if !national[actor] {
			t.Errorf("%s has no national unit", actor)
		}
	}
}
