package plan

import (
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func propose(t *testing.T, waiting []Waiting, experts ...Expert) Plan {
	t.Helper()
	p, err := Propose(waiting, experts, today)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestACaseWithoutAPlaceSaysWhy(t *testing.T) {
	t.Parallel()
	stranger := with(eeva, func(e *Expert) { e.PersonID, e.Grants = "s", nil })
	for name, c := range map[string]struct {
		experts []Expert
		want    Unplaced
	}{
		"there is nobody":       {nil, Unplaced{Why: NoPermission}},
		"nobody of the unit":    {[]Expert{stranger}, Unplaced{Why: NoPermission, Experts: 1}},
		"nobody competent":      {[]Expert{stranger, with(eeva, func(e *Expert) { e.Competence = nil })}, Unplaced{Why: NoCompetence, Experts: 1}},
		"not in the language":   {[]Expert{stranger, with(eeva, func(e *Expert) { e.Languages = nil })}, Unplaced{Why: WrongLanguage, Experts: 1}},
		"a conflict":            {[]Expert{with(eeva, func(e *Expert) { e.Conflicts = []string{"koulu"} })}, Unplaced{Why: ConflictOfInterest, Experts: 1}},
		"no hours":              {[]Expert{with(eeva, func(e *Expert) { e.WeeklyHours = 0 })}, Unplaced{Why: NoHours, Experts: 1}},
		"away":                  {[]Expert{away("2026-11-01", "2026-11-30")}, Unplaced{Why: Absent, Experts: 1}},
		"all full":              {[]Expert{stranger, with(eeva, func(e *Expert) { e.Limit = 39 })}, Unplaced{Why: NoCapacity, Experts: 1}},
		"all but one are away":  {[]Expert{away("2026-11-01", "2026-11-30"), with(eeva, func(e *Expert) { e.PersonID, e.Limit = "x", 30 })}, Unplaced{Why: NoCapacity, Experts: 1}},
		"over the limit before": {[]Expert{with(eeva, func(e *Expert) { e.Limit = 0 })}, Unplaced{Why: NoCapacity, Experts: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.want.AssignmentID = "a-1"
			p := propose(t, []Waiting{aino}, c.experts...)
			if diff := cmp.Diff([]Unplaced{c.want}, p.Unplaced); diff != "" || len(p.Rows) > 0 {
				t.Error(diff, p.Rows)
			}
		})
	}
}

func TestARowTellsWhatItCosts(t *testing.T) {
	t.Parallel()
	matti := with(from("OYS", "17"), func(e *Expert) { e.PersonID, e.Name, e.Load = "matti", "Matti Malli", 40 })
	p := propose(t, []Waiting{aino}, matti, eeva)
	balance := func(tenths int64) int64 { return Part * tenths * tenths / 20 }
	want := Plan{
		Before: Cost{Balance: balance(30) + balance(40)},
		After:  Cost{Balance: balance(40) + balance(40)},
		Rows: []Row{{
			AssignmentID: "a-1",
			Candidate: Candidate{
				PersonID: "eeva", Name: "Eeva Esimerkki", Known: 1, Needs: 1, Language: "fi",
				LoadBefore: 30, LoadAfter: 40, Limit: 80, WeeklyHours: 20,
			},
			RunnerUp: &RunnerUp{
				PersonID: "matti", Name: "Matti Malli",
				Worse: Cost{Balance: balance(50) - balance(40) - (balance(40) - balance(30)), Travel: 2},
			},
		}},
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
	if p := propose(t, []Waiting{aino}, eeva); p.Rows[0].RunnerUp != nil {
		t.Error("there is a runner-up, although nobody else has a place")
	}
}

func TestTravelDecidesWhereLoadsAreEven(t *testing.T) {
	t.Parallel()
	distant := with(from("OYS", "17"), func(e *Expert) { e.PersonID = "a" })
	if p := propose(t, []Waiting{aino}, distant, eeva); p.Rows[0].PersonID != "eeva" || p.Rows[0].RunnerUp.Worse != (Cost{Travel: 2}) {
		t.Errorf("%+v", p.Rows[0])
	}
}

func TestAPlaceGoesToTheMoreUrgentOfTwoLikeCases(t *testing.T) {
	t.Parallel()
	one := with(eeva, func(e *Expert) { e.Limit = 40 })
	acute := with(aino, func(w *Waiting) { w.AssignmentID, w.Facts.Urgency, w.Since = "z", "ACUTE_SAFETY", today })
	earlier := with(aino, func(w *Waiting) { w.AssignmentID, w.Since = "y", today.AddDate(0, 0, -1) })
	later := with(aino, func(w *Waiting) { w.Since = today })
	for _, waiting := range [][]Waiting{{later, earlier, acute}, {acute, later, earlier}} {
		p := propose(t, waiting, one)
		got := []string{p.Rows[0].AssignmentID, p.Unplaced[0].AssignmentID, p.Unplaced[1].AssignmentID}
		if diff := cmp.Diff([]string{"z", "y", "a-1"}, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestHeavyCasesTakeOnePlaceEachAndSayWhenTheyAreOverTheLimit(t *testing.T) {
	t.Parallel()
	heavy := func(id string, weight int) Waiting {
		return with(aino, func(w *Waiting) { w.AssignmentID, w.Weight = id, weight })
	}
	two := with(eeva, func(e *Expert) { e.Limit = 50 })
	p := propose(t, []Waiting{heavy("a", 20), heavy("b", 20)}, two)
	if len(p.Rows) != 2 || p.Rows[0].LoadAfter != 70 || !p.Rows[0].OverLimit() {
		t.Errorf("%+v", p)
	}
	if p := propose(t, []Waiting{heavy("a", 21)}, two); len(p.Rows) != 0 || p.Unplaced[0].Why != NoCapacity {
		t.Errorf("a case that is over the limit by itself is proposed: %+v", p)
	}
}

func TestFiguresOutOfBoundsAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		w Waiting
		e Expert
	}{
		"a case without weight": {with(aino, func(w *Waiting) { w.Weight = 0 }), eeva},
		"a case too heavy":      {with(aino, func(w *Waiting) { w.Weight = MaxLoad + 1 }), eeva},
		"a negative load":       {aino, with(eeva, func(e *Expert) { e.Load = -1 })},
		"too high a load":       {aino, with(eeva, func(e *Expert) { e.Load = MaxLoad + 1 })},
		"too high a limit":      {aino, with(eeva, func(e *Expert) { e.Limit = MaxLoad + 1 })},
		"a negative limit":      {aino, with(eeva, func(e *Expert) { e.Limit = -1 })},
		"negative hours":        {aino, with(eeva, func(e *Expert) { e.WeeklyHours = -1 })},
		"a week of 169 hours":   {aino, with(eeva, func(e *Expert) { e.WeeklyHours = 169 })},
	} {
		if _, err := Propose([]Waiting{c.w}, []Expert{c.e}, today); err == nil {
			t.Errorf("%s is planned with", name)
		}
	}
	if _, err := Propose(make([]Waiting, MaxWaiting+1), nil, today); err == nil {
		t.Error("too many cases are planned")
	}
	if _, err := Propose(nil, make([]Expert, MaxExperts+1), today); err == nil {
		t.Error("for too many experts is planned")
	}
	if p := propose(t, nil); len(p.Rows)+len(p.Unplaced) != 0 {
		t.Errorf("of nothing comes %+v", p)
	}
}

// No small world comes near these limits, so they are looked at themselves.
func TestTheGoalsOutweighEachOther(t *testing.T) {
	t.Parallel()
	w := newWorld([]Waiting{aino, aino, aino}, []Expert{eeva, with(eeva, func(e *Expert) { e.WeeklyHours = 1 })}, today)
	n := w.network()
	if part := n.step(0, 0) / eeva.step(0); part <= int64(len(w.waiting)*int(OtherArea)) {
		t.Errorf("a part of balance weighs %d, no more than all travel", part)
	}
	if left := n.step(2, 0); left <= max(n.step(0, 3), n.step(1, 3))+int64(len(w.experts)*int(OtherArea)) {
		t.Errorf("a case left out weighs %d, no more than placing it", left)
	}
}

func TestTheLargestFiguresLeaveRoom(t *testing.T) {
	t.Parallel()
	most := Expert{Limit: MaxLoad, WeeklyHours: 1}
	weight := new(big.Int).Mul(big.NewInt(most.step(most.seats())), big.NewInt(MaxWaiting*int64(OtherArea)+1))
	if weight.Mul(weight, big.NewInt(100)).Cmp(big.NewInt(math.MaxInt64)) > 0 {
		t.Error("a step of the largest load is within a hundredth of what fits into 64 bits")
	}
}
