package cases

import (
	"encoding/json"
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// HintChannel is where the database is told that a case has changed, once it has.
const HintChannel = "vaatu_cases"

// longestHint is what PostgreSQL takes, in bytes. A longer one is not sent: who waits for it polls.
const longestHint = 7999

// Hint says by ids alone that a case has changed, and what decides who may be told: what permissions look at, before and after,
// and the units in whose queue it stood or stands.
type Hint struct {
	Before permission.Subject `json:"before,omitzero"`
	After  permission.Subject `json:"after"`
	Queues []string           `json:"queues,omitempty"`
}

// ReadHint reads what was told on the channel.
func ReadHint(payload string) (Hint, error) {
	var h Hint
	err := json.Unmarshal([]byte(payload), &h)
	return h, err //nolint:wrapcheck // there is nothing to add
}

// tell lets the change of a case be known after it is committed.
func tell(tx *postgres.Tx, before, after Case) error {
	h := Hint{After: after.Subject()}
	if before.ID != "" {
		h.Before = before.Subject()
	}
	for _, c := range []Case{before, after} {
		for _, a := range c.Assignments {
			if a.State == Waiting && c.opens(a) && !slices.Contains(h.Queues, a.Unit.ID) {
				h.Queues = append(h.Queues, a.Unit.ID)
			}
		}
	}
	payload, err := json.Marshal(h)
	if err == nil && len(payload) <= longestHint {
		tx.Notify(HintChannel, string(payload))
	}
	return err //nolint:wrapcheck // strings can be written
}
