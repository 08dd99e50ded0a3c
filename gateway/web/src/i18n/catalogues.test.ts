import { describe, expect, test } from "vitest";
import alike from "./alike.json";
import en from "./en";
import fi from "./fi";
import sv from "./sv";

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, prefix = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === "string") all.set(prefix + key, value);
    else for (const [k, v] of flat(value, `${prefix}${key}.`)) all.set(k, v);
  }
  return all;
}

const catalogues = { fi: flat(fi as Texts), sv: flat(sv as Texts), en: flat(en as Texts) };
const placeholders = (text: string | undefined) => [...(text ?? "").matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]).sort();

describe("the catalogues", () => {
  test("have the same keys in every language", () => {
    expect([...catalogues.sv.keys()].sort()).toEqual([...catalogues.fi.keys()].sort());
    expect([...catalogues.en.keys()].sort()).toEqual([...catalogues.fi.keys()].sort());
  });

  test("have a file for every subject, in each language", () => {
    const files = Object.keys(import.meta.glob("./*/*.json"));
    const wanted = Object.keys(catalogues).flatMap((language) => Object.keys(fi).map((subject) => `./${language}/${subject}.json`));
    expect(files.sort()).toEqual(wanted.sort());
  });

  test.each(["sv", "en"] as const)("say the same things in %s: each text has the same placeholders", (language) => {
    const different = [...catalogues.fi].filter(
      ([key, text]) => String(placeholders(text)) !== String(placeholders(catalogues[language].get(key))),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  test("have a text for each kind of event that there is", () => {
    const corpus = import.meta.glob<string>("../../../../services/cases/testdata/events/*.jsonl", { query: "?raw", import: "default", eager: true });
    const lines = Object.values(corpus).flatMap((file) => file.trim().split("\n"));
    const kinds = new Set(lines.map((line) => (JSON.parse(line) as { kind: string }).kind));
    expect(kinds.delete("DISPUTE_SETTLED")).toBe(true); // it is told by its outcome
    expect([...kinds].filter((kind) => !(kind in fi.events.event))).toEqual([]);
  });

  test("have no empty text", () => {
    for (const texts of Object.values(catalogues)) {
      expect([...texts].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
    }
  });

  test("are translated: a text alike in Finnish and Swedish is on the list of those that may be", () => {
    const same = [...catalogues.fi].filter(([key, text]) => catalogues.sv.get(key) === text).map(([key]) => key);
    expect(same.sort()).toEqual([...alike].sort());
  });

  // The three tiers of support left the Basic Education Act on 1.8.2025.
  test("name no tier of support of the old law", () => {
    const old = /(yleinen|tehostet\w+|erityi\w+) (tuki|tuen|tukea)\b|(allmänt|intensifierat|särskilt) stöd\b|(general|intensified|special) support\b/i;
    for (const [language, texts] of Object.entries(catalogues)) {
      expect([...texts].filter(([, text]) => old.test(text)).map(([key]) => key), language).toEqual([]);
    }
  });

  test("have both numbers wherever one is counted", () => {
    for (const [language, texts] of Object.entries(catalogues)) {
      const bases = [...texts.keys()].filter((k) => /_(one|other)$/.test(k)).map((k) => k.replace(/_(one|other)$/, ""));
      const lonely = bases.filter((k) => !texts.has(`${k}_one`) || !texts.has(`${k}_other`));
      expect(lonely, language).toEqual([]);
    }
  });

  test("count by count only where there is a text for one: a word that never bends has {{n}}", () => {
    for (const [language, texts] of Object.entries(catalogues)) {
      const counting = [...texts].filter(([key, text]) => placeholders(text).includes("count") && !/_(one|other)$/.test(key));
      expect(counting.map(([key]) => key), language).toEqual([]);
    }
  });
});
