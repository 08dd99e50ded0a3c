package leakguard

import (
	"cmp"
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
)

// Kind of a finding.
type Kind string

// Kinds.
const (
	IdentityCode Kind = "IDENTITY_CODE"
	Phone        Kind = "PHONE"
	Email        Kind = "EMAIL"
	Address      Kind = "ADDRESS"
	Name         Kind = "NAME"
	School       Kind = "SCHOOL"
)

// Finding is a place in a text, in UTF-16 units.
type Finding struct {
	Kind       Kind
	Start, End int
	// Suggestion to write instead; empty: better nothing.
	Suggestion string
}

// Writer is what is known of who writes.
type Writer struct {
	// Language, fi or sv, of a text that does not tell by its words.
	Language string
	// Names that the writer wants to be looked for, in base form.
	Names []string
	// Schools of the writer, by their full names.
	Schools []string
}

// Find answers the findings in the order of the text; none overlaps another. The name of a file and what stands in its
// metadata are texts like any other.
func Find(text string, w Writer) []Finding {
	s := scan{text: text, left: []byte(text), writer: w, windows: map[string][]window{}}
	s.language = languageOf(text, w.Language)
	s.codes()
	s.schools()
	s.patterns()
	s.names()
	slices.SortFunc(s.found, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	at, units := 0, 0
	for i, f := range s.found {
		start := units + identitycode.Units(text[at:f.Start])
		units = start + identitycode.Units(text[f.Start:f.End])
		at, s.found[i].Start, s.found[i].End = f.End, start, units
	}
	return s.found
}

// scan is one search. What was found is blanked in left, so that no later rule finds a part of it again; places are bytes.
type scan struct {
	text     string
	left     []byte
	writer   Writer
	language string
	found    []Finding
	windows  map[string][]window
}

func (s *scan) add(kind Kind, start, end int, suggestion string) {
	s.found = append(s.found, Finding{Kind: kind, Start: start, End: end, Suggestion: suggestion})
}

func (s *scan) blank(start, end int) {
	for i := start; i < end; i++ {
		s.left[i] = 0
	}
}

func (s *scan) codes() {
	for _, p := range identitycode.FindBytes(s.text) {
		s.add(IdentityCode, p.Start, p.End, "")
		s.blank(p.Start, p.End)
	}
}
