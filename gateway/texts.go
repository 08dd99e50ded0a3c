package gateway

// reasonText is what a reader is told of a reason.
type reasonText struct{ title, detail local }

// reasonTexts has a text for each reason; a test ranges over all.
var reasonTexts = map[string]reasonText{
	reasonValidation: {
		local{"Tarkista tiedot", "Kontrollera uppgifterna", "Check what you sent"},
		local{
			"Pyyntöä ei voitu käsitellä, koska siinä on virhe.",
			"Begäran kunde inte behandlas eftersom den innehåller ett fel.",
			"The request could not be handled because something in it is wrong.",
		},
	},
	reasonIdentityCodeInText: {
		local{"Tekstissä on henkilötunnus", "Texten innehåller en personbeteckning", "There is a personal identity code in the text"},
		local{
			"Poista henkilötunnus tekstistä. Sitä ei tarvita.",
			"Ta bort personbeteckningen ur texten. Den behövs inte.",
			"Remove the personal identity code from the text. It is not needed.",
		},
	},
	reasonUnauthenticated: {
		local{"Kirjaudu sisään", "Logga in", "Sign in"},
		local{
			"Istunto päättyi, mitään ei kadonnut. Kirjaudu ja jatka.",
			"Sessionen gick ut, inget gick förlorat. Logga in och fortsätt.",
			"Session expired, nothing was lost. Sign in and continue.",
		},
	},
	reasonSignInAgain: {
		local{"Vahvista henkilöllisyytesi", "Bekräfta din identitet", "Confirm your identity"},
		local{
			"Tämä vaatii, että olet kirjautunut viimeisten kymmenen minuutin aikana. Kirjaudu uudelleen ja tee sama sitten uudelleen.",
			"Det här kräver att du har loggat in under de senaste tio minuterna. Logga in på nytt och gör sedan samma sak igen.",
			"This wants a sign-in of the last ten minutes. Sign in again, then do the same once more.",
		},
	},
	reasonInvalidToken: {
		local{"Tunniste ei kelpaa", "Åtkomsttoken duger inte", "The access token is not valid"},
		local{
			"Authorization-otsakkeessa on oltava Bearer ja yksi voimassa oleva käyttötunniste (access token), jonka on antanut tämän palvelun kirjautumispalvelu ja jonka istuntoa ei ole päätetty. Hanki uusi tunniste.",
			"Rubriken Authorization ska innehålla Bearer och en giltig åtkomsttoken (access token) från en inloggningstjänst som den här tjänsten litar på, och dess session får inte ha avslutats. Hämta en ny token.",
			"The Authorization header must hold Bearer and one access token that a provider of this service has made for it, that has not expired, and whose session was not ended. Get a new token.",
		},
	},
	reasonForeignOrigin: {
		local{"Pyyntö tuli vieraasta osoitteesta", "Begäran kom från en främmande adress", "The request came from a foreign address"},
		local{
			"Palvelu ottaa muutoksia vastaan vain omilta sivuiltaan.",
			"Tjänsten tar emot ändringar endast från sina egna sidor.",
			"The service takes changes from its own pages only.",
		},
	},
	reasonNoRole: {
		local{"Sinulla ei ole roolia palvelussa", "Du har ingen roll i tjänsten", "You have no role in the service"},
		local{
			"Kirjautumistiedoissasi ei ole roolia, jolla palvelua voi käyttää.",
			"Dina inloggningsuppgifter innehåller ingen roll som ger tillgång till tjänsten.",
			"Your sign-in holds no role that gives access to the service.",
		},
	},
	reasonNotFound: {
		local{"Ei löydy", "Hittas inte", "Not found"},
		local{
			"Sivua ei löydy tai sinulla ei ole oikeutta siihen.",
			"Sidan finns inte eller du saknar behörighet.",
			"Not found, or no right to it.",
		},
	},
	reasonMethodNotAllowed: {
		local{"Toiminto ei ole käytössä tässä osoitteessa", "Metoden används inte på den här adressen", "The method is not used at this address"},
		local{
			"Osoite on olemassa, mutta sitä ei voi käyttää tällä tavalla.",
			"Adressen finns men kan inte användas på det här sättet.",
			"The address exists but cannot be used in this way.",
		},
	},
	reasonTransitionRefused: {
		local{"Toiminto ei ole nyt mahdollinen", "Åtgärden är inte möjlig nu", "This is not possible now"},
		local{
			"Nykyinen tila ei salli tätä. Lataa tiedot uudelleen.",
			"Det nuvarande läget tillåter inte detta. Hämta uppgifterna på nytt.",
			"Its present state does not allow this. Load it again.",
		},
	},
	reasonAssignmentHeld: {
		local{"Toinen asiantuntija otti konsultaation", "En annan sakkunnig tog konsultationen", "Another expert has taken the consultation"},
		local{
			"Konsultaatio on jo toisella asiantuntijalla. Tekstisi on tallessa.",
			"En annan sakkunnig har redan konsultationen. Din text är sparad.",
			"Another expert already holds the consultation. Your text is kept.",
		},
	},
	reasonIdempotencyKeyReused: {
		local{"Tunniste on jo käytetty", "Nyckeln är redan använd", "The key was used before"},
		local{
			"Idempotency-Key on käytetty toiseen pyyntöön. Käytä uutta.",
			"Idempotency-Key har använts för en annan begäran. Använd en ny.",
			"The Idempotency-Key was used for another request. Use a new one.",
		},
	},
	reasonEtagStale: {
		local{"Tiedot muuttuivat", "Uppgifterna har ändrats", "It has changed"},
		local{
			"Tiedot muuttuivat muualla sen jälkeen, kun näit ne. Lataa ne uudelleen.",
			"Uppgifterna ändrades någon annanstans efter att du såg dem. Hämta dem på nytt.",
			"It was changed elsewhere after you saw it. Load it again.",
		},
	},
	reasonTooLarge: {
		local{"Liian paljon tietoa", "För mycket uppgifter", "Too large"},
		local{
			"Pyyntö tai vastaus on suurempi kuin palvelu voi käsitellä.",
			"Begäran eller svaret är större än vad tjänsten kan hantera.",
			"The request or its answer is larger than the service can handle.",
		},
	},
	reasonUnsupportedMediaType: {
		local{"Väärä tietomuoto", "Fel dataformat", "Unsupported format"},
		local{
			"Palvelu ottaa vastaan vain muotoa application/json, merkistö UTF-8.",
			"Tjänsten tar endast emot application/json, teckenkodning UTF-8.",
			"The service takes application/json in UTF-8 only.",
		},
	},
	reasonRateLimited: {
		local{"Liian monta pyyntöä", "För många förfrågningar", "Too many requests"},
		local{
			"Pyyntöjä tuli liian tiheään. Odota hetki ja yritä uudelleen.",
			"Förfrågningarna kom för tätt. Vänta en stund och försök igen.",
			"Requests came too fast. Wait a moment and try again.",
		},
	},
	reasonInternal: {
		local{"Vika on meillä", "Felet är vårt", "The fault is ours"},
		local{
			"Yritä uudelleen. Jos vika jatkuu, ilmoita pyynnön tunnus tukeen.",
			"Försök igen. Om felet kvarstår, uppge begärans id för supporten.",
			"Try again. If it goes on, tell the support the id of the request.",
		},
	},
	reasonUnavailable: {
		local{"Palvelu ei juuri nyt vastaa", "Tjänsten svarar inte just nu", "The service does not answer just now"},
		local{
			"Yritä hetken päästä uudelleen. Mitään ei kadonnut.",
			"Försök igen om en stund. Ingenting gick förlorat.",
			"Try again in a moment. Nothing was lost.",
		},
	},
	reasonContentUnavailable: {
		local{"Tekstejä ei juuri nyt voi avata eikä tallentaa", "Texterna kan inte öppnas eller sparas just nu", "Texts can be neither opened nor saved just now"},
		local{
			"Tekstit ovat tallessa, mutta niiden salausavaimia ei nyt saada. Jonot ja listat toimivat. Jätä sivu auki ja yritä muutaman minuutin päästä uudelleen.",
			"Texterna finns kvar, men deras krypteringsnycklar kan inte nås just nu. Köer och listor fungerar. Lämna sidan öppen och försök igen om några minuter.",
			"The texts are safe, but their keys cannot be reached just now. Queues and lists work. Leave the page open and try again in a few minutes.",
		},
	},
}
