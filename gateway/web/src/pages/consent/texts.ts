// The consent form and the notice for a guardian, in the languages in which they are given. They are papers: their language is
// the guardian's, and not that of the screen.

export type PaperLanguage = "fi" | "sv" | "en" | "easy";

export const paperLanguages: readonly PaperLanguage[] = ["fi", "sv", "en", "easy"];

export type Paper = {
  /** As in the attribute lang. */
  lang: "fi" | "sv" | "en";
  name: string;
  title: string;
  notice: readonly (readonly [heading: string, text: string])[];
  form: {
    title: string;
    pupil: string;
    school: string;
    guardian: string;
    actors: string;
    actorNames: readonly string[];
    scope: string;
    get: string;
    transfer: string;
    until: string;
    untilHint: string;
    noCode: string;
    withdraw: string;
    place: string;
    signature: string;
    clarification: string;
    kept: string;
  };
};

export const papers: Record<PaperLanguage, Paper> = {
  fi: {
    lang: "fi",
    name: "Suomi",
    title: "Tiedote ja suostumus huoltajalle: vaativa konsultaatio",
    notice: [
      ["Mistä on kyse?", "Koulu haluaa pyytää neuvoja asiantuntijoilta lapsesi oppimisen ja koulunkäynnin tueksi. Tavoitteena on löytää ratkaisuja lapsesi omassa lähikoulussa ja arjessa."],
      ["Ketkä neuvovat?", "Asiantuntijat tulevat Elmeri-kouluista, Oppimis- ja ohjauskeskus Valterista, sairaalaopetuksesta tai valtion koulukotikouluista. Sinä valitset alla, mitä niistä suostumuksesi koskee."],
      ["Mitä tietoja käsitellään?", "Koulu kertoo koulupäivän tilanteista, käytössä olevasta tuesta ja siitä, mihin se haluaa vastauksen. Henkilötunnusta ei kysytä eikä kirjoiteta."],
      ["Kuka näkee tiedot?", "Pyynnön tehnyt opettaja, koulun rehtori, konsultaation ottanut asiantuntija ja hänen yksikkönsä johtaja. Hätätilanteessa koordinaatioryhmän jäsen voi avata tiedot: hän kirjaa syyn, ja avaus tarkastetaan. Jokaisesta lukemisesta jää merkintä."],
      ["Miksi suostumusta kysytään?", "Oppilasta koskevat tiedot ovat salassa pidettäviä. Niiden antaminen toiselle toimijalle tarvitsee yksilöidyn kirjallisen suostumuksen tai lain säännöksen. Lisäksi koulun rehtori antaa koulun luvan erikseen."],
      ["Voinko muuttaa mieleni?", "Voit perua suostumuksen milloin tahansa ilmoittamalla siitä koululle. Silloin tiedot lukittuvat heti muilta kuin koululta. Voit pyytää koululta tietoa siitä, mitä lapsestasi on kirjattu."],
    ],
    form: {
      title: "Huoltajan suostumus",
      pupil: "Oppilaan nimi",
      school: "Koulu ja luokka",
      guardian: "Huoltajan nimi",
      actors: "Suostumus koskee näitä toimijoita:",
      actorNames: ["Elmeri-koulut", "Oppimis- ja ohjauskeskus Valteri", "Sairaalaopetus", "Valtion koulukotikoulut"],
      scope: "Suostun siihen, että koulu",
      get: "saa hankkia näiltä toimijoilta lastani koskevia tietoja, jotka konsultaatio tarvitsee",
      transfer: "saa luovuttaa näille toimijoille lastani koskevia tietoja, jotka konsultaatio tarvitsee",
      until: "Viimeinen voimassaolopäivä",
      untilHint: "Jos päivä puuttuu, suostumus on voimassa, kunnes perun sen.",
      noCode: "Älä kirjoita henkilötunnusta.",
      withdraw: "Tiedän, että voin perua suostumuksen milloin tahansa.",
      place: "Paikka ja päivä",
      signature: "Allekirjoitus",
      clarification: "Nimenselvennys",
      kept: "Koulu säilyttää tämän lomakkeen.",
    },
  },
  sv: {
    lang: "sv",
    name: "Svenska",
    title: "Information och samtycke för vårdnadshavaren: krävande konsultation",
    notice: [
      ["Vad gäller det?", "Skolan vill be sakkunniga om råd till stöd för ditt barns lärande och skolgång. Målet är att hitta lösningar i barnets egen närskola och vardag."],
      ["Vem ger råd?", "De sakkunniga kommer från Elmeri-skolorna, Valteri center för lärande och kompetens, sjukhusundervisningen eller statens skolhemsskolor. Du väljer nedan vilka av dem ditt samtycke gäller."],
      ["Vilka uppgifter behandlas?", "Skolan berättar om situationer under skoldagen, om det stöd som ges och om vad den vill ha svar på. Vi frågar inte efter personbeteckningen, och den antecknas inte."],
      ["Vem ser uppgifterna?", "Läraren som gjort begäran, skolans rektor, den sakkunniga som tagit konsultationen och chefen för den sakkunnigas enhet. I ett nödläge kan en medlem av koordineringsgruppen öppna uppgifterna: orsaken antecknas och öppnandet granskas. Varje läsning antecknas."],
      ["Varför behövs samtycke?", "Uppgifter om en elev är sekretessbelagda. För att lämna dem till en annan aktör behövs ett specificerat skriftligt samtycke eller en bestämmelse i lag. Dessutom ger skolans rektor skolans tillstånd separat."],
      ["Kan jag ändra mig?", "Du kan återta samtycket när som helst genom att meddela skolan. Då låses uppgifterna genast för alla andra än skolan. Du kan be skolan om information om vad som har antecknats om ditt barn."],
    ],
    form: {
      title: "Vårdnadshavarens samtycke",
      pupil: "Elevens namn",
      school: "Skola och klass",
      guardian: "Vårdnadshavarens namn",
      actors: "Samtycket gäller de här aktörerna:",
      actorNames: ["Elmeri-skolorna", "Valteri center för lärande och kompetens", "Sjukhusundervisningen", "Statens skolhemsskolor"],
      scope: "Jag samtycker till att skolan",
      get: "får inhämta uppgifter om mitt barn som konsultationen behöver från de här aktörerna",
      transfer: "får lämna ut uppgifter om mitt barn som konsultationen behöver till de här aktörerna",
      until: "Samtycket gäller till och med (dag)",
      untilHint: "Om dagen saknas gäller samtycket tills jag återtar det.",
      noCode: "Skriv inte personbeteckningen.",
      withdraw: "Jag vet att jag kan återta samtycket när som helst.",
      place: "Ort och datum",
      signature: "Underskrift",
      clarification: "Namnförtydligande",
      kept: "Skolan förvarar den här blanketten.",
    },
  },
  en: {
    lang: "en",
    name: "English",
    title: "Notice and consent for the guardian: demanding consultation",
    notice: [
      ["What is this about?", "The school wants to ask experts for advice to support your child's learning and schooling. The aim is to find solutions in your child's own local school and everyday life."],
      ["Who gives the advice?", "The experts come from the Elmeri schools, the Valteri Centre for Learning and Consulting, hospital teaching or the State Reform School. You choose below which of them your consent covers."],
      ["What information is used?", "The school tells of situations in the school day, of the support in place and of what it wants answered. The personal identity code is neither asked nor written."],
      ["Who sees the information?", "The teacher who filed the request, the principal, the expert who has taken the consultation, and the head of the expert's unit. In an emergency a member of the coordination group may open it: the reason is recorded, and the opening is reviewed. Each reading leaves a record."],
      ["Why is consent asked for?", "Information on a pupil is secret. To give it to another organisation takes an itemised consent in writing, or a provision of law. The school's principal gives the school's authorisation separately."],
      ["Can I change my mind?", "You can withdraw the consent at any time by telling the school. The information is then locked at once for all but the school. You may ask the school what has been recorded of your child."],
    ],
    form: {
      title: "Guardian's consent",
      pupil: "Pupil's name",
      school: "School and class",
      guardian: "Guardian's name",
      actors: "The consent covers:",
      actorNames: ["Elmeri schools", "Valteri Centre for Learning and Consulting", "Hospital teaching", "State Reform School"],
      scope: "I consent to the following: the school",
      get: "may get from them information on my child that the consultation needs",
      transfer: "may transfer to them information on my child that the consultation needs",
      until: "The consent holds until (day)",
      untilHint: "Without a day it holds until I withdraw it.",
      noCode: "Do not write the personal identity code.",
      withdraw: "I know that I can withdraw the consent at any time.",
      place: "Place and date",
      signature: "Signature",
      clarification: "Name in block letters",
      kept: "The school keeps this form.",
    },
  },
  easy: {
    lang: "fi",
    name: "Selkosuomi",
    title: "Tietoa ja suostumus huoltajalle (selkosuomi)",
    notice: [
      ["Mistä on kyse?", "Koulu haluaa auttaa lastasi. Koulu haluaa kysyä neuvoa asiantuntijoilta. Lapsesi jatkaa omassa koulussaan."],
      ["Kuka antaa neuvoja?", "Neuvoja antavat opettajat, jotka tuntevat vaikeita tilanteita hyvin. He työskentelevät Elmeri-kouluissa, Valterissa, sairaalaopetuksessa tai valtion koulukotikouluissa. Sinä valitset, keneltä koulu saa kysyä."],
      ["Mitä koulu kertoo?", "Koulu kertoo, mitä koulussa tapahtuu. Koulu kertoo, miten lastasi on jo autettu. Koulu ei kerro henkilötunnusta."],
      ["Kuka saa lukea tiedot?", "Tiedot lukevat opettaja, rehtori ja asiantuntija. Myös asiantuntijan johtaja saa lukea ne. Hätätilanteessa tiedot voi avata myös palvelun koordinaattori. Silloin hän kirjoittaa, miksi hän avasi tiedot. Jokainen lukeminen merkitään muistiin."],
      ["Miksi tarvitaan suostumus?", "Lapsesi tiedot ovat salaisia. Koulu saa antaa ne muille, jos sinä annat luvan kirjallisesti tai jos laki sanoo niin. Myös rehtori antaa luvan."],
      ["Voinko muuttaa mieltäni?", "Kyllä voit. Kerro koululle, että perut suostumuksen. Sen jälkeen vain koulu näkee tiedot. Voit kysyä koululta, mitä lapsestasi on kirjoitettu."],
    ],
    form: {
      title: "Suostumus",
      pupil: "Lapsen nimi",
      school: "Koulu ja luokka",
      guardian: "Sinun nimesi",
      actors: "Koulu saa kysyä neuvoa näiltä (valitse):",
      actorNames: ["Elmeri-koulut", "Valteri", "Sairaalaopetus", "Valtion koulukotikoulut"],
      scope: "Annan luvan (valitse):",
      get: "Koulu saa kysyä heiltä tietoja lapsestani.",
      transfer: "Koulu saa antaa heille tietoja lapsestani.",
      until: "Lupa loppuu (päivä)",
      untilHint: "Jos et kirjoita päivää, lupa on voimassa, kunnes perut sen.",
      noCode: "Älä kirjoita henkilötunnusta.",
      withdraw: "Tiedän, että voin perua luvan milloin vain.",
      place: "Paikka ja päivä",
      signature: "Allekirjoitus",
      clarification: "Nimi tekstaten",
      kept: "Koulu säilyttää tämän paperin.",
    },
  },
};
