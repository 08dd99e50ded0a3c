package leakguard_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/leakguard"
)

var mark = regexp.MustCompile(`\[\[([A-Z_]+)\|(.*?)\]\]`)

// broken puts line breaks where the set writes them.
var broken = strings.NewReplacer(`\n`, "\n")

type sentence struct {
	id, language, text string
	names              []string
	marked             []leakguard.Finding
}

// sentences reads the set by its README.
func sentences(t *testing.T) []sentence {
	t.Helper()
	file, err := os.ReadFile("testdata/sentences.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []sentence
	for _, line := range strings.Split(strings.TrimSpace(string(file)), "\n")[1:] {
		columns := strings.Split(line, "\t")
		s := sentence{id: columns[0], language: columns[1]}
		if columns[2] != "" {
			s.names = strings.Split(columns[2], ",")
		}
		rest := columns[3]
		for {
			m := mark.FindStringSubmatchIndex(rest)
			if m == nil {
				break
			}
			s.text += broken.Replace(rest[:m[0]])
			start := identitycode.Units(s.text)
			s.text += broken.Replace(rest[m[4]:m[5]])
			s.marked = append(s.marked, leakguard.Finding{Kind: leakguard.Kind(rest[m[2]:m[3]]), Start: start, End: identitycode.Units(s.text)})
			rest = rest[m[1]:]
		}
		s.text += broken.Replace(rest)
		all = append(all, s)
	}
	return all
}

func overlap(a, b leakguard.Finding) bool { return a.Start < b.End && b.Start < a.End }

// counts of one language.
type counts struct {
	marked, seen            map[leakguard.Kind]int
	findings, right         int
	sentences, falseAlarmed int
}

func newCounts() *counts {
	return &counts{marked: map[leakguard.Kind]int{}, seen: map[leakguard.Kind]int{}}
}

func (c *counts) count(t *testing.T, s sentence) {
	t.Helper()
	found := leakguard.Find(s.text, leakguard.Writer{Language: s.language, Names: s.names})
	c.sentences++
	for _, m := range s.marked {
		c.marked[m.Kind]++
		seen := false
		for _, f := range found {
			seen = seen || f.Kind == m.Kind && overlap(f, m)
		}
		if seen {
			c.seen[m.Kind]++
		} else {
			t.Logf("missed %s %s: %s", m.Kind, s.id, s.text)
		}
	}
	alarmed := false
	for _, f := range found {
		c.findings++
		right := false
		for _, m := range s.marked {
			right = right || overlap(f, m)
		}
		if right {
			c.right++
			continue
		}
		alarmed = true
		t.Logf("false alarm %s %s at %d: %s", f.Kind, s.id, f.Start, s.text)
	}
	if alarmed {
		c.falseAlarmed++
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func TestTheGuardReachesItsAimsOnTheSentences(t *testing.T) {
	t.Parallel()
	aims := map[leakguard.Kind]float64{
		leakguard.IdentityCode: 0.95, leakguard.Phone: 0.95, leakguard.Email: 0.95, leakguard.Name: 0.85,
		leakguard.Address: 0.85, leakguard.School: 0.85,
	}
	all := map[string]*counts{"fi": newCounts(), "sv": newCounts(), "both": newCounts()}
	for _, s := range sentences(t) {
		all[s.language].count(t, s)
		all["both"].count(t, s)
	}
	for _, language := range []string{"fi", "sv", "both"} {
		c := all[language]
		for kind, aim := range aims {
			recall := ratio(c.seen[kind], c.marked[kind])
			t.Logf("%-4s %-13s recall %.3f (%d of %d)", language, kind, recall, c.seen[kind], c.marked[kind])
			if recall < aim {
				t.Errorf("%s: recall of %s is %.3f, less than %.2f", language, kind, recall, aim)
			}
		}
		alarms := ratio(c.falseAlarmed, c.sentences)
		t.Logf("%-4s precision %.3f (%d of %d); false alarms in %.4f of sentences (%d of %d)",
			language, ratio(c.right, c.findings), c.right, c.findings, alarms, c.falseAlarmed, c.sentences)
		if alarms >= 0.01 {
			t.Errorf("%s: false alarms in %.3f of sentences", language, alarms)
		}
	}
}
