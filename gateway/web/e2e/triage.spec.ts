// What is missing to choose a recipient is asked of the school: coordination wide in Finnish, the school on a phone in Swedish. Where a
// unit that declines suggests to turn is read by whoever decides.

import type { Page } from "@playwright/test";
import { Client, type Case } from "./client";
import { look } from "./look";
import { claim, file, inDays } from "./sample";
import { expect, test } from "./test";
import { sayIn, type Say } from "./texts";

const wide = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

test("coordination asks the school before a unit leads, and reads the answer on the card", async ({ open }) => {
  test.setTimeout(240_000);
  const fi = sayIn("fi");
  const sv = sayIn("sv");
  const filed = await file(await Client.signIn("teacher-fi-2"), { needs: ["NEED_COMPLEX"] });
  const question = "Onko koululla jo yhteys perheneuvolaan?";
  const answer = "Ja, sedan september.";

  const { page } = await open("coordinator", "/triage", "fi");
  await page.setViewportSize(wide);
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: filed.number }) });
  const opener = card.getByRole("button", { name: fi("triage:ask.openNamed", { number: filed.number }) });
  await opener.click();
  const dialog = page.getByRole("dialog");
  const send = dialog.getByRole("button", { name: fi("triage:ask.send"), exact: true });
  await send.click();
  await expect(dialog.getByText(fi("case:text.empty"))).toBeVisible();
  await look(page, "a question from triage, with an error");
  await dialog.getByRole("textbox", { name: fi("case:ask.label") }).fill(question);
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await opener.click();
  await expect(dialog.getByRole("textbox", { name: fi("case:ask.label") }), "what was typed is kept").toHaveValue(question);
  await page.route(`**/v1/cases/${filed.id}:askUnled`, (route) => route.abort());
  await send.click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await page.unroute(`**/v1/cases/${filed.id}:askUnled`);
  await send.click();
  await expect(dialog).toHaveCount(0);
  await expect(card.getByText(question)).toBeVisible();
  await look(page, "a question from triage, asked");

  const school = (await open("teacher-fi-2", `/cases/${filed.id}`, "sv")).page;
  await school.setViewportSize(phone);
  await expect(school.getByText(question).first()).toBeVisible();
  await expect(school.getByText(sv("case:reply.recipientCoordination"))).toBeVisible();
  await school.getByRole("textbox", { name: sv("case:reply.label") }).fill(answer);
  await look(school, "a question from triage, being answered");
  await school.getByRole("button", { name: sv("case:reply.send"), exact: true }).click();
  await expect(school.getByRole("textbox", { name: sv("case:reply.label") })).toHaveCount(0);

  await expect(card.getByText(answer)).toBeVisible({ timeout: 70_000 });
  await look(page, "a question from triage, answered");
});

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** declines declines what is open on a page, as the lead or as a part. */
async function declines(page: Page, say: Say, what: "lead" | "part", suggestion: string): Promise<void> {
  await press(page, say("case:assignment.decline"));
  await press(page, say(`ending:decline.${what}.send`));
  await expect(page.getByText(say("case:text.empty"))).toBeVisible();
  const reason = page.getByRole("dialog").getByRole("radio", { name: say("codes:DECLINE_REASON_NOT_OUR_FIELD") });
  await reason.check({ force: true }); // the label lies over the radio button
  await page.getByRole("textbox", { name: say(`ending:decline.${what}.suggestion`) }).fill(suggestion);
  await look(page, `declining a ${what}`);
  await press(page, say(`ending:decline.${what}.send`));
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("a unit that declines suggests where to turn: of a part the unit that leads reads it, of the lead coordination", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const [lead, partner, school] = [await Client.signIn("expert-valteri"), await Client.signIn("expert-elmeri"), await Client.signIn("teacher-fi")];
  const { grants } = await partner.get<{ grants: { unitId: string }[] }>("/v1/me");
  const c = await claim(lead, await file(school));
  const body = { unitId: grants[0]?.unitId, question: "Miten kommunikaatiota tuetaan?", dueDate: inDays(7) };
  const invited = await lead.post<Case>(`/v1/cases/${c.id}:invite`, body, { etag: c.etag });
  const part = invited.assignments?.find((a) => a.unitId === body.unitId);
  await partner.post(`/v1/assignments/${part?.id}:claim`, {}, { etag: part?.etag ?? "" });
  const [ofPart, ofLead] = ["Oma kunta tuntee kommunikaation keinot.", "Tähän sopisi sairaalaopetus."];

  const { page: expert } = await open("expert-valteri", `/cases/${c.id}`, language);
  const { page: theirs } = await open("expert-elmeri", `/cases/${c.id}`, language);
  await declines(theirs, say, "part", ofPart);
  await expect(expert.getByText(ofPart)).toBeVisible({ timeout: 5_000 });
  await look(expert, "a case with a part that was declined");

  await declines(expert, say, "lead", ofLead);
  const { page: coordinator } = await open("coordinator", "/triage", language);
  const card = coordinator.getByRole("listitem").filter({ has: coordinator.getByRole("heading", { name: c.number }) });
  await expect(card.getByText(ofLead)).toBeVisible();
  await expect(card.getByText(ofPart)).toHaveCount(0);
  await expect(card.getByText(say("codes:DECLINE_REASON_NOT_OUR_FIELD"))).toBeVisible();
  await look(coordinator, "triage with what a unit suggests that declined");
  const { page: filer } = await open("teacher-fi", `/cases/${c.id}`, language);
  await expect(filer.getByRole("heading", { level: 1 })).toBeVisible();
  for (const text of [ofPart, ofLead]) await expect(filer.getByText(text)).toHaveCount(0);
});
