package main

import "context"

// teachers file requests.
var teachers = []string{"teacher-fi", "teacher-fi-2", "teacher-sv"}

// experts of `vaatu dev` by the unit that they work in.
var experts = map[string][]string{
	"01980000-0000-7000-8000-000000000101": {"expert-elmeri"},
	"01980000-0000-7000-8000-000000000201": {"expert-valteri", "expert-valteri-2"},
	"01980000-0000-7000-8000-000000000204": {"expert-valteri-sv"},
	"01980000-0000-7000-8000-000000000304": {"expert-hospital", "expert-and-teacher"},
}

// people are all who take part, with their sessions.
type people struct {
	teachers []*person
	experts  map[string][]*person
}

// signIn opens a session for everybody: direct is where, front the way that may be cut.
func signIn(ctx context.Context, direct, front string) (*people, error) {
	signedIn := func(hints []string) ([]*person, error) {
		var list []*person
		for _, hint := range hints {
			p, err := newPerson(hint, direct, front)
			if err != nil {
				return nil, err
			}
			if err := p.signIn(ctx); err != nil {
				return nil, err
			}
			list = append(list, p)
		}
		return list, nil
	}
	all := &people{experts: map[string][]*person{}}
	var err error
	if all.teachers, err = signedIn(teachers); err != nil {
		return nil, err
	}
	for unit, hints := range experts {
		if all.experts[unit], err = signedIn(hints); err != nil {
			return nil, err
		}
	}
	return all, nil
}
