package cases

import (
	"io"
	"strings"
)

// alphabet has 31 signs, a prime number, none of which is easily taken for another aloud or on paper.
const alphabet = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// NewNumber answers a case number such as 4K7P-2MX: six random signs and a check character that finds each single
// wrong sign and each swap of two neighbours.
func NewNumber(random io.Reader) (string, error) {
	var b [6]byte
	for i := range b {
		if err := sign(random, &b[i]); err != nil {
			return "", err
		}
	}
	return dash(string(b[:]) + string(check(string(b[:])))), nil
}

// sign draws one sign evenly: bytes past the last whole multiple of 31 are drawn again.
func sign(random io.Reader, into *byte) error {
	var one [1]byte
	for {
		if _, err := io.ReadFull(random, one[:]); err != nil {
			return err
		}
		if one[0] < 248 {
			*into = alphabet[one[0]%31]
			return nil
		}
	}
}

// ParseNumber reads a number as people type it (any case, with or without dash and spaces) and reports whether the
// check character fits.
func ParseNumber(typed string) (string, bool) {
	s := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(typed))
	if len(s) != 7 || strings.Trim(s, alphabet) != "" || check(s[:6]) != s[6] {
		return "", false
	}
	return dash(s), true
}

func dash(s string) string { return s[:4] + "-" + s[4:] }

// check is the weighted sum of the signs, weights 2 to 7, modulo 31.
func check(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += (i + 2) * strings.IndexByte(alphabet, s[i])
	}
	return alphabet[sum%31]
}
