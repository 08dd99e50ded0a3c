// Two units that do not agree who leads: an expert refers it to coordination, which settles it, side by side, each seeing at once
// what the other does. The school sees nothing of it.

import type { Page } from "@playwright/test";
import { Client, type Case } from "./client";
import { look } from "./look";
import { claim, file, inDays } from "./sample";
import { tick } from "./steps";
import { expect, test } from "./test";
import type { Say } from "./texts";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const secret = "Tarve on kehitysvamma, ei autismi.";

/** joint answers a case that Valteri leads and in which Elmeri holds a part. */
async function joint(): Promise<Case> {
  const [lead, partner] = [await Client.signIn("expert-valteri"), await Client.signIn("expert-elmeri")];
  const { grants } = await partner.get<{ grants: { unitId: string }[] }>("/v1/me");
  const c = await claim(lead, await file(await Client.signIn("teacher-fi")));
  const body = { unitId: grants[0]?.unitId, question: "Miten kommunikaatiota tuetaan?", dueDate: inDays(7) };
  const invited = await lead.post<Case>(`/v1/cases/${c.id}:invite`, body, { etag: c.etag });
  const part = invited.assignments?.find((a) => a.unitId === body.unitId);
  await partner.post(`/v1/assignments/${part?.id}:claim`, {}, { etag: part?.etag ?? "" });
  return partner.get<Case>(`/v1/cases/${c.id}`);
}

/** pickUnit chooses what its label begins with. */
const pickUnit = (page: Page, name: RegExp | string) => tick(page.getByRole("dialog").getByRole("radio", { name }));

/** notice is the place of a dispute on the page of its case. */
const notice = (page: Page, say: Say) => page.getByRole("region", { name: say("disputes:title") });

test("an expert refers a dispute about the lead, coordination moves the lead, and the school sees that alone", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const c = await joint();
  const { page: coordinator } = await open("coordinator", "/triage", language);
  const { page: area } = await open("coordinator-tays", "/triage", language);
  const { page: lead } = await open("expert-valteri", `/cases/${c.id}`, language);
  const { page: expert } = await open("expert-elmeri", `/cases/${c.id}`, language);
  const { page: school } = await open("teacher-fi", `/cases/${c.id}`, language);

  await press(expert, say("parts:dispute"));
  const dialog = expert.getByRole("dialog");
  const reason = expert.getByRole("textbox", { name: say("disputes:raise.reason") });
  await press(expert, say("disputes:raise.send"));
  await expect(dialog.getByText(say("case:text.empty"))).toBeVisible();
  await expect(dialog.getByText(say("disputes:raise.missing"))).toBeVisible();
  await expect(reason).toBeFocused();
  await look(expert, "a dispute, with errors");
  await reason.fill(`${secret} Oppilas 131052-902Y`);
  await pickUnit(expert, /Elmeri/);
  await press(expert, say("disputes:raise.send"));
  await expect(dialog.getByRole("alert")).toBeVisible(); // an identity code is refused
  await reason.fill(secret);
  await expert.keyboard.press("Escape");
  await expect(expert.getByRole("button", { name: say("parts:dispute"), exact: true })).toBeFocused();
  await press(expert, say("parts:dispute"));
  await expect(reason, "what was typed is kept").toHaveValue(secret);
  await pickUnit(expert, /Elmeri/);

  // What may tell who the pupil is waits for an answer, though it was typed just before: coordination does not read the case.
  let raised = 0;
  expert.on("request", (request) => (raised += Number(request.url().endsWith(":dispute"))));
  await reason.fill(`${secret} Matin kanssa on sovittu.`);
  await press(expert, say("disputes:raise.send"));
  await expect(dialog.getByText(say("leak:answer"))).toBeVisible();
  await expect(dialog.getByRole("button", { name: /\(Matin\)$/ }).first()).toBeFocused();
  await look(expert, "a dispute, held by a name");
  await dialog.getByRole("button", { name: `${say("leak:keep")} (Matin)` }).click();
  await expect(dialog.getByText(say("leak:answer"))).toHaveCount(0);
  expect(raised, "it is held").toBe(0);
  await reason.fill(secret);
  await look(expert, "a dispute, written");
  await press(expert, say("disputes:raise.send"));
  await expect(dialog).toHaveCount(0);
  await expect(notice(expert, say).getByText(say("disputes:open"))).toBeVisible();
  await expect(expert.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(notice(expert, say).getByText(say("disputes:due"))).toBeVisible();
  await look(expert, "a case with a dispute");

  // The unit that leads reads it at once, and has nothing to take back.
  await expect(notice(lead, say).getByText(secret)).toBeVisible({ timeout: 5_000 });
  await expect(lead.getByRole("button", { name: say("disputes:withdraw.button"), exact: true })).toHaveCount(0);
  await expect(lead.getByRole("button", { name: say("parts:dispute"), exact: true })).toHaveCount(0);

  for (const text of [say("disputes:title"), secret]) await expect(school.getByText(text)).toHaveCount(0);

  const cardOn = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3, name: c.number }) });
  const card = cardOn(coordinator);
  for (const page of [coordinator, area]) await expect(cardOn(page).getByText(secret)).toBeVisible({ timeout: 5_000 });
  await look(coordinator, "triage with a dispute");
  const opener = card.getByRole("button", { name: say("disputes:settle.openNamed", { number: c.number }) });
  await opener.click();
  const settling = coordinator.getByRole("dialog");
  await press(coordinator, say("disputes:settle.open"));
  await expect(settling.getByText(say("disputes:settle.missing"))).toBeVisible();
  await look(coordinator, "a settlement, with errors");
  await pickUnit(coordinator, /Elmeri/);
  await settling.getByRole("textbox", { name: say("disputes:settle.reason") }).fill("Elmerin osaaminen sopii.");
  await look(coordinator, "a settlement, written");
  await coordinator.route(`**/v1/cases/${c.id}:settleDispute`, (route) => route.abort(), { times: 1 });
  await press(coordinator, say("disputes:settle.open"));
  await expect(settling.getByRole("alert")).toBeVisible();
  await press(coordinator, say("disputes:settle.open"));
  await expect(settling).toHaveCount(0);
  for (const page of [coordinator, area]) await expect(cardOn(page)).toHaveCount(0, { timeout: 5_000 });

  // Elmeri leads, and Valteri takes part no more.
  await expect(notice(expert, say).getByText(say("disputes:outcome.MOVES"))).toBeVisible({ timeout: 5_000 });
  await expect(notice(expert, say).getByText("Elmerin osaaminen sopii.")).toBeVisible();
  await expect(expert.getByRole("button", { name: say("parts:invite.button"), exact: true })).toBeVisible();
  await look(expert, "a case whose dispute is settled");
  await expect(lead.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible({ timeout: 5_000 });
  await lead.goto("/");
  await lead.getByRole("button", { name: say("disputes:settled.showNamed", { number: c.number }) }).click();
  await expect(lead.getByText("Elmerin osaaminen sopii.")).toBeVisible();
  await expect(lead.getByText(secret)).toHaveCount(0);
  await look(lead, "what was settled of a case that is no more the unit's");

  await expect(school.getByText(/Elmeri/).first()).toBeVisible({ timeout: 5_000 });
  await press(school, say("case:timeline.heading"));
  await expect(school.getByText(say("events:event.LEAD_MOVED"))).toBeVisible();
  for (const text of [say("disputes:title"), secret, "Elmerin osaaminen sopii."]) await expect(school.getByText(text)).toHaveCount(0);
  await expect(school.getByText(say("events:event.DISPUTED"))).toHaveCount(0);
  await look(school, "a school's case after a dispute");
  await school.goto(`/cases/${c.id}/reads`);
  await expect(school.getByText(say("audit:action.FILE"))).toBeVisible();
  await expect(school.getByText(/erimielisyy|oenighet/i)).toHaveCount(0);
  await press(expert, say("case:timeline.heading"));
  await expect(expert.getByText(say("events:event.DISPUTED"))).toBeVisible();
});

test("a dispute is taken back while coordination writes, and what was written is kept", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const c = await joint();
  const partner = await Client.signIn("expert-elmeri");
  await partner.post(`/v1/cases/${c.id}:dispute`, { reason: secret }, { etag: c.etag });
  const { page: coordinator } = await open("coordinator", "/", language);
  const action = say("start:open.dispute");
  await coordinator.getByRole("link", { name: say("start:open.of", { action, number: c.number }) }).click();
  const opener = coordinator.getByRole("button", { name: say("disputes:settle.openNamed", { number: c.number }) });
  await opener.click();
  await pickUnit(coordinator, /Valteri/);
  const reason = coordinator.getByRole("dialog").getByRole("textbox", { name: say("disputes:settle.reason") });
  await reason.fill("Autismi on syy.");

  const { page: expert } = await open("expert-elmeri", `/cases/${c.id}`, language);
  const withdraw = say("disputes:withdraw.button");
  await press(expert, withdraw);
  await expect(expert.getByRole("dialog").getByText(say("disputes:withdraw.text"))).toBeVisible();
  await look(expert, "a dispute, being taken back");
  await coordinator.route(`**/v1/cases/${c.id}:settleDispute`, async (route) => {
    await expert.getByRole("dialog").getByRole("button", { name: withdraw, exact: true }).click();
    await expect(notice(expert, say).getByText(say("disputes:outcome.WITHDRAWN"))).toBeVisible();
    await route.continue();
  });
  await press(coordinator, say("disputes:settle.open"));
  await expect(coordinator.getByRole("dialog").getByText(say("disputes:settle.raced"))).toBeVisible();
  await expect(reason).toHaveValue("Autismi on syy.");
  await look(coordinator, "a settlement that came too late");
  await coordinator.keyboard.press("Escape");
  await expect(opener).toHaveCount(0);
  await expect(expert.getByRole("button", { name: say("parts:dispute"), exact: true })).toBeVisible();
  await look(expert, "a case whose dispute was taken back");
});
