package notify

import (
	"fmt"
	"slices"
	"strings"
)

// contact is where somebody is reached.
type contact struct {
	Email    string `db:"email"`
	Language string `db:"language"`
}

// mostListed is how many cases a mail names.
const mostListed = 20

// callTexts of a language: the subject of several cases takes their number, the body the lines and the link; more, how many are
// not named; uncoordinated, what an admin is told, who reads no cases.
var callTexts = map[string]struct{ several, near, missed, more, uncoordinated, body string }{
	"fi": {
		"Vaatu: tavoiteaikoja %d", "määräaika lähestyy", "määräaika on ylittynyt", "ja %d muuta", "alueella ei ole koordinaattoria",
		"%s\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n",
	},
	"sv": {
		"Vaatu: måltider %d", "tidsfristen närmar sig", "tidsfristen har överskridits", "och %d andra", "området har ingen koordinator",
		"%s\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n",
	},
	"en": {
		"Vaatu: targets %d", "target near", "target missed", "and %d more", "an area has no coordinator",
		"%s\n\nSign in: %s\n\nThe content is shown in the service only.\n",
	},
}

// composeCalls answers the mail that tells somebody of targets; Finnish where the language is not known.
func composeCalls(to contact, cases []told, base string) Mail {
	w, ok := callTexts[to.Language]
	if !ok {
		w = callTexts["fi"]
	}
	var lines []string
	for i, c := range cases {
		if i == mostListed {
			lines = append(lines, fmt.Sprintf(w.more, len(cases)-i))
			break
		}
		kind := w.near
		if c.Missed {
			kind = w.missed
		}
		if c.Rung == "ADMIN" {
			lines = append(lines, w.uncoordinated)
			continue
		}
		lines = append(lines, c.Number+": "+kind)
	}
	lines = slices.Compact(lines)
	subject, link := "Vaatu "+lines[0], base+pageOf(cases[0])
	if len(lines) > 1 {
		subject, link = fmt.Sprintf(w.several, len(lines)), base
	}
	return Mail{To: to.Email, Subject: subject, Body: fmt.Sprintf(w.body, strings.Join(lines, "\n"), link)}
}

// pageOf answers where somebody sees what they are told of: whoever answers for many may not open the case.
func pageOf(c told) string {
	switch c.Rung {
	case "OWNER", "LEAD":
		return "/cases/" + c.CaseID
	case "ADMIN":
		return "/grants"
	}
	return "/caseload"
}
