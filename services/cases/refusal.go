package cases

import (
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

// Refusal is why a command was not carried out. It changes nothing.
type Refusal struct {
	Reason RefusalReason
	Action Action
	Phase  Phase
	// Holder and Since are set when somebody holds the assignment.
	Holder Person
	Since  time.Time
}

// RefusalReason is the kind of a refusal.
type RefusalReason string

// Reasons.
const (
	// NotNow: the case does not allow the action in its phase.
	NotNow RefusalReason = "TRANSITION_REFUSED"
	// HeldBySomebody: another person holds the assignment.
	HeldBySomebody RefusalReason = "ASSIGNMENT_HELD"
	// Stale: the case or the assignment changed since the caller saw it.
	Stale RefusalReason = "ETAG_STALE"
	// Unknown: no such case, assignment or question, or none for the caller.
	Unknown RefusalReason = "NOT_FOUND"
)

// Error says what was refused; it holds codes only.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s refused in phase %s: %s", r.Action, r.Phase, r.Reason)
}

func refuse(reason RefusalReason, a Action, c Case) error {
	return &Refusal{Reason: reason, Action: a, Phase: c.Phase()}
}

// AppError is the refusal as a caller may see it. Holder's name and the time go to colleagues of the same unit only:
// whoever may not claim gets Unknown before.
func (r *Refusal) AppError() *apperr.Error {
	e := &apperr.Error{Reason: apperr.Reason(r.Reason), Details: map[string]string{
		"action": string(r.Action), "phase": string(r.Phase),
	}}
	if r.Reason == Unknown {
		e.Details = nil
	}
	if r.Reason == HeldBySomebody {
		e.Details["holder"], e.Details["since"] = r.Holder.Name, r.Since.UTC().Format(time.RFC3339)
	}
	return e
}
