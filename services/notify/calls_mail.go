package notify

import (
	"fmt"
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
// not named.
var callTexts = map[string]struct{ several, near, missed, more, body string }{
	"fi": {
		"Vaatu: tavoiteaikoja %d", "määräaika lähestyy", "määräaika on ylittynyt", "ja %d muuta",
		"%s\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n",
	},
	"sv": {
		"Vaatu: måltider %d", "tidsfristen närmar sig", "tidsfristen har överskridits", "och %d andra",
		"%s\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n",
	},
	"en": {
		"Vaatu: targets %d", "target near", "target missed", "and %d more",
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
		lines = append(lines, c.Number+": "+kind)
	}
	subject, link := "Vaatu "+lines[0], base+"/cases/"+cases[0].CaseID
	if len(cases) > 1 {
		subject, link = fmt.Sprintf(w.several, len(cases)), base
	}
	if cases[0].Above {
		link = base + "/caseload"
	}
	return Mail{To: to.Email, Subject: subject, Body: fmt.Sprintf(w.body, strings.Join(lines, "\n"), link)}
}
