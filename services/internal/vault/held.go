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
	// end drops it.
	end *time.Timer
}

// get answers a key that was put lately, if it is the one that was wrapped so.
func (h *held) get(caseID string, wrapped []byte) (Key, bool) {
	if h == nil {
		return Key{}, false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	k, ok := h.keys[caseID]
	if !ok || !bytes.Equal(k.wrapped, wrapped) {
		return Key{}, false
	}
	return k.key, true
}

// put holds a key until its time is over, or until another needs its room.
func (h *held) put(caseID string, wrapped []byte, key Key) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.remove(caseID)
	for id := range h.keys {
		if len(h.keys) < holdMost {
			break
		}
		h.remove(id)
	}
	if h.keys == nil {
		h.keys = map[string]heldKey{}
	}
	h.keys[caseID] = heldKey{
		wrapped: bytes.Clone(wrapped), key: key, end: time.AfterFunc(holdFor, func() { h.drop(caseID) }),
	}
}

func (h *held) drop(caseID string) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.remove(caseID)
}

// remove takes a key out of memory, its timer included. The lock is held.
func (h *held) remove(caseID string) {
	if k, ok := h.keys[caseID]; ok {
		k.end.Stop()
		delete(h.keys, caseID)
	}
}
