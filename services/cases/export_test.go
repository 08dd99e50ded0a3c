package cases

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Authorise lets tests pass the gate that stands before Decide.
func (c Case) Authorise(p permission.Principal, cmd Command) (By, bool) {
	t, _ := c.targetOf(cmd)
	return c.sight().authorise(p, cmd.action(), t)
}

// ActionOf answers the action that a command takes.
func ActionOf(cmd Command) Action { return cmd.action() }

// Clock is who acts when time does.
var Clock = theClock

// DecodeData lets tests read stored events.
var DecodeData = decodeData

// Kinds answers the kinds of events that can be read.
func Kinds() []string { return slices.Sorted(maps.Keys(decoders)) }

// Stands reports whether the assignment stands for its part, Opens whether it opens the content.
func (c Case) Stands(a Assignment) bool { return c.stands(a) }

// ByPerson reports whether where the case is was a person's choice, or will be.
func (r Routing) ByPerson() bool { return r.byPerson() }

// Opens reports whether the assignment opens the content to its unit.
func (c Case) Opens(a Assignment) bool { return c.opens(a) }

// Shows reports whether the note of a hand-over is open to whom it is offered.
func (c Case) Shows(h HandOver) bool { return c.shows(h) }

// Offered answers the open hand-over of an assignment.
func (c Case) Offered(assignmentID string) (HandOver, bool) { return c.offered(assignmentID) }

// TextOf answers the id of the sealed text that an event names.
var TextOf = textOf

// LastTime is that of the latest event of the case.
func (c Case) LastTime() time.Time { return c.lastTime() }

// CheckAfter checks the cases whose ids come after one.
var CheckAfter = checkAfter

// Load answers a case as its rows say, whoever may read it.
func (s *Store) Load(ctx context.Context, id string) (Case, error) { return s.stored(ctx, id) }

// Events answers the events of a case, whoever may read them.
func (s *Store) Events(ctx context.Context, id string) ([]Event, error) {
	var rows []eventRow
	if err := s.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, "SELECT "+eventSQL.list+" FROM case_events WHERE case_id = $1 ORDER BY version", id)
		return nil
	}); err != nil {
		return nil, err
	}
	events := make([]Event, len(rows))
	for i, row := range rows {
		var err error
		if events[i], err = row.event(); err != nil {
			return nil, err
		}
	}
	return events, nil
}
