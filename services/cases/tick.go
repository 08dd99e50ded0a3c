package cases

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// What time brings, in the words of the product description. A school is reminded when its turn has lasted remindAfter of its
// working days, or the question's day has passed, and once more after another remindAfter. Follow-up begins by itself
// followUpBegins after the advice; what the school tells followUpAfter the advice is taken, and the case ends lastAnswer
// after the last of these.
const (
	maxReminders   = 2
	remindAfter    = 5
	followUpBegins = 14 * 24 * time.Hour
	lastAnswer     = 14 * 24 * time.Hour
)

var followUpAfter = []time.Duration{6 * 7 * 24 * time.Hour, 16 * 7 * 24 * time.Hour}

// decide answers everything that is due by m.At, in one go.
func (t Tick) decide(c Case, m Meta) ([]Data, error) {
	var due []Data
	for _, h := range c.HandOvers {
		if h.State == Offered && !m.At.Before(h.Until) {
			due = append(due, HandOverEnded{HandOverID: h.ID, State: HandOverLapsed})
		}
	}
	for _, p := range c.Permits {
		if p.State == PermitGiven && p.ValidUntil != "" && p.ValidUntil < helsinki.Date(m.At) {
			due = append(due, PermitEnded{PermitID: p.ID, State: PermitExpired})
		}
	}
	if d, at := c.next(); d != nil && !m.At.Before(at) {
		due = append(due, d)
	}
	if len(due) == 0 {
		return nil, against(SomethingDue, t.action(), c)
	}
	return due, nil
}

// next answers what time will bring to the phase, and when.
func (c Case) next() (Data, time.Time) {
	switch c.Phase() {
	case AwaitingSchool, AwaitingPermission:
		if c.Reminders < maxReminders {
			return Reminded{}, c.remindAt()
		}
	case Advised:
		return FollowUpBegun{}, c.PublishTime.Add(followUpBegins)
	case FollowUp:
		return FollowUpEnded{}, c.PublishTime.Add(followUpAfter[len(followUpAfter)-1] + lastAnswer)
	case Triage, Queued, InConsultation, Closed, Withdrawn, Erased:
	}
	return nil, time.Time{}
}

// remindAt: on a day on which the school works, also where the question's day falls into a break. A day that had passed when the
// school last did something reminds of nothing: it has as long as where no day is set.
func (c Case) remindAt() time.Time {
	day, after := workdays.Of(c.TurnSince), remindAfter
	if !c.RemindTime.IsZero() {
		day = workdays.Of(c.RemindTime)
	}
	if due, err := workdays.Parse(c.Due()); err == nil && c.Reminders == 0 && (c.RemindTime.IsZero() || due >= day) {
		day, after = due, 0
	}
	return workdays.Table{}.School(c.Facts.MunicipalityCode).Add(day, after+1).Start()
}

// endTime answers when a case ended that has.
func (c Case) endTime() time.Time {
	if !c.WithdrawTime.IsZero() {
		return c.WithdrawTime
	}
	return c.CloseTime
}

// TickTime answers when the clock has something to do next with the case; zero: never, as things stand.
func (c Case) TickTime() time.Time {
	var first time.Time
	sooner := func(t time.Time) {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t.UTC()
		}
	}
	if c.Phase().Ended() {
		return first
	}
	for _, h := range c.HandOvers {
		if h.State == Offered {
			sooner(h.Until)
		}
	}
	for _, p := range c.Permits {
		if day, err := helsinki.Day(p.ValidUntil); err == nil && p.State == PermitGiven {
			sooner(day.AddDate(0, 0, 1))
		}
	}
	if d, at := c.next(); d != nil {
		sooner(at)
	}
	return first
}

// decide: whoever got the assignment meanwhile keeps it.
func (v Vacate) decide(c Case, _ Meta) ([]Data, error) {
	if a, _ := c.Assignment(v.AssignmentID); a.Holder.ID != v.HolderID {
		return nil, against(IsHeld, v.action(), c)
	}
	return []Data{Released{AssignmentID: v.AssignmentID}}, nil
}

// decide: one that was reopened meanwhile, or has ended anew, keeps its content.
func (e Erase) decide(c Case, _ Meta) ([]Data, error) {
	if c.Phase() != e.Phase || c.endTime().After(e.EndedBy) {
		return nil, against(SomethingDue, e.action(), c)
	}
	return []Data{ContentErased{
		Number: c.Number, Round: c.Round, Facts: c.Facts.statistics(), FileTime: c.FileTime, Effect: c.Effect, Value: c.Value,
	}}, nil
}
