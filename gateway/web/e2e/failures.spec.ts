// What goes wrong under a person's hands: nothing typed is lost, and the page says what to do.

import type { Page } from "@playwright/test";
import { Client, type Case, type Draft } from "./client";
import { ask, claim, file, request } from "./sample";
import { box, pick, saved, tick, toCheck, toQuestion, write } from "./steps";
import { expect, screenless, test } from "./test";
import { sayIn } from "./texts";

const say = sayIn("fi");
const school = "teacher-fi";

/** newDraft makes a draft and answers its address. */
async function newDraft(fields: Record<string, unknown> = {}): Promise<{ client: Client; draft: Draft; path: string }> {
  const client = await Client.signIn(school);
  const draft = await client.post<Draft>("/v1/drafts", { request: request({ tried: "", ...fields }) });
  return { client, draft, path: `/drafts/${draft.id}` };
}

/** state is what the page says of its saving. */
const state = (page: Page) => page.locator("[data-save]").first();

/** signInAgain goes through the sign-in that the notice leads to. */
async function signInAgain(page: Page): Promise<void> {
  await page.getByRole("alert").getByRole("link", { name: say("errors:signIn") }).click();
  await page.getByRole("link", { name: /Tiina Testaaja/ }).click();
}

test("a session that ends mid-sentence loses nothing of a draft", async ({ open }) => {
  const { client, draft, path } = await newDraft();
  const { page, context } = await open(school, path);
  const tried = box(page, say, "tried");
  await toQuestion(page, say, "tried");
  await tried.fill("Kokeilimme kuvia, ja");
  await saved(page);
  expect((await context.request.post("/auth/logout")).status()).toBeLessThan(400);
  await tried.press("End");
  await tried.pressSequentially(" sitten istunto päättyi");
  const notice = page.getByRole("alert").filter({ hasText: say("errors:session") });
  await expect(notice).toBeVisible();
  await expect(tried).toHaveValue("Kokeilimme kuvia, ja sitten istunto päättyi");
  await signInAgain(page);
  await expect(page).toHaveURL(new RegExp(`${path}(\\?q=tried)?$`));
  await expect(tried).toHaveValue("Kokeilimme kuvia, ja sitten istunto päättyi");
  await saved(page);
  const now = await client.get<Draft>(`/v1/drafts/${draft.id}`);
  expect(now.request?.tried).toBe("Kokeilimme kuvia, ja sitten istunto päättyi");
});

test("a session that ends before a message is sent keeps the message", screenless, async ({ open }) => {
  const filed = await file(await Client.signIn(school));
  const { page, context } = await open(school, `/cases/${filed.id}`);
  const message = page.getByRole("textbox", { name: say("case:message.label"), exact: true });
  await message.fill("Lisätieto, jota ei saa kadottaa");
  await context.request.post("/auth/logout");
  await page.getByRole("button", { name: say("case:message.send"), exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: say("errors:session") }).first()).toBeVisible();
  await expect(message).toHaveValue("Lisätieto, jota ei saa kadottaa");
  await signInAgain(page);
  await expect(message).toHaveValue("Lisätieto, jota ei saa kadottaa");
  await page.getByRole("button", { name: say("case:message.send"), exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Lisätieto, jota ei saa kadottaa" })).toBeVisible();
  await expect(message).toHaveValue("");
});

test("without a connection writing goes on, and all is saved when it is back", async ({ open }) => {
  const { client, draft, path } = await newDraft();
  const { page, context } = await open(school, path);
  const tried = box(page, say, "tried");
  await toQuestion(page, say, "tried");
  await expect(tried).toBeVisible();
  await context.setOffline(true);
  await expect(page.locator("main").getByText(say("errors:offlineNotice"))).toBeVisible();
  await tried.fill("Kirjoitettu junassa");
  await expect(state(page)).toHaveAttribute("data-save", "offline");
  await expect(state(page)).toHaveText(say("form:save.offline"));
  await context.setOffline(false);
  await saved(page);
  await expect(tried).toHaveValue("Kirjoitettu junassa");
  expect((await client.get<Draft>(`/v1/drafts/${draft.id}`)).request?.tried).toBe("Kirjoitettu junassa");
});

for (const choice of ["own", "other"] as const) {
  test(`one answer written in two tabs is a choice, and ${choice} stands`, choice === "other" ? screenless : {}, async ({ open }) => {
    const { client, draft, path } = await newDraft();
    const { page: first, context } = await open(school, path);
    const second = await context.newPage();
    await second.goto(path);
    await toQuestion(second, say, "tried");
    await write(first, say, "tried", "Ensimmäisen välilehden teksti");
    await saved(first);
    await write(second, say, "tried", "Toisen välilehden teksti");
    await write(second, say, "question", "Vain toisessa");
    await expect(state(second)).toHaveAttribute("data-save", "conflict");
    await toQuestion(second, say, "tried");
    await expect(second.getByText("Ensimmäisen välilehden teksti")).toBeVisible();
    await expect(box(second, say, "tried")).toHaveValue("Toisen välilehden teksti");
    await tick(second.getByRole("radio", { name: new RegExp(`^${say(`form:conflict.${choice}`)}`) }));
    await second.getByRole("button", { name: say("form:conflict.keep") }).click();
    await saved(second);
    const stands = choice === "own" ? "Toisen välilehden teksti" : "Ensimmäisen välilehden teksti";
    await expect(box(second, say, "tried")).toHaveValue(stands);
    const now = await client.get<Draft>(`/v1/drafts/${draft.id}`);
    expect([now.request?.tried, now.request?.question]).toEqual([stands, "Vain toisessa"]);
  });
}

test("a service that does not answer keeps the message, says so, and gets it once", screenless, async ({ open }) => {
  const client = await Client.signIn(school);
  const filed = await file(client);
  const { page } = await open(school, `/cases/${filed.id}`);
  const keys: (string | undefined)[] = [];
  let failures = 0;
  await page.route("**/v1/cases/*/messages", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    keys.push((await route.request().allHeaders())["idempotency-key"]);
    if (failures++ > 0) return route.continue();
    await route.fetch(); // It arrives, and the answer is lost on its way back.
    const json = { status: 503, reason: "UNAVAILABLE", requestId: "pyynto-1" };
    return route.fulfill({ status: 503, contentType: "application/problem+json", headers: { "retry-after": "5" }, json });
  });
  const message = page.getByRole("textbox", { name: say("case:message.label"), exact: true });
  await message.fill("Vain kerran");
  await page.getByRole("button", { name: say("case:message.send"), exact: true }).click();
  const alert = page.getByRole("alert").filter({ hasText: say("errors:unavailable") });
  await expect(alert).toBeVisible();
  await expect(alert).toContainText("pyynto-1");
  await expect(message).toHaveValue("Vain kerran");
  await page.getByRole("button", { name: say("case:message.send"), exact: true }).click();
  await expect(message).toHaveValue("");
  const { messages } = await client.get<{ messages: { text: string }[] }>(`/v1/cases/${filed.id}/messages`);
  expect(messages.map((m) => m.text)).toEqual(["Vain kerran"]);
  expect(new Set(keys).size).toBe(1);
});

test("a draft that cannot be saved says so, keeps the text and tries again", screenless, async ({ open }) => {
  const { client, draft, path } = await newDraft();
  const { page } = await open(school, path);
  let broken = true;
  await page.route("**/v1/drafts/*", (route) => {
    if (!broken || route.request().method() !== "PATCH") return route.continue();
    return route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" });
  });
  await write(page, say, "tried", "Ei vielä tallessa");
  await expect(state(page)).toHaveText(say("form:save.unsaved"));
  broken = false;
  await saved(page);
  expect((await client.get<Draft>(`/v1/drafts/${draft.id}`)).request?.tried).toBe("Ei vielä tallessa");
});

test("a page that cannot be loaded offers to try again, and then works", screenless, async ({ open }) => {
  const filed = await file(await Client.signIn(school));
  let broken = true;
  const { page } = await open(school, `/cases/${filed.id}`, "fi", (p) =>
    p.route("**/v1/cases/*", (route) => (broken ? route.fulfill({ status: 500, body: "oops" }) : route.continue())),
  );
  const again = page.getByRole("button", { name: say("errors:retry") });
  await expect(again).toBeVisible();
  broken = false;
  await again.click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(filed.number) })).toBeVisible();
});

test("what is not there and what is not one's own look alike", screenless, async ({ open }) => {
  const foreign = await file(await Client.signIn("teacher-fi-2"));
  const { page } = await open(school, "/settings");
  for (const alike of [["/nothing/here", "/triage"], [`/cases/${foreign.id}`, `/cases/${crypto.randomUUID()}`, "/cases/1"]]) {
    const seen = new Set<string>();
    for (const path of alike) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") }), path).toBeVisible();
      await expect(page).toHaveTitle(`${say("errors:notFoundTitle")} – Vaatu`);
      seen.add(await page.locator("main").innerText());
    }
    expect([...seen]).toHaveLength(1);
  }
  await page.goto(`/drafts/${crypto.randomUUID()}`); // of a draft the same sentence tells of all three: sent, gone, another's
  await expect(page.getByRole("heading", { level: 1, name: say("drafts:gone.title") })).toBeVisible();
});

test("the case is withdrawn while advice is being written: nothing is published, the text stays", screenless, async ({ open }) => {
  const client = await Client.signIn(school);
  const filed = await file(client);
  await claim(await Client.signIn("expert-valteri"), filed);
  const { page } = await open("expert-valteri", `/cases/${filed.id}/advice`);
  const summary = page.getByRole("textbox", { name: say("advice:summary") });
  await summary.fill("Melkein valmis neuvo");
  // It is withdrawn while the advice is on its way: else a hint tells of it before.
  let withdrawn = false;
  await page.route(`**/v1/cases/${filed.id}/advice**`, async (route) => {
    if (route.request().method() === "POST" && !withdrawn) {
      withdrawn = true;
      const { etag } = await client.get<Case>(`/v1/cases/${filed.id}`);
      await client.post(`/v1/cases/${filed.id}:withdraw`, { reason: "Muutto" }, { etag });
    }
    await route.continue();
  });
  await page.getByRole("button", { name: say("advice:publish"), exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: say("advice:publish"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();
  await expect(page.getByText("Melkein valmis neuvo")).toBeVisible();
  await expect(page.getByText("Miten siirtymät saadaan rauhallisiksi?")).toHaveCount(0);
  const { advice } = await client.get<{ advice?: unknown[] }>(`/v1/cases/${filed.id}/advice`);
  expect(advice ?? []).toEqual([]);
});

test("a reply that somebody else gave first is not lost", screenless, async ({ open }) => {
  const client = await Client.signIn(school);
  const filed = await file(client);
  const expert = await Client.signIn("expert-valteri");
  await claim(expert, filed);
  const asked = await ask(expert, filed, "Milloin tuki alkoi?");
  const { page } = await open(school, `/cases/${filed.id}`);
  await page.getByRole("textbox", { name: say("case:reply.label") }).fill("Elokuussa, luulen");
  await page.route(`**/v1/cases/${filed.id}/questions/*`, async (route) => {
    await client.post(`/v1/cases/${filed.id}/questions/${asked}:reply`, { text: "Elokuussa" });
    await route.continue(); // a hint would tell of it before
  });
  await page.getByRole("button", { name: say("case:reply.send"), exact: true }).click();
  await expect(page.getByText(say("case:unsent.story"))).toBeVisible();
  await page.getByRole("button", { name: say("case:unsent.move") }).click();
  await expect(page.getByRole("textbox", { name: say("case:message.label"), exact: true })).toHaveValue("Elokuussa, luulen");
  await expect(page.getByText(say("case:unsent.story"))).toHaveCount(0);
});

test("back returns to the list as it was, and forward to the case", screenless, async ({ open }) => {
  const filed = await file(await Client.signIn(school));
  const { page } = await open(school, `/cases?number=${filed.number}`);
  await page.getByRole("link", { name: say("cases:openOf", { number: filed.number }) }).click();
  const heading = page.getByRole("heading", { level: 1, name: say("case:heading", { number: filed.number }) });
  await expect(heading).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/cases\\?number=${filed.number}$`));
  await expect(page.getByRole("heading", { level: 1, name: say("cases:title") })).toBeFocused();
  await page.goForward();
  await expect(heading).toBeVisible();
});

test("back from the check returns to the answers", async ({ open }) => {
  const { path } = await newDraft({ tried: "Kokeiltu jo" });
  const { page } = await open(school, path);
  await write(page, say, "question", "Muutettu kysymys?");
  await toCheck(page, say);
  // The form's own box has the text too: what is awaited is the check.
  await expect(page.getByRole("heading", { level: 1, name: say("check:title") })).toBeVisible();
  await expect(page.getByText("Muutettu kysymys?")).toBeVisible();
  await page.goBack();
  await expect(box(page, say, "question")).toHaveValue("Muutettu kysymys?");
  await toQuestion(page, say, "grade");
  await expect(page.getByRole("radio", { name: say("form:grade.number", { grade: 3 }) })).toBeChecked();
});

test("the check sends nothing while an answer is on the device only", async ({ open, phone }) => {
  const { path } = await newDraft({ tried: "Vanha vastaus" });
  const { page } = await open(school, path);
  await toCheck(page, say);
  const sending = page.getByRole("button", { name: say("check:send"), exact: true });
  await expect(sending).toBeEnabled();
  await page.goBack();
  await toQuestion(page, say, "tried");
  await page.route("**/v1/drafts/*", (route) =>
    route.request().method() === "PATCH" ? route.fulfill({ status: 503, body: "" }) : route.continue(),
  );
  await write(page, say, "tried", "Uusi vastaus");
  if (phone) await page.goto(`${path}/check`); // a question is a page there: there is none to go forward to
  else await page.goForward();
  await expect(page.getByText(say("check:unsaved"))).toBeVisible();
  await expect(sending).toBeDisabled();
  await page.unrouteAll();
  await page.getByRole("link", { name: say("check:back") }).click();
  await toQuestion(page, say, "tried");
  await expect(box(page, say, "tried")).toHaveValue("Uusi vastaus");
  await saved(page);
  await toCheck(page, say);
  await expect(page.getByText("Uusi vastaus")).toBeVisible();
  await expect(sending).toBeEnabled();
});

test("another language keeps the page and the text, and lasts", async ({ open }) => {
  const filed = await file(await Client.signIn(school));
  const { page } = await open(school, `/cases/${filed.id}`);
  const sv = sayIn("sv");
  await page.getByRole("textbox", { name: say("case:message.label"), exact: true }).fill("Kesken jäänyt");
  await page.getByRole("button", { name: say("common:language.menu", { name: "Suomeksi (FI)" }) }).click();
  await page.getByRole("menuitem", { name: "På svenska (SV)" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "sv");
  await expect(page).toHaveURL(new RegExp(`/cases/${filed.id}$`));
  await expect(page.getByRole("heading", { level: 1, name: sv("case:heading", { number: filed.number }) })).toBeVisible();
  await expect(page.getByRole("textbox", { name: sv("case:message.label"), exact: true })).toHaveValue("Kesken jäänyt");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "sv");
  await expect(page.getByRole("textbox", { name: sv("case:message.label"), exact: true })).toHaveValue("Kesken jäänyt");
});

test("an identity code is taken out with one press, and the request can be checked", async ({ open }) => {
  const { path } = await newDraft({ tried: "Kokeiltu jo" });
  const { page } = await open(school, path);
  await write(page, say, "situation", "Oppilas 131052-902Y on väsynyt.");
  await page.getByRole("button", { name: say("leak:remove") }).click();
  await expect(box(page, say, "situation")).not.toHaveValue(/131052/);
  await expect(box(page, say, "situation")).toBeFocused();
  await saved(page);
  await toCheck(page, say);
  await expect(page.getByRole("button", { name: say("check:send"), exact: true })).toBeEnabled();
  await expect(page.getByRole("heading", { name: say("check:why") })).toBeVisible(); // what the check found is there
  await expect(page.getByText(say("form:fix_one", { count: 1 }))).toHaveCount(0);
});

test("everything of a request can be done with the keyboard alone", screenless, async ({ open }) => {
  const { path } = await newDraft({ tried: "Kokeiltu jo", needs: [] });
  const { page } = await open(school, path);
  await expect(box(page, say, "situation")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: say("common:skip") })).toBeFocused();
  await page.getByRole("button", { name: say("form:check"), exact: true }).focus();
  await page.keyboard.press("Enter");
  const summary = page.getByRole("heading", { name: say("form:fix_one", { count: 1 }) });
  await expect(summary).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("checkbox", { name: say("codes:NEED_INTELLECTUAL_DISABILITY") })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: say("codes:NEED_INTELLECTUAL_DISABILITY") })).toBeChecked();
  await pick(page, "checkbox", say("codes:SERVICE_SCHOOL_NURSE"));
  await saved(page);
});
