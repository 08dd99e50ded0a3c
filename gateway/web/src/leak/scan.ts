// One search of a text: leakguard.go and patterns.go of the service, in TypeScript.

import { findIdentityCodes } from "./identityCode";
import type { Finding, Kind, Writer } from "./finding";
import { languageOf, length } from "./lexicon";
import { nearForms, rulePatterns, rules, setOf, type Language, type RulePattern } from "./rules";

type Pattern = { rule: RulePattern; form: RegExp; after: ReadonlySet<string> };

const patterns: readonly Pattern[] = rulePatterns.map((rule) => ({
  rule,
  form: new RegExp(rule.pattern, "gu"),
  after: setOf([rule.after ?? ""]),
}));
const near = new Map(Object.entries(nearForms).map(([name, form]) => [name, new RegExp(form, "gu")]));
const notSchool = setOf(rules.notSchool);
const letter = /\p{L}/u;
const digit = /\p{Nd}/u;
const shortestSchool = 5;
/** How far a match goes beyond what it is found by. */
const reach = 300;

type Window = { start: number; end: number };

/** Scan is one search. What was found is blanked in left, so that no later rule finds a part of it again. */
export class Scan {
  readonly found: Finding[] = [];
  readonly language: Language;
  private readonly windows = new Map<string, Window[]>();
  left: string;

  constructor(
    readonly text: string,
    readonly writer: Writer,
  ) {
    this.left = text;
    this.language = languageOf(text, writer.language);
  }

  add(kind: Kind, start: number, end: number, suggestion: string): void {
    this.found.push({ kind, start, end, suggestion });
  }

  codes(): void {
    const places = findIdentityCodes(this.text);
    for (const { start, end } of places) this.add("IDENTITY_CODE", start, end, "");
    this.blank(places);
  }

  patterns(): void {
    for (const pattern of patterns) {
      this.each(pattern.form, this.near(pattern.rule.near), (match, start, end) => {
        if (!this.fits(pattern, start, end)) return false;
        const kind = pattern.rule.kind as Kind | "";
        if (kind !== "") this.add(kind, start, end, this.instead(kind, match.slice(1).find((group) => group !== undefined)));
        return true;
      });
    }
  }

  /** schools finds the writer's own schools, in any case form of the last word. */
  schools(): void {
    for (const name of this.writer.schools) {
      if (length(name) < shortestSchool) continue;
      const quoted = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      this.each(new RegExp(`${quoted}\\p{L}{0,6}`, "giu"), this.near(undefined), (match, start, end) => {
        if (!this.fits({ rule: { kind: "", pattern: "" }, after: new Set() }, start, end)) return false;
        const words = match[0].split(/\s+/);
        this.add("SCHOOL", start, end, this.instead("SCHOOL", words.length > 1 ? words.at(-1) : undefined));
        return true;
      });
    }
  }

  /** near answers the parts of the text in which a match can be; the whole of it for none. */
  private near(name: string | undefined): Window[] {
    const form = near.get(name ?? "");
    if (name === undefined || !form) return [{ start: 0, end: this.text.length }];
    const known = this.windows.get(name);
    if (known) return known;
    const all: Window[] = [];
    for (const { index } of this.text.matchAll(form)) {
      const start = Math.max(0, index - reach);
      const end = Math.min(this.text.length, index + reach);
      const last = all.at(-1);
      if (last && start <= last.end) last.end = end;
      else all.push({ start, end });
    }
    this.windows.set(name, all);
    return all;
  }

  /** each calls take for every match, and blanks those taken; another is looked into from its second character on. */
  private each(form: RegExp, windows: readonly Window[], take: (match: RegExpExecArray, start: number, end: number) => boolean): void {
    const taken: Window[] = [];
    for (const window of windows) {
      const text = this.left.slice(window.start, window.end);
      form.lastIndex = 0;
      for (let match = form.exec(text); match; match = form.exec(text)) {
        const start = window.start + match.index;
        const end = start + match[0].length;
        if (take(match, start, end)) taken.push({ start, end });
        else form.lastIndex = match.index + characterAt(text, match.index).length;
      }
    }
    this.blank(taken);
  }

  blank(places: readonly Window[]): void {
    if (places.length === 0) return;
    const parts: string[] = [];
    let at = 0;
    for (const { start, end } of places) {
      parts.push(this.left.slice(at, start), "\0".repeat(end - start));
      at = end;
    }
    this.left = parts.join("") + this.left.slice(at);
  }

  private fits({ rule, after }: Pick<Pattern, "rule" | "after">, start: number, end: number): boolean {
    const before = characterBefore(this.left, start);
    const next = characterAt(this.left, end);
    if (digit.test(before) || (letter.test(before) && !rule.glued) || digit.test(next) || letter.test(next)) return false;
    if (rule.inside && !this.inside(start)) return false;
    if (after.size > 0 && !after.has(this.wordBefore(start))) return false;
    if (rule.kind !== "SCHOOL") return true;
    const first = /\p{L}[\p{L}\p{M}]*/u.exec(this.text.slice(start, end))?.[0] ?? "";
    return !notSchool.has(first.toLowerCase());
  }

  /** wordBefore answers the word before a place, with nothing but blanks, a full stop and a colon between. */
  private wordBefore(start: number): string {
    let end = start;
    while (end > Math.max(0, start - 3) && " .:\u00a0".includes(this.left.charAt(end - 1))) end--;
    let begin = end;
    for (let c = characterBefore(this.left, begin); letter.test(c); c = characterBefore(this.left, begin)) begin -= c.length;
    return this.left.slice(begin, end).toLowerCase();
  }

  /** inside tells whether a place is in the middle of a sentence. */
  inside(start: number): boolean {
    for (let at = start; at > 0; ) {
      const c = characterBefore(this.left, at);
      if (".!?:;\n•".includes(c)) return false;
      if (!" \t\u00a0\"”“»'’(*-–".includes(c)) return true;
      at -= c.length;
    }
    return false;
  }

  private instead(kind: Kind, kept: string | undefined): string {
    if (kind === "SCHOOL" && kept) {
      for (const [ending, definite] of Object.entries(rules.definite)) {
        if (kept.endsWith(ending)) return kept.slice(0, -ending.length) + definite;
      }
      return kept.toLowerCase();
    }
    const instead: Record<string, Record<Language, string> | undefined> = rules.instead;
    return instead[kind]?.[this.language] ?? "";
  }
}

function characterBefore(text: string, end: number): string {
  const low = text.charCodeAt(end - 1);
  const whole = low >= 0xdc00 && low <= 0xdfff && end > 1 ? text.slice(end - 2, end) : text.slice(Math.max(0, end - 1), end);
  return whole;
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}
