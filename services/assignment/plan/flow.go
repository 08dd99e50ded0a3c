package plan

import (
	"math"
	"slices"
)

const (
	// never marks a column that may not take the case.
	never = math.MaxUint8
	// stuck marks a column to which nothing can be moved.
	stuck = math.MaxInt16
	far   = math.MaxInt64
)

// network is a transport problem: rows (cases) go to columns (experts, and at the end nobody). It is a flow of least cost
// whose arcs out of a column cost more with each unit.
type network struct {
	// travel is the cost of a row at a column, or never.
	travel [][]uint8
	// seats are how many rows a column takes.
	seats []int
	// step is the cost of the next row of a column that has some. It never falls as they grow.
	step func(column, taken int) int64
}

// placing is a cheapest placing of the rows put in so far, with its proof: a price for a seat in each column, such that
// no row is cheaper elsewhere at these prices, and that lies between the column's last step and its next one.
type placing struct {
	network

	rows  [][]int
	price []int64
	// move is the least travel that is added when one of a column's rows goes to another column.
	move [][]int16
	// Of one search: the cost of coming to a column, from where (-1: at once), and whether it is known for good; and the
	// column at which the cheapest chain so far ends, with its cost.
	cost  []int64
	from  []int
	done  []bool
	last  int
	total int64
}

// solve answers a cheapest placing: successive shortest paths with the prices as potentials, one row at a time, each by
// Dijkstra's algorithm over the columns. Each row needs a column that always has a seat. The time is at most that of
// rows × columns², and mostly far less: a search ends at the first seat that nothing can undercut.
//
// Source: Ahuja, Magnanti, Orlin, Network Flows, 1993, chapters 9.7 (paths) and 14.4 (convex costs).
func (n network) solve() *placing {
	columns := len(n.seats)
	p := &placing{
		network: n, rows: make([][]int, columns), price: make([]int64, columns), move: make([][]int16, columns),
		cost: make([]int64, columns), from: make([]int, columns), done: make([]bool, columns),
	}
	for c := range columns {
		p.price[c] = n.step(c, 0)
		p.move[c] = make([]int16, columns)
		p.measure(c)
	}
	for r := range n.travel {
		p.add(r)
	}
	return p
}

// add puts a row in by the cheapest chain of moves that ends at a free seat.
func (p *placing) add(row int) {
	p.search(row)
	for c, known := range p.done {
		if known {
			p.price[c] += p.total - p.cost[c]
		}
	}
	to := p.last
	for p.from[to] >= 0 {
		p.shift(p.from[to], to)
		to = p.from[to]
	}
	p.put(row, to)
}

// search finds the cheapest chain for a row.
func (p *placing) search(row int) {
	p.last, p.total = -1, far
	for c, t := range p.travel[row] {
		p.cost[c], p.done[c] = far, false
		if t != never {
			p.reach(c, int64(t)+p.price[c], -1)
		}
	}
	for {
		a := p.nearest()
		if a < 0 || p.cost[a] >= p.total {
			return
		}
		p.done[a] = true
		for b, m := range p.move[a] {
			if m != stuck && !p.done[b] {
				p.reach(b, p.cost[a]-p.price[a]+int64(m)+p.price[b], a)
			}
		}
	}
}

// reach notes a cheaper way to a column, and the seat there.
func (p *placing) reach(c int, cost int64, from int) {
	if cost >= p.cost[c] {
		return
	}
	p.cost[c], p.from[c] = cost, from
	if taken := len(p.rows[c]); taken < p.seats[c] {
		if total := cost - p.price[c] + p.step(c, taken); total < p.total {
			p.last, p.total = c, total
		}
	}
}

// nearest answers the cheapest column not known for good; -1: no other can be reached.
func (p *placing) nearest() int {
	best, least := -1, int64(far)
	for c, t := range p.cost {
		if t < least && !p.done[c] {
			best, least = c, t
		}
	}
	return best
}

// shift moves the row that travels least more from one column to another, of several the last.
func (p *placing) shift(a, b int) {
	row := -1
	for _, r := range p.rows[a] {
		if t := p.travel[r][b]; t != never && int16(t)-int16(p.travel[r][a]) == p.move[a][b] {
			row = max(row, r)
		}
	}
	p.rows[a] = slices.DeleteFunc(p.rows[a], func(r int) bool { return r == row })
	p.measure(a)
	p.put(row, b)
}

func (p *placing) put(row, c int) {
	p.rows[c] = append(p.rows[c], row)
	p.lower(c, row)
}

// measure finds anew what moving one of the column's rows adds.
func (p *placing) measure(c int) {
	for b := range p.move[c] {
		p.move[c][b] = stuck
	}
	for _, row := range p.rows[c] {
		p.lower(c, row)
	}
}

func (p *placing) lower(c, row int) {
	here, moves := int16(p.travel[row][c]), p.move[c]
	for b, t := range p.travel[row] {
		if t != never {
			moves[b] = min(moves[b], int16(t)-here)
		}
	}
}
