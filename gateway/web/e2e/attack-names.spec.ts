// A colleague's name that holds markup, a link and templates: every page that shows it shows it as it is written, and does nothing.
// What a provider lets people call themselves comes with each answer of the service; here the answers are given such names.

import type { BrowserContext, Page } from "@playwright/test";
import { evil, holds, short, watch } from "./attack";
import { Client, type Draft } from "./client";
import { ask, claim, file } from "./sample";
import { expect, test } from "./test";
import { sayIn } from "./texts";

const bad = `${short} https://${evil}/ {{name}} $t(form:check)`;
const teacher = "Tiina Testaaja";
const expert = "Ville Valtonen";

/** rename gives people their bad names in every answer that the browser gets, but for the one without an end. */
async function rename(context: BrowserContext): Promise<void> {
  const written = JSON.stringify(bad).slice(1, -1);
  await context.route((url) => url.pathname.startsWith("/v1/") && url.pathname !== "/v1/events:watch", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replaceAll(teacher, () => written).replaceAll(expert, () => written);
    await route.fulfill({ response: answer, body });
  });
}

test("a name that is an attack is shown as a name, and does nothing", async ({ open, phone }) => {
  test.setTimeout(240_000);
  const language = phone ? "sv" : "fi";
  const say = sayIn(language);
  const principal = await Client.signIn("principal-fi");
  const school = await Client.signIn("teacher-fi");
  const consultant = await Client.signIn("expert-valteri");
  // Of a draft of both, a case that both see, a question whether two requests are the same, and an authorisation to give.
  const answers = { needs: ["NEED_VISION"], grades: [8] };
  await file(principal, answers);
  const likeness = { about: "ABOUT_ANONYMOUS_PUPIL", level: "LEVEL_BASIC", ...answers };
  await school.post("/v1/intake:similar", { likeness }); // whoever has looked may ask
  await school.post("/v1/joins", { likeness });
  const draft = await school.post<Draft>("/v1/drafts", { request: { needs: ["NEED_VISION"] } });
  const { people } = await school.post<{ people: { personId: string }[] }>(`/v1/drafts/${draft.id}/colleagues:find`, { query: "Rehtor" });
  await school.post(`/v1/drafts/${draft.id}/writers`, { personId: people[0]?.personId });
  const alone = await principal.post<Draft>("/v1/drafts", { request: {} });
  const theirs = await claim(consultant, await file(school));
  await ask(consultant, theirs);
  await school.post(`/v1/cases/${theirs.id}/permissions:ask`, {});

  const unfold = async (page: Page) => phone && page.getByRole("button", { name: say("drafts:writers.title"), exact: true }).click();
  const invite = async (page: Page) => {
    await unfold(page);
    await page.getByRole("button", { name: say("drafts:writers.invite"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: say("drafts:invite.name") }).fill("Testaaja");
    await dialog.getByRole("button", { name: say("drafts:invite.search"), exact: true }).click();
    await expect(dialog.getByRole("button", { name: say("drafts:invite.choose", { name: bad }), exact: true })).toBeVisible();
  };
  const pages: [persona: string, visits: [path: string, before?: (page: Page) => unknown][]][] = [
    ["principal-fi", [["/"], ["/drafts"], [`/drafts/${draft.id}`, unfold], [`/drafts/${draft.id}/check`], [`/drafts/${alone.id}`, invite], [`/cases/${theirs.id}`], [`/cases/${theirs.id}/reads`], ["/permissions"], [`/permissions/${theirs.id}`]]],
    ["expert-valteri", [[`/cases/${theirs.id}`]]],
  ];
  for (const [persona, visits] of pages) {
    const { page, context } = await open(persona, "/settings", language);
    const watched = watch(context);
    await rename(context);
    for (const [path, before] of visits) {
      await page.goto(path);
      await expect(page.locator("h1")).toHaveCount(1);
      await before?.(page);
      await holds(page, `${persona} ${path}`, [bad]);
    }
    expect(watched.acts, `what the browser of ${persona} did`).toEqual([]);
    await context.unrouteAll({ behavior: "ignoreErrors" }); // the page may still be asking for something
  }
});
