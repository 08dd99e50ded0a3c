// Finds Finnish personal identity codes while the writer types. The form, the separators since 2023 and the check
// character are those of the Digital and Population Data Services Agency.

// A code may stand right after a letter or an underscore; within a longer number it is none.
const pattern = /(^|[^0-9])(\d{2})(\d{2})(\d{2})([+\-‐‑–YXWVUABCDEF])(\d{3})([0-9A-FHJ-NPR-Y])\b/giu;
const checks = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/** Place of a code in a text, in the units of a JavaScript string. */
export type Place = { start: number; end: number };

/** findIdentityCodes answers the places of all valid codes. */
export function findIdentityCodes(text: string | undefined): Place[] {
  const places: Place[] = [];
  for (const match of (text ?? "").matchAll(pattern)) {
    const [whole, before = "", day = "", month = "", year = "", , individual = "", check = ""] = match;
    const dayNumber = Number(day);
    const monthNumber = Number(month);
    if (dayNumber < 1 || dayNumber > 31 || monthNumber < 1 || monthNumber > 12) continue;
    if (checks[Number(day + month + year + individual) % 31] !== check.toUpperCase()) continue;
    places.push({ start: match.index + before.length, end: match.index + whole.length });
  }
  return places;
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
