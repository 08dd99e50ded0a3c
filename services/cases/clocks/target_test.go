package clocks_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"
	"pgregory.net/rapid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
)

func TestTheMostSpecificTargetWins(t *testing.T) {
	t.Parallel()
	target := func(actor, urgency string, days int) clocks.Target {
		return clocks.Target{Goal: clocks.Advice, Actor: actor, Urgency: urgency, Days: days, WarnPercent: 50, Grace: 1}
	}
	all := clocks.Targets{target("", "", 20), target("ELMERI", "", 30), target("", "SOON", 15), target("VALTERI", "SOON", 12), target("", "NORMAL", 0)}
	for range 2 {
		for _, c := range []struct {
			actor, urgency string
			want           int
		}{
			{"VALTERI", "NORMAL", 20},
			{"ELMERI", "NORMAL", 30},
			{"", "NORMAL", 20},
			{"ELMERI", "SOON", 15}, // the urgency speaks of the pupil
			{"VALTERI", "SOON", 12},
			{"", "SOON", 15},
		} {
			if got := all.For(clocks.Advice, c.actor, c.urgency).Days; got != c.want {
				t.Errorf("%s, %s: %d days, want %d", c.actor, c.urgency, got, c.want)
			}
		}
		slices.Reverse(all) // the order of rows does not matter
	}
}

func TestThereIsAlwaysATarget(t *testing.T) {
	t.Parallel()
	number := rapid.IntRange(-2, 300)
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"", "ELMERI", "SOON", "nothing"})
		row := rapid.Custom(func(t *rapid.T) clocks.Target {
			return clocks.Target{
				Goal: anyGoal.Draw(t, "goal"), Actor: word.Draw(t, "actor"), Urgency: word.Draw(t, "urgency"),
				Days: number.Draw(t, "days"), WarnPercent: number.Draw(t, "warn"), Grace: number.Draw(t, "grace"),
			}
		})
		rows := clocks.Targets(rapid.SliceOfN(row, 0, 8).Draw(t, "rows"))
		goal := rapid.SampledFrom(append([]clocks.Goal{"NO_GOAL"}, clocks.Goals...)).Draw(t, "goal")
		got := rows.For(goal, word.Draw(t, "of"), word.Draw(t, "how"))
		if got.Goal != goal || got.Days < 1 || got.Grace < 1 || got.WarnPercent < 1 || got.WarnPercent > 99 {
			t.Fatalf("the target is %+v", got)
		}
	})
}

func TestWhatIsWrongWithTargetsIsSaidInWords(t *testing.T) {
	t.Parallel()
	if faults := clocks.Shipped().Check(); len(faults) > 0 {
		t.Errorf("the shipped ones: %s", strings.Join(faults, "; "))
	}
	good := clocks.Target{Goal: clocks.Advice, Days: 20, WarnPercent: 80, Grace: 5}
	for _, c := range []struct {
		what   string
		change func(ts clocks.Targets) clocks.Targets
		want   []string
	}{
		{"none", func(clocks.Targets) clocks.Targets { return nil }, []string{
			"FIRST_WORD: no row is for every actor and urgency", "ACCEPTANCE: no row is for every actor and urgency", "ADVICE: no row is for every actor and urgency",
			"SETTLEMENT: no row is for every actor and urgency",
		}},
		{"a twin", func(ts clocks.Targets) clocks.Targets { return append(ts, good) }, []string{"row 21: it is for the same as row 11"}},
		{"nonsense", func(ts clocks.Targets) clocks.Targets {
			return append(ts, clocks.Target{Goal: "COFFEE", Actor: "A", Urgency: "U", Days: 201, WarnPercent: 100})
		}, []string{
			`row 21: there is no goal "COFFEE"`, `row 21: there is no actor "A"`, `row 21: there is no urgency "U"`,
			"row 21: 201 working days: write 1 to 200", "row 21: a warning at 100 %: write 1 to 99", "row 21: a grace of 0 working days: write 1 to 200",
		}},
		{"acceptance after advice", func(ts clocks.Targets) clocks.Targets {
			return append(ts, clocks.Target{Goal: clocks.Acceptance, Actor: "ELMERI", Urgency: "SOON", Days: 16, WarnPercent: 80, Grace: 1})
		}, []string{
			"ELMERI, SOON: ACCEPTANCE has 16 days and ADVICE 15", "ELMERI: ACCEPTANCE has 16 days when it is SOON and 5 when it is NORMAL",
		}},
	} {
		if diff := cmp.Diff(c.want, c.change(clocks.Shipped()).Check()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.what, diff)
		}
	}
}

func TestAFileOfTargetsIsReadOrRefusedByItsLine(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "targets")
	open := func(text string) (clocks.Targets, error) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return clocks.Open(file)
	}
	const good = "# ours\nFIRST_WORD * * 4 80% 2\nACCEPTANCE * * 6 80% 2\nADVICE * * 30 50% 5\nADVICE VALTERI SOON 25 50% 5\nSETTLEMENT * * 4 80% 2\n"
	ts, err := open(good)
	if err != nil || ts.For(clocks.Advice, "VALTERI", "SOON").Days != 25 || ts.For(clocks.FirstWord, "", "").Days != 4 {
		t.Errorf("%v, %v", ts, err)
	}
	for text, want := range map[string]string{
		good + "ADVICE * SOON 15":                "line 7: write GOAL ACTOR URGENCY DAYS WARN% GRACE",
		good + "ADVICE * SOON many 80% 5":        `line 7: "many" is no number`,
		good + "ADVICE VALTTERI * 15 80% 5":      `line 7: there is no actor "VALTTERI"`,
		good + "ADVICE * SOON 0 80% 5":           "line 7: 0 working days: write 1 to 200",
		good + "ADVICE * * 15 80% 5":             "line 7: a line above is for the same",
		"ADVICE * * 15 80% 5":                    "FIRST_WORD: no row is for every actor and urgency",
		good + "FIRST_WORD VALTERI * 40 80% 5\n": "FIRST_WORD has 40 days and ADVICE 30",
	} {
		if _, err := open(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %s", text, err, want)
		}
	}
	if _, err := clocks.Open(file + "-lost"); err == nil {
		t.Error("a file that is not there gives targets")
	}
	if got, err := clocks.Open(""); err != nil || len(got) != 20 {
		t.Errorf("without a file, there are %d, %v", len(got), err)
	}
}

func TestTargetsKnowTheCodesOfTheContract(t *testing.T) {
	t.Parallel()
	accepted := func(field func(*clocks.Target, string)) func(string) bool {
		return func(code string) bool {
			row := clocks.Target{Goal: clocks.Advice, Days: 1, WarnPercent: 50, Grace: 1}
			field(&row, code)
			return !slices.ContainsFunc(clocks.Targets{row}.Check(), func(fault string) bool { return strings.HasPrefix(fault, "row 1") })
		}
	}
	for prefix, c := range map[string]struct {
		codes   protoreflect.EnumValueDescriptors
		accepts func(string) bool
	}{
		"ACTOR_":   {casespb.Actor(0).Descriptor().Values(), accepted(func(t *clocks.Target, code string) { t.Actor = code })},
		"URGENCY_": {casespb.Urgency(0).Descriptor().Values(), accepted(func(t *clocks.Target, code string) { t.Urgency = code })},
	} {
		for i := range c.codes.Len() {
			code := strings.TrimPrefix(string(c.codes.Get(i).Name()), prefix)
			if got := c.accepts(code); got != (i > 0) {
				t.Errorf("a target may be for %s%s: %t", prefix, code, got)
			}
		}
	}
}
