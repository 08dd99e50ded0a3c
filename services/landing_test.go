package services_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
)

// expectedUnit is the shipped rules in words of SQL, for a single need that some actor leads; no row: triage.
const expectedUnit = `
	SELECT u.name_fi FROM directory.schools s
	JOIN directory.municipalities m ON m.code = s.municipality_code
	JOIN directory.counties c ON c.code = m.county_code
	JOIN directory.actors a ON a.code = CASE WHEN $2 IN ('INTELLECTUAL_DISABILITY', 'PSYCHOSOCIAL') THEN 'ELMERI'
			WHEN $2 IN ('PSYCHIATRY', 'SOMATIC_ILLNESS', 'NEUROPSYCHIATRY') THEN 'HOSPITAL_TEACHING' ELSE 'VALTERI' END
		AND a.takes_leads AND NOT a.joins_only AND $3 = ANY (a.languages)
		AND a.active_from <= current_date AND coalesce(a.active_to >= current_date, true)
	JOIN directory.units u ON u.actor = a.code AND u.takes_leads AND $3 = ANY (u.languages)
		AND (u.national OR c.area = ANY (u.areas)) AND (u.needs = '{}' OR $2 = ANY (u.needs))
		AND u.active_from <= current_date AND coalesce(u.active_to >= current_date, true)
	WHERE s.id = $1 AND (c.area IS NOT NULL OR $3 = 'sv')
	ORDER BY coalesce(c.area = ANY (u.areas), false) DESC, u.needs <> '{}' DESC, u.national DESC, u.id LIMIT 1`

// lands files a request of one need and checks that it lands at the unit; "": in triage.
func (h *house) lands(p person, need casespb.Need, language, want string) {
	h.t.Helper()
	preview := must[*casespb.Routing](h.t)(p.PreviewRouting(h.t.Context(), &routingpb.PreviewRoutingRequest{Request: request(language, need)}))
	check := must[*intakepb.CheckRequestResponse](h.t)(p.CheckRequest(h.t.Context(), &intakepb.CheckRequestRequest{Request: request(language, need)}))
	c := h.file(p, request(language, need))
	if got := c.GetRouting().GetUnitNameFi(); got != want || preview.GetUnitNameFi() != want || check.GetRouting().GetUnitNameFi() != want {
		h.t.Errorf("%s in %s of %s lands at %q, want %q (previewed %q, checked %q)",
			need, language, c.GetSchoolNameFi(), got, want, preview.GetUnitNameFi(), check.GetRouting().GetUnitNameFi())
	}
	if triage := c.GetPhase() == casespb.Phase_PHASE_TRIAGE; triage != (want == "") || len(c.GetAssignments()) == 0 != triage {
		h.t.Errorf("%s in %s of %s is %s with %v", need, language, c.GetSchoolNameFi(), c.GetPhase(), c.GetAssignments())
	}
	if c.GetRouting().GetSentence() == "" || c.GetRouting().GetSentence() != preview.GetSentence() {
		h.t.Errorf("the sentence is %q, previewed %q", c.GetRouting().GetSentence(), preview.GetSentence())
	}
}

// expected answers where the data of this moment send a need.
func (h *house) expected(schoolID string, need casespb.Need, language string) string {
	h.t.Helper()
	var name string
	err := h.root.QueryRow(h.t.Context(), expectedUnit, schoolID, wire.Code(need), language).Scan(&name)
	if err != nil && err != pgx.ErrNoRows { //nolint:errorlint // pgx answers it bare
		h.t.Fatal(err)
	}
	return name
}

func TestRequestsLandByAreaAndLanguage(t *testing.T) {
	t.Parallel()
	h := start(t)
	const valteri, skilla, hospital = "Valteri, valtakunnallinen", "Valteri, Skilla", "Sairaalaopetus, valtakunnallinen"
	for _, c := range []struct {
		at       school
		need     casespb.Need
		language string
		want     string
	}{
		{hyksSchool, autism, "fi", valteri},
		{hyksSchool, psychiatry, "fi", "Kalliomaa"},
		{hyksSchool, autism, "sv", skilla},
		{kysSchool, hearing, "fi", "Valteri, Onerva"},
		{kysSchool, psychiatry, "fi", hospital},
		{taysSchool, hearing, "fi", valteri},
		{taysSchool, psychiatry, "fi", "Ruutipuiston koulu"},
		{taysSchool, casespb.Need_NEED_PSYCHOSOCIAL, "fi", "Elmeri-koulut, valtakunnallinen"},
		{taysSchool, casespb.Need_NEED_PSYCHOSOCIAL, "sv", ""},
		{tyksSchool, psychiatry, "fi", "Kiinamyllyn koulu"},
		{tyksSchool, psychiatry, "sv", ""},
		{tyksSchool, hearing, "sv", skilla},
		{oysSchool, autism, "fi", "Valteri, Tervaväylä"},
		{oysSchool, psychiatry, "fi", "Tiernan koulu"},
		{alandSchool, autism, "sv", skilla},
		{alandSchool, autism, "fi", ""},
		{alandSchool, psychiatry, "sv", ""},
		{unknownSchool, autism, "fi", ""},
		{unknownSchool, autism, "sv", ""},
		{taysSchool, behaviour, "fi", ""},
		{taysSchool, casespb.Need_NEED_COMPLEX, "fi", ""},
	} {
		h.lands(h.teacher(c.at), c.need, c.language, c.want)
	}
	h.replaysEqualRows()
}

func TestChangedDataOfAnActorChangeTheNextRequest(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(oysSchool)
	h.lands(teacher, autism, "fi", "Valteri, Tervaväylä")
	h.exec("UPDATE directory.units SET active_to = '2026-01-01' WHERE id = $1", tervaUnit)
	h.lands(teacher, autism, "fi", "Valteri, valtakunnallinen")
	h.exec("UPDATE directory.actors SET takes_leads = false WHERE code = 'VALTERI'")
	h.lands(teacher, autism, "fi", "")
	h.exec("UPDATE directory.actors SET takes_leads = true WHERE code = 'VALTERI'")
	h.lands(teacher, autism, "fi", "Valteri, valtakunnallinen")
	h.exec("UPDATE directory.actors SET languages = '{sv}' WHERE code = 'VALTERI'")
	h.lands(teacher, autism, "fi", "")
	h.lands(teacher, psychiatry, "fi", "Tiernan koulu")
	h.exec("UPDATE directory.actors SET active_to = '2026-01-01' WHERE code = 'HOSPITAL_TEACHING'")
	h.lands(teacher, psychiatry, "fi", "")
}

// Nobody has looked where it would go: the filing itself finds out that what was known is of the past.
func TestAFilingGoesByThePresentEditionOfTheDirectory(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(oysSchool)
	for _, want := range []string{"Valteri, Tervaväylä", "Valteri, valtakunnallinen"} {
		for range 2 {
			if got := h.file(teacher, request("fi", autism)).GetRouting().GetUnitNameFi(); got != want {
				t.Errorf("filed to %q; want %q", got, want)
			}
		}
		h.exec("UPDATE directory.units SET active_to = '2026-01-01' WHERE id = $1", tervaUnit)
	}
	// A database that was restored is of an edition before.
	h.exec("UPDATE directory.edition SET value = value - 1")
	h.exec("UPDATE directory.edition SET value = value - 1")
	for range 2 {
		h.file(teacher, request("fi", autism))
	}
}

func TestRealSchoolsLandWhereTheDataSay(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("VAATU_REFERENCE_DATA")
	if folder == "" {
		t.Skip("VAATU_REFERENCE_DATA names no folder with the organisation register")
	}
	register, err := os.Open(filepath.Join(folder, "org_register_hierarchy_koski_mockdata.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	h := start(t)
	if _, err := services.ImportOrganisations(t.Context(), h.db.URL("vaatu_operator"), register, time.Now()); err != nil {
		t.Fatal(err)
	}
	schools := h.realSchools()
	if len(schools) < 20 {
		t.Fatalf("the register has %d open basic-education schools in the three areas, want 20", len(schools))
	}
	needs := []casespb.Need{
		autism, casespb.Need_NEED_NEUROLOGY_MOTOR, hearing, casespb.Need_NEED_LANGUAGE, casespb.Need_NEED_VISION,
		casespb.Need_NEED_INTELLECTUAL_DISABILITY, casespb.Need_NEED_PSYCHOSOCIAL,
		psychiatry, casespb.Need_NEED_SOMATIC_ILLNESS, casespb.Need_NEED_NEUROPSYCHIATRY,
	}
	for i, s := range schools {
		teacher := h.teacher(s)
		for _, need := range []casespb.Need{needs[i%len(needs)], needs[(i+5)%len(needs)]} {
			for _, language := range []string{"fi", "sv"} {
				h.lands(teacher, need, language, h.expected(s.id, need, language))
			}
		}
	}
	// The same schools after the actors' data have changed.
	h.exec("UPDATE directory.actors SET takes_leads = false WHERE code = 'ELMERI'")
	h.exec("UPDATE directory.actors SET active_to = '2026-01-01' WHERE code = 'HOSPITAL_TEACHING'")
	for i, s := range schools {
		need := needs[i%len(needs)]
		h.lands(h.teacher(s), need, s.language, h.expected(s.id, need, s.language))
	}
	h.replaysEqualRows()
}

// realSchools answers open comprehensive, special and combined schools of the register: eight of each area and language.
func (h *house) realSchools() []school {
	h.t.Helper()
	rows, err := h.root.Query(h.t.Context(), `
		SELECT id::text, name_fi, municipality_code, language, status FROM (
			SELECT s.id, s.name_fi, s.municipality_code, s.status, c.area, l.language,
				row_number() OVER (PARTITION BY c.area, l.language ORDER BY s.oid) AS place
			FROM directory.schools s
			JOIN directory.municipalities m ON m.code = s.municipality_code
			JOIN directory.counties c ON c.code = m.county_code
			CROSS JOIN unnest(s.languages) AS l (language)
			WHERE s.status = 'ACTIVE' AND s.kind = 'INSTITUTION' AND s.institution_type IN ('11', '12', '19')
				AND c.area IN ('HYKS', 'KYS', 'OYS') AND l.language IN ('fi', 'sv')) AS all_schools
		WHERE place <= 8 ORDER BY area, language, place`)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	var schools []school
	for rows.Next() {
		var s school
		if err := rows.Scan(&s.id, &s.name, &s.municipality, &s.language, &s.status); err != nil {
			h.t.Fatal(err)
		}
		schools = append(schools, s)
	}
	return schools
}
