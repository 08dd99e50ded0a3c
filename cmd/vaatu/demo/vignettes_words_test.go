package demo_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/demo"
)

var word = regexp.MustCompile(`[\p{L}\p{N}]+`)

// A phrase that returns in many vignettes would make a demo look like a form letter.
func TestNoTwoVignettesShareARunOfSixWords(t *testing.T) {
	t.Parallel()
	const run = 6
	seen := map[string]int{}
	for i, v := range vignettes(t) {
		for _, text := range texts(v) {
			words := word.FindAllString(strings.ToLower(text), -1)
			for j := range max(0, len(words)-run+1) {
				phrase := strings.Join(words[j:j+run], " ")
				if first, ok := seen[phrase]; ok && first != i+1 {
					t.Errorf("vignettes %d and %d share %q", first, i+1, phrase)
				}
				seen[phrase] = i + 1
			}
		}
	}
}

func TestTextsOfVignettesAreAsLongAsATeacherWrites(t *testing.T) {
	t.Parallel()
	for i, v := range vignettes(t) {
		sentences := func(field, text string, from, to int) {
			n := 0
			for _, s := range sentenceEnd.Split(text, -1) {
				if strings.TrimSpace(s) != "" {
					n++
				}
			}
			if n < from || n > to {
				t.Errorf("vignette %d: %s has %d sentences, want %d to %d", i+1, field, n, from, to)
			}
		}
		sentences("situation", v.Situation, 3, 5)
		sentences("tried", v.Tried, 2, 4)
		sentences("question", v.Question, 1, 2)
		sentences("expert question", v.ExpertQuestion, 1, 2)
		sentences("reply", v.Reply, 1, 3)
		sentences("message", v.Message, 1, 2)
		sentences("summary", v.Advice.Summary, 2, 3)
		sentences("ask again", v.Advice.AskAgain, 1, 1)
		sentences("close comment", v.CloseComment, 1, 1)
		if n := len(v.Advice.Steps); n < 2 || n > 4 {
			t.Errorf("vignette %d has %d steps, want 2 to 4", i+1, n)
		}
		for _, s := range v.Advice.Steps {
			if s.Who == "" || s.ByWhenDays < 1 {
				t.Errorf("vignette %d: step %q lacks who or when", i+1, s.Text)
			}
		}
	}
}

// Observing one pupil needs permissions that an anonymous request has not.
func TestAVisitIsWishedForGroupsOnly(t *testing.T) {
	t.Parallel()
	for i, v := range vignettes(t) {
		if v.About != "GROUP" && slices.Contains(v.WishedForms, "VISIT_OBSERVATION") {
			t.Errorf("vignette %d wishes a visit to %s", i+1, v.About)
		}
	}
}

// A telephone number, whatever stands between its digits, and the terms of support that ended with the three tiers.
var unwanted = regexp.MustCompile(`(?i)(\d[\s-]?){5,}|tehoste\p{L}+ tu[ke]|erityi\p{L}+ tu[ke]|intensifierat stöd|särskil(t|da) stöd|hojks|förlängd läroplikt|pidennet\p{L}+ oppivelvollisuu`)

func TestVignettesHoldNoNumberToCallAndNoTermOfTheThreeTiers(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"soita 040 123 4567", "ring 09-12345", "tehostettua tukea", "erityistä tukea", "särskilt stöd", "intensifierat stöd"} {
		if !unwanted.MatchString(text) && !forbidden.MatchString(text) {
			t.Errorf("%q is let through", text)
		}
	}
	for i, v := range vignettes(t) {
		for _, text := range append(texts(v), who(v)...) {
			if found := unwanted.FindString(text); found != "" {
				t.Errorf("vignette %d says %q", i+1, found)
			}
		}
	}
}

func who(v demo.Vignette) []string {
	var all []string
	for _, s := range v.Advice.Steps {
		all = append(all, s.Who)
	}
	return all
}

func TestGradesOfVignettesFitTheLevel(t *testing.T) {
	t.Parallel()
	for i, v := range vignettes(t) {
		outside := slices.ContainsFunc(v.Grades, func(g int) bool { return g < 1 || g > 9 })
		if outside || (v.Level == "PRE_PRIMARY") != (len(v.Grades) == 0) {
			t.Errorf("vignette %d: %s has grades %v", i+1, v.Level, v.Grades)
		}
	}
}
