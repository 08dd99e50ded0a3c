package gateway

import (
	"net/http"
	"strconv"
	"strings"
)

// Languages of Vaatu; Finnish where nothing else was asked for.
const (
	finnish = "fi"
	swedish = "sv"
	english = "en"
)

// local is a text in each language.
type local struct{ fi, sv, en string }

func (l local) in(language string) string {
	switch language {
	case swedish:
		return l.sv
	case english:
		return l.en
	}
	return l.fi
}

// languageFor answers the language of a request. A program that names none is written by people who read English.
func languageFor(sent http.Header) string {
	wish := sent.Get("Accept-Language")
	if wish == "" && len(sent.Values("Authorization")) > 0 {
		return english
	}
	return languageOf(wish)
}

// languageOf answers fi, sv or en: the one of them that an Accept-Language header wishes most.
func languageOf(header string) string {
	const enough = 500 // no browser sends more, and nobody may make us work through more
	if len(header) > enough {
		return finnish
	}
	best, weight := finnish, 0.0
	for wish := range strings.SplitSeq(header, ",") {
		tag, parameters, _ := strings.Cut(wish, ";")
		known := knownLanguage(tag)
		if known == "" {
			continue
		}
		q := 1.0
		if value, ok := strings.CutPrefix(strings.TrimSpace(parameters), "q="); ok {
			q, _ = strconv.ParseFloat(value, 64)
		}
		if q > weight {
			best, weight = known, q
		}
	}
	return best
}

// knownLanguage answers the language of a tag such as sv-FI, or nothing for one that Vaatu does not speak.
func knownLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	switch base = strings.ToLower(base); base {
	case finnish, swedish, english:
		return base
	}
	return ""
}
