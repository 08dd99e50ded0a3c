// Package plan knows who may be given a waiting case, who suits it best, and how all cases that wait would best be placed.
// It is pure: it reads facts, no content, and proposes; people assign. Loads and weights are in tenths of an ordinary case,
// hours are whole hours a week, dates are calendar dates.
package plan

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Bounds, within which no sum can overflow and a plan takes some hundred megabytes at most.
const (
	// MaxWaiting cases and MaxExperts in one plan.
	MaxWaiting = 20_000
	MaxExperts = 5_000
	// MaxLoad is the most of a load, a limit and a weight: a thousand ordinary cases.
	MaxLoad = 1000 * Ordinary
)

// Part is what balances are counted in, so that they are whole numbers: one of these to a squared tenth of a case an hour.
// Steps are exact for all hours that divide 3,603,600, such as 1 to 16, 18, 20, 25, 30 and 36; for others a step is rounded
// down by less than one part.
const Part = 180_180

// Cost of a plan, or of a change of it: a smaller balance comes before less travel.
type Cost struct {
	// Balance is the sum over the experts of load² ÷ weekly hours, in parts.
	Balance int64
	// Travel is the sum of the distances that somebody has to go.
	Travel int
}

// Compare answers -1, 0 or +1 as cmp.Compare does.
func (c Cost) Compare(d Cost) int {
	return cmp.Or(cmp.Compare(c.Balance, d.Balance), cmp.Compare(c.Travel, d.Travel))
}

// Plan proposes an expert for each waiting case, or says why there is none.
type Plan struct {
	Rows     []Row
	Unplaced []Unplaced
	// Before is the balance now, After once each row were accepted.
	Before Cost
	After  Cost
}

// Row proposes an expert for a case.
type Row struct {
	AssignmentID string
	// Candidate with the load after all rows of the plan. It can be over the limit where the cases are heavier than
	// ordinary ones, and then says so.
	Candidate

	// RunnerUp is who would be the next best if the other rows stay as they are; nil: nobody else has a place.
	RunnerUp *RunnerUp
}

// RunnerUp is another expert for a row, and how much worse the whole plan were with them.
type RunnerUp struct {
	PersonID string
	Name     string
	Worse    Cost
}

// Unplaced is a case for which there is no place, and why: nobody came further than to this refusal, and so many came to it.
// With NO_CAPACITY they are those who are full, of before or by the plan.
type Unplaced struct {
	AssignmentID string
	Why          Refusal
	Experts      int
}

// Propose answers the best plan for the waiting cases. The best is
//
//  1. the one that places most cases, each with an expert whom Fit lets be proposed and whose limit leaves a place for it,
//  2. of these the one with the least sum over the experts of load² ÷ weekly hours, in parts: work lies evenly by hours,
//  3. of these the one with least travel.
//
// No plan is better by these three: they are solved exactly, as a flow of least cost. In places and in loads each case of
// the plan counts as an ordinary one, whatever its weight; what an expert holds already counts by weight. With unequal
// weights even the first goal would be a packing problem that nobody solves exactly at this size.
//
// Rows and unplaced cases come in order: the more urgent first, then the longer waiting, then ids, which are unique. Of two
// like cases and one place the earlier has it, so that the order of the arguments does not count. Figures out of bounds
// are an error.
func Propose(waiting []Waiting, experts []Expert, today time.Time) (Plan, error) {
	if err := check(waiting, experts); err != nil {
		return Plan{}, err
	}
	w := newWorld(waiting, experts, today)
	return w.plan(w.network().solve()), nil
}

func check(waiting []Waiting, experts []Expert) error {
	if len(waiting) > MaxWaiting || len(experts) > MaxExperts {
		return fmt.Errorf("planning %d cases and %d experts: the most is %d and %d", len(waiting), len(experts), MaxWaiting, MaxExperts)
	}
	for _, w := range waiting {
		if w.Weight < 1 || w.Weight > MaxLoad {
			return fmt.Errorf("planning assignment %s: its weight is %d", w.AssignmentID, w.Weight)
		}
	}
	for _, e := range experts {
		if min(e.Load, e.Limit, e.WeeklyHours) < 0 || max(e.Load, e.Limit) > MaxLoad || e.WeeklyHours > 168 {
			return fmt.Errorf("planning for %s: load %d, limit %d, weekly hours %d", e.PersonID, e.Load, e.Limit, e.WeeklyHours)
		}
	}
	return nil
}

// urgency answers the order of an urgency: what is acute comes first.
func urgency(code string) int {
	switch code {
	case "NORMAL":
		return 2
	case "SOON":
		return 1
	default:
		return 0
	}
}

func inOrder(waiting []Waiting) []Waiting {
	return slices.SortedFunc(slices.Values(waiting), func(x, y Waiting) int {
		return cmp.Or(cmp.Compare(urgency(x.Facts.Urgency), urgency(y.Facts.Urgency)), x.Since.Compare(y.Since),
			cmp.Compare(x.AssignmentID, y.AssignmentID))
	})
}
