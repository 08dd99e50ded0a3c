package document

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"strings"
	"unicode/utf16"
)

// textIn answers the text that follows (ISO 32000-1, 7.3.4 and 7.9.2.2), or its beginning; empty where none does. Letters beyond
// Latin 1 that are not in UTF-16 are lost.
func textIn(r *bufio.Reader) string {
	next, _ := r.Peek(longestSaid)
	next = bytes.TrimLeft(next, blank)
	switch {
	case bytes.HasPrefix(next, []byte("(")):
		return decoded(literal(next[1:]))
	case bytes.HasPrefix(next, []byte("<")):
		digits, _, _ := bytes.Cut(next[1:], []byte(">"))
		digits = bytes.Map(func(c rune) rune {
			if strings.ContainsRune(blank, c) {
				return -1
			}
			return c
		}, digits)
		raw := make([]byte, len(digits)/2)
		n, _ := hex.Decode(raw, digits[:2*len(raw)])
		return decoded(raw[:n])
	}
	return ""
}

// literal answers the bytes of a text in brackets, which may stand in it in pairs.
func literal(text []byte) []byte {
	var raw []byte
	for i, depth := 0, 1; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '\\' && i+1 < len(text):
			var length int
			c, length = escaped(text[i+1:])
			i += length
		}
		if depth == 0 {
			return raw
		}
		raw = append(raw, c)
	}
	return raw
}

// escaped answers the byte that a backslash means, and how many bytes behind it say so.
func escaped(text []byte) (c byte, length int) {
	for length < min(3, len(text)) && text[length] >= '0' && text[length] <= '7' {
		c = c<<3 | (text[length] - '0')
		length++
	}
	if length > 0 {
		return c, length
	}
	if i := strings.IndexByte("nrtbf", text[0]); i >= 0 {
		return ' ', 1
	}
	return text[0], 1
}

// decoded answers a text of a PDF as Go writes it.
func decoded(raw []byte) string {
	var text strings.Builder
	switch {
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		var units []uint16
		for i := 2; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		text.WriteString(string(utf16.Decode(units)))
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		text.Write(raw[3:])
	default:
		for _, c := range raw {
			text.WriteRune(rune(c))
		}
	}
	return strings.TrimSpace(strings.ToValidUTF8(text.String(), ""))
}
