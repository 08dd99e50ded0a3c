// What the guard knows, the same file as the service reads: nothing of it is written twice.

import json from "../../../../services/internal/leakguard/rules/rules.json";

export type Language = "fi" | "sv";

/** RulePattern finds something by its form; package rules of the service says what each field means. */
export type RulePattern = { kind: string; pattern: string; near?: string; glued?: boolean; inside?: boolean; after?: string };

export const rules = json;
export const rulePatterns: readonly RulePattern[] = json.patterns;
export const nearForms: Record<string, string> = json.near;
export const pupilForms: Record<Language, Record<string, string>> = json.pupil;

/** setOf answers the words of lines. */
export function setOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(wordsOf(lines));
}

/** wordsOf answers the words of lines in their order. */
export function wordsOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(" ").filter((word) => word !== ""));
}

/** setsOf answers the words by language. */
export function setsOf(words: Record<Language, readonly string[]>): Record<Language, ReadonlySet<string>> {
  return { fi: setOf(words.fi), sv: setOf(words.sv) };
}
