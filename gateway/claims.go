package gateway

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/vip-verkosto/vaatu/proto"
	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

// claims are what a provider said of a person.
type claims struct {
	Issuer, Subject string
	// AuthTime is when the provider last asked for a proof of who the person is; zero: it does not tell.
	AuthTime time.Time
	// schoolRoles: the provider is believed about roles in schools.
	schoolRoles bool
	said        map[string]json.RawMessage
}

// Limits of what goes on, as in the contract.
const (
	longestSubject = 255
	longestName    = 200
	longestEmail   = 254
	mostRoles      = 50
)

// text answers a claim that is one string on one line, which reads in the order in which it is written.
func (c claims) text(name string) string {
	var s string
	if json.Unmarshal(c.said[name], &s) != nil {
		return ""
	}
	if s = strings.TrimSpace(s); !proto.OneLine(s) {
		return ""
	}
	return s
}

// list answers a claim that is a list of strings, or one string.
func (c claims) list(name string) []string {
	var many []string
	if json.Unmarshal(c.said[name], &many) == nil {
		return many
	}
	if one := c.text(name); one != "" {
		return []string{one}
	}
	return nil
}

// displayName is the given and the family name, or the name in one, or what the person is called at the provider;
// empty where the provider tells none of these.
func (c claims) displayName() string {
	name := strings.TrimSpace(c.text("given_name") + " " + c.text("family_name"))
	for _, other := range []string{"name", "preferred_username"} {
		if name == "" {
			name = c.text(other)
		}
	}
	if runes := []rune(name); len(runes) > longestName {
		return string(runes[:longestName])
	}
	return name
}

// email is the address, if the provider has verified it.
func (c claims) email() string {
	var verified any
	_ = json.Unmarshal(c.said["email_verified"], &verified) // absent is not verified
	address := c.text("email")
	if (verified != true && verified != "true") || len(address) > longestEmail {
		return ""
	}
	return address
}

func (c claims) language() string { return knownLanguage(c.text("locale")) }

// standing is what the roles of MPASSid amount to; nothing where another provider claims them.
type standing struct {
	roles []*accesspb.SchoolRole
	// learner: a learner, and nothing that may come in.
	learner bool
	// withheld: MPASSid knows the person but gave no role; it does so where a school's data are not in order.
	withheld bool
}

const mpassRole = "urn:mpass.id:role" //nolint:gosec // the name of a claim

// standing reads the roles in schools. Order means nothing; what is not understood gives nothing. Of a provider that is not
// believed about them they do not count against a person either: a grant lets in who is a learner there.
func (c claims) standing() standing {
	var s standing
	if !c.schoolRoles {
		return s
	}
	seen := map[string]bool{}
	given := c.list(mpassRole)
	for _, line := range given {
		school, role := parseRole(line)
		switch {
		case role == learner:
			s.learner = true
		case role == accesspb.Role_ROLE_UNSPECIFIED, school == "", seen[school+role.String()], len(s.roles) == mostRoles:
		default:
			seen[school+role.String()] = true
			s.roles = append(s.roles, &accesspb.SchoolRole{School: school, Role: role})
		}
	}
	s.learner = s.learner && len(s.roles) == 0
	s.withheld = len(given) == 0 && c.text("urn:mpass.id:uid") != ""
	return s
}

// learner stands for role 1 of MPASSid, which has no role here.
const learner accesspb.Role = -1

// roleCodes are MPASSid's codes. Staff (3), secretaries (4) and substitutes (5) come by a grant of their own.
var roleCodes = map[string]accesspb.Role{
	"1": learner, "2": accesspb.Role_ROLE_REQUESTER, "6": accesspb.Role_ROLE_PRINCIPAL,
}

// roleNames are the words of the form without codes, in the languages in which registers write them.
var roleNames = map[string]accesspb.Role{
	"oppilas": learner, "opiskelija": learner, "oppija": learner, "inlärare": learner, "learner": learner, "student": learner,
	"opettaja": accesspb.Role_ROLE_REQUESTER, "lärare": accesspb.Role_ROLE_REQUESTER, "teacher": accesspb.Role_ROLE_REQUESTER,
	"rehtori": accesspb.Role_ROLE_PRINCIPAL, "rektor": accesspb.Role_ROLE_PRINCIPAL, "principal": accesspb.Role_ROLE_PRINCIPAL,
}

// parseRole reads a value of the role claim by position:
// provider OID; school code; group; role in words; role code; institution OID; office OID
// or, older, municipality; school code; class; role in words.
// The school is its code, else its OID; empty when neither is one.
func parseRole(line string) (school string, role accesspb.Role) {
	fields := strings.Split(line, ";")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	switch len(fields) {
	case 7:
		school = schoolOf(fields[1], fields[5])
		if fields[4] != "" {
			return school, roleCodes[fields[4]]
		}
		return school, roleNames[strings.ToLower(fields[3])]
	case 4:
		school = schoolOf(fields[1])
		if coded, ok := roleCodes[fields[3]]; ok {
			return school, coded
		}
		return school, roleNames[strings.ToLower(fields[3])]
	}
	return "", accesspb.Role_ROLE_UNSPECIFIED
}

// schoolPattern is a school code or an organisation's OID; both stand in the same places.
var schoolPattern = regexp.MustCompile(`^([0-9]{5}|[0-9]{1,9}(\.[0-9]{1,20})+)$`)

const longestSchool = 60

// schoolOf answers the first field that can be a school.
func schoolOf(fields ...string) string {
	for _, f := range fields {
		if len(f) <= longestSchool && schoolPattern.MatchString(f) {
			return f
		}
	}
	return ""
}

// names tells whether the claims name a person in a form that can be kept.
func (c claims) names() bool {
	return c.Subject != "" && utf8.RuneCountInString(c.Subject) <= longestSubject && isText(c.Subject)
}
