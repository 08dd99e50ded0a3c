package cases

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// HintChannel is where the database is told that a case has changed, once it has. Every role of the database may listen there:
// what is told is sealed.
const HintChannel = "vaatu_cases"

// Hint says by ids alone that a case has changed, and what decides who may be told: what permissions look at, before and after,
// and the units in whose queue it stood or stands.
type Hint struct {
	Before permission.Subject `json:"before,omitzero"`
	After  permission.Subject `json:"after"`
	Queues []string           `json:"queues,omitempty"`
	// Disputed: a dispute about the lead was or is open, which is on a list of coordination's.
	Disputed bool `json:"disputed,omitempty"`
}

// ReadHint reads what was told on the channel. vault.ErrSealed for what nobody of the installation has told; whoever cannot seal tells
// nothing but that there was something: vault.ErrUnavailable, as for whoever cannot open.
func ReadHint(v *vault.Vault, payload string) (Hint, error) {
	var h Hint
	if payload == "" {
		return h, vault.ErrUnavailable
	}
	plain, err := v.OpenHint(payload)
	if err == nil {
		err = json.Unmarshal(plain, &h)
	}
	return h, err //nolint:wrapcheck // there is nothing to add
}

// tell lets the change of a case be known after it is committed: to its school nothing that is among units alone.
func (s *Store) tell(tx *postgres.Tx, before, after Case, events []Event) error {
	h := Hint{After: after.Subject(), Disputed: before.Dispute.Open() || after.Dispute.Open()}
	if before.ID != "" {
		h.Before = before.Subject()
	}
	if !slices.ContainsFunc(events, Event.forSchool) {
		h.Before.SchoolID, h.After.SchoolID = "", ""
	}
	for _, c := range []Case{before, after} {
		for _, a := range c.Assignments {
			if a.State == Waiting && c.opens(a) && !slices.Contains(h.Queues, a.Unit.ID) {
				h.Queues = append(h.Queues, a.Unit.ID)
			}
		}
	}
	plain, err := json.Marshal(h)
	if err != nil {
		return err //nolint:wrapcheck // strings can be written
	}
	payload, err := s.Vault.SealHint(plain)
	if errors.Is(err, vault.ErrUnavailable) {
		payload, err = "", nil
	}
	if len(payload) <= postgres.LongestHint {
		tx.Notify(HintChannel, payload)
	}
	return err //nolint:wrapcheck // there is nothing to add
}
