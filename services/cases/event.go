package cases

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Event is one change of a case: who, in which role, when, caused by which request. Texts are never in it; where a
// reason was given, the data names the sealed content row.
type Event struct {
	CaseID  string
	Version int
	At      time.Time
	By      By
	// RequestID is the request that caused it.
	RequestID string
	Data      Data
}

// Kind is the code of the event: FILED, CLAIMED, …
func (e Event) Kind() string { return e.Data.kind() }

// forSchool reports whether the school may know of it: not that units do not agree who leads, nor what coordination says to them.
func (e Event) forSchool() bool {
	switch e.Data.(type) {
	case Disputed, DisputeSettled:
		return false
	}
	return true
}

// By is who acted, under which grant.
type By struct {
	Person Person
	Role   permission.Role
	UnitID string
}

// theClock is who acts when time does.
var theClock = By{Person: Person{ID: nobody}, Role: permission.Clock}

func byGrant(p permission.Principal, g permission.Grant) By {
	return By{Person: Person{ID: p.PersonID, Name: p.Name}, Role: g.Role, UnitID: g.UnitID}
}

// Data is what an event of one kind says.
type Data interface{ kind() string }

// decoder reads the stored data of one kind of event.
type decoder struct {
	kind string
	read func(stored []byte) (Data, error)
}

func decoderOf[T Data]() decoder {
	var zero T
	return decoder{kind: zero.kind(), read: decode[T]}
}

func decodersOf(all ...decoder) map[string]decoder {
	byKind := make(map[string]decoder, len(all))
	for _, d := range all {
		byKind[d.kind] = d
	}
	return byKind
}

func decodeData(kind string, stored []byte) (Data, error) {
	d, ok := decoders[kind]
	if !ok {
		return nil, fmt.Errorf("decoding event data: unknown kind %q", kind)
	}
	return d.read(stored)
}

func decode[T Data](stored []byte) (Data, error) {
	var data T
	if err := json.Unmarshal(stored, &data); err != nil {
		return nil, fmt.Errorf("decoding event data of kind %s: %w", data.kind(), err)
	}
	return data, nil
}
