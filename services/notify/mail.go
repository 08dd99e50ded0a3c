package notify

import "fmt"

// Mail is what is sent: a case number and a link, never content.
type Mail struct {
	To, Subject, Body string
}

// words of a language. Subject and body take number and kind, the body the link too.
type words struct {
	subject, body string
	kinds         map[string]string
}

var texts = map[string]words{
	"fi": {
		subject: "Vaatu %s: %s",
		body:    "Konsultaatio %s: %s.\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n",
		kinds:   map[string]string{"ASKED": "uusi kysymys", "ADVICE_PUBLISHED": "suositukset valmiina", "REMINDED": "muistutus", "CLOSED_UNANSWERED": "konsultaatio on päätetty, lue mitä tehdään seuraavaksi", "REOPENED": "konsultaatio on avattu uudelleen", "BREAK_GLASS": "hätäavaus", "PERMISSION": "lupaa pyydetään", "LOCKED": "sisältö on lukittu, lupa puuttuu", "AUTHORISATION_REFUSED": "koulun lupaa ei myönnetty", "JOIN_ASKED": "kollega kysyy, onko asia sama", "FILE_WAITS": "liite poistetaan pian, koska sitä ei ole voitu tarkistaa virusten varalta", "FILE_INFECTED": "liitteestä löytyi haittaohjelma, liite on tuhottu"},
	},
	"sv": {
		subject: "Vaatu %s: %s",
		body:    "Konsultation %s: %s.\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n",
		kinds:   map[string]string{"ASKED": "ny fråga", "ADVICE_PUBLISHED": "rekommendationerna klara", "REMINDED": "påminnelse", "CLOSED_UNANSWERED": "konsultationen har avslutats, läs vad som görs härnäst", "REOPENED": "konsultationen har öppnats på nytt", "BREAK_GLASS": "nödöppning", "PERMISSION": "tillstånd begärs", "LOCKED": "innehållet är låst, ett tillstånd saknas", "AUTHORISATION_REFUSED": "skolans tillstånd beviljades inte", "JOIN_ASKED": "en kollega frågar om det är samma sak", "FILE_WAITS": "en bilaga raderas snart, den har inte kunnat virusgranskas", "FILE_INFECTED": "ett skadeprogram hittades i en bilaga, bilagan har förstörts"},
	},
	"en": {
		subject: "Vaatu %s: %s",
		body:    "Consultation %s: %s.\n\nSign in: %s\n\nThe content is shown in the service only.\n",
		kinds:   map[string]string{"ASKED": "new question", "ADVICE_PUBLISHED": "advice ready", "REMINDED": "reminder", "CLOSED_UNANSWERED": "the consultation has ended, read what follows", "REOPENED": "the consultation was reopened", "BREAK_GLASS": "break-glass", "PERMISSION": "permission asked", "LOCKED": "the content is locked, a permission is missing", "AUTHORISATION_REFUSED": "the school's authorisation was refused", "JOIN_ASKED": "a colleague asks whether it is the same matter", "FILE_WAITS": "a file is deleted soon, it could not be scanned for viruses", "FILE_INFECTED": "malware was found in a file, the file was destroyed"},
	},
}

// compose answers the mail of a notice in a language; Finnish where it is not known.
func compose(to, language, number, event, link string) Mail {
	w, ok := texts[language]
	if !ok {
		w = texts["fi"]
	}
	kind := w.kinds[event]
	return Mail{
		To: to, Subject: fmt.Sprintf(w.subject, number, kind), Body: fmt.Sprintf(w.body, number, kind, link),
	}
}
