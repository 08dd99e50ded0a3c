package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// decide lets a lead go where the rules say now. Whatever unit had a part in the round does not get it back from the clock: it has
// declined, has been passed over or takes part, so that a person chooses, as where the rules find no unit.
func (w WindUp) decide(c Case, _ Meta) ([]Data, error) {
	if w.HandOverID != "" {
		return []Data{HandOverEnded{HandOverID: w.HandOverID, State: HandOverLapsed}}, nil
	}
	ended := WoundUp{AssignmentID: w.AssignmentID}
	if a, _ := c.Assignment(w.AssignmentID); a.Part == PartnerPart {
		return []Data{ended}, nil
	}
	routing := w.Routing
	if routing.Unit == nil || c.hadPart(routing.Unit.ID) {
		routing = routing.unled(unitClosed)
	}
	return append([]Data{ended}, placed(routing, w.NewID, c.Facts.NeedsPermission(w.Modes))...), nil
}

// hadPart reports whether a unit has or had a part in the present round.
func (c Case) hadPart(unitID string) bool {
	return slices.ContainsFunc(c.Assignments, func(a Assignment) bool { return a.Round == c.Round && a.Unit.ID == unitID })
}

// stranded is a part that waits in a unit which works no more, or a hand-over that is offered to it or to one that takes no leads any
// more.
type stranded struct {
	AssignmentID string `db:"assignment_id"`
	HandOverID   string `db:"hand_over_id"`
	CaseID       string `db:"case_id"`
	Leads        bool   `db:"leads"`
}

// atOnce is how many parts and offers one run ends; the clock's other work waits for it.
const atOnce = 100

// windUp ends what waits in units that work no more and what is offered to them, by this clock and by the database's, since
// nothing brings it back, and what is offered to units that take no leads; it answers what did not succeed. After advice a lead stays, as the school reads it and the clock ends
// the case.
func (t *Ticker) windUp(ctx context.Context) (failed []error, err error) {
	var left []stranded
	err = t.Store.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &left, `WITH closed AS (SELECT u.id FROM directory.units u JOIN directory.actors o ON o.code = u.actor
				WHERE least(u.active_to, o.active_to) < least($1::text::date, (now() AT TIME ZONE 'Europe/Helsinki')::date))
			SELECT a.id::text AS assignment_id, '' AS hand_over_id, a.case_id, a.part = 'LEAD' AS leads
			FROM closed u JOIN assignments a ON a.unit_id = u.id AND a.state = 'WAITING' JOIN cases c ON c.id = a.case_id
			WHERE a.part = 'PARTNER' OR c.phase NOT IN ('ADVISED', 'FOLLOW_UP')
			UNION ALL SELECT '', h.id::text, h.case_id, false
			FROM directory.units u JOIN directory.actors o ON o.code = u.actor
			JOIN case_hand_overs h ON h.to_unit_id = u.id AND h.state = 'OFFERED'
			WHERE u.id IN (SELECT id FROM closed) OR NOT u.takes_leads OR NOT o.takes_leads
			ORDER BY case_id, assignment_id, hand_over_id LIMIT $2`, helsinki.Date(t.Store.now()), atOnce)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for what waits in units that work no more: %w", err)
	}
	for _, s := range left {
		if err := unlessPast(t.move(ctx, s)); err != nil {
			failed = append(failed, fmt.Errorf("winding up assignment %s of case %s: %w", s.AssignmentID, s.CaseID, err))
		}
	}
	return failed, nil
}

// move ends one part or offer, and lets a lead go on: to coordination where the rules cannot be asked, which is then told, too, and
// reads why the case went where it was.
func (t *Ticker) move(ctx context.Context, s stranded) error {
	w := WindUp{AssignmentID: s.AssignmentID, HandOverID: s.HandOverID}
	var unrouted error
	if s.Leads {
		c, err := t.Store.stored(ctx, s.CaseID)
		if err != nil {
			return err
		}
		w.NewID = uuid.Must(uuid.NewV7()).String()
		if w.Routing, w.Modes, unrouted = t.Route(ctx, c); unrouted != nil {
			w.Routing = c.Routing.unled(unitClosed)
		}
	}
	_, err := t.Store.WindUp(ctx, s.CaseID, uuid.NewString(), w)
	return errors.Join(unrouted, err)
}
