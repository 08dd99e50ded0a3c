// What is typed but not yet sent stays in this tab until it is sent or the person signs out.

import { useCallback, useState } from "react";

const prefix = "vaatu.text.";
const ownerKey = "vaatu.owner";

let signedOut = false;

/** keepText stores a text under a name; an empty one is forgotten. After a sign-out nothing is kept any more. */
export function keepText(name: string, text: string): void {
  if (signedOut) return;
  try {
    if (text === "") sessionStorage.removeItem(prefix + name);
    else sessionStorage.setItem(prefix + name, text);
  } catch {
    // Storage is refused or full: the text is still on the screen.
  }
}

/** keptText answers what was kept, or an empty text. */
export function keptText(name: string): string {
  try {
    return sessionStorage.getItem(prefix + name) ?? "";
  } catch {
    return "";
  }
}

/** markOf names what is kept beside texts and is none: what was chosen, which nobody misses as they miss what they wrote. */
export const markOf = (name: string) => `mark.${name}`;

/** keptNames answers the names under which texts are kept that begin so; marks are none. */
export function keptNames(beginning: string): string[] {
  try {
    return Object.keys(sessionStorage)
      .filter((key) => key.startsWith(prefix + beginning) && !key.startsWith(prefix + markOf("")))
      .map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
}

/** forgetAllTexts drops every kept text, at sign-out: what a page still has to say on its way out is not kept either. */
export function forgetAllTexts(): void {
  signedOut = true;
  dropTexts();
}

function dropTexts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** ownTexts drops what another person has left in this tab. */
export function ownTexts(personId: string): void {
  try {
    const owner = sessionStorage.getItem(ownerKey);
    if (owner !== null && owner !== personId) dropTexts();
    sessionStorage.setItem(ownerKey, personId);
  } catch {
    // Nothing was kept.
  }
}

/** useKeptText is useState for a text that survives a reload and an expired session. Clear it once sent. */
export function useKeptText(name: string, initial = ""): [string, (text: string) => void, () => void] {
  const [text, setText] = useState(() => keptText(name) || initial);
  const change = useCallback(
    (next: string) => {
      setText(next);
      keepText(name, next);
    },
    [name],
  );
  const clear = useCallback(() => {
    setText("");
    keepText(name, "");
  }, [name]);
  return [text, change, clear];
}
