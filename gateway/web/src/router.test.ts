// Each page asks for the texts that it shows, no fewer, or it would show their keys, and no more.

import { expect, test } from "vitest";
import { everywhere } from "./i18n/catalogue";

const sources = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./**/*.test.*"], { query: "?raw", import: "default", eager: true });

/** file answers the module of ours that another means. */
function file(from: string, path: string): string[] {
  const { pathname } = new URL(path, `https://src/${from}`);
  return ["", ".ts", ".tsx", "/index.ts"].map((end) => `.${pathname}${end}`).filter((candidate) => candidate in sources);
}

/** imported answers the modules that a module brings in, at once or later; types weigh nothing, and what comes with its texts is apart. */
function imported(name: string): string[] {
  const found = [...(sources[name] ?? "").matchAll(/^(?:import|export)(?! type)[^;"]*"(\.[^"]+)"|import\("(\.[^"]+)"\)(?!, needTexts)/gm)];
  return found.flatMap((m) => file(name, m[1] ?? m[2] ?? ""));
}

/** apart answers the modules that a module brings in later together with texts, and the list of these. */
function apart(name: string): [module: string, list: string][] {
  const found = [...(sources[name] ?? "").matchAll(/import\("(\.[^"]+)"\), needTexts\(([^)]*)\)/g)];
  return found.flatMap((m) => file(name, m[1] ?? "").map((module): [string, string] => [module, m[2] ?? ""]));
}

const subjects = (list: string) => [...list.matchAll(/"(\w+)"/g)].map((s) => s[1] ?? "");

/** reached answers a module and all that it brings in. */
function reached(start: string): Set<string> {
  const modules = new Set([start]);
  for (const name of modules) for (const other of imported(name)) modules.add(other);
  return modules;
}

/** spoken answers the subjects that a module and all that it brings in speak of. */
function spoken(start: string): string[] {
  const calls = [...reached(start)].flatMap((name) => [...(sources[name] ?? "").matchAll(/useTranslation\(([^)]*)\)/g)]);
  return calls.flatMap((m) => (m[1] ? subjects(m[1]) : ["common"]));
}

const pages = [...(sources["./router.tsx"] ?? "").matchAll(/page\(\(\) => import\("(\.\/pages\/\w+)"\)([^)]*)\)/g)];

test("every address has its page", () => {
  expect(pages.length).toBe([...(sources["./router.tsx"] ?? "").matchAll(/createRoute\(\{/g)].length);
});

test.each(pages.map((m) => [m[1] ?? "", m[2] ?? ""]))("%s asks for the texts that it shows", (name, list) => {
  const asked = subjects(list);
  const shown = spoken(`${name}.tsx`).filter((subject) => !(everywhere as readonly string[]).includes(subject));
  expect(asked).toEqual([...new Set(shown)].sort());
});

test("what a page brings in later with texts asks for those that it shows and the page does not", () => {
  const lacking = pages.flatMap((m) => {
    const asked = [...everywhere, ...subjects(m[2] ?? "")];
    return [...reached(`${m[1]}.tsx`)].flatMap(apart).flatMap(([module, list]) => {
      const known = [...asked, ...subjects(list)];
      return spoken(module).filter((subject) => !known.includes(subject)).map((subject) => `${m[1]}: ${module}: ${subject}`);
    });
  });
  expect(lacking).toEqual([]);
});

test("the frame of every page shows what is asked for everywhere", () => {
  const shown = ["./ui/Shell.tsx", "./ui/CrashPage.tsx", "./ui/NotFound.tsx"].flatMap(spoken);
  expect([...new Set(shown)].sort()).toEqual([...everywhere].sort());
});
