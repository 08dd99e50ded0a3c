package main

import (
	"fmt"
	"time"

	"github.com/anishathalye/porcupine"
)

// searchPatience is how long the order of one round's claims is looked for.
const searchPatience = time.Minute

// wish is what somebody wants of a case's lead: kind is CLAIMED or RELEASED.
type wish struct{ kind, who string }

// holder is who holds the lead of a case, or nobody.
type holder string

// fate is what became of a wish: done, refused, or refused after an answer that was lost.
type fate int

const (
	done fate = iota
	refused
	refusedLater
)

// claims is the model of a lead: one person holds it at a time, and only who holds it gives it back. What was refused only
// after an answer had been lost may have been done before.
var claims = (&porcupine.NondeterministicModel{
	Init: func() []any { return []any{holder("")} },
	Step: func(state, input, output any) []any {
		before, w, f := of[holder](state), of[wish](input), of[fate](output)
		free, after := before == "", holder(w.who)
		if w.kind == "RELEASED" {
			free, after = before == holder(w.who), ""
		}
		var states []any
		if free && f != refused {
			states = append(states, after)
		}
		if f == refusedLater || f == refused && !free {
			states = append(states, before)
		}
		return states
	},
}).ToModel()

// of answers a value of the model, whose own are of no type.
func of[T any](value any) T {
	t, _ := value.(T)
	return t
}

// record adds a claim or a release that was answered to the history. The ledger is locked.
func (l *ledger) record(e *entry, f fate) {
	if e.kind != "CLAIMED" && e.kind != "RELEASED" {
		return
	}
	l.moment++
	l.history[e.caseID] = append(l.history[e.caseID], porcupine.Operation{Input: wish{e.kind, e.who}, Call: e.since, Output: f, Return: l.moment})
}

// order takes the history of a round, and answers a line for each case of which no order of the claims and releases makes
// each answer right.
func (l *ledger) order() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []string
	for id, history := range l.history {
		l.figures.ordered += len(history)
		if result := porcupine.CheckOperationsTimeout(claims, history, searchPatience); result != porcupine.Ok {
			found = append(found, fmt.Sprintf("case %s: %d claims and releases: the search for an order that makes each answer right ends with %s",
				id, len(history), result))
		}
	}
	clear(l.history)
	return found
}
