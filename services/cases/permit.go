package cases

import (
	"slices"
	"time"
)

// Permit is a permission that was recorded: the guardian's consent or the school's authorisation. The two are kept
// apart; a later one of a kind takes the place of the one before.
type Permit struct {
	ID    string
	Kind  PermitKind
	State PermitState
	// Actors that a consent covers, and whether they may get and give information; an authorisation covers all.
	Actors   []string
	Get      bool
	Transfer bool
	// Date it was given and ValidUntil, its last day, are calendar dates; ValidUntil may be empty.
	Date       string
	ValidUntil string
	// How it was given, a code.
	How        string
	RecordedBy Person
	RecordTime time.Time
	EndTime    time.Time
}

// Permit answers the latest record of a kind.
func (c Case) Permit(k PermitKind) (Permit, bool) {
	for _, p := range slices.Backward(c.Permits) {
		if p.Kind == k {
			return p, true
		}
	}
	return Permit{}, false
}

// Recorded answers which permissions stand, as the code that rules know: NONE, CONSENT, AUTHORISATION or BOTH.
func (c Case) Recorded() string {
	switch consent, authorised := c.given(GuardianConsent), c.given(SchoolAuthorisation); {
	case consent && authorised:
		return "BOTH"
	case consent:
		return "CONSENT"
	case authorised:
		return "AUTHORISATION"
	default:
		return "NONE"
	}
}

// PermissionMissing reports whether a needed permission is not there, or one was refused or withdrawn. Then the content
// is locked for every unit.
func (c Case) PermissionMissing() bool { return len(c.Lacks()) > 0 }

// Lacks answers which permissions are missing, and why.
func (c Case) Lacks() []Lack {
	if lead, ok := c.Lead(); ok {
		return c.lacks(lead.PermissionNeeded, lead.Unit.Actor)
	}
	return c.lacks(c.PermissionNeeded, "")
}

// LacksFor answers what locks a part: what locks the case, or where nothing does, what the part itself lacks.
func (c Case) LacksFor(a Assignment) []Lack {
	if all := c.Lacks(); len(all) > 0 {
		return all
	}
	return c.lacks(a.PermissionNeeded, a.Unit.Actor)
}

// lacks answers what an actor lacks who needs permissions, or does not: a refusal and a withdrawal lock the content all the same.
func (c Case) lacks(needed bool, actor string) []Lack {
	if !needed && len(c.Permits) == 0 {
		return nil
	}
	var all []Lack
	consent, _ := c.Permit(GuardianConsent)
	switch {
	case consent.State == PermitRefused:
		all = append(all, ConsentRefused)
	case consent.State == PermitWithdrawn:
		all = append(all, ConsentWithdrawn)
	case !needed || c.consents(actor):
	case consent.State == PermitExpired:
		all = append(all, ConsentExpired)
	case consent.State == PermitGiven:
		all = append(all, ConsentNarrow)
	default:
		all = append(all, ConsentNone)
	}
	authorisation, _ := c.Permit(SchoolAuthorisation)
	switch {
	case authorisation.State == PermitRefused:
		all = append(all, AuthorisationRefused)
	case authorisation.State == PermitWithdrawn:
		all = append(all, AuthorisationWithdrawn)
	case needed && authorisation.State != PermitGiven:
		all = append(all, AuthorisationNone)
	}
	return all
}

// uncovered reports whether permissions are needed and do not cover an actor; no actor: whether they cover nobody.
func (c Case) uncovered(needed bool, actor string) bool {
	return needed && (!c.given(SchoolAuthorisation) || !c.consents(actor))
}

// consents reports whether the guardian lets the school transfer to an actor what it writes; no actor: to anybody.
func (c Case) consents(actor string) bool {
	consent, _ := c.Permit(GuardianConsent)
	return consent.State == PermitGiven && consent.Transfer && (actor == "" || slices.Contains(consent.Actors, actor))
}

// Actors answers those that have a part in the case; while none has, those that routing proposes.
func (c Case) Actors() []string {
	var actors []string
	add := func(actor string) {
		if !slices.Contains(actors, actor) {
			actors = append(actors, actor)
		}
	}
	for _, a := range c.Assignments {
		if c.stands(a) {
			add(a.Unit.Actor)
		}
	}
	if len(actors) == 0 {
		for _, u := range slices.Concat(c.Routing.RunnersUp, c.Routing.Partners) {
			add(u.Actor)
		}
	}
	return actors
}

// Uncovered answers those of the actors to which the guardian's consent, as it stands, does not reach.
func (c Case) Uncovered() []string {
	if !c.given(GuardianConsent) {
		return nil
	}
	return slices.DeleteFunc(c.Actors(), c.consents)
}

// WantsPermission reports whether somebody wants permissions for the case as things stand.
func (c Case) WantsPermission() bool {
	if _, led := c.Lead(); !led && c.PermissionNeeded {
		return true
	}
	return slices.ContainsFunc(c.Assignments, func(a Assignment) bool { return c.stands(a) && a.PermissionNeeded })
}
