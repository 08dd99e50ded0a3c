package rules

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"iter"
	"slices"

	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// Filed is a case as a replay reads it: facts only.
type Filed struct {
	CaseID string
	Facts  cases.Facts
	// ByHand: a person chose the unit that has the case.
	ByHand bool
}

// End is where a decision leads: a unit, or triage and its reason.
type End struct {
	Unit         cases.Unit `json:"unit,omitzero"`
	TriageReason string     `json:"triage_reason,omitempty"`
}

// Move is what a new set does to cases of one end.
type Move struct {
	From End `json:"from"`
	To   End `json:"to"`
	// Cases that move, and those among them that a person had chosen the unit for, whom no rule moves.
	Cases  int `json:"cases"`
	ByHand int `json:"by_hand"`
	// Samples are ids of cases.
	Samples []string `json:"samples"`

	drawn []sample
}

// Moved is what a replay answers.
type Moved struct {
	Cases int `json:"cases"`
	Moved int `json:"moved"`
	// ByHand counts those that moved although a person had chosen.
	ByHand int `json:"by_hand"`
	// Partners counts those that stay, with other partners.
	Partners int `json:"partners"`
	// Moves by size: the cells of the matrix that are not on its diagonal.
	Moves []Move `json:"moves"`
}

// Limits of a replay's samples, and how often it tells how far it is.
const (
	samplesPerMove = 5
	samplesInAll   = 60
	stride         = 1000
)

// Replay answers what would have moved had a new set decided instead of an old one, both by the units of the same day:
// what differs is the rules' doing alone. progress hears of each thousandth case and of the last one. A context that ends
// ends the replay with its error.
func Replay(
	ctx context.Context, was, now *Table, data *directorypb.RoutingData, day string, filed iter.Seq2[Filed, error], progress func(done int),
) (Moved, error) {
	m, moves, known := Moved{}, map[[2]End]*Move{}, map[question]answer{}
	for c, err := range filed {
		if err == nil && m.Cases%stride == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return Moved{}, fmt.Errorf("replaying case %d: %w", m.Cases+1, err)
		}
		q := ask(c.Facts)
		a, ok := known[q]
		if !ok {
			a = compare(was.Decide(c.Facts, data, day), now.Decide(c.Facts, data, day))
			known[q] = a
		}
		m.note(moves, c, a)
		if m.Cases%stride == 0 {
			progress(m.Cases)
		}
	}
	progress(m.Cases)
	for _, move := range moves {
		m.Moves = append(m.Moves, *move)
	}
	slices.SortFunc(m.Moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), a.From.compare(b.From), a.To.compare(b.To))
	})
	draw(m.Moves)
	return m, nil
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

func (m *Moved) note(moves map[[2]End]*Move, c Filed, a answer) {
	m.Cases++
	if a.ends[0] == a.ends[1] {
		if !a.partners {
			m.Partners++
		}
		return
	}
	move := moves[a.ends]
	if move == nil {
		move = &Move{From: a.ends[0], To: a.ends[1]}
		moves[a.ends] = move
	}
	m.Moved++
	move.Cases++
	if c.ByHand {
		m.ByHand++
		move.ByHand++
	}
	move.offer(c.CaseID)
}

// sample is a case by its lot.
type sample struct {
	lot uint64
	id  string
}

// offer keeps the cases whose ids hash lowest: the same ones whatever the order, and of any time of the term.
func (m *Move) offer(id string) {
	h := fnv.New64a()
	h.Write([]byte(id))
	m.drawn = append(m.drawn, sample{h.Sum64(), id})
	slices.SortFunc(m.drawn, func(a, b sample) int { return cmp.Or(cmp.Compare(a.lot, b.lot), cmp.Compare(a.id, b.id)) })
	m.drawn = m.drawn[:min(len(m.drawn), samplesPerMove)]
}

// draw gives each move its first sample, then each its second, until there are enough.
func draw(moves []Move) {
	left := samplesInAll
	for round := range samplesPerMove {
		for i := range moves {
			if m := &moves[i]; round < len(m.drawn) && left > 0 {
				m.Samples = append(m.Samples, m.drawn[round].id)
				left--
			}
		}
	}
	for i := range moves {
		moves[i].drawn = nil
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
