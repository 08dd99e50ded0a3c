package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"
)

// Scenarios.
const (
	queue     = "queue page of 50"
	deepQueue = "deep queue page"
	casePage  = "case page"
	caseload  = "caseload"
	claim     = "claim"
	message   = "message"
	file      = "file"
	openQueue = "open queue pages"
)

// reading change nothing, and come first: filing makes queues longer.
var reading = []string{queue, deepQueue, casePage, caseload}

var allScenarios = append(append([]string{}, reading...), claim, message, file)

// words name scenarios on the command line.
var words = map[string]string{
	"queue": queue, "deep": deepQueue, "case": casePage, "caseload": caseload, "claim": claim, "message": message, "file": file,
	"live": openQueue,
}

// among answers those of the names that were asked for: all when none was.
func (o options) among(names []string) []string {
	if len(o.Only) == 0 {
		return names
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return !slices.ContainsFunc(o.Only, func(word string) bool { return words[word] == name })
	})
}

// shift is one scenario through one door, with what must be put back afterwards.
type shift struct {
	house *house
	door  door

	mu    sync.Mutex
	taken []work
}

// operation answers what a client does over and over.
func (s *shift) operation(name string) operation {
	h := s.house
	return map[string]operation{
		queue:     func(ctx context.Context, _ int) error { return s.page(ctx, "", h.inQueue) },
		deepQueue: func(ctx context.Context, _ int) error { return s.page(ctx, h.deep, h.inDeep) },
		casePage:  func(ctx context.Context, _ int) error { return s.door.read(ctx, h.teacher, h.readable.next()) },
		caseload:  func(ctx context.Context, _ int) error { return s.door.caseload(ctx, h.coordinator) },
		claim:     s.claim, message: s.message, file: s.file,
	}[name]
}

func (s *shift) page(ctx context.Context, token string, want int) error {
	cards, _, err := s.door.queue(ctx, s.house.expert, s.house.unit, token)
	if err == nil && cards != want {
		err = fmt.Errorf("a page of the queue has %d cards; want %d", cards, want)
	}
	return err
}

func (s *shift) claim(ctx context.Context, _ int) error {
	w, ok := s.house.waiting.take()
	if !ok {
		return errDrained
	}
	after, held, err := s.door.claim(ctx, w.by, uuid.NewString(), w.assignment)
	if held {
		err = errors.New("an assignment that waits is held")
	}
	if err != nil {
		return err
	}
	s.house.ledger.events.Add(1)
	s.keep(work{after, w.school})
	return nil
}

// keep remembers what is to be released.
func (s *shift) keep(w work) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = append(s.taken, w)
}

func (s *shift) message(ctx context.Context, _ int) error {
	w := s.house.held.next()
	if err := s.door.message(ctx, w.by, uuid.NewString(), w.caseID, s.house.words); err != nil {
		return err
	}
	s.house.ledger.events.Add(1)
	return nil
}

func (s *shift) file(ctx context.Context, _ int) error {
	if _, err := s.door.file(ctx, s.house.teacher, uuid.NewString(), s.house.request); err != nil {
		return err
	}
	s.house.ledger.filed.Add(1)
	return nil
}

// tidy puts back what was claimed, by the private socket, unmeasured.
func (s *shift) tidy(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(16)
	for _, w := range s.taken {
		group.Go(func() error {
			after, err := s.house.grpc.release(ctx, w.by, uuid.NewString(), w.assignment)
			if err != nil {
				return err
			}
			s.house.ledger.events.Add(1)
			s.house.waiting.put(work{after, w.school})
			return nil
		})
	}
	s.taken = nil
	return group.Wait()
}
