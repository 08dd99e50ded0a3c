package gateway

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// pageKind is a page that the gateway itself shows: what happened, and a way on.
type pageKind string

const (
	pageExpired   pageKind = "expired"
	pageCancelled pageKind = "cancelled"
	pageUntrusted pageKind = "untrusted"
	pageNotFresh  pageKind = "not_fresh"
	pageDown      pageKind = "down"
	pageBusy      pageKind = "busy"
	pageOurs      pageKind = "ours"
	pageLearner   pageKind = "learner"
	pageWithheld  pageKind = "withheld"
	pageNoRole    pageKind = "no_role"
	pageInvited   pageKind = "invited"
	pageSpent     pageKind = "spent"
	pageAsleep    pageKind = "asleep"
	pageToCome    pageKind = "to_come"
	pageEnded     pageKind = "ended"
	pageNotBuilt  pageKind = "not_built"
	pageChoose    pageKind = "choose"
)

// pageText is a page's status and its texts.
type pageText struct {
	status       int
	title, story local
	// again: the way on is to sign in once more; otherwise it is the front page.
	again bool
}

var pageTexts = map[pageKind]pageText{
	pageExpired: {
		http.StatusBadRequest,
		local{"Kirjautuminen ei ehtinyt valmiiksi", "Inloggningen hann inte bli klar", "The sign-in did not finish in time"},
		local{
			"Kirjautuminen kesti yli kymmenen minuuttia, se tehtiin jo kerran tai se alkoi toisessa selaimessa. Aloita uudelleen.",
			"Inloggningen tog över tio minuter, var redan gjord en gång eller började i en annan webbläsare. Börja om.",
			"It took more than ten minutes, was done once already or began in another browser. Begin again.",
		},
		true,
	},
	pageCancelled: {
		http.StatusForbidden,
		local{"Kirjautuminen keskeytyi", "Inloggningen avbröts", "The sign-in was interrupted"},
		local{
			"Kirjautumispalvelu ei vahvistanut kirjautumista. Voit yrittää uudelleen.",
			"Inloggningstjänsten bekräftade inte inloggningen. Du kan försöka igen.",
			"The identity provider did not confirm the sign-in. You can try again.",
		},
		true,
	},
	pageUntrusted: {
		http.StatusBadGateway,
		local{"Kirjautumista ei voitu varmistaa", "Inloggningen kunde inte bekräftas", "The sign-in could not be verified"},
		local{
			"Kirjautumispalvelun vastaus ei todistanut, kuka kirjautui. Sinua ei kirjattu sisään.",
			"Inloggningstjänstens svar bevisade inte vem som loggade in. Du loggades inte in.",
			"The provider's answer did not prove who signed in. You were not signed in.",
		},
		true,
	},
	pageNotFresh: {
		http.StatusForbidden,
		local{"Henkilöllisyyttäsi ei vahvistettu uudelleen", "Din identitet bekräftades inte på nytt", "Your identity was not confirmed anew"},
		local{
			"Kirjautumispalvelu ei kertonut, että kirjauduit juuri nyt. Kirjaudu ulos kirjautumispalvelusta ja yritä uudelleen. Istuntosi Vaatussa jatkuu ennallaan.",
			"Inloggningstjänsten berättade inte att du loggade in just nu. Logga ut ur inloggningstjänsten och försök igen. Din session i Vaatu fortsätter som förut.",
			"The identity provider did not say that you have signed in just now. Sign out there and try again. Your session in Vaatu goes on as before.",
		},
		true,
	},
	pageDown: {
		http.StatusServiceUnavailable,
		local{"Kirjautumispalvelu ei vastaa", "Inloggningstjänsten svarar inte", "Sign-in is down"},
		local{
			"Luonnoksesi ovat tallessa. Yritä hetken päästä uudelleen.",
			"Dina utkast finns kvar. Försök igen om en stund.",
			"Drafts are safe. Try again in a moment.",
		},
		true,
	},
	pageBusy: {
		http.StatusServiceUnavailable,
		local{"Palvelu ei juuri nyt vastaa", "Tjänsten svarar inte just nu", "The service does not answer just now"},
		local{
			"Yritä hetken päästä uudelleen. Mitään ei kadonnut.",
			"Försök igen om en stund. Ingenting gick förlorat.",
			"Try again in a moment. Nothing was lost.",
		},
		true,
	},
	pageOurs: {
		http.StatusInternalServerError,
		local{"Vika on meillä", "Felet är vårt", "The fault is ours"},
		local{
			"Kirjautuminen ei onnistunut. Jos vika jatkuu, ilmoita alla oleva tunnus tukeen.",
			"Inloggningen misslyckades. Om felet kvarstår, uppge id:t nedan för supporten.",
			"The sign-in failed. If it goes on, tell the support the id below.",
		},
		true,
	},
	pageLearner: {
		http.StatusForbidden,
		local{"Palvelu on koulun aikuisille", "Tjänsten är för skolans vuxna", "This service is for the adults of a school"},
		local{
			"Oppilaat eivät voi kirjautua Vaatuun. Puhu opettajasi kanssa.",
			"Elever kan inte logga in i Vaatu. Tala med din lärare.",
			"Pupils cannot sign in to Vaatu. Talk with your teacher.",
		},
		false,
	},
	pageWithheld: {
		http.StatusForbidden,
		local{"Koulusi tai roolisi puuttuu kirjautumistiedoista", "Skola eller roll saknas i inloggningsuppgifterna", "School or role missing"},
		local{
			"Syynä on yleensä puute koulun käyttäjähakemistossa. Pyydä opetuksen järjestäjän MPASSid-pääkäyttäjää tarkistamaan roolisi ja oppilaitoksesi koodi.",
			"Oftast beror det på en brist i skolans användarkatalog. Be utbildningsanordnarens huvudanvändare för MPASSid kontrollera din roll och läroanstaltens kod.",
			"Mostly something lacks in the school's user directory. Ask your education provider's MPASSid administrator to check your role and the school's code.",
		},
		false,
	},
	pageNoRole: {
		http.StatusForbidden,
		local{"Sinulla ei ole roolia Vaatussa", "Du har ingen roll i Vaatu", "You have no role in Vaatu"},
		local{
			"Opettajat ja rehtorit tulevat palveluun koulunsa kautta, asiantuntijat kutsulla. Pyydä kutsu Vaatun pääkäyttäjältä.",
			"Lärare och rektorer kommer in via sin skola, sakkunniga med en inbjudan. Be Vaatus administratör om en inbjudan.",
			"Teachers and principals come in by their school, experts by invitation. Ask an administrator of Vaatu for one.",
		},
		false,
	},
	pageInvited: {
		http.StatusForbidden,
		local{"Kutsusi odottaa vahvistusta", "Din inbjudan väntar på bekräftelse", "Your invitation waits for its confirmation"},
		local{
			"Kirjautuminen onnistui. Kutsun lähettäjä vahvistaa vielä, että kutsu tuli oikealle henkilölle. Kirjaudu sen jälkeen uudelleen.",
			"Inloggningen lyckades. Den som bjöd in dig bekräftar ännu att inbjudan nådde rätt person. Logga in på nytt efter det.",
			"You have signed in. Whoever invited you still confirms that the invitation reached the right person. Then sign in again.",
		},
		true,
	},
	pageSpent: {
		http.StatusForbidden,
		local{"Kutsu ei ole enää voimassa", "Inbjudan gäller inte längre", "The invitation is no longer good"},
		local{
			"Linkki on jo käytetty, vanhentunut tai peruttu. Pyydä uusi kutsu siltä, joka sen lähetti.",
			"Länken har redan använts, gått ut eller återkallats. Be om en ny inbjudan av den som skickade den.",
			"The link has been used, has expired or was withdrawn. Ask whoever sent it for a new one.",
		},
		false,
	},
	pageAsleep: {
		http.StatusForbidden,
		local{"Oikeutesi nukkuu", "Din behörighet sover", "Your grant sleeps"},
		local{
			"Kirjautuminen onnistui, mutta edellisestä on yli 120 päivää, joten oikeutesi ei avaa mitään. Pyydä yksikön johtajaa tai Vaatun pääkäyttäjää herättämään se. Kirjaudu sen jälkeen uudelleen.",
			"Inloggningen lyckades, men det har gått över 120 dagar sedan den förra, så din behörighet öppnar ingenting. Be enhetens chef eller Vaatus administratör väcka den. Logga in på nytt efter det.",
			"You have signed in, but for the first time in 120 days: your grant opens nothing. Ask the head of your unit or an administrator of Vaatu to wake it. Then sign in again.",
		},
		true,
	},
	pageToCome: {
		http.StatusForbidden,
		local{"Oikeutesi ei ole vielä voimassa", "Din behörighet gäller inte ännu", "Your grant does not hold yet"},
		local{
			"Se tulee voimaan myöhemmin. Alkamispäivän kertoo Vaatun pääkäyttäjä, joka kutsui sinut. Kirjaudu silloin uudelleen.",
			"Den börjar gälla senare. Administratören som bjöd in dig vet vilken dag. Logga in på nytt då.",
			"It begins later. The administrator of Vaatu who invited you knows the day. Sign in again then.",
		},
		false,
	},
	pageEnded: {
		http.StatusForbidden,
		local{"Oikeutesi on päättynyt", "Din behörighet har upphört", "Your grant has ended"},
		local{
			"Se ei enää avaa mitään. Jos tarvitset sitä yhä, pyydä uusi kutsu Vaatun pääkäyttäjältä.",
			"Den öppnar ingenting längre. Om du ännu behöver den, be Vaatus administratör om en ny inbjudan.",
			"It opens nothing any more. If you still need it, ask an administrator of Vaatu for a new invitation.",
		},
		false,
	},
	pageNotBuilt: {
		http.StatusServiceUnavailable,
		local{"Sivuja ei ole rakennettu", "Sidorna har inte byggts", "The pages have not been built"},
		local{
			"Tässä ohjelmassa ei ole verkkosovellusta. Rakenna ja käynnistä se komennolla: make run",
			"Det här programmet saknar webbapplikationen. Bygg och starta den med kommandot: make run",
			"This program carries no web application. Build and start it with: make run",
		},
		false,
	},
	pageChoose: {
		http.StatusOK,
		local{"Valitse kirjautumistapa", "Välj inloggningssätt", "Choose how to sign in"},
		local{"Millä tunnuksilla kirjaudut?", "Med vilka uppgifter loggar du in?", "Which account do you use?"},
		false,
	},
}

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Parse(pageSource))

// shown is what the template of a page gets.
type shown struct {
	Nonce, Language, Title, RequestID string
	Parts                             []part
	Links                             []link
}

// part is the page in one language.
type part struct{ Language, Title, Story, Request string }

type link struct{ Address, Text string }

var (
	signInAgain = local{"Kirjaudu uudelleen", "Logga in på nytt", "Sign in again"}
	goBack      = local{"Takaisin kirjautumatta", "Tillbaka utan att logga in", "Back without signing in"}
	toStart     = local{"Etusivulle", "Till startsidan", "To the front page"}
	requestWord = local{"Pyynnön tunnus", "Begärans id", "Request id"}
)

// fail shows why a sign-in ended, and a way on; where a session was to become fresh, which goes on without, a way back too.
// The cause goes to the log.
func (g *Gateway) fail(w http.ResponseWriter, r *http.Request, kind pageKind, l loginState, cause error) {
	c := callOf(r.Context())
	if cause != nil {
		g.log.WarnContext(r.Context(), "sign-in failed", "request", c.id, "kind", string(kind), "error", cause.Error())
	}
	links := []link{{"/", toStart.in(c.language)}}
	if pageTexts[kind].again {
		links = []link{{l.again(), signInAgain.in(c.language)}}
	}
	if l.Fresh {
		links = append(links, link{l.ReturnTo, goBack.in(c.language)})
	}
	g.show(w, r, kind, links...)
}

// choose lets a person choose between several providers.
func (g *Gateway) choose(w http.ResponseWriter, r *http.Request, asked url.Values) {
	var links []link
	for _, p := range g.signIn.providers {
		query := url.Values{"provider": {p.Name}}
		for name, values := range asked {
			if strings.Join(values, "") != "" {
				query[name] = values
			}
		}
		links = append(links, link{"/auth/login?" + query.Encode(), p.Label})
	}
	g.show(w, r, pageChoose, links...)
}

// show writes a page in all three languages, the reader's first.
func (g *Gateway) show(w http.ResponseWriter, r *http.Request, kind pageKind, links ...link) {
	c, text := callOf(r.Context()), pageTexts[kind]
	s := shown{Nonce: newNonce(), Language: c.language, Title: text.title.in(c.language), RequestID: c.id, Links: links}
	order := slices.DeleteFunc([]string{finnish, swedish, english}, func(l string) bool { return l == c.language })
	for _, l := range append([]string{c.language}, order...) {
		s.Parts = append(s.Parts, part{l, text.title.in(l), text.story.in(l), requestWord.in(l)})
	}
	var page bytes.Buffer
	if err := pageTemplate.Execute(&page, s); err != nil {
		g.log.ErrorContext(r.Context(), "writing a page", "request", c.id, "error", err.Error())
		writeProblem(w, r, refusal{reason: reasonInternal})
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", c.language)
	h.Set("Content-Security-Policy", pagePolicy(s.Nonce))
	if text.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", retryAfter)
	}
	w.WriteHeader(text.status)
	_, _ = w.Write(page.Bytes()) // whoever has hung up gets nothing
}
