// Finds Finnish personal identity codes. The form, the separators since 2023 and the check character are those of the Digital
// and Population Data Services Agency.

import { rules } from "./rules";

const pattern = new RegExp(rules.identityCode, "giu");
const checks = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/** Place of a code in a text, in the units of a JavaScript string. */
export type Place = { start: number; end: number };

/** findIdentityCodes answers the places of all valid codes. A code may stand right after a letter, never within a number. */
export function findIdentityCodes(text: string | undefined): Place[] {
  const places: Place[] = [];
  if (!text) return places;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const end = pattern.lastIndex;
    const [, day = "", month = "", year = "", , individual = "", check = ""] = match;
    const stands = !/\d/.test(text.charAt(match.index - 1)) && !/[0-9A-Za-z]/.test(text.charAt(end));
    if (stands && valid(Number(day), Number(month)) && checks[Number(day + month + year + individual) % 31] === check.toUpperCase()) {
      places.push({ start: match.index, end });
    } else pattern.lastIndex = match.index + 1;
  }
  return places;
}

function valid(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

/** withoutPlaces answers the text with the places cut out, and no double space left behind. */
export function withoutPlaces(text: string, places: readonly Place[]): string {
  let rest = text;
  for (const { start, end } of [...places].sort((a, b) => b.start - a.start)) {
    const before = rest.slice(0, start);
    const after = rest.slice(end);
    rest = before.endsWith(" ") && after.startsWith(" ") ? before + after.slice(1) : before + after;
  }
  return rest;
}
