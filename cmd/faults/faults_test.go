package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// vaatu is the program under test, built from what stands beside this test.
var vaatu string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "vaatu-faults-test-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		vaatu = filepath.Join(dir, "vaatu")
		if out, err := exec.CommandContext(context.Background(), "go", "build", "-o", vaatu, "../vaatu").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "building vaatu: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// twoKills makes a short run, and answers what it said.
func twoKills(t *testing.T, more ...string) (said string, err error) {
	t.Helper()
	var out bytes.Buffer
	err = run(t.Context(), append([]string{"--vaatu=" + vaatu, "--kills=2", "--clients=4", "--within=4m"}, more...), &out)
	if kept := regexp.MustCompile(`kept in (\S+)`).FindStringSubmatch(out.String()); kept != nil && errors.Is(err, errFindings) {
		_ = os.RemoveAll(kept[1]) // wanted findings are of no further interest
	}
	return out.String(), err
}

// wantFound runs with a control taken out until the finding is made: two kills may fall where there is nothing to lose.
func wantFound(t *testing.T, control, finding string) {
	t.Helper()
	var said string
	var err error
	for range 5 {
		if said, err = twoKills(t, control); errors.Is(err, errFindings) && strings.Contains(said, finding) {
			return
		}
	}
	t.Errorf("%s: want %q, got %v\n%s", control, finding, err, said)
}

func TestKillsAndCutsLoseNothing(t *testing.T) {
	t.Parallel()
	if said, err := twoKills(t); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

func TestLostAnswersRepeatedWithoutKeysAreFound(t *testing.T) {
	t.Parallel()
	wantFound(t, "--without-keys", "done twice")
}

func TestWritesThatWereNeverFlushedAreMissed(t *testing.T) {
	t.Parallel()
	wantFound(t, "--fsync=off", "lost")
}

func TestClaimsThatNoOrderMakesRightAreFound(t *testing.T) {
	t.Parallel()
	// Each step begins or ends a wish: "+" of an expert to claim, "-" to give back; then "!" done, "x" refused, "?" an answer lost.
	for name, c := range map[string]struct {
		steps string
		found bool
	}{
		"one wins, the other is refused":            {"a+ b+ a! bx", false},
		"one after the other":                       {"a+ a! a- a! b+ b!", false},
		"a claim that waits for a release":          {"a+ a! b+ a- a! b!", false},
		"two hold it":                               {"a+ b+ a! b!", true},
		"it is held, and claimed once more":         {"a+ a! b+ b! a- a!", true},
		"refused where nobody holds it":             {"a+ ax b+ b!", true},
		"given back by who does not hold it":        {"a+ a! b- b!", true},
		"done before its answer was lost":           {"a+ a? ax b+ bx", false},
		"not done when its answer was lost":         {"a+ a? ax b+ b!", false},
		"an answer lost, refused, and others told":  {"a+ a? b+ b! ax", false},
		"an answer lost does not let two others in": {"a+ a? b+ c+ b! c! ax", true},
	} {
		l := newLedger()
		open := map[string]*entry{}
		for step := range strings.FieldsSeq(c.steps) {
			who := step[:1]
			switch step[1] {
			case '+':
				open[who] = l.note(act{"case", "CLAIMED"}, who)
			case '-':
				open[who] = l.note(act{"case", "RELEASED"}, who)
			case '!':
				l.acknowledge(open[who], "part")
			case 'x':
				l.refuse(open[who])
			case '?':
				l.lose(open[who])
			}
		}
		if got := l.order(); len(got) > 0 != c.found {
			t.Errorf("%s: found %q", name, got)
		}
	}
}

func TestTheLedgerAndTheDatabaseMustAgree(t *testing.T) {
	t.Parallel()
	message := effect{"case", "MESSAGED", "message"}
	other := effect{"case", "MESSAGED", "other"}
	for name, c := range map[string]struct {
		acknowledged, refusedLater, lost bool
		stored                           map[effect]int
		want                             string
	}{
		"an acknowledged write that is stored":       {acknowledged: true, stored: map[effect]int{message: 1}},
		"an acknowledged write that is not":          {acknowledged: true, want: "stored 0: lost"},
		"an acknowledged write that is stored twice": {acknowledged: true, stored: map[effect]int{message: 2}, want: "done twice"},
		"a second effect that nobody was told of":    {acknowledged: true, stored: map[effect]int{message: 1, other: 1}, want: "done twice"},
		"a refused write that is stored":             {refusedLater: true, stored: map[effect]int{message: 1}, want: "done twice"},
		"a write done before its answer was lost":    {refusedLater: true, lost: true, stored: map[effect]int{message: 1}},
		"a write done twice before a refusal":        {refusedLater: true, lost: true, stored: map[effect]int{message: 1, other: 1}, want: "done twice"},
		"a write without an answer":                  {lost: true, want: "never answered"},
	} {
		l := newLedger()
		e := l.note(act{message.caseID, message.kind}, "teacher")
		if c.lost {
			l.lose(e)
		}
		if c.acknowledged {
			l.acknowledge(e, message.subject)
		}
		if c.refusedLater {
			l.refuse(e)
		}
		got := strings.Join(l.compare(c.stored), "\n")
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q, want %q", name, got, c.want)
		}
	}
}
