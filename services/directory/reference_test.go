package directory

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// referenceData is the folder of files that are not part of the product, for tests that compare with them.
func referenceData(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("VAATU_REFERENCE_DATA")
	if folder == "" {
		t.Skip("VAATU_REFERENCE_DATA is not set")
	}
	return filepath.Join(folder, name)
}

func TestAllMunicipalitiesAreThoseOfStatisticsFinland(t *testing.T) {
	t.Parallel()
	file, err := os.Open(referenceData(t, "municipalities.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	languages := map[string]string{"fi": "fi", "sv": "sv", "bilingual_fi": "fi-sv", "bilingual_sv": "sv-fi"}
	want := map[string]Municipality{}
	theirs := table{name: "reference", header: rows[0], rows: rows[1:]}
	for i := range theirs.rows {
		want[theirs.cell(i, "code")] = Municipality{
			Code: theirs.cell(i, "code"), NameFi: theirs.cell(i, "name_fi"), NameSv: theirs.cell(i, "name_sv"),
			Language: languages[theirs.cell(i, "language")], RegionCode: theirs.cell(i, "region_code"),
			CountyCode: theirs.cell(i, "county_code"), Area: theirs.cell(i, "vip_area"),
		}
	}
	if len(want) != 308 {
		t.Fatalf("the reference has %d municipalities, want 308", len(want))
	}
	if diff := cmp.Diff(want, municipalitiesByCode()); diff != "" {
		t.Errorf("municipalities differ (-reference +ours):\n%s", diff)
	}
}

func TestMunicipalityGivesCountyAndArea(t *testing.T) {
	t.Parallel()
	for code, want := range map[string][2]string{
		"091": {"90", "HYKS"}, // Helsinki, a county of its own
		"858": {"02", "HYKS"}, // Tuusula: Uusimaa has several counties
		"507": {"12", "KYS"},  // Mäntyharju, with what was Pertunmaa
		"743": {"16", "TAYS"},
		"599": {"17", "TYKS"},
		"564": {"19", "OYS"},
		"478": {"91", ""}, // Åland is in no area
	} {
		m, known := LookupMunicipality(code)
		if got := [2]string{m.CountyCode, m.Area}; !known || got != want {
			t.Errorf("municipality %s has county and area %q, known %v; want %q", code, got, known, want)
		}
	}
}

func TestUnknownMunicipalityIsInNoArea(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"", "588", "999", "91"} {
		if m, known := LookupMunicipality(code); known {
			t.Errorf("municipality %q is known: %+v", code, m)
		}
	}
}

func TestReferenceFilesAgree(t *testing.T) {
	t.Parallel()
	sizes := map[string]int{"areas.csv": 5, "regions.csv": 19, "counties.csv": 23, "municipalities.csv": 308}
	for name, want := range sizes {
		rows := mustTable(t, name)
		if got := len(rows.rows); got != want {
			t.Errorf("%s has %d rows, want %d", name, got, want)
		}
		for i := range rows.rows {
			if rows.cell(i, "name_fi") == "" || rows.cell(i, "name_sv") == "" {
				t.Errorf("%s: %s lacks a name", name, rows.cell(i, "code"))
			}
		}
	}
	regions, counties := areasOf(t, "regions.csv"), areasOf(t, "counties.csv")
	for code, m := range municipalitiesByCode() {
		if region, known := regions[m.RegionCode]; !known || region != m.Area {
			t.Errorf("municipality %s is in area %q, its region %s in %q", code, m.Area, m.RegionCode, region)
		}
		if county, known := counties[m.CountyCode]; !known || county != m.Area {
			t.Errorf("municipality %s is in area %q, its county %s in %q", code, m.Area, m.CountyCode, county)
		}
	}
	areas := mustTable(t, "areas.csv").column("code")
	for _, area := range counties {
		if area != "" && !slices.Contains(areas, area) {
			t.Errorf("area %q is not in areas.csv", area)
		}
	}
}

func mustTable(t *testing.T, name string) table {
	t.Helper()
	rows, err := readTable(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func areasOf(t *testing.T, name string) map[string]string {
	t.Helper()
	rows := mustTable(t, name)
	areas := map[string]string{}
	for i := range rows.rows {
		areas[rows.cell(i, "code")] = rows.cell(i, "area")
	}
	return areas
}
