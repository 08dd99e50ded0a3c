// What a file's name tells of who is meant, and a name that tells less.

import type { Writer } from "../../leak/finding";
import { replaced } from "../../leak/replace";
import { hintsOf, type Hint } from "../../leak/hints";

/** CheckedName is what was found in a file's name, and the name without it; blocks: an identity code is in it. */
export type CheckedName = { said: string[]; clean: string; blocks: boolean };

/** checkName answers what in a file's name could tell who is meant; undefined: nothing. bare is a name for a file that has none left. */
export async function checkName(name: string, writer: Writer, bare: string): Promise<CheckedName | undefined> {
  const dot = name.lastIndexOf(".");
  const base = dot > 0 ? name.slice(0, dot) : name;
  const hints = await hintsOf(base, writer);
  if (hints.length === 0) return undefined;
  // A pupil and a school are called otherwise; of numbers and addresses nothing stays.
  const instead = (hint: Hint) => (hint.kind === "NAME" || hint.kind === "SCHOOL" ? hint.suggestion : "");
  const places = hints.flatMap((hint) => hint.places.map((place) => ({ place, suggestion: instead(hint) })));
  const rest = places
    .sort((a, b) => b.place.start - a.place.start)
    .reduce((text, { place, suggestion }) => replaced(text, [place], suggestion), base)
    .replace(/[\s_-]*([\s_-])/g, "$1")
    .replace(/^[\s_.,-]+|[\s_.,-]+$/g, "");
  return {
    said: hints.map((hint) => hint.said).filter(Boolean),
    clean: (rest || bare) + (dot > 0 ? name.slice(dot) : ""),
    blocks: hints.some((hint) => hint.kind === "IDENTITY_CODE"),
  };
}
