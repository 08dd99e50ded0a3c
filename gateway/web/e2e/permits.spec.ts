// Permissions from the form to the principal's answer and back: on a wide screen in Finnish and on a phone in Swedish.

import type { Page } from "@playwright/test";
import { baseURL, Client, type Case, type Draft } from "./client";
import { look } from "./look";
import { claim, file, request } from "./sample";
import { toCheck, follow, pick, saved } from "./steps";
import { expect, test, type Person } from "./test";
import type { Language, Say } from "./texts";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const identified = { about: "ABOUT_IDENTIFIED_PUPIL", needs: ["NEED_HEARING"] };

/** A day as people type it, some days from now. */
function typed(days: number): string {
  const [year, month, day] = new Date(Date.now() + days * 24 * 3600 * 1000).toLocaleDateString("sv-SE", { timeZone: "Europe/Helsinki" }).split("-");
  return `${Number(day)}.${Number(month)}.${year}`;
}

const consent = () => ({
  actors: ["ACTOR_VALTERI"],
  mayGet: true,
  mayTransfer: true,
  date: new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Helsinki" }),
  how: "HOW_SIGNED_FORM",
});

test("a teacher tells of permissions in the form, and the principal authorises by the link of the mail in one action", async ({ open, language, phone, say }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi");
  await Client.signIn("principal-fi"); // somebody who has used Vaatu is asked without an address
  const draft = await school.post<Draft>("/v1/drafts", { request: request(identified) });
  const { page } = await open("teacher-fi", `/drafts/${draft.id}?q=permissions`, language);
  await pick(page, "radio", say("permits:form.yes"));
  await pick(page, "checkbox", say("permits:form.ask"));
  await toCheck(page, say);
  if (phone) await page.getByRole("link", { name: `${say("form:questions.permissions.short")}: ` }).first().click();
  await expect(page.getByText(say("permits:wrong.actors")).first()).toBeVisible();
  await look(page, "question of permissions, with errors");
  await pick(page, "checkbox", say("codes:ACTOR_ELMERI"));
  await pick(page, "checkbox", say("permits:consent.mayTransfer"));
  await expect(page.getByText(say("permits:panel.uncovered", { actor: say("codes:ACTOR_VALTERI") }))).toBeVisible();
  await pick(page, "checkbox", say("codes:ACTOR_VALTERI"));
  const day = page.getByRole("textbox", { name: say("permits:consent.date") });
  await day.fill(typed(3));
  await expect(page.getByText(say("permits:wrong.future")).first()).toBeVisible();
  await day.fill(typed(0));
  await pick(page, "radio", say("codes:HOW_SIGNED_FORM"));
  await saved(page);
  await page.reload();
  await expect(page.getByRole("textbox", { name: say("permits:consent.date") })).toHaveValue(typed(0));
  await look(page, "question of permissions, answered");
  await toCheck(page, say);
  await expect(page.getByText(say("permits:form.askSaid"))).toBeVisible();
  await press(page, say("check:send"));
  await expect(page.getByRole("heading", { name: say("permits:panel.title"), exact: true })).toBeVisible();
  await expect(page.getByText(say("permits:panel.missing"))).toBeVisible();
  const filed = await school.get<Case>(`/v1/cases/${draft.id}`);

  const mails = (await (await fetch(`${baseURL()}/dev/mail.json`)).json()) as { to: string; subject: string }[];
  expect(mails.filter((m) => m.subject.includes(filed.number)).map((m) => m.to)).toContain("principal-fi@example.fi");
  const principal = (await open("principal-fi", `/permissions/${draft.id}`, language)).page;
  await expect(principal.getByText(say("permits:page.meaningText"))).toBeVisible();
  await look(principal, "authorisation asked");
  await press(principal, say("permits:page.give"));
  await expect(principal.getByRole("heading", { name: say("permits:page.given"), exact: true })).toBeFocused();
  await look(principal, "authorisation given");
  expect((await school.get<Case>(`/v1/cases/${draft.id}`)).phase).toBe("PHASE_QUEUED");
});

test("a principal finds what waits, refuses with a reason, and authorises after all", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi");
  await Client.signIn("principal-fi");
  const filed = await file(school, identified);
  await school.post(`/v1/cases/${filed.id}/permissions:ask`, {});
  const { page } = await open("principal-fi", "/", language);
  await expect(page.getByRole("heading", { name: say("permits:start.heading"), exact: true })).toBeVisible();
  await expect(page.getByRole("list", { name: say("permits:list.caption") }).getByRole("listitem").first()).toContainText(say("codes:LACK_AUTHORISATION_NONE"));
  await look(page, "start of a principal");
  await follow(page, say, say("common:nav.permissions"));
  await expect(page.getByRole("heading", { level: 1, name: say("permits:list.title") })).toBeVisible();
  await look(page, "list of authorisations");
  await page.getByRole("link", { name: say("permits:list.openOf", { number: filed.number }) }).click();
  await press(page, say("permits:page.refuse"));
  await press(page, say("permits:page.refuseSend"));
  await expect(page.getByText(say("case:text.empty"))).toBeVisible();
  await look(page, "authorisation refused without a reason");
  await page.getByRole("textbox", { name: say("permits:page.reason") }).fill("Ensin puhutaan huoltajan kanssa.");
  await press(page, say("permits:page.refuseSend"));
  await expect(page.getByRole("heading", { name: say("permits:page.refused"), exact: true })).toBeFocused();
  await expect(page.getByText("Ensin puhutaan huoltajan kanssa.")).toBeVisible();
  await look(page, "authorisation refused");
  await page.reload(); // whoever comes back finds the decision, and no question
  await expect(page.getByText(new RegExp(say("permits:page.refusedBy", { name: "Raija Rehtorila", when: ".*" })))).toBeVisible();
  await expect(page.getByText("Ensin puhutaan huoltajan kanssa.")).toBeVisible();
  await expect(page.getByRole("button", { name: say("permits:page.give"), exact: true })).toHaveCount(0);
  await expect(page.getByRole("button", { name: say("permits:page.refuse"), exact: true })).toHaveCount(0);
  await whereTheFilerLooks(open, language, say, filed);
  await press(page, say("permits:page.change"));
  await expect(page.getByRole("button", { name: say("permits:page.give"), exact: true })).toBeFocused();
  await press(page, say("permits:page.give"));
  await expect(page.getByRole("heading", { name: say("permits:page.given"), exact: true })).toBeFocused();
});

type Open = (persona: string, path: string, language: Language) => Promise<Person>;

/** The filer of a refused request has a mail, and finds on the start page, in the list and on the case's page what lacks and what to do. */
async function whereTheFilerLooks(open: Open, language: Language, say: Say, filed: Case): Promise<void> {
  const mailed = async () => {
    const mails = (await (await fetch(`${baseURL()}/dev/mail.json`)).json()) as { to: string; subject: string }[];
    return mails.filter((m) => m.subject.includes(filed.number) && m.to === "teacher-fi@example.fi").length;
  };
  await expect.poll(mailed).toBe(1);
  const { page } = await open("teacher-fi", "/", language);
  const own = page.getByRole("list", { name: say("start:list") }).getByRole("listitem").filter({ hasText: filed.number });
  await expect(page.getByRole("list", { name: say("start:list") })).toBeVisible();
  if ((await own.count()) > 0) { // of many things that wait the first seven are shown
    await expect(own).toContainText(say("codes:LACK_AUTHORISATION_REFUSED"));
    await expect(own).toContainText(say("start:refusedNext"));
  }
  await look(page, "start of a filer who was refused");
  await page.goto(`/cases?number=${filed.number}`);
  await expect(page.getByText(new RegExp(say("codes:LACK_AUTHORISATION_REFUSED"))).first()).toBeVisible();
  await look(page, "list with a lacking permission");
  await page.goto(`/cases/${filed.id}`);
  await expect(page.getByText(say("permits:lacking.LACK_AUTHORISATION_REFUSED"))).toBeVisible();
}

test("the school records and withdraws a consent on the page of the case; the expert loses the content at once", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi");
  const principal = await Client.signIn("principal-fi");
  const expert = await Client.signIn("expert-valteri");
  const filed = await file(school, identified);
  await principal.post(`/v1/cases/${filed.id}/permissions:authorise`, {});
  const { page } = await open("teacher-fi", `/cases/${filed.id}`, language);
  await press(page, say("permits:consent.record"));
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: say("permits:consent.save"), exact: true }).click();
  await expect(dialog.getByText(say("permits:wrong.scope"))).toBeVisible();
  await look(page, "recording a consent, with errors");
  await pick(page, "checkbox", say("codes:ACTOR_VALTERI"));
  await pick(page, "checkbox", say("permits:consent.mayTransfer"));
  await dialog.getByRole("textbox", { name: say("permits:consent.date") }).fill(typed(0));
  await pick(page, "radio", say("codes:HOW_ELECTRONIC"));
  await dialog.getByRole("button", { name: say("permits:consent.save"), exact: true }).click();
  await expect(page.getByText(say("permits:panel.complete"))).toBeVisible();
  await look(page, "case with permissions");
  const queued = await school.get<Case>(`/v1/cases/${filed.id}`);
  await claim(expert, queued);
  const held = (await open("expert-valteri", `/cases/${filed.id}`, language)).page;
  await expect(held.getByRole("heading", { name: say("permits:panel.title"), exact: true })).toBeVisible();
  await page.reload(); // somebody has taken it since
  await press(page, say("permits:consent.withdraw"));
  await look(page, "withdrawing a consent");
  await press(page, say("permits:consent.withdrawSend"));
  await expect(page.getByText(say("permits:panel.missing"))).toBeVisible();
  await held.reload();
  await expect(held.getByText(String(request().situation))).toHaveCount(0);
  await expect(held.getByRole("heading", { name: say("permits:panel.title"), exact: true })).toHaveCount(0);
  await expect(held.getByText(say("case:locked.title"))).toBeVisible();
  await expect(held.getByText(say("codes:LACK_CONSENT_WITHDRAWN"))).toBeVisible();
  await look(held, "a case that is locked");
  const stranger = (await open("expert-valteri-2", `/cases/${filed.id}`, language)).page;
  await expect(stranger.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();
  await held.goto("/my-cases?turn=school");
  const row = held.getByRole("row").or(held.getByRole("listitem")).filter({ hasText: filed.number }).first();
  await expect(row).toContainText(say("queue:mine.locked"));
  await expect(row).toContainText(say("codes:LACK_CONSENT_WITHDRAWN"));
  await look(held, "my cases with a locked one");
  await held.goto(`/cases/${filed.id}`);
  await press(held, say("case:assignment.release"));
  await held.getByRole("dialog").getByRole("button", { name: say("case:assignment.release"), exact: true }).click();
  await expect(held.getByText(say("case:text.empty"))).toBeVisible(); // whoever takes it next hears why
  await held.getByRole("textbox", { name: say("case:assignment.releaseReason") }).fill("Lupa puuttuu.");
  await held.getByRole("dialog").getByRole("button", { name: say("case:assignment.release"), exact: true }).click();
  await expect(held).toHaveURL(/\/queues\//);
});

test("an address that is none is named, and nothing is lost", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-sv");
  const filed = await file(school, { ...identified, workingLanguage: "sv", needs: ["NEED_VISION"] });
  const { page } = await open("teacher-sv", `/cases/${filed.id}`, language);
  await press(page, say("permits:authorisation.ask"));
  await press(page, say("permits:authorisation.send"));
  const email = page.getByRole("textbox", { name: say("permits:authorisation.email") });
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await look(page, "asking without an address");
  await email.fill("rektor@example.fi");
  await press(page, say("permits:authorisation.send"));
  await expect(page.getByText(say("permits:authorisation.askedByMail"))).toBeVisible();
});

test("the school names the pupil of an anonymous request once both permissions stand, and who sees the name is recorded", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi");
  const principal = await Client.signIn("principal-fi");
  const filed = await file(school, { needs: ["NEED_HEARING"] });
  await school.post(`/v1/cases/${filed.id}/permissions`, { consent: consent() });
  const { page } = await open("teacher-fi", `/cases/${filed.id}`, language);
  await expect(page.getByRole("heading", { name: say("permits:panel.title"), exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: say("permits:pupil.identify"), exact: true })).toHaveCount(0);
  await principal.post(`/v1/cases/${filed.id}/permissions:authorise`, {});
  await page.reload();
  await press(page, say("permits:pupil.identify"));
  await press(page, say("permits:pupil.save"));
  await expect(page.getByText(say("permits:pupil.missing"))).toBeVisible();
  const field = page.getByRole("textbox", { name: say("permits:pupil.name") });
  await field.fill("131052-308T");
  await press(page, say("permits:pupil.save"));
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await look(page, "naming the pupil, with an error");
  await field.fill("Aino Kuvitteellinen");
  await press(page, say("permits:pupil.save"));
  await expect(page.getByText("Aino Kuvitteellinen")).toBeVisible();
  await look(page, "the pupil named");
  await press(page, say("permits:pupil.hide"));
  await expect(page.getByText("Aino Kuvitteellinen")).toHaveCount(0);
  await school.post(`/v1/cases/${filed.id}/permissions:withdrawConsent`, {});
  await page.reload();
  await expect(page.getByText(say("permits:pupil.later"))).toBeVisible();
  await expect(page.getByRole("button", { name: say("permits:pupil.show"), exact: true })).toHaveCount(0);
});

test("the guardian's papers in four languages hold no personal data in their address", async ({ open, language, say }) => {
  const { page } = await open(undefined, "/consent-form", language);
  for (const [paper, name] of [["fi", "Suomi"], ["sv", "Svenska"], ["en", "English"], ["easy", "Selkosuomi"]] as const) {
    if (await page.getByRole("link", { name, exact: true }).count()) await page.getByRole("link", { name, exact: true }).click();
    await expect(page.locator("article")).toHaveAttribute("lang", paper === "easy" ? "fi" : paper);
    expect(new URL(page.url()).search).toMatch(/^(\?language=(fi|sv|en|easy))?$/);
    await look(page, `papers ${paper}`);
  }
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: say("permits:paper.print"), exact: true })).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeHidden();
});

test("consents of bad dates and empty scopes are refused by the names of their fields", async () => {
  const school = await Client.signIn("teacher-fi");
  const filed = await file(school, identified);
  const record = async (change: object) => {
    const answer = await school.send("POST", `/v1/cases/${filed.id}/permissions`, { body: { consent: { ...consent(), ...change } } });
    const problem = JSON.parse(answer.text) as { fieldViolations?: { field: string }[] };
    return [answer.status, ...(problem.fieldViolations ?? []).map((v) => v.field)];
  };
  expect(await record({ date: "2999-01-01" })).toEqual([400, "consent.date"]);
  expect(await record({ actors: [] })).toEqual([400, "consent.actors"]);
  expect(await record({ mayGet: false, mayTransfer: false })).toEqual([400, "consent.mayTransfer"]);
  expect(await record({ validUntil: "2020-01-01" })).toEqual([400, "consent.validUntil"]);
  expect(await record({})).toEqual([200]);
});
