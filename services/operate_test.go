package services_test

import (
	"strings"
	"testing"
	"time"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services"
)

func TestMigratingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	h.exec("UPDATE directory.actors SET charges = true WHERE code = 'ELMERI'")
	for range 2 {
		if err := services.Migrate(t.Context(), h.db.URL("vaatu_migrator")); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.count("SELECT count(*) FROM directory.actors WHERE code = 'ELMERI' AND charges"); n != 1 {
		t.Error("a migration has overwritten what somebody changed")
	}
	if err := services.Migrate(t.Context(), h.db.URL("vaatu_app")); err == nil || !strings.Contains(err.Error(), "refusing to migrate") {
		t.Errorf("the application migrates: %v", err)
	}
}

func TestPeopleAreAddedOnce(t *testing.T) {
	t.Parallel()
	h := start(t)
	people := []services.Person{
		{Issuer: issuer, Subject: "expert", Name: "Eeva Esimerkki", Email: "eeva@example.fi", Language: "sv", Grants: []services.Grant{
			{Role: "EXPERT", UnitID: skillaUnit}, {Role: "VIPU", Provider: "1.2.246.562.99.500"},
		}},
		{Issuer: issuer, Subject: "coordinator", Name: "Kaarlo Esimerkki", Language: "fi", Grants: []services.Grant{{Role: "COORDINATOR", Area: "TAYS"}}},
	}
	for range 2 {
		if err := services.AddPeople(t.Context(), h.db.URL("vaatu_migrator"), people, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.count("SELECT count(*) FROM access.grants"); n != 3 {
		t.Errorf("%d grants, want 3", n)
	}
	p, err := h.open(&accesspb.OpenSessionRequest{Subject: "expert", DisplayName: "Eeva Esimerkki"})
	if err != nil {
		t.Fatal(err)
	}
	me := must[*directorypb.Me](t)(p.GetMe(t.Context(), &directorypb.GetMeRequest{}))
	if len(me.GetGrants()) != 2 || me.GetLanguage() != "sv" {
		t.Errorf("the expert is %v", me)
	}
	for _, g := range me.GetGrants() {
		if g.GetRole() == accesspb.Role_ROLE_EXPERT && (g.GetUnitId() != skillaUnit || g.GetUnitNameSv() != "Valteri, Skilla") {
			t.Errorf("the grant is %v", g)
		}
	}
	// A unit that does not exist is an error, and nothing is added.
	wrong := []services.Person{{Issuer: issuer, Subject: "other", Name: "Oiva", Language: "fi", Grants: []services.Grant{{Role: "EXPERT", UnitID: unknownID}}}}
	if err := services.AddPeople(t.Context(), h.db.URL("vaatu_migrator"), wrong, time.Now()); err == nil {
		t.Error("an expert of no unit was added")
	}
	if n := h.count("SELECT count(*) FROM access.persons WHERE subject = 'other'"); n != 0 {
		t.Error("the person of a refused grant was added")
	}
}

func TestCheckFindsWhatWasChangedBehindTheEvents(t *testing.T) {
	t.Parallel()
	h := start(t)
	has := func() bool {
		has, err := services.HasCases(t.Context(), h.db.URL("vaatu_operator"))
		if err != nil {
			t.Fatal(err)
		}
		return has
	}
	if has() {
		t.Error("an empty database has cases")
	}
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	if !has() {
		t.Error("a database with a case has none")
	}
	h.replaysEqualRows()
	h.exec("UPDATE cases SET urgency = 'NORMAL' WHERE id = $1", c.GetId())
	var lines []string
	n, err := services.Check(t.Context(), h.db.URL("vaatu_operator"), func(line string) { lines = append(lines, line) })
	if err != nil || n != 1 || len(lines) == 0 || !strings.Contains(strings.Join(lines, "\n"), c.GetId()) {
		t.Errorf("check of %d cases finds %q, %v", n, lines, err)
	}
}

// To another role the database shows nothing: a proof of nothing would look like one.
func TestTheOperatorsWorkIsRefusedToEveryOtherRole(t *testing.T) {
	t.Parallel()
	h := prepare(t)
	for _, role := range []string{"vaatu_app", "vaatu_auth", "vaatu_worker", "vaatu_migrator", "postgres"} {
		_, err := services.Check(t.Context(), h.db.URL(role), func(line string) { t.Error(line) })
		if err == nil || !strings.Contains(err.Error(), "connect as vaatu_operator") {
			t.Errorf("as %s: %v; want a refusal that names the right role", role, err)
		}
	}
}
