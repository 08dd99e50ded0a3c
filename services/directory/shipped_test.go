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
