package wire

import (
	"time"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
)

// Clocks answers how goals stand; partID is that of the partner's part whose they are, empty of the case itself.
func Clocks(partID string, all []clocks.Clock) []*casespb.Clock {
	return each(all, func(k clocks.Clock) *casespb.Clock {
		m := clock(k)
		m.AssignmentId = partID
		return m
	})
}

// WorkCard answers a card with what is due next, for those who work on the case and to whom it is not locked; of a partner's part in
// the list of a queue and of one's own cases, what is due from the partner.
func WorkCard(c cases.Card) *casespb.Card {
	m := Card(c)
	if c.ClockGoal != nil && !c.Locked {
		m.Clock = shownClock(*c.ClockGoal, c.ClockWarn, c.ClockDue)
	}
	return m
}

func shownClock(goal string, warn, due *time.Time) *casespb.Clock {
	return &casespb.Clock{Goal: Parse[casespb.Goal](goal), WarnDate: date(warn), DueDate: date(due)}
}

// CaseloadCards answers the cards of the caseload, with what is due from partners.
func CaseloadCards(cs []cases.Card, parts []cases.PartClock) []*casespb.Card {
	return each(cs, func(c cases.Card) *casespb.Card {
		m := WorkCard(c)
		for _, p := range parts {
			if p.CaseID == c.CaseID {
				m.Parts = append(m.Parts, &casespb.PartClock{
					UnitId: p.UnitID, UnitNameFi: p.UnitNameFi, UnitNameSv: p.UnitNameSv, Clock: shownClock(p.Goal, p.Warn, p.Due),
				})
			}
		}
		return m
	})
}

// WorkCards answers several.
func WorkCards(cs []cases.Card) []*casespb.Card { return each(cs, WorkCard) }

func clock(k clocks.Clock) *casespb.Clock {
	m := &casespb.Clock{
		Goal: Parse[casespb.Goal](string(k.Goal)), State: Parse[casespb.ClockState](string(k.State)),
		TargetDays: int32(k.Target.Days), UsedDays: int32(k.Used), //nolint:gosec // small
		Today: Parse[casespb.DayOwner](string(k.Today)),
	}
	if !k.Waits() {
		m.WarnDate, m.DueDate = k.Warn.String(), k.Due.String()
	}
	for _, p := range k.Paused {
		m.Paused = append(m.Paused, &casespb.PausedDays{Owner: Parse[casespb.DayOwner](string(p.Owner)), Days: int32(p.Days)}) //nolint:gosec // small
	}
	return m
}
