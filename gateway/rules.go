package gateway

import (
	"regexp"
	"strings"
)

// ruleTexts says what a field lacks, by the id of the rule that it breaks: those of the contract's validation, those
// of the services and the gateway's own. {1} and {2} are the numbers of the rule, {field} the field's name, {hint}
// what the service says, where that is names.
var ruleTexts = map[string]local{
	// Validation in the contract.
	"required":           {"Tämä tieto puuttuu.", "Den här uppgiften saknas.", "This is missing."},
	"string.min_len":     {"Kirjoita tähän jotakin.", "Skriv något här.", "Write something here."},
	"string.max_len":     {"Lyhennä: enintään {1} merkkiä.", "Förkorta: högst {1} tecken.", "Shorten it: at most {1} characters."},
	"string.uuid":        {"Tunniste ei ole oikean muotoinen.", "Identifieraren har fel form.", "The id has a wrong form."},
	"string.uuid_empty":  {"Tunniste puuttuu.", "Identifieraren saknas.", "The id is missing."},
	"string.in":          {"Valitse jokin annetuista arvoista.", "Välj ett av de givna värdena.", "Choose one of the given values."},
	"string.pattern":     {"Tieto ei ole oikean muotoinen.", "Uppgiften har fel form.", "The form is wrong."},
	"string.nul":         {"Poista näkymätön merkki (NUL).", "Ta bort det osynliga tecknet (NUL).", "Remove the invisible character (NUL)."},
	"enum.defined_only":  {"Valitse jokin annetuista arvoista.", "Välj ett av de givna värdena.", "Choose one of the given values."},
	"enum.in":            {"Valitse jokin annetuista arvoista.", "Välj ett av de givna värdena.", "Choose one of the given values."},
	"enum.not_in":        {"Valitse jokin annetuista arvoista.", "Välj ett av de givna värdena.", "Choose one of the given values."},
	"int32.gte_lte":      {"Anna luku väliltä {1}–{2}.", "Ange ett tal mellan {1} och {2}.", "Give a number from {1} to {2}."},
	"int32.gte":          {"Anna vähintään {1}.", "Ange minst {1}.", "Give at least {1}."},
	"bytes.min_len":      {"Palassa ei ole mitään.", "Stycket är tomt.", "The piece is empty."},
	"bytes.max_len":      {"Pala on liian suuri: enintään {1} tavua.", "Stycket är för stort: högst {1} byte.", "The piece is too large: at most {1} bytes."},
	"repeated.min_items": {"Valitse vähintään {1}.", "Välj minst {1}.", "Choose at least {1}."},
	"repeated.max_items": {"Valitse enintään {1}.", "Välj högst {1}.", "Choose at most {1}."},
	"repeated.unique":    {"Sama arvo on mukana kahdesti.", "Samma värde finns två gånger.", "The same value is there twice."},

	// Services.
	"header.required":         {"Pyynnöstä puuttuu otsake {field}.", "Begäran saknar huvudet {field}.", "The request lacks the header {field}."},
	"header.too_long":         {"Otsake {field} on liian pitkä: enintään {1} merkkiä.", "Huvudet {field} är för långt: högst {1} tecken.", "The header {field} is too long: at most {1} characters."},
	"email.address":           {"Kirjoita osoite muodossa nimi@esimerkki.fi, ilman ä- ja ö-kirjaimia.", "Skriv adressen i formen namn@exempel.fi, utan å, ä och ö.", "Write the address as name@example.fi, without ä and ö."},
	"email.too_many":          {"Olet pyytänyt tunnin aikana jo {1} koodia. Odota tunti ja pyydä sitten uusi.", "Du har redan bett om {1} koder under en timme. Vänta en timme och be sedan om en ny.", "You have asked for {1} codes within an hour. Wait an hour, then ask for another."},
	"code.shape":              {"Kirjoita koodin {1} numeroa.", "Skriv kodens {1} siffror.", "Write the {1} digits of the code."},
	"code.wrong":              {"Koodi on väärä. Yrityksiä on jäljellä {1}.", "Koden är fel. Du har {1} försök kvar.", "The code is wrong. Tries left: {1}."},
	"code.spent":              {"Koodi ei ole enää voimassa. Pyydä uusi.", "Koden gäller inte längre. Be om en ny.", "The code is no longer good. Ask for another."},
	"person.unknown":          {"Valitse yksikössä nyt työskentelevä.", "Välj någon som nu arbetar i enheten.", "Choose one who works in the unit now."},
	"unit.unknown":            {"Valitse toiminnassa oleva yksikkö.", "Välj en enhet som är verksam.", "Choose a unit that works now."},
	"provider.unknown":        {"Valitse opetuksen järjestäjä luettelosta.", "Välj en utbildningsanordnare ur förteckningen.", "Choose an education provider of the directory."},
	"grant.scope":             {"Tämä ei kuulu valittuun rooliin.", "Det här hör inte till den valda rollen.", "This does not belong to the chosen role."},
	"case.number":             {"Tarkista konsultaation numero.", "Kontrollera konsultationens nummer.", "Check the number of the consultation."},
	"consent.actors":          {"Valitse, mitä toimijoita suostumus koskee.", "Välj vilka aktörer samtycket gäller.", "Choose the actors that the consent covers."},
	"consent.scope":           {"Valitse, saako tietoja hankkia, luovuttaa vai molempia.", "Välj om uppgifter får inhämtas, lämnas ut eller bådadera.", "Choose whether information may be got, transferred, or both."},
	"consent.how":             {"Valitse, miten suostumus annettiin.", "Välj hur samtycket gavs.", "Choose how the consent was given."},
	"date.future":             {"Päivä ei voi olla tulevaisuudessa.", "Datumet kan inte vara i framtiden.", "Not in the future."},
	"permissions.filed":       {"Luvat kirjataan konsultaatioon, ei pyyntöön.", "Tillstånd antecknas i konsultationen, inte i begäran.", "Permissions are recorded on the consultation, not in the request."},
	"permission.address":      {"Kirjoita rehtorin sähköpostiosoite: koulusi rehtori ei ole vielä käyttänyt palvelua.", "Skriv rektorns e-postadress: rektorn för din skola har inte använt tjänsten ännu.", "Write the principal's e-mail address: the principal of your school has not used the service yet."},
	"permission.too_many":     {"Olet pyytänyt lupaa vuorokauden aikana jo {1} kertaa. Yritä huomenna uudelleen.", "Du har redan bett om tillstånd {1} gånger under ett dygn. Försök igen i morgon.", "You have asked for permission {1} times within a day. Try again tomorrow."},
	"date.calendar":           {"Anna päivä muodossa vvvv-kk-pp.", "Ange datumet i formen åååå-mm-dd.", "Give the date as yyyy-mm-dd."},
	"date.order":              {"Viimeinen päivä on ennen ensimmäistä.", "Den sista dagen är före den första.", "The last day is before the first."},
	"date.past":               {"Anna tämä päivä tai myöhempi.", "Ange dagens datum eller ett senare.", "Give today or a later day."},
	"date.far":                {"Anna viimeistään {hint}.", "Ange senast {hint}.", "Give {hint} or an earlier day."},
	"text.identity_code":      {"Poista henkilötunnus.", "Ta bort personbeteckningen.", "Remove the personal identity code."},
	"page_token":              {"Aloita luettelo alusta.", "Börja listan från början.", "Begin the list anew."},
	"mask.unknown":            {"Kenttää ei tunneta.", "Fältet är okänt.", "The field is unknown."},
	"school.closed":           {"Koulu on lakkautettu, eikä se voi enää lähettää pyyntöä.", "Skolan är nedlagd och kan inte längre skicka en begäran.", "The school has closed and can no longer file."},
	"writers.full":            {"Luonnosta kirjoittaa jo kymmenen henkilöä.", "Tio personer skriver redan på utkastet.", "Ten people write the draft already."},
	"school.choose":           {"Valitse, minkä koulun puolesta toimit.", "Välj för vilken skola du handlar.", "Choose the school that you act for."},
	"about.anonymous_first":   {"Lähetä pyyntö nimettömänä. Koulu nimeää oppilaan Vaatussa, kun molemmat luvat on annettu.", "Skicka begäran anonymt. Skolan anger eleven i Vaatu när båda tillstånden har getts.", "File it anonymously. The school names the pupil in Vaatu once both permissions are given."},
	"answer.about":            {"Valitse, ketä pyyntö koskee.", "Välj vem begäran gäller.", "Say whom the request concerns."},
	"answer.grades":           {"Valitse vuosiluokka tai esiopetus.", "Välj årskurs eller förskoleundervisning.", "Choose a grade or pre-primary education."},
	"answer.working_language": {"Valitse konsultaation kieli.", "Välj konsultationens språk.", "Choose the language of the consultation."},
	"answer.needs":            {"Valitse vähintään yksi tarve.", "Välj minst ett behov.", "Choose at least one need."},
	"answer.support_in_place": {"Valitse käytössä oleva tuki, tai pelkästään \"ei mitään\".", "Välj det stöd som redan ges, eller endast \"inget\".", "Choose the support in place, or \"none\" alone."},
	"answer.situation":        {"Kuvaa tilanne.", "Beskriv situationen.", "Describe the situation."},
	"answer.tried":            {"Kerro, mitä on kokeiltu.", "Berätta vad som har prövats.", "Tell what was tried."},
	"answer.question":         {"Kirjoita kysymys.", "Skriv en fråga.", "Write the question."},

	// Absences, and rows of a plan that the world has left behind.
	"absence.order":            {"Viimeinen päivä on ennen ensimmäistä tai yli vuoden päässä.", "Den sista dagen är före den första eller mer än ett år bort.", "The last day is before the first, or more than a year away."},
	"absence.cycle":            {"Sijaiset sijaistaisivat toisiaan samana päivänä: {hint}. Valitse aikaisempi päivä.", "Ersättarna skulle ersätta varandra samma dag: {hint}. Välj en tidigare dag.", "The substitutes would stand in for each other on one day: {hint}. Choose an earlier day."},
	"absence.overlap":          {"Näille päiville on jo merkitty poissaolo.", "Det finns redan en frånvaro under dessa dagar.", "They are away on some of these days already."},
	"view.taken":               {"Sinulla on jo tämän niminen näkymä. Anna toinen nimi.", "Du har redan en vy med det namnet. Ge ett annat namn.", "You have a view of this name already. Give another name."},
	"view.too_many":            {"Sinulla on jo {1} näkymää. Poista ensin jokin niistä.", "Du har redan {1} vyer. Ta först bort någon av dem.", "You have {1} views already. Delete one of them first."},
	"substitute.cycle":         {"Sijaiset sijaistaisivat toisiaan samana päivänä: {hint}. Valitse toinen sijainen.", "Ersättarna skulle ersätta varandra samma dag: {hint}. Välj en annan ersättare.", "The substitutes would stand in for each other on one day: {hint}. Choose another."},
	"fit.no_permission":        {"Asiantuntija ei enää työskentele yksikössä.", "Den sakkunniga arbetar inte längre i enheten.", "The expert no longer works in the unit."},
	"fit.no_competence":        {"Asiantuntija ei tunne konsultaation tarpeita.", "Den sakkunniga känner inte till konsultationens behov.", "The expert knows none of the needs."},
	"fit.language":             {"Asiantuntija ei työskentele konsultaation kielellä.", "Den sakkunniga arbetar inte på konsultationens språk.", "The expert does not work in the language of the case."},
	"fit.conflict_of_interest": {"Asiantuntija on itse koulun väkeä.", "Den sakkunniga hör själv till skolan.", "The expert has a role in the school."},
	"fit.no_hours":             {"Asiantuntijalla ei ole tunteja konsultaatioon.", "Den sakkunniga har inga timmar för konsultation.", "The expert has no hours for consultation."},
	"fit.absent":               {"Asiantuntija on nyt poissa.", "Den sakkunniga är frånvarande nu.", "The expert is away now."},
	"fit.no_capacity":          {"Asiantuntijalla on jo niin monta konsultaatiota kuin mahtuu.", "Den sakkunniga har redan fullt.", "The expert is full."},

	// The life cycle of a case, where it is not what the general text says.
	"NO_PARTY_TO_DISPUTE": {"Veit itse tämän erimielisyyden ratkaistavaksi tai hoidat tätä konsultaatiota. Pyydä toista koordinaatioryhmän jäsentä ratkaisemaan se.", "Du förde själv oenigheten till avgörande eller sköter konsultationen. Be en annan medlem i koordineringsgruppen avgöra den.", "You raised this dispute yourself, or hold a part in the consultation. Ask another member of the coordination group to settle it."},

	// Attachments.
	"file.name":      {"Anna tiedostolle nimi.", "Ge filen ett namn.", "Give the file a name."},
	"file.type":      {"Valitse PDF-, PNG-, JPEG-, DOCX- tai ODT-tiedosto.", "Välj en PDF-, PNG-, JPEG-, DOCX- eller ODT-fil.", "Choose a PDF, PNG, JPEG, DOCX or ODT file."},
	"file.empty":     {"Tiedosto on tyhjä.", "Filen är tom.", "The file is empty."},
	"file.size":      {"Tiedosto on liian suuri: enintään 10 Mt.", "Filen är för stor: högst 10 MB.", "The file is too large: at most 10 MB."},
	"file.longer":    {"Tiedosto on suurempi kuin ilmoitettiin. Valitse se uudelleen.", "Filen är större än angivet. Välj den på nytt.", "The file is larger than announced. Choose it again."},
	"file.short":     {"Tiedosto ei ole vielä kokonaan perillä.", "Hela filen har inte kommit fram ännu.", "Not all of the file has come yet."},
	"file.too_many":  {"Liitteitä on jo 20. Poista jokin ennen kuin lisäät uuden.", "Det finns redan 20 bilagor. Ta bort någon innan du lägger till en ny.", "There are 20 attachments already. Remove one before you add another."},
	"file.mismatch":  {"Tiedosto ei ole sitä, mitä nimi lupaa, tai se on rikki. Tallenna se uudelleen ja yritä sitten.", "Filen är inte det som namnet säger, eller så är den trasig. Spara den på nytt och försök igen.", "The file is not what its name says, or is broken. Save it again, then try."},
	"file.encrypted": {"Tiedostossa on salasana. Poista se ja yritä uudelleen.", "Filen har ett lösenord. Ta bort det och försök igen.", "The file has a password. Remove it and try again."},
	"file.active":    {"Tiedostossa on makroja, komentoja tai muita tiedostoja. Tulosta se PDF:ksi ja liitä PDF.", "Filen innehåller makron, skript eller andra filer. Skriv ut den som PDF och bifoga PDF:en.", "The file holds macros, scripts or other files. Print it as a PDF and attach that."},
	"file.bomb":      {"Tiedosto purkautuu liian suureksi. Tallenna se uudelleen ja yritä sitten.", "Filen packas upp till för mycket. Spara den på nytt och försök igen.", "The file unpacks to too much. Save it again, then try."},
	"file.pixels":    {"Kuva on liian tarkka: enintään 40 miljoonaa kuvapistettä. Pienennä kuvaa.", "Bilden har för hög upplösning: högst 40 miljoner bildpunkter. Förminska bilden.", "The image is too detailed: at most 40 million pixels. Make it smaller."},
	ruleUploadOffset: {"Otsakkeen Upload-Offset arvo ei kelpaa.", "Värdet i huvudet Upload-Offset är inte giltigt.", "The value of the header Upload-Offset is not valid."},

	// The gateway itself.
	ruleJSONSyntax:     {"Pyynnön sisältö ei ole kelvollista JSONia.", "Begärans innehåll är inte giltig JSON.", "The body is not valid JSON."},
	ruleJSONSecond:     {"Pyynnössä on ylimääräistä JSON-arvon jälkeen.", "Begäran innehåller mer än ett JSON-värde.", "There is more than one JSON value in the body."},
	ruleJSONUTF8:       {"Pyynnön merkistö ei ole UTF-8.", "Begärans teckenkodning är inte UTF-8.", "The body is not in UTF-8."},
	ruleJSONUnknown:    {"Kenttää ei tunneta.", "Fältet är okänt.", "The field is unknown."},
	ruleJSONDuplicate:  {"Kenttä on annettu kahdesti.", "Fältet har angetts två gånger.", "The field is given twice."},
	ruleJSONValue:      {"Arvo ei kelpaa tähän kenttään.", "Värdet passar inte i det här fältet.", "The value does not fit this field."},
	ruleQueryUnknown:   {"Hakuehtoa ei tunneta.", "Sökvillkoret är okänt.", "The query parameter is unknown."},
	ruleQueryDuplicate: {"Hakuehto on annettu kahdesti.", "Sökvillkoret har angetts två gånger.", "The query parameter is given twice."},
	ruleQueryValue:     {"Hakuehdon arvo ei kelpaa.", "Sökvillkorets värde är inte giltigt.", "The value of the query parameter is not valid."},
	ruleAddress:        {"Osoitteessa on kelvottomia merkkejä.", "Adressen innehåller ogiltiga tecken.", "The address holds characters that are not valid."},
	ruleHeaderValue:    {"Otsakkeen {field} arvo ei kelpaa.", "Värdet i huvudet {field} är inte giltigt.", "The value of the header {field} is not valid."},
}

// otherwise is the text of a rule that has none of its own.
var otherwise = local{"Tarkista tämä kohta.", "Kontrollera den här punkten.", "Check this."}

// Rules of the gateway itself.
const (
	ruleJSONSyntax     = "json.syntax"
	ruleJSONSecond     = "json.second_value"
	ruleJSONUTF8       = "json.utf8"
	ruleJSONUnknown    = "json.unknown_field"
	ruleJSONDuplicate  = "json.duplicate_field"
	ruleJSONValue      = "json.value"
	ruleQueryUnknown   = "query.unknown"
	ruleQueryDuplicate = "query.duplicate"
	ruleQueryValue     = "query.value"
	ruleAddress        = "address.characters"
	ruleHeaderValue    = "header.value"
	ruleUploadOffset   = "header.upload_offset"
	ruleNUL            = "string.nul"
)

var number = regexp.MustCompile(`[0-9]+`)

// text is the violation in a language, with the numbers that the service's hint names. A text whose number is not
// known gives way to the general one.
func (v violation) text(language string) string {
	known, ok := ruleTexts[v.rule]
	if !ok {
		known = otherwise
	}
	text := strings.ReplaceAll(strings.ReplaceAll(known.in(language), "{field}", v.field), "{hint}", v.hint)
	for i, n := range number.FindAllString(v.hint, 2) {
		text = strings.ReplaceAll(text, "{"+string(rune('1'+i))+"}", n)
	}
	if strings.Contains(text, "{1}") || strings.Contains(text, "{2}") {
		return otherwise.in(language)
	}
	return text
}
