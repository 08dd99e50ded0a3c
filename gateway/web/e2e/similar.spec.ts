// Similar requests of a school before filing, a colleague's question, and one case however a request is sent.

import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { baseURL, Client, type Draft } from "./client";
import { look } from "./look";
import { file, request } from "./sample";
import { pressLabel } from "./steps";
import { expect, test } from "./test";
import type { Language, Say } from "./texts";

/** pair answers two people of one school, and the name of each. */
const pair = (language: Language) =>
  language === "sv"
    ? { filer: "teacher-sv", filerName: "Sofia Provström", colleague: "newcomer-sv", colleagueName: "Nils Nykvist" }
    : { filer: "teacher-fi", filerName: "Tiina Testaaja", colleague: "newcomer-fi", colleagueName: "Ulla Uusikko" };

/** alike is what no other test asks for. */
const alike = { about: "ABOUT_GROUP", grades: [8], needs: ["NEED_SOMATIC_ILLNESS"] };

const checked = (page: Page, say: Say) => expect(page.getByRole("heading", { level: 1, name: say("check:title") })).toBeVisible();

test("of a colleague's request one hears that there is one, asks, and is told what its filer allows", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const { filer, filerName, colleague, colleagueName } = pair(language);
  const [school, other] = await Promise.all([Client.signIn(filer), Client.signIn(colleague)]);
  const filed = await file(school, { ...alike, workingLanguage: language });
  const draft = await other.post<Draft>("/v1/drafts", { request: request({ ...alike, workingLanguage: language }) });

  const asking = await open(colleague, `/drafts/${draft.id}/check`, language);
  await checked(asking.page, say);
  const box = asking.page.locator(".vaatu-similar");
  await expect(box).toContainText(say("similar:hidden"));
  for (const secret of [filed.number, filerName]) await expect(asking.page.getByText(secret)).toHaveCount(0);
  await look(asking.page, "check, a colleague's request");
  await box.getByRole("button", { name: say("similar:ask"), exact: true }).dblclick();
  await expect(box).toContainText(say("similar:asked"));
  await look(asking.page, "check, asked");
  await asking.page.reload();
  await expect(box).toContainText(say("similar:asked"));

  const asked = await open(filer, "/", language);
  const cards = asked.page.getByRole("list", { name: say("similar:joins.title") }).getByRole("listitem");
  const card = cards.filter({ hasText: filed.number });
  await expect(card).toHaveCount(1);
  await expect(card).toContainText(colleagueName);
  await look(asked.page, "start, a colleague asks");
  await card.getByRole("button", { name: say("similar:joins.sameOf", { name: colleagueName, number: filed.number }) }).click();
  await expect(card).toHaveCount(0);
  await expect(asked.page.getByRole("heading", { level: 1 })).toBeFocused();

  await asking.page.goto("/");
  await expect(asking.page.getByText(say("similar:joins.heardSame", { name: filerName, number: filed.number }))).toBeVisible();
  await look(asking.page, "start, a colleague has answered");

  // The colleague files all the same, and says so.
  await asking.page.goto(`/drafts/${draft.id}/check`);
  await pressLabel(asking.page.getByRole("radio", { name: say("similar:joined"), exact: true })); // it is chosen once it is being saved
  await expect(asking.page.getByRole("status")).toHaveText(say("similar:saved"));
  expect((await other.get<Draft>(`/v1/drafts/${draft.id}`)).request).toMatchObject({ similar: "SIMILAR_ASKED_TO_JOIN" });
  await asking.page.getByRole("button", { name: say("check:send"), exact: true }).click();
  await asking.page.waitForURL(/\/cases\//);

  const mails = async () => {
    const all = (await (await fetch(`${baseURL()}/dev/mail.json`)).json()) as { to: string; subject: string; text: string }[];
    return all.filter((m) => m.to === `${filer}@example.fi` && m.subject.includes(filed.number)).map((m) => m.text.includes(colleagueName));
  };
  await expect.poll(mails, { timeout: 60_000 }).toContain(false);
  expect(await mails()).not.toContain(true);
});

test("one's own similar requests are shown with a way to them, and are another matter if one says so", async ({ open, language, say }) => {
  const { filer } = pair(language);
  const school = await Client.signIn(filer);
  const same = { about: "ABOUT_GROUP", grades: [1], needs: ["NEED_VISION"], workingLanguage: language };
  const filed = await file(school, same);
  const draft = await school.post<Draft>("/v1/drafts", { request: request(same) });
  const { page } = await open(filer, `/drafts/${draft.id}/check`, language);
  await checked(page, say);
  const link = page.getByRole("link", { name: say("similar:openOf", { number: filed.number }) });
  await expect(link).toHaveAttribute("href", `/cases/${filed.id}`);
  await expect(page.getByText(say("similar:hidden"))).toHaveCount(0);
  await look(page, "check, own similar requests");
  await pressLabel(page.getByRole("radio", { name: say("similar:another"), exact: true })); // it is chosen once it is being saved
  const said = async () => (await school.get<Draft>(`/v1/drafts/${draft.id}`)).request?.similar;
  await expect.poll(said).toBe("SIMILAR_ANOTHER_MATTER");
  await pressLabel(page.getByRole("radio", { name: say("similar:unsaid"), exact: true }));
  await expect.poll(said).toBeUndefined();
  await pressLabel(page.getByRole("radio", { name: say("similar:another"), exact: true }));
  await expect.poll(said).toBe("SIMILAR_ANOTHER_MATTER");
  await page.getByRole("button", { name: say("check:send"), exact: true }).click();
  await page.waitForURL(/\/cases\//);
});

test("a double press, a lost answer and a reload make one case", async ({ open, language, say }) => {
  const { filer } = pair(language);
  const school = await Client.signIn(filer);
  const ways = { double: "NEED_CRIME_OR_SUBSTANCES", again: "NEED_PLACED_OR_SUBSTITUTE_CARE", reload: "NEED_RETURN_TO_LOCAL_SCHOOL" };
  for (const [how, need] of Object.entries(ways)) {
    const likeness = { about: "ABOUT_GROUP", level: "LEVEL_BASIC", grades: [9], needs: [need] };
    const filed = async () => ((await school.post<{ cases?: unknown[] }>("/v1/intake:similar", { likeness })).cases ?? []).length;
    const before = await filed();
    const question = `Kysymys ${randomUUID()}`;
    const draft = await school.post<Draft>("/v1/drafts", { request: request({ ...likeness, question, workingLanguage: language }) });
    const { page } = await open(filer, `/drafts/${draft.id}/check`, language);
    const send = page.getByRole("button", { name: say("check:send"), exact: true });
    await expect(send).toBeEnabled();
    if (how === "double") await send.dblclick();
    else {
      await page.route("**/v1/drafts/*:submit", async (route) => {
        await route.fetch();
        await route.abort();
      });
      await send.click();
      await expect(page.getByRole("alert").first()).toBeVisible();
      await page.unroute("**/v1/drafts/*:submit");
      if (how === "again") await send.click();
      else await page.reload();
    }
    await page.waitForURL(`**/cases/${draft.id}*`);
    await expect(page.getByText(question).first(), how).toBeAttached(); // folded on a phone
    expect(await filed(), how).toBe(before + 1);
  }
});
