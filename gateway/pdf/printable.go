package pdf

import (
	"sync"
	"unicode"

	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

// missing stands where the fonts lack a character: whoever reads sees that something is there.
const missing = '□'

// letters are what the fonts can print; both have the same.
var letters = sync.OnceValue(func() map[rune]bool {
	font, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic(err) // it is built in
	}
	known := map[rune]bool{'\n': true}
	var buffer sfnt.Buffer
	for r := ' '; r <= unicode.MaxLatin1<<8; r++ { // the font's last letter comes before U+FFFF
		if glyph, err := font.GlyphIndex(&buffer, r); err == nil && glyph != 0 && unicode.IsPrint(r) {
			known[r] = true
		}
	}
	return known
})

// printable answers a text as the fonts can print it. Accents join their letters; what has no look is left out, tabs and the
// many kinds of spaces are one.
func printable(text string) string {
	var out []rune
	for _, r := range norm.NFC.String(text) {
		switch {
		case letters()[r]:
			out = append(out, r)
		case unicode.IsSpace(r):
			out = append(out, ' ')
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r):
		default:
			out = append(out, missing)
		}
	}
	return string(out)
}
