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

	// Version counts events; Revision counts those that change the etag (messages, advice drafts and disputes do not).
	Version  int
	Revision int
	// Round is 1, and one more each time the case is reopened. Advice, reminders and the end below are the round's.
	Round int

	// PermissionNeeded: every actor that could take the case wants permissions. While a unit leads its own word counts.
	PermissionNeeded bool

	Assignments []Assignment
	Questions   []Question
	HandOvers   []HandOver
	Permits     []Permit
	// Dispute about the lead that is open, or the latest of this round.
	Dispute Dispute

	// AdviceRevision is the latest revision written by any unit, PublishedRevision the latest that the school reads of
	// this round; 0: none.
	AdviceRevision    int
	PublishedRevision int
	// Reminders is how often the school was reminded since its turn began or it last did something, RemindTime when that
	// last was; FollowUps is how often it has told how it went.
	Reminders    int
	FollowUps    int
	RemindTime   time.Time
	FollowUpTime time.Time

	PublishTime     time.Time
	AcknowledgeTime time.Time
	CloseTime       time.Time
	WithdrawTime    time.Time
	EraseTime       time.Time

	// Effect and Value are the school's word at the end; Value 1–5, 0 when not given.
	Effect string
	Value  int

	// TurnSince is when the present turn began.
	TurnSince time.Time
	// UpdateTime is that of the latest event of which the school may know.
	UpdateTime time.Time
}

// lastTime is that of the latest event.
func (c Case) lastTime() time.Time {
	return slices.MaxFunc([]time.Time{c.UpdateTime, c.Dispute.RaiseTime, c.Dispute.EndTime}, time.Time.Compare)
}

// Due is the calendar date (YYYY-MM-DD) that the present turn should end by; empty when none is set.
func (c Case) Due() string {
	if q, ok := c.OpenQuestion(); ok && c.Phase() == AwaitingSchool {
		return q.Due
	}
	return ""
}

// Subject is what permissions to the content look at: the units whose part opens it, and who holds these parts.
func (c Case) Subject() permission.Subject { return c.subject(c.opens) }

// parts is what permissions look at that need no content: all standing parts, also while the content is locked.
func (c Case) parts() permission.Subject { return c.subject(c.stands) }

// unitIDs answers every unit that has or had a part in the case, or was offered one, each once.
func (c Case) unitIDs() []string {
	ids := []string{}
	for _, a := range c.Assignments {
		ids = append(ids, a.Unit.ID)
	}
	for _, h := range c.HandOvers {
		if h.ToUnit.ID != "" {
			ids = append(ids, h.ToUnit.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (c Case) subject(counts func(Assignment) bool) permission.Subject {
	s := permission.Subject{
		CaseID: c.ID, SchoolID: c.Facts.SchoolID, FilerID: c.Filer.ID, Area: c.Facts.Area,
		Units: make([]string, 0, len(c.Assignments)), Holders: make([]string, 0, len(c.Assignments)),
	}
	for _, a := range c.Assignments {
		if !counts(a) {
			continue
		}
		s.Units = append(s.Units, a.Unit.ID)
		s.Holders = append(s.Holders, a.Holder.ID)
	}
	return s
}

func (c Case) clone() Case {
	c.Assignments = slices.Clone(c.Assignments)
	c.Questions = slices.Clone(c.Questions)
	c.HandOvers = slices.Clone(c.HandOvers)
	c.Permits = slices.Clone(c.Permits)
	return c
}
