import { describe, expect, test } from "vitest";
import foundByTheService from "../../../../services/internal/leakguard/testdata/found.json?raw";
import sentencesFile from "../../../../services/internal/leakguard/testdata/sentences.tsv?raw";
import { find } from "./find";
import type { Finding, Kind } from "./finding";

type Example = {
  text: string;
  language: "fi" | "sv";
  names: string[] | null;
  schools: string[] | null;
  found: Finding[] | null;
};

const examples = foundByTheService
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Example);

const findIn = (e: Example) => find(e.text, { language: e.language, names: e.names ?? [], schools: e.schools ?? [] });

test("the browser finds what the service finds, on the sentences and on random texts", () => {
  expect(examples.length).toBeGreaterThan(1000);
  for (const e of examples) {
    expect(findIn(e), JSON.stringify(e)).toEqual(e.found ?? []);
  }
});

describe("on the sentences that measure the guard", () => {
  const marks = /\[\[([A-Z_]+)\|(.*?)\]\]/gs;
  const aims: [Kind, number][] = [
    ["IDENTITY_CODE", 0.95],
    ["PHONE", 0.95],
    ["EMAIL", 0.95],
    ["NAME", 0.85],
  ];
  const overlaps = (a: Pick<Finding, "start" | "end">, b: Pick<Finding, "start" | "end">) => a.start < b.end && b.start < a.end;

  const sentences = sentencesFile
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [, language = "fi", names = "", marked = ""] = line.split("\t");
      const places: { kind: Kind; start: number; end: number }[] = [];
      let taken = 0;
      const text = marked.replaceAll("\\n", "\n").replace(marks, (mark: string, kind: Kind, inner: string, at: number) => {
        places.push({ kind, start: at - taken, end: at - taken + inner.length });
        taken += mark.length - inner.length;
        return inner;
      });
      return { text, places, language: language as "fi" | "sv", names: names === "" ? [] : names.split(",") };
    });

  test.each(["fi", "sv"] as const)("it reaches its aims in %s", (language) => {
    const own = sentences.filter((s) => s.language === language);
    const found = own.map((s) => find(s.text, { language, names: s.names, schools: [] }));
    for (const [kind, aim] of aims) {
      const marked = own.flatMap((s, i) => s.places.filter((p) => p.kind === kind).map((p) => (found[i] ?? []).some((f) => f.kind === kind && overlaps(f, p))));
      expect(marked.filter(Boolean).length / marked.length, kind).toBeGreaterThanOrEqual(aim);
    }
    const alarmed = own.filter((s, i) => (found[i] ?? []).some((f) => !s.places.some((p) => overlaps(f, p))));
    expect(alarmed.length / own.length).toBeLessThan(0.01);
  });
});

test("5,000 characters take at most 10 ms", () => {
  const text = examples.filter((e, i) => !e.found || i % 8 === 0).map((e) => e.text).join(" ").slice(0, 5000);
  const times = Array.from({ length: 200 }, () => {
    const start = performance.now();
    find(text, { language: "fi", names: ["Matti"], schools: ["Kivimäen koulu"] });
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThanOrEqual(10);
});
