package plan

import (
	"bytes"
	"cmp"
	"slices"
	"time"
)

// world is what one plan is made from.
type world struct {
	waiting []Waiting
	experts []Expert
	today   time.Time
	// travel by case and expert, or never; the last column is nobody.
	travel [][]uint8
	// short says of each case how many experts were refused for what, in the order of refusals, of which the first is that
	// they lack the permission.
	short [][]int
}

func newWorld(waiting []Waiting, experts []Expert, today time.Time) world {
	w := world{waiting: inOrder(waiting), today: today}
	w.experts = slices.SortedFunc(slices.Values(experts), func(x, y Expert) int { return cmp.Compare(x.PersonID, y.PersonID) })
	date, members := today.Format(time.DateOnly), map[string][]member{}
	for _, c := range w.waiting {
		if _, known := members[c.UnitID]; !known {
			members[c.UnitID] = w.members(c.UnitID)
		}
		w.weigh(c, members[c.UnitID], date)
	}
	return w
}

// member is an expert by place, as a unit knows them.
type member struct {
	Expert

	at int
}

// members answers the experts who may claim in a unit.
func (w *world) members(unitID string) []member {
	members := []member{}
	for i, e := range w.experts {
		if e.mayClaim(unitID) {
			members = append(members, member{e.in(unitID), i})
		}
	}
	return members
}

// weigh adds the row of a case.
func (w *world) weigh(c Waiting, members []member, date string) {
	row, short := bytes.Repeat([]byte{never}, len(w.experts)+1), make([]int, len(refusals))
	row[len(w.experts)] = 0
	short[0] = len(w.experts) - len(members)
	for _, e := range members {
		refusal := e.refuses(c, date)
		if refusal == "" && (e.seats() == 0 || e.Load+c.Weight > e.Limit) {
			refusal = NoCapacity
		}
		if refusal == "" {
			row[e.at] = uint8(travel(c.Facts, e.distance(c.Facts))) //nolint:gosec // 0 to 2
			refusal = NoCapacity                                    // which is why, should it stay without a place
		}
		short[slices.Index(refusals, refusal)]++
	}
	w.travel, w.short = append(w.travel, row), append(w.short, short)
}

// seats are how many ordinary cases more the expert may take.
func (e Expert) seats() int { return max(0, e.Limit-e.Load) / Ordinary }

// step is what the next case adds to the balance, when some are taken: with load l in tenths, (l+10)² − l² = 20 (l+5).
func (e Expert) step(taken int) int64 {
	return Part * 20 * int64(e.Load+Ordinary*taken+Ordinary/2) / int64(max(1, e.WeeklyHours))
}

// balance of what the expert holds now.
func (e Expert) balance() int64 {
	return Part * int64(e.Load) * int64(e.Load) / int64(max(1, e.WeeklyHours))
}

// network weighs the three goals in one whole number. A part of balance outweighs all travel of a plan. To leave a case out
// outweighs placing one more: that takes one step, and moves at most one case of each expert.
func (w world) network() network {
	n, nobody := network{travel: w.travel}, len(w.experts)
	part := int64(len(w.waiting))*int64(OtherArea) + 1
	left := int64(0)
	for _, e := range w.experts {
		seats := min(e.seats(), len(w.waiting))
		n.seats = append(n.seats, seats)
		left = max(left, e.step(seats)*part)
	}
	left += int64(nobody+1)*int64(OtherArea) + 1
	n.seats = append(n.seats, len(w.waiting))
	n.step = func(c, taken int) int64 {
		if c == nobody {
			return left
		}
		return w.experts[c].step(taken) * part
	}
	return n
}

// plan tells a placing in the words of people.
func (w world) plan(p *placing) Plan {
	var plan Plan
	at := make([]int, len(w.waiting))
	for i, rows := range p.rows {
		for _, r := range rows {
			at[r] = i
		}
	}
	after := w.after(p.rows)
	for r, c := range w.waiting {
		if at[r] == len(w.experts) {
			plan.Unplaced = append(plan.Unplaced, w.unplaced(r))
			continue
		}
		e := w.experts[at[r]]
		row := Row{AssignmentID: c.AssignmentID, Candidate: e.in(c.UnitID).candidate(c, w.today), RunnerUp: w.runnerUp(p, r, at[r])}
		row.LoadAfter = after[at[r]]
		plan.After.Travel += row.Travel
		plan.Rows = append(plan.Rows, row)
	}
	for i, e := range w.experts {
		plan.Before.Balance += e.balance()
		for taken := range p.rows[i] {
			plan.After.Balance += e.step(taken)
		}
	}
	plan.After.Balance += plan.Before.Balance
	return plan
}

// after answers the load of each expert with what is proposed, by weight.
func (w world) after(rows [][]int) []int {
	loads := make([]int, len(w.experts))
	for i, e := range w.experts {
		loads[i] = e.Load
		for _, r := range rows[i] {
			loads[i] += w.waiting[r].Weight
		}
	}
	return loads
}

// runnerUp answers who else has a place for a case, at the least cost.
func (w world) runnerUp(p *placing, row, at int) *RunnerUp {
	var best *RunnerUp
	gone := w.experts[at].step(len(p.rows[at]) - 1)
	for i, e := range w.experts {
		if i == at || w.travel[row][i] == never || len(p.rows[i]) >= p.seats[i] {
			continue
		}
		worse := Cost{Balance: e.step(len(p.rows[i])) - gone, Travel: int(w.travel[row][i]) - int(w.travel[row][at])}
		if best == nil || worse.Compare(best.Worse) < 0 {
			best = &RunnerUp{PersonID: e.PersonID, Name: e.Name, Worse: worse}
		}
	}
	return best
}

// unplaced answers the last refusal that somebody came to. Where there is no expert at all nobody has the permission.
func (w world) unplaced(row int) Unplaced {
	u := Unplaced{AssignmentID: w.waiting[row].AssignmentID, Why: NoPermission}
	for i, experts := range w.short[row] {
		if experts > 0 {
			u.Why, u.Experts = refusals[i], experts
		}
	}
	return u
}
