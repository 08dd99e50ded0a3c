// Words by their stems, with Finnish cases and the Swedish genitive: lexicon.go of the service, in TypeScript.

import { pupilForms, rules, setOf, setsOf, wordsOf, type Language } from "./rules";

/** A stem; a weak one is no word by itself. */
type Stem = { base: string; weak: boolean };

export type Lexicon = ReadonlyMap<string, Stem>;

/** Form is a word taken apart; the ending is a key of the rules' forms of "pupil". */
export type Form = { base: string; ending: string; clitic: string };

const vowels = "aeiouyäöå";
const longestEnding = 8;

function stemsOf(name: string): [string, Stem][] {
  const [base = "", irregular] = name.split("/");
  const weak = (stem: string): [string, Stem] => [stem, { base, weak: true }];
  const whole = (stem: string): [string, Stem] => [stem, { base, weak: false }];
  const stems = [whole(base)];
  const last = base.slice(-1);
  const root = base.slice(0, -1);
  if (irregular) stems.push(weak(irregular));
  else if (base.endsWith("nen")) {
    const start = base.slice(0, -3);
    stems.push(weak(`${start}se`), weak(`${start}s`), whole(`${start}set`), whole(`${start}sten`));
  } else if (!vowels.includes(last)) {
    stems.push(weak(`${base}i`));
    if (last === "s") stems.push(weak(`${root}kse`));
  } else if (/(kk|pp|tt)$/.test(root)) stems.push(weak(root.slice(0, -1) + last));
  return stems;
}

export function newLexicon(names: readonly string[]): Lexicon {
  const lexicon = new Map<string, Stem>();
  for (const name of names) {
    for (const [stem, of] of stemsOf(name)) {
      const known = lexicon.get(stem);
      if (!known || (known.weak && !of.weak)) lexicon.set(stem, of);
    }
  }
  return lexicon;
}

/** take takes a word of small letters apart by its longest stem. */
export function take(lexicon: Lexicon, word: string): Form | undefined {
  for (let cut = word.length; cut > 1 && cut >= word.length - longestEnding; cut--) {
    const of = lexicon.get(word.slice(0, cut));
    if (!of) continue;
    const form = endingOf(of.base, word.slice(0, cut), word.slice(cut));
    if (form && (!of.weak || (form.ending !== "" && form.ending !== "s"))) return form;
  }
  return undefined;
}

function endingOf(base: string, stem: string, rest: string): Form | undefined {
  const whole = caseOf(stem, rest);
  if (whole !== undefined) return { base, ending: whole, clitic: "" };
  for (const clitic of rules.clitics) {
    if (!rest.endsWith(clitic)) continue;
    const ending = caseOf(stem, rest.slice(0, -clitic.length));
    if (ending !== undefined) return { base, ending, clitic };
  }
  return undefined;
}

function caseOf(stem: string, ending: string): string | undefined {
  const last = stem.slice(-1);
  if (!vowels.includes(last)) return ["", "s", "ta", "tä"].includes(ending) ? ending : undefined;
  if (ending === `${last}n` || ending === `h${last}n`) return "Vn";
  return ending in pupilForms.fi || ending in pupilForms.sv ? ending : undefined;
}

const local = ["ssa", "ssä", "sta", "stä", "Vn"];

/** isLocal tells of an ending that says where: in, out of, into. */
export function isLocal(form: Form): boolean {
  return local.includes(form.ending);
}

export const known = newLexicon(wordsOf(rules.names));
export const places = newLexicon(wordsOf(rules.places));
export const never = newLexicon(wordsOf(rules.never));
export const titles = setOf(rules.titles);
const common = setsOf(rules.common);
export const forms = setsOf(rules.forms);
const capital = setsOf(rules.capital);
const functionWords = setsOf(rules.function);

const shortestSmall = 4;

/** length counts characters as the service does. */
export function length(text: string): number {
  return [...text].length;
}

/** isCommon tells whether a name at the beginning of a sentence may as well be a word. */
export function isCommon(language: Language, form: Form, small: string): boolean {
  return common[language].has(form.base) || forms[language].has(small);
}

/** isWord tells whether a name in small letters may as well be a word. */
export function isWord(language: Language, form: Form, small: string): boolean {
  return (
    isCommon(language, form, small) ||
    capital[language].has(form.base) ||
    capital[language].has(small) ||
    form.base.endsWith("nen") ||
    length(form.base) < shortestSmall
  );
}

export const word = /\p{L}[\p{L}\p{M}]*/gu;

/** languageOf answers the language of most small words of a text. */
export function languageOf(text: string, otherwise: Language): Language {
  let fi = 0;
  let sv = 0;
  for (const [found] of text.matchAll(word)) {
    const small = found.toLowerCase();
    if (functionWords.fi.has(small)) fi++;
    if (functionWords.sv.has(small)) sv++;
  }
  return fi === sv ? otherwise : fi > sv ? "fi" : "sv";
}
