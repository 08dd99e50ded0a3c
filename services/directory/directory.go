// Package directory knows who and what there is: areas, regions, counties and municipalities, the schools of the
// organisation register, the actors of demanding consultation and their units.
//
// What it promises:
//   - everything about an actor or unit is data: seeding never overwrites what somebody has changed;
//   - an import of the register changes everything or nothing, and the second import of a file writes nothing;
//   - a closed school stays, for its cases; a municipality that nobody knows stays as the register wrote it;
//   - a municipality has one county and at most one area. Åland is in none.
//
// Codes stand without prefix (AUTISM, VALTERI, HYKS), calendar dates are YYYY-MM-DD and empty when there is none.
package directory

// Area is one of the five VIP areas.
type Area struct {
	Code   string `db:"code"`
	NameFi string `db:"name_fi"`
	NameSv string `db:"name_sv"`
}

// Municipality as of 2026, with what follows from it.
type Municipality struct {
	// Code of three digits, Statistics Finland.
	Code   string `db:"code"`
	NameFi string `db:"name_fi"`
	NameSv string `db:"name_sv"`
	// Language is fi, sv, fi-sv or sv-fi: the majority stands first.
	Language   string `db:"language"`
	RegionCode string `db:"region_code"`
	CountyCode string `db:"county_code"`
	// Area is empty for Åland.
	Area string `db:"area"`
}

// School is an institution or one of its offices, with its provider and what follows from its municipality.
type School struct {
	ID  string `db:"id"`
	OID string `db:"oid"`
	// Code has five digits, an office's more; some schools have none.
	Code       string `db:"code"`
	ProviderID string `db:"provider_id"`
	NameFi     string `db:"name_fi"`
	NameSv     string `db:"name_sv"`
	// MunicipalityCode is the register's own and may be of no municipality: then county and area are empty.
	MunicipalityCode string `db:"municipality_code"`
	CountyCode       string `db:"county_code"`
	Area             string `db:"area"`
	// Languages of teaching: fi, sv, en, se, other.
	Languages []string `db:"languages"`
	// Status is ACTIVE or CLOSED, as of the last import.
	Status string `db:"status"`
	// ClosedOn is the last day; empty while none is known.
	ClosedOn string `db:"closed_on"`
}

// ClosedBy tells that the school can no longer file on a date, YYYY-MM-DD. Its last day may have come since the import.
func (s School) ClosedBy(date string) bool { return closedBy(s.Status, s.ClosedOn, date) }

// Provider of education.
type Provider struct {
	ID     string `db:"id"`
	OID    string `db:"oid"`
	NameFi string `db:"name_fi"`
	NameSv string `db:"name_sv"`
	// Status is ACTIVE or CLOSED, as of the last import.
	Status string `db:"status"`
	// ClosedOn is the last day; empty while none is known.
	ClosedOn string `db:"closed_on"`
}

// ClosedBy tells that the provider is no longer in operation on a date, YYYY-MM-DD.
func (p Provider) ClosedBy(date string) bool { return closedBy(p.Status, p.ClosedOn, date) }

func closedBy(status, closedOn, date string) bool {
	return status == statusClosed || closedOn != "" && closedOn < date
}

// Actor is one of the four actors of demanding consultation.
type Actor struct {
	Code       string `db:"code"`
	NameFi     string `db:"name_fi"`
	NameSv     string `db:"name_sv"`
	NameEn     string `db:"name_en"`
	TakesLeads bool   `db:"takes_leads"`
	// JoinsOnly actors take no lead, they join others' cases.
	JoinsOnly bool `db:"joins_only"`
	// Charges asks the school for a payment commitment.
	Charges   bool     `db:"charges"`
	Languages []string `db:"languages"`
	// Expertise: needs in which it is expert; who leads and who joins is said by the rules of routing.
	Expertise []string `db:"expertise"`
	// PermissionModes for which guardian's consent and the school's authorisation are both needed.
	PermissionModes []string `db:"permission_modes"`
	ActiveFrom      string   `db:"active_from"`
	ActiveTo        string   `db:"active_to"`
}

// Unit of an actor.
type Unit struct {
	ID     string `db:"id"`
	Actor  string `db:"actor"`
	NameFi string `db:"name_fi"`
	NameSv string `db:"name_sv"`
	// MunicipalityCode is empty for a unit without a place of its own.
	MunicipalityCode string `db:"municipality_code"`
	// Areas that it serves first.
	Areas []string `db:"areas"`
	// National units serve the whole country too.
	National  bool     `db:"national"`
	Languages []string `db:"languages"`
	// Needs that it takes; empty: all of its actor's.
	Needs      []string `db:"needs"`
	TakesLeads bool     `db:"takes_leads"`
	// PermissionAlways wants both permissions in every mode.
	PermissionAlways bool   `db:"permission_always"`
	ActiveFrom       string `db:"active_from"`
	ActiveTo         string `db:"active_to"`
}

// RoutingData is what a routing decision is made of, at one moment.
type RoutingData struct {
	School School
	Actors []Actor
	Units  []Unit
	// Edition of the directory that they are of: each change makes a new one.
	Edition int64
}

const (
	statusActive = "ACTIVE"
	statusClosed = "CLOSED"
)
