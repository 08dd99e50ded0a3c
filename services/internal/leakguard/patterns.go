package leakguard

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/vip-verkosto/vaatu/services/internal/leakguard/rules"
)

type pattern struct {
	rule  rules.Pattern
	form  *regexp.Regexp
	after map[string]bool
}

// patterns are made when a text is first looked at: a process that looks at none has no memory for them.
var patterns = sync.OnceValue(func() []pattern {
	var all []pattern
	for _, p := range rules.All.Patterns {
		all = append(all, pattern{rule: p, form: regexp.MustCompile(p.Pattern), after: set(p.After)})
	}
	return all
})

func set(lines ...string) map[string]bool {
	words := map[string]bool{}
	for _, line := range lines {
		for w := range strings.FieldsSeq(line) {
			words[w] = true
		}
	}
	return words
}

var notSchool = set(rules.All.NotSchool...)

func (s *scan) patterns() {
	for _, p := range patterns() {
		s.each(p.form, s.near(p.rule.Near), func(m []int) bool {
			if !s.fits(p, m[0], m[1]) {
				return false
			}
			if kind := Kind(p.rule.Kind); kind != "" {
				s.add(kind, m[0], m[1], s.instead(kind, s.group(m)))
			}
			return true
		})
	}
}

// window is a part of a text, in bytes.
type window struct{ start, end int }

// reach is how far a match goes beyond what it is found by: some more than 200 characters.
const reach = 1000

var nearForms = sync.OnceValue(func() map[string]*regexp.Regexp {
	forms := map[string]*regexp.Regexp{}
	for name, form := range rules.All.Near {
		forms[name] = regexp.MustCompile(form)
	}
	return forms
})

// near answers the parts of the text in which a match can be; the whole of it for none.
func (s *scan) near(name string) []window {
	if name == "" {
		return []window{{0, len(s.left)}}
	}
	if known, ok := s.windows[name]; ok {
		return known
	}
	var all []window
	for _, m := range nearForms()[name].FindAllStringIndex(s.text, -1) {
		w := window{max(0, m[0]-reach), min(len(s.text), m[1]+reach)}
		if last := len(all) - 1; last >= 0 && w.start <= all[last].end {
			all[last].end = w.end
			continue
		}
		all = append(all, w)
	}
	s.windows[name] = all
	return all
}

// each calls take for every match, and blanks those taken; another is looked into from its second character on.
func (s *scan) each(form *regexp.Regexp, in []window, take func(m []int) bool) {
	var taken [][]int
	for _, w := range in {
		for at := w.start; at < w.end; {
			m := form.FindSubmatchIndex(s.left[at:w.end])
			if m == nil {
				break
			}
			for i := range m {
				if m[i] >= 0 {
					m[i] += at
				}
			}
			if take(m) {
				at = m[1]
				taken = append(taken, m)
				continue
			}
			_, size := utf8.DecodeRune(s.left[m[0]:])
			at = m[0] + size
		}
	}
	for _, m := range taken {
		s.blank(m[0], m[1])
	}
}

// group answers the group that matched; empty when there is none.
func (s *scan) group(m []int) string {
	for i := 2; i < len(m); i += 2 {
		if m[i] >= 0 {
			return s.text[m[i]:m[i+1]]
		}
	}
	return ""
}

func (s *scan) fits(p pattern, start, end int) bool {
	before, _ := utf8.DecodeLastRune(s.left[:start])
	after, _ := utf8.DecodeRune(s.left[end:])
	if unicode.IsDigit(before) || unicode.IsLetter(before) && !p.rule.Glued || unicode.IsDigit(after) || unicode.IsLetter(after) {
		return false
	}
	if p.rule.Inside && !s.inside(start) || len(p.after) > 0 && !p.after[s.wordBefore(start)] {
		return false
	}
	if Kind(p.rule.Kind) == School {
		first := word.FindString(s.text[start:end])
		return !notSchool[strings.ToLower(first)]
	}
	return true
}

// wordBefore answers the word before a place, with nothing but blanks, a full stop and a colon between.
func (s *scan) wordBefore(start int) string {
	end := len(strings.TrimRight(string(s.left[max(0, start-3):start]), " .:\u00a0")) + max(0, start-3)
	begin := end
	for begin > 0 {
		r, size := utf8.DecodeLastRune(s.left[:begin])
		if !unicode.IsLetter(r) {
			break
		}
		begin -= size
	}
	return strings.ToLower(string(s.left[begin:end]))
}

// inside tells whether a place is in the middle of a sentence.
func (s *scan) inside(start int) bool {
	for start > 0 {
		r, size := utf8.DecodeLastRune(s.left[:start])
		switch {
		case strings.ContainsRune(".!?:;\n•", r):
			return false
		case !strings.ContainsRune(" \t\u00a0\"”“»'’(*-–", r):
			return true
		}
		start -= size
	}
	return false
}

// schools finds the writer's own schools, in any case form of the last word.
func (s *scan) schools() {
	for _, name := range s.writer.Schools {
		if utf8.RuneCountInString(name) < shortestSchool {
			continue
		}
		form := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(name) + `\p{L}{0,6}`)
		s.each(form, s.near(""), func(m []int) bool {
			if !s.fits(pattern{}, m[0], m[1]) {
				return false
			}
			words := strings.Fields(s.text[m[0]:m[1]])
			kept := ""
			if len(words) > 1 {
				kept = words[len(words)-1]
			}
			s.add(School, m[0], m[1], s.instead(School, kept))
			return true
		})
	}
}

// shortestSchool that is looked for by its name.
const shortestSchool = 5

// instead answers what may stand for a finding; kept is the part of a school's name that is no name.
func (s *scan) instead(kind Kind, kept string) string {
	if kind == School && kept != "" {
		for ending, definite := range rules.All.Definite {
			if base, ok := strings.CutSuffix(kept, ending); ok {
				return base + definite
			}
		}
		return strings.ToLower(kept)
	}
	return rules.All.Instead[string(kind)][s.language]
}
