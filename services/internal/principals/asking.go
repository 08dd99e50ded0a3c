// Package principals asks the principals of a school for its authorisation.
package principals

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// mostAskings of one person within a day: a school's mail to its own principal, and not a way to fill a mailbox.
const mostAskings = 20

// Asking asks the principals of a case's school for the authorisation, in the transaction of what it belongs to.
type Asking struct {
	CaseID string
	// Email is where to ask if no principal has used Vaatu, and Field what it was written in.
	Email, Field string
}

// Parse checks the address; an empty one is left to what the school needs.
func (a Asking) Parse() (Asking, error) {
	if a.Email == "" {
		return a, nil
	}
	email, err := address.Parse(a.Field, a.Email)
	a.Email = email
	return a, err
}

// Ask asks as id, and joins the jobs that mail. NOT_FOUND for whoever is not of the case's school, TRANSITION_REFUSED where there
// is nothing to ask, VALIDATION of the field where an address is needed, or too much was asked.
func (a Asking) Ask(ctx context.Context, tx *postgres.Tx, jobs *river.Client[pgx.Tx], id string, now time.Time) error {
	var done struct {
		State   *string  `db:"state"`
		Letters []string `db:"letters"`
	}
	postgres.Row(tx, &done, nil, "SELECT state, letters::text[] AS letters FROM access.ask_authorisation($1, $2, $3, $4, $5, $6)",
		id, a.CaseID, a.Email, now, now.Add(-24*time.Hour), mostAskings)
	if err := tx.Flush(ctx); err != nil {
		return fmt.Errorf("asking for an authorisation: %w", err)
	}
	if done.State == nil {
		return apperr.New(apperr.NotFound)
	}
	switch *done.State {
	case "NO_ADDRESS":
		return apperr.Invalid(a.Field, "permission.address", "no principal of the school has used Vaatu: give an address")
	case "TOO_MANY":
		return apperr.Invalid(a.Field, "permission.too_many", fmt.Sprintf("you have asked %d times within a day", mostAskings))
	case "ASKED":
		return address.Post(ctx, tx, jobs, done.Letters...)
	}
	return apperr.New(apperr.TransitionRefused)
}
