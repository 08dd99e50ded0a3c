// The words of the screens, from the message catalogues: tests click what a person reads.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Language = "fi" | "sv" | "en";

type Tree = { [key: string]: string | Tree };

const folder = join(import.meta.dirname, "../src/i18n");
const read = new Map<string, Tree>();

function catalogue(language: Language, namespace: string): Tree {
  const name = join(folder, language, `${namespace}.json`);
  const known = read.get(name) ?? (JSON.parse(readFileSync(name, "utf8")) as Tree);
  read.set(name, known);
  return known;
}

/** Say answers the text of a key such as "form:check", with its values filled in. */
export type Say = (key: string, values?: Record<string, string | number>) => string;

/** sayIn answers the texts of a language. A key that is not there fails the test. */
export function sayIn(language: Language): Say {
  return (key, values = {}) => {
    const [namespace = "", path = ""] = key.split(":");
    const whole = catalogue(language, namespace);
    const nested = path.split(".").reduce<string | Tree | undefined>((at, part) => (typeof at === "object" ? at[part] : undefined), whole);
    const found = whole[path] ?? nested;
    if (typeof found !== "string") throw new Error(`no text ${key} in ${language}`);
    return found.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));
  };
}

/** anyOf answers a pattern of a text whose values may be anything. */
export function anyOf(say: Say, key: string, values: Record<string, string>): RegExp {
  const names = Object.keys(values);
  const marked = say(key, Object.fromEntries(names.map((n) => [n, `\u0001${n}\u0001`])));
  const parts = marked.split("\u0001").map((part) => values[part] ?? part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join(""));
}
