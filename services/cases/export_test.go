package cases

import (
	"maps"
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Authorise lets tests pass the gate that stands before Decide.
func (c Case) Authorise(p permission.Principal, a Action, assignmentID string) (By, bool) {
	return c.authorise(p, a, assignmentID)
}

// DecodeData lets tests read stored events.
var DecodeData = decodeData

// Kinds answers the kinds of events that can be read.
func Kinds() []string { return slices.Sorted(maps.Keys(decoders)) }

// Open reports whether the assignment stands for its part.
func (a Assignment) Open() bool { return a.open() }
