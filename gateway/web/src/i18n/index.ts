// Texts: one catalogue a language, loaded when the language is used.

import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { namespaces, type Catalogue } from "./catalogue";
import { firstLanguage, rememberLanguage, type Language } from "./language";

const catalogues: Record<Language, () => Promise<{ default: Catalogue }>> = {
  fi: () => import("./fi"),
  sv: () => import("./sv"),
  en: () => import("./en"),
};

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "common")) return;
  const { default: catalogue } = await catalogues[language]();
  for (const namespace of namespaces) i18next.addResourceBundle(language, namespace, catalogue[namespace]);
}

/** startTexts prepares the first language; the page is drawn after it. */
export async function startTexts(language: Language = firstLanguage()): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: namespaces,
    defaultNS: "common",
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    returnNull: false,
  });
  await showLanguage(language);
  return i18next;
}

/** showLanguage changes the language of the screen without remembering it. */
export async function showLanguage(language: Language): Promise<void> {
  await load(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** chooseLanguage changes the language of the screen and remembers the choice. */
export async function chooseLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await showLanguage(language);
}
