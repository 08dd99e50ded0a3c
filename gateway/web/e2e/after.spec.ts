// After filing: the receipt, withdrawing, adding, changing the request until somebody takes it, and the request as a file. In
// Finnish on a wide screen, in Swedish on a phone.

import type { Page } from "@playwright/test";
import { holds, long, watch } from "./attack";
import { baseURL, type Case, Client, type Draft } from "./client";
import { look } from "./look";
import { advise, ask, claim, file, leadOf, request } from "./sample";
import { box, pick, send, tick } from "./steps";
import { expect, test } from "./test";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("the receipt has the focus, and says whose turn it is", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const draft = await school.post<Draft>("/v1/drafts", { request: request() });
  const { page } = await open("teacher-fi-2", `/drafts/${draft.id}/check`, language);
  await press(page, say("check:send"));
  await page.waitForURL(/sent=1/);
  const { number } = await school.get<Case>(`/v1/cases/${draft.id}`);
  const heading = page.getByRole("heading", { name: say("case:receipt.title", { number }) });
  await expect(heading).toBeFocused();
  await expect(page.getByText(say("after:receipt.queued"))).toBeVisible();
  await expect(page.getByText(say("after:receipt.when"))).toBeVisible();
  await look(page, "receipt");
});

test("a request is changed until somebody takes it", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const filed = await file(school);
  const { page } = await open("teacher-fi-2", `/cases/${filed.id}`, language);
  await page.getByRole("link", { name: say("after:amend.open") }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("after:amend.heading", { number: filed.number }) })).toBeVisible();
  await press(page, say("after:amend.check"));
  await expect(page.getByRole("main").getByText(say("after:amend.nothing"))).toBeVisible(); // not only in the live region
  await box(page, say, "question").fill("");
  await press(page, say("after:amend.check"));
  await expect(page.getByText(say("form:error.question")).first()).toBeVisible();
  await look(page, "amend, with errors");
  await box(page, say, "question").fill("Miten välitunti sujuisi?");
  await page.reload(); // what was typed is still there
  await expect(box(page, say, "question")).toHaveValue("Miten välitunti sujuisi?");
  await pick(page, "checkbox", say("codes:NEED_AUTISM"));
  await expect(page.getByRole("checkbox", { name: say("codes:NEED_AUTISM"), exact: true })).toBeChecked();
  await press(page, say("after:amend.check"));
  await expect(page.getByRole("heading", { name: say("after:amend.changes") })).toBeFocused();
  await expect(page.getByText(say("after:amend.stays"))).toBeVisible();
  await look(page, "amend, summary");
  await press(page, say("after:amend.save"));
  await page.waitForURL(new RegExp(`/cases/${filed.id}\\?sent=changes$`));
  await expect(page.locator(".vaatu-notice").getByText(say("after:amend.saved"))).toBeVisible();
  await look(page, "case, amended");
  const now = await school.get<Case & { request: { question: string; situation: string } }>(`/v1/cases/${filed.id}`);
  expect(now.request.question).toBe("Miten välitunti sujuisi?");
  expect(now.request.situation).toBe(request().situation);
});

test("other needs take a request to another receiver, which is said before", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const filed = await file(school, { needs: ["NEED_AUTISM"] });
  const { page } = await open("teacher-fi-2", `/cases/${filed.id}/edit`, language);
  await pick(page, "checkbox", say("codes:NEED_PSYCHIATRY"));
  await tick(page.getByRole("checkbox", { name: say("codes:NEED_AUTISM"), exact: true }), false);
  await press(page, say("after:amend.check"));
  await expect(page.getByText(new RegExp(say("after:amend.movesTo", { unit: "" }).split(":")[0] ?? ""))).toBeVisible();
  await press(page, say("after:amend.save"));
  await page.waitForURL(new RegExp(`/cases/${filed.id}\\?sent=changes$`));
  const now = await school.get<Case>(`/v1/cases/${filed.id}`);
  expect(now.assignments?.map((a) => a.state)).toEqual(["STATE_CANCELLED", "STATE_WAITING"]);
});

test("whoever is too late hears who has taken it, and keeps the text as a message", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const filed = await file(school);
  const { page } = await open("teacher-fi-2", `/cases/${filed.id}/edit`, language);
  await box(page, say, "tried").fill("Uusi istumapaikka auttoi.");
  await press(page, say("after:amend.check"));
  await expect(page.getByRole("heading", { name: say("after:amend.changes") })).toBeVisible();
  // It is taken while the changes are on their way: else a hint tells of it before.
  let taken = filed;
  await page.route(`**/v1/cases/${filed.id}**`, async (route) => {
    if (route.request().method() !== "GET") taken = await claim(await Client.signIn("expert-valteri"), filed);
    await route.continue();
  });
  await press(page, say("after:amend.save"));
  await expect(page.getByRole("heading", { name: say("after:amend.tooLate") })).toBeFocused();
  await expect(page.getByText(new RegExp((leadOf(taken) as { holderName?: string }).holderName ?? "nobody"))).toBeVisible();
  await expect(page.getByText("Uusi istumapaikka auttoi.")).toBeVisible();
  await look(page, "amend, too late");
  await press(page, say("after:amend.asMessage"));
  await expect(page.getByRole("textbox", { name: say("case:message.label"), exact: true })).toHaveValue(/Uusi istumapaikka auttoi\./);
});

test("what is added while a request waits, and a withdrawal with its reason", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const filed = await file(school);
  const { page } = await open("teacher-fi-2", `/cases/${filed.id}`, language);
  await expect(page.getByRole("textbox", { name: say("case:message.label"), exact: true })).toBeVisible();
  await page.getByRole("link", { name: say("after:add") }).click();
  await expect(page.getByRole("textbox", { name: say("case:message.label"), exact: true })).toBeFocused();
  await send(page, say("case:message.label"), "Lisätieto.", say("case:message.send"));
  await press(page, say("case:withdraw.open"));
  const reason = page.getByRole("dialog").getByRole("textbox");
  await reason.fill("Asia ratkesi.");
  await page.route(`**/v1/cases/${filed.id}:withdraw`, (route) => route.abort());
  await press(page, say("case:withdraw.send"));
  await expect(page.getByRole("dialog").getByRole("alert")).toBeVisible();
  await expect(reason).toHaveValue("Asia ratkesi.");
  await page.unroute(`**/v1/cases/${filed.id}:withdraw`);
  await press(page, say("case:withdraw.send"));
  await expect(page.getByText(say("codes:PHASE_WITHDRAWN")).first()).toBeVisible();
  await expect(page.getByRole("link", { name: say("after:amend.open") })).toHaveCount(0);
  await look(page, "case, withdrawn");
});

test("who has gone on while a text was on its way keeps their place, and the dialog the focus", async ({ open, language, say }) => {
  const filed = await file(await Client.signIn("teacher-fi-2"));
  const { page } = await open("teacher-fi-2", `/cases/${filed.id}`, language);
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(`**/v1/cases/${filed.id}/messages`, async (route) => {
    if (route.request().method() === "POST") await arrived;
    await route.continue();
  });
  await page.getByRole("textbox", { name: say("case:message.label"), exact: true }).fill("Lisätieto.");
  await press(page, say("case:message.send"));
  const withdraw = page.getByRole("button", { name: say("case:withdraw.open"), exact: true });
  await withdraw.focus(); // the text arrives while they are here
  arrive();
  const sent = page.getByRole("listitem").filter({ hasText: "Lisätieto." });
  await expect(sent).toHaveCount(1);
  await expect(page.getByRole("textbox", { name: say("case:message.label"), exact: true })).toHaveValue("");
  await expect(withdraw).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("the request as a file, and attack texts in what is changed", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const filed = await file(school, { situation: `1 ${long}`, tried: `2 ${long}`, question: `3 ${long}`.slice(0, 2000) });
  const { page, context } = await open("teacher-fi-2", `/cases/${filed.id}`, language);
  const link = page.getByRole("link", { name: say("after:pdf") });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe(`vaatu-${filed.number}.pdf`);
  const watched = watch(context);
  await page.goto(`/cases/${filed.id}/edit`);
  await expect(box(page, say, "situation")).toHaveValue(`1 ${long}`);
  await box(page, say, "tried").fill(`4 ${long}`);
  await press(page, say("after:amend.check"));
  await expect(page.getByRole("heading", { name: say("after:amend.changes") })).toBeVisible();
  await holds(page, "what changes", [`2 ${long}`, `4 ${long}`]);
  expect(watched.acts).toEqual([]);
  await press(page, say("after:amend.save"));
  await page.waitForURL(new RegExp(`/cases/${filed.id}\\?sent=changes$`));
  const other = await (await fetch(`${baseURL()}/v1/cases/${filed.id}/request.pdf`)).json() as { reason: string };
  expect(other.reason).toBe("UNAUTHENTICATED");
});

test("what was said is read beside the advice, and on paper with who sent the request and when", async ({ open, language, phone, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const filed = await file(school);
  await school.post(`/v1/cases/${filed.id}/messages`, { text: "Maanantaisin vaikeinta." });
  await ask(await Client.signIn("expert-valteri"), await claim(await Client.signIn("expert-valteri"), filed));
  const { page } = await open("expert-valteri", `/cases/${filed.id}/advice`, language);
  if (phone) await press(page, say("case:message.heading"));
  await expect(page.getByText("Maanantaisin vaikeinta.")).toBeVisible();
  await expect(page.getByText("Milloin tilanne alkoi?")).toBeVisible();
  if (phone) await press(page, say("attachments:heading"));
  await expect(page.getByText(say("attachments:none"))).toBeVisible();
  await expect(page.getByRole("textbox", { name: say("case:message.label"), exact: true })).toHaveCount(0);
  await look(page, "advice, beside what was said");
  const print = (await open("teacher-fi-2", `/cases/${filed.id}/print`, language)).page;
  await print.goto(`/cases/${filed.id}`);
  const why = print.getByRole("button", { name: say("case:why.heading"), exact: true });
  await expect(why).toBeVisible();
  await print.emulateMedia({ media: "print" });
  await expect(why, "what is folded away is no use on paper").toBeHidden();
  await print.emulateMedia({ media: null });
  await print.goto(`/cases/${filed.id}/print`);
  const [before, after] = say("form:print.filed", { time: "|", name: "Antti Aakkonen" }).split("|");
  await expect(print.getByText(new RegExp(`^${before ?? ""}.*${after ?? ""}$`))).toBeVisible();
  for (const text of ["Maanantaisin vaikeinta.", "Milloin tilanne alkoi?"]) await expect(print.getByText(text)).toBeVisible();
  await look(print, "print of a case");
});

test("whoever is asked to tell what followed is taken to the form that asks it", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const expert = await Client.signIn("expert-valteri");
  const advised = await advise(expert, await claim(expert, await file(school)));
  const { etag } = await school.get<Case>(`/v1/cases/${advised.id}`);
  await school.post(`/v1/cases/${advised.id}/advice:acknowledge`, {}, { etag });
  const { page } = await open("teacher-fi-2", `/cases/${advised.id}`, language);
  const heading = page.getByRole("heading", { name: say("case:close.heading"), exact: true });
  await press(page, say("case:due.toClose"));
  await expect(heading).toBeFocused();
  await page.getByRole("radio").first().focus();
  await press(page, say("case:due.toClose")); // the form is open already
  await expect(heading).toBeFocused();
});
