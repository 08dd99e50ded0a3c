package proto

import (
	"strings"
	"unicode"
)

// OneLine tells whether a text stands on one line and reads in the order in which it is written: it has no control
// character, no end of a line, and nothing that turns the reading order of what stands around it. Names are read in sentences.
func OneLine(text string) bool { return !strings.ContainsFunc(text, misleads) }

func misleads(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Cf, r)
}
