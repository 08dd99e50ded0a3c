// What is missing to choose a recipient is asked of the school: coordination wide in Finnish, the school on a phone in Swedish.

import { Client } from "./client";
import { look } from "./look";
import { file } from "./sample";
import { expect, test } from "./test";
import { sayIn } from "./texts";

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
