package clocks_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vip-verkosto/vaatu/services/cases/clocks"
)

func TestWhoIsToldWhat(t *testing.T) {
	t.Parallel()
	target := clocks.Target{Goal: clocks.Advice, Days: 5, WarnPercent: 80, Grace: 2}
	clock := func(s clocks.State, used int) clocks.Clock {
		return clocks.Clock{Goal: clocks.Advice, Target: target, State: s, Used: used}
	}
	long := clock(clocks.Paused, 0)
	long.Paused = []clocks.Pause{{Owner: clocks.Permission, Days: 5}}
	all := clocks.People{Owner: "expert", Lead: "head", Coordinator: "coordinator"}
	for _, c := range []struct {
		what   string
		clock  clocks.Clock
		people clocks.People
		want   clocks.Call
	}{
		{"there is time", clock(clocks.Running, 3), all, clocks.Call{Tell: clocks.Nothing, Rung: clocks.RungOwner, Person: "expert"}},
		{"near", clock(clocks.Warned, 4), all, clocks.Call{Tell: clocks.Warning, Rung: clocks.RungOwner, Person: "expert"}},
		{"near, but paused", clock(clocks.Paused, 4), all, clocks.Call{Tell: clocks.Nothing, Rung: clocks.RungOwner, Person: "expert"}},
		{"missed", clock(clocks.Over, 5), all, clocks.Call{Tell: clocks.Escalation, Rung: clocks.RungLead, Person: "head"}},
		{"missed and within grace", clock(clocks.Over, 6), all, clocks.Call{Tell: clocks.Escalation, Rung: clocks.RungLead, Person: "head"}},
		{"long missed", clock(clocks.Over, 7), all, clocks.Call{Tell: clocks.Escalation, Rung: clocks.RungCoordination, Person: "coordinator"}},
		{"done", clock(clocks.Done, 9), all, clocks.Call{Tell: clocks.Nothing, Rung: clocks.RungOwner, Person: "expert"}},
		{"near, held by nobody", clock(clocks.Warned, 4), clocks.People{Lead: "head"}, clocks.Call{Tell: clocks.Warning, Rung: clocks.RungLead, Person: "head"}},
		{"missed by the head itself", clock(clocks.Over, 5), clocks.People{Owner: "head", Lead: "head", Coordinator: "coordinator"}, clocks.Call{Tell: clocks.Escalation, Rung: clocks.RungCoordination, Person: "coordinator"}},
		{"missed without a head", clock(clocks.Over, 5), clocks.People{Owner: "expert"}, clocks.Call{Tell: clocks.Escalation, Rung: clocks.RungCoordination}},
		{"paused for long", long, all, clocks.Call{Tell: clocks.Nothing, Rung: clocks.RungOwner, Person: "expert"}},
		{"paused for long, held by nobody", long, clocks.People{Coordinator: "coordinator"}, clocks.Call{Tell: clocks.Warning, Rung: clocks.RungCoordination, Person: "coordinator"}},
	} {
		if got := c.clock.Call(c.people); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
}

var anyPeople = rapid.Custom(func(t *rapid.T) clocks.People {
	person := rapid.SampledFrom([]string{"", "a", "b", "c"})
	return clocks.People{Owner: person.Draw(t, "owner"), Lead: person.Draw(t, "lead"), Coordinator: person.Draw(t, "coordinator")}
})

var heights = map[clocks.Rung]int{clocks.RungOwner: 1, clocks.RungLead: 2, clocks.RungCoordination: 3}

func TestSomebodyAlwaysAnswersAndNothingStaysQuietWithoutAnOwner(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, goal, table, people := anyCourse.Draw(t, "course"), anyGoal.Draw(t, "goal"), anyTable.Draw(t, "breaks"), anyPeople.Draw(t, "people")
		now := anyNow(t, c)
		k := c.Clock(goal, clocks.Shipped(), table, now)
		call := k.Call(people)
		if call.Tell != clocks.Nothing && !k.Calls() {
			t.Fatalf("%+v calls %+v, and says that it calls nobody", k, call)
		}
		if heights[call.Rung] == 0 || call.Tell == "" || call.Person == "" && call.Rung != clocks.RungCoordination {
			t.Fatalf("%+v: nobody answers", call)
		}
		if call.Tell == clocks.Escalation && call.Person != "" && call.Person == people.Owner {
			t.Fatalf("%+v: the miss is told to who was warned", call)
		}
		if people.Owner == "" && k.Used+k.PausedDays() >= 2*k.Target.Days && call.Tell == clocks.Nothing {
			t.Fatalf("nobody holds the case, and nobody hears after %s", inWords(k))
		}
		// Nothing changes before the clock's own next moment; a call only climbs.
		later := now.Add(hours(60*24).Draw(t, "later"))
		next := c.Clock(goal, clocks.Shipped(), table, later)
		then := next.Call(people)
		if quiet := k.Next(); (quiet.IsZero() || later.Before(quiet)) && then != call {
			t.Fatalf("%+v at %s, %+v at %s, and the next moment is %s", call, now, then, later, quiet)
		}
		if quiet := k.Next(); !quiet.IsZero() && !quiet.After(now) {
			t.Fatalf("at %s the next moment is %s", now, quiet)
		}
		if call.Tell == clocks.Escalation && (then.Tell != clocks.Escalation || heights[then.Rung] < heights[call.Rung]) {
			t.Fatalf("%+v becomes %+v", call, then)
		}
	})
}
