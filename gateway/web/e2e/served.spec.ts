// The request form before its script runs: whoever waits for the rest can read its heading and its first question.

import type { Browser, Page } from "@playwright/test";
import { Client, type Draft } from "./client";
import { expect, screenless, test } from "./test";
import { sayIn, type Language } from "./texts";

const anyDraft = "/drafts/0197f2d4-5a6b-7c8d-9e0f-102030405060";

/** scriptless opens a page in a browser that runs no scripts, in the language of that browser. */
async function scriptless(browser: Browser, language: Language, path: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: `${language}-FI` });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

for (const language of ["fi", "sv", "en"] as const) {
  test(`without its script the form shows its heading and first question in ${language}`, screenless, async ({ browser }) => {
    const say = sayIn(language);
    const page = await scriptless(browser, language, anyDraft);
    await expect(page.getByRole("heading", { level: 1, name: say("form:title") })).toBeVisible();
    await expect(page.getByRole("heading", { level: 2, name: say("form:questions.about.title") })).toBeVisible();
    await expect(page.getByText(say("form:readers.A"))).toBeVisible();
    await expect(page.getByText(say("form:questions.about.hint"))).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    await page.context().close();
  });
}

test("what is served is what the script draws first, in the language of the screen", async ({ open, phone }) => {
  const draft = await (await Client.signIn("teacher-fi")).post<Draft>("/v1/drafts", { request: {} });
  const { page } = await open("teacher-fi", `/drafts/${draft.id}`, "sv");
  const say = sayIn("sv");
  const question = say("form:questions.about.title");
  await expect(page.getByRole("heading", { level: phone ? 1 : 2, name: question })).toBeVisible();
  await expect(page.getByText(say("form:readers.A")).first()).toBeVisible();
  await expect(page.locator(".vaatu-first")).toHaveCount(0);
  // The screen's language is kept where the service sees it, whatever the browser speaks.
  const served = await (await page.request.get(`/drafts/${draft.id}`, { headers: { Accept: "text/html" } })).text();
  expect(served).toContain('<html lang="sv">');
  expect(served).toContain(`<h2>${question}</h2>`);
});
