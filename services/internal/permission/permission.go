// Package permission decides who may do what: a table of permission × role × relation, as plain data in rules.go,
// and the few lines that read it. Interceptors, services and the allowed actions of the screen all ask here.
package permission

import (
	"iter"
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

// Permission is what an RPC does; the codes are those of vaatu.access.v1.Permission without the prefix.
type Permission string

// Role is what a person acts as; the codes are those of vaatu.access.v1.Role without the prefix.
type Role string

// Roles of people.
const (
	Requester   Role = "REQUESTER"
	Principals  Role = "PRINCIPAL"
	Expert      Role = "EXPERT"
	Lead        Role = "LEAD"
	Coordinator Role = "COORDINATOR"
	Vipu        Role = "VIPU"
	Admin       Role = "ADMIN"
	Auditor     Role = "AUDITOR"
)

// Clock is the role of the job that does what time brings. Nobody is granted it.
const Clock Role = "CLOCK"

// Grant is one role of a person in one scope. Scopes that do not apply are empty.
type Grant struct {
	ID         string `json:"id"`
	Role       Role   `json:"role"`
	SchoolID   string `json:"school_id,omitempty"`
	UnitID     string `json:"unit_id,omitempty"`
	Actor      string `json:"actor,omitempty"`
	Area       string `json:"area,omitempty"`
	ProviderID string `json:"provider_id,omitempty"`
}

// Opened is a case whose content is open to a person until a time, whatever the roles say: by break-glass.
type Opened struct {
	ID     string    `json:"id"`
	CaseID string    `json:"case_id"`
	Until  time.Time `json:"until"`
}

// Principal is the signed-in person with all grants that hold now.
type Principal struct {
	PersonID string  `json:"person_id"`
	Name     string  `json:"name"`
	Language string  `json:"language"`
	Grants   []Grant `json:"grants"`
	// Opened are the cases that the person has opened by break-glass and that are open now.
	Opened []Opened `json:"opened,omitempty"`
	// AuthTime is when the provider last asked the person to prove who they are; zero: nobody knows.
	AuthTime time.Time `json:"auth_time,omitzero"`
	// Machine: it is a program of somebody, with an access token.
	Machine bool `json:"machine,omitempty"`
	// Session is the hash of the session's token in hexadecimal, for row level security.
	Session string `json:"session,omitempty"`
	// Acting is the grant the person chose to act under; empty: any that permits.
	Acting string `json:"acting,omitempty"`
}

// Subject is what a permission is asked for: the facts of a case, a unit or a school that relations look at.
type Subject struct {
	// CaseID is empty where no one case is asked for.
	CaseID   string `json:"case_id,omitempty"`
	SchoolID string `json:"school_id,omitempty"`
	FilerID  string `json:"filer_id,omitempty"`
	// Area of the case; empty for Åland and unknown municipalities.
	Area string `json:"area,omitempty"`
	// Units whose part in the case is open or done.
	Units []string `json:"units,omitempty"`
	// Holders of those parts, in the same order; empty where nobody holds one.
	Holders []string `json:"holders,omitempty"`
}

// Holds reports whether some grant has a role that the permission names at all, whatever the relation.
func (p Principal) Holds(want Permission) bool {
	return slices.ContainsFunc(p.grants(), func(g Grant) bool { return slices.Contains(rolesFor[want], g.Role) })
}

// Can answers the first grant under which the principal may do it to the subject, and whether there is one.
func (p Principal) Can(want Permission, s Subject) (Grant, bool) {
	g, by := p.How(want, s)
	return g, by != ""
}

// How answers as Can does, and by which relation: empty where the principal may not.
func (p Principal) How(want Permission, s Subject) (Grant, Relation) {
	for g, by := range p.Permitting(want, s) {
		return g, by
	}
	return Grant{}, ""
}

// Permitting answers the grants under which the principal may do it to the subject, each with its relation, in the table's
// order.
func (p Principal) Permitting(want Permission, s Subject) iter.Seq2[Grant, Relation] {
	return func(yield func(Grant, Relation) bool) {
		for _, r := range rulesFor[want] {
			for _, g := range p.grants() {
				if slices.Contains(r.Roles, g.Role) && r.Relation.holds(p, g, s) && !yield(g, r.Relation) {
					return
				}
			}
		}
	}
}

// RolesFor answers the roles that the table names for a permission, each once.
func RolesFor(want Permission) []Role { return rolesFor[want] }

// rulesFor is the table by permission, and rolesFor what roles it names.
var (
	rulesFor = func() map[Permission][]Rule {
		all := map[Permission][]Rule{}
		for _, r := range Rules {
			all[r.Permission] = append(all[r.Permission], r)
		}
		return all
	}()
	rolesFor = func() map[Permission][]Role {
		all := map[Permission][]Role{}
		for p, rules := range rulesFor {
			for _, r := range rules {
				all[p] = append(all[p], r.Roles...)
			}
			slices.Sort(all[p])
			all[p] = slices.Compact(all[p])
		}
		return all
	}()
)

// Of answers the grants that have one of the roles.
func (p Principal) Of(roles ...Role) []Grant {
	var found []Grant
	for _, g := range p.grants() {
		if slices.Contains(roles, g.Role) {
			found = append(found, g)
		}
	}
	return found
}

func (p Principal) grants() []Grant {
	if p.Acting == "" {
		return p.Grants
	}
	return slices.DeleteFunc(slices.Clone(p.Grants), func(g Grant) bool { return g.ID != p.Acting })
}

// Relation is how a grant must stand to the subject.
type Relation string

// Relations.
const (
	// Anyone: the role is enough.
	Anyone Relation = "ANYONE"
	// OwnSchool: the grant is for the subject's school.
	OwnSchool Relation = "OWN_SCHOOL"
	// Filer: the person filed it, from the grant's school.
	Filer Relation = "FILER"
	// OwnUnit: the grant's unit has a part in the case.
	OwnUnit Relation = "OWN_UNIT"
	// Holder: the person holds the grant's unit's part.
	Holder Relation = "HOLDER"
	// OwnArea: the grant is national or for the case's area.
	OwnArea Relation = "OWN_AREA"
	// ByBreakGlass: the person, of the case's coordination, has opened its content.
	ByBreakGlass Relation = "BREAK_GLASS"
)

func (r Relation) holds(p Principal, g Grant, s Subject) bool {
	switch r {
	case Anyone:
		return true
	case OwnSchool:
		return g.SchoolID != "" && g.SchoolID == s.SchoolID
	case Filer:
		return g.SchoolID != "" && g.SchoolID == s.SchoolID && p.PersonID == s.FilerID
	case OwnUnit:
		return g.UnitID != "" && slices.Contains(s.Units, g.UnitID)
	case Holder:
		for i, holder := range s.Holders {
			if g.UnitID != "" && s.Units[i] == g.UnitID && holder == p.PersonID {
				return true
			}
		}
		return false
	case OwnArea:
		return g.Area == "" || g.Area == s.Area
	case ByBreakGlass:
		_, open := p.OpenedCase(s.CaseID)
		return open && OwnArea.holds(p, g, s)
	}
	return false
}

// OpenedCase answers how a case is open to the principal by break-glass, and whether it is.
func (p Principal) OpenedCase(id string) (Opened, bool) {
	i := slices.IndexFunc(p.Opened, func(o Opened) bool { return o.CaseID == id })
	if i < 0 {
		return Opened{}, false
	}
	return p.Opened[i], true
}

// School answers the grant under which the principal may do it for a school; id may be empty for a person of one
// school. NOT_FOUND for a school that is not theirs, VALIDATION when one of several must be named.
func (p Principal) School(want Permission, id string) (Grant, error) {
	grants := p.Of(Requester, Principals)
	if id == "" {
		schools := map[string]bool{}
		for _, g := range grants {
			schools[g.SchoolID] = true
			id = g.SchoolID
		}
		if len(schools) > 1 {
			return Grant{}, apperr.Invalid("school_id", "school.choose", "say which of your schools files")
		}
	}
	grant, ok := p.Can(want, Subject{SchoolID: id})
	if !ok {
		return Grant{}, apperr.New(apperr.NotFound)
	}
	return grant, nil
}

// Areas answers the areas that the principal coordinates; nil: everywhere.
func (p Principal) Areas() []string {
	areas := []string{}
	for _, g := range p.Of(Coordinator) {
		if g.Area == "" {
			return nil
		}
		areas = append(areas, g.Area)
	}
	return areas
}
