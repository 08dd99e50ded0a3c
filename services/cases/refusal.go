package cases

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Refusal is why a command was not carried out. It changes nothing.
type Refusal struct {
	Reason RefusalReason
	Action Action
	Phase  Phase
	// Rule of the life cycle that stands against it, with NotNow.
	Rule Condition
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
	return strings.TrimSpace(fmt.Sprintf("%s refused in phase %s: %s %s", r.Action, r.Phase, r.Reason, r.Rule))
}

func refuse(reason RefusalReason, a Action, c Case) error {
	return &Refusal{Reason: reason, Action: a, Phase: c.Phase()}
}

// heldBy refuses what comes too late: somebody holds the part.
func heldBy(part Assignment, a Action, c Case) error {
	return &Refusal{Reason: HeldBySomebody, Action: a, Phase: c.Phase(), Holder: part.Holder, Since: part.UpdateTime}
}

// against refuses what a rule of the life cycle stands against.
func against(rule Condition, a Action, c Case) error {
	return &Refusal{Reason: NotNow, Action: a, Phase: c.Phase(), Rule: rule}
}

// Who answers the roles that could take the action, whoever asks.
func (r *Refusal) Who() []permission.Role {
	var who []permission.Role
	for _, row := range rowsFor[r.Action] {
		who = append(who, permission.RolesFor(row.Permission)...)
	}
	slices.Sort(who)
	return slices.Compact(who)
}

// AppError is the refusal as a caller may see it: codes of the action, the phase, the rule and the roles. Holder's name
// and the time go to colleagues of the same unit, and to the school, which reads them in the case: whoever may neither claim, accept
// nor amend gets Unknown before.
func (r *Refusal) AppError() *apperr.Error {
	e := &apperr.Error{Reason: apperr.Reason(r.Reason)}
	if r.Reason == Unknown {
		return e
	}
	e.Details = map[string]string{"action": string(r.Action), "phase": string(r.Phase)}
	if r.Reason == HeldBySomebody {
		e.Details["holder"], e.Details["since"] = r.Holder.Name, r.Since.UTC().Format(time.RFC3339)
	}
	if r.Rule != "" {
		e.Details["rule"] = string(r.Rule)
		e.Details["who"] = strings.Join(stringsOf(r.Who()), ",")
	}
	return e
}

func stringsOf[S ~string](codes []S) []string {
	all := make([]string, len(codes))
	for i, c := range codes {
		all[i] = string(c)
	}
	return all
}
