// The checklist of support: of use without a request, begins one, and is counted where it was enough.

import { holds, short, watch } from "./attack";
import { Client } from "./client";
import { look } from "./look";
import { follow, pick, tick } from "./steps";
import { expect, test } from "./test";
import type { Language } from "./texts";
import content from "../src/pages/checklist/content.v1.json" with { type: "json" };

/** words answers what a step says in a language. */
function words(id: string, language: Language): { title: string; advice: string } {
  const step = content.steps.find((s) => s.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step[language];
}

test("a missing step gives advice at once, the answers stay, and a request begins with them", async ({ open, language, say }) => {
  const { page } = await open(language === "sv" ? "teacher-sv" : "teacher-fi", "/", language);
  await follow(page, say, say("common:nav.checklist"));
  await expect(page.getByRole("heading", { level: 1, name: say("checklist:title") })).toBeVisible();
  await look(page, "checklist, empty");
  const step = (id: string) => page.getByRole("group", { name: words(id, language).title, exact: true });
  const answer = (id: string, said: "yes" | "no") => tick(step(id).getByRole("radio", { name: say(`checklist:${said}`), exact: true }));

  await expect(step("socialWorker")).toHaveCount(0);
  await pick(page, "checkbox", say("codes:NEED_SCHOOL_ABSENCE"));
  await answer("remedial", "yes");
  await answer("socialWorker", "no");
  await expect(page.locator("p").filter({ hasText: words("socialWorker", language).advice })).toBeVisible();
  await expect(page.getByRole("status")).toHaveText(words("socialWorker", language).advice);
  await answer("arrangements", "no");
  const first = page.locator(".vaatu-checklist__first");
  await expect(first).toContainText(words("arrangements", language).title);
  await expect(first).not.toContainText(words("socialWorker", language).title);
  await look(page, "checklist, with advice");

  await page.reload();
  await expect(step("remedial").getByRole("radio", { name: say("checklist:yes"), exact: true })).toBeChecked();
  const made = page.waitForRequest((r) => r.method() === "POST" && r.url().endsWith("/v1/drafts"));
  await page.getByRole("button", { name: say("checklist:start"), exact: true }).click();
  expect((await made).postDataJSON()).toMatchObject({ request: { needs: ["NEED_SCHOOL_ABSENCE"], supportInPlace: ["SUPPORT_REMEDIAL"] } });
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}/);
  const draft = await page.request.get(`/v1${new URL(page.url()).pathname}`);
  expect(await draft.json()).toMatchObject({ request: { about: "ABOUT_ANONYMOUS_PUPIL", workingLanguage: language, needs: ["NEED_SCHOOL_ABSENCE"], supportInPlace: ["SUPPORT_REMEDIAL"] } });

  // The form advises in the same words, and folds them.
  await page.goto(`${new URL(page.url()).pathname}?q=support`);
  const missing = page.locator(".vaatu-checklist__missing");
  await missing.getByText(words("alongside", language).title).click();
  await expect(missing.getByText(words("alongside", language).advice)).toBeVisible();
  await look(page, "form, what to try first");
});

test("a checklist that was enough is counted once, and coordination sees how many were", async ({ open, language, say }) => {
  const teacher = language === "sv" ? "teacher-sv" : "teacher-fi-2";
  const { page } = await open(teacher, "/checklist", language);
  const sent: string[] = [];
  page.on("request", (r) => {
    if (r.method() === "POST" && r.url().endsWith("/v1/checklists")) sent.push(r.headers()["idempotency-key"] ?? "");
  });
  await tick(page.getByRole("group", { name: words("remedial", language).title, exact: true }).getByRole("radio", { name: say("checklist:no"), exact: true }));
  // The answer is lost: pressed again, it is the same.
  await page.route("**/v1/checklists", async (route) => {
    await route.fetch();
    await route.abort();
  });
  const helped = page.getByRole("button", { name: say("checklist:helped"), exact: true });
  await helped.click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await page.unroute("**/v1/checklists");
  await helped.dblclick();
  await expect(page.getByText(say("checklist:thanks")).first()).toBeVisible();
  expect(new Set(sent).size).toBe(1);
  await look(page, "checklist, enough");

  const client = await Client.signIn(teacher);
  for (let i = 0; i < 4; i++) await client.post("/v1/checklists", { version: 1, about: "ABOUT_GROUP" });
  const coordinator = await open("coordinator", "/caseload", language);
  const section = coordinator.page.locator("section").filter({ hasText: say("checklist:figures.title") });
  await expect(section).toContainText(say("checklist:figures.note"));
  await expect(section).toContainText(/\d+\/20\d\d/);
  await look(coordinator.page, "caseload with checklists");
  expect((await client.send("GET", "/v1/caseload/checklists")).status).toBe(404);
});

test("what somebody has put into the kept answers or the address of a checklist does nothing", async ({ open, language }) => {
  const { page, context } = await open("teacher-fi-2", "/checklist", language);
  const watched = watch(context);
  for (const kept of [short, '{"version":1,"needs":{},"said":[]}', JSON.stringify({ version: 1, needs: [short], said: { [short]: "no", __proto__: "no", remedial: short } })]) {
    await page.evaluate((text) => sessionStorage.setItem("vaatu.text.checklist", text), kept);
    await page.goto(`/checklist?x=${encodeURIComponent(short)}#${encodeURIComponent(short)}`);
    await page.reload();
    await expect(page.locator("h1")).toHaveCount(1);
    await holds(page, kept, []);
    await expect(page.getByRole("radio", { checked: true })).toHaveCount(1); // whom it concerns
  }
  expect(watched.acts).toEqual([]);
});
