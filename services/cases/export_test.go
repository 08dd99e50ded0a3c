package cases

import (
	"maps"
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Authorise lets tests pass the gate that stands before Decide.
func (c Case) Authorise(p permission.Principal, cmd Command) (By, bool) {
	t, _ := c.targetOf(cmd)
	return c.authorise(p, cmd.action(), t)
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

// Opens reports whether the assignment opens the content to its unit.
func (c Case) Opens(a Assignment) bool { return c.opens(a) }

// Offered answers the open hand-over of an assignment.
func (c Case) Offered(assignmentID string) (HandOver, bool) { return c.offered(assignmentID) }
