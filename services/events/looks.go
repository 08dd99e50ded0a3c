package events

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Who looks at what is nowhere written: the processes tell each other, sealed, and forget it by themselves.
const (
	// lookChannel is where the database passes it on.
	lookChannel = "vaatu_looks"
	// LookLasts is how long somebody counts as looking who does not say so again.
	LookLasts = 20 * time.Second
	// lookFresh is how long what was told of a look is believed: whoever can write to the database may tell it again.
	lookFresh = time.Minute
)

// Looks says what the hub forgets them by: the clock, and how often it looks at it.
type Looks struct {
	Now  func() time.Time
	Beat time.Duration
}

// look is that somebody of a unit has a case open.
type look struct {
	UnitID   string `json:"unit_id"`
	CaseID   string `json:"case_id"`
	PersonID string `json:"person_id"`
	Name     string `json:"name"`
}

// told is what the processes tell each other of a look, and when it was so.
type told struct {
	look

	// HolderID holds the unit's part; empty while it waits.
	HolderID string    `json:"holder_id,omitempty"`
	Left     bool      `json:"left,omitempty"`
	At       time.Time `json:"at"`
}

// lasting is when a look ends, and who holds the part: with the heads of the unit they alone may know of it.
type lasting struct {
	until    time.Time
	holderID string
}

// looks are those that count, by what they are of.
type looks map[look]lasting

// Look tells the people of a unit which case the caller has open, and the caller which they have, of those that both may see.
func (s *Service) Look(ctx context.Context, req *eventspb.LookRequest) (*eventspb.LookResponse, error) {
	p := session.From(ctx).Principal
	unit, own := req.GetUnitId(), req.GetCaseId()
	if _, reads := p.Can(permission.ReadQueue, permission.Subject{Units: []string{unit}}); !reads {
		return nil, apperr.New(apperr.NotFound)
	}
	viewing := s.deps.Hub.viewing(unit, p.PersonID, s.deps.Now())
	ids := make([]string, 0, len(viewing)+1)
	for _, v := range viewing {
		ids = append(ids, v.GetCaseId())
	}
	if own != "" {
		ids = append(ids, own)
	}
	seen, err := s.seen(ctx, p, unit, ids)
	if err != nil {
		return nil, err
	}
	if own != "" {
		holderID, sees := seen[own]
		if !sees && !req.GetLeft() { // whoever has given it away leaves it all the same
			return nil, apperr.New(apperr.NotFound)
		}
		if err := s.pass(told{look{unit, own, p.PersonID, p.Name}, holderID, req.GetLeft(), s.deps.Now()}); err != nil { //nolint:contextcheck // it leaves after the call has been answered
			return nil, err
		}
	}
	viewing = slices.DeleteFunc(viewing, func(v *eventspb.Viewing) bool {
		_, sees := seen[v.GetCaseId()]
		return !sees
	})
	return &eventspb.LookResponse{Viewing: viewing}, nil
}

// seen answers which of the cases somebody of the unit may see, what waits in its queue and what they read themselves, each with who
// holds the unit's part.
func (s *Service) seen(ctx context.Context, p permission.Principal, unitID string, ids []string) (seen map[string]string, err error) {
	seen = map[string]string{}
	if len(ids) == 0 {
		return seen, nil
	}
	_, readsAll := p.Can(permission.ReadCase, permission.Subject{Units: []string{unitID}})
	var rows []struct {
		CaseID   string `db:"case_id"`
		HolderID string `db:"holder_id"`
	}
	err = s.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, `SELECT a.case_id::text, coalesce(a.holder_id::text, '') AS holder_id FROM assignments a WHERE a.case_id = ANY ($1) AND a.unit_id = $2 AND a.opens
			AND (a.state = 'WAITING' OR a.holder_id = $3 OR $4)`, ids, unitID, p.PersonID, readsAll)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for cases: %w", err)
	}
	for _, r := range rows {
		seen[r.CaseID] = r.HolderID
	}
	return seen, nil
}

// pass tells every process of a look.
func (s *Service) pass(l told) error {
	plain, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("writing a look: %w", err)
	}
	sealed, err := s.deps.Vault.SealHint(plain)
	if err != nil {
		return fmt.Errorf("sealing a look: %w", err)
	}
	s.deps.DB.Notify(lookChannel, sealed)
	return nil
}

// runLooks hears who looks at what, and forgets it, until ctx ends.
func (h *Hub) runLooks(ctx context.Context, db *postgres.DB, of Looks) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		db.Listen(ctx, lookChannel, func() {}, func(payload string) { h.looked(payload, of.Now()) })
	}()
	beat := time.NewTicker(of.Beat / 3)
	defer beat.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-beat.C:
			h.forget(of.Now())
		}
	}
	<-done
}

// looked keeps what was told of a look, and says so to the others of the unit where it is new.
func (h *Hub) looked(payload string, now time.Time) {
	var l told
	plain, err := h.vault.OpenHint(payload)
	if err != nil || json.Unmarshal(plain, &l) != nil || now.Sub(l.At).Abs() > lookFresh {
		return // of another release or another time, or of nobody who may tell anything
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	before, known := h.looks[l.look]
	if l.Left {
		l.HolderID = before.holderID // whoever has given the case away does not know
		delete(h.looks, l.look)
	} else {
		h.looks[l.look] = lasting{now.Add(LookLasts), l.HolderID}
	}
	if known == l.Left {
		h.viewed(l.look, l.HolderID)
	}
}

// forget ends the looks whose time is over.
func (h *Hub) forget(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l, of := range h.looks {
		if !now.Before(of.until) {
			delete(h.looks, l)
			h.viewed(l, of.holderID)
		}
	}
}

// viewed says that there is another to be seen, or one less, to the others of the unit on whose lists the case is.
func (h *Hub) viewed(l look, holderID string) {
	s := permission.Subject{Units: []string{l.UnitID}, Holders: []string{holderID}}
	for w := range h.at[l.UnitID] {
		_, queues := w.principal.Can(permission.ReadQueue, s)
		if (queues && holderID == "" || w.lists(s)) && w.principal.PersonID != l.PersonID {
			w.tell(&eventspb.Hint{ViewedUnitIds: []string{l.UnitID}})
		}
	}
}

// viewing answers what others than the person have open of a unit.
func (h *Hub) viewing(unitID, personID string, now time.Time) []*eventspb.Viewing {
	h.mu.Lock()
	defer h.mu.Unlock()
	names := map[string][]string{}
	for l, of := range h.looks {
		if l.UnitID == unitID && l.PersonID != personID && now.Before(of.until) {
			names[l.CaseID] = append(names[l.CaseID], l.Name)
		}
	}
	all := make([]*eventspb.Viewing, 0, len(names))
	for caseID, of := range names {
		slices.Sort(of)
		all = append(all, &eventspb.Viewing{CaseId: caseID, Names: slices.Compact(of)})
	}
	return all
}
