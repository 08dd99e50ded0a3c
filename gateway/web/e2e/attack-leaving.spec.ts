// What is left in a browser after sign-out, for whoever sits down next: nothing, by the back button, in the stores, in another tab.

import type { BrowserContext, Page } from "@playwright/test";
import { Client } from "./client";
import { file } from "./sample";
import { expect, screenless, test } from "./test";
import { sayIn } from "./texts";

// The browser keeps pages of the past as people's browsers do.
test.use({
  launchOptions: async ({ launchOptions }, provide) => provide({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] }),
});

const say = sayIn("fi");
const secret = "Oppilas X piiloutuu naulakoiden taakse";
const typed = "Kesken jäänyt lause oppilaasta X";

async function signOut(page: Page, unsent = false): Promise<void> {
  await page.getByRole("button", { name: "Toini Toinen" }).or(page.locator(".vaatu-header__person button")).first().click();
  await page.getByRole("menuitem", { name: say("common:person.signOut") }).click();
  if (unsent) await page.getByRole("dialog").getByRole("button", { name: say("drafts:signOut.yes") }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("signIn:title") })).toBeVisible();
}

/** stores answers all that a page of the product can find in the browser. */
function stores(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const cached = await Promise.all((await caches.keys()).map(async (k) => (await (await caches.open(k)).keys()).map((r) => r.url)));
    const workers = await navigator.serviceWorker.getRegistrations();
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases, cached, workers.length, history.state, document.cookie, window.name]);
  });
}

async function session(context: BrowserContext): Promise<string[]> {
  return (await context.cookies()).filter((c) => c.name === "vaatu").map((c) => c.value);
}

test("after sign-out neither the back button nor a store of the browser holds anything", async ({ open }) => {
  const filed = await file(await Client.signIn("teacher-fi-2"), { situation: secret });
  const { page, context } = await open("teacher-fi-2", `/cases/${filed.id}`, "fi");
  await expect(page.getByText(secret).first()).toBeAttached();
  await page.getByRole("textbox", { name: say("case:message.label"), exact: true }).fill(typed);
  await expect.poll(() => stores(page)).toContain(typed);
  expect(await stores(page)).not.toContain(secret);
  await page.goto("/cases");
  await page.getByText(filed.number).first().click();
  await expect(page.getByText(secret).first()).toBeAttached();
  await page.goto("/settings");
  const before = await session(context);
  await signOut(page, true);
  expect(await session(context)).toEqual([]);
  expect(before).toHaveLength(1);
  for (let step = 0; step < 5; step++) {
    await page.goBack({ waitUntil: "commit" }).catch(() => null); // there may be no page before
    if (!page.url().startsWith("http")) break;
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const text = (await page.locator("body").textContent()) ?? "";
    expect(text, page.url()).not.toContain(secret);
    expect(text, page.url()).not.toContain(filed.number);
  }
  await page.goto("/");
  const left = await stores(page);
  for (const word of [secret, typed, filed.id, filed.number, ...before]) expect(left).not.toContain(word);
  expect(JSON.parse(left).slice(2, 5)).toEqual([[], [], 0]);
});

test("a sign-out in one tab empties the others, and the old cookie opens nothing", screenless, async ({ open }) => {
  const client = await Client.signIn("teacher-fi-2");
  const filed = await file(client, { situation: secret });
  const { page, context } = await open("teacher-fi-2", "/settings", "fi");
  const other = await context.newPage();
  await other.goto(`/cases/${filed.id}`);
  await other.getByRole("textbox", { name: say("case:message.label"), exact: true }).fill(typed);
  await expect(other.getByText(secret).first()).toBeAttached();
  const cookies = await context.cookies();
  await signOut(page);
  await expect(other.getByRole("heading", { level: 1, name: say("signIn:title") })).toBeVisible();
  expect(await other.locator("body").textContent()).not.toContain(secret);
  expect(await stores(other)).not.toContain(typed);
  await context.addCookies(cookies);
  await other.goto(`/cases/${filed.id}`);
  await expect(other.getByRole("heading", { level: 1, name: say("signIn:title") })).toBeVisible();
});
