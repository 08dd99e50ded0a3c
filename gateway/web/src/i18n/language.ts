// The language of the screen: chosen here, else the person's own, else that of the page as served (the screen's last, the
// browser's, Finnish).

export const languages = ["fi", "sv", "en"] as const;
export type Language = (typeof languages)[number];

const storageKey = "vaatu.language";

/** toLanguage answers the language of a tag such as sv-FI, or undefined when Vaatu does not speak it. */
export function toLanguage(tag: string | null | undefined): Language | undefined {
  const primary = (tag ?? "").toLowerCase().split("-")[0];
  return languages.find((l) => l === primary);
}

/** chosenLanguage answers what the person chose on this device. */
export function chosenLanguage(): Language | undefined {
  try {
    return toLanguage(localStorage.getItem(storageKey));
  } catch {
    return undefined;
  }
}

/** rememberLanguage keeps the choice on this device; a browser that refuses storage forgets it. */
export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // The choice holds until the page is left.
  }
}

/** tellLanguage keeps the language of the screen where the service sees it: the next page is served in it. */
export function tellLanguage(language: Language): void {
  document.documentElement.lang = language;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `vaatu-language=${language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

/** firstLanguage answers the language to begin with, before anybody is known: chosen here, or that of the page as served. */
export function firstLanguage(): Language {
  return chosenLanguage() ?? toLanguage(document.documentElement.lang) ?? "fi";
}
