// Texts: one file a subject and language, loaded with the first page that speaks of it, in the language of the screen.

import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { everywhere, type Catalogue, type Subject } from "./catalogue";
import { firstLanguage, rememberLanguage, tellLanguage, type Language } from "./language";

const files = import.meta.glob<{ default: Catalogue[Subject] }>("./*/*.json");

// What has been asked for so far: another language needs the same.
const asked = new Set<Subject>(everywhere);

// The change of language that is under way.
let changing: Promise<unknown> = Promise.resolve();

async function load(language: Language): Promise<void> {
  const lacking = [...asked].filter((subject) => !i18next.hasResourceBundle(language, subject));
  await Promise.all(
    lacking.map(async (subject) => {
      const file = await files[`./${language}/${subject}.json`]?.();
      i18next.addResourceBundle(language, subject, file?.default);
    }),
  );
}

/** startTexts prepares the first language; the page is drawn after it. */
export function startTexts(language: Language = firstLanguage()): Promise<i18n> {
  const started = start(language);
  changing = started;
  return started;
}

async function start(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: everywhere,
    defaultNS: "common",
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    returnNull: false,
  });
  await change(language);
  return i18next;
}

/** needTexts brings the texts of subjects, in the language of the screen: what speaks of them is drawn after it. */
export async function needTexts(...subjects: Subject[]): Promise<void> {
  for (const subject of subjects) asked.add(subject);
  await changing.catch(() => undefined); // told to whoever asked for the change
  await load(i18next.language as Language);
}

/** showLanguage changes the language of the screen without remembering it. */
export function showLanguage(language: Language): Promise<void> {
  const changed = change(language);
  changing = changed;
  return changed;
}

async function change(language: Language): Promise<void> {
  await load(language);
  tellLanguage(language);
  await i18next.changeLanguage(language);
}

/** chooseLanguage changes the language of the screen and remembers the choice. */
export async function chooseLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await showLanguage(language);
}
