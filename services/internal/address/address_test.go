package address_test

import (
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

func TestAnAddressIsPlainAndAlone(t *testing.T) {
	t.Parallel()
	labels := strings.Repeat("a.", 60) + "fi"
	for written, want := range map[string]string{
		"maija@example.fi":                           "maija@example.fi",
		"\t maija@example.fi ":                       "maija@example.fi",
		"m.o'neil+vaatu@koulu.kunta.example":         "m.o'neil+vaatu@koulu.kunta.example",
		"maija@xn--lrare-ira.example":                "maija@xn--lrare-ira.example",
		strings.Repeat("a", 64) + "@example.fi":      strings.Repeat("a", 64) + "@example.fi",
		strings.Repeat("a", 64) + "@" + labels:       strings.Repeat("a", 64) + "@" + labels,
		"":                                           "",
		"maija":                                      "",
		"maija@example":                              "",
		"@example.fi":                                "",
		"maija@":                                     "",
		"maija@@example.fi":                          "",
		"maija..m@example.fi":                        "",
		"maija@example..fi":                          "",
		"maija@-example.fi":                          "",
		"maija@[127.0.0.1]":                          "",
		"maija@127.0.0.1":                            "",
		"maija m@example.fi":                         "",
		`"maija m"@example.fi`:                       "",
		"Maija <maija@example.fi>":                   "",
		"<maija@example.fi>":                         "",
		"maija@example.fi, kalle@example.fi":         "",
		"maija@example.fi (Maija)":                   "",
		"maija@example.fi\r\nBcc: kaikki@example.fi": "",
		"maija\n@example.fi":                         "",
		"maija@example.fi\x00":                       "",
		"mäijä@example.fi":                           "",
		"maija@esimerkkiä.fi":                        "",
		"mаija@example.fi":                           "", // with a Cyrillic а
		strings.Repeat("a", 65) + "@example.fi":      "",
		strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 94) + "fi": "",
	} {
		got, err := address.Parse("email", written)
		if got != want || (apperr.ReasonOf(err) == apperr.Validation) != (want == "") {
			t.Errorf("%q is read as %q, %v; want %q", written, got, err, want)
		}
	}
}
