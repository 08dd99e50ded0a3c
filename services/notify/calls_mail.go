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

// mostListed is how many lines a mail has.
const mostListed = 20

// callTexts of a language: the subject of several takes their number, the body the lines and the link; more, how many are not
// named; uncoordinated, what an admin is told, who reads no cases; lent, when what somebody gets is to be returned, after what that is;
// kinds, what is told of a case.
var callTexts = map[string]struct {
	several, more, uncoordinated, lent, body string
	kinds                                    map[string]string
}{
	"fi": {
		"Vaatu: ilmoituksia %d", "ja %d muuta", "alueella ei ole koordinaattoria", ", palautetaan %s",
		"%s\n\nAvaa kirjautumalla: %s\n\nSisältö näkyy vain palvelussa.\n",
		map[string]string{
			"WARNING": "määräaika lähestyy", "ESCALATION": "määräaika on ylittynyt", "HOLDER_ABSENT": "hoitaja on poissa",
			"UNIT_CLOSED": "hoitajan yksikkö on lopettanut toimintansa", "RETURN_DUE": "palautetaan poissaolon jälkeen", "RETURN_KEPT": "sijainen pitää konsultaation",
			"INVITED": "yksikköäsi pyydetään mukaan", "HAND_OVER_OFFERED": "vastuuta tarjotaan", "ASSIGNED": "konsultaatio on annettu sinulle",
			"HAND_OVER_ACCEPTED": "tarjouksesi on hyväksytty", "HAND_OVER_DECLINED": "tarjouksesi on hylätty", "HAND_OVER_LAPSED": "tarjouksesi on vanhentunut",
			"WOUND_UP": "kumppaniyksikkö on lopettanut toimintansa", "PART_DECLINED": "kumppaniyksikkö ei ota osuuttaan", "COMPLETED": "kumppanin osuus on valmis",
			"REPLIED": "koulu on vastannut", "GIVEN_ON": "konsultaatio on annettu toiselle asiantuntijalle", "DISMISSED": "osuutesi on päätetty",
			"DECLINED": "yksikkösi ei ota konsultaatiota", "WITHDRAWN": "koulu on perunut pyynnön", "DISPUTE_WARNING": "erimielisyyden ratkaisun määräaika lähestyy",
			"DISPUTE_ESCALATION": "erimielisyyden ratkaisun määräaika on ylittynyt", "DISPUTED": "erimielisyys päävastuusta on viety koordinaatioryhmälle", "DISPUTE_TO_SETTLE": "erimielisyys päävastuusta odottaa ratkaisua",
			"DISPUTE_STAYS": "erimielisyys ratkaistu: päävastuu säilyy", "DISPUTE_MOVES": "erimielisyys ratkaistu: päävastuu siirtyy",
			"DISPUTE_TRIAGE": "erimielisyys ratkaistu: koordinaatioryhmä etsii yksikön", "DISPUTE_WITHDRAWN": "erimielisyys päävastuusta on peruttu",
		},
	},
	"sv": {
		"Vaatu: %d meddelanden", "och %d andra", "området har ingen koordinator", ", återlämnas %s",
		"%s\n\nLogga in: %s\n\nInnehållet visas bara i tjänsten.\n",
		map[string]string{
			"WARNING": "tidsfristen närmar sig", "ESCALATION": "tidsfristen har överskridits", "HOLDER_ABSENT": "den sakkunniga är frånvarande",
			"UNIT_CLOSED": "den sakkunnigas enhet har lagts ned", "RETURN_DUE": "återlämnas efter frånvaron", "RETURN_KEPT": "ersättaren behåller konsultationen",
			"INVITED": "din enhet ombeds delta", "HAND_OVER_OFFERED": "ansvaret erbjuds", "ASSIGNED": "konsultationen har getts till dig",
			"HAND_OVER_ACCEPTED": "ditt erbjudande har godkänts", "HAND_OVER_DECLINED": "ditt erbjudande har avböjts", "HAND_OVER_LAPSED": "ditt erbjudande har förfallit",
			"WOUND_UP": "en partnerenhet har lagts ned", "PART_DECLINED": "en partnerenhet tar inte sin del", "COMPLETED": "en partners del är klar",
			"REPLIED": "skolan har svarat", "GIVEN_ON": "konsultationen har getts till en annan sakkunnig", "DISMISSED": "din del har avslutats",
			"DECLINED": "din enhet tar inte konsultationen", "WITHDRAWN": "skolan har återtagit begäran", "DISPUTE_WARNING": "tidsfristen för att avgöra oenigheten närmar sig",
			"DISPUTE_ESCALATION": "tidsfristen för att avgöra oenigheten har överskridits", "DISPUTED": "oenighet om huvudansvaret har förts till koordineringsgruppen", "DISPUTE_TO_SETTLE": "oenighet om huvudansvaret väntar på avgörande",
			"DISPUTE_STAYS": "oenigheten är avgjord: huvudansvaret kvarstår", "DISPUTE_MOVES": "oenigheten är avgjord: huvudansvaret flyttas",
			"DISPUTE_TRIAGE": "oenigheten är avgjord: koordineringsgruppen söker en enhet", "DISPUTE_WITHDRAWN": "oenigheten om huvudansvaret har återtagits",
		},
	},
	"en": {
		"Vaatu: %d notices", "and %d more", "an area has no coordinator", ", to be returned on %s",
		"%s\n\nSign in: %s\n\nThe content is shown in the service only.\n",
		map[string]string{
			"WARNING": "target near", "ESCALATION": "target missed", "HOLDER_ABSENT": "its expert is away",
			"UNIT_CLOSED": "its expert's unit has closed", "RETURN_DUE": "to be returned after an absence", "RETURN_KEPT": "the substitute keeps the case",
			"INVITED": "your unit is asked to take part", "HAND_OVER_OFFERED": "responsibility is offered", "ASSIGNED": "the case is given to you",
			"HAND_OVER_ACCEPTED": "your offer was accepted", "HAND_OVER_DECLINED": "your offer was declined", "HAND_OVER_LAPSED": "your offer has lapsed",
			"WOUND_UP": "a partner unit has closed", "PART_DECLINED": "a partner unit does not take its part", "COMPLETED": "a partner's part is finished",
			"REPLIED": "the school has replied", "GIVEN_ON": "the case was given to another expert", "DISMISSED": "your part was ended",
			"DECLINED": "your unit does not take the case", "WITHDRAWN": "the school withdrew the request", "DISPUTE_WARNING": "target for settling the dispute near",
			"DISPUTE_ESCALATION": "target for settling the dispute missed", "DISPUTED": "a dispute about the lead was referred to coordination", "DISPUTE_TO_SETTLE": "a dispute about the lead is to be settled",
			"DISPUTE_STAYS": "dispute settled: the lead stays", "DISPUTE_MOVES": "dispute settled: the lead moves",
			"DISPUTE_TRIAGE": "dispute settled: coordination finds a unit", "DISPUTE_WITHDRAWN": "the dispute about the lead was withdrawn",
		},
	},
}

// composeCalls answers the mail of what somebody is told; Finnish where the language is not known.
func composeCalls(to contact, all []told, base string) Mail {
	w, ok := callTexts[to.Language]
	if !ok {
		w = callTexts["fi"]
	}
	var lines []string
	for _, c := range all {
		line := c.Number + ": " + w.kinds[c.Tell]
		if c.ReturnDate != "" {
			line += fmt.Sprintf(w.lent, c.ReturnDate)
		}
		if c.Rung == "ADMIN" {
			line = w.uncoordinated
		}
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	subject, link := "Vaatu "+lines[0], base+all[0].page()
	if len(lines) > 1 {
		subject, link = fmt.Sprintf(w.several, len(lines)), base
	}
	if n := len(lines) - mostListed; n > 0 {
		lines = append(lines[:mostListed], fmt.Sprintf(w.more, n))
	}
	return Mail{To: to.Email, Subject: subject, Body: fmt.Sprintf(w.body, strings.Join(lines, "\n"), link)}
}

// page answers where somebody sees what they are told of: whoever answers for many may not open the case; of a part, who may not
// read the case yet, or has no part in it any more, is led to the start page, and who held it until then to what they hold.
func (t told) page() string {
	switch t.Rung {
	case "COORDINATION", "COUNTRY", "ELSEWHERE":
		if t.Tell == "DISPUTE_WARNING" || t.Tell == "DISPUTE_ESCALATION" {
			return "/triage"
		}
		return "/caseload"
	case "ADMIN":
		return "/grants"
	}
	if t.Tell == "RETURN_DUE" && t.Rung == "OWNER" {
		return "/my-cases"
	}
	switch t.Tell {
	case "DISPUTE_TO_SETTLE":
		return "/triage"
	case "RETURN_KEPT", "INVITED", "HAND_OVER_OFFERED", "HAND_OVER_ACCEPTED":
		return "/"
	case "GIVEN_ON", "DISMISSED", "DECLINED", "WITHDRAWN":
		return "/my-cases"
	case "DISPUTE_MOVES", "DISPUTE_TRIAGE", "WOUND_UP", "PART_DECLINED", "COMPLETED", "REPLIED":
		if !t.Takes {
			return "/"
		}
	}
	return "/cases/" + t.CaseID
}
