// Every page, empty, filled and with errors, in Finnish on a wide screen and in Swedish on a phone. That the browser
// reports no violation of the content policy is checked in all browser tests; here every page is seen.

import type { Page } from "@playwright/test";
import { Client, type Case, type Draft } from "./client";
import { advise, ask, claim, file, request, valteri } from "./sample";
import { look, withoutData } from "./look";
import { box, toCheck, toQuestion, unfold, write } from "./steps";
import { expect, test } from "./test";

/** press presses a button of the page by its exact name. */
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("pages that need no session", async ({ open, language }) => {
  const { page } = await open(undefined, "/", language);
  await look(page, "sign in");
  for (const path of ["help", "accessibility", "privacy"]) {
    await page.goto(`/${path}`);
    await look(page, path);
  }
});

test("start, drafts and consultations of a school, empty", async ({ open, language, say }) => {
  const { page } = await open("teacher-fi-2", "/settings", language);
  await look(page, "settings");
  await withoutData(page);
  await page.goto("/");
  await expect(page.getByText(say("start:empty"))).toBeVisible();
  await look(page, "start of a school, empty");
  await page.goto("/drafts");
  await expect(page.getByText(say("form:drafts.empty"))).toBeVisible();
  await look(page, "drafts, empty");
  await page.goto("/cases");
  await expect(page.getByText(say("cases:empty"))).toBeVisible();
  await look(page, "consultations, empty");
  await page.goto("/no/such/page");
  await expect(page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();
  await look(page, "not found");
});

test("start, drafts and consultations of a school, filled", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const expert = await Client.signIn("expert-valteri");
  const draft = await school.post<Draft>("/v1/drafts", { request: { needs: ["NEED_AUTISM"], situation: "Kesken" } });
  const asked = await file(school);
  await claim(expert, asked);
  await ask(expert, asked);
  await file(school);
  const { page } = await open("teacher-fi-2", "/", language);
  await expect(page.getByRole("list", { name: say("start:list") })).toBeVisible();
  await look(page, "start of a school");
  await page.goto("/drafts");
  await expect(page.locator(`a[href$="/drafts/${draft.id}"]`)).toBeVisible();
  await look(page, "drafts");
  await page.locator(`#more-${draft.id}`).click();
  await page.getByRole("menuitem", { name: say("drafts:list.delete"), exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await look(page, "drafts, deleting");
  await page.goto("/cases");
  await expect(page.getByText(asked.number)).toBeVisible();
  await look(page, "consultations");
  await page.goto(`/cases/${asked.id}`);
  await press(page, say("case:reply.send"));
  await expect(page.getByText(say("case:text.empty"))).toBeVisible();
  await look(page, "case with a question, with an error");
  await press(page, say("case:withdraw.open"));
  await expect(page.getByRole("dialog")).toBeVisible();
  await look(page, "case, withdrawing");
});

test("the request form and its check, empty and with errors", async ({ open, language, phone, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const empty = await school.post<Draft>("/v1/drafts", { request: {} });
  const { page } = await open("teacher-fi-2", `/drafts/${empty.id}`, language);
  await look(page, "form, empty");
  await write(page, say, "situation", "Oppilas 131052-902Y on väsynyt.");
  await expect(page.getByText(say("leak:remove"))).toBeVisible();
  await look(page, "form, with an identity code");
  await toCheck(page, say);
  if (!phone) await expect(page.getByText(say("form:error.needs")).first()).toBeVisible();
  await look(page, "form, with errors");
  await page.goto(`/drafts/${empty.id}/check`);
  await expect(page.getByText(say("check:missing", { question: say("form:questions.needs.short") }))).toBeVisible();
  await look(page, "check, with errors");
});

test("the request form and its check, filled", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const full = await school.post<Draft>("/v1/drafts", { request: request() });
  const group = await school.post<Draft>("/v1/drafts", { request: { about: "ABOUT_GROUP", level: "LEVEL_BASIC", grades: [1, 2] } });
  const { page } = await open("teacher-fi-2", `/drafts/${full.id}`, language);
  await toQuestion(page, say, "question");
  await expect(box(page, say, "question")).toHaveValue("Miten siirtymät saadaan rauhallisiksi?");
  await look(page, "form, filled");
  await page.goto(`/drafts/${full.id}/check`);
  await expect(page.getByRole("heading", { name: say("check:why") })).toBeVisible();
  await look(page, "check, filled");
  await page.goto(`/drafts/${group.id}?q=grade`);
  await expect(page.getByRole("checkbox", { name: say("form:grade.number", { grade: 2 }) })).toBeChecked();
  await look(page, "form of a group");
});

test("a case from queue to close, for its school", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const expert = await Client.signIn("expert-valteri");
  const filed = await file(school);
  const path = `/v1/cases/${filed.id}`;
  const { page } = await open("teacher-fi-2", `/cases/${filed.id}?sent=1`, language);
  await expect(page.getByText(say("codes:PHASE_QUEUED")).first()).toBeVisible();
  await look(page, "case, waiting");
  const advised = await advise(expert, await claim(expert, filed));
  await page.reload();
  await expect(page.getByRole("button", { name: say("case:acknowledge.button") })).toBeVisible();
  await look(page, "case, advised");
  const known = await school.post<Case>(`${path}/advice:acknowledge`, {}, { etag: advised.etag });
  await page.reload();
  await press(page, say("case:close.open"));
  await press(page, say("case:close.send"));
  await expect(page.getByText(say("case:close.effectMissing"))).toBeVisible();
  await look(page, "case, closing with an error");
  await school.post(`${path}:close`, { closeOut: { effect: "EFFECT_NEW_PLAN", value: 5, comment: "Kiitos" } }, { etag: known.etag });
  await page.reload();
  await expect(page.getByRole("heading", { name: say("case:close.outcome") })).toBeVisible();
  await expect(page.getByText(say("case:receipt.next"))).toHaveCount(0);
  const closed = page.locator("main button[aria-expanded=false]");
  await expect(closed).toHaveCount(3);
  for (let left = 2; left >= 0; left--) {
    await closed.first().click();
    await expect(closed).toHaveCount(left);
  }
  await look(page, "case, closed, all open");
});

test("an expert's pages, empty", async ({ open, language, say }) => {
  const { page } = await open("expert-valteri", "/", language, withoutData);
  await expect(page.getByText(say("start:empty"))).toBeVisible();
  await look(page, "start of an expert, empty");
  await page.goto(`/queues/${valteri}`);
  await expect(page.getByText(say("queue:empty"))).toBeVisible();
  await look(page, "queue, empty");
  await page.goto("/my-cases");
  await expect(page.getByText(say("queue:mine.empty"))).toBeVisible();
  await look(page, "my cases, empty");
});

test("an expert's pages, filled", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const expert = await Client.signIn("expert-valteri");
  const vision = { needs: ["NEED_VISION"] };
  const mine = await file(school, vision);
  await claim(expert, mine);
  const question = await ask(expert, mine);
  await school.post(`/v1/cases/${mine.id}/questions/${question}:reply`, { text: "Näin on." });
  const waiting = await file(school, vision);
  const { page } = await open("expert-valteri", "/", language);
  await look(page, "start of an expert");
  await page.goto(`/queues/${valteri}?need=NEED_VISION`);
  await press(page, say("queue:claim.named", { number: waiting.number }));
  await expect(page.getByRole("link", { name: say("queue:claim.open") })).toBeVisible();
  await look(page, "queue");
  await page.goto("/my-cases");
  await expect(page.getByRole("link", { name: mine.number, exact: true })).toBeVisible();
  await look(page, "my cases");
  await page.goto(`/cases/${mine.id}`);
  await press(page, say("case:ask.open"));
  await page.getByRole("textbox", { name: new RegExp(say("case:ask.due")) }).fill("eilen");
  await press(page, say("case:ask.send"));
  await expect(page.getByText(say("case:ask.dueWrong", { last: "" }).replace(/ ?\.$/, ""))).toBeVisible();
  await look(page, "case of an expert, asking with errors");
  await press(page, say("case:assignment.decline"));
  await press(page, say("ending:decline.lead.send"));
  await expect(page.getByText(say("case:assignment.declineReasonMissing"))).toBeVisible();
  await look(page, "case, declining with an error");
});

test("the advice editor", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const filed = await file(school);
  await claim(await Client.signIn("expert-valteri"), filed);
  const { page } = await open("expert-valteri", `/cases/${filed.id}/advice`, language);
  await look(page, "advice, empty");
  await press(page, say("advice:add"));
  await page.getByRole("textbox", { name: say("advice:who") }).fill("Luokanopettaja");
  await press(page, say("advice:save"));
  await expect(page.getByText(say("case:text.empty")).first()).toBeVisible();
  await look(page, "advice, with errors");
  await page.getByRole("textbox", { name: say("advice:summary") }).fill("Ennakoikaa.");
  await page.getByRole("textbox", { name: say("advice:what") }).fill("Sopikaa merkki.");
  await press(page, say("advice:preview"));
  await expect(page.getByRole("heading", { name: say("advice:previewHeading") })).toBeVisible();
  await look(page, "advice, preview");
  await press(page, say("advice:publish"));
  await expect(page.getByRole("dialog")).toBeVisible();
  await look(page, "advice, publishing");
});

test("coordination's pages", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const complex = await file(school, { needs: ["NEED_COMPLEX"] });
  await file(school);
  const { page } = await open("coordinator", "/", language);
  await look(page, "start of a coordinator");
  await page.goto("/triage");
  await press(page, say("triage:decideNamed", { number: complex.number }));
  await press(page, say("triage:send"));
  await expect(page.getByText(say("triage:unitMissing"))).toBeVisible();
  await look(page, "triage, with errors");
  await page.getByRole("combobox", { name: say("triage:unit") }).selectOption({ index: 1 });
  await page.getByRole("textbox", { name: say("triage:reason") }).fill("Paras osaaminen");
  await press(page, say("triage:send"));
  await expect(page.getByRole("heading", { name: complex.number })).toHaveCount(0);
  await page.goto("/caseload");
  await expect(page.locator("dl.vaatu-figures")).toBeVisible();
  await look(page, "caseload");
  await page.goto("/caseload/cases?phase=PHASE_QUEUED");
  await expect(page.locator(".vaatu-count")).toBeVisible();
  await look(page, "cases of the caseload");
  await withoutData(page);
  for (const [path, text] of [["/triage", "triage:empty"], ["/caseload", "caseload:empty"], ["/caseload/cases", "caseload:empty"]] as const) {
    await page.goto(path);
    await expect(page.getByText(say(text))).toBeVisible();
    await look(page, `${path.slice(1).replace("/", " ")}, empty`);
  }
});

test("a person without a page of their own, and one with two roles", async ({ open, language, phone, say }) => {
  const vipu = await open("vipu-fi", "/", language);
  await expect(vipu.page.getByText(say("start:noPages"))).toBeVisible();
  await look(vipu.page, "start of a person without pages");
  const both = await open("expert-and-teacher", "/", language);
  await look(both.page, "start of a person with two roles");
  await unfold(both.page, say);
  if (phone) await look(both.page, "navigation open");
  await press(both.page, "Eeva Eritaito");
  await look(both.page, "own menu open");
});

test("a failure of the service", async ({ open, language }) => {
  const { page } = await open("teacher-fi-2", "/cases", language, (p) =>
    p.route("**/v1/cases?**", (route) =>
      route.fulfill({ status: 503, contentType: "application/problem+json", json: { status: 503, reason: "UNAVAILABLE", requestId: "r-1" } }),
    ),
  );
  await expect(page.getByRole("alert").getByText("r-1")).toBeVisible();
  await look(page, "consultations, failed");
});
