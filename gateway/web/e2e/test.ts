// What every browser test stands on: people with browsers of their own, and an eye on what the browser complains of.

import { type BrowserContext, type Page, expect, test as base } from "@playwright/test";
import { baseURL } from "./client";
import { type Language, type Say, sayIn } from "./texts";

/** screenless tags a test of what is the same on every screen: it runs on the wide one only. */
export const screenless = { tag: "@screenless" };

/** phoneOnly tags a test of what only a phone shows. */
export const phoneOnly = { tag: "@phone" };

/** Person is a persona with a fresh browser, signed in. */
export interface Person {
  page: Page;
  context: BrowserContext;
}

interface Fixtures {
  /**
   * open signs a persona in, in a browser of their own, and opens a page; without a persona nobody is signed in. before does
   * what has to be done before the page is there.
   */
  open: (persona: string | undefined, path?: string, language?: Language, before?: (page: Page) => unknown) => Promise<Person>;
  /** complaints is what the browsers reported: violations of the policy, errors of scripts. */
  complaints: string[];
  phone: boolean;
  /** language is Finnish on a wide screen and Swedish on a phone, so that both are walked; say answers its texts. */
  language: Language;
  say: Say;
}

// What the network answers is the test's own business; these are said of it.
const expected = /Failed to load resource|net::ERR_INTERNET_DISCONNECTED/;

async function watch(context: BrowserContext, complaints: string[]): Promise<void> {
  context.on("weberror", (e) => complaints.push(`error: ${e.error().message}`));
  context.on("console", (m) => {
    if (m.type() === "error" && !expected.test(m.text())) complaints.push(`console: ${m.text()}`);
  });
  await context.exposeFunction("vaatuViolation", (what: string) => complaints.push(`policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (e) => {
      const report = (globalThis as unknown as { vaatuViolation: (what: string) => void }).vaatuViolation;
      report(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${String(e.lineNumber)}`);
    });
  });
}

// Not in the empty document that a browser begins with. A language chosen on the page stands.
function chooseLanguage(language: string): void {
  if (location.protocol.startsWith("http")) localStorage.setItem("vaatu.language", localStorage.getItem("vaatu.language") ?? language);
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, provide) => provide(baseURL()),

  complaints: async ({}, provide) => {
    const complaints: string[] = [];
    await provide(complaints);
    expect(complaints, "what the browsers complained of").toEqual([]);
  },

  open: async ({ browser, complaints }, provide) => {
    const contexts: BrowserContext[] = [];
    await provide(async (persona, path = "/", language, before) => {
      const context = await browser.newContext();
      contexts.push(context);
      await watch(context, complaints);
      if (language) await context.addInitScript(chooseLanguage, language);
      const page = await context.newPage();
      await before?.(page);
      if (persona === undefined) await page.goto(path);
      else await page.goto(`/auth/login?login_hint=${persona}&return_to=${encodeURIComponent(path)}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      return { page, context };
    });
    for (const context of contexts) await context.close();
  },

  phone: async ({ viewport }, provide) => provide((viewport?.width ?? 1280) < 768),

  language: async ({ phone }, provide) => provide((process.env.VAATU_LANGUAGE as Language | undefined) ?? (phone ? "sv" : "fi")),

  say: async ({ language }, provide) => provide(sayIn(language)),
});

export { expect };
