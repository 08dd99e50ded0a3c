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
)

// Looks says what the hub forgets them by: the clock, and how often it looks at it.
type Looks struct {
	Now  func() time.Time
	Beat time.Duration
}

// look is that somebody of a unit has a case open, or no longer has.
type look struct {
	UnitID   string `json:"unit_id"`
	CaseID   string `json:"case_id"`
	PersonID string `json:"person_id"`
	Name     string `json:"name"`
	Left     bool   `json:"left,omitempty"`
}

// looks are those that count, by what they are of, with when they end.
type looks map[look]time.Time

// Look tells the people of a unit which case the caller has open, and the caller which they have.
func (s *Service) Look(ctx context.Context, req *eventspb.LookRequest) (*eventspb.LookResponse, error) {
	p := session.From(ctx).Principal
	if _, reads := p.Can(permission.ReadQueue, permission.Subject{Units: []string{req.GetUnitId()}}); !reads {
		return nil, apperr.New(apperr.NotFound)
	}
	if req.GetCaseId() != "" {
		l := look{req.GetUnitId(), req.GetCaseId(), p.PersonID, p.Name, req.GetLeft()}
		if err := s.pass(ctx, l); err != nil {
			return nil, err
		}
	}
	return &eventspb.LookResponse{Viewing: s.deps.Hub.viewing(req.GetUnitId(), p.PersonID, s.deps.Now())}, nil
}

// pass tells every process of a look at a case of which the unit has had a part.
func (s *Service) pass(ctx context.Context, l look) error {
	var theirs bool
	err := s.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &theirs, nil, "SELECT EXISTS (SELECT FROM assignments WHERE case_id = $1 AND unit_id = $2)", l.CaseID, l.UnitID)
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for a case: %w", err)
	}
	if !theirs {
		return apperr.New(apperr.NotFound)
	}
	plain, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("writing a look: %w", err)
	}
	sealed, err := s.deps.Vault.SealHint(plain)
	if err != nil {
		return fmt.Errorf("sealing a look: %w", err)
	}
	s.deps.DB.Notify(lookChannel, sealed) //nolint:contextcheck // it leaves after the call has been answered
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
	var l look
	plain, err := h.vault.OpenHint(payload)
	if err != nil || json.Unmarshal(plain, &l) != nil {
		return // of another release, or of nobody who may tell anything
	}
	left := l.Left
	l.Left = false
	h.mu.Lock()
	defer h.mu.Unlock()
	_, known := h.looks[l]
	if left {
		delete(h.looks, l)
	} else {
		h.looks[l] = now.Add(LookLasts)
	}
	if known == left {
		h.viewed(l)
	}
}

// forget ends the looks whose time is over.
func (h *Hub) forget(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l, until := range h.looks {
		if !now.Before(until) {
			delete(h.looks, l)
			h.viewed(l)
		}
	}
}

// viewed says to the others of the unit that there is another to be seen, or one less.
func (h *Hub) viewed(l look) {
	for w := range h.at[l.UnitID] {
		_, reads := w.principal.Can(permission.ReadQueue, permission.Subject{Units: []string{l.UnitID}})
		if reads && w.principal.PersonID != l.PersonID {
			w.tell(&eventspb.Hint{ViewedUnitIds: []string{l.UnitID}})
		}
	}
}

// viewing answers what others than the person have open of a unit.
func (h *Hub) viewing(unitID, personID string, now time.Time) []*eventspb.Viewing {
	h.mu.Lock()
	defer h.mu.Unlock()
	names := map[string][]string{}
	for l, until := range h.looks {
		if l.UnitID == unitID && l.PersonID != personID && now.Before(until) {
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
