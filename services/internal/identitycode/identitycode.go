// Package identitycode finds Finnish personal identity codes in text. Source of the form, the separators since 2023 and
// the check character: the Digital and Population Data Services Agency (DVV).
package identitycode

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// pattern: day, month, year; separator of the century; individual number; check character. Hyphens that word
// processors put in count as separators too.
var pattern = regexp.MustCompile(`(?i)^(\d{2})(\d{2})(\d{2})([+\-‐‑–YXWVUABCDEF])(\d{3})([0-9A-FHJ-NPR-Y])`)

const checks = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// Place of a code in a text, in UTF-16 units: what a browser counts.
type Place struct{ Start, End int }

// Find answers the places of all valid codes in a text. A word may be glued to a code's beginning.
func Find(text string) []Place {
	var places []Place
	for i := 0; i < len(text); i++ {
		if !digit(text[i]) || i > 0 && digit(text[i-1]) {
			continue // no part of a longer number
		}
		m := pattern.FindStringSubmatch(text[i:])
		if len(m) == 0 || !stands(text, i+len(m[0])) || !valid(m[1], m[2], m[3]+m[5], m[6]) {
			continue
		}
		end := i + len(m[0])
		places = append(places, Place{Start: units(text[:i]), End: units(text[:end])})
		i = end - 1
	}
	return places
}

// stands tells that no number and no word goes on in a code's check character.
func stands(text string, end int) bool {
	return end == len(text) || !digit(text[end]) && !letter(text[end])
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func valid(day, month, rest, check string) bool {
	d, _ := strconv.Atoi(day)
	mo, _ := strconv.Atoi(month)
	n, err := strconv.Atoi(day + month + rest)
	return err == nil && d >= 1 && d <= 31 && mo >= 1 && mo <= 12 && checks[n%31] == strings.ToUpper(check)[0]
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }
