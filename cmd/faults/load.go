package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"time"
)

// load is what all clients share.
type load struct {
	people *people
	ledger *ledger
	// ready waits until the service takes requests again.
	ready func(context.Context) error
	// withoutKeys repeats under a fresh key: the control.
	withoutKeys bool
	// stop is closed when no further step is to begin.
	stop chan struct{}
}

// write is a request that leaves an event of one kind.
type write struct {
	act

	path, etag string
	body       any
}

// pause between a lost answer and the next try.
const pause = 50 * time.Millisecond

// write carries a write through until it is acknowledged or refused: it is repeated with the same key as often as its
// answer is lost. An error means that the run has ended.
func (l *load) write(ctx context.Context, p *person, w write) (answer, error) {
	e := l.ledger.note(w.act, p.hint)
	r := request{path: w.path, key: rand.Text(), etag: w.etag, body: w.body}
	for {
		a, err := p.ask(ctx, r)
		if a.status == http.StatusInternalServerError {
			l.ledger.find(fmt.Sprintf("%s by %s was answered with %s: a fault of others is no fault of Vaatu's", w.act, p.hint, a.Reason))
		}
		switch {
		case ctx.Err() != nil:
			return answer{}, ctx.Err()
		case unanswered(a, err):
			l.ledger.lose(e)
			if l.withoutKeys {
				r.key = rand.Text()
			}
		case a.ok():
			l.ledger.acknowledge(e, a.ID)
			if e.lost > 0 && !l.withoutKeys {
				l.repeat(ctx, p, w, r, a)
			}
			return a, nil
		case a.status != http.StatusUnauthorized && a.status != http.StatusTooManyRequests:
			l.ledger.refuse(e)
			return a, nil
		}
		if err := l.recover(ctx, p, a); err != nil {
			return answer{}, err
		}
	}
}

// unanswered reports whether nothing is known: a status of 500 and more promises nothing either.
func unanswered(a answer, err error) bool {
	return err != nil || a.status >= http.StatusInternalServerError
}

// repeat asks once more what was answered only after its answer had been lost: both answers must agree.
func (l *load) repeat(ctx context.Context, p *person, w write, r request, first answer) {
	again, err := p.ask(ctx, r)
	switch {
	case unanswered(again, err) || again.status == http.StatusUnauthorized:
	case again.status != first.status || again.ID != first.ID:
		l.ledger.find(fmt.Sprintf("%s by %s was answered with %d %s and, repeated with the same key, with %d %s %s",
			w.act, p.hint, first.status, first.ID, again.status, again.ID, again.Reason))
	default:
		l.ledger.agree()
	}
}

// read answers a resource, whatever it takes; an error means that the run has ended.
func (l *load) read(ctx context.Context, p *person, path string) (answer, error) {
	for {
		a, err := p.ask(ctx, request{path: path})
		if ctx.Err() != nil {
			return answer{}, ctx.Err()
		}
		if !unanswered(a, err) && a.status != http.StatusUnauthorized {
			return a, nil
		}
		if err := l.recover(ctx, p, a); err != nil {
			return answer{}, err
		}
	}
}

// recover waits until the next try makes sense, and opens a new session where the old one is not known any more.
func (l *load) recover(ctx context.Context, p *person, a answer) error {
	if err := wait(ctx, pause); err != nil {
		return err
	}
	if err := l.ready(ctx); err != nil {
		return err
	}
	if a.status == http.StatusUnauthorized {
		_ = p.signIn(ctx) // not signed in: the next try says so again
	}
	return nil
}

// stopping reports whether no further step is to begin.
func (l *load) stopping() bool {
	select {
	case <-l.stop:
		return true
	default:
		return false
	}
}

// wait lets time pass, or answers why it may not.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
