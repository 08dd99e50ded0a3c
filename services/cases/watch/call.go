package watch

import (
	"context"
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// ladder of those who could answer for a case, as access.answer_for names its rungs.
var ladder = []string{"OWNER", "LEAD", "COORDINATION", "COUNTRY", "ELSEWHERE", "ADMIN"}

type person struct {
	Rung     string `db:"rung"`
	PersonID string `db:"person_id"`
	// Away: they are absent today.
	Away bool `db:"away"`
	// Reached: there is an address, and they are there to read it.
	Reached bool `db:"reached"`
}

// persons are those who could answer for a case now.
type persons []person

// call records whom the clocks call now; false: somebody should be called, and nobody is there.
func (s standing) call(ctx context.Context, tx *postgres.Tx, c cases.Case, events []cases.Event, now time.Time) (answered bool, err error) {
	if !slices.ContainsFunc(s.clocks, clocks.Clock.Calls) {
		return true, nil
	}
	part, of := s.part, about{c: c, version: invited(events, s.part.ID), givenBack: givenBack(c, events, s.part.ID)}
	switch {
	case s.dispute: // coordination alone answers for it
		of = about{c: c, version: c.Dispute.Version}
	case part.ID == "":
		part, _ = c.Lead()
	}
	who, err := answering(ctx, tx, c, part, now)
	if err != nil {
		return false, err
	}
	answered = true
	for _, k := range s.clocks {
		answered = who.record(tx, of, k, now) && answered
	}
	return answered, nil
}

// answering asks who could answer for a part in a case.
func answering(ctx context.Context, tx *postgres.Tx, c cases.Case, part cases.Assignment, now time.Time) (who persons, err error) {
	var rows []person
	postgres.Rows(tx, &rows, "SELECT rung, person_id, away, reached FROM access.answer_for(nullif($1, '')::uuid, nullif($2, '')::uuid, nullif($3, ''), $4)",
		part.Unit.ID, part.Holder.ID, c.Facts.Area, now)
	return rows, tx.Flush(ctx)
}

// first answers one who stands on a rung and is not away.
func (p persons) first(rung clocks.Rung) string {
	for _, one := range p {
		if one.Rung == string(rung) && !one.Away {
			return one.PersonID
		}
	}
	return ""
}

// told answers all whom a call from a rung on means: everybody on it, and as long as a mail reaches nobody of those, on the next.
func (p persons) told(from clocks.Rung) (all persons) {
	reached := false
	for _, rung := range ladder[slices.Index(ladder, string(from)):] {
		for _, one := range p {
			if one.Rung == rung {
				all, reached = append(all, one), reached || one.Reached
			}
		}
		if reached {
			break
		}
	}
	return all
}

// about is what a call is about: the case, of a part the version of its invitation, of a dispute that of its beginning, and how often
// it was given back.
type about struct {
	c                  cases.Case
	version, givenBack int
}

// record notes whom a clock calls now; whoever was called for the same before is not called again until it has been given back. It
// answers false where somebody should be called and nobody is there.
func (p persons) record(tx *postgres.Tx, of about, k clocks.Clock, now time.Time) bool {
	call := k.Call(clocks.People{
		Owner: p.first(clocks.RungOwner), Lead: p.first(clocks.RungLead), Coordinator: p.first(clocks.RungCoordination),
	})
	if call.Tell == clocks.Nothing {
		return true
	}
	told := p.told(call.Rung)
	for _, one := range told {
		tx.Queue(`INSERT INTO notify.calls (case_id, round, goal, tell, rung, version, person_id, given_back, create_time)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT ON CONSTRAINT calls_pkey DO NOTHING`,
			of.c.ID, of.c.Round, string(k.Goal), string(call.Tell), one.Rung, of.version, one.PersonID, of.givenBack, now)
	}
	return len(told) > 0
}

// invited answers the version at which a unit was invited to a part; 0: no part.
func invited(events []cases.Event, partID string) int {
	for _, e := range events {
		if d, is := e.Data.(cases.PartnerInvited); is && d.AssignmentID == partID {
			return e.Version
		}
	}
	return 0
}

// givenBack counts how often a part has been given back by who held it; of the case itself, how often its lead was in the round, and
// by a unit or from one to another, to a part of its own or to a new one.
func givenBack(c cases.Case, events []cases.Event, partID string) (times int) {
	led := false
	for _, e := range events {
		switch d := e.Data.(type) {
		case cases.Reopened:
			times, led = 0, false
		case cases.Released:
			a, _ := c.Assignment(d.AssignmentID)
			if a.ID == partID || partID == "" && a.Part == cases.LeadPart {
				times++
			}
		case cases.SentToTriage, cases.LeadMoved:
			if partID == "" {
				times++
			}
			_, led = d.(cases.LeadMoved)
		case cases.Routed, cases.Amended:
			if a, is := d.(cases.Amended); is && a.AssignmentID == "" {
				continue
			}
			if partID == "" && led {
				times++
			}
			led = true
		}
	}
	return times
}
