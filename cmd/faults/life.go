package main

import (
	"context"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"
)

// life is one case from filing to some end, as one client leads it in everybody's name.
type life struct {
	*load

	dice            *rand.Rand
	teacher, expert *person
	caseID, leadID  string
}

// client leads lives until it is told to stop; an error means that the run has ended.
func (l *load) client(ctx context.Context, dice *rand.Rand) error {
	for !l.stopping() {
		one := &life{load: l, dice: dice, teacher: l.people.teachers[dice.IntN(len(l.people.teachers))]}
		if err := one.lead(ctx); err != nil {
			return err
		}
	}
	return nil
}

// lead files a case, lets the unit's experts race for it, and goes on at random.
func (l *life) lead(ctx context.Context) error {
	filed, err := l.write(ctx, l.teacher, write{act: act{kind: "FILED"}, path: "/v1/cases", body: aRequest(l.dice)})
	if err != nil || !filed.ok() {
		return err
	}
	l.caseID = filed.ID
	if err := l.message(ctx, l.teacher); err != nil {
		return err
	}
	if len(filed.Assignments) == 0 || l.dice.IntN(8) == 0 {
		return l.byTeacher(ctx, "WITHDRAWN", ":withdraw", map[string]any{"reason": "Asia ratkesi."})
	}
	lead := filed.Assignments[0]
	l.leadID = lead.ID
	if err := l.race(ctx, l.people.experts[lead.UnitID], lead.Etag); err != nil || l.expert == nil {
		return err
	}
	return l.consult(ctx)
}

// race lets all experts of the unit claim at once; whoever is acknowledged holds it.
func (l *life) race(ctx context.Context, experts []*person, etag string) error {
	answers := make([]answer, len(experts))
	group, ctx := errgroup.WithContext(ctx)
	for i, p := range experts {
		group.Go(func() (err error) {
			answers[i], err = l.onLead(ctx, p, "CLAIMED", ":claim", etag)
			return err
		})
	}
	err := group.Wait()
	l.expert = nil
	for i, a := range answers {
		if a.ok() {
			l.expert = experts[i]
		}
	}
	return err
}

// consult takes some steps and perhaps comes to an end.
func (l *life) consult(ctx context.Context) error {
	steps := []func(context.Context) error{l.talk, l.inquire, l.passRound, l.advise}
	for range 1 + l.dice.IntN(4) {
		if l.stopping() || l.expert == nil {
			return nil
		}
		if err := steps[l.dice.IntN(len(steps))](ctx); err != nil {
			return err
		}
	}
	if l.stopping() || l.expert == nil {
		return nil
	}
	return l.end(ctx)
}

// end publishes advice and lets the school acknowledge and close, or withdraws.
func (l *life) end(ctx context.Context) error {
	if l.dice.IntN(4) == 0 {
		return l.byTeacher(ctx, "WITHDRAWN", ":withdraw", map[string]any{"reason": "Asia ratkesi."})
	}
	for _, step := range []func(context.Context) error{
		l.advise,
		func(ctx context.Context) error {
			return l.onCase(ctx, l.expert, "ADVICE_PUBLISHED", "/advice:publish", map[string]any{})
		},
		func(ctx context.Context) error {
			return l.byTeacher(ctx, "ACKNOWLEDGED", "/advice:acknowledge", map[string]any{})
		},
		func(ctx context.Context) error {
			return l.byTeacher(ctx, "CLOSED", ":close", map[string]any{"closeOut": map[string]any{"effect": "EFFECT_NEW_PLAN", "value": 5}})
		},
	} {
		if l.stopping() {
			return nil
		}
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// talk lets both sides write at once.
func (l *life) talk(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, p := range []*person{l.teacher, l.expert, l.expert} {
		group.Go(func() error { return l.message(ctx, p) })
	}
	return group.Wait()
}

// inquire asks the school, and mostly gets a reply.
func (l *life) inquire(ctx context.Context) error {
	asked, err := l.append(ctx, l.expert, "ASKED", "/questions", map[string]any{
		"text": "Mitä on kokeiltu?", "dueDate": time.Now().AddDate(0, 0, 14).Format(time.DateOnly),
	})
	if err != nil || !asked.ok() || l.dice.IntN(5) == 0 {
		return err
	}
	_, err = l.append(ctx, l.teacher, "REPLIED", "/questions/"+asked.ID+":reply", map[string]any{"text": "Kuvakortteja."})
	return err
}

// passRound releases the case and lets the unit race for it again.
func (l *life) passRound(ctx context.Context) error {
	etag, err := l.leadEtag(ctx)
	if err != nil {
		return err
	}
	released, err := l.onLead(ctx, l.expert, "RELEASED", ":release", etag)
	if err != nil || !released.ok() {
		return err
	}
	return l.race(ctx, l.people.experts[released.UnitID], released.Etag)
}

func (l *life) advise(ctx context.Context) error {
	return l.onCase(ctx, l.expert, "ADVICE_WRITTEN", "/advice", map[string]any{"advice": map[string]any{
		"summary": "Ennakoikaa siirtymät.", "steps": []map[string]any{{"text": "Kuvajärjestys", "who": "Opettaja"}},
	}})
}
