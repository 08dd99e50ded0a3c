package cases

import (
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Case is the state of one case: plain values, the result of replaying its events. The zero value is a case that has
// not been filed.
type Case struct {
	ID       string
	Number   string
	Facts    Facts
	Routing  Routing
	Filer    Person
	FileTime time.Time

	// Version counts events; Revision counts those that change the etag (messages and advice drafts do not).
	Version  int
	Revision int

	// PermissionMissing: a needed permission is not there, content is locked for the actors.
	PermissionMissing bool

	Assignments []Assignment
	Questions   []Question

	// AdviceRevision is the latest revision written, PublishedRevision the one the school reads; 0: none.
	AdviceRevision    int
	PublishedRevision int

	PublishTime     time.Time
	AcknowledgeTime time.Time
	CloseTime       time.Time
	WithdrawTime    time.Time

	// Effect and Value are the school's word at the end; Value 1–5, 0 when not given.
	Effect string
	Value  int

	// TurnSince is when the present turn began.
	TurnSince  time.Time
	UpdateTime time.Time
}

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

// Routing is the stored explanation of where the case went and why: codes and names of units, no text of people.
type Routing struct {
	RuleSetVersion string      `json:"rule_set_version"`
	Matched        []string    `json:"matched,omitempty"`
	Unit           *Unit       `json:"unit,omitempty"`
	RunnersUp      []Candidate `json:"runners_up,omitempty"`
	Partners       []Candidate `json:"partners,omitempty"`
	// TriageReason is TIE, GAP or DECLINE when coordination decides.
	TriageReason string `json:"triage_reason,omitempty"`
	Overridden   bool   `json:"overridden,omitempty"`
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

// Assignment is one unit's part in a case.
type Assignment struct {
	ID    string
	Unit  Unit
	Part  Part
	State AssignmentState
	// Holder is set in HELD, and stays in DONE.
	Holder        Person
	DeclineReason string
	Revision      int
	CreateTime    time.Time
	// UpdateTime is since when it is in its state.
	UpdateTime time.Time
}

// open reports whether the assignment stands for the lead or a partner now.
func (a Assignment) open() bool { return a.State == Waiting || a.State == Held || a.State == Done }

// Question to the school.
type Question struct {
	ID     string
	UnitID string
	// Due is a calendar date, YYYY-MM-DD.
	Due        string
	AskTime    time.Time
	ReplyTime  time.Time
	CancelTime time.Time
}

func (q Question) open() bool { return q.ReplyTime.IsZero() && q.CancelTime.IsZero() }

// Lead answers the assignment that stands for the lead now.
func (c Case) Lead() (Assignment, bool) {
	i := slices.IndexFunc(c.Assignments, func(a Assignment) bool { return a.Part == LeadPart && a.open() })
	if i < 0 {
		return Assignment{}, false
	}
	return c.Assignments[i], true
}

// Assignment answers the assignment with the id.
func (c Case) Assignment(id string) (Assignment, bool) {
	i := slices.IndexFunc(c.Assignments, func(a Assignment) bool { return a.ID == id })
	if i < 0 {
		return Assignment{}, false
	}
	return c.Assignments[i], true
}

// OpenQuestion answers the oldest question that the school has not answered.
func (c Case) OpenQuestion() (Question, bool) {
	i := slices.IndexFunc(c.Questions, Question.open)
	if i < 0 {
		return Question{}, false
	}
	return c.Questions[i], true
}

// Due is the calendar date (YYYY-MM-DD) that the present turn should end by; empty when none is set.
func (c Case) Due() string {
	if q, ok := c.OpenQuestion(); ok && c.Phase() == AwaitingSchool {
		return q.Due
	}
	return ""
}

// Subject is what permissions look at. While a needed permission is missing no unit has a part in it: the content is
// locked for the actors.
func (c Case) Subject() permission.Subject {
	s := permission.Subject{SchoolID: c.Facts.SchoolID, FilerID: c.Filer.ID, Area: c.Facts.Area}
	if c.PermissionMissing {
		return s
	}
	for _, a := range c.Assignments {
		if a.open() {
			s.Units = append(s.Units, a.Unit.ID)
		}
		if a.open() && a.Holder.ID != "" {
			s.Holders = append(s.Holders, a.Holder.ID)
		}
	}
	return s
}

func (c Case) clone() Case {
	c.Assignments = slices.Clone(c.Assignments)
	c.Questions = slices.Clone(c.Questions)
	return c
}
