package cases

import "slices"

// CodeList is the date since which the present codes of needs and support stand: those of the Basic Education Act since
// 1.8.2025. Whoever changes what a code means, or takes one away, gives the new list its own date.
const CodeList = "2025-08-01"

// Person is a professional, named as they were called at the time.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Facts are the coded answers of a request and of its school: what routing, queues and figures work with. No text.
type Facts struct {
	SchoolID     string   `json:"school_id"`
	SchoolNameFi string   `json:"school_name_fi"`
	SchoolNameSv string   `json:"school_name_sv"`
	ProviderID   string   `json:"provider_id,omitempty"`
	About        string   `json:"about"`
	Level        string   `json:"level"`
	Grades       []int32  `json:"grades,omitempty"`
	Language     string   `json:"language"`
	Needs        []string `json:"needs"`
	Support      []string `json:"support,omitempty"`
	Services     []string `json:"services,omitempty"`
	WishedForms  []string `json:"wished_forms,omitempty"`
	Urgency      string   `json:"urgency"`
	Risks        []string `json:"risks,omitempty"`
	// PaymentCommitment is empty where it was not asked for.
	PaymentCommitment string `json:"payment_commitment,omitempty"`
	// CodeList is the date since which the codes stand that the request was answered by.
	CodeList string `json:"code_list,omitempty"`
	// Permissions are which the school had recorded when the answers were routed: NONE, CONSENT, AUTHORISATION or BOTH; empty
	// where that was not kept.
	Permissions string `json:"permissions,omitempty"`
	// Area is empty for Åland and unknown municipalities.
	Area             string `json:"area,omitempty"`
	CountyCode       string `json:"county_code,omitempty"`
	MunicipalityCode string `json:"municipality_code,omitempty"`
}

// GradeBand is what a card may show of the grades: the band of the lowest one.
func (f Facts) GradeBand() string {
	if f.Level == "PRE_PRIMARY" || len(f.Grades) == 0 {
		return "PRE_PRIMARY"
	}
	switch lowest := slices.Min(f.Grades); {
	case lowest <= 2:
		return "1_2"
	case lowest <= 6:
		return "3_6"
	default:
		return "7_9"
	}
}

// Modes of a request that an actor's or unit's data may name as wanting permissions, beside the codes of About.
const (
	// ModeVisit: a visit with observation of one pupil is wished for.
	ModeVisit = "VISIT_OBSERVATION"
	// ModeAlways: the unit wants permissions for every request.
	ModeAlways = "ALWAYS"
)

// NeedsPermission reports whether somebody who wants permissions for these modes wants them for this request. A group
// is never observed as one pupil.
func (f Facts) NeedsPermission(modes []string) bool {
	visited := f.About != "GROUP" && slices.Contains(f.WishedForms, ModeVisit)
	return slices.Contains(modes, ModeAlways) || slices.Contains(modes, f.About) || visited && slices.Contains(modes, ModeVisit)
}

// statistics answers what may stay of the facts when a case is erased: nothing that names a school or a person, and of
// the grades no more than a card shows.
func (f Facts) statistics() Facts {
	kept := Facts{
		About: f.About, Level: f.Level, Language: f.Language, Needs: f.Needs, Urgency: f.Urgency, Area: f.Area,
		CountyCode: f.CountyCode, CodeList: f.CodeList,
	}
	if lowest, ok := map[string]int32{"1_2": 1, "3_6": 3, "7_9": 7}[f.GradeBand()]; ok {
		kept.Grades = []int32{lowest}
	}
	return kept
}

// Routing is the stored explanation of where the case went and why: codes and names of units, no text of people.
type Routing struct {
	RuleSetVersion string      `json:"rule_set_version"`
	Matched        []string    `json:"matched,omitempty"`
	Unit           *Unit       `json:"unit,omitempty"`
	RunnersUp      []Candidate `json:"runners_up,omitempty"`
	Partners       []Candidate `json:"partners,omitempty"`
	// TriageReason is TIE, GAP, DECLINE, DISPUTE, RISK or UNIT_CLOSED when coordination decides.
	TriageReason string `json:"triage_reason,omitempty"`
	Overridden   bool   `json:"overridden,omitempty"`
	// Fired are the rules that fired, the heaviest first: those of the first one's weight decided. None in decisions made
	// before there were rules ("actors-1").
	Fired []Fired `json:"fired,omitempty"`
}

// Coordination stands in place of a lead where a rule gives a request to people.
const Coordination = "COORDINATION"

// Fired is a rule that fired, in its words of the time.
type Fired struct {
	Rule     string `json:"rule"`
	Lead     string `json:"lead"`
	Weight   int32  `json:"weight"`
	ReasonFi string `json:"reason_fi"`
	ReasonSv string `json:"reason_sv"`
	ReasonEn string `json:"reason_en,omitempty"`
}

// to answers the explanation once a person has chosen the unit.
func (r Routing) to(u Unit) Routing {
	r.Unit, r.TriageReason, r.Overridden = &u, "", true
	return r
}

// declined answers the explanation once the unit leads no more, and coordination chooses another.
func (r Routing) declined() Routing { return r.unled("DECLINE") }

// unled answers the explanation where for a reason coordination chooses.
func (r Routing) unled(why string) Routing {
	r.Unit, r.TriageReason, r.Overridden = nil, why, false
	return r
}

// Unit of an actor, named as it was called at the time.
type Unit struct {
	ID     string `json:"id"`
	Actor  string `json:"actor"`
	NameFi string `json:"name_fi"`
	NameSv string `json:"name_sv"`
}

// Candidate is a unit that was considered. Scores compare within one decision only.
type Candidate struct {
	Unit
	Score int32 `json:"score"`
}
