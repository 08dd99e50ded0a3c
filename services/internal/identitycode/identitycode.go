// Package identitycode finds Finnish personal identity codes in text. Source of the form, the separators since 2023 and
// the check character: the Digital and Population Data Services Agency (DVV).
package identitycode

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/vip-verkosto/vaatu/services/internal/leakguard/rules"
)

const checks = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// Place of a code in a text, in UTF-16 units: what a browser counts.
type Place struct{ Start, End int }

// Find answers the places of all valid codes in a text. A word may be glued to a code's beginning, and a word processor
// may have changed its separator or put blanks or a line break beside it.
func Find(text string) []Place {
	places := FindBytes(text)
	at, units := 0, 0
	for i, p := range places {
		start := units + Units(text[at:p.Start])
		units = start + Units(text[p.Start:p.End])
		at, places[i] = p.End, Place{Start: start, End: units}
	}
	return places
}

// FindBytes is Find with places in bytes.
func FindBytes(text string) []Place {
	var places []Place
	for at := 0; ; {
		at = date(text, at)
		m := rules.IdentityCode.FindStringSubmatchIndex(text[at:])
		if m == nil {
			break
		}
		for i := range m {
			m[i] += at
		}
		group := func(n int) string { return text[m[2*n]:m[2*n+1]] }
		start, end := m[0], m[1]
		if start > 0 && digit(text[start-1]) || !stands(text, end) || !valid(group(1), group(2), group(3)+group(5), group(6)) {
			at = start + 1 // no part of a longer number; another may begin within
			continue
		}
		places = append(places, Place{Start: start, End: end})
		at = end
	}
	return places
}

// date answers where the next six digits begin, as each code does; the length of the text where there are none. Most
// texts have none, and looking for the form of a code in each was a twentieth of the processor time of a filing.
func date(text string, from int) int {
	for at, digits := from, 0; at < len(text); at++ {
		digits++
		if !digit(text[at]) {
			digits = 0
		}
		if digits == 6 {
			return at - 5
		}
	}
	return len(text)
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

// Units counts a text as a browser does.
func Units(text string) int {
	n := 0
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
