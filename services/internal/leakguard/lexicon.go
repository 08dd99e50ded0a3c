package leakguard

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/vip-verkosto/vaatu/services/internal/leakguard/rules"
)

// stem is what endings are put to; base names what it belongs to. A weak one is no word by itself.
type stem struct {
	base string
	weak bool
}

// lexicon knows words by their stems.
type lexicon map[string]stem

const vowels = "aeiouyäöå"

// stemsOf answers the stems of a name, by the rules of Finnish: Matti and Mati(n), Virtanen and Virtase(n), Elias and
// Eliakse(n), Kevin and Kevini(n). A stem that does not follow is written after the name: mäki/mäe.
func stemsOf(name string) map[string]stem {
	base, irregular, _ := strings.Cut(name, "/")
	stems := map[string]stem{base: {base: base}}
	weak := func(s string) { stems[s] = stem{base: base, weak: true} }
	last, size := utf8.DecodeLastRuneInString(base)
	root := base[:len(base)-size]
	switch {
	case irregular != "":
		weak(irregular)
	case strings.HasSuffix(base, "nen"):
		weak(strings.TrimSuffix(base, "nen") + "se")
		weak(strings.TrimSuffix(base, "nen") + "s")
		stems[strings.TrimSuffix(base, "nen")+"set"] = stem{base: base}
		stems[strings.TrimSuffix(base, "nen")+"sten"] = stem{base: base}
	case !strings.ContainsRune(vowels, last):
		weak(base + "i")
		if last == 's' {
			weak(root + "kse")
		}
	case strings.HasSuffix(root, "kk"), strings.HasSuffix(root, "pp"), strings.HasSuffix(root, "tt"):
		weak(root[:len(root)-1] + string(last))
	}
	return stems
}

func newLexicon(names []string) lexicon {
	l := lexicon{}
	for _, name := range names {
		for s, of := range stemsOf(name) {
			if known, ok := l[s]; !ok || known.weak && !of.weak {
				l[s] = of
			}
		}
	}
	return l
}

// lexiconOf is made when it is first asked for.
func lexiconOf(lines []string) func() lexicon {
	return sync.OnceValue(func() lexicon { return newLexicon(words(lines)) })
}

func words(lines []string) []string { return strings.Fields(strings.Join(lines, " ")) }

// form is a word taken apart.
type form struct {
	base   string
	ending string // as in rules.All.Pupil
	clitic string
}

// longestEnding with a clitic, in letters.
const longestEnding = 8

// find takes a word of small letters apart by its longest stem.
func (l lexicon) find(word string) (form, bool) {
	cut := len(word)
	for range longestEnding + 1 {
		if cut <= 1 {
			break
		}
		if of, ok := l[word[:cut]]; ok {
			if ending, clitic, ok := endingOf(word[:cut], word[cut:]); ok && (!of.weak || ending != "" && ending != "s") {
				return form{base: of.base, ending: ending, clitic: clitic}, true
			}
		}
		_, size := utf8.DecodeLastRuneInString(word[:cut])
		cut -= size
	}
	return form{}, false
}

func endingOf(stem, rest string) (ending, clitic string, ok bool) {
	if ending, ok = caseOf(stem, rest); ok {
		return ending, "", true
	}
	for _, clitic := range rules.All.Clitics {
		if before, found := strings.CutSuffix(rest, clitic); found {
			if ending, ok = caseOf(stem, before); ok {
				return ending, clitic, true
			}
		}
	}
	return "", "", false
}

func caseOf(stem, ending string) (string, bool) {
	last, _ := utf8.DecodeLastRuneInString(stem)
	if !strings.ContainsRune(vowels, last) {
		return ending, ending == "" || ending == "s" || ending == "ta" || ending == "tä"
	}
	if ending == string(last)+"n" || ending == "h"+string(last)+"n" {
		return "Vn", true
	}
	_, fi := rules.All.Pupil["fi"][ending]
	_, sv := rules.All.Pupil["sv"][ending]
	return ending, fi || sv
}

// local tells of an ending that says where: in, out of, into.
func (f form) local() bool {
	switch f.ending {
	case "ssa", "ssä", "sta", "stä", "Vn":
		return true
	}
	return false
}

// languageOf answers the language of most small words of a text; Finnish where nothing tells.
func languageOf(text, otherwise string) string {
	counts := map[string]int{}
	for _, w := range word.FindAllString(text, -1) {
		for language, small := range function {
			if small[strings.ToLower(w)] {
				counts[language]++
			}
		}
	}
	switch {
	case counts["fi"] > counts["sv"]:
		return "fi"
	case counts["sv"] > counts["fi"]:
		return "sv"
	case otherwise == "sv":
		return "sv"
	}
	return "fi"
}

func sets(of rules.Words) map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for language, lines := range of {
		all[language] = set(lines...)
	}
	return all
}

var (
	known    = lexiconOf(rules.All.Names)
	places   = lexiconOf(rules.All.Places)
	never    = lexiconOf(rules.All.Never)
	titles   = set(rules.All.Titles...)
	common   = sets(rules.All.Common)
	forms    = sets(rules.All.Forms)
	capital  = sets(rules.All.Capital)
	function = sets(rules.All.Function)
)

func isCapital(token string) bool {
	first, size := utf8.DecodeRuneInString(token)
	return unicode.IsUpper(first) && (size == len(token) || token != strings.ToUpper(token))
}
