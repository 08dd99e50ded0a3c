package events

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"

	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

const (
	// Most watch one process at a time.
	Most = 2500
	// mostOfSession watch by one session; beyond, the first of them ends: a browser needs one.
	mostOfSession = 4
	// mostIDs are told at once; of more, all is to be read anew.
	mostIDs = 100
)

// Hub knows who watches and passes on what the database tells. It is safe for concurrent use.
type Hub struct {
	most  int
	vault *vault.Vault

	mu       sync.Mutex
	watchers int
	// at are the watchers by the units and schools of their grants, sessions those of a session, the first first.
	at       map[string]map[*watcher]struct{}
	sessions map[string][]*watcher
	looks    looks

	// doubt is whether everybody is about to be told that there may have been something.
	doubt atomic.Bool
}

// doubtful is how long what cannot be read is gathered: any role of the database may send it, as often as it likes.
const doubtful = 2 * time.Second

// anywhere is the key of the watchers whose grant names no unit and no school, as coordination's does.
const anywhere = ""

// watcher is one stream.
type watcher struct {
	principal permission.Principal
	// wake has room for one: there is something to take.
	wake  chan struct{}
	ended chan struct{}
	told  *eventspb.Hint
}

// NewHub answers a hub that so many may watch. The vault opens what the database tells.
func NewHub(most int, v *vault.Vault) *Hub {
	return &Hub{most: most, vault: v, at: map[string]map[*watcher]struct{}{}, sessions: map[string][]*watcher{}, looks: looks{}}
}

// Run listens to the database until ctx ends, and ends all streams then: they would outlast every other call.
func (h *Hub) Run(ctx context.Context, db *postgres.DB, look Looks) {
	done := make(chan struct{})
	go func() { defer close(done); h.runLooks(ctx, db, look) }()
	db.Listen(ctx, cases.HintChannel, h.lost, h.heard)
	<-done
	h.mu.Lock()
	defer h.mu.Unlock()
	h.most = 0
	for _, all := range h.sessions {
		for _, w := range all {
			close(w.ended)
		}
	}
	clear(h.sessions)
}

func (h *Hub) enter(p permission.Principal) (*watcher, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	own := h.sessions[p.Session]
	if h.watchers >= h.most {
		return nil, apperr.New(apperr.RateLimited)
	}
	if len(own) >= mostOfSession {
		close(own[0].ended)
		own = own[1:]
	}
	w := &watcher{principal: p, wake: make(chan struct{}, 1), ended: make(chan struct{}), told: &eventspb.Hint{}}
	h.sessions[p.Session] = append(slices.Clone(own), w)
	h.watchers++
	h.place(w)
	return w, nil
}

func (h *Hub) leave(w *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.displace(w)
	h.watchers--
	session := w.principal.Session
	h.sessions[session] = slices.DeleteFunc(h.sessions[session], func(o *watcher) bool { return o == w })
	if len(h.sessions[session]) == 0 {
		delete(h.sessions, session)
	}
}

// renew gives a watcher the grants that hold now.
func (h *Hub) renew(w *watcher, p permission.Principal) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.displace(w)
	w.principal = p
	h.place(w)
}

func (h *Hub) place(w *watcher) {
	for _, g := range w.principal.Grants {
		key := g.UnitID + g.SchoolID // a grant has one of them
		if h.at[key] == nil {
			h.at[key] = map[*watcher]struct{}{}
		}
		h.at[key][w] = struct{}{}
	}
}

func (h *Hub) displace(w *watcher) {
	for _, g := range w.principal.Grants {
		key := g.UnitID + g.SchoolID
		delete(h.at[key], w)
		if len(h.at[key]) == 0 {
			delete(h.at, key)
		}
	}
}

// take answers what a watcher has not been told yet.
func (h *Hub) take(w *watcher) *eventspb.Hint {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := w.told
	w.told = &eventspb.Hint{}
	return told
}

// lost tells everybody that there may have been something.
func (h *Hub) lost() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, all := range h.sessions {
		for _, w := range all {
			w.tell(&eventspb.Hint{All: true})
		}
	}
}

// heard tells those whom a change concerns.
func (h *Hub) heard(payload string) {
	hint, err := cases.ReadHint(h.vault, payload)
	if errors.Is(err, vault.ErrUnavailable) && h.doubt.CompareAndSwap(false, true) {
		time.AfterFunc(doubtful, func() { // something has changed, or somebody says so, and nobody can tell what
			h.doubt.Store(false)
			h.lost()
		})
	}
	if err != nil {
		return // of another release, or of nobody who may tell anything
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	done := map[*watcher]bool{}
	keys := slices.Concat([]string{hint.After.SchoolID}, hint.Before.Units, hint.After.Units, hint.Queues)
	if hint.Disputed {
		keys = append(keys, anywhere)
	}
	for _, key := range keys {
		for w := range h.at[key] {
			if !done[w] {
				done[w] = true
				w.tell(w.of(hint))
			}
		}
	}
}

// of answers what the watcher may know of a change. Of a case that has left their lists it is not said which one it was.
func (w *watcher) of(hint cases.Hint) *eventspb.Hint {
	told := &eventspb.Hint{}
	for _, unit := range hint.Queues {
		if _, reads := w.principal.Can(permission.ReadQueue, permission.Subject{Units: []string{unit}}); reads {
			told.UnitIds = append(told.UnitIds, unit)
		}
	}
	switch {
	case w.lists(hint.After), hint.Disputed && w.settles(hint.After):
		told.CaseIds = []string{hint.After.CaseID}
	case w.lists(hint.Before):
		told.All = true
	}
	return told
}

// lists reports whether the case is on a list of the watcher; what is open by break-glass is on none.
func (w *watcher) lists(s permission.Subject) bool {
	for _, by := range w.principal.Permitting(permission.ReadCase, s) {
		if by != permission.ByBreakGlass {
			return true
		}
	}
	return false
}

// settles reports whether a dispute about the lead of the case is on a list of the watcher.
func (w *watcher) settles(s permission.Subject) bool {
	_, may := w.principal.Can(permission.SettleDispute, s)
	return may
}

// tell adds to what the watcher is told next, each id once.
func (w *watcher) tell(more *eventspb.Hint) {
	if proto.Size(more) == 0 {
		return
	}
	w.told.UnitIds = union(w.told.GetUnitIds(), more.GetUnitIds())
	w.told.CaseIds = union(w.told.GetCaseIds(), more.GetCaseIds())
	w.told.ViewedUnitIds = union(w.told.GetViewedUnitIds(), more.GetViewedUnitIds())
	w.told.All = w.told.GetAll() || more.GetAll()
	if len(w.told.GetUnitIds())+len(w.told.GetCaseIds()) > mostIDs {
		w.told = &eventspb.Hint{All: true, ViewedUnitIds: w.told.GetViewedUnitIds()}
	}
	select {
	case w.wake <- struct{}{}:
	default: // it is awake
	}
}

func union(ids, more []string) []string {
	for _, id := range more {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
