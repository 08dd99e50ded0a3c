package plan

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// total is how good a plan is, in the goals' own terms and reckoned anew from who has what.
type total struct {
	left    int
	balance int64
	travel  int
}

func (x total) compare(y total) int {
	return cmp.Or(cmp.Compare(x.left, y.left), cmp.Compare(x.balance, y.balance), cmp.Compare(x.travel, y.travel))
}

// chosen says at which expert each case is; -1: at none.
type chosen []int

func totalOf(waiting []Waiting, experts []Expert, at chosen) total {
	var sum total
	taken := make([]int, len(experts))
	for i, w := range waiting {
		if at[i] < 0 {
			sum.left++
			continue
		}
		e := experts[at[i]]
		before, after := int64(e.Load+Ordinary*taken[at[i]]), int64(e.Load+Ordinary*(taken[at[i]]+1))
		sum.balance += Part * (after*after - before*before) / int64(e.WeeklyHours)
		sum.travel += travel(w.Facts, e.in(w.UnitID).distance(w.Facts))
		taken[at[i]]++
	}
	return sum
}

// allowed reports whether an expert may be given one case more of the plan.
func allowed(w Waiting, e Expert, taken int) bool {
	_, refusal := Fit(e, w, today)
	return refusal == "" && e.Load+Ordinary*(taken+1) <= e.Limit
}

// best tries everything.
func best(waiting []Waiting, experts []Expert) total {
	least, taken, at := total{left: len(waiting) + 1}, make([]int, len(experts)), make(chosen, 0, len(waiting))
	var next func()
	next = func() {
		if len(at) == len(waiting) {
			if sum := totalOf(waiting, experts, at); sum.compare(least) < 0 {
				least = sum
			}
			return
		}
		w := waiting[len(at)]
		at = append(at, -1)
		next()
		for e := range experts {
			if allowed(w, experts[e], taken[e]) {
				at[len(at)-1] = e
				taken[e]++
				next()
				taken[e]--
			}
		}
		at = at[:len(at)-1]
	}
	next()
	return least
}

// greedy gives each case in turn to whom it costs least.
func greedy(waiting []Waiting, experts []Expert) total {
	taken, at := make([]int, len(experts)), make(chosen, len(waiting))
	for i, w := range waiting {
		at[i] = -1
		least := Cost{}
		for e, x := range experts {
			cost := Cost{Balance: x.step(taken[e]), Travel: travel(w.Facts, x.in(w.UnitID).distance(w.Facts))}
			if allowed(w, x, taken[e]) && (at[i] < 0 || cost.Compare(least) < 0) {
				at[i], least = e, cost
			}
		}
		if at[i] >= 0 {
			taken[at[i]]++
		}
	}
	return totalOf(waiting, experts, at)
}

// proposed answers whom a plan chose, in the order of the cases.
func proposed(waiting []Waiting, experts []Expert, p Plan) chosen {
	at := make(chosen, len(waiting))
	for i, w := range waiting {
		at[i] = -1
		for _, r := range p.Rows {
			if r.AssignmentID == w.AssignmentID {
				at[i] = slices.IndexFunc(experts, func(e Expert) bool { return e.PersonID == r.PersonID })
			}
		}
	}
	return at
}

func TestAPlanIsAsGoodAsTheBestOfAllPlansOfASmallWorld(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t)
		waiting, experts := size{waiting: 1 + n(6), experts: 1 + n(4), units: 1 + n(2), seats: 3}.world(n)
		p, err := Propose(waiting, experts, today)
		if err != nil {
			t.Fatal(err)
		}
		got := totalOf(waiting, experts, proposed(waiting, experts, p))
		if want := best(waiting, experts); got != want {
			t.Fatalf("the plan is %+v, the best %+v", got, want)
		}
		if stated := (total{len(p.Unplaced), p.After.Balance - p.Before.Balance, p.After.Travel}); stated != got {
			t.Fatalf("the plan says %+v and is %+v", stated, got)
		}
	})
}

func TestAPlanIsNeverWorseThanGreedyAndKeepsToWhoMayAndToTheirPlaces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t)
		s := size{waiting: 1 + n(60), experts: 1 + n(25), units: 1 + n(4), seats: 1 + n(6)}
		waiting, experts := s.world(seeded(rapid.Uint64().Draw(t, "seed")))
		p, err := Propose(waiting, experts, today)
		if err != nil {
			t.Fatal(err)
		}
		at, taken := proposed(waiting, experts, p), make([]int, len(experts))
		for i, w := range waiting {
			if at[i] >= 0 && !allowed(w, experts[at[i]], taken[at[i]]) {
				t.Fatalf("%s is given to %s, who may not", w.AssignmentID, experts[at[i]].PersonID)
			} else if at[i] >= 0 {
				taken[at[i]]++
			}
		}
		if len(p.Rows)+len(p.Unplaced) != len(waiting) {
			t.Fatalf("%d placed and %d not, of %d", len(p.Rows), len(p.Unplaced), len(waiting))
		}
		got := totalOf(waiting, experts, at)
		if other := greedy(waiting, experts); got.compare(other) > 0 {
			t.Fatalf("the plan is %+v, greedy %+v", got, other)
		}
	})
}

func TestARunnerUpIsTheLeastBadOfAllOtherChoicesOfARow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t)
		waiting, experts := size{waiting: 1 + n(12), experts: 1 + n(6), units: 1 + n(2), seats: 3}.world(n)
		p, err := Propose(waiting, experts, today)
		if err != nil {
			t.Fatal(err)
		}
		at := proposed(waiting, experts, p)
		now := totalOf(waiting, experts, at)
		for i, w := range waiting {
			k := slices.IndexFunc(p.Rows, func(r Row) bool { return r.AssignmentID == w.AssignmentID })
			if k < 0 {
				continue
			}
			var least *Cost
			for e, x := range experts {
				if e == at[i] || !allowed(w, x, count(at, e)) {
					continue
				}
				other := slices.Clone(at)
				other[i] = e
				sum := totalOf(waiting, experts, other)
				worse := Cost{Balance: sum.balance - now.balance, Travel: sum.travel - now.travel}
				if least == nil || worse.Compare(*least) < 0 {
					least = &worse
				}
			}
			var got *Cost
			if r := p.Rows[k].RunnerUp; r != nil {
				got = &r.Worse
			}
			if diff := gocmp.Diff(least, got); diff != "" || got != nil && got.Compare(Cost{}) < 0 {
				t.Fatal(w.AssignmentID, diff)
			}
		}
	})
}

func count(at chosen, e int) int {
	n := 0
	for _, x := range at {
		if x == e {
			n++
		}
	}
	return n
}

func TestThePricesProveThatAPlanIsBest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t)
		s := size{waiting: 1 + n(150), experts: 1 + n(60), units: 1 + n(3), seats: 1 + n(6)}
		waiting, experts := s.world(seeded(rapid.Uint64().Draw(t, "seed")))
		prove(t, newWorld(waiting, experts, today).network().solve())
	})
}

// prove checks the conditions of complementary slackness, which no placing meets that is not a cheapest one.
func prove(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, p *placing,
) {
	t.Helper()
	for c, rows := range p.rows {
		if taken := len(rows); taken > 0 && p.price[c] < p.step(c, taken-1) || taken < p.seats[c] && p.price[c] > p.step(c, taken) {
			t.Fatalf("column %d: the price %d lies not between the last step and the next", c, p.price[c])
		}
		for _, r := range rows {
			for other, there := range p.travel[r] {
				if there != never && p.seats[other] > 0 && int64(there)+p.price[other] < int64(p.travel[r][c])+p.price[c] {
					t.Fatalf("row %d is cheaper in column %d than in %d", r, other, c)
				}
			}
		}
	}
}

func TestAPlanDoesNotDependOnTheOrderOfWhatIsGiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t)
		seed := rapid.Uint64().Draw(t, "seed")
		waiting, experts := size{waiting: 1 + n(40), experts: 1 + n(20), units: 1 + n(3), seats: 1 + n(4)}.world(seeded(seed))
		one, err := Propose(waiting, experts, today)
		if err != nil {
			t.Fatal(err)
		}
		shuffle := rand.New(rand.NewPCG(seed, 2))
		shuffle.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
		shuffle.Shuffle(len(experts), func(i, j int) { experts[i], experts[j] = experts[j], experts[i] })
		other, err := Propose(waiting, experts, today)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(one, other); diff != "" {
			t.Fatal(diff)
		}
	})
}
