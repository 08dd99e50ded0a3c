package main

import (
	"fmt"
	"sync"

	"github.com/anishathalye/porcupine"
)

// effect is what a write leaves in the database: an event of one kind, on one message, question, assignment or case.
type effect struct{ caseID, kind, subject string }

// act is a kind of write on one case.
type act struct{ caseID, kind string }

func (a act) String() string {
	if a.caseID == "" {
		return a.kind
	}
	return fmt.Sprintf("case %s: %s", a.caseID, a.kind)
}

// entry is one write in the ledger.
type entry struct {
	act

	// who sends it, and since which moment.
	who   string
	since int64
	// lost counts the times that no answer came.
	lost int
}

// ledger notes each write before it is sent, and its answer.
type ledger struct {
	mu      sync.Mutex
	pending map[*entry]bool
	acked   map[effect]int
	perhaps map[act]int
	// history is that of the claims and releases of each case since it was last taken; moment counts what happens.
	history  map[string][]porcupine.Operation
	moment   int64
	figures  figures
	findings []string
}

// figures of a run so far.
type figures struct {
	acknowledged, refused, unknown, lostAnswers, agreed int
	// refusedDone counts writes whose answer was lost, that were done, and whose repetition was refused.
	refusedDone int
	// ordered counts the claims and releases of which an order was looked for.
	ordered int
}

func newLedger() *ledger {
	return &ledger{pending: map[*entry]bool{}, acked: map[effect]int{}, perhaps: map[act]int{}, history: map[string][]porcupine.Operation{}}
}

// note enters a write that is about to be sent.
func (l *ledger) note(a act, who string) *entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.moment++
	e := &entry{act: a, who: who, since: l.moment}
	l.pending[e] = true
	return e
}

// lose notes that no answer came: whether the write was done is unknown.
func (l *ledger) lose(e *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e.lost == 0 {
		l.figures.unknown++
	}
	e.lost++
	l.figures.lostAnswers++
}

// acknowledge notes that the write was done, and on what.
func (l *ledger) acknowledge(e *entry, subject string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.pending, e)
	l.figures.acknowledged++
	if e.caseID == "" {
		e.caseID = subject
	}
	l.acked[effect{e.caseID, e.kind, subject}]++
	l.record(e, done)
}

// refuse notes a refusal. When an earlier answer was lost, the write may have been done at that time.
func (l *ledger) refuse(e *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.pending, e)
	l.figures.refused++
	if e.lost == 0 {
		l.record(e, refused)
		return
	}
	l.record(e, refusedLater)
	l.perhaps[e.act]++
}

// agree notes that a repeated request was answered as the first one.
func (l *ledger) agree() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.figures.agreed++
}

// find notes something that must not be.
func (l *ledger) find(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.findings = append(l.findings, line)
}

// take answers the findings since the last time.
func (l *ledger) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := l.findings
	l.findings = nil
	return found
}
