// Drafts of several writers, copies, what goes soon, and what a sign-out does with unsent text.

import type { Page } from "@playwright/test";
import { Client, type Draft } from "./client";
import { look } from "./look";
import { file, request } from "./sample";
import { box, saved, tick, toQuestion } from "./steps";
import { expect, test } from "./test";
import type { Say } from "./texts";

const first = { persona: "teacher-fi", name: "Tiina Testaaja" };
const colleague = { persona: "principal-fi", name: "Raija Rehtorila" };

interface Shared extends Draft {
  writers: { personId: string; name: string; me?: boolean }[];
}

/** shared makes a draft of both. */
async function shared(fields: Record<string, unknown> = {}): Promise<{ mine: Client; theirs: Client; draft: Shared; path: string }> {
  const theirs = await Client.signIn(colleague.persona);
  const mine = await Client.signIn(first.persona);
  const { id } = await mine.post<Draft>("/v1/drafts", { request: request({ tried: "", ...fields }) });
  const { people } = await mine.post<{ people: { personId: string }[] }>(`/v1/drafts/${id}/colleagues:find`, { query: "Rehtor" });
  const draft = await mine.post<Shared>(`/v1/drafts/${id}/writers`, { personId: people[0]?.personId });
  return { mine, theirs, draft, path: `/drafts/${id}` };
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** unfoldWriters opens the list of writers, which is folded up on a phone. */
async function unfoldWriters(page: Page, say: Say, phone: boolean): Promise<void> {
  if (phone) await press(page, say("drafts:writers.title"));
  await expect(page.getByRole("button", { name: say("drafts:writers.invite"), exact: true })).toBeVisible();
}

test("a colleague is invited by name, writes along, and leaves", async ({ open, say, language, phone }) => {
  await Client.signIn(colleague.persona);
  const mine = await Client.signIn(first.persona);
  const draft = await mine.post<Draft>("/v1/drafts", { request: request({ tried: "" }) });
  const { page } = await open(first.persona, `/drafts/${draft.id}`, language);
  await unfoldWriters(page, say, phone);
  await press(page, say("drafts:writers.invite"));
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: say("drafts:invite.name") }).fill("zz");
  await dialog.getByRole("button", { name: say("drafts:invite.search"), exact: true }).click();
  await expect(dialog.getByText(say("drafts:invite.none"))).toBeVisible();
  await dialog.getByRole("textbox", { name: say("drafts:invite.name") }).fill("Raija");
  await dialog.getByRole("button", { name: say("drafts:invite.search"), exact: true }).click();
  const found = dialog.getByRole("button", { name: say("drafts:invite.choose", { name: colleague.name }), exact: true });
  await expect(found).toBeVisible();
  await look(page, "invite a writer");
  await found.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: say("drafts:writers.removeOf", { name: colleague.name }), exact: true })).toBeVisible();
  await look(page, "form of two writers");

  const { page: other } = await open(colleague.persona, "/drafts", language);
  await expect(other.locator(`#continue-${draft.id}`)).toBeVisible();
  await look(other, "drafts of two writers");
  await other.locator(`#continue-${draft.id}`).click();
  await toQuestion(other, say, "tried");
  await box(other, say, "tried").fill("Rehtorin teksti");
  await saved(other);
  expect((await mine.get<Draft>(`/v1/drafts/${draft.id}`)).request?.tried).toBe("Rehtorin teksti");
  await unfoldWriters(other, say, phone);
  await press(other, say("drafts:writers.leave"));
  await press(other, say("drafts:writers.leaveYes"));
  await expect(other.getByRole("heading", { level: 1, name: say("form:drafts.title") })).toBeVisible();
  await expect(other.locator(`#continue-${draft.id}`)).toHaveCount(0);
});

test("two writers of one answer: the later is told who changed it and when, and chooses", async ({ open, say, language }) => {
  const { theirs, draft, mine, path } = await shared();
  const { page } = await open(first.persona, path, language);
  const tried = box(page, say, "tried");
  await toQuestion(page, say, "tried");
  await expect(tried).toBeVisible();
  const now = await theirs.get<Draft>(`/v1/drafts/${draft.id}`);
  await theirs.send("PATCH", `/v1/drafts/${draft.id}`, { body: { request: { tried: "Rehtorin teksti" } }, etag: now.etag });
  await tried.fill("Opettajan teksti");
  const notice = page.getByText(new RegExp(`^${colleague.name} `)).first();
  await expect(notice).toHaveText(/\d{1,2}\.\d{2}/);
  await expect(page.getByText("Rehtorin teksti")).toBeVisible();
  await look(page, "conflict of two writers");
  await tick(page.getByRole("radio", { name: new RegExp(`^${say("form:conflict.other")}`) }));
  await press(page, say("form:conflict.keep"));
  await saved(page);
  await expect(tried).toHaveValue("Rehtorin teksti");
  expect((await mine.get<Draft>(`/v1/drafts/${draft.id}`)).request?.tried).toBe("Rehtorin teksti");
});

test("who sends a draft is told that the others lose it, and they are", async ({ open, say, language }) => {
  const { path } = await shared({ tried: "Kaikkea." });
  const { page: other } = await open(colleague.persona, path, language);
  await toQuestion(other, say, "tried");
  await expect(box(other, say, "tried")).toBeVisible();
  const { page } = await open(first.persona, `${path}/check`, language);
  await expect(page.getByText(say("drafts:filer", { names: colleague.name }))).toBeVisible();
  await look(page, "check of two writers");
  await press(page, say("check:send"));
  await expect(page).toHaveURL(/\/cases\//);
  await toQuestion(other, say, "tried");
  await box(other, say, "tried").fill("Liian myöhään");
  await expect(other.getByText(new RegExp(`^${say("form:goneSent", { when: ".*" })} ${say("form:goneKept")}$`))).toBeVisible();
  await toQuestion(other, say, "tried");
  await expect(box(other, say, "tried")).toHaveValue("Liian myöhään");
});

test("an old request is copied into a new draft", async ({ open, say, language }) => {
  const filed = await file(await Client.signIn(first.persona), { situation: "Vanhan pyynnön tilanne" });
  const { page } = await open(first.persona, `/cases/${filed.id}`, language);
  await press(page, say("drafts:copy.button"));
  await page.waitForURL(/\/drafts\//);
  expect(page.url()).not.toContain(filed.id);
  await toQuestion(page, say, "situation");
  await expect(box(page, say, "situation")).toHaveValue("Vanhan pyynnön tilanne");
});

test("a draft is copied and deleted from the list, and the focus goes to the next", async ({ open, say, language }) => {
  const mine = await Client.signIn("teacher-fi-2");
  const older = await mine.post<Draft>("/v1/drafts", { request: { needs: ["NEED_VISION"], situation: "Vanhempi" } });
  const newer = await mine.post<Draft>("/v1/drafts", { request: { needs: ["NEED_HEARING"], situation: "Kopioitava" } });
  const { page } = await open("teacher-fi-2", "/drafts", language);
  await page.locator(`#more-${newer.id}`).click();
  await look(page, "actions of a draft");
  await page.getByRole("menuitem", { name: say("drafts:list.copy") }).click();
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}/);
  await toQuestion(page, say, "situation");
  await expect(box(page, say, "situation")).toHaveValue("Kopioitava");
  await page.goto("/drafts");
  await page.locator(`#more-${newer.id}`).click();
  await page.getByRole("menuitem", { name: say("drafts:list.delete"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: say("common:action.cancel"), exact: true }).click();
  await expect(page.locator(`#more-${newer.id}`)).toBeFocused();
  await page.locator(`#more-${newer.id}`).click();
  await page.getByRole("menuitem", { name: say("drafts:list.delete"), exact: true }).click();
  await dialog.getByRole("button", { name: say("form:drafts.deleteYes"), exact: true }).click();
  await expect(page.locator(`#continue-${older.id}`)).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: say("form:drafts.deleted") })).toHaveCount(1);
  expect((await mine.send("GET", `/v1/drafts/${newer.id}`)).status).toBe(404);
});

test("what goes soon stands first on the start page, with its day", async ({ open, say, language }) => {
  const mine = await Client.signIn("teacher-fi-2");
  await mine.post<Draft>("/v1/drafts", { request: { needs: ["NEED_VISION"] } });
  const { page } = await open("teacher-fi-2", "/settings", language);
  const soon = new Date(Date.now() + 5 * 24 * 3600 * 1000);
  await page.route("**/v1/drafts?*", async (route) => {
    const { drafts } = (await (await route.fetch()).json()) as { drafts: Record<string, unknown>[] };
    const last = drafts.length - 1;
    await route.fulfill({ json: { drafts: drafts.map((d, i) => (i === last ? { ...d, expireDate: soon.toISOString().slice(0, 10) } : d)) } });
  });
  await page.goto("/");
  const note = page.getByText(new RegExp(say("drafts:leaving", { date: ".*" })));
  await expect(note).toBeVisible();
  await look(page, "start with a draft that goes");
  await page.goto("/drafts");
  await expect(page.locator("strong").filter({ hasText: `${soon.getFullYear()}` })).toBeVisible();
});

test("a sign-out with unsent text asks first, and then leaves none", async ({ open, say, language }) => {
  const mine = await Client.signIn(first.persona);
  const draft = await mine.post<Draft>("/v1/drafts", { request: request({ tried: "" }) });
  const { page } = await open(first.persona, `/drafts/${draft.id}`, language);
  const kept = () => page.evaluate(() => Object.values({ ...sessionStorage, ...localStorage }).join("\n"));
  await page.route("**/v1/drafts/*", (route) =>
    route.request().method() === "PATCH" ? route.fulfill({ status: 503, body: "" }) : route.continue(),
  );
  await toQuestion(page, say, "tried");
  await box(page, say, "tried").fill("Salainen lause");
  await expect.poll(kept).toContain("Salainen lause");
  const leave = async () => {
    await press(page, first.name);
    await page.getByRole("menuitem", { name: say("common:person.signOut") }).click();
  };
  await leave();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(say("drafts:signOut.text"))).toBeVisible();
  await look(page, "sign-out with unsent text");
  await dialog.getByRole("button", { name: say("common:action.cancel"), exact: true }).click();
  await toQuestion(page, say, "tried");
  await expect(box(page, say, "tried")).toHaveValue("Salainen lause");
  expect(await kept()).toContain("Salainen lause");
  await leave();
  await dialog.getByRole("button", { name: say("drafts:signOut.yes"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("signIn:title") })).toBeVisible();
  expect(await kept()).not.toContain("Salainen lause");
});
