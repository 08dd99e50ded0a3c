package plan

import (
	"cmp"
	"slices"
	"time"
)

// Candidate is an expert who may be given a case, in the figures that speak for and against it.
type Candidate struct {
	PersonID string
	Name     string
	// Locked: nothing is known of the request.
	Locked bool
	// Needs of the case, and how many of them the expert knows.
	Known int
	Needs int
	// Language of the case, which the expert works in.
	Language string
	Distance Distance
	// Travel is the distance where the school wishes for somebody to come, otherwise 0.
	Travel int
	// LoadBefore is the weight of what they hold now, and LoadAfter with what is proposed.
	LoadBefore  int
	LoadAfter   int
	Limit       int
	WeeklyHours int
	// AbsentFrom is the first day of an absence that begins within two weeks, YYYY-MM-DD; empty: none.
	AbsentFrom string
	// PastCases of the same school that they have finished.
	PastCases int
}

func (e Expert) candidate(w Waiting, today time.Time) Candidate {
	d := e.distance(w.Facts)
	return Candidate{
		PersonID: e.PersonID, Name: e.Name, Locked: w.Locked, Known: e.knows(w.Facts.Needs), Needs: len(w.Facts.Needs),
		Language: w.Facts.Language, Distance: d, Travel: travel(w.Facts, d),
		LoadBefore: e.Load, LoadAfter: e.Load + w.Weight, Limit: e.Limit, WeeklyHours: e.WeeklyHours,
		AbsentFrom: e.awayFrom(today.Format(time.DateOnly), today.AddDate(0, 0, soon).Format(time.DateOnly)),
		PastCases:  e.PastCases[w.Facts.SchoolID],
	}
}

// OverLimit reports whether they would hold more than their lead has set.
func (c Candidate) OverLimit() bool { return c.LoadAfter > c.Limit }

// Rank answers those who may be given a case, the best first: within their limit before over it, present before soon
// away, then by more of the needs, having worked with the school or not, less travel, less load for each weekly hour, the
// nearer one. The rest is the order of ids, so that the order of the experts given does not count.
func Rank(w Waiting, experts []Expert, today time.Time) []Candidate {
	var ranked []Candidate
	for _, e := range experts {
		if c, refusal := Fit(e, w, today); refusal == "" {
			ranked = append(ranked, c)
		}
	}
	slices.SortFunc(ranked, compare)
	return ranked
}

func compare(x, y Candidate) int {
	return cmp.Or(
		falseFirst(x.OverLimit(), y.OverLimit()),
		falseFirst(x.AbsentFrom != "", y.AbsentFrom != ""),
		cmp.Compare(y.Known, x.Known),
		falseFirst(x.PastCases == 0, y.PastCases == 0),
		cmp.Compare(x.Travel, y.Travel),
		cmp.Compare(x.LoadAfter*y.WeeklyHours, y.LoadAfter*x.WeeklyHours),
		cmp.Compare(x.Distance, y.Distance),
		cmp.Compare(x.PersonID, y.PersonID),
	)
}

func falseFirst(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	default:
		return 1
	}
}

// Code of a reason; its text is the page's.
type Code string

// Codes of reasons.
const (
	// Competence: Value of the case's Of needs are known.
	Competence Code = "COMPETENCE"
	// InLanguage: they work in the language of the case.
	InLanguage Code = "LANGUAGE"
	// InCounty, InArea and Far: where they work from, seen from the school.
	InCounty Code = "SAME_COUNTY"
	InArea   Code = "SAME_AREA"
	Far      Code = "OTHER_AREA"
	// WithinLimit and AboveLimit: Value is the load after, Of the limit, both in tenths of an ordinary case.
	WithinLimit Code = "WITHIN_LIMIT"
	AboveLimit  Code = "OVER_LIMIT"
	// AbsenceSoon: from Date.
	AbsenceSoon Code = "ABSENCE_SOON"
	// KnowsSchool: Value finished cases of the same school.
	KnowsSchool Code = "KNOWS_SCHOOL"
)

// Reason for a candidate, or against.
type Reason struct {
	Code    Code
	Against bool
	Value   int
	Of      int
	// Date, YYYY-MM-DD.
	Date string
}

// Reasons answers what speaks for and against the candidate.
func (c Candidate) Reasons() []Reason {
	var reasons []Reason
	if !c.Locked {
		reasons = append(
			reasons, Reason{Code: Competence, Value: c.Known, Of: c.Needs, Against: c.Known < c.Needs}, Reason{Code: InLanguage},
			Reason{Code: [...]Code{InCounty, InArea, Far}[c.Distance], Against: c.Travel > int(SameArea)},
		)
	}
	load := Reason{Code: WithinLimit, Value: c.LoadAfter, Of: c.Limit}
	if c.OverLimit() {
		load.Code, load.Against = AboveLimit, true
	}
	reasons = append(reasons, load)
	if c.AbsentFrom != "" {
		reasons = append(reasons, Reason{Code: AbsenceSoon, Against: true, Date: c.AbsentFrom})
	}
	if c.PastCases > 0 {
		reasons = append(reasons, Reason{Code: KnowsSchool, Value: c.PastCases})
	}
	return reasons
}
