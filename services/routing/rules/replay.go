package rules

import (
	"cmp"
	"slices"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// Filed is a case as a replay reads it: facts only.
type Filed struct {
	Number string
	Facts  cases.Facts
	// ByHand: a person chose the unit that has the case.
	ByHand bool
}

// End is where a decision leads: a unit, or triage and its reason.
type End struct {
	Unit         cases.Unit
	TriageReason string
}

// Move is what a new set does to cases of one end.
type Move struct {
	From, To End
	// Cases that move, and those among them that a person had chosen the unit for, whom no rule moves.
	Cases, ByHand int
	Samples       []Filed
}

// Moved is what a replay answers.
type Moved struct {
	// Partners counts the cases that stay, with other partners.
	Partners int
	// Moves by size.
	Moves []Move
}

// samplesPerMove is how many cases are shown of each move.
const samplesPerMove = 5

// Replay answers what would have moved had a new set decided instead of an old one, both by the units of the same day:
// what differs is the rules' doing alone.
func Replay(was, now *Table, data *directorypb.RoutingData, day string, filed []Filed) Moved {
	m, moves, known := Moved{}, map[[2]End]*Move{}, map[question]answer{}
	for _, c := range filed {
		q := ask(c.Facts)
		a, ok := known[q]
		if !ok {
			a = compare(was.Decide(c.Facts, data, day), now.Decide(c.Facts, data, day))
			known[q] = a
		}
		switch {
		case a.ends[0] != a.ends[1]:
			note(moves, c, a)
		case !a.partners:
			m.Partners++
		}
	}
	for _, move := range moves {
		m.Moves = append(m.Moves, *move)
	}
	slices.SortFunc(m.Moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), a.From.compare(b.From), a.To.compare(b.To))
	})
	return m
}

// question is all that a decision looks at: many cases of a term ask the same.
type question struct {
	facts          point
	area, language string
	risky          bool
}

func ask(f cases.Facts) question {
	return question{facts: read(f), area: f.Area, language: f.Language, risky: len(f.Risks) > 0}
}

// answer is what two sets say to a question.
type answer struct {
	ends     [2]End
	partners bool // the same ones
}

func compare(was, now cases.Routing) answer {
	return answer{ends: [2]End{end(was), end(now)}, partners: slices.Equal(was.Partners, now.Partners)}
}

func note(moves map[[2]End]*Move, c Filed, a answer) {
	move := moves[a.ends]
	if move == nil {
		move = &Move{From: a.ends[0], To: a.ends[1]}
		moves[a.ends] = move
	}
	move.Cases++
	if c.ByHand {
		move.ByHand++
	}
	if len(move.Samples) < samplesPerMove {
		move.Samples = append(move.Samples, c)
	}
}

func end(r cases.Routing) End {
	if r.Unit == nil {
		return End{TriageReason: r.TriageReason}
	}
	return End{Unit: *r.Unit}
}

func (e End) compare(f End) int {
	return cmp.Or(cmp.Compare(e.Unit.ID, f.Unit.ID), cmp.Compare(e.TriageReason, f.TriageReason))
}
