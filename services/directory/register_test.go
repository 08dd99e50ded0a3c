package directory

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// today is the day of the tests.
var today = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func fixture(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/register.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func parse(t *testing.T, text string, now time.Time) Register {
	t.Helper()
	register, err := ParseRegister([]byte(text), now)
	if err != nil {
		t.Fatal(err)
	}
	return register
}

func TestRegisterTakesProvidersInstitutionsAndOffices(t *testing.T) {
	t.Parallel()
	got := parse(t, fixture(t), today)
	city, swedish := "1.2.246.562.99.100", "1.2.246.562.99.200"
	wantProviders := []RegisterProvider{
		{OID: city, NameFi: "Esimerkin kaupunki", NameSv: "Exempelstaden", MunicipalityCode: "091", Status: "ACTIVE"},
		{OID: swedish, NameFi: "Exempelkommunen", NameSv: "Exempelkommunen", MunicipalityCode: "599", Status: "ACTIVE"},
	}
	if diff := cmp.Diff(wantProviders, got.Providers); diff != "" {
		t.Errorf("providers (-want +got):\n%s", diff)
	}
	same := func(oid, name, municipality string) RegisterProvider {
		return RegisterProvider{OID: oid, NameFi: name, NameSv: name, MunicipalityCode: municipality, Status: "ACTIVE"}
	}
	ended := same("1.2.246.562.99.110", "Lakkautettu koulu", "564")
	ended.Status, ended.ClosedOn = "CLOSED", "2016-12-31"
	ending := same("1.2.246.562.99.111", "Kesällä päättyvä koulu", "999")
	ending.ClosedOn = "2027-07-31"
	named := same("1.2.246.562.99.201", "Exempelskolan", "599")
	named.NameEn = "Example School"
	island := same("1.2.246.562.99.202", "Island School", "478")
	island.NameEn = "Island School"
	school := "1.2.246.562.99.101"
	wantSchools := []RegisterSchool{
		{
			RegisterProvider: same(school, "Aapiskukon koulu", "091"), Code: "99001", Kind: "INSTITUTION",
			ProviderOID: city, Languages: []string{"fi", "sv", "en"}, InstitutionType: "11",
		},
		{
			RegisterProvider: same("1.2.246.562.99.102", "Aapiskukon koulu, Rannan toimipiste", "091"), Code: "9900101",
			Kind: "OFFICE", ParentOID: school, ProviderOID: city, Languages: []string{"fi"},
		},
		{
			RegisterProvider: same("1.2.246.562.99.103", "Rannan sivutoimipiste", "091"), Code: "9900102",
			Kind: "OFFICE", ParentOID: "1.2.246.562.99.102", ProviderOID: city, Languages: []string{"fi"},
		},
		{
			RegisterProvider: ended, Code: "99010", Kind: "INSTITUTION",
			ProviderOID: city, Languages: []string{"fi"}, InstitutionType: "12",
		},
		{
			RegisterProvider: ending, Code: "99011", Kind: "INSTITUTION",
			ProviderOID: city, Languages: []string{"other"}, InstitutionType: "19",
		},
		{
			RegisterProvider: named, Code: "99020", Kind: "INSTITUTION",
			ProviderOID: swedish, Languages: []string{"sv"}, InstitutionType: "11",
		},
		{RegisterProvider: island, Code: "99021", Kind: "INSTITUTION", ProviderOID: swedish, Languages: []string{"sv"}},
	}
	if diff := cmp.Diff(wantSchools, got.Schools); diff != "" {
		t.Errorf("schools (-want +got):\n%s", diff)
	}
}

func TestRegisterSaysWhyItLeavesAnOrganisationOut(t *testing.T) {
	t.Parallel()
	got := parse(t, fixture(t), today)
	list := "organisaatiot[0].children"
	want := map[Skipped]string{
		SkippedCycle:         list + "[0].children[0].children[1]",
		SkippedPlanned:       list + "[3]",
		SkippedNoInstitution: list + "[4]",
		SkippedDayCare:       list + "[5]",
		SkippedOtherType:     list + "[6]",
		SkippedNoOID:         list + "[7]",
		SkippedNoName:        list + "[8]",
		SkippedStatus:        list + "[9]",
		SkippedMalformed:     list + "[10].oid",
		SkippedDuplicate:     "organisaatiot[1].children[2]",
		SkippedNoProvider:    "organisaatiot[2]",
	}
	skipped := map[Skipped]string{}
	total := 0
	for _, skip := range got.Skipped {
		skipped[skip.Reason] = strings.Join(skip.Places, " ")
		total += skip.Count
	}
	if diff := cmp.Diff(want, skipped); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	if sum := len(got.Providers) + len(got.Schools) + total; got.Read != sum {
		t.Errorf("read %d organisations, but %d are accounted for", got.Read, sum)
	}
}

func TestSchoolIsClosedFromTheDayAfterItsLastInHelsinki(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		now  time.Time
		want string
	}{
		"the evening of the last day":     {time.Date(2027, 7, 31, 20, 59, 59, 0, time.UTC), "ACTIVE"},
		"after midnight of Helsinki":      {time.Date(2027, 7, 31, 21, 0, 0, 0, time.UTC), "CLOSED"},
		"long before":                     {today, "ACTIVE"},
		"midnight elsewhere, day is over": {time.Date(2027, 8, 1, 0, 0, 0, 0, time.UTC), "CLOSED"},
	} {
		for _, school := range parse(t, fixture(t), test.now).Schools {
			if school.OID == "1.2.246.562.99.111" && school.Status != test.want {
				t.Errorf("%s: %s, want %s", name, school.Status, test.want)
			}
		}
	}
}

func TestPlannedSchoolOpensOnItsFirstDay(t *testing.T) {
	t.Parallel()
	for date, want := range map[time.Time]bool{
		time.Date(2027, 7, 31, 12, 0, 0, 0, time.UTC): false,
		time.Date(2027, 8, 1, 12, 0, 0, 0, time.UTC):  true,
	} {
		got := slices.ContainsFunc(parse(t, fixture(t), date).Schools, func(s RegisterSchool) bool {
			return s.OID == "1.2.246.562.99.112"
		})
		if got != want {
			t.Errorf("on %s the planned school is open: %v, want %v", date.Format(time.DateOnly), got, want)
		}
	}
}

func TestOrganisationThatCannotBeStoredIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, organisation := range map[string]string{
		"an OID that is none":       `{"oid":"abc","nimi":{"fi":"A"}`,
		"a NUL in the name":         `{"oid":"1.2","nimi":{"fi":"A\u0000"}`,
		"an endless name":           `{"oid":"1.2","nimi":{"fi":"` + strings.Repeat("a", 301) + `"}`,
		"a name that is a list":     `{"oid":"1.2","nimi":[]`,
		"a date that is none":       `{"oid":"1.2","nimi":{"fi":"A"},"lakkautusPvm":"tomorrow"`,
		"a date beyond time":        `{"oid":"1.2","nimi":{"fi":"A"},"lakkautusPvm":99999999999999999`,
		"children that are no list": `{"oid":"1.2","nimi":{"fi":"A"},"children":{}`,
	} {
		text := `{"organisaatiot":[` + organisation + `,"organisaatiotyypit":["organisaatiotyyppi_01"],"status":"AKTIIVINEN"}]}`
		got := parse(t, text, today)
		if len(got.Providers) != 0 || len(got.Skipped) != 1 || got.Skipped[0].Reason != SkippedMalformed {
			t.Errorf("%s: taken %v, left out %v; want it left out as malformed", name, got.Providers, got.Skipped)
		}
	}
}

func TestMalformedFileNamesThePlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                        "line 1, column 1: unexpected end",
		`[]`:                      "line 1, column 1: array is not expected",
		`{"numHits": 1}`:          "there is no list of organisations",
		`{"organisaatiot": null}`: "there is no list of organisations",
		`{"organisaatiot": {}}`:   "organisaatiot: object is not expected",
		"{\"organisaatiot\": [\n{\"oid\": \"1\",\n \"nimi\": {\"fi\": \"Ä\" \"sv\"}}]}": "line 3, column 21, organisaatiot[0].nimi.fi: invalid character",
		`{"organisaatiot": [{"oid": "1"}, {"children": [{}, {"oid": tru}]}]}`:           "organisaatiot[1].children[1].oid: invalid character",
		`{"organisaatiot": []} x`: "line 1, column 23: invalid character",
		`{"organisaatiot":[` + strings.Repeat(`{"children":[`, 40) + strings.Repeat(`]}`, 40) + `]}`: "nested deeper than 32 levels",
	} {
		_, err := ParseRegister([]byte(text), today)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %q", text, err, want)
		}
	}
}

func TestTheRealRegisterIsReadWhole(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(referenceData(t, "org_register_hierarchy_koski_mockdata.json"))
	if err != nil {
		t.Fatal(err)
	}
	got := parse(t, string(data), today)
	kinds := map[string]int{}
	for _, school := range got.Schools {
		kinds[school.Kind+" "+school.Status]++
	}
	want := map[string]int{
		"INSTITUTION ACTIVE": 162, "INSTITUTION CLOSED": 126, "OFFICE ACTIVE": 133, "OFFICE CLOSED": 172,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("schools (-want +got):\n%s", diff)
	}
	if got.Read != 991 || len(got.Providers) != 25 {
		t.Errorf("read %d organisations with %d providers, want 991 with 25", got.Read, len(got.Providers))
	}
	wantSkipped := []Skip{{Reason: SkippedDayCare, Count: 367}, {Reason: SkippedOtherType, Count: 6}}
	if diff := cmp.Diff(wantSkipped, withoutPlaces(got.Skipped)); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

func withoutPlaces(skipped []Skip) []Skip {
	bare := slices.Clone(skipped)
	for i := range bare {
		bare[i].Places = nil
	}
	return bare
}
