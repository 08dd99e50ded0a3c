package gateway

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

func claimsOf(t *testing.T, said map[string]any) claims {
	t.Helper()
	raw, err := json.Marshal(said)
	if err != nil {
		t.Fatal(err)
	}
	c := claims{schoolRoles: true}
	if err := json.Unmarshal(raw, &c.said); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRolesAreReadByPosition(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"1.2.246.562.99.1;30076;;Opettaja;2;1.2.246.562.99.2;":                   "30076 ROLE_REQUESTER",
		"1.2.246.562.99.1;30076;;Rehtori;6;1.2.246.562.99.2;1.2.246.562.99.3":    "30076 ROLE_PRINCIPAL",
		"1.2.246.562.99.1;;;Opettaja;2;1.2.246.562.99.2;":                        "1.2.246.562.99.2 ROLE_REQUESTER",
		"1.2.246.562.99.1; 30076 ;;Lärare;;1.2.246.562.99.2;":                    "30076 ROLE_REQUESTER",
		"1.2.246.562.99.1;30076;;Opettaja;3;1.2.246.562.99.2;":                   "30076 ROLE_UNSPECIFIED", // the code counts, not the word
		"1.2.246.562.99.1;30076;;Koulusihteeri;4;1.2.246.562.99.2;":              "30076 ROLE_UNSPECIFIED",
		"1.2.246.562.99.1;30076;;Sijaisopettaja;5;1.2.246.562.99.2;":             "30076 ROLE_UNSPECIFIED",
		"1.2.246.562.99.1;30076;7B;Oppilas;1;1.2.246.562.99.2;":                  "30076 learner",
		"Mansikkala;30076;;Opettaja":                                             "30076 ROLE_REQUESTER",
		"Mansikkala;30076;;REKTOR":                                               "30076 ROLE_PRINCIPAL",
		"Mansikkala;30076;7B;oppilas":                                            "30076 learner",
		"Mansikkala;30076;;2":                                                    "30076 ROLE_REQUESTER",
		"30076;Opettaja":                                                         " ROLE_UNSPECIFIED",
		"a;b;c;Opettaja;2;d":                                                     " ROLE_UNSPECIFIED",
		"":                                                                       " ROLE_UNSPECIFIED",
		"1.2.246.562.99.1;30076;;Opettaja;2;1.2.246.562.99.2;;1.2.246.562.99.99": " ROLE_UNSPECIFIED",
		// A school is a code of five digits or an OID; what is neither is no school.
		"1.2.246.562.99.1;Kirkonkylä;;Opettaja;2;1.2.246.562.99.2;":        "1.2.246.562.99.2 ROLE_REQUESTER",
		"Mansikkala;" + strings.Repeat("3", 300) + ";;Opettaja":            " ROLE_REQUESTER",
		"Mansikkala;1.2.246.562." + strings.Repeat("9", 60) + ";;Opettaja": " ROLE_REQUESTER",
		"Mansikkala;30076\x00;;Opettaja":                                   " ROLE_REQUESTER",
		"1.2.246.562.99.1;300761;;Opettaja;2;Harjukosken koulu;":           " ROLE_REQUESTER",
	} {
		school, role := parseRole(line)
		name := role.String()
		if role == learner {
			name = "learner"
		}
		if got := school + " " + name; got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}

func TestStandingAddsUpTheRoles(t *testing.T) {
	t.Parallel()
	teacher, pupil := "m;30076;;opettaja", "m;30099;7B;oppilas"
	both := claimsOf(t, map[string]any{mpassRole: []string{pupil, teacher, teacher}}).standing()
	if both.learner || len(both.roles) != 1 || both.roles[0].GetSchool() != "30076" || both.roles[0].GetRole() != accesspb.Role_ROLE_REQUESTER {
		t.Errorf("a teacher who also studies is %+v", both)
	}
	if one := claimsOf(t, map[string]any{mpassRole: pupil}).standing(); !one.learner {
		t.Errorf("a single value is not read: %+v", one)
	}
	if staff := claimsOf(t, map[string]any{mpassRole: []string{"m;30076;;x"}, "urn:mpass.id:uid": "u"}).standing(); staff.learner || staff.withheld || len(staff.roles) != 0 {
		t.Errorf("another role is %+v", staff)
	}
	var many []string
	for i := range 80 {
		many = append(many, fmt.Sprintf("m;%05d;;opettaja", i))
	}
	if got := claimsOf(t, map[string]any{mpassRole: many}).standing(); len(got.roles) != mostRoles {
		t.Errorf("%d roles go on", len(got.roles))
	}
}

func TestNamesAndAddresses(t *testing.T) {
	t.Parallel()
	if got := claimsOf(t, map[string]any{"name": " Äiti Ö ", "given_name": ""}).displayName(); got != "Äiti Ö" {
		t.Errorf("the name is %q", got)
	}
	if got := claimsOf(t, map[string]any{"preferred_username": "vvaltonen"}).displayName(); got != "vvaltonen" {
		t.Errorf("without a name the person is called %q", got)
	}
	if got := claimsOf(t, map[string]any{"name": "Ville", "preferred_username": "vvaltonen"}).displayName(); got != "Ville" {
		t.Errorf("the name is %q", got)
	}
	if c := claimsOf(t, map[string]any{"name": "a\x00b", "email": "a\nb@example.fi", "email_verified": true}); c.displayName() != "" || c.email() != "" {
		t.Errorf("control characters go on in %q and %q", c.displayName(), c.email())
	}
	if got := claimsOf(t, map[string]any{"name": "Ville \u202eniemlav", "email": "a\u2028b@example.fi", "email_verified": true}); got.displayName() != "" || got.email() != "" {
		t.Errorf("what turns the reading order goes on in %q and %q", got.displayName(), got.email())
	}
	for _, bad := range []string{"\r\nBcc: b@evil.example", "\u2028", "\u0085", "\x1b[31m", "\x7f", "\u202e", "\u2066", "\u200f", "\u200b", "\u00ad", "\ufeff", "\U000e0041"} {
		if got := claimsOf(t, map[string]any{"given_name": "Ai" + bad + "no", "preferred_username": "aino"}).displayName(); got != "aino" {
			t.Errorf("of a name with %+q there is %+q", bad, got)
		}
	}
	if markup := `<img src=//evil.example onerror=alert(1)> https://evil.example`; claimsOf(t, map[string]any{"name": markup}).displayName() != markup {
		t.Error("a name that can be shown as it is does not stay")
	}
	if got := claimsOf(t, map[string]any{"given_name": strings.Repeat("ä", 300)}).displayName(); got != strings.Repeat("ä", 200) {
		t.Errorf("the name has %d bytes", len(got))
	}
	for verified, want := range map[any]string{true: "a@example.fi", "true": "a@example.fi", false: "", "no": "", nil: "", 1: ""} {
		if got := claimsOf(t, map[string]any{"email": "a@example.fi", "email_verified": verified}).email(); got != want {
			t.Errorf("verified %v gives %q", verified, got)
		}
	}
	for locale, want := range map[any]string{"fi-FI": "fi", "sv": "sv", "en_GB": "en", "de": "", 5: ""} {
		if got := claimsOf(t, map[string]any{"locale": locale}).language(); got != want {
			t.Errorf("%v gives %q", locale, got)
		}
	}
}
