// Who has read a case, for its school and the head of the unit, and the log for the auditor: on a wide screen in Finnish and on
// a phone in Swedish.

import type { Page } from "@playwright/test";
import { Client } from "./client";
import { look } from "./look";
import { advise, claim, file } from "./sample";
import { follow } from "./steps";
import { expect, test } from "./test";

const rows = (page: Page, phone: boolean) => page.locator(phone ? ".vaatu-cards > li" : ".vaatu-table tbody tr");

test("school and head see who has read a case and to whom it was disclosed", async ({ open, language, phone, say }) => {
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri");
  const c = await advise(expert, await claim(expert, await file(school)));
  const stranger = await Client.signIn("teacher-sv");
  await expect(stranger.get(`/v1/cases/${c.id}`)).rejects.toThrow();

  const { page } = await open("teacher-fi", `/cases/${c.id}`, language);
  await page.getByRole("link", { name: say("case:readers") }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("audit:reads.titleOf", { number: c.number }) })).toBeVisible();
  await expect(rows(page, phone).filter({ hasText: say("codes:OUTCOME_DENIED") }).filter({ hasText: say("audit:reason.NOT_FOUND") })).toHaveCount(1);
  await expect(rows(page, phone).filter({ hasText: say("audit:action.PUBLISH_ADVICE") })).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 2, name: say("audit:reads.disclosed") })).toBeVisible();
  await expect(page.getByText(say("audit:basis.NOT_IDENTIFIED"))).toBeVisible();
  await expect(page.getByText(say("audit:basis.ASKED"))).toBeVisible();
  await look(page, "who has read");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: say("audit:reads.print") })).toBeHidden();
  await expect(rows(page, phone).first()).toBeVisible();
  await page.emulateMedia({ media: null });

  const lead = await open("lead-valteri", `/cases/${c.id}/reads`, language);
  await expect(lead.page.getByRole("heading", { level: 1, name: say("audit:reads.titleOf", { number: c.number }) })).toBeVisible();
  for (const persona of ["expert-valteri", "teacher-fi-2", "auditor"]) {
    const other = await open(persona, `/cases/${c.id}/reads`, language);
    await expect(other.page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();
  }
});

test("the auditor finds a case and a person in the log, and each search is in it", async ({ open, language, phone, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const c = await file(school);
  const { page } = await open("auditor", "/", language);
  await follow(page, say, say("common:nav.audit"));
  await expect(page.getByText(say("audit:recorded"))).toBeVisible();
  await expect(rows(page, phone).first()).toBeVisible();
  await look(page, "log");

  const number = page.getByRole("searchbox", { name: say("audit:filter.number") });
  await number.fill("4K7P");
  await number.press("Enter");
  await expect(page.getByText(say("audit:filter.numberWrong"))).toBeVisible();
  await look(page, "log, a wrong number");
  await number.fill(c.number.toLowerCase());
  await number.press("Enter");
  await expect(rows(page, phone).filter({ hasText: say("audit:action.FILE") })).toHaveCount(1);
  await page.getByRole("combobox", { name: say("audit:filter.kind") }).selectOption("ENTRY_KIND_AUDIT");
  await expect(rows(page, phone)).toHaveCount(1);
  await expect(rows(page, phone)).toContainText(say("audit:action.READ_AUDIT"));
  await page.getByRole("combobox", { name: say("audit:filter.kind") }).selectOption("ENTRY_KIND_GRANTS");
  await expect(page.getByText(say("audit:noHits"))).toBeVisible();
  await look(page, "log, empty");
  await page.getByRole("button", { name: say("audit:showAll") }).click();

  await page.getByRole("searchbox", { name: say("audit:filter.person") }).fill("Tuula");
  await page.getByRole("searchbox", { name: say("audit:filter.person") }).press("Enter");
  await page.getByRole("list", { name: say("audit:filter.people") }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: say("audit:personTitleOf", { name: "Tuula Tarkastaja" }) })).toBeVisible();
  expect(page.url()).not.toContain("Tuula");
  await expect(rows(page, phone).filter({ hasText: say("audit:action.READ_AUDIT_PEOPLE") }).first()).toBeVisible();
  await look(page, "log of a person");

  await page.goto(`/audit/cases/${c.id}`);
  await expect(page.getByRole("heading", { level: 1, name: say("audit:caseTitleOf", { number: c.number }) })).toBeVisible();
  if (!phone) {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: say("audit:export") }).click();
    expect((await download).suggestedFilename()).toBe("audit.csv");
  }
  await look(page, "log of a case");
});

test("the log fails and is tried again, and is not there for others", async ({ open, language, phone, say }) => {
  const { page } = await open("auditor", "/audit", language, (p) =>
    p.route("**/v1/audit?**", (route) => route.fulfill({ status: 500, json: {} })),
  );
  await expect(page.getByRole("button", { name: say("errors:retry") })).toBeVisible();
  await look(page, "log, failed");
  await page.unroute("**/v1/audit?**");
  await page.getByRole("button", { name: say("errors:retry") }).click();
  await expect(rows(page, phone).first()).toBeVisible();
  const admin = await open("admin", "/audit", language);
  await expect(admin.page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();
});
