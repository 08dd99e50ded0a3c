package cases

import (
	"context"
	"fmt"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// TimelineEntry is an event with the phase that it led to.
type TimelineEntry struct {
	Event Event
	Phase Phase
}

// QueueEvents asks for the events of a case, oldest first, for a role to which the case need not be opened; they can be read
// once the transaction is flushed.
func QueueEvents(tx *postgres.Tx, caseID string) (read func() ([]Event, error)) {
	var rows []eventRow
	postgres.Rows(tx, &rows, "SELECT "+eventSQL.list+" FROM case_events WHERE case_id = $1 ORDER BY version", caseID)
	return func() ([]Event, error) {
		events := make([]Event, len(rows))
		for i, row := range rows {
			var err error
			if events[i], err = row.event(); err != nil {
				return nil, err
			}
		}
		return events, nil
	}
}

// EventsOf answers the events of a timeline.
func EventsOf(timeline []TimelineEntry) []Event {
	events := make([]Event, len(timeline))
	for i, e := range timeline {
		events[i] = e.Event
	}
	return events
}

// Timeline answers the events of a case, oldest first, and the case, for those who may see them; the school none that is among units
// alone.
func (r Reader) Timeline(ctx context.Context, p permission.Principal, id string) ([]TimelineEntry, Case, error) {
	var rows []eventRow
	var q *pendingCase
	err := r.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
		q = r.queueRead(tx, id, permission.ReadEvents)
		postgres.Rows(tx, &rows, "SELECT "+eventSQL.list+" FROM case_events WHERE case_id = $1 ORDER BY version", id)
		return nil
	})
	if err != nil {
		return nil, Case{}, fmt.Errorf("reading a timeline: %w", err)
	}
	c, _, err := q.result()
	if err != nil {
		return nil, Case{}, err
	}
	grant, ok := p.Can(permission.ReadEvents, c.Subject())
	if !ok {
		return nil, Case{}, &Refusal{Reason: Unknown}
	}
	var entries []TimelineEntry
	for _, row := range rows {
		e, err := row.event()
		if err != nil {
			return nil, Case{}, err
		}
		if grant.SchoolID == "" || e.forSchool() {
			entries = append(entries, TimelineEntry{Event: e, Phase: Phase(row.Phase)})
		}
	}
	return entries, c, nil
}

func (r eventRow) event() (Event, error) {
	data, err := decodeData(r.Kind, r.Data)
	if err != nil {
		return Event{}, err
	}
	return Event{
		CaseID: r.CaseID, Version: r.Version, At: r.At, RequestID: r.RequestID, Data: data,
		By: By{Person: Person{ID: r.ByID, Name: r.ByName}, Role: roleOf(r.ByRole), UnitID: deref(r.ByUnitID)},
	}, nil
}
