// Each page asks for the texts that it shows, no fewer, or it would show their keys, and no more.

import { expect, test } from "vitest";
import { everywhere } from "./i18n/catalogue";

const sources = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./**/*.test.*"], { query: "?raw", import: "default", eager: true });

/** imported answers the modules of ours that a module brings in, at once or later; types weigh nothing. */
function imported(name: string): string[] {
  const found = [...(sources[name] ?? "").matchAll(/^(?:import|export)(?! type)[^;"]*"(\.[^"]+)"|import\("(\.[^"]+)"\)/gm)];
  return found.flatMap((m) => {
    const path = new URL(m[1] ?? m[2] ?? "", `https://src/${name}`).pathname;
    return ["", ".ts", ".tsx", "/index.ts"].map((end) => `.${path}${end}`).filter((candidate) => candidate in sources);
  });
}

/** spoken answers the subjects that a module and all that it brings in speak of. */
function spoken(start: string): string[] {
  const modules = new Set([start]);
  for (const name of modules) for (const other of imported(name)) modules.add(other);
  const calls = [...modules].flatMap((name) => [...(sources[name] ?? "").matchAll(/useTranslation\(([^)]*)\)/g)]);
  return calls.flatMap((m) => (m[1] ? [...m[1].matchAll(/"(\w+)"/g)].map((s) => s[1] ?? "") : ["common"]));
}

const pages = [...(sources["./router.tsx"] ?? "").matchAll(/page\(\(\) => import\("(\.\/pages\/\w+)"\)([^)]*)\)/g)];

test("every address has its page", () => {
  expect(pages.length).toBe([...(sources["./router.tsx"] ?? "").matchAll(/createRoute\(\{/g)].length);
});

test.each(pages.map((m) => [m[1] ?? "", m[2] ?? ""]))("%s asks for the texts that it shows", (name, list) => {
  const asked = [...list.matchAll(/"(\w+)"/g)].map((s) => s[1] ?? "");
  const shown = spoken(`${name}.tsx`).filter((subject) => !(everywhere as readonly string[]).includes(subject));
  expect(asked).toEqual([...new Set(shown)].sort());
});

test("the frame of every page shows what is asked for everywhere", () => {
  const shown = ["./ui/Shell.tsx", "./ui/CrashPage.tsx", "./ui/NotFound.tsx"].flatMap(spoken);
  expect([...new Set(shown)].sort()).toEqual([...everywhere].sort());
});
