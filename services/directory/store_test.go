package directory_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/services/directory"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/pgtest"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// seed brings the shipped data in, as a release does.
func seed(t *testing.T, d *pgtest.Database) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), d.URL("vaatu_migrator"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	err = pgx.BeginFunc(t.Context(), conn, func(tx pgx.Tx) error { return directory.Seed(t.Context(), tx) })
	if err != nil {
		t.Fatal(err)
	}
}

func filled(t *testing.T) (*pgtest.Database, *directory.Store) {
	t.Helper()
	d := pgtest.New(t)
	seed(t, d)
	imported(t, d, fixture(t), now)
	return d, directory.NewStore(d.App())
}

func TestSeedKeepsWhatSomebodyHasChanged(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	seed(t, d)
	conn := d.Superuser(t)
	_, err := conn.Exec(t.Context(), `
		UPDATE directory.units SET active_to = '2026-12-31', name_fi = 'Toinen nimi' WHERE name_fi = 'Tiernan koulu';
		UPDATE directory.actors SET charges = true WHERE code = 'ELMERI';
		UPDATE directory.municipalities SET name_sv = 'Fel' WHERE code = '853';
		UPDATE directory.counties SET area = NULL WHERE code = '05'`)
	if err != nil {
		t.Fatal(err)
	}
	seed(t, d)
	var unit, city, area string
	var charges bool
	var units int
	err = conn.QueryRow(t.Context(), `
		SELECT (SELECT name_fi FROM directory.units WHERE active_to = '2026-12-31'), (SELECT count(*) FROM directory.units),
			(SELECT charges FROM directory.actors WHERE code = 'ELMERI'), m.name_sv, c.area
		FROM directory.municipalities m JOIN directory.counties c ON c.code = m.county_code WHERE m.code = '853'`,
	).Scan(&unit, &units, &charges, &city, &area)
	if err != nil {
		t.Fatal(err)
	}
	if unit != "Toinen nimi" || !charges || units != 19 {
		t.Errorf("unit %q, Elmeri charges %v, %d units: a change was overwritten", unit, charges, units)
	}
	if city != "Åbo" || area != "TYKS" {
		t.Errorf("municipality %q in %q: the reference was not restored", city, area)
	}
}

func TestStoreAndLookupAgreeOnEveryMunicipality(t *testing.T) {
	t.Parallel()
	_, store := filled(t)
	all, err := store.Municipalities(t.Context())
	if err != nil || len(all) != 308 {
		t.Fatalf("%d municipalities, %v", len(all), err)
	}
	for _, m := range all {
		if want, _ := directory.LookupMunicipality(m.Code); m != want {
			t.Errorf("the store has %+v, the lookup %+v", m, want)
		}
	}
	areas, err := store.Areas(t.Context())
	if err != nil || len(areas) != 5 {
		t.Errorf("areas %v, %v", areas, err)
	}
}

func TestAreaFollowsFromTheSchoolsMunicipality(t *testing.T) {
	t.Parallel()
	d, store := filled(t)
	ids := schoolIDs(t, d)
	type place struct{ Municipality, County, Area string }
	for oid, want := range map[string]place{
		"1.2.246.562.99.101": {"091", "90", "HYKS"},
		"1.2.246.562.99.110": {"564", "19", "OYS"},
		"1.2.246.562.99.201": {"599", "17", "TYKS"},
		"1.2.246.562.99.202": {"478", "91", ""},
		"1.2.246.562.99.111": {"999", "", ""},
	} {
		data, err := store.RoutingData(t.Context(), ids[oid])
		got := place{data.School.MunicipalityCode, data.School.CountyCode, data.School.Area}
		if err != nil || got != want {
			t.Errorf("school %s is in %+v, %v; want %+v", oid, got, err, want)
		}
	}
}

func TestRoutingDataIsOneRoundTrip(t *testing.T) {
	t.Parallel()
	d, store := filled(t)
	id := schoolIDs(t, d)["1.2.246.562.99.101"]
	var got directory.RoutingData
	var err error
	read := func() { got, err = store.RoutingData(t.Context(), id) }
	// Every connection prepares a statement at its first run.
	for range 8 {
		read()
	}
	if trips := postgres.CountTrips(d.Trips(), read); trips != 1 || err != nil {
		t.Errorf("%d round trips, %v; want 1", trips, err)
	}
	want := directory.School{
		ID: id, OID: "1.2.246.562.99.101", Code: "99001", ProviderID: got.School.ProviderID,
		NameFi: "Aapiskukon koulu", NameSv: "Aapiskukon koulu",
		MunicipalityCode: "091", CountyCode: "90", Area: "HYKS", Languages: []string{"fi", "sv", "en"}, Status: "ACTIVE",
	}
	if diff := cmp.Diff(want, got.School); diff != "" || want.ProviderID == "" {
		t.Errorf("school (-want +got):\n%s", diff)
	}
	if len(got.Actors) != 4 || len(got.Units) != 19 {
		t.Errorf("%d actors and %d units, want 4 and 19", len(got.Actors), len(got.Units))
	}
	for _, unit := range got.Units {
		if unit.NameFi == "Kalliomaa" && (!unit.PermissionAlways || cmp.Diff([]string{"HYKS"}, unit.Areas) != "") {
			t.Errorf("Kalliomaa is %+v", unit)
		}
		if unit.ActiveFrom == "" || unit.ActiveFrom > "2026-11-23" || unit.ActiveTo != "" {
			t.Errorf("%s works from %q to %q", unit.NameFi, unit.ActiveFrom, unit.ActiveTo)
		}
	}
}

func TestUnknownSchoolIsNotFound(t *testing.T) {
	t.Parallel()
	_, store := filled(t)
	const nobody = "01980000-0000-7000-8000-00000000ffff"
	if _, err := store.RoutingData(t.Context(), nobody); !errors.Is(err, apperr.New(apperr.NotFound)) {
		t.Errorf("data of routing: %v", err)
	}
}

func TestSchoolsAreFoundByTheBeginningOfANameByCodeAndByOID(t *testing.T) {
	t.Parallel()
	_, store := filled(t)
	for text, want := range map[string]string{
		"aapis":              "Aapiskukon koulu|Aapiskukon koulu, Rannan toimipiste",
		"EXEMPELS":           "Exempelskolan",
		"example":            "Exempelskolan",
		"99010":              "Lakkautettu koulu",
		"1.2.246.562.99.202": "Island School",
		"koulu":              "",
		"%":                  "",
		"_apis":              "",
		`\`:                  "",
	} {
		page, err := store.Schools(t.Context(), directory.Query{Text: text})
		if got := names(page); err != nil || got != want {
			t.Errorf("%q finds %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestPagesOfSchoolsHoldEachOnce(t *testing.T) {
	t.Parallel()
	_, store := filled(t)
	all, err := store.Schools(t.Context(), directory.Query{})
	if err != nil || len(all.Schools) != 7 || all.Next != "" {
		t.Fatalf("%d schools, next %q, %v", len(all.Schools), all.Next, err)
	}
	var walked []string
	query := directory.Query{Size: 3}
	for range 3 {
		page, err := store.Schools(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		walked = append(walked, names(page))
		query.Token = page.Next
	}
	if got := strings.Join(walked, "|"); got != names(all) || query.Token != "" {
		t.Errorf("pages hold %q, the list %q; next %q", got, names(all), query.Token)
	}
	for _, token := range []string{"nonsense", "e30", "eyJpZCI6Inh4eHh4eHh4LXh4eHgteHh4eC14eHh4LXh4eHh4eHh4eHh4eCJ9"} {
		_, err := store.Schools(t.Context(), directory.Query{Token: token})
		if !errors.Is(err, apperr.New(apperr.Validation)) {
			t.Errorf("token %q: %v", token, err)
		}
	}
}

func names(page directory.SchoolPage) string {
	var names []string
	for _, school := range page.Schools {
		names = append(names, school.NameFi)
	}
	return strings.Join(names, "|")
}

func TestProvidersAreFoundByTheBeginningOfANameAndByOIDPageByPage(t *testing.T) {
	t.Parallel()
	_, store := filled(t)
	for text, want := range map[string]string{
		"esimerkin":          "Esimerkin kaupunki",
		"EXEMPELS":           "Esimerkin kaupunki",
		"1.2.246.562.99.200": "Exempelkommunen",
		"kaupunki":           "",
		"%":                  "",
		"":                   "Esimerkin kaupunki|Exempelkommunen",
	} {
		var found []string
		query := directory.Query{Text: text, Size: 1}
		for range 2 {
			page, err := store.Providers(t.Context(), query)
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			for _, p := range page.Providers {
				found = append(found, p.NameFi)
			}
			if query.Token = page.Next; query.Token == "" {
				break
			}
		}
		if got := strings.Join(found, "|"); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
}

func TestUnitsAreListedByActor(t *testing.T) {
	t.Parallel()
	_, store := filled(t)
	units, err := store.Units(t.Context(), "STATE_SCHOOL_HOME")
	if err != nil || len(units) != 6 {
		t.Errorf("%d units, %v; want 6", len(units), err)
	}
	for _, unit := range units {
		if unit.Actor != "STATE_SCHOOL_HOME" || unit.TakesLeads {
			t.Errorf("unit %+v", unit)
		}
	}
}

func TestApplicationCannotChangeActors(t *testing.T) {
	t.Parallel()
	d, _ := filled(t)
	err := d.App().Write(t.Context(), func(tx *postgres.Tx) error {
		tx.Queue(`UPDATE directory.actors SET charges = true`)
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "42501") {
		t.Errorf("the application changed the actors: %v", err)
	}
	// Sign-in makes roles of these.
	err = d.App().Write(t.Context(), func(tx *postgres.Tx) error {
		tx.Queue(`UPDATE directory.schools SET code = '00001'`)
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "42501") {
		t.Errorf("the application changed the schools: %v", err)
	}
	actors, err := directory.NewStore(d.Worker()).Actors(t.Context())
	if err != nil || len(actors) != 4 {
		t.Errorf("the worker reads %d actors, %v", len(actors), err)
	}
}
