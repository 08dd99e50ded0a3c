package lives

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// life is one case being lived.
type life struct {
	plan   Plan
	random *source
	index  int
	end    ending

	at      time.Time
	school  School
	unit    Unit
	expert  cases.Person
	sample  Sample
	key     vault.Key
	wrapped []byte

	c      cases.Case
	events []cases.Event
	texts  []cases.Content
}

func (l *life) live() error {
	l.school = one(l.random, l.plan.World.Schools)
	language := l.school.Facts.Language
	l.sample = l.request(language)
	l.unit = l.choose(language)
	l.expert = one(l.random, l.unit.Experts)
	for _, step := range stories[l.end] {
		if err := step(l); err != nil {
			return err
		}
	}
	return l.catchUp()
}

// request answers a request in the school's language; any where there is none.
func (l *life) request(language string) Sample {
	first := l.random.IntN(len(l.plan.World.Samples))
	for i := range l.plan.World.Samples {
		s := l.plan.World.Samples[(first+i)%len(l.plan.World.Samples)]
		if s.Facts.Language == language {
			return s
		}
	}
	return l.plan.World.Samples[first]
}

// choose answers a unit that works in the language, for half of the cases one of the own area where there is one.
func (l *life) choose(language string) Unit {
	var near, all []Unit
	for _, u := range l.plan.World.Units {
		if !slices.Contains(u.Languages, language) {
			continue
		}
		all = append(all, u)
		if u.National || slices.Contains(u.Areas, l.school.Facts.Area) {
			near = append(near, u)
		}
	}
	switch {
	case len(near) > 0:
		return one(l.random, near)
	case len(all) > 0:
		return one(l.random, all)
	}
	return one(l.random, l.plan.World.Units)
}

func (l *life) filer() cases.By { return cases.By{Person: l.school.Filer, Role: permission.Requester} }

func (l *life) worker() cases.By {
	return cases.By{Person: l.expert, Role: permission.Expert, UnitID: l.unit.ID}
}

// do decides on a command and applies what follows.
func (l *life) do(by cases.By, cmd cases.Command, texts ...cases.Content) error {
	events, err := cases.Decide(l.c, cmd, cases.Meta{By: by, At: l.at, RequestID: l.random.id(l.at)})
	if err != nil {
		return fmt.Errorf("%T: %w", cmd, err)
	}
	for _, e := range events {
		l.c = cases.Apply(l.c, e)
	}
	l.events = append(l.events, events...)
	for _, t := range texts {
		t.Author, t.CreateTime = by, l.at
		l.texts = append(l.texts, t)
	}
	return nil
}

// text answers a content row with an id of its own.
func (l *life) text(kind cases.ContentKind, plain []byte) cases.Content {
	return cases.Content{ID: l.random.id(l.at), Kind: kind, Plain: plain}
}

// later moves on by about so much time. What would be after now happens in the last moments before it.
func (l *life) later(about time.Duration) {
	next := l.at.Add(about/2 + time.Duration(l.random.Int64N(int64(about)))).Truncate(time.Microsecond)
	if next.After(l.plan.Now) {
		next = l.at.Add(time.Millisecond)
	}
	l.at = next
}

// catchUp lets the clock do what was due by now.
func (l *life) catchUp() error {
	clock := cases.By{Person: cases.Person{ID: uuid.Nil.String()}, Role: permission.Clock}
	for due := l.c.TickTime(); !due.IsZero() && due.Before(l.plan.Now); due = l.c.TickTime() {
		l.at = l.at.Add(time.Microsecond)
		if due.After(l.at) {
			l.at = due.UTC().Truncate(time.Microsecond)
		}
		if err := l.do(clock, cases.Tick{}); err != nil {
			return err
		}
	}
	return nil
}
