// Names among the words of a text: names.go of the service, in TypeScript.

import {
  forms, isCommon, isLocal, isWord, known, length, never, newLexicon, places, take, titles, word, type Lexicon,
} from "./lexicon";
import { pupilForms, rules, setOf, wordsOf } from "./rules";
import type { Scan } from "./scan";

type Token = { start: number; end: number; text: string; small: string; capital: boolean };

const surname = new RegExp(rules.surname.anywhere, "u");
const surnameInside = new RegExp(rules.surname.inside, "u");
const shortestSurname = 5;
const mostParts = 4;
const svPlace = setOf(["i från till vid på"]);
const localEnding = /ss[aä]$|st[aä]$/u;

function isCapital(token: string): boolean {
  const first = String.fromCodePoint(token.codePointAt(0) ?? 0);
  return /^\p{Lu}/u.test(first) && (first.length === token.length || token !== token.toUpperCase());
}

/** NameScan looks for names in what is left of a scan. */
export class NameScan {
  private readonly tokens: Token[] = [];
  private readonly given: Lexicon;

  constructor(private readonly scan: Scan) {
    this.given = newLexicon(wordsOf([scan.writer.names.join(" ").replaceAll("-", " ").toLowerCase()]));
    for (const match of scan.left.matchAll(word)) {
      const text = match[0];
      this.tokens.push({
        start: match.index,
        end: match.index + text.length,
        text,
        small: text.toLowerCase(),
        capital: isCapital(text),
      });
    }
  }

  run(): void {
    for (let i = 0; i < this.tokens.length; i++) {
      if (!this.begins(i)) continue;
      const last = this.end(i);
      this.take(i, last);
      i = last;
    }
  }

  private at(i: number): Token {
    const token = this.tokens[i];
    if (!token) throw new RangeError("no such word");
    return token;
  }

  /** gap answers what stands between two words. */
  private gap(i: number): string {
    return this.scan.left.slice(this.at(i).end, this.at(i + 1).start);
  }

  private titled(i: number): boolean {
    return i > 0 && titles.has(this.at(i - 1).small) && this.gap(i - 1) === " ";
  }

  private begins(i: number): boolean {
    const t = this.at(i);
    const { language } = this.scan;
    if (take(never, t.small)) return false;
    const inside = this.scan.inside(t.start);
    const given = take(this.given, t.small);
    if (given) {
      const name = t.capital && (inside || t.small === given.base || !forms[language].has(t.small));
      return name || (!isCommon("fi", given, t.small) && !isCommon("sv", given, t.small));
    }
    const place = take(places, t.small);
    if (place && t.capital) {
      return (inside && !isLocal(place) && (i === 0 || !svPlace.has(this.at(i - 1).small))) || this.named(i);
    }
    const form = take(known, t.small);
    if (form) {
      if (isCommon(language, form, t.small)) return (t.capital && inside) || this.named(i);
      return t.capital || !isWord(language, form, t.small) || this.named(i);
    }
    if (!t.capital || length(t.text) < 3) return false;
    return this.surname(t, inside) || (this.titled(i) && !localEnding.test(t.small));
  }

  /** named tells that a surname follows right after. */
  private named(i: number): boolean {
    if (i + 1 >= this.tokens.length || this.ending(i) !== "") return false;
    const gap = this.gap(i);
    const next = this.at(i + 1);
    if (![" ", "_", "-"].includes(gap) || (!next.capital && gap !== "_")) return false;
    const form = take(known, next.small);
    return form ? !isCommon(this.scan.language, form, next.small) : this.surname(next, true);
  }

  private surname(t: Token, inside: boolean): boolean {
    return length(t.text) >= shortestSurname && (surname.test(t.small) || (inside && surnameInside.test(t.small)));
  }

  /** end answers the last word of the name that begins at a word. */
  private end(i: number): number {
    let last = i;
    while (last + 1 < this.tokens.length && last - i + 1 < mostParts && this.continues(last)) last++;
    return last;
  }

  /** continues tells whether the next word belongs to the same name: after the base form, another part of it. */
  private continues(i: number): boolean {
    const t = this.at(i);
    const next = this.at(i + 1);
    const { language, left } = this.scan;
    if (take(never, next.small) || this.ending(i) !== "") return false;
    const form = take(known, next.small);
    switch (this.gap(i)) {
      case "-":
        return next.capital && t.capital;
      case "_":
        return (form !== undefined && !isCommon(language, form, next.small)) || this.surname(next, true);
      case " ":
        if (!next.capital) return !t.capital && form !== undefined && !isWord(language, form, next.small);
        if (length(next.text) === 1) return left.charAt(next.end) === ".";
        return form !== undefined || this.surname(next, true) || !localEnding.test(next.small);
    }
    return false;
  }

  private form(i: number) {
    const { small } = this.at(i);
    return take(this.given, small) ?? take(known, small) ?? take(places, small);
  }

  private ending(i: number): string {
    return this.form(i)?.ending ?? "";
  }

  /** take adds a name of some words, with initials before it, unless it is an author's. */
  private take(from: number, last: number): void {
    let first = from;
    while (first > 0) {
      const t = this.at(first - 1);
      if (length(t.text) !== 1 || !t.capital || ![". ", "."].includes(this.gap(first - 1))) break;
      first--;
    }
    const { start } = this.at(first);
    const { end } = this.at(last);
    const name = this.scan.text.slice(start, end).toLowerCase();
    if (rules.public.some((author) => name.startsWith(author))) return;
    this.scan.add("NAME", start, end, this.pupil(first, last));
  }

  /** pupil answers the word for a pupil in the case of the name's last word; nothing after a title, which says it already. */
  private pupil(first: number, last: number): string {
    if (this.titled(first)) return "";
    const { language } = this.scan;
    const form = this.form(last);
    const word = pupilForms[language][form?.ending ?? ""] ?? pupilForms[language][""] ?? "";
    const said = word + (language === "fi" ? (form?.clitic ?? "") : "");
    return this.scan.inside(this.at(first).start) ? said : said.charAt(0).toUpperCase() + said.slice(1);
  }
}
