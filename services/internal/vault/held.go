package vault

import (
	"bytes"
	"sync"
	"time"
)

const (
	// holdFor is how long a data key is held in memory after the service gave it. So long may a key-encryption key that was
	// taken back still open what was opened just before.
	holdFor = time.Minute
	// holdMost is how many data keys are held.
	holdMost = 2000
)

// held are data keys in memory, for a short time and in a small number, so that a page does not ask a service for each
// text. None are held by a nil one.
type held struct {
	mu   sync.Mutex
	keys map[string]heldKey
}

type heldKey struct {
	wrapped []byte
	key     Key
	until   time.Time
}

// get answers a key that was put lately, if it is the one that was wrapped so.
func (h *held) get(caseID string, wrapped []byte) (Key, bool) {
	if h == nil {
		return Key{}, false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	k, ok := h.keys[caseID]
	if !ok || !time.Now().Before(k.until) || !bytes.Equal(k.wrapped, wrapped) {
		return Key{}, false
	}
	return k.key, true
}

func (h *held) put(caseID string, wrapped []byte, key Key) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.keys) >= holdMost {
		h.makeRoom()
	}
	if h.keys == nil {
		h.keys = map[string]heldKey{}
	}
	h.keys[caseID] = heldKey{wrapped: bytes.Clone(wrapped), key: key, until: time.Now().Add(holdFor)}
}

// makeRoom drops all that is over; if nothing is, any one.
func (h *held) makeRoom() {
	var some string
	for id, k := range h.keys {
		if some = id; !time.Now().Before(k.until) {
			delete(h.keys, id)
		}
	}
	if len(h.keys) >= holdMost {
		delete(h.keys, some)
	}
}

func (h *held) drop(caseID string) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.keys, caseID)
}
