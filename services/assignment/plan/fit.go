package plan

import (
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Ordinary is the weight of an ordinary case: weights and loads are in tenths of one.
const Ordinary = 10

// soon is how many days ahead an absence is told.
const soon = 14

// Expert is somebody who may hold cases, and what bears on which.
type Expert struct {
	PersonID string
	Name     string
	// Grants that hold now.
	Grants []permission.Grant
	// Competence are the codes of the needs that they know.
	Competence []string
	// Languages that they work in.
	Languages []string
	// Area and CountyCode are where they work from; Åland is in no area.
	Area       string
	CountyCode string
	// WeeklyHours are the whole hours a week that they have for consultation; 0: none now.
	WeeklyHours int
	// Load is the sum of the weights of the cases that they hold, and Limit how much of it their lead has set.
	Load  int
	Limit int
	// Absences that have not ended.
	Absences []Absence
	// Conflicts of interest that they have declared: ids of schools and of cases.
	Conflicts []string
	// PastCases counts the cases that they have finished, by id of the school.
	PastCases map[string]int
	// Profiles are what holds for the cases of one unit, by its id, of somebody who works in several.
	Profiles map[string]Profile
}

// Profile is what a unit knows of an expert: as in Expert. WeeklyHours of 0 mean that they take none of its cases.
type Profile struct {
	Competence  []string
	Languages   []string
	Area        string
	CountyCode  string
	WeeklyHours int
}

// in answers the expert as a unit knows them.
func (e Expert) in(unitID string) Expert {
	if p, found := e.Profiles[unitID]; found {
		e.Competence, e.Languages, e.Area, e.CountyCode, e.WeeklyHours = p.Competence, p.Languages, p.Area, p.CountyCode, p.WeeklyHours
	}
	return e
}

// Absence is from its first to its last day: calendar dates, YYYY-MM-DD.
type Absence struct {
	From string
	To   string
}

// Waiting is an assignment that waits in a unit's queue: facts, no content.
type Waiting struct {
	AssignmentID string
	CaseID       string
	UnitID       string
	// Locked: nothing is known of the request. Then nobody is refused for what it asks, and of a candidate only the load and an
	// absence are told.
	Locked bool
	Facts  cases.Facts
	Weight int
	// Since when it waits.
	Since time.Time
}

// Refusal says why an expert may not be proposed for a case.
type Refusal string

// Refusals, in the order in which they are looked for: of several the first is told.
const (
	// NoPermission: they may not claim in its unit.
	NoPermission Refusal = "NO_PERMISSION"
	// NoCompetence: they know none of its needs.
	NoCompetence Refusal = "NO_COMPETENCE"
	// WrongLanguage: they do not work in its language.
	WrongLanguage Refusal = "LANGUAGE"
	// ConflictOfInterest: they have declared one, or have a role in the school themselves.
	ConflictOfInterest Refusal = "CONFLICT_OF_INTEREST"
	// NoHours: they have no hours for consultation.
	NoHours Refusal = "NO_HOURS"
	// Absent: they are away today.
	Absent Refusal = "ABSENT"
	// NoCapacity: an ordinary case more, or this one, is over their limit. Only a plan refuses for this; a lead who
	// chooses by hand is warned.
	NoCapacity Refusal = "NO_CAPACITY"
)

// refusals are all of them, in order.
var refusals = []Refusal{NoPermission, NoCompetence, WrongLanguage, ConflictOfInterest, NoHours, Absent, NoCapacity}

// Fit answers how an expert would suit a waiting case on a calendar date, or why they may not be proposed for it at all;
// the refusal is empty where they may. Somebody over their limit may: the candidate says so.
func Fit(e Expert, w Waiting, today time.Time) (Candidate, Refusal) {
	if !e.mayClaim(w.UnitID) {
		return Candidate{}, NoPermission
	}
	e = e.in(w.UnitID)
	if r := e.refuses(w, today.Format(time.DateOnly)); r != "" {
		return Candidate{}, r
	}
	return e.candidate(w, today), ""
}

// refuses answers why somebody who may claim in the unit may not be proposed on a date, whatever their load.
func (e Expert) refuses(w Waiting, today string) Refusal {
	switch {
	case !w.Locked && e.knows(w.Facts.Needs) == 0:
		return NoCompetence
	case !w.Locked && !slices.Contains(e.Languages, w.Facts.Language):
		return WrongLanguage
	case e.conflicts(w):
		return ConflictOfInterest
	case e.WeeklyHours == 0:
		return NoHours
	case e.awayOn(today):
		return Absent
	}
	return ""
}

func (e Expert) mayClaim(unitID string) bool {
	p := permission.Principal{PersonID: e.PersonID, Grants: e.Grants}
	_, ok := p.Can(permission.Claim, permission.Subject{Units: []string{unitID}})
	return ok
}

// knows answers how many of the needs the expert knows.
func (e Expert) knows(needs []string) int {
	n := 0
	for _, need := range needs {
		if slices.Contains(e.Competence, need) {
			n++
		}
	}
	return n
}

func (e Expert) conflicts(w Waiting) bool {
	return slices.Contains(e.Conflicts, w.CaseID) || slices.Contains(e.Conflicts, w.Facts.SchoolID) ||
		slices.ContainsFunc(e.Grants, func(g permission.Grant) bool { return g.SchoolID != "" && g.SchoolID == w.Facts.SchoolID })
}

func (e Expert) awayOn(date string) bool {
	return slices.ContainsFunc(e.Absences, func(a Absence) bool { return a.From <= date && date <= a.To })
}

// awayFrom answers the first day of the next absence that begins after one date and not after another; empty: none.
func (e Expert) awayFrom(after, until string) string {
	first := ""
	for _, a := range e.Absences {
		if after < a.From && a.From <= until && (first == "" || a.From < first) {
			first = a.From
		}
	}
	return first
}

// Distance is what a card may show of how far a school is from an expert: municipalities would name it, and so would
// kilometres from several experts. It is 0 to 2.
type Distance int

// Distances.
const (
	SameCounty Distance = iota
	SameArea
	OtherArea
)

func (e Expert) distance(f cases.Facts) Distance {
	switch {
	case e.CountyCode != "" && e.CountyCode == f.CountyCode:
		return SameCounty
	case e.Area != "" && e.Area == f.Area:
		return SameArea
	default:
		return OtherArea
	}
}

// travel answers how far somebody at a distance has to go for what the school wishes for; 0 where nobody goes anywhere.
func travel(f cases.Facts, d Distance) int {
	if slices.Contains(f.WishedForms, "ON_SITE_MEETING") || slices.Contains(f.WishedForms, cases.ModeVisit) {
		return int(d)
	}
	return 0
}
