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
var pattern = regexp.MustCompile(`(?i)\b(\d{2})(\d{2})(\d{2})([+\-‐‑–YXWVUABCDEF])(\d{3})([0-9A-FHJ-NPR-Y])\b`)

const checks = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// Place of a code in a text, in UTF-16 units: what a browser counts.
type Place struct{ Start, End int }

// Find answers the places of all valid codes in a text.
func Find(text string) []Place {
	var places []Place
	for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
		part := func(i int) string { return text[m[2*i]:m[2*i+1]] }
		if valid(part(1), part(2), part(3)+part(5), part(6)) {
			places = append(places, Place{Start: units(text[:m[0]]), End: units(text[:m[1]])})
		}
	}
	return places
}

func valid(day, month, rest, check string) bool {
	d, _ := strconv.Atoi(day)
	mo, _ := strconv.Atoi(month)
	n, err := strconv.Atoi(day + month + rest)
	return err == nil && d >= 1 && d <= 31 && mo >= 1 && mo <= 12 && checks[n%31] == strings.ToUpper(check)[0]
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }
