package cases

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// Offer is an open hand-over as whom it is offered to sees it on a list: with the card of the case.
type Offer struct {
	Card

	HandOverID   string `db:"hand_over_id"`
	AssignmentID string `db:"assignment_id"`
	Part         string `db:"part"`
	// From is who holds the part: of the lead of another unit nobody is named.
	From      *string   `db:"holder_name"`
	ToUnitID  *string   `db:"to_unit_id"`
	Until     time.Time `db:"until"`
	OfferTime time.Time `db:"offer_time"`
}

// Offers answers what is offered to the principal or to a unit of theirs, the oldest first.
func (r Reader) Offers(ctx context.Context, p permission.Principal, size int, after *page.Cursor) ([]Offer, string, error) {
	units := []string{}
	for _, g := range p.Of(permission.RolesFor(permission.AnswerHandOver)...) {
		units = append(units, g.UnitID)
	}
	w := &where{conditions: []string{"h.state = 'OFFERED'", "(h.to_unit_id = ANY ($2) OR h.to_id = $1 AND a.unit_id = ANY ($2))"}, args: []any{p.PersonID, units}}
	if after != nil {
		w.args = append(w.args, after.Time, after.ID)
		w.conditions = append(w.conditions, "(h.offer_time, h.id) > ($3, $4)")
	}
	var offers []Offer
	err := r.DB.Read(as(ctx, p), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &offers, offerSelect+w.sql()+" ORDER BY h.offer_time, h.id LIMIT "+strconv.Itoa(size+1), w.args...)
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("listing hand-overs: %w", err)
	}
	offers, next := page.Cut(offers, size, func(o Offer) page.Cursor { return page.Cursor{Time: o.OfferTime, ID: o.HandOverID} })
	return offers, next, nil
}

// offerSelect: a part of another unit is not seen; what it offers to a unit is the lead. While a permission is missing the card
// tells nothing of the request, and a colleague alone which one it is.
const offerSelect = cardColumns + `, CASE WHEN h.to_unit_id IS NULL THEN c.lacks ELSE '{}' END AS lacks, NOT h.opens AS locked, h.id AS hand_over_id, h.assignment_id, coalesce(a.part, 'LEAD') AS part, a.holder_name, h.to_unit_id, h.until, h.offer_time
FROM case_hand_overs h JOIN cases c ON c.id = h.case_id LEFT JOIN assignments a ON a.id = h.assignment_id`

// Offered answers a hand-over that is offered to the principal or to a unit of theirs with its case, and its note once the audit
// says so; no note while a permission is missing. A *Refusal with Unknown for everybody else.
func (r Reader) Offered(ctx context.Context, p permission.Principal, handOverID string) (Case, Offer, []Content, error) {
	var sealed []contentRow
	var offer Offer
	var q *pendingCase
	var found bool
	err := r.DB.ReadRecorded(as(ctx, p), func(tx *postgres.Tx) error {
		q = r.queue(tx, Target{HandOverID: handOverID}, false)
		postgres.Row(tx, &offer, &found, offerSelect+" WHERE h.id = $1 AND h.state = 'OFFERED'", handOverID)
		postgres.Rows(tx, &sealed, "SELECT "+contentSQL.list+" FROM audit.read_offer($1)", handOverID)
		return nil
	})
	if err != nil {
		return Case{}, Offer{}, nil, fmt.Errorf("reading a hand-over: %w", err)
	}
	c, wrapped, err := q.result()
	if err != nil {
		return Case{}, Offer{}, nil, err
	}
	h, _ := c.HandOver(handOverID)
	a, _ := c.Assignment(h.AssignmentID)
	by, ok := c.sight().authorise(p, ActionAcceptHandOver, target{a, h})
	if !found || !ok || !conditions[OfferedToMe](c, by, target{a, h}) {
		return Case{}, Offer{}, nil, &Refusal{Reason: Unknown}
	}
	content, err := r.open(c.ID, wrapped, sealed)
	return c, offer, content, err
}

// OfferedTo answers the unit to which the lead is offered by a hand-over that the principal may answer; empty where there is none.
func (r Reader) OfferedTo(ctx context.Context, p permission.Principal, handOverID string) (unitID string, err error) {
	err = r.DB.Read(as(ctx, p), func(tx *postgres.Tx) error {
		var units []string
		postgres.Rows(tx, &units, "SELECT to_unit_id::text FROM case_hand_overs WHERE id = $1 AND state = 'OFFERED' AND to_unit_id IS NOT NULL", handOverID)
		err := tx.Flush(ctx)
		unitID = strings.Join(units, "")
		return err
	})
	if err != nil {
		return "", fmt.Errorf("reading to which unit a lead is offered: %w", err)
	}
	return unitID, nil
}

// Colleagues answers who works in the unit of an assignment now, by name, for those who work there.
func (r Reader) Colleagues(ctx context.Context, p permission.Principal, assignmentID string, now time.Time) ([]Person, error) {
	var units []string
	var people []person
	err := r.DB.Read(as(ctx, p), func(tx *postgres.Tx) error {
		postgres.Rows(tx, &units, "SELECT unit_id::text FROM assignments WHERE id = $1", assignmentID)
		postgres.Rows(tx, &people, `SELECT k.id, k.name FROM assignments a CROSS JOIN LATERAL access.colleagues_of(a.unit_id, $2) k
			WHERE a.id = $1`, assignmentID, now)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading who works in a unit: %w", err)
	}
	if _, ok := p.Can(permission.ReadQueue, permission.Subject{Units: units}); !ok {
		return nil, &Refusal{Reason: Unknown}
	}
	all := make([]Person, len(people))
	for i, k := range people {
		all[i] = Person(k)
	}
	return all, nil
}

type person struct {
	ID   string `db:"id"`
	Name string `db:"name"`
}
