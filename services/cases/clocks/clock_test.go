package clocks_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

func moment(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func day(t testing.TB, date string) workdays.Day {
	t.Helper()
	d, err := workdays.Parse(date)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// course answers one of segments that begin at these moments.
func course(t testing.TB, segments ...cases.Segment) clocks.Course {
	t.Helper()
	for i := range segments[1:] {
		segments[i].To = segments[i+1].From
	}
	return clocks.Course{Segments: segments, Begin: segments[0].From, Urgency: "NORMAL", Municipality: "091", Actor: segments[len(segments)-1].Actor}
}

func at(t testing.TB, text string, phase cases.Phase) cases.Segment {
	t.Helper()
	s := cases.Segment{Phase: phase, From: moment(t, text)}
	if phase != cases.Triage {
		s.Actor = "VALTERI"
	}
	return s
}

func TestAClockTellsWhoseTheDaysWere(t *testing.T) {
	t.Parallel()
	// Filed on Tuesday, claimed on Wednesday, asked on Thursday, answered on Wednesday.
	c := course(
		t, at(t, "2026-11-03T08:00:00+02:00", cases.Queued), at(t, "2026-11-04T09:00:00+02:00", cases.InConsultation),
		at(t, "2026-11-05T15:00:00+02:00", cases.AwaitingSchool), at(t, "2026-11-11T10:00:00+02:00", cases.InConsultation),
	)
	for _, step := range []struct {
		now   string
		says  string
		state clocks.State
		today clocks.Owner
		due   string
	}{
		{"2026-11-03T23:59:59+02:00", "0 working days used. Target 5.", clocks.Running, clocks.Unit, "2026-11-10"},
		{"2026-11-04T23:59:59+02:00", "0 working days used. Target 5.", clocks.Running, clocks.Expert, "2026-11-10"},
		{"2026-11-05T00:00:00+02:00", "1 working day used. Target 5.", clocks.Running, clocks.Expert, "2026-11-10"},
		{"2026-11-05T15:00:00+02:00", "1 working day used. Target 5.", clocks.Paused, clocks.School, "2026-11-10"},
		{"2026-11-10T08:00:00+02:00", "1 working day used, 3 paused: waiting for the school. Target 5.", clocks.Paused, clocks.School, "2026-11-13"},
		{"2026-11-11T12:00:00+02:00", "1 working day used, 4 paused: waiting for the school. Target 5.", clocks.Running, clocks.Expert, "2026-11-16"},
		{"2026-11-13T12:00:00+02:00", "3 working days used, 4 paused: waiting for the school. Target 5.", clocks.Running, clocks.Expert, "2026-11-16"},
		{"2026-11-14T00:00:00+02:00", "4 working days used, 4 paused: waiting for the school. Target 5.", clocks.Warned, clocks.Expert, "2026-11-16"},
		{"2026-11-16T23:59:59+02:00", "4 working days used, 4 paused: waiting for the school. Target 5.", clocks.Warned, clocks.Expert, "2026-11-16"},
		{"2026-11-17T00:00:00+02:00", "5 working days used, 4 paused: waiting for the school. Target 5.", clocks.Over, clocks.Expert, "2026-11-16"},
	} {
		k := c.Clock(clocks.FirstWord, clocks.Shipped(), noBreaks(t), moment(t, step.now))
		if inWords(k) != step.says || k.State != step.state || k.Today != step.today || k.Due.String() != step.due {
			t.Errorf("at %s: %s, %s, %s, due %s; want %s, %s, %s, due %s", step.now, inWords(k), k.State, k.Today, k.Due, step.says, step.state, step.today, step.due)
		}
	}
	var owners []string
	for d, o := range c.Days(noBreaks(t), moment(t, "2026-11-12T12:00:00+02:00")) {
		owners = append(owners, d.String()+" "+string(o))
	}
	want := []string{
		"2026-11-04 EXPERT", "2026-11-05 SCHOOL", "2026-11-06 SCHOOL", "2026-11-09 SCHOOL", "2026-11-10 SCHOOL", "2026-11-11 EXPERT",
	}
	if diff := cmp.Diff(want, owners); diff != "" {
		t.Errorf("the days are not whose they should be (-want +got):\n%s", diff)
	}
}

// noBreaks is a table by which Helsinki has had no break in the school year but one in August.
func noBreaks(t testing.TB) workdays.Table {
	t.Helper()
	return workdays.NewTable([]workdays.Break{{Municipality: "091", From: day(t, "2026-08-03"), To: day(t, "2026-08-07")}})
}

func TestBreaksStopTheClockOfWhoeverHasThem(t *testing.T) {
	t.Parallel()
	table := workdays.NewTable([]workdays.Break{
		{Municipality: "091", From: day(t, "2026-10-12"), To: day(t, "2026-10-16")},
		{Actor: "VALTERI", From: day(t, "2026-10-19"), To: day(t, "2026-10-23")},
	})
	c := course(
		t, at(t, "2026-10-07T08:00:00+03:00", cases.InConsultation), at(t, "2026-10-08T08:00:00+03:00", cases.AwaitingPermission),
		at(t, "2026-10-19T08:00:00+03:00", cases.Queued),
	)
	k := c.Clock(clocks.Advice, clocks.Shipped(), table, moment(t, "2026-10-27T08:00:00+02:00"))
	want := []clocks.Pause{{Owner: clocks.Permission, Days: 2}, {Owner: clocks.SchoolBreak, Days: 5}, {Owner: clocks.ActorBreak, Days: 5}}
	if diff := cmp.Diff(want, k.Paused); diff != "" || k.Used != 1 {
		t.Errorf("%s (-want +got):\n%s", inWords(k), diff)
	}
	// In the break the day on which it ends is foreseen.
	k = c.Clock(clocks.Acceptance, clocks.Shipped(), table, moment(t, "2026-10-20T08:00:00+03:00"))
	if k.State != clocks.Paused || k.Today != clocks.ActorBreak || k.Due != day(t, "2026-10-30") || !k.Next().Equal(moment(t, "2026-10-30T00:00:00+02:00")) {
		t.Errorf("%s, %s, due %s, next %s", k.State, k.Today, k.Due, k.Next())
	}
}

// anyCourse is one of a case filed between 2025 and 2027, with up to ten segments.
var anyCourse = rapid.Custom(func(t *rapid.T) clocks.Course {
	begin := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Add(hours(2*365*24).Draw(t, "begin"))
	c := clocks.Course{Begin: begin, Urgency: rapid.SampledFrom([]string{"NORMAL", "SOON", "ACUTE_SAFETY"}).Draw(t, "urgency"), Municipality: "091"}
	from := begin
	for range rapid.IntRange(1, 10).Draw(t, "segments") {
		phase := rapid.SampledFrom([]cases.Phase{cases.Triage, cases.Queued, cases.InConsultation, cases.AwaitingSchool, cases.AwaitingPermission}).Draw(t, "phase")
		s := cases.Segment{Phase: phase, From: from}
		if phase != cases.Triage {
			s.Actor = rapid.SampledFrom([]string{"VALTERI", "ELMERI"}).Draw(t, "actor")
		}
		c.Actor = s.Actor
		c.Segments = append(c.Segments, s)
		from = from.Add(hours(30*24).Draw(t, "long"))
	}
	for i := range c.Segments[1:] {
		c.Segments[i].To = c.Segments[i+1].From
	}
	return c
})

func hours(most int) *rapid.Generator[time.Duration] {
	return rapid.Custom(func(t *rapid.T) time.Duration {
		return time.Duration(rapid.IntRange(0, most*60).Draw(t, "minutes")) * time.Minute
	})
}

// anyNow is a moment from the beginning of the last segment on.
func anyNow(t *rapid.T, c clocks.Course) time.Time {
	return c.Segments[len(c.Segments)-1].From.Add(hours(120*24).Draw(t, "now"))
}

var (
	anyGoal  = rapid.SampledFrom(clocks.Goals)
	anyTable = rapid.Custom(func(t *rapid.T) workdays.Table {
		var rows []workdays.Break
		for range rapid.IntRange(0, 5).Draw(t, "breaks") {
			b := rapid.SampledFrom([]workdays.Break{{Municipality: "091"}, {Actor: "VALTERI"}, {Actor: "ELMERI"}}).Draw(t, "whose")
			b.From = workdays.Date(2025, 1, rapid.IntRange(1, 1000).Draw(t, "from"))
			b.To = b.From + workdays.Day(rapid.IntRange(0, 70).Draw(t, "long"))
			rows = append(rows, b)
		}
		return workdays.NewTable(rows)
	})
)

func TestEveryWorkingDayIsUsedOrPausedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, goal, table := anyCourse.Draw(t, "course"), anyGoal.Draw(t, "goal"), anyTable.Draw(t, "breaks")
		now := anyNow(t, c)
		k := c.Clock(goal, clocks.Shipped(), table, now)
		if again := c.Clock(goal, clocks.Shipped(), table, now); !cmp.Equal(k, again) {
			t.Fatalf("the second answer differs:\n%s", cmp.Diff(k, again))
		}
		elapsed := 0
		for d := workdays.Of(c.Begin) + 1; d < workdays.Of(now); d++ {
			if d.Working() {
				elapsed++
			}
		}
		if k.Used+k.PausedDays() != elapsed {
			t.Fatalf("%d used and %d paused of %d", k.Used, k.PausedDays(), elapsed)
		}
		if k.State == "" || k.Due == 0 || k.Late <= k.Due || k.Warn >= k.Due || (k.Used >= k.Target.Days) != (k.State == clocks.Over) {
			t.Fatalf("%s with %s, near from %s, due %s, late %s", k.State, inWords(k), k.Warn, k.Due, k.Late)
		}
	})
}

func TestSegmentsThatTouchAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, goal, table := anyCourse.Draw(t, "course"), anyGoal.Draw(t, "goal"), anyTable.Draw(t, "breaks")
		now := anyNow(t, c)
		cut := c
		i := rapid.IntRange(0, len(c.Segments)-1).Draw(t, "which")
		whole := c.Segments[i]
		end := whole.To
		if end.IsZero() {
			end = now
		}
		middle := whole.From.Add(time.Duration(rapid.Int64Range(0, int64(end.Sub(whole.From))).Draw(t, "where")))
		first, second := whole, whole
		first.To, second.From = middle, middle
		cut.Segments = slices.Replace(slices.Clone(c.Segments), i, i+1, first, second)
		if diff := cmp.Diff(c.Clock(goal, clocks.Shipped(), table, now), cut.Clock(goal, clocks.Shipped(), table, now)); diff != "" {
			t.Fatalf("cut at %s, the clock differs:\n%s", middle, diff)
		}
	})
}

func TestAPauseNeverBringsTheDueDayNearer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, goal, table := anyCourse.Draw(t, "course"), anyGoal.Draw(t, "goal"), anyTable.Draw(t, "breaks")
		now := anyNow(t, c)
		paused := c
		paused.Segments = slices.Clone(c.Segments)
		i := rapid.IntRange(0, len(c.Segments)-1).Draw(t, "which")
		paused.Segments[i].Phase = rapid.SampledFrom([]cases.Phase{cases.AwaitingSchool, cases.AwaitingPermission}).Draw(t, "pause")
		ran, stood := c.Clock(goal, clocks.Shipped(), table, now), paused.Clock(goal, clocks.Shipped(), table, now)
		if stood.Due < ran.Due || stood.Warn < ran.Warn || stood.Late < ran.Late || stood.Used > ran.Used {
			t.Fatalf("with a pause due %s after %d used days, without %s after %d", stood.Due, stood.Used, ran.Due, ran.Used)
		}
	})
}

func TestTheDueDayOfARunningClockStandsStill(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, goal, table := anyCourse.Draw(t, "course"), anyGoal.Draw(t, "goal"), anyTable.Draw(t, "breaks")
		now := anyNow(t, c)
		later := now.Add(hours(60*24).Draw(t, "later"))
		k, next := c.Clock(goal, clocks.Shipped(), table, now), c.Clock(goal, clocks.Shipped(), table, later)
		if next.Used < k.Used || next.PausedDays() < k.PausedDays() || next.Due < k.Due {
			t.Fatalf("time goes back: %s due %s, then %s due %s", inWords(k), k.Due, inWords(next), next.Due)
		}
		if last := c.Segments[len(c.Segments)-1].Turn(); last != cases.TurnSchool && (goal != clocks.Acceptance || last != cases.TurnExpert) && next.Due != k.Due {
			t.Fatalf("due %s at %s and %s at %s", k.Due, now, next.Due, later)
		}
	})
}

func BenchmarkClock(b *testing.B) {
	c := course(
		b, at(b, "2026-11-03T08:00:00+02:00", cases.Queued), at(b, "2026-11-04T09:00:00+02:00", cases.InConsultation),
		at(b, "2026-11-05T15:00:00+02:00", cases.AwaitingSchool), at(b, "2026-11-11T10:00:00+02:00", cases.InConsultation),
	)
	table, targets, now := noBreaks(b), clocks.Shipped(), moment(b, "2026-11-26T12:00:00+02:00")
	for b.Loop() {
		_ = c.Clock(clocks.Advice, targets, table, now)
	}
}
