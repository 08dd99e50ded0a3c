package leakguard

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/vip-verkosto/vaatu/services/internal/leakguard/rules"
)

var (
	word            = regexp.MustCompile(`\p{L}[\p{L}\p{M}]*`)
	surname         = regexp.MustCompile(rules.All.Surname.Anywhere)
	surnameInside   = regexp.MustCompile(rules.All.Surname.Inside)
	shortestSurname = 5
	// shortestSmall is how long a name in small letters is at least: shorter ones are words too often.
	shortestSmall = 4
	// mostParts of one name.
	mostParts = 4
)

// token is one word of what is left.
type token struct {
	start, end  int
	text, small string
	capital     bool
}

// nameScan looks for names among the words of a scan.
type nameScan struct {
	*scan

	tokens []token
	given  lexicon
}

func (s *scan) names() {
	n := nameScan{scan: s, given: newLexicon(words([]string{strings.ToLower(strings.ReplaceAll(strings.Join(s.writer.Names, " "), "-", " "))}))}
	for _, m := range word.FindAllIndex(s.left, -1) {
		t := s.text[m[0]:m[1]]
		n.tokens = append(n.tokens, token{start: m[0], end: m[1], text: t, small: strings.ToLower(t), capital: isCapital(t)})
	}
	for i := 0; i < len(n.tokens); {
		if !n.begins(i) {
			i++
			continue
		}
		last := n.end(i)
		n.take(i, last)
		i = last + 1
	}
}

// gap answers what stands between two words.
func (n *nameScan) gap(i int) string { return string(n.left[n.tokens[i].end:n.tokens[i+1].start]) }

func (n *nameScan) titled(i int) bool {
	return i > 0 && titles[n.tokens[i-1].small] && n.gap(i-1) == " "
}

// begins tells whether a name begins at a word.
func (n *nameScan) begins(i int) bool {
	t := n.tokens[i]
	if _, nobody := never().find(t.small); nobody {
		return false
	}
	inside := n.inside(t.start)
	if f, ok := n.given.find(t.small); ok {
		return t.capital && (inside || t.small == f.base || !forms[n.language][t.small]) || !isCommon("fi", f, t) && !isCommon("sv", f, t)
	}
	if f, ok := places().find(t.small); ok && t.capital {
		return inside && !f.local() && (i == 0 || !svPlace[n.tokens[i-1].small]) || n.named(i)
	}
	if f, ok := known().find(t.small); ok {
		if isCommon(n.language, f, t) {
			return t.capital && inside || n.named(i)
		}
		return t.capital || !isWord(n.language, f, t) || n.named(i)
	}
	if !t.capital || utf8.RuneCountInString(t.text) < 3 {
		return false
	}
	return n.surname(i, inside) || n.titled(i) && !isLocal(t.small)
}

// svPlace: after these a Swedish name of a place stands.
var svPlace = set("i från till vid på")

// isCommon tells whether a name at the beginning of a sentence may as well be a word.
func isCommon(language string, f form, t token) bool {
	return common[language][f.base] || forms[language][t.small]
}

// isWord tells whether a name in small letters may as well be a word.
func isWord(language string, f form, t token) bool {
	return isCommon(language, f, t) || capital[language][f.base] || capital[language][t.small] ||
		strings.HasSuffix(f.base, "nen") || utf8.RuneCountInString(f.base) < shortestSmall
}

// named tells that a surname follows right after.
func (n *nameScan) named(i int) bool {
	if i+1 >= len(n.tokens) || n.ending(i) != "" {
		return false
	}
	gap, next := n.gap(i), n.tokens[i+1]
	if gap != " " && gap != "_" && gap != "-" || !next.capital && gap != "_" {
		return false
	}
	if f, ok := known().find(next.small); ok {
		return !isCommon(n.language, f, next)
	}
	return n.surname(i+1, true)
}

func (n *nameScan) surname(i int, inside bool) bool {
	t := n.tokens[i]
	if utf8.RuneCountInString(t.text) < shortestSurname {
		return false
	}
	return surname.MatchString(t.small) || inside && surnameInside.MatchString(t.small)
}

func isLocal(small string) bool {
	for _, ending := range []string{"ssa", "ssä", "sta", "stä"} {
		if strings.HasSuffix(small, ending) {
			return true
		}
	}
	return false
}

// end answers the last word of the name that begins at a word.
func (n *nameScan) end(i int) int {
	for last := i; ; last++ {
		if last+1 == len(n.tokens) || last-i+1 == mostParts || !n.continues(last) {
			return last
		}
	}
}

// continues tells whether the next word belongs to the same name: after the base form, another part of it.
func (n *nameScan) continues(i int) bool {
	t, next, gap := n.tokens[i], n.tokens[i+1], n.gap(i)
	f, isKnown := known().find(next.small)
	if _, nobody := never().find(next.small); nobody || n.ending(i) != "" {
		return false
	}
	switch gap {
	case "-":
		return next.capital && t.capital
	case "_":
		return isKnown && !isCommon(n.language, f, next) || n.surname(i+1, true)
	case " ":
		if !next.capital {
			return !t.capital && isKnown && !isWord(n.language, f, next)
		}
		if utf8.RuneCountInString(next.text) == 1 {
			return next.end < len(n.left) && n.left[next.end] == '.'
		}
		return isKnown || n.surname(i+1, true) || !isLocal(next.small)
	}
	return false
}

// ending answers the case ending of a word as a part of a name; none for one that is not known.
func (n *nameScan) ending(i int) string {
	for _, l := range []lexicon{n.given, known(), places()} {
		if f, ok := l.find(n.tokens[i].small); ok {
			return f.ending
		}
	}
	return ""
}

// take adds a name of some words, with initials before it, unless it is an author's.
func (n *nameScan) take(first, last int) {
	start, end := n.tokens[first].start, n.tokens[last].end
	for first > 0 {
		t := n.tokens[first-1]
		if gap := n.gap(first - 1); utf8.RuneCountInString(t.text) != 1 || !t.capital || gap != ". " && gap != "." {
			break
		}
		first--
		start = t.start
	}
	if isPublic(strings.ToLower(n.text[start:end])) {
		return
	}
	n.add(Name, start, end, n.pupil(first, last))
}

func isPublic(name string) bool {
	for _, public := range rules.All.Public {
		if strings.HasPrefix(name, public) {
			return true
		}
	}
	return false
}

// pupil answers the word for a pupil in the case of a name's last word; nothing after a title, which says it already.
func (n *nameScan) pupil(first, last int) string {
	if n.titled(first) {
		return ""
	}
	small := n.tokens[last].small
	var f form
	for _, l := range []lexicon{n.given, known(), places()} {
		var ok bool
		if f, ok = l.find(small); ok {
			break
		}
	}
	said, ok := rules.All.Pupil[n.language][f.ending]
	if !ok {
		said = rules.All.Pupil[n.language][""]
	}
	if n.language == "fi" {
		said += f.clitic
	}
	if !n.inside(n.tokens[first].start) {
		said = strings.ToUpper(said[:1]) + said[1:]
	}
	return said
}
